"""What the kernels read and write, in rows of arrays: Numba hands a row over as cheaply as one."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .layout import COUNTS, JUMP, SILENCE, SLOT, STAY, TRACK, TRAIL_ROW, Records

KEY, REPORTS, ENTRIES, HEARD_MS = range(4)
"""Columns of the coverage table: `coverage_key`, reports, times a hull entered, ms heard."""


class Columns(NamedTuple):
    """A piece of REPORTS, in time order; each of shape (n,)."""

    time_ms: NDArray[np.int64]
    mmsi: NDArray[np.uint32]
    lat: NDArray[np.int32]  # 1/600000 deg
    lon: NDArray[np.int32]
    sog: NDArray[np.float32]  # kn, NaN not known
    cog: NDArray[np.float32]  # deg, NaN not known
    heading: NDArray[np.float32]  # deg, NaN not known
    ais_class: NDArray[np.uint8]  # 1 A, 2 B, 0 not known
    receiver: NDArray[np.uint16]  # code, 0 not known
    sender: NDArray[np.uint16]  # (0,) where no MMSI of the piece is contested


class Part(NamedTuple):
    """Which of the reports a thread takes."""

    first_row: int  # archive row of the piece's first report
    part: int
    n_parts: int


class Tables(NamedTuple):
    """What a scan or a border writes; `counts` says how many rows of each are in use."""

    tracks: Records
    stays: Records
    silences: Records
    jumps: Records
    slots: Records
    trails: Records
    coverage: NDArray[np.int64]  # (rows, 4): `KEY`, `REPORTS`, `ENTRIES`, `HEARD_MS`
    counts: Records  # (1,)


class Lookup(NamedTuple):
    """Open-addressing tables; their lengths are powers of two (`hash_tables`)."""

    ships: NDArray[np.uint64]  # MMSI to its newest track
    keys: NDArray[np.int64]  # coverage key ...
    rows: NDArray[np.int32]  # ... to its row in `Tables.coverage`


def empty(
    *, tracks: int, stays: int, silences: int, jumps: int, slots: int, trails: int, coverage: int
) -> Tables:
    """Return tables with so many rows each, none in use.

    The counters lie within a larger array: two threads that write to one cache line wait for each
    other at every report (measured: as slow as one thread).
    """
    return Tables(
        tracks=np.zeros(tracks, TRACK),
        stays=np.zeros(stays, STAY),
        silences=np.zeros(silences, SILENCE),
        jumps=np.zeros(jumps, JUMP),
        slots=np.zeros(slots, SLOT),
        trails=np.zeros(trails, TRAIL_ROW),
        coverage=np.zeros((coverage, 4), np.int64),
        counts=np.zeros(5, COUNTS)[2:3],
    )


def used(tables: Tables, name: str) -> Records:
    """Return the rows of one table that are in use."""
    rows: Records = getattr(tables, name)
    return rows[: int(tables.counts[0][name])]
