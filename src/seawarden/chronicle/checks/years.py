"""Claims of years: "in 2006, 2009 and 2013", "since 2006", against the years of the record."""

import re
from collections.abc import Sequence
from datetime import date

from ..paragraphs import Span
from .check import Check, Row, by_year, joined, kind_name, sentence_of


def years(sentence: Span, about: str, of: Sequence[Row], found: str, until: date | None) -> Check:
    named = sorted({int(y) for y in re.findall(r"\d{4}", found)})
    if re.fullmatch(r"\d{4}(?:–|-)\d{4}", found):
        named = list(range(named[0], named[-1] + 1))
    held = by_year(of)
    out = Check(sentence, "years", about, "cannot be said", "")
    if not held:
        out.explanation = f"the record holds no {kind_name(about)} to set the years against"
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
            f"the record holds no {kind_name(about, 1)} in {joined([int(str(y)) for y in wrong])}"
        )
    agreed = [int(str(p["point"])) for p in out.points if p["verdict"] == "agrees"]
    if agreed:
        parts.append(f"the record holds {kind_name(about)} in {joined(agreed)}, as claimed")
    if out.left_out:
        n_left = sum(len(held[y]) for y in out.left_out)
        parts.append(
            f"the claim leaves out {joined(out.left_out)}, for which the record holds {n_left}"
        )
    if later:
        parts.append(
            f"the record also holds {kind_name(about)} in {joined(later)}, after the years named"
        )
    if bare:
        parts.append(f"neither the claim nor the record has one in {joined(bare)}")
    if unsure:
        parts.append(f"the record does not reach back to {joined([int(str(y)) for y in unsure])}")
    out.explanation = sentence_of(parts)
    return out


def since(sentence: Span, about: str, of: Sequence[Row], year: int, until: date | None) -> Check:
    held = by_year(of)
    out = Check(sentence, "since", about, "cannot be said", "")
    if not held:
        out.explanation = f"the record holds no {kind_name(about)}"
        return out
    first = min(held)
    out.rows = [i for ids in held.values() for i in ids]
    out.points.append({"point": year, "verdict": "", "rows": held[first]})
    if first == year:
        out.verdict, say = (
            "agrees",
            f"the record's first {kind_name(about, 1)} lies in {first}, as claimed",
        )
    elif first < year:
        out.verdict, say = "conflicts", f"the record holds {kind_name(about)} from {first} on"
    else:
        out.verdict = "conflicts" if first - year > 1 else "cannot be said"
        late = f"{first - year} year(s) later"
        say = f"the record's first {kind_name(about, 1)} lies in {first}, {late}"
    out.points[0]["verdict"] = out.verdict
    parts = [say]
    last = until.year if until else max(held)
    gaps = [y for y in range(first, last + 1) if y not in held]
    if gaps:
        parts.append(f"years since then without one in the record: {joined(gaps)}")
    out.explanation = sentence_of(parts)
    return out


def every(sentence: Span, about: str, of: Sequence[Row], year: int, until: date | None) -> Check:
    """Set "every year since 2018" against the record: no year up to the last one may be empty.

    The document's own year may still be without one, and is then left aside.
    """
    held = by_year(of)
    out = Check(sentence, "since", about, "cannot be said", "")
    if not held:
        out.explanation = sentence_of([f"the record holds no {kind_name(about)}"])
        return out
    last = until.year if until else max(held)
    if last not in held and last > year:
        last -= 1
    wanted = range(year, last + 1)
    empty = [y for y in wanted if y not in held and y >= min(held)]
    early = [y for y in wanted if y < min(held)]
    for y in wanted:
        verdict = "agrees" if y in held else "conflicts" if y in empty else "cannot be said"
        out.points.append({"point": y, "verdict": verdict, "rows": held.get(y, [])})
        out.rows += held.get(y, [])
    out.verdict = "conflicts" if empty else "cannot be said" if early else "agrees"
    parts = [f"the record holds {kind_name(about)} in every year from {year} to {last}"]
    if empty:
        parts = [f"the record holds no {kind_name(about, 1)} in {joined(empty)}"]
    if early:
        parts.append(f"the record does not reach back to {joined(early)}")
    out.explanation = sentence_of(parts)
    return out


def none_since(
    sentence: Span, about: str, of: Sequence[Row], year: int, until: date | None
) -> Check:
    """Set "has not deployed since 2021" against the record: nothing may lie after that year."""
    held = by_year(of)
    out = Check(sentence, "since", about, "cannot be said", "")
    if not held:
        out.explanation = sentence_of([f"the record holds no {kind_name(about)}"])
        return out
    later = [y for y in held if y > year]
    out.rows = [i for y in later for i in held[y]]
    out.points = [{"point": y, "verdict": "conflicts", "rows": held[y]} for y in later]
    out.verdict = "conflicts" if later else "agrees"
    if later:
        say = f"the record holds {kind_name(about)} after {year}, in {joined(later)}"
    else:
        say = f"the record holds no {kind_name(about, 1)} after {year} up to {until or 'the end'}"
    out.explanation = sentence_of([say])
    return out


def none_in(sentence: Span, about: str, of: Sequence[Row], found: str) -> Check:
    """Set "no deployment in 2022" against the record, year by year."""
    named = sorted({int(y) for y in re.findall(r"\d{4}", found)})
    held = by_year(of)
    out = Check(sentence, "years", about, "cannot be said", "")
    if not held:
        out.explanation = sentence_of([f"the record holds no {kind_name(about)}"])
        return out
    for year in named:
        covered = min(held) <= year <= max(held)
        verdict = "conflicts" if year in held else "agrees" if covered else "cannot be said"
        out.points.append({"point": year, "verdict": verdict, "rows": held.get(year, [])})
        out.rows += held.get(year, [])
    verdicts = [p["verdict"] for p in out.points]
    out.verdict = next((v for v in ("conflicts", "cannot be said") if v in verdicts), "agrees")
    wrong = [y for y in named if y in held]
    parts = (
        [f"the record holds {kind_name(about)} in {joined(wrong)}"]
        if wrong
        else [f"the record holds no {kind_name(about, 1)} in {joined(named)}"]
    )
    if "cannot be said" in verdicts:
        parts.append("outside the years it covers the record proves nothing by its silence")
    out.explanation = sentence_of(parts)
    return out
