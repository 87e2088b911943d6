"""The speaker's phrase beside a quotation, in the manner of news: names with ages, parties, asides.

Method: beside a quotation something *is* attributed, so the phrase may be read more freely than
in a narrator's sentence (`subject`). Before a verb: the phrase that ends there; if it ends in a
comma ("Jeffrey Bewkes, the chief executive of Time Warner, once said") the aside is stepped over
back to a name; after "and", or before a participle ("..., adding"), the subject of the sentence.
After a verb ("said Charlie King, a New York Democrat"): the phrase up to the first comma, or the
name behind a description ("said his spokesman, Sean Spicer").

Blind spot: a list of speakers ("Lee, Kim and Park said"): the last one is taken.
"""

import re

from ..wordlist import wordlist
from . import names
from .subject import LY, TIME
from .words.speaker_words import TITLES

Found = tuple[str, tuple[names.Mention, ...]]

_PAREN = re.compile(r"\s*\([^()]{0,60}\)")
_COMMA = re.compile(r",\s+(?!(?:Jr|Sr)\b\.?)")
_ADVERB = re.compile(
    rf"(?:^|[\s,]+)(?:{TIME}|later|earlier|also|then|once|again|often|just|recently|repeatedly|"
    rf"{LY}|only|further|still|now|too|in turn|simply)\s*$"
)
_AUX = re.compile(
    r"(?:^|\s)(?:has|have|had|is|are|was|were|would|did|does|do|been|being|could|can|went on to|"
    r"goes on to|continued to|continues to|managed to|used to|would often|to)$"
)
_JOIN = re.compile(r"(?:^|[\s,;]+)(?:and|but|then|or|before|after|while|when|as|by)\s*$")
_BREAK = re.compile(
    r"\b(?:that|because|whether|if|where|although|though|unless|whereas)\b|[;:]|\s[—–-]\s|—"
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|could|should|may|might|must|can|said|says|told|"
    r"did|does|made|came|went|left|sent|led|won|saw|got|took|gave|met|held|wrote|spoke|ran|began|"
    r"became|knew|thought|felt|stood|sat|fell|rose|paid|put|set|kept|brought|found|tells|wants|"
    r"[a-z]{2,}ed)\b"
)
_DETERMINERS = frozenset(
    wordlist(
        "the a an his her their its our my some many most several few two three four five six one "
        "another other both all this that these those no every each"
    )
)
_LEAD = re.compile(
    r"^(?:and|but|while|as|when|so|yet|then|or|meanwhile|however|still|also|instead|later|earlier|"
    r"today|yesterday|nevertheless)\b,?\s*",
    re.I,
)
_STOP_AFTER = re.compile(
    r"\s(?:who|which|whose|whom|where|when|while|after|before|during|as|because|since|that|if|"
    r"following|speaking|adding|referring|in (?:an?|his|her|their|its|the|response|reply)|"
    r"at (?:an?|the)|on (?:the|an?|his|her|its)|"
    r"to the|to a|to reporters|with a|with the|by phone|by email|via|through|of the|about|"
    r"(?:on |late |early )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|"
    r"today|yesterday|tonight|last|this|earlier|later|recently|from|is|was|has|had|and)\b"
)
_ASIDE_HEAD = re.compile(
    r"^(?:an?|the|who|which|whose|now|then|himself|herself|itself|once|himself|formerly|both|one|"
    r"another|his|her|their|its|in|on|at|for|from|with|speaking|citing|quoting|asked|when|while|"
    r"[a-z]|\d|[RDI]-|Republican|Democrat|Labour|Labor|Conservative)",
)


def before_verb(lead: str, *, participle: bool = False) -> Found | None:
    """Return the phrase that is the subject of the verb that follows `lead`, and whom it names."""
    text = _PAREN.sub("", lead)
    text, coordinate = _stripped(text)
    if coordinate or participle:
        return first_subject(text)
    cut = [m.end() for m in _BREAK.finditer(text)]
    text = text[cut[-1] :] if cut and text[cut[-1] :].strip(" ,") else text
    comma = text.rstrip().endswith(",")
    parts = [p.strip() for p in _COMMA.split(text.strip(" ,")) if p.strip()]
    if not parts:
        return None
    if not comma:
        return _phrase(parts[-1])
    return _over_aside(parts)


def _stripped(text: str) -> tuple[str, bool]:
    """Take auxiliaries, adverbs and times off the end; say whether a conjunction stands there."""
    for _ in range(8):
        bare = text.rstrip()
        cut = _AUX.search(bare) or _ADVERB.search(bare)
        if cut is None:
            join = _JOIN.search(bare)
            return (bare[: join.start()], True) if join else (bare, False)
        rest = bare[: cut.start()]
        if not rest.strip(" ,"):
            return bare, False
        text = rest + ("," if bare[cut.start() :].lstrip().startswith(",") else "")
    return text, False


def _over_aside(parts: list[str]) -> Found | None:
    """Return the speaker when an aside stands between him and the verb."""
    last = _clean(parts[-1])
    if len(parts) == 1:
        return _phrase(parts[0])
    name = names.parse(last)
    if name.kind == "person" and _is_only_name(last, name):
        before = _phrase(parts[-2])
        if before is None or before[1][0].kind != "person" or len(name.name.split()) > 1:
            head = names.parse(_tail(parts[-2]))
            role = head.role if head.kind == "office" else ""
            return last, (names.Mention("person", name.name, role or name.role, name.state),)
    best: Found | None = None
    for k in range(len(parts) - 2, -1, -1):
        found = _phrase(parts[k])
        if found is not None and found[1][0].kind == "person":
            aside = ", ".join(parts[k + 1 :])
            return _with_role(found, aside)
        if found is not None and best is None:
            best = found
        if not _ASIDE_HEAD.match(parts[k]):
            break
    return best


def _with_role(found: Found, aside: str) -> Found:
    """Give a person the office that stands in the aside behind the name."""
    mention = found[1][0]
    if mention.role:
        return found
    what = re.sub(r"^\d{1,3},\s*", "", aside)
    what = re.sub(r"^(?:an?|the|who is|now|then)\s+", "", what)
    role = names.parse(what)
    if role.kind != "office" or len(what.split()) > 14:
        return found
    return found[0], (names.Mention("person", mention.name, what, role.state),)


def first_subject(text: str) -> Found | None:
    """Return the subject of a sentence's main clause, from its beginning."""
    text = _PAREN.sub("", text).strip(" ,")
    for _ in range(3):
        text = _LEAD.sub("", text)
        if re.match(
            r"(?:In|On|At|After|Before|During|With|For|From|By|As|When|While|Under|Over|Since|"
            r"Despite|Following|Speaking|Asked|Among|According|Like|Unlike|Without|Until|If|"
            r"Although|Though|Because|To|Even)\b",
            text,
        ):
            comma = _COMMA.search(text)
            if comma is None:
                return None
            text = text[comma.end() :]
    verb = _FINITE.search(text)
    head = text[: verb.start()] if verb else text
    head, _ = _stripped(head)
    parts = [p.strip() for p in _COMMA.split(head.strip(" ,")) if p.strip()]
    if not parts:
        return None
    found = _phrase(parts[0])
    if found is not None and len(parts) > 1 and found[1][0].kind != "person":
        named = names.parse(parts[1])
        if named.kind == "person" and _is_only_name(parts[1], named):
            return parts[1], (named,)
    if found is not None and len(parts) > 1:
        return _with_role(found, ", ".join(parts[1:]))
    return found


def before_colon(text: str) -> Found | None:
    """Return who is named before a colon without a verb ("Peggy Drexler, CNN:")."""
    parts = [p.strip() for p in _COMMA.split(_PAREN.sub("", text).strip(" ,:")) if p.strip()]
    if not parts or len(parts) > 3 or len(parts[0].split()) > 6 or _FINITE.search(parts[0]):
        return None
    found = _phrase(parts[0], whole=True)
    return found if found and found[1][0].kind == "person" else None


def after_verb(text: str) -> Found | None:
    """Return the phrase that follows an inverted verb ("said Charlie King, a Democrat")."""
    text = re.sub(r"^\s*(?:in|on|out|up|back|off)\s+(?=[A-Zht])", "", _PAREN.sub("", text))
    time = re.match(rf"\s*(?:{TIME}|later|also|then)[,\s]+", text)
    if time:
        text = text[time.end() :]
    parts = [p.strip() for p in _COMMA.split(text.strip(" ,.")) if p.strip()]
    if not parts:
        return None
    first = _STOP_AFTER.split(parts[0])[0].strip(" .,")
    whole = " ".join(parts[0].split())
    if first and names.parse(whole).kind in {"person"} and len(whole.split()) <= 12:
        first = whole
    found = _phrase(first, whole=True)
    if found is None:
        return None
    if found[1][0].kind in {"office", "none", "body"} and len(parts) > 1:
        second = _STOP_AFTER.split(parts[1])[0].strip(" .,")
        name = names.parse(second)
        if name.kind == "person" and _is_only_name(second, name):
            role = names.parse(first).role
            return second, (names.Mention("person", name.name, role or name.role, name.state),)
    return _with_role(found, parts[1]) if len(parts) > 1 else found


def _phrase(part: str, *, whole: bool = False) -> Found | None:
    """Return the noun phrase that ends (or is) a part of a clause, with what it names."""
    text = _clean(part)
    if not text:
        return None
    phrase = text if whole else _tail(text)
    if re.search(r"[a-z][’']s$|n[’']t$", phrase):
        return None  # "it used one of the woman's" (whose it was), "his aides haven't"
    if re.match(r"(?:to|of|for|in|at|on|by|with|from|that|about|into|as)\s", phrase, re.I):
        return None
    mention = names.parse(phrase)
    if mention.kind == "none":
        return None
    if mention.kind == "person":
        phrase = phrase if len(phrase.split()) <= 10 else mention.name
    return phrase, (mention,)


def _clean(part: str) -> str:
    return _LEAD.sub("", part.strip(" ,.\u00a0\"“”‘’'*_")).strip(" ,")


def _tail(text: str) -> str:
    """Return the noun phrase at the end of a clause: from its determiner, office or name on."""
    words = text.split()
    verb = list(_FINITE.finditer(text))
    if verb and (rest := text[verb[-1].end() :].split()):
        words = rest
        while (
            words
            and words[0].lower() in {"to", "of", "by", "and", "the", "that", "with"}
            and (words[0].lower() != "the")
        ):
            words = words[1:]
    if len(words) == 1:
        return words[0]
    if words and words[-1].lower() in {"he", "she", "they", "it", "one", "another", "others"}:
        return words[-1]
    for k in range(len(words) - 2, 0, -1):
        low = words[k].lower()
        if low in _DETERMINERS and words[k - 1].lower() not in {
            "of",
            "for",
            "in",
            "to",
            "at",
            "from",
            "with",
            "on",
            "and",
            "by",
        }:
            return " ".join(words[k:])
    return " ".join(words)


def _is_only_name(text: str, mention: names.Mention) -> bool:
    """Whether a part is a name with at most an office, nothing that governs it."""
    bare = [w for w in re.findall(r"[\w’'.-]+", text) if w.lower().rstrip(".") not in TITLES]
    return len(bare) <= len(mention.name.split()) + 5 and not _FINITE.search(text)
