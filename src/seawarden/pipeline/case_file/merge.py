"""`case merge`: two units' packages of one incident as one case, evidence counted once.

Method: both packages are checked, and their rows put together. A report that both hold counts once:
the same time, ship, place, speed, course and heading, whoever received it and in whichever file it
stood. The case is then found in the rows together, with the CONTEXT and parameters of the first;
so its confidence is that of the union of the evidence, which is less than that of two packages that
were taken for independent. What agrees and what differs is said row by row, each with its package.

Blind spot: two receivers' clocks that differ make two reports of one transmission.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from ...errors import InputError, UsageError
from ...schema import LISTINGS, REPORTS, SIGHTINGS, STATICS, Table, conform
from ...store.package import keys
from ...store.package.check import check
from ...store.package.held import Trust
from . import enclosed
from .compare import values_of
from .enclosed import Enclosed
from .rerun import rerun

_NOT_CONTENT = ("file_id", "line", "receiver", "msg_type", "source", "sha256", "as_of")

_SAME: Mapping[str, tuple[Table, tuple[str, ...]]] = {
    "reports": (REPORTS, ("mmsi", "time_utc")), "statics": (STATICS, ("mmsi", "time_utc")),
    "sightings": (SIGHTINGS, ("sighting_id",)), "listings": (LISTINGS, ("listing_id",)),
}  # fmt: skip
"""What makes two rows of two packages one."""
_MOST = 1_000
"""Disagreements of a table that are shown: more say no more."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The case of both, and how the packages agree."""

    case: dict[str, Any]
    rows: dict[str, dict[str, int]]  # table -> both, first only, second only
    disagree: list[dict[str, Any]]  # rows of one ship and second with two contents, value by value
    differs: list[dict[str, Any]]  # field, first, second, together
    packages: list[str]


def merge(
    packages: Sequence[Path], trust: Sequence[Path], now_utc: datetime | None = None
) -> Merged:
    """Return the case of two packages' rows together.

    Raises UsageError for anything but two packages, or two of different incidents; InputError for
    a package that is not whole or cannot be read.
    """
    if len(packages) != 2:
        raise UsageError(f"merge: {len(packages)} packages came, expected two")
    at = now_utc or datetime.now(UTC)
    lists = [keys.read(path) for path in trust]
    held = [_whole(path, Trust(lists=lists), at) for path in packages]
    same_incident(held)
    together, counted = union(held[0], held[1])
    found = case_in(together, at)
    odd = [d for name in _SAME for d in disagreements(name, held[0], held[1])]
    return Merged(found, counted, odd, _differences(held, found), [str(p) for p in packages])


def union(one: Enclosed, other: Enclosed) -> tuple[Enclosed, dict[str, dict[str, int]]]:
    """Return the rows of both, each once, and how many were in both and in one."""
    offset = len(one.run["inputs"])
    inputs = [*one.run["inputs"], *other.run["inputs"]]
    frames, counted = {}, {}
    for name, table in (("reports", REPORTS), ("statics", STATICS), ("sightings", SIGHTINGS),
                        ("listings", LISTINGS)):  # fmt: skip
        mine, theirs = getattr(one, name), getattr(other, name)
        if name in ("reports", "statics"):
            theirs = theirs.with_columns(pl.col("file_id") + offset)
        frames[name], counted[name] = _once(mine, theirs, table)
    run = {**one.run, "inputs": inputs}
    return replace(one, **frames, run=run), counted


def _once(
    mine: pl.DataFrame, theirs: pl.DataFrame, table: Table
) -> tuple[pl.DataFrame, dict[str, int]]:
    content = [c.name for c in table.columns if c.name not in _NOT_CONTENT]
    lists = [c for c in content if isinstance(table.schema[c], pl.List)]
    text = [pl.col(c).list.eval(pl.element().cast(pl.String)).list.join("\n") for c in lists]
    a, b = (f.with_columns(text).select(content).with_row_index("_row") for f in (mine, theirs))
    new = b.join(a, on=content, how="anti", nulls_equal=True)
    both = b.height - new.height
    only = a.join(b, on=content, how="anti", nulls_equal=True).height
    joined = pl.concat([mine, theirs[new["_row"].to_list()]])
    order = [c for c in table.sort if c in joined.columns]
    return (
        conform(joined, table).sort(order) if order else joined,
        {"both": both, "first only": only, "second only": new.height},
    )


def disagreements(name: str, one: Enclosed, other: Enclosed) -> list[dict[str, Any]]:
    """Return the values in which rows that should be one differ, `_MOST` at most.

    Rows are one by their key where both packages have just one of it: two in one second of a ship
    are two messages, and which belongs to which is not known.
    """
    table, key = _SAME[name]
    content = [c.name for c in table.columns if c.name not in (*_NOT_CONTENT, *key)]
    text = [
        pl.col(c).list.eval(pl.element().cast(pl.String)).list.join("\n")
        if isinstance(table.schema[c], pl.List)
        else pl.col(c)
        for c in content
    ]
    a, b = (
        getattr(h, name).select(*key, *text).unique(key, keep="none", maintain_order=True)
        for h in (one, other)
    )
    out = []
    for row in a.join(b, on=key, suffix=" of the second").iter_rows(named=True):
        out += [
            {"table": name, **{k: str(row[k]) for k in key}, "column": c, "first": row[c],
             "second": row[f"{c} of the second"]}
            for c in content if row[c] != row[f"{c} of the second"]
        ]  # fmt: skip
        if len(out) >= _MOST:
            break
    return out[:_MOST]


def _whole(package: Path, trust: Trust, now_utc: datetime) -> Enclosed:
    found = check(package, trust, now_utc)
    if found.outcome.problems:
        raise InputError(f"{package}: is not whole: {found.outcome.problems[0]}")
    if found.is_edition:
        raise InputError(f"{package}: an edition does not hold the rows that merging needs")
    return enclosed.read(package)


def same_incident(held: Sequence[Enclosed]) -> None:
    """Raise UsageError unless both cases have a ship in common and overlap in time."""
    one, other = (h.row for h in held)
    ships = set(one["mmsis"] or []) & set(other["mmsis"] or [])
    overlap = one["start_utc"] <= other["end_utc"] and other["start_utc"] <= one["end_utc"]
    if not ships or not overlap:
        raise UsageError(
            f"merge: {one['case_id']} and {other['case_id']} are no one incident: "
            f"{'no ship in common' if not ships else 'their times do not overlap'}"
        )


def case_in(together: Enclosed, now_utc: datetime) -> dict[str, Any]:
    """Return the case that the rows hold of these ships. Raises InputError when there is none."""
    again = rerun(replace(together, run={**together.run, "reach": enclosed.ALL}), now_utc)
    row = together.row
    ships = set(row["mmsis"] or [])
    near = [
        c for c in again.cases.iter_rows(named=True)
        if set(c["mmsis"] or []) == ships
        and c["start_utc"] <= row["end_utc"] and row["start_utc"] <= c["end_utc"]
    ]  # fmt: skip
    if not near:
        raise InputError("merge: the rows of both together hold no case of these ships")
    return max(near, key=lambda c: (c["kind"] == row["kind"], c["confidence"]))


def _differences(held: Sequence[Enclosed], found: Mapping[str, Any]) -> list[dict[str, Any]]:
    names = ("grade", "confidence", "start_utc", "end_utc", "observed_h", "inferred_h", "ships",
             "evidence_for", "evidence_against")  # fmt: skip
    one, other, both = (
        values_of({n: row[n] for n in names}) for row in (held[0].row, held[1].row, found)
    )
    return [
        {"field": place, "first": one.get(place), "second": other.get(place),
         "together": both.get(place)}
        for place in sorted({*one, *other})
        if one.get(place) != other.get(place)
    ]  # fmt: skip
