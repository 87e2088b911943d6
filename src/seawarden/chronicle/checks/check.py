"""A check: one claim set against the record, its points, and the words that report it.

A record proves nothing by its silence outside the years it covers.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from ..paragraphs import Span

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


def year_of(row: Row) -> int:
    start = row["start_on"]
    return start.year if isinstance(start, date) else 0


def by_year(rows: Sequence[Row]) -> dict[int, list[str]]:
    out: dict[int, list[str]] = {}
    for row in rows:
        out.setdefault(year_of(row), []).append(str(row["occurrence_id"]))
    return dict(sorted(out.items()))


def kind_name(about: str, n: int = 2) -> str:
    word = about.replace("_", " ")
    if n == 1:
        return word
    return word + "es" if word.endswith("ch") else re.sub(r"y$", "ie", word) + "s"


def joined(years: Sequence[int]) -> str:
    words = [str(y) for y in years]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def before(row: Row, until: date | None) -> bool:
    start = row["start_on"]
    return isinstance(start, date) and (until is None or start <= until)


def sentence_of(parts: Sequence[str]) -> str:
    text = "; ".join(parts)
    return text[:1].upper() + text[1:] + "."
