"""The pass over an archive of which most was passed over before.

Method: the facts of whole days, of `SPAN_REPORTS` reports and more together, are kept under the
hash of those days' contents, the thresholds, the senders of shared MMSIs among them and the code
(`store.kept`); only days that no run has passed over are scanned. All are then combined, which by
the law of `facts.combine` gives the facts of one pass over everything. Runs of 2, 4, 8, ... of them
are kept combined, so that a month's days are not combined again for the one that follows.

Kept rows count from the span's first report, so that a day that comes in before changes none.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....engine.threads import SPAN_REPORTS, joined, span_of
from ....facts.combine import combine
from ....facts.kernels import layout
from ....facts.params import Params
from ....facts.shared_mmsi.senders import Senders
from ....facts.span import Span
from ....store.archive import Archive
from ....store.kept import Kept, key_of
from .day_groups import DayGroup, groups

SCANNED = (
    "time_utc", "mmsi", "lat_aisu", "lon_aisu", "sog_kn", "cog_deg", "heading_deg", "ais_class",
    "receiver",
)  # fmt: skip
"""The columns of REPORTS that the pass reads."""

_LAYOUT = {
    "tracks": layout.TRACK, "stays": layout.STAY, "silences": layout.SILENCE,
    "jumps": layout.JUMP, "trails": layout.TRAIL_ROW, "contacts": layout.CONTACT,
    "head_slots": layout.SLOT, "tail_slots": layout.SLOT,
}  # fmt: skip
_ROWS = {"row", "row0", "row1", "row2"}

Array = NDArray[Any]


def span_of_archive(
    archive: Archive, kept: Kept, params: Params = Params(), *, senders: Senders = Senders(),
    progress: Callable[[int], None] | None = None,
) -> Span:  # fmt: skip
    """Return the facts of all reports; `progress` is told how many are done.

    Raises OutputError when what is new cannot be kept.
    """

    units = [
        _Unit.of(archive, group, kept, params, senders)
        for group in groups(archive.days, SPAN_REPORTS)
    ]
    spans: list[Span] = []
    for run in _runs(units):
        span = _of_run(archive, run, kept, params)
        if progress:
            progress(run[0].first_row + span.n_reports)
        spans.append(shifted(span, run[0].first_row))
    return joined(spans, params)


@dataclass(frozen=True, slots=True)
class _Unit:
    """Days whose facts are made and kept together, and the name under which they are."""

    group: DayGroup
    senders: Senders  # of these days, rows counted from the first
    key: str

    @classmethod
    def of(
        cls, archive: Archive, group: DayGroup, kept: Kept, params: Params, senders: Senders
    ) -> "_Unit":
        """Return the unit of some days, named by all that its facts rest on."""
        low, high = np.searchsorted(senders.rows, (group.first_row, group.end_row))
        own = Senders(senders.rows[low:high] - group.first_row, senders.sender[low:high])
        key = key_of(
            "span", asdict(params), group.contents(archive, kept),
            [own.rows.tobytes().hex(), own.sender.tobytes().hex()] if len(own.rows) else [],
        )  # fmt: skip
        return cls(group, own, key)

    @property
    def first_row(self) -> int:
        """The place of the first report."""
        return self.group.first_row


def _runs(units: Sequence[_Unit]) -> Iterator[Sequence[_Unit]]:
    """Yield the units in runs of 1, 2, 4, ... as in a binary number, the longest first."""
    start = 0
    while start < len(units):
        n = 1 << ((len(units) - start).bit_length() - 1)
        yield units[start : start + n]
        start += n


def _of_run(archive: Archive, run: Sequence[_Unit], kept: Kept, params: Params) -> Span:
    """Return the facts of a run of units, its halves combined; rows counted from its first."""
    if len(run) == 1:
        return _of_unit(archive, run[0], kept, params)
    key = key_of("spans", asdict(params), [unit.key for unit in run])
    span = _read(kept.arrays(key))
    if span is not None:
        for unit in run:  # a late report wants the others of its run
            kept.still_wanted(unit.key)
        return span
    middle = len(run) // 2
    a, b = (_of_run(archive, half, kept, params) for half in (run[:middle], run[middle:]))
    span = combine(a, shifted(b, run[middle].first_row - run[0].first_row), params)
    kept.keep(key, _written(span))
    return span


def _of_unit(archive: Archive, unit: _Unit, kept: Kept, params: Params) -> Span:
    span = _read(kept.arrays(unit.key))
    if span is not None:
        return span
    first, n = unit.first_row, unit.group.end_row - unit.first_row
    scanned = archive.scan(SCANNED, *unit.group.between_utc)
    pieces = ((row - first, frame) for row, frame in scanned)
    span = span_of(pieces, params, senders=unit.senders, span_reports=n + 1)
    kept.keep(unit.key, _written(span))
    return span


def _written(span: Span) -> dict[str, Array]:
    out: dict[str, Array] = {name: getattr(span, name) for name in (*_LAYOUT, "coverage")}
    out["counts"] = np.array([span.t_min, span.t_max, span.n_reports, span.n_duplicates])
    out["receivers"] = np.array(span.receivers, dtype=np.str_)
    return out


def _read(held: dict[str, Array] | None) -> Span | None:
    """Return a span from its arrays; None for what is none: kernels trust the numbers in it."""
    if held is None or not {*_LAYOUT, "coverage", "counts", "receivers"} <= set(held):
        return None
    made = {name: held[name] for name in (*_LAYOUT, "coverage")}
    if any(made[name].dtype != dtype or made[name].ndim != 1 for name, dtype in _LAYOUT.items()):
        return None
    # The file does not say that records are aligned, which is a type of its own to the kernels.
    made |= {name: made[name].view(dtype) for name, dtype in _LAYOUT.items()}
    n = len(made["tracks"])
    sides = [
        rows[side]
        for rows in made.values()
        for side in ("track", "other")
        if side in (rows.dtype.names or ()) and len(rows)
    ]
    if any(side.min() < 0 or side.max() >= n for side in sides):
        return None
    t_min, t_max, n_reports, n_duplicates = (int(x) for x in held["counts"])
    return Span(
        **made, receivers=tuple(str(x) for x in held["receivers"]), t_min=t_min, t_max=t_max,
        n_reports=n_reports, n_duplicates=n_duplicates,
    )  # fmt: skip


def shifted(span: Span, rows: int) -> Span:
    """Return a span whose rows count `rows` higher; its tables are changed in place."""
    if rows:
        for name in _LAYOUT:
            _shift(getattr(span, name), rows)
    return span


def _shift(table: Array, rows: int) -> None:
    for name in table.dtype.names or ():
        if name in _ROWS:
            table[name] += rows
        elif table.dtype[name].names:
            _shift(table[name], rows)


__all__ = ["SCANNED", "shifted", "span_of_archive"]
