"""Reports as they come, cut into short spans of time, and the facts of each.

Method: reports up to `settle_s` behind the newest are *open*; what is older is closed into a span,
scanned once (`facts.span.Scanner`), and spans of like size are combined (`facts.combine`), a UTC
day at most, as in adding binary numbers. A report that comes later marks the span that it falls
into, which is then made anew from the archive, that one only. All spans combined are the facts of
one pass over everything, by the law of `combine`.

The pass counts in rows that rise with time. Here the first row of a span is the time of its first
report, in ms, times 2^21, so that a late report changes no row outside its span; `places` turns
rows into the archive's places.

Blind spot: more than two million reports in one millisecond would share rows.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..facts.combine import combine
from ..facts.params import Params as FactParams
from ..facts.shared_mmsi.senders import Senders
from ..facts.span import Scanner, Span
from ..pipeline.watch.facts import SCANNED
from ..schema import REPORTS, TABLES
from ..store.archive import Archive
from ..store.archive.order import in_order, times_ms
from ..units import MS_PER_H
from .params import Params

_ROW_BITS = 21
_DAY_MS = 24 * MS_PER_H
_KEPT = tuple(dict.fromkeys((*SCANNED, *REPORTS.sort)))


@dataclass(frozen=True, slots=True)
class Node:
    """The facts of one closed stretch of time; it reaches to the next node's start."""

    start_ms: int
    span: Span
    bases: tuple[tuple[int, int], ...]  # time of the first report and number of reports, a scan
    size: int = 1  # spans combined in it

    @property
    def day(self) -> int:
        """Days since 1970."""
        return self.start_ms // _DAY_MS


@dataclass(frozen=True, slots=True)
class Whole:
    """The facts of everything that came, and how its rows count in the archive."""

    span: Span
    bases: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, nodes: Sequence[Node], facts: FactParams = FactParams()) -> "Whole | None":
        """Return the facts of neighbouring stretches of time; None without any."""
        if not nodes:
            return None
        span = reduce(lambda a, b: combine(a, b, facts), (node.span for node in nodes))
        return cls(span, tuple(base for node in nodes for base in node.bases))

    def places(self, frames: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
        """Return tables of the dictionary (by name) with rows turned into archive places."""
        counted = {t.name: [c.name for c in t.columns if c.unit == "archive row"] for t in TABLES}
        starts = np.array([t << _ROW_BITS for t, _ in self.bases], np.int64)
        before = np.concatenate([[0], np.cumsum([n for _, n in self.bases])]).astype(np.int64)

        def placed(rows: pl.Series) -> pl.Series:
            known = rows.drop_nulls().to_numpy()
            at = np.searchsorted(starts, known, side="right") - 1
            out = np.zeros(len(rows), np.int64)
            mask = rows.is_not_null()
            out[mask.to_numpy()] = before[at] + known - starts[at]
            return pl.Series(rows.name, out).zip_with(mask, pl.Series([None], dtype=pl.Int64))

        return {
            name: frame.with_columns(placed(frame[c]) for c in counted[name] if c in frame.columns)
            for name, frame in frames.items()
        }


class Spans:
    """The facts of a feed that goes on."""

    def __init__(
        self, params: Params = Params(), facts: FactParams = FactParams(),
        senders: Senders = Senders(),
    ) -> None:  # fmt: skip
        """Begin with nothing."""
        self._params, self._facts, self._senders = params, facts, senders
        self.nodes: list[Node] = []
        self._open: list[pl.DataFrame] = []
        self.n_open = 0
        self._boundary: int | None = None  # everything before it is in nodes
        self._newest = 0
        self._late: set[int] = set()  # starts of the nodes that late reports fall into
        self.n_late = 0
        self.n_remade = 0

    def add(self, reports: pl.DataFrame, now_ms: int) -> None:
        """Take decoded reports in any order; `now_ms` bounds how far a wrong clock can lead."""
        if not reports.height:
            return
        times = times_ms(reports)
        self._newest = max(self._newest, min(int(times.max()), now_ms))
        if self._boundary is not None and int(times.min()) < self._boundary:
            is_late = times < self._boundary
            starts = np.array([node.start_ms for node in self.nodes])
            at = np.maximum(np.searchsorted(starts, times[is_late], side="right") - 1, 0)
            self._late.update(int(t) for t in starts[np.unique(at)])
            self.n_late += int(is_late.sum())
            reports = reports.filter(~is_late)
        if reports.height:
            self._open.append(reports.select(_KEPT))
            self.n_open += reports.height

    @property
    def is_late(self) -> bool:
        """Whether closed spans wait to be made anew."""
        return bool(self._late)

    def open_reports(self) -> pl.DataFrame:
        """Return the open reports in time order."""
        if len(self._open) > 1 or self._open:
            self._open = [in_order(pl.concat(self._open), REPORTS)]
            return self._open[0]
        return REPORTS.empty().select(_KEPT)

    def settle(self) -> list[Node]:
        """Close what is old enough, where it is enough; return the new spans, in time order."""
        if not self.n_open:
            return []
        held = self.open_reports()
        times = times_ms(held)
        cut = self._newest - round(self._params.settle_s * 1000)
        n = int(np.searchsorted(times, cut, side="left"))
        is_long = n > 0 and cut - int(times[0]) >= self._params.span_min * 60_000
        if n < self._params.span_reports and not is_long:
            return []
        return self._close(held, n, cut)

    def close_all(self) -> list[Node]:
        """Close everything that is open; later reports re-make their spans."""
        held = self.open_reports()
        if not held.height:
            return []
        return self._close(held, held.height, int(times_ms(held)[-1]) + 1)

    def _close(self, held: pl.DataFrame, n: int, cut: int) -> list[Node]:
        closed, rest = held[:n], held[n:]
        self._open = [rest.rechunk()] if rest.height else []
        self.n_open = rest.height
        made = []
        for part in _by_day(closed):
            node = self._scanned([part])
            made.append(node)
            self._append(node)
        self._boundary = max(cut, self._boundary or cut)
        return made

    def _append(self, node: Node) -> None:
        """Add the next node; the last two become one while they are as large as each other."""
        self.nodes.append(node)
        while len(self.nodes) > 1:
            a, b = self.nodes[-2:]
            if a.day != b.day or a.size > b.size:
                break
            self.nodes[-2:] = [self._joined(a, b)]
        if len(self.nodes) > 1 and self.nodes[-2].day != node.day:  # a day is over: make it one
            day = self.nodes[-2].day
            first = next(i for i, n in enumerate(self.nodes) if n.day == day)
            self.nodes[first:-1] = [reduce(self._joined, self.nodes[first:-1])]

    def _joined(self, a: Node, b: Node) -> Node:
        span = combine(a.span, b.span, self._facts)
        return Node(a.start_ms, span, (*a.bases, *b.bases), a.size + b.size)

    def _scanned(self, pieces: Iterable[pl.DataFrame]) -> Node:
        scanner = Scanner(self._facts, threads=2, senders=self._senders)
        start: int | None = None
        n = 0
        for piece in pieces:
            if not piece.height:
                continue
            if start is None:
                start = int(times_ms(piece[:1])[0])
            scanner.add(piece, (start << _ROW_BITS) + n)
            n += piece.height
        assert start is not None
        return Node(start, scanner.finish(), ((start, n),))

    def peek(self) -> Node | None:
        """Return the facts of the open reports as they are now; None without any."""
        held = self.open_reports()
        return self._scanned([held]) if held.height else None

    def remake(self, archive: Archive) -> int:
        """Make the spans anew that late reports fell into, from the archive; return how many.

        Everything that came before the open reports must be in the archive.
        """
        starts = np.array([node.start_ms for node in self.nodes])
        late = np.array(sorted(self._late), np.int64)
        # A span may have become part of a larger one since it was marked.
        touched = np.unique(np.maximum(np.searchsorted(starts, late, side="right") - 1, 0))
        self._late.clear()
        for i in touched[::-1].tolist():  # from the last, for one may become several
            low = None if i == 0 else _time(self.nodes[i].start_ms)
            after = self.nodes[i + 1].start_ms if i + 1 < len(self.nodes) else self._boundary
            assert after is not None
            parts: dict[int, list[pl.DataFrame]] = {}
            for _, frame in archive.scan(_KEPT, low, _time(after)):
                for part in _by_day(frame):
                    parts.setdefault(int(times_ms(part[:1])[0]) // _DAY_MS, []).append(part)
            size = self.nodes[i].size
            made = [self._scanned(parts[day]) for day in sorted(parts)]
            self.nodes[i : i + 1] = [Node(n.start_ms, n.span, n.bases, size) for n in made]
        self.n_remade += len(touched)
        return len(touched)

    def restore(self, archive: Archive) -> None:
        """Make the spans of everything that the archive holds, a day each."""
        days: dict[int, list[pl.DataFrame]] = {}
        last: int | None = None
        for _, frame in archive.scan(_KEPT):
            for part in _by_day(frame):
                day = int(times_ms(part[:1])[0]) // _DAY_MS
                if last is not None and day != last:
                    self.nodes.append(self._scanned(days.pop(last)))
                days.setdefault(day, []).append(part)
                last = day
        if last is not None:
            self.nodes.append(self._scanned(days[last]))
            self._newest = self.nodes[-1].span.t_max
            self._boundary = self._newest + 1


def _by_day(frame: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Yield reports in time order cut at midnights UTC."""
    if not frame.height:
        return
    day: NDArray[np.int64] = times_ms(frame) // _DAY_MS
    edges = [0, *(np.flatnonzero(np.diff(day)) + 1).tolist(), frame.height]
    for start, end in pairwise(edges):
        yield frame[start:end]


def _time(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
