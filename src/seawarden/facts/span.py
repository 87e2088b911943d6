"""A span of time and its facts, in the memory layout of the pass, with the edges that combine.

`Scanner` takes reports in time order, piece by piece, and gives a `Span`. Its memory is the
state of each ship, the slots of the last hours and the facts themselves: it does not grow with
the number of reports.
"""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import polars as pl

from ..errors import InputError
from .kernels.coverage_key import MAX_RECEIVER
from .kernels.hash_tables import empty_keys, rehash_keys, rehash_ships
from .kernels.layout import CONTACT, REPORT, SLOT
from .kernels.rules import Rules, rules
from .kernels.scan import scan
from .kernels.slots import slots_an_interval
from .kernels.tables import KEY, Columns, Lookup, Part, empty, used
from .pairing import Array, orient, pair
from .params import Params
from .shared_mmsi.senders import Senders


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The facts of a span of time; tracks are numbered in the order of their first reports."""

    tracks: Array  # TRACK; `run` and `trail` are those open at the end
    stays: Array  # STAY, closed runs
    silences: Array
    jumps: Array
    trails: Array  # TRAIL_ROW, closed half hours
    contacts: Array
    head_slots: Array  # SLOT, of the first hours and of the last: what `combine` pairs anew
    tail_slots: Array
    coverage: Array  # (n, 4): `kernels.tables.KEY`, `REPORTS`, `ENTRIES`, `HEARD_MS`
    receivers: tuple[str, ...]  # code 0 is "not known"
    t_min: int
    t_max: int
    n_reports: int
    n_duplicates: int


_FEW_SLOTS = 65_536
"""Fewer are held and paired with the next ones: what is left over is copied once more each time."""


class _Part:
    """One thread's state: the MMSIs whose hash falls to it."""

    def __init__(self) -> None:
        self.tables = empty(
            tracks=4096, stays=4096, silences=4096, jumps=1024, slots=65_536, trails=16_384,
            coverage=4096,
        )  # fmt: skip
        self.lookup = Lookup(np.zeros(8192, np.uint64), *empty_keys(8192))

    def grow(self, most_slots: int) -> None:
        """Double whatever is full; one report may add `most_slots` slots."""
        counts, larger = self.tables.counts[0], {}
        for name in ("tracks", "stays", "silences", "jumps", "trails", "coverage"):
            old = getattr(self.tables, name)
            if counts[name] >= len(old):  # `scan` came back because some table is full
                larger[name] = _doubled(old)
        slots = self.tables.slots
        while counts["slots"] + most_slots > len(slots):
            slots = larger["slots"] = _doubled(slots)
        self.tables = self.tables._replace(**larger)
        if 2 * counts["ships"] >= len(self.lookup.ships):
            ships = np.zeros(2 * len(self.lookup.ships), np.uint64)
            rehash_ships(self.lookup.ships, ships)
            self.lookup = self.lookup._replace(ships=ships)
        if 2 * counts["coverage"] >= len(self.lookup.keys):
            keys, rows = empty_keys(2 * len(self.lookup.keys))
            rehash_keys(self.lookup.keys, self.lookup.rows, keys, rows)
            self.lookup = self.lookup._replace(keys=keys, rows=rows)


def _doubled(table: Array) -> Array:
    return np.concatenate([table, np.zeros_like(table)])


class Scanner:
    """Makes the facts of a span from its reports, given in time order."""

    def __init__(
        self, params: Params = Params(), *, threads: int = 2, contacts_only: bool = False,
        senders: Senders = Senders(),
    ) -> None:  # fmt: skip
        """`contacts_only` leaves out stays, silences and coverage, for encounters alone.

        `senders` says which of the ships under an MMSI sent a report.
        """
        self._params = params
        self._rules: Rules = rules(params, contacts_only=contacts_only)
        self._parts = [_Part() for _ in range(threads)]
        self._pool = ThreadPoolExecutor(threads)
        self._senders = senders
        self._codes: dict[str, int] = {}
        self._held: list[Array] = [np.zeros(0, SLOT)]  # the first: left over when last paired
        self._head: list[Array] = []
        self._is_head = True
        self._contacts: list[Array] = []
        self._t_min: int | None = None
        self._t_max = 0
        self._n_reports = 0

    def add(self, reports: pl.DataFrame, first_row: int) -> None:
        """Add the next piece of REPORTS, whose first row is archive row `first_row`.

        Raises InputError when the piece is not in time order or begins before the last one ended.
        """
        if reports.height == 0:
            return
        columns = self._columns(reports, self._senders.among(first_row, reports.height))
        times = columns.time_ms
        if times[0] < self._t_max or (times[1:] < times[:-1]).any():
            raise InputError("reports must be in time order; sort the archive first")
        if self._t_min is None:
            self._t_min = int(times[0])
        self._t_max = int(times[-1])
        self._n_reports += len(times)
        work = [
            self._pool.submit(self._scan_part, part, k, columns, first_row)
            for k, part in enumerate(self._parts)
        ]
        for job in work:
            job.result()
        self._collect_slots()

    def finish(self) -> Span:
        """Return the facts; the scanner is used up."""
        last = np.concatenate(self._held)
        self._pair(last)
        self._pool.shutdown()
        tracks, renumber = self._join_tracks()
        contacts = np.concatenate([*self._contacts, np.zeros(0, CONTACT)])
        head = np.concatenate([*self._head, np.zeros(0, SLOT)])
        window = self._rules.slot_max_ms
        tail = last[last["g"].astype(np.int64) * self._rules.slot_ms >= self._t_max - window]
        for table in (contacts, head, tail):
            table["track"] = renumber[table["track"]]
        contacts["other"] = renumber[contacts["other"]]
        return Span(
            tracks=tracks,
            stays=self._gather("stays", renumber),
            silences=self._gather("silences", renumber),
            jumps=self._gather("jumps", renumber),
            trails=self._gather("trails", renumber),
            contacts=orient(contacts),
            head_slots=head,
            tail_slots=tail,
            coverage=add_coverage(*(used(p.tables, "coverage") for p in self._parts)),
            receivers=("", *self._codes),
            t_min=self._t_min or 0,
            t_max=self._t_max,
            n_reports=self._n_reports,
            n_duplicates=int(sum(p.tables.counts[0]["duplicates"] for p in self._parts)),
        )

    def _columns(self, reports: pl.DataFrame, sender: Array) -> Columns:
        sog, cog, heading = (
            reports[name].fill_null(float("nan")).to_numpy()
            for name in ("sog_kn", "cog_deg", "heading_deg")
        )
        return Columns(
            time_ms=reports["time_utc"].to_physical().to_numpy(),
            mmsi=reports["mmsi"].to_numpy(),
            lat=reports["lat_aisu"].to_numpy(),
            lon=reports["lon_aisu"].to_numpy(),
            sog=sog,
            cog=cog,
            heading=heading,
            ais_class=reports["ais_class"].to_numpy(),
            receiver=self._receiver_codes(reports["receiver"]),
            sender=sender,
        )

    def _receiver_codes(self, names: pl.Series) -> Array:
        if self._rules.contacts_only or names.null_count() == len(names):
            return np.zeros(len(names), np.uint16)
        local = names.cast(pl.Categorical)
        present = local.drop_nulls().unique()
        physical = present.to_physical().to_numpy()
        table = np.zeros(int(physical.max()) + 2, np.uint16)
        for name, i in zip(present.cast(pl.String).to_list(), physical.tolist(), strict=True):
            table[i] = self._codes.setdefault(name, min(len(self._codes) + 1, MAX_RECEIVER))
        unknown = len(table) - 1
        return np.asarray(table[local.to_physical().fill_null(unknown).to_numpy()])

    def _scan_part(self, part: _Part, k: int, columns: Columns, first_row: int) -> None:
        i, end = 0, len(columns.time_ms)
        share = Part(first_row, k, len(self._parts))
        scratch = np.zeros(16, REPORT)[8:9]  # no other thread's memory beside it
        while True:
            i = scan(i, columns, share, part.tables, part.lookup, self._rules, scratch)
            if i == end:
                return
            part.grow(slots_an_interval(self._rules))

    def _collect_slots(self) -> None:
        """Take the new slots; now and then pair the grid times that no later report can reach."""
        n_parts = len(self._parts)
        new = []
        for k, part in enumerate(self._parts):
            slots = used(part.tables, "slots").copy()
            slots["track"] = slots["track"] * n_parts + k
            part.tables.counts["slots"] = 0
            new.append(slots)
        fresh = np.concatenate(new)
        assert self._t_min is not None
        slot_ms, window = self._rules.slot_ms, self._rules.slot_max_ms
        if self._is_head:
            in_head = fresh["g"].astype(np.int64) * slot_ms <= self._t_min + window
            self._head.append(fresh[in_head])
            # A slot lies no earlier than the window before the report that closes its interval.
            self._is_head = self._t_max - window <= self._t_min + window
        self._held.append(fresh)
        if sum(map(len, self._held)) < max(_FEW_SLOTS, 2 * len(self._held[0])):
            return
        pool = np.concatenate(self._held)
        ready = pool["g"].astype(np.int64) * slot_ms < self._t_max - window
        self._held = [pool[~ready]]
        self._pair(pool[ready])

    def _pair(self, slots: Array) -> None:
        if len(slots):
            fresh = np.ones(len(slots), np.bool_)
            self._contacts.extend(pair(slots, fresh, self._params, self._pool))

    def _join_tracks(self) -> tuple[Array, Array]:
        """Return all parts' tracks by first report, and new numbers for their scan numbers."""
        n_parts = len(self._parts)
        each = [used(p.tables, "tracks") for p in self._parts]
        tracks = np.concatenate(each)
        ids = np.concatenate(
            [np.arange(len(t), dtype=np.int64) * n_parts + k for k, t in enumerate(each)]
        )
        order = np.argsort(tracks["first"]["row"], kind="stable")
        renumber = np.zeros(int(ids.max()) + 1 if len(ids) else 1, np.int32)
        renumber[ids[order]] = np.arange(len(order))
        return tracks[order], renumber

    def _gather(self, name: str, renumber: Array) -> Array:
        out = []
        for k, part in enumerate(self._parts):
            table = used(part.tables, name).copy()
            for column in ("track", "other"):
                if column in (table.dtype.names or ()):
                    table[column] = renumber[table[column].astype(np.int64) * len(self._parts) + k]
            out.append(table)
        return np.concatenate(out)


def scan_span(
    pieces: Iterable[tuple[int, pl.DataFrame]], params: Params = Params(), *, threads: int = 2,
    senders: Senders = Senders(),
) -> Span:  # fmt: skip
    """Return the facts of `pieces`: (first archive row, REPORTS in time order) pairs."""
    scanner = Scanner(params, threads=threads, senders=senders)
    for first_row, reports in pieces:
        scanner.add(reports, first_row)
    return scanner.finish()


def add_coverage(*parts: Array) -> Array:
    """Return coverage rows (`kernels.tables`) summed by key, sorted by key."""
    rows = np.concatenate(parts)
    if not len(rows):
        return rows
    order = np.argsort(rows[:, KEY], kind="stable")
    rows = rows[order]
    starts = np.flatnonzero(np.diff(rows[:, KEY], prepend=-1))
    out = np.add.reduceat(rows, starts, axis=0)
    out[:, KEY] = rows[starts, KEY]
    return out
