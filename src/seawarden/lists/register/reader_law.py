"""The law of the reader's State beside the Council's measure: what binds people there.

A resolution binds States; what a person, a ship's owner or a port may be held to is the law of a
State. Each row is one provision with the measures that it stands beside, the first day on which it
is taken to be in force, and its certainty: V, the provision and what it says were both seen in the
source; M, one of the two was not seen, and the row says which. Nothing else is here: that a State
or a measure has no row says nothing about its law.

Blind spot: later amendments. Whoever acts on it reads the text in force.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Law:
    """One provision; `measures` are (resolution, paragraph) of the Council."""

    state: str  # 'NZ', 'EU', 'UK', 'US'
    instrument: str
    provision: str
    measures: tuple[tuple[int, str], ...]
    since: date
    certainty: str
    says: str
    source: str


@lru_cache(maxsize=1)
def laws() -> tuple[Law, ...]:
    """Return every provision."""
    path = resources.files(__package__) / "reader_law.csv"
    with path.open(encoding="utf-8") as file:
        return tuple(
            Law(
                row["state"], row["instrument"], row["provision"],
                tuple(_measure(m) for m in row["measures"].split(";")),
                date.fromisoformat(row["since"]), row["certainty"], row["says"], row["source"],
            )
            for row in csv.DictReader(file)
        )  # fmt: skip


def _measure(text: str) -> tuple[int, str]:
    resolution, paragraph = text.split(" ", 1)
    return int(resolution), paragraph


def beside(measures: Iterable[Mapping[str, Any]], on: date) -> list[dict[str, Any]]:
    """Return the provisions in force `on` a day beside measures of a case (CASES.measures)."""
    cited = {(m["resolution"], m["paragraph"]): m["citation"] for m in measures}
    out = []
    for law in laws():
        stands = [cited[m] for m in law.measures if m in cited]
        if stands and law.since <= on:
            plain = asdict(law)
            out.append({**plain, "measures": stands, "since": law.since.isoformat()})
    return out
