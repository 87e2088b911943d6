"""Verdicts: one claim's years, ordinal, count or cap, set against the occurrences.

Each function returns a `Check` with the verdict of every point and the rows it rests on. A record
proves nothing by its silence outside the years it covers.
"""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib import resources

from ..dating import dates_in_text
from ..occurrences import propose
from ..paragraphs import Span
from ..wordlist import wordlist

Row = dict[str, object]


@dataclass
class Check:
    """One claim, its points and the verdict."""

    sentence: Span
    form: str
    about: str
    verdict: str
    explanation: str
    points: list[dict[str, object]] = field(default_factory=list)
    left_out: list[int] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)


ORDINALS = {
    w: k
    for k, w in enumerate(
        wordlist(
            "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh "
            "twelfth"
        )
    )
}


COUNTS = {
    w: k
    for k, w in enumerate(
        wordlist("zero one two three four five six seven eight nine ten eleven twelve")
    )
}


_BARRELS = re.compile(
    r"\b(?P<n>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?P<m> (?:million|thousand))? "
    r"(?P<u>barrels|tonnes|tons)",
    re.I,
)


def _year(row: Row) -> int:
    start = row["start_on"]
    return start.year if isinstance(start, date) else 0


def _by_year(rows: Sequence[Row]) -> dict[int, list[str]]:
    out: dict[int, list[str]] = {}
    for row in rows:
        out.setdefault(_year(row), []).append(str(row["occurrence_id"]))
    return dict(sorted(out.items()))


def _name(about: str, n: int = 2) -> str:
    word = about.replace("_", " ")
    if n == 1:
        return word
    return word + "es" if word.endswith("ch") else re.sub(r"y$", "ie", word) + "s"


def _join(years: Sequence[int]) -> str:
    words = [str(y) for y in years]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def before(row: Row, until: date | None) -> bool:
    start = row["start_on"]
    return isinstance(start, date) and (until is None or start <= until)


def years(sentence: Span, about: str, of: Sequence[Row], found: str, until: date | None) -> Check:
    named = sorted({int(y) for y in re.findall(r"\d{4}", found)})
    if re.fullmatch(r"\d{4}(?:–|-)\d{4}", found):
        named = list(range(named[0], named[-1] + 1))
    held = _by_year(of)
    out = Check(sentence, "years", about, "cannot be said", "")
    if not held:
        out.explanation = f"the record holds no {_name(about)} to set the years against"
        return out
    covered = range(min(held), max(*held, named[-1]) + 1)
    for year in named:
        rows = held.get(year, [])
        verdict = "agrees" if rows else "conflicts" if year in covered else "cannot be said"
        out.points.append({"point": year, "verdict": verdict, "rows": rows})
        out.rows += rows
    out.left_out = [y for y in held if named[0] <= y <= named[-1] and y not in named]
    later = [y for y in held if y > named[-1]]
    for year in out.left_out:
        out.points.append({"point": year, "verdict": "left out", "rows": held[year]})
        out.rows += held[year]
    bare = [
        y for y in range(named[-1] + 1, (until.year if until else named[-1]) + 1) if y not in held
    ]
    wrong = [p["point"] for p in out.points if p["verdict"] == "conflicts"]
    unsure = [p["point"] for p in out.points if p["verdict"] == "cannot be said"]
    out.verdict = "conflicts" if wrong else "cannot be said" if unsure else "agrees"
    parts = []
    if wrong:
        parts.append(
            f"the record holds no {_name(about, 1)} in {_join([int(str(y)) for y in wrong])}"
        )
    agreed = [int(str(p["point"])) for p in out.points if p["verdict"] == "agrees"]
    if agreed:
        parts.append(f"the record holds {_name(about)} in {_join(agreed)}, as claimed")
    if out.left_out:
        n_left = sum(len(held[y]) for y in out.left_out)
        parts.append(
            f"the claim leaves out {_join(out.left_out)}, for which the record holds {n_left}"
        )
    if later:
        parts.append(
            f"the record also holds {_name(about)} in {_join(later)}, after the years named"
        )
    if bare:
        parts.append(f"neither the claim nor the record has one in {_join(bare)}")
    if unsure:
        parts.append(f"the record does not reach back to {_join([int(str(y)) for y in unsure])}")
    out.explanation = _sentence(parts)
    return out


def since(sentence: Span, about: str, of: Sequence[Row], year: int, until: date | None) -> Check:
    held = _by_year(of)
    out = Check(sentence, "since", about, "cannot be said", "")
    if not held:
        out.explanation = f"the record holds no {_name(about)}"
        return out
    first = min(held)
    out.rows = [i for ids in held.values() for i in ids]
    out.points.append({"point": year, "verdict": "", "rows": held[first]})
    if first == year:
        out.verdict, say = (
            "agrees",
            f"the record's first {_name(about, 1)} lies in {first}, as claimed",
        )
    elif first < year:
        out.verdict, say = "conflicts", f"the record holds {_name(about)} from {first} on"
    else:
        out.verdict = "conflicts" if first - year > 1 else "cannot be said"
        say = f"the record's first {_name(about, 1)} lies in {first}, {first - year} year(s) later"
    out.points[0]["verdict"] = out.verdict
    parts = [say]
    last = until.year if until else max(held)
    gaps = [y for y in range(first, last + 1) if y not in held]
    if gaps:
        parts.append(f"years since then without one in the record: {_join(gaps)}")
    out.explanation = _sentence(parts)
    return out


def _number(text: str, words: dict[str, int]) -> int:
    digits = re.sub(r"\D", "", text)
    return int(digits) if digits else words[text.lower()]


def _sorted_rows(of: Sequence[Row]) -> list[Row]:
    return sorted(of, key=lambda o: str(o["start_on"]))


_SHIP = re.compile(r"HMNZS|ship\b|frigate", re.I)


def _of_asset(of: Sequence[Row], text: str) -> list[Row]:
    """Leave ships out where a claim counts aircraft."""
    if re.search(r"P-[38]|Orion|Poseidon|aircraft|P-3|\bOrions\b", text):
        return [o for o in of if not _SHIP.search(str(o["title"]))]
    return list(of)


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
    rows = _sorted_rows(_of_asset(of, sentence.text) if about == "deployment" else of)
    # what is announced today may begin in the weeks after
    if about == "deployment" and until is not None:
        rows = [o for o in rows if before(o, until)]
    rows, until = _up_to(rows, sentence.text, match.end(), until)
    return _numbered(sentence, "ordinal", about, n, rows, until)


def _up_to(
    rows: list[Row], text: str, at: int, until: date | None
) -> tuple[list[Row], date | None]:
    """Leave out what came after the day that stands with the number ("the first in 2006")."""
    for found in dates_in_text.find(text, None):
        between = text[at : found.start]
        near = 0 <= found.start - at <= 30
        if near and not re.search(r"\b(?:following|previous|since|after|before)\b", between):
            until = min(until, found.last) if until else found.last
            return [o for o in rows if before(o, until)], until
    return rows, until


def _numbered(
    sentence: Span, form: str, about: str, n: int, rows: list[Row], until: date | None
) -> Check:
    out = Check(sentence, form, about, "cannot be said", "")
    out.rows = [str(o["occurrence_id"]) for o in rows]
    if not rows:
        out.explanation = f"the record holds no {_name(about)} up to {until or 'the end'}"
        return out
    out.verdict = "agrees" if len(rows) == n else "conflicts"
    if len(rows) == n - 1:
        out.verdict = "agrees" if _told_ahead(sentence.text) else "conflicts"
    out.points = [{"point": n, "verdict": out.verdict, "rows": out.rows}]
    held = f"the record holds {len(rows)} {_name(about, len(rows))} up to {until or 'the end'}"
    told = (
        ", the one announced not yet among them"
        if len(rows) == n - 1 and out.verdict == "agrees"
        else ""
    )
    out.explanation = _sentence([f"{held}{told}; the claim says {n}"])
    return out


def _told_ahead(text: str) -> bool:
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
        of_kind = _of_asset(of, what + match["of"])
        return _numbered(sentence, "count", about, n, of_kind, until)
    if "test" in what and about == "nuclear_test":
        return _numbered(sentence, "count", about, n, list(of), until)
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
    near = [
        o
        for o in of
        if isinstance(o["start_on"], date)
        and (when.first - o["start_on"]).days <= 1
        and (o["start_on"] - when.last).days <= 1
    ]
    out = Check(sentence, "count", "launch", "cannot be said", "")
    if not near:
        out.explanation = f"the record holds no launch within a day of {when.first}"
        return out
    counts = [int(str(o["count"] or 1)) for o in near]
    out.rows = [str(o["occurrence_id"]) for o in near]
    fits = n in counts or n == sum(counts)
    loose = re.search(r"\b(?:up to|at least|about|around|several)\b", sentence.text) is not None
    out.verdict = "agrees" if fits else "cannot be said" if loose else "conflicts"
    out.points = [{"point": n, "verdict": out.verdict, "rows": out.rows}]
    days = ", ".join(f"{o['start_on']}: {c}" for o, c in zip(near, counts, strict=True))
    out.explanation = _sentence(
        [f"the claim says {n}; the record's launches near that day are {days}"]
    )
    return out


@lru_cache(maxsize=1)
def caps() -> list[dict[str, str]]:
    """Return the caps with their resolution and paragraph."""
    text = resources.files(__package__).joinpath("caps.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def cap(sentence: Span, record: Sequence[Row]) -> Check:
    text = sentence.text
    word = "coal" if re.search(r"\bcoal\b", text) else "crude" if "crude" in text else "refined"
    cap = next(c for c in caps() if word in c["about"])
    limit, unit = int(cap["amount"]), cap["unit"]
    place = f"resolution {cap['resolution']}, para {cap['paragraph']}"
    law = f"{limit:,} {unit} a {cap['period']} ({place})"
    out = Check(sentence, "cap", "oil_delivery" if word != "coal" else "coal", "cannot be said", "")
    over = re.search(r"\b(?:within|below|under)\b", text) is None
    match = _BARRELS.search(text)
    if match and match["u"].lower().startswith(unit[:3]):
        said = float(match["n"].replace(",", "")) * {"million": 1e6, "thousand": 1e3}.get(
            (match["m"] or "").strip().lower(), 1
        )
        out.verdict = "agrees" if (said > limit) == over else "conflicts"
        out.points = [{"point": said, "verdict": out.verdict, "rows": []}]
        out.explanation = _sentence(
            [
                f"by the claim's own figure, {said:,.0f} {unit}, against {law}",
                "the figure itself is not in the record",
            ]
        )
        return out
    rows = [o for o in record if o["kind"] == "oil_delivery" and o["count"]]
    years = [int(y) for y in re.findall(r"\b20\d\d\b", text)]
    if years:
        rows = [o for o in rows if _year(o) in years]
    if not rows:
        out.explanation = _sentence(
            [f"the cap is {law}", "the record holds no deliveries with quantities to add up"]
        )
        return out
    sums: dict[int, int] = {}
    for row in rows:
        sums[_year(row)] = sums.get(_year(row), 0) + int(str(row["count"]))
    out.rows = [str(o["occurrence_id"]) for o in rows]
    exceeded = [y for y, total in sums.items() if total > limit]
    out.verdict = "agrees" if bool(exceeded) == over else "cannot be said" if over else "conflicts"
    listed = ", ".join(f"{y}: {total:,}" for y, total in sorted(sums.items()))
    out.points = [
        {"point": y, "verdict": "over" if t > limit else "not over in the record", "rows": out.rows}
        for y, t in sorted(sums.items())
    ]
    out.explanation = _sentence(
        [
            f"the cap is {law}",
            f"deliveries in the record add up to {listed} "
            f"{unit}; a record holds what was seen, so it can only be too low",
        ]
    )
    return out


def _sentence(parts: Sequence[str]) -> str:
    text = "; ".join(parts)
    return text[:1].upper() + text[1:] + "."
