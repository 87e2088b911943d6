"""Offices and who held them when: "the New Zealand foreign minister" on a day, by `offices.csv`.

Method: a table of facts (State, office, person, first day, day it ended, source). An office that a
text names without its holder is looked up with the State named beside it, or else with its
publisher's State, on the document's day. Between two holders, or outside the table, nobody.

Blind spot: acting holders; the table knows a few offices of the States that speak of the DPRK.
"""

import csv
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources

from ..dating.text_date import LATEST


@dataclass(frozen=True, slots=True)
class Tenure:
    """Who held an office of a State, in [first, end)."""

    state: str
    office: str
    person: str
    first: date
    end: date
    source: str


@lru_cache(maxsize=1)
def table() -> tuple[Tenure, ...]:
    """Return the table of offices."""
    text = resources.files(__package__).joinpath("offices.csv").read_text(encoding="utf-8")
    return tuple(
        Tenure(
            r["state"],
            r["office"],
            r["person"],
            date.fromisoformat(r["from"]),
            date.fromisoformat(r["to"]) if r["to"] else LATEST,
            r["source"],
        )
        for r in csv.DictReader(text.splitlines())
    )


_SAME = (
    (r"minister (?:of|for) foreign affairs|minister of external affairs", "foreign minister"),
    (r"minister (?:of|for) defen[cs]e", "defence minister"),
    (r"defense minister", "defence minister"),
    (r"secretary general", "secretary-general"),
)


def holder(office: str, state: str | None, on: date | None) -> Tenure | None:
    """Return who held the office that `office` names (the last words of a phrase) on a day."""
    if on is None:
        return None
    low = re.sub(r"^(?:the|an?)\s+", "", office.lower())
    if re.search(r"\b(?:former|ex|then|deputy|vice|acting|associate|spokes\w+|shadow)\b", low):
        return None
    for pattern, name in _SAME:
        low = re.sub(pattern, name, low)
    for row in table():
        of_state = row.state == state or (
            row.state == "UN" and re.search(r"\b(?:un|u\.n\.|united nations)\b", low)
        )
        if of_state and row.first <= on < row.end and re.search(rf"\b{row.office}$", low):
            return row
    return None
