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
