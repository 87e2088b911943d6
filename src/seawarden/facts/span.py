"""A span of time and its facts, in the memory layout of the pass, with the edges that combine.

`Scanner` takes reports in time order, piece by piece, and gives a `Span`. Its memory is the
state of each ship, the slots of the last hours and the facts themselves: it does not grow with
the number of reports.
"""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..errors import InputError
from .interval import Rules, rules, slots_an_interval
from .layout import CONTACT, JUMP, REPORT, SILENCE, SLOT, STAY, TRACK, TRAIL_ROW
from .pairs import pair_groups
from .params import Params
from .scan import empty_hash, rehash, rehash_ships, scan
from .shared_mmsi.senders import Senders

Array = NDArray[Any]


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
    coverage: Array  # (n, 4): key, reports, entries, heard ms
    receivers: tuple[str, ...]  # code 0 is "not known"
    t_min: int
    t_max: int
    n_reports: int
    n_duplicates: int


_FEW_SLOTS = 65_536
"""Fewer are held and paired with the next ones: what is left over is copied once more each time."""


@dataclass(slots=True)
class _Part:
    """One thread's state: the MMSIs whose hash falls to it.

    Small arrays lie within larger ones: two threads that write to one cache line wait for each
    other at every report (measured: as slow as one thread).
    """

    n: Array = field(default_factory=lambda: np.zeros(32, np.int64)[8:17])
    tracks: Array = field(default_factory=lambda: np.zeros(4096, TRACK))
    stays: Array = field(default_factory=lambda: np.zeros(4096, STAY))
    silences: Array = field(default_factory=lambda: np.zeros(4096, SILENCE))
    jumps: Array = field(default_factory=lambda: np.zeros(1024, JUMP))
    slots: Array = field(default_factory=lambda: np.zeros(65536, SLOT))
    trails: Array = field(default_factory=lambda: np.zeros(16384, TRAIL_ROW))
    cov: Array = field(default_factory=lambda: np.zeros((4096, 4), np.int64))
    ships: Array = field(default_factory=lambda: np.zeros(8192, np.uint64))
    cells: tuple[Array, Array] = field(default_factory=lambda: empty_hash(8192))

    def grow(self, most_slots: int) -> None:
        """Double whatever is full; one report may add `most_slots` slots."""
        for i, name in (
            (0, "tracks"), (1, "stays"), (2, "silences"), (4, "jumps"), (5, "cov"), (8, "trails"),
        ):  # fmt: skip
            old = getattr(self, name)
            if self.n[i] >= len(old):  # `scan` came back because some table is full
                setattr(self, name, np.concatenate([old, np.zeros_like(old)]))
        while self.n[3] + most_slots > len(self.slots):
            self.slots = np.concatenate([self.slots, np.zeros_like(self.slots)])
        if 2 * self.n[6] >= len(self.ships):
            ships = np.zeros(2 * len(self.ships), np.uint64)
            rehash_ships(self.ships, ships)
            self.ships = ships
        if 2 * self.n[5] >= len(self.cells[0]):
            cells = empty_hash(2 * len(self.cells[0]))
            rehash(*self.cells, *cells)
            self.cells = cells


class Scanner:
    """Makes the facts of a span from its reports, given in time order."""

    def __init__(
        self, params: Params = Params(), *, threads: int = 2, contacts_only: bool = False,
        senders: Senders = Senders(),
    ) -> None:  # fmt: skip
        """`contacts_only` leaves out stays, silences and coverage, for encounters alone.

        `senders` tells the ships apart that share an MMSI.
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
        columns = (*self._columns(reports), self._senders.among(first_row, reports.height))
        times = columns[0]
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
            stays=self._gather("stays", 1, renumber),
            silences=self._gather("silences", 2, renumber),
            jumps=self._gather("jumps", 4, renumber),
            trails=self._gather("trails", 8, renumber),
            contacts=orient(contacts),
            head_slots=head,
            tail_slots=tail,
            coverage=add_coverage(*(p.cov[: p.n[5]] for p in self._parts)),
            receivers=("", *self._codes),
            t_min=self._t_min or 0,
            t_max=self._t_max,
            n_reports=self._n_reports,
            n_duplicates=int(sum(p.n[7] for p in self._parts)),
        )

    def _columns(self, reports: pl.DataFrame) -> tuple[Array, ...]:
        floats = [
            reports[name].fill_null(float("nan")).to_numpy()
            for name in ("sog_kn", "cog_deg", "heading_deg")
        ]
        return (
            reports["time_utc"].to_physical().to_numpy(),
            reports["mmsi"].to_numpy(),
            reports["lat_aisu"].to_numpy(),
            reports["lon_aisu"].to_numpy(),
            *floats,
            reports["ais_class"].to_numpy(),
            self._receiver_codes(reports["receiver"]),
        )

    def _receiver_codes(self, names: pl.Series) -> Array:
        if self._rules.contacts_only or names.null_count() == len(names):
            return np.zeros(len(names), np.uint16)
        local = names.cast(pl.Categorical)
        present = local.drop_nulls().unique()
        physical = present.to_physical().to_numpy()
        table = np.zeros(int(physical.max()) + 2, np.uint16)
        for name, i in zip(present.cast(pl.String).to_list(), physical.tolist(), strict=True):
            table[i] = self._codes.setdefault(name, min(len(self._codes) + 1, 65_535))
        unknown = len(table) - 1
        return np.asarray(table[local.to_physical().fill_null(unknown).to_numpy()])

    def _scan_part(self, part: _Part, k: int, columns: tuple[Array, ...], first_row: int) -> None:
        i, end = 0, len(columns[0])
        scratch = np.zeros(16, REPORT)[8:9]  # no other thread's memory beside it
        while True:
            i = scan(
                i, *columns, first_row, k, len(self._parts),
                part.tracks, part.ships, part.stays, part.silences, part.jumps,
                part.slots, part.trails, part.cov, *part.cells, part.n, self._rules, scratch,
            )  # fmt: skip
            if i == end:
                return
            part.grow(slots_an_interval(self._rules))

    def _collect_slots(self) -> None:
        """Take the new slots; now and then pair the grid times that no later report can reach."""
        n_parts = len(self._parts)
        new = []
        for k, part in enumerate(self._parts):
            slots = part.slots[: part.n[3]].copy()
            slots["track"] = slots["track"] * n_parts + k
            part.n[3] = 0
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
        tracks = np.concatenate([p.tracks[: p.n[0]] for p in self._parts])
        ids = np.concatenate(
            [np.arange(p.n[0], dtype=np.int64) * n_parts + k for k, p in enumerate(self._parts)]
        )
        order = np.argsort(tracks["first"]["row"], kind="stable")
        renumber = np.zeros(int(ids.max()) + 1 if len(ids) else 1, np.int32)
        renumber[ids[order]] = np.arange(len(order))
        return tracks[order], renumber

    def _gather(self, name: str, i: int, renumber: Array) -> Array:
        out = []
        for k, part in enumerate(self._parts):
            table = getattr(part, name)[: part.n[i]].copy()
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


def pair(slots: Array, fresh: Array, params: Params, pool: ThreadPoolExecutor) -> list[Array]:
    """Return the contacts among `slots` in which at least one side is `fresh`."""
    g = slots["g"] - slots["g"].min()
    kind = np.uint16 if g.max() < 65_536 else np.int64
    order = np.argsort(g.astype(kind), kind="stable")
    starts = np.flatnonzero(np.diff(g[order], prepend=-1))
    starts = np.append(starts, len(order))
    middle = max(1, int(np.searchsorted(starts, len(order) // 2)))
    halves = [starts[: middle + 1], starts[middle:]]
    jobs = [
        pool.submit(_pair_half, slots, order, half, fresh, params)
        for half in halves
        if len(half) > 1
    ]
    return [contacts for job in jobs for contacts in job.result()]


def _pair_half(
    slots: Array, order: Array, starts: Array, fresh: Array, params: Params
) -> list[Array]:
    out, group, room = [], 0, 4096
    while group < len(starts) - 1:
        buffer = np.zeros(room, CONTACT)
        group, n = pair_groups(
            slots, order, starts, group, fresh,
            params.contact_radius_m, params.moored_radius_m, params.moored_sog_kn, buffer,
        )  # fmt: skip
        if n:
            out.append(buffer[:n])
        room = min(room * 4, 1 << 20) if n else room * 4
    return out


def orient(contacts: Array) -> Array:
    """Return contacts with `track` below `other`, sides exchanged where they were not."""
    swap = contacts["track"] > contacts["other"]
    if swap.any():
        for a, b in (
            ("track", "other"), ("lat", "lat2"), ("lon", "lon2"), ("sog", "sog2"),
            ("hdg", "hdg2"), ("row", "row2"),
        ):  # fmt: skip
            contacts[a][swap], contacts[b][swap] = contacts[b][swap], contacts[a][swap].copy()
    return contacts


def add_coverage(*parts: Array) -> Array:
    """Return coverage rows summed by key, sorted by key; rows that sum to nothing are left out."""
    rows = np.concatenate(parts)
    if not len(rows):
        return rows
    order = np.argsort(rows[:, 0], kind="stable")
    rows = rows[order]
    starts = np.flatnonzero(np.diff(rows[:, 0], prepend=-1))
    out = np.add.reduceat(rows, starts, axis=0)
    out[:, 0] = rows[starts, 0]
    return out
