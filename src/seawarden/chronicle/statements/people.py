"""The people a text names in full, found before it is read, so that a surname finds its bearer.

Method: a run of two to four capitalised words is a person when something says so: an office or a
title before it, a common given name, an aside behind it that tells of a person (", 24,", ", a
...", ", who ..."), or its last word standing alone elsewhere as somebody who acts. Runs that hold
a State, an office, a body or a month are none.

Blind spot: a place or firm that acts ("Deutsche Welle said") with its second word used alone.
"""

import re

from ..wordlist import wordlist
from . import names
from .words.given_names import GIVEN
from .words.speaker_words import OFFICES, PEOPLE

_RUN = re.compile(
    r"(?<![\w’'])(?P<name>[A-Z][\w’'-]+(?: [A-Z]\.)*(?: (?:de|van|von|der|al|bin|la))*"
    r"(?: [A-Z][\w’'-]+){1,3}(?: (?:II|III|IV|Jr\.?|Sr\.?))?)(?=(?P<after>[^\n]{0,90}))"
)
_PLACE = frozenset(
    wordlist(
        "street avenue road square island islands bay sea gulf strait river lake mountain mount "
        "county city town valley beach port airport base station park bridge hall hotel school "
        "college university church hospital museum theatre theater stadium day week war act "
        "bill treaty accord agreement award prize cup league games summit north south east west "
        "new saint san los el fort cape ocean peninsula province district region line zone hill "
        "hills house tower center centre press times post news journal herald magazine shoal "
        "shoals reef reefs atoll plan project company corporation foundation industries "
        "holdings bank"
    )
)
_ACTS = re.compile(r"\s+(?:also |has |had |was |is )?[a-z]+(?:ed|s|id|ew|old|aid|ook|ote)\b")


def named(text: str) -> list[tuple[str, int]]:
    """Return (full name, place) of each person that a text names, in order of first mention."""
    out: dict[str, int] = {}
    lower = set(re.findall(r"(?<![\w’'-])[a-z]{2,}(?![\w’'-])", text)) - GIVEN
    for match in _RUN.finditer(text):
        name = match["name"]
        words = name.split()
        while words and (words[0].lower() in lower or names.starts_no_name(words[0])):
            words = words[1:]
        while words and names.parse(words[0]).kind != "person":
            words = words[1:]
        if words and words[0].lower() in {"mr", "mrs", "ms", "dr", "sir", "dame"}:
            words = words[1:]
        name = re.sub(r"[’']s?$", "", " ".join(words))
        if len(words) < 2 or name in out:
            continue
        mention = names.parse(name)
        if mention.kind != "person" or mention.name != name or names.countries(name):
            continue
        low = {w.lower() for w in words}
        if low & _PLACE or low & lower:
            continue
        before = text[max(0, match.start("name") - 40) : match.end("name") - len(name)]
        if _is_person(text, name, words, before, match["after"]):
            out[name] = match.start("name")
    return list(out.items())


def _is_person(text: str, name: str, words: list[str], before: str, after: str) -> bool:  # noqa: PLR0911
    if words[0].lower() in GIVEN:
        return True
    if re.match(r",\s(?:\d\d[,\s]|who\b|whose\b)", after):
        return True
    aside = re.match(r",\s(?:an?|the)\s([^,.;\n]{3,80})", after)
    if aside and names.parse(aside.group(1)).kind == "office":
        return True
    last = before.split()[-1:] or [""]
    word = last[0].lower().rstrip(".,")
    if word in OFFICES | PEOPLE or word in {"mr", "mrs", "ms", "dr", "hon"}:
        return True
    surname = re.escape(words[-1].rstrip("."))
    for match in re.finditer(rf"(?<![\w’'-])(?:(?:Mr|Mrs|Ms|Dr)\.? )?{surname}\b", text):
        if match.group().startswith(("Mr", "Ms", "Dr")):
            return True
        lone = not re.search(rf"{re.escape(words[-2])}\s$", text[: match.start()][-30:])
        if lone and _ACTS.match(text[match.end() : match.end() + 30]):
            return True
    return False


_MID = re.compile(r"(?<=[a-z,] )[A-Z][\w’'-]+")


_FIRST = re.compile(r"(?:^|[.!?]\s+|\n\s*)([A-Z][a-z]+)(?=[\s,])")


def common(text: str) -> frozenset[str]:
    """Return words that are capitalised only because they begin a sentence."""
    return frozenset(_FIRST.findall(text)) - frozenset(_MID.findall(text))


_SHORT = re.compile(
    r"((?:[A-Z][\w’'-]+|of|the|and|for|on)(?: (?:[A-Z][\w’'-]+|of|the|and|for|on)){1,9}) "
    r"\(([A-Z]{3,8})\)"
)


def acronyms(text: str) -> dict[str, str]:
    """Return acronyms that the text explains: "Joint Chiefs of Staff (JCS)"."""
    out: dict[str, str] = {}
    for match in _SHORT.finditer(text):
        words = match.group(1).split()
        for k in range(len(words)):
            if words[k][0] == match.group(2)[0]:
                capitals = "".join(w[0] for w in words[k:] if w[0].isupper())
                if capitals == match.group(2):
                    out[match.group(2)] = " ".join(words[k:])
                    break
    return out
