"""The Security Council's measures on the DPRK: what a finding may cite, and how certainly.

Certainty of a paragraph number: V, number and measure were both seen in a source; M, the
measure was seen and the number was not: it is printed with "paragraph to be confirmed"; U,
nothing was seen: never cited as fact, and left out of `cite`.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Literal

import polars as pl

from ...errors import UsageError

Certainty = Literal["V", "M", "U"]

_TYPES: dict[str, pl.DataType | type[pl.DataType]] = {
    "resolution": pl.Int32, "paragraph": pl.String, "since": pl.Date, "until": pl.Date,
    "certainty": pl.String, "forbids": pl.String, "applies_to": pl.List(pl.String),
    "source": pl.String,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measure:
    """One paragraph; `str(measure)` is how a report prints it."""

    resolution: int
    paragraph: str
    since: date
    until: date | None
    certainty: Certainty
    forbids: str
    applies_to: tuple[str, ...]
    source: str

    @property
    def reference(self) -> str:
        """The resolution and paragraph, with the doubt that belongs to it."""
        number = f"UNSC resolution {self.resolution} ({self.since.year})"
        if self.certainty == "V":
            return f"{number}, paragraph {self.paragraph}"
        if self.certainty == "M":
            return f"{number}, paragraph {self.paragraph} (paragraph to be confirmed)"
        return f"{number}, paragraph not known"

    def __str__(self) -> str:
        return f"{self.reference}: {self.forbids}"


def measures() -> pl.DataFrame:
    """Return every measure, one a row, unseen ones (certainty 'U') included.

    Columns: resolution, paragraph, since (date of adoption), until (date on which a later
    resolution replaced it, or null), certainty, forbids, applies_to (topics), source.
    """
    rows = [{name: getattr(m, name) for name in _TYPES} for m in _all()]
    for row in rows:
        row["applies_to"] = list(row["applies_to"])
    return pl.DataFrame(rows, schema=_TYPES)


def topics() -> tuple[str, ...]:
    """Return every topic that `cite` knows, sorted."""
    return tuple(sorted({topic for m in _all() for topic in m.applies_to}))


def cite(topic: str, *, on: date | None = None) -> list[Measure]:
    """Return the measures on `topic` ('sts', 'oil', 'coal', 'port_call', ...), newest first.

    With `on`, those in force on that day; without, those in force now. Measures of certainty
    'U' are left out. Raises UsageError for a topic that is not known.
    """
    if topic not in topics():
        raise UsageError(f"measures: no topic '{topic}', expected one of: {', '.join(topics())}")
    found = [m for m in _all() if topic in m.applies_to and m.certainty != "U" and _holds(m, on)]
    return sorted(found, key=lambda m: (m.since, m.resolution), reverse=True)


def _holds(measure: Measure, on: date | None) -> bool:
    if on is None:
        return measure.until is None
    return measure.since <= on and (measure.until is None or on < measure.until)


@lru_cache(maxsize=1)
def _all() -> tuple[Measure, ...]:
    place = resources.files(__package__).joinpath("measures.csv")
    return tuple(
        Measure(
            resolution=int(row["resolution"]),
            paragraph=row["paragraph"],
            since=date.fromisoformat(row["since"]),
            until=date.fromisoformat(row["until"]) if row["until"] else None,
            certainty=_certainty(row["certainty"]),
            forbids=row["forbids"],
            applies_to=tuple(row["applies_to"].split(";")),
            source=row["source"],
        )
        for row in csv.DictReader(place.read_text(encoding="utf-8").splitlines())
    )


def _certainty(text: str) -> Certainty:
    if text not in ("V", "M", "U"):
        raise ValueError(f"measures.csv: certainty '{text}', expected V, M or U")
    return text  # type: ignore[return-value]
