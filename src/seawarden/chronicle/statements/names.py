"""Names: the people, offices, States and bodies that can speak, recognised by their words.

Method: a closed list of offices ("Minister", "spokesperson"), portfolios ("Foreign Affairs"),
titles ("Rt Hon") and bodies ("Ministry", "Council"); what is capitalised and none of these is a
personal name. Countries come from `ids.flags`, with capitals and demonyms from `peoples.csv`.

Blind spot: a person whose name is a portfolio (Mr Justice, Ms Defence).
"""

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from ...ids import flags
from ..wordlist import wordlist
from .words.given_names import GIVEN
from .words.speaker_words import (
    BODIES,
    CARRIERS,
    GROUPS,
    OFFICES,
    PEOPLE,
    PLACES,
    PORTFOLIOS,
    TEXTS,
    TITLES,
)

ACRONYM = re.compile(r"^[A-Z][A-Z0-9&.]{1,}$")
_WORD = re.compile(r"[^\W\d_][\w'’.\-]*")
_INITIAL = re.compile(r"(?:[A-Za-z]\.)+|[A-Z][a-z]{0,2}\.")


MAX_WORDS = 22
"""Words of a phrase that can name a speaker; longer ones are read wrongly. Own choice."""


@dataclass(frozen=True, slots=True)
class Mention:
    """What a noun phrase names."""

    kind: str  # 'person', 'office', 'body', 'state', 'pronoun', 'carrier' or 'none'
    name: str  # personal name or body as written; '' for a bare office
    role: str  # office that stands with it
    state: str | None  # ISO 3166 alpha-2


def parse(phrase: str) -> Mention:  # noqa: PLR0911
    """Return what a noun phrase ("Foreign Minister Winston Peters", "the Ministry") names."""
    text = re.sub(r"\([^)]*\)|[\[\]()*]", " ", phrase)
    text = " ".join(text.replace("\u00a0", " ").split()).strip(" ,;:–—-")
    text = re.sub(r"\s(?:on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$", "", text)
    words = [w if _INITIAL.fullmatch(w) else w.rstrip(".-") for w in _WORD.findall(text)]
    low = [w.lower() for w in words]
    if not words:
        return Mention("none", "", "", None)
    if len(words) == 1 and low[0] in {"he", "she", "they", "it"}:
        return Mention("pronoun", low[0], "", None)
    named_state = state_of(text)
    if named_state:
        return Mention("state", text, "", named_state)
    if len(words) > MAX_WORDS:
        return Mention("none", text, "", None)
    words = _before_place(words)
    low = [w.lower().rstrip(".") for w in words]
    person, role = _split(words)
    state = next((s for s in (state_of(w) for w in _spans(words)) if s), None)
    if person:
        state = next((s for s in (state_of(w) for w in _spans(role)) if s), None)
        return Mention("person", " ".join(person), " ".join(role), state)
    if low[-1] in CARRIERS and low[-1] not in OFFICES:
        return Mention("carrier", text, "", state)
    bare = re.sub(r"^(?:the|a|an)\s+", "", text, flags=re.I)
    head = _head(low)
    if head in TEXTS:
        return Mention("body", bare, "", state)
    if any(w in OFFICES or w.rstrip("s") in OFFICES for w in _noun(low)) or head in PEOPLE:
        return Mention("office", "", text, state)
    if any(w in BODIES for w in low) or any(ACRONYM.match(w) for w in words) or head in GROUPS:
        return Mention("body", bare, "", state)
    return Mention("none", text, "", state)


def starts_no_name(word: str) -> bool:
    """Whether a capitalised word that begins a sentence or headline begins no name."""
    low = word.lower()
    if low.endswith("ing") and low not in GIVEN:
        return True
    return low in _STARTERS or low in _QUESTION or low in _PREPOSITIONS


_QUESTION = frozenset(
    wordlist(
        "is are was were has have had do does did can could will would should may might must how "
        "why who whom whose which not no yes just only even still yet already never ever exclusive "
        "watch read breaking live opinion analysis report poll video photo photos update updated "
        "new old way ways off out up down into like unlike among despite"
    )
)


def head_of(low: str) -> str:
    """Return the head noun of a phrase in lower case ("the chief of the navy" -> chief)."""
    return _head(low.split()) if low.split() else ""


def _head(low: list[str]) -> str:
    """Return the head noun of a phrase: its last word, or the one before the first preposition."""
    return re.sub(r"[’']s?$", "", _noun(low)[-1])


def _noun(low: list[str]) -> list[str]:
    """Return the words of a phrase before its first preposition."""
    at = next((k for k, w in enumerate(low) if k and w in _PREPOSITIONS), len(low))
    return low[:at]


_PREPOSITIONS = frozenset(
    wordlist("of for from at in on to with by near against between under inside outside about")
)


def _before_place(words: list[str]) -> list[str]:
    """Cut what follows a full name: "Representative Charles Rangel of New York"."""
    for k, word in enumerate(words):
        if k and word in _PREPOSITIONS:
            name, role = _split(words[:k])
            titled = {w.lower().rstrip(".") for w in words[:k]} & (TITLES | OFFICES)
            if len(name) >= 2 or (name and titled and len(role) < k):
                return words[:k]
    return words


def _split(words: list[str]) -> tuple[list[str], list[str]]:
    """Part the words of a phrase into (personal name, office)."""
    low = [w.lower().rstrip(".") for w in words]
    suffix: list[str] = []
    while len(low) > 1 and low[-1] in _SUFFIXES | _GENERATIONS:
        suffix = [words[-1]] if low[-1] in _GENERATIONS else suffix
        words, low = words[:-1], low[:-1]
    k = len(words)
    while k and _is_name(words, low, k - 1):
        k -= 1
    name = words[k:]
    while name and not name[0][0].isupper():
        name = name[1:]
    before = words[: len(words) - len(name)]
    titled = bool(before) and before[-1].lower().rstrip(".") in TITLES
    office = any(b.lower().rstrip(".") in OFFICES | PEOPLE for b in before)
    if len(name) == 1 and len(name[0].rstrip(".")) < 2:
        return [], words
    if not name or (len(name) == 1 and not titled and not office and before):
        return [], words
    if any(w.lower() in BODIES for w in before[-3:]) and not office and not titled:
        return [], words
    at = len(name) == 1 and not titled and any(w in _AT for w in before[1:])
    if at or (before and before[-1].lower() in _PREPOSITIONS):
        return [], words  # "press secretary for Putin", "officials at Homeland Security"
    if before and re.search(r"[’']s?$", before[-1]) and len(name) == 1 and not office:
        return [], words
    role = [w for w in before if w.lower().rstrip(".") not in TITLES]
    return name + suffix, role


def _is_name(words: list[str], low: list[str], k: int) -> bool:
    """Whether the word at `k` can belong to a personal name that ends the phrase."""
    word = words[k]
    titled = k > 0 and low[k - 1] in {"mr", "mrs", "ms", "miss"}
    given = k == len(words) - 1 > 0 and low[k - 1] in GIVEN and words[k - 1][0].isupper()
    if (
        word[0].isupper()
        and (titled or given)
        and not ACRONYM.match(word)
        and (low[k] in OFFICES | BODIES | PORTFOLIOS)
    ):
        return True  # "Mr King", "Charlie King"
    if (
        low[k] in PORTFOLIOS
        or low[k] in OFFICES
        or low[k] in BODIES
        or low[k] in TITLES
        or low[k] in CARRIERS
    ):
        return low[k] in {"de", "van", "al"} and k > 0
    if not word[0].isupper() or (
        ACRONYM.match(word.rstrip(".")) and (len(word) > 2 or word in _SHORT)
    ):
        return False
    if re.search(r"[’']s?$", word) and k + 1 < len(words):
        return False  # a genitive: "Trump’s campaign manager", "Otago’s Robert Patman"
    if low[k] in (_STARTERS if k == 0 else _PARTIES) or _NUMERAL.match(low[k]):
        return False
    pairs = [" ".join(words[i : i + 2]) for i in (k - 1, k) if 0 <= i < len(words) - 1]
    is_place = any(state_of(run) for run in (word, *pairs)) or (
        low[k] in PLACES and not (k + 1 == len(words) and k == 0)
    )
    return not is_place or _surname_too(words, low, k)


def _surname_too(words: list[str], low: list[str], k: int) -> bool:
    """Whether a State's name is a surname here: "Ms Monaco", "Lisa Monaco"."""
    if k == 0:
        return False
    if low[k - 1] in {"mr", "mrs", "ms", "miss", "dr"}:
        return True
    given = words[k - 1]
    return (
        k == len(words) - 1
        and given[0].isupper()
        and low[k - 1] in GIVEN
        and state_of(f"{given} {words[k]}") is None
    )


_AT = frozenset(wordlist("at in on from with near"))
_NUMERAL = re.compile(r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-|$)")
_PARTIES = frozenset(wordlist("democratic republican conservative liberal libertarian"))
_SHORT = frozenset({"UN", "EU", "US", "UK", "NZ", "AU"})
_SUFFIXES = frozenset(wordlist("mp mps kc qc onzm gnzm phd jp dcnzm mnzm obe cbe"))
_GENERATIONS = frozenset(wordlist("jr sr ii iii iv"))
_STARTERS = frozenset(
    wordlist(
        "annex article paragraph section table chapter figure this that these those there "
        "what it we i you our his her their its such some many most both all each another "
        "other any no one two three sanctions talks resolution resolutions officials however "
        "meanwhile also today yesterday tomorrow but and or so if when while as since for in "
        "on at by from with under over after before during following more about last next "
        "later now then here additional further recent contact note notes background earlier "
        "again despite monday tuesday wednesday thursday friday saturday sunday january "
        "february march april may june july august september october november december media "
        "speaking according"
    )
)


def _spans(words: list[str]) -> list[str]:
    """Return runs of one to four words, longest first."""
    return [" ".join(words[i : i + n]) for n in (4, 3, 2, 1) for i in range(len(words) - n + 1)]


@lru_cache(maxsize=65536)
def state_of(text: str) -> str | None:
    """Return the State (alpha-2) that a name, demonym or capital stands for, or None."""
    bare = re.sub(r"[’']s?$", "", " ".join(text.split())).strip(" ,.")
    bare = re.sub(r"^[Tt]he\s+", "", bare)
    if not bare or (bare.islower() and not bare.startswith(("north korea", "south korea"))):
        return None
    found = _peoples().get(bare.lower())
    if found:
        return found
    if bare.lower() in _peoples_not():
        return None
    if len(bare) <= 3 and bare.upper() not in {"UK", "USA", "UAE", "ROK", "PRC", "US"}:
        return None
    if len(bare.replace(".", "")) <= 3 and not bare.isupper():
        return None
    return flags.alpha2(bare)


_CAPS = r"(?:[A-Z][\w’'.\-]*|U\.S\.|south|north)"
_SUFFIX = re.compile(r"-(?:flagged|based|owned|led|made|born|backed|registered|linked|hosted)\b")
_RUN = re.compile(rf"{_CAPS}(?:\s+(?:of|and|the|&)?\s*{_CAPS}){{0,6}}")


def countries(text: str) -> list[str]:
    """Return the States that a passage names (name, demonym or capital), in order, once each."""
    out: list[str] = []
    text = _SUFFIX.sub(" ", text)
    for match in _RUN.finditer(text):
        words = re.sub(r"[,.;:]+$", "", match.group()).split()
        k = 0
        while k < len(words):
            for n in range(min(6, len(words) - k), 0, -1):
                run = " ".join(words[k : k + n])
                code = state_of(run)
                if code or run.lower() in _peoples_not():
                    if code and code not in out:
                        out.append(code)
                    k += n
                    break
            else:
                k += 1
    return out


@lru_cache(maxsize=1)
def _peoples() -> dict[str, str]:
    return {row["word"].lower(): row["alpha2"] for row in _rows() if row["alpha2"]}


@lru_cache(maxsize=1)
def _peoples_not() -> frozenset[str]:
    return frozenset(row["word"].lower() for row in _rows() if not row["alpha2"])


def _rows() -> list[dict[str, str]]:
    text = resources.files(__package__).joinpath("peoples.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
