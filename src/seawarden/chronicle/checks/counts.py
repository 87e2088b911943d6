"""Claims of ordinals and counts: "the third deployment", "six missiles", against the record."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from ..dating import dates_in_text
from ..occurrences import propose
from ..paragraphs import Span
from ..wordlist import wordlist
from . import wording
from .check import Check, Row, before, kind_name, sentence_of, year_of

ORDINALS = {
    w: k
    for k, w in enumerate(
        wordlist(
            "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh "
            "twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth "
            "twentieth"
        )
    )
}
COUNTS = {
    w: k
    for k, w in enumerate(
        wordlist(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
            "fifteen sixteen seventeen eighteen nineteen twenty"
        )
    )
}


def _number(text: str, words: dict[str, int]) -> int:
    digits = re.sub(r"\D", "", text)
    return int(digits) if digits else words[text.lower()]


def _sorted_rows(of: Sequence[Row]) -> list[Row]:
    return sorted(of, key=lambda o: str(o["start_on"]))


_SHIP = re.compile(r"HMNZS|ship\b|frigate", re.I)


_TYPES = (
    ("P-3", re.compile(r"\bP-?3\w*|\bOrions?\b")),
    ("P-8", re.compile(r"\bP-?8\w*|\bPoseidons?\b")),
)


def _of_asset(of: Sequence[Row], text: str, phrase: str = "") -> list[Row]:
    """Leave out what the claim does not count: ships, aircraft, or another type of aircraft.

    The type counts only where it stands with the number (`phrase`: "third P-8A deployment").
    """
    named = phrase or text
    if re.search(r"\bships?\b|frigate|HMNZS|\bnaval\b|\bvessel deployment", named, re.I):
        if not re.search(r"aircraft", named, re.I):
            return [o for o in of if _SHIP.search(str(o["title"]))]
        return list(of)
    types = [words for _, words in _TYPES if words.search(named)]
    if types:
        return [o for o in of if any(words.search(str(o["title"])) for words in types)]
    if re.search(r"P-?[38]|Orion|Poseidon|aircraft", text):
        return [o for o in of if not _SHIP.search(str(o["title"]))]
    return list(of)


def _phrase(text: str, match: re.Match[str]) -> str:
    """Return the number's noun phrase with what belongs to it ("third deployment of a P-8A")."""
    behind = re.match(r"\s(?:of|by|with|for)\s(?:an?\s|the\s)?[^,.;]{0,50}", text[match.end() :])
    lead = re.search(r"(?:P-?[38]\w*|Orion|Poseidon|HMNZS \w+)(?:[’']s)?\s$", text[: match.start()])
    return (lead.group() if lead else "") + match.group() + (behind.group() if behind else "")


_SINCE = re.compile(r"\bsince (?:\w+ )?(?P<y>(?:19|20)\d\d)\b", re.I)
THIS_ONE = timedelta(days=92)
"""Days before a document within which the latest occurrence is the one it speaks of ("before this
one"); own choice: a deployment lasts a month and is announced up to two months ahead."""


def _cut(
    rows: list[Row], text: str, n: int, until: date | None, form: str
) -> tuple[list[Row], str]:
    """Leave out what the claim's own words leave out; say what was left out."""
    limits = ""
    since = _SINCE.search(text)
    if since:
        year = int(since["y"])
        first = year + 1 if form == "ordinal" and n == 1 else year
        rows = [o for o in rows if year_of(o) >= first]
        limits = f" from {first} on"
    if wording.before_this_one(text) and until is not None and rows:
        start = rows[-1]["start_on"]
        if isinstance(start, date) and until - start <= THIS_ONE:
            rows = rows[:-1]
            limits += ", the present one left out"
    return rows, limits


def ordinal(
    sentence: Span, about: str, of: Sequence[Row], match: re.Match[str], until: date | None
) -> Check | None:
    if match["what"].lower() == "time" and about != "deployment":
        return None
    n = _number(match["n"], ORDINALS)
    if n == 0 or (match["what"].lower() == "time" and n == 1):
        return None
    if match["what"].lower() == "test" and about != "nuclear_test":
        return None
    phrase = _phrase(sentence.text, match)
    rows = _sorted_rows(_of_asset(of, sentence.text, phrase) if about == "deployment" else of)
    # what is announced today may begin in the weeks after
    if about == "deployment" and until is not None:
        rows = [o for o in rows if before(o, until)]
    rows, until = _up_to(rows, sentence.text, match.end(), until)
    return _numbered(sentence, "ordinal", about, n, rows, until, match.start())


def _up_to(
    rows: list[Row], text: str, at: int, until: date | None
) -> tuple[list[Row], date | None]:
    """Leave out what came after the day that stands with the number ("the first in 2006")."""
    for found in dates_in_text.find(text, None):
        between = text[at : found.start]
        follows = 0 <= found.start - at <= 30
        if follows and not re.search(r"\b(?:following|previous|since|after|before)\b", between):
            until = min(until, found.last) if until else found.last
            return [o for o in rows if before(o, until)], until
    return rows, until


def _numbered(
    sentence: Span, form: str, about: str, n: int, rows: list[Row], until: date | None, at: int
) -> Check:
    text = sentence.text
    out = Check(sentence, form, about, "cannot be said", "")
    if not rows:
        out.explanation = sentence_of(
            [f"the record holds no such {kind_name(about)} up to {until or 'the end'}"]
        )
        return out
    rows, left = _cut(rows, text, n, until, form)
    out.rows = [str(o["occurrence_id"]) for o in rows]
    compared = wording.comparison(text, at)
    agrees = wording.fits(len(rows), n, compared)
    announced = len(rows) == n - 1 and not agrees and _is_announced(text)
    agrees = agrees or announced
    no = wording.negated(text, at)
    out.verdict = "agrees" if agrees != no else "conflicts"
    out.points = [{"point": n, "verdict": out.verdict, "rows": out.rows}]
    held = (
        f"the record holds {len(rows)} {kind_name(about, len(rows))} up to "
        f"{until or 'the end'}{left}"
    )
    note = ", the one announced not yet among them" if announced else ""
    claimed = f"{'not ' if no else ''}{compared + ' ' if compared else ''}{n}"
    out.explanation = sentence_of([f"{held}{note}; the claim says {claimed}"])
    return out


def _is_announced(text: str) -> bool:
    return (
        re.search(r"\b(?:will|to deploy|deploying|further|announced|is being|decision)\b", text)
        is not None
    )


def count(
    sentence: Span,
    about: str,
    of: Sequence[Row],
    match: re.Match[str],
    until: date | None,
    document: Row,
) -> Check | None:
    what = match["what"].lower()
    n = _number(match["n"], COUNTS)
    if "missile" in what:
        return _missiles(sentence, of, n, document)
    if "deployment" in what and about == "deployment":
        of_kind = _of_asset(of, match["what"] + match["of"])
        rows = _sorted_rows(of_kind)
        return _numbered(sentence, "count", about, n, rows, until, match.start())
    if "test" in what and about == "nuclear_test":
        rows = _sorted_rows(of)
        return _numbered(sentence, "count", about, n, rows, until, match.start())
    return None


def _missiles(sentence: Span, of: Sequence[Row], n: int, document: Row) -> Check | None:
    """Set "fired up to six missiles this morning" against the launches of those days."""
    if not propose.kinds(sentence.text) or propose.modality(sentence.text, "launch") != "reported":
        return None
    low, high = document["published_from"], document["published_to"]
    found = [
        d
        for d in dates_in_text.find(
            sentence.text,
            low if isinstance(low, date) else None,
            high if isinstance(high, date) else None,
        )
        if d.precision == "day" or (d.last - d.first).days <= 2
    ]
    if not found:
        return None
    when = found[0]
    within_a_day = [
        o
        for o in of
        if isinstance(o["start_on"], date)
        and (when.first - o["start_on"]).days <= 1
        and (o["start_on"] - when.last).days <= 1
    ]
    out = Check(sentence, "count", "launch", "cannot be said", "")
    if not within_a_day:
        out.explanation = f"the record holds no launch within a day of {when.first}"
        return out
    counts = [int(str(o["count"] or 1)) for o in within_a_day]
    out.rows = [str(o["occurrence_id"]) for o in within_a_day]
    fits = n in counts or n == sum(counts)
    loose = re.search(r"\b(?:up to|at least|about|around|several)\b", sentence.text) is not None
    out.verdict = "agrees" if fits else "cannot be said" if loose else "conflicts"
    out.points = [{"point": n, "verdict": out.verdict, "rows": out.rows}]
    days = ", ".join(f"{o['start_on']}: {c}" for o, c in zip(within_a_day, counts, strict=True))
    out.explanation = sentence_of(
        [f"the claim says {n}; the record's launches near that day are {days}"]
    )
    return out
