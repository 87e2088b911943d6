"""Every number of a case file beside the one that comes out of the enclosed rows.

Method: both rows in the one form that a docket's digest has (`store.canonical`: each float at the
places that count), opened down to single values and compared by their place in the record. Left
out is what rests on other cases of the docket (rank, linked cases, version and why), and ids.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from ...schema import CASES, EVENTS, MATCHES, Table
from ...store.canonical import canonical
from ...store.digest import first_ids
from .enclosed import Enclosed
from .rerun import Again

_OF_THE_DOCKET = ("case_id", "rank", "linked_case_ids", "event_ids")
_JSON = {c.name for t in (CASES, EVENTS, MATCHES) for c in t.columns
         if c.unit == "JSON" or isinstance(c.dtype, pl.List)}  # fmt: skip


@dataclass(slots=True)
class Compared:
    """How many numbers came out as they stand in the file, and which did not."""

    numbers: int = 0
    confirmed: int = 0
    differs: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether every number came out."""
        return not self.differs

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON."""
        share = self.confirmed / self.numbers if self.numbers else None
        return {
            "numbers": self.numbers, "confirmed": self.confirmed,
            "share": None if share is None else round(share, 4), "differs": self.differs,
        }  # fmt: skip


def compare(held: Enclosed, again: Again) -> Compared:
    """Return the numbers of the enclosed findings beside those that came out."""
    out = Compared()
    ids = first_ids(held.events)
    wanted = set(ids.get(e, e) for e in held.row["event_ids"] or [])
    mine = _rows(held.events, EVENTS, "event_id", ids)
    theirs = _rows(again.events.filter(pl.col("event_id").is_in(list(wanted))), EVENTS, "event_id")
    _beside(out, "event", mine, theirs)
    hulls = [h for h in held.row["hulls"] or [] if h is not None]
    of_hulls = pl.col("hull").is_in(hulls)
    _beside(
        out, "match",
        _rows(held.matches.filter(of_hulls), MATCHES, ("query_id", "listing_id")),
        _rows(again.matches.filter(of_hulls), MATCHES, ("query_id", "listing_id")),
    )  # fmt: skip
    found = case_again(held, again)
    mine = _rows(held.case.with_columns(case_id=pl.lit("case")), CASES, "case_id", ids)
    theirs = {} if found is None else _rows(
        found.with_columns(case_id=pl.lit("case")), CASES, "case_id"
    )  # fmt: skip
    _beside(out, "case", mine, theirs)
    return out


def case_again(held: Enclosed, again: Again) -> pl.DataFrame | None:
    """Return the case that came out for the enclosed one: that of the same leading event."""
    ids = first_ids(held.events)
    events = [ids.get(e, e) for e in held.row["event_ids"] or []]
    if not events:
        same = again.cases.filter(
            (pl.col("kind") == held.row["kind"]) & (pl.col("hulls") == held.row["hulls"])
        )
    else:
        leads = pl.col("event_ids").list.first() == events[0]
        same = again.cases.filter(leads & (pl.col("kind") == held.row["kind"]))
    return same if same.height == 1 else None


def values_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row as place -> value, JSON opened: 'detail.parts.0.weight'."""
    out: dict[str, Any] = {}
    for name, value in row.items():
        opened = _opened(value) if name in _JSON and isinstance(value, str) else value
        out |= dict(_leaves(name, opened))
    return out


def _rows(
    frame: pl.DataFrame, table: Table, key: str | tuple[str, ...],
    ids: Mapping[str, str] | None = None,
) -> dict[str, dict[str, Any]]:  # fmt: skip
    form = canonical(frame, table, ids=ids or {})
    keys = (key,) if isinstance(key, str) else key
    return {
        " ".join(str(row[k]) for k in keys): values_of(
            {n: v for n, v in row.items() if n not in (*keys, *_OF_THE_DOCKET)}
        )
        for row in form.iter_rows(named=True)
    }


def _beside(
    out: Compared, what: str, mine: Mapping[str, Mapping[str, Any]],
    theirs: Mapping[str, Mapping[str, Any]],
) -> None:  # fmt: skip
    for key, values in mine.items():
        other = theirs.get(key, {})
        for place, value in values.items():
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            out.numbers += is_number
            if other.get(place, ...) == value:
                out.confirmed += is_number
            else:
                out.differs.append(f"{what} {key}: {place}")
        out.differs += [f"{what} {key}: {p} is new" for p in sorted(set(other) - set(values))]
    out.differs += [f"{what} {key}: only in what came out" for key in theirs if key not in mine]


def _leaves(place: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key in sorted(value):
            yield from _leaves(f"{place}.{key}", value[key])
    elif isinstance(value, list):
        yield f"{place}.len", len(value)
        for i, one in enumerate(value):
            yield from _leaves(f"{place}.{i}", one)
    else:
        yield place, value


def _opened(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
