"""The memory layout of the pass: one record per track, run, silence, jump, slot and contact.

Sums are whole numbers (AIS units, decimetres, milliseconds, tenths of a knot), so that adding
the facts of two spans gives exactly what one pass over both would have given. Each class below
is a record; its NumPy dtype, of the same name in capitals, is made from its fields.
"""

from typing import Annotated, Any, get_args, get_type_hints

import numpy as np
from numpy.typing import NDArray

Records = NDArray[np.void]
"""An array of one of the records below."""
Int8 = Annotated[int, "u1"]
Int16 = Annotated[int, "u2"]
Int32 = Annotated[int, "i4"]
UInt32 = Annotated[int, "u4"]
Int64 = Annotated[int, "i8"]
Float32 = Annotated[float, "f4"]
Float64 = Annotated[float, "f8"]


class Report:
    """A position report, as the pass keeps it."""

    t: Int64  # ms since 1970, UTC
    lat: Int32  # 1/600000 deg
    lon: Int32
    sog: Float32  # kn, NaN not known
    cog: Float32  # deg, NaN not known
    hdg: Float32  # deg, NaN not known
    row: Int64  # archive row
    key: Int64  # `coverage_key`: hour, cell, class, receiver


class Run:
    """A run of slow legs: what becomes a row of STAYS."""

    n: Int64  # reports; 0: no run
    t0: Int64  # ms, of the first report and of the last
    t1: Int64
    row0: Int64
    row1: Int64
    lat0: Int32  # 1/600000 deg
    lon0: Int32
    lat1: Int32
    lon1: Int32
    sum_dlat: Int64  # of lat - lat0 and lon - lon0 over the reports, 1/600000 deg
    sum_dlon: Int64
    sq_dlat: Int64  # of their squares
    sq_dlon: Int64
    sog_w: Int64  # sum of (sog + sog) in tenths of a knot times ms
    sog_ms: Int64  # over so many ms
    max_sog: Int32  # tenths of a knot, -1 not known
    stopped_ms: Int64
    dm: Int64  # legs, decimetres
    observed_ms: Int64
    inferred_ms: Int64
    longest_ms: Int64


class Trail:
    """A half hour of a track: what becomes a row of TRAILS."""

    bin: Int64  # ms // half an hour; meaningless while n is 0
    n: Int64
    t0: Int64
    t1: Int64
    lat0: Int32  # 1/600000 deg
    lon0: Int32
    lat1: Int32
    lon1: Int32
    south: Int32  # the box, as offsets from lat0 and lon0
    north: Int32
    west: Int32
    east: Int32
    dm: Int64  # legs, decimetres
    turn: Int64  # sum of changes of course, tenths of a degree, to starboard
    sog_sum: Int64  # tenths of a knot
    sog_n: Int64
    row0: Int64
    row1: Int64


class Track:
    """The state of one ship under one MMSI. What every report asks and changes comes first."""

    last: Report
    next_slot: Int64  # ms, first grid time after the last report
    n: Int64
    older: Int32  # the MMSI's next track by recency, -1 none
    sender: Int16  # which of the ships under the MMSI (`senders`), 0 not contested
    is_ship: Int8
    run_touches_start: Int8
    n_a: Int64  # reports of class A and B
    n_b: Int64
    dm: Int64
    heard_ms: Int64
    coverage_at: Int64  # row of last.key in the coverage table
    trail: Trail  # the half hour that the track is in
    run: Run
    first: Report
    mmsi: UInt32
    n_same: Int64  # second positions within one second: no leg, but the hull's reports


class TrailRow:
    """A closed half hour."""

    track: Int32
    trail: Trail


class Stay:
    """A closed run."""

    track: Int32
    at_start: Int8  # 1: it begins with its track
    run: Run


class Silence:
    """A long interval, whether or not it is long for this ship."""

    track: Int32
    n_at: Int64  # reports of the track until then
    before: Report
    after: Report


class Jump:
    """A report that the newest track of its MMSI cannot have sent."""

    track: Int32
    other: Int32  # the track that it went to
    before: Report
    after: Report


class Slot:
    """A slow ship on the time grid."""

    track: Int32
    g: Int32  # grid time: ms // slot
    lat: Float64  # deg
    lon: Float64
    sog: Float32  # kn
    hdg: Float32  # deg
    sigma: Float32  # m
    gap: Float32  # s, between the two reports around it
    row: Int64


class Contact:
    """Two slots of one grid time within the contact radius."""

    track: Int32
    other: Int32
    g: Int32
    lat: Float64  # deg
    lon: Float64
    lat2: Float64
    lon2: Float64
    dist: Float32  # m
    sigma: Float32  # m
    sog: Float32  # kn
    sog2: Float32
    hdg: Float32  # deg
    hdg2: Float32
    gap: Float32  # s
    row: Int64
    row2: Int64


class Counts:
    """Rows in use of each table, and what else the scan counts."""

    tracks: Int64
    stays: Int64
    silences: Int64
    jumps: Int64
    slots: Int64
    trails: Int64
    coverage: Int64
    ships: Int64  # different MMSIs
    duplicates: Int64  # reports of a track's last second


def _dtype(record: type) -> np.dtype[np.void]:
    """Return the aligned dtype of a record class, its fields in the order in which they stand."""
    fields: list[tuple[str, Any]] = []
    for name, hint in get_type_hints(record, include_extras=True).items():
        parts = get_args(hint)
        fields.append((name, parts[1] if parts else _dtype(hint)))
    return np.dtype(fields, align=True)


REPORT = _dtype(Report)
RUN = _dtype(Run)
TRAIL = _dtype(Trail)
TRACK = _dtype(Track)
TRAIL_ROW = _dtype(TrailRow)
STAY = _dtype(Stay)
SILENCE = _dtype(Silence)
JUMP = _dtype(Jump)
SLOT = _dtype(Slot)
CONTACT = _dtype(Contact)
COUNTS = _dtype(Counts)
