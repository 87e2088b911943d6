"""How a claim is worded: negated, compared, "every year", "since", "before this one", whose it is.

Method: closed lists of words before and after the number or the years. A claim belongs to the
State whose name stands closest before it ("Australia's third deployment"), else to the sentence's
subject, else to the State named in the sentence before, else to the publisher.

Blind spot: a negation that the sentence takes back ("not only ... but").
"""

import re

from ..statements import names

_NEGATION = re.compile(
    r"\b(?:no|not|never|neither|nor|none|without|nobody|cannot|failed to|denie[sd]|refused to)\b|"
    r"n[’']t\b",
    re.I,
)
_NO_NEGATION = re.compile(
    r"\bnot (?:only|least|just|merely)\b|\bno (?:later|fewer|less|more) than\b", re.I
)
_EVERY = re.compile(
    r"\b(?:every|each) (?:single )?year\b|\bannual(?:ly)?\b|\byearly\b|\beach of\b", re.I
)
_BEFORE_THIS = re.compile(
    r"\b(?:before (?:this|the (?:current|present|latest|new))\b|prior to this\b|previous(?:ly)?\b|"
    r"earlier\b|preceding\b|so far before)",
    re.I,
)
_COMPARED = (
    (r"\b(?:at least|no fewer than|no less than|not fewer than|not less than)\s*$", "at least"),
    (r"\b(?:more than|over|exceeding)\s*$", "more than"),
    (r"\b(?:fewer than|less than|under)\s*$", "fewer than"),
    (r"\b(?:at most|up to|no more than|not more than)\s*$", "at most"),
    (r"\b(?:about|around|nearly|almost|some|roughly|approximately)\s*$", "about"),
)


def negated(text: str, at: int) -> bool:
    """Whether the clause that leads to place `at`, or follows right behind, is negated."""
    clause = re.split(r"[;:]|, (?:but|and|while|although)\b", text[:at])[-1]
    return _NEGATION.search(_NO_NEGATION.sub(" ", clause)) is not None


def every_year(text: str) -> bool:
    """Whether each year is claimed ("every year since 2018")."""
    return _EVERY.search(text) is not None


def before_this_one(text: str) -> bool:
    """Whether the occurrence that the text speaks of is left out of the count."""
    return _BEFORE_THIS.search(text) is not None


def comparison(text: str, at: int) -> str:
    """Return how the number at `at` is compared: 'at least' ... 'about', or '' for exactly."""
    return next((name for p, name in _COMPARED if re.search(p, text[:at], re.I)), "")


def fits(held: int, n: int, compared: str) -> bool:
    """Whether a count fits a number as it is compared."""
    return {
        "at least": held >= n,
        "more than": held > n,
        "fewer than": held < n,
        "at most": held <= n,
        "about": abs(held - n) <= max(1, n // 10),
    }.get(compared, held == n)


_WHERE = re.compile(
    r"\b(?:to|in|near|off|from|against|around|at|into|over|with|alongside|between|on|of|and|"
    r"by sanctions on|supporting|help|helping|toward|towards)\s+(?:the\s+)?$",
    re.I,
)
_NZ = re.compile(r"\b(?:NZ|NZDF|RNZAF|HMNZS|RNZN)\b")
_STATE = re.compile(r"(?:U\.S\.|[A-Z][\w’'.-]*)(?:\s+(?:of\s+)?[A-Z][\w’'.-]*){0,3}")


def owner(text: str, at: int, earlier: str, publisher: str, home: str) -> str | None:
    """Return the State (alpha-2) whose deeds are counted at place `at` of a sentence.

    `home` is the State to take when only "our" or nothing says whose they are and the publisher is
    of that State; None when nothing says it.
    """
    subject = "NZ" if _NZ.search(text[: at + 40]) else ""
    genitive, first = "", ""
    for match in _STATE.finditer(text):
        for code in names.countries(match.group())[:1]:
            if code == "KP" and home != "KP":
                continue
            behind = text[match.end() - 2 : match.end() + 2]
            is_genitive = re.search(r"[’']s?", match.group()[-2:] + behind[2:]) is not None
            if is_genitive and match.start() <= at + 4:
                genitive = code
            by = re.search(r"\bby (?:the )?$", text[: match.start()]) is not None
            if by and match.start() >= at:
                return code
            if not first and not _WHERE.search(text[: match.start()]):
                first = code
    found = genitive or subject or first
    if found:
        return found
    if re.search(r"\b(?:its|their|it|they|the country[’']s)\b", text, re.I) and earlier:
        before = owner(earlier, len(earlier), "", "", home)
        if before:
            return before
    if re.search(r"\b(?:our|we)\b", text, re.I) and publisher and publisher != home:
        return publisher
    return publisher or None
