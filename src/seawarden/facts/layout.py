"""The memory layout of the pass: one record per track, run, silence, jump, slot and contact.

Sums are whole numbers (AIS units, decimetres, milliseconds, tenths of a knot), so that adding
the facts of two spans gives exactly what one pass over both would have given.
"""

import numpy as np

_REPORT = [
    ("t", "i8"),  # ms since 1970, UTC
    ("lat", "i4"),  # 1/600000 deg
    ("lon", "i4"),
    ("sog", "f4"),  # kn, NaN not known
    ("cog", "f4"),  # deg, NaN not known
    ("hdg", "f4"),  # deg, NaN not known
    ("row", "i8"),  # archive row
    ("key", "i8"),  # coverage key: hour, cell, class, receiver
]
REPORT = np.dtype(_REPORT, align=True)

_RUN = [
    ("n", "i8"),  # reports; 0: no run
    ("t0", "i8"),
    ("t1", "i8"),
    ("row0", "i8"),
    ("row1", "i8"),
    ("lat0", "i4"),
    ("lon0", "i4"),
    ("lat1", "i4"),
    ("lon1", "i4"),
    ("sum_dlat", "i8"),  # of lat - lat0 and lon - lon0 over the reports
    ("sum_dlon", "i8"),
    ("sq_dlat", "i8"),
    ("sq_dlon", "i8"),
    ("sog_w", "i8"),  # sum of (sog + sog) in tenths of a knot times ms
    ("sog_ms", "i8"),  # over so many ms
    ("max_sog", "i4"),  # tenths of a knot, -1 not known
    ("stopped_ms", "i8"),
    ("dm", "i8"),  # legs, decimetres
    ("observed_ms", "i8"),
    ("inferred_ms", "i8"),
    ("longest_ms", "i8"),
]
RUN = np.dtype(_RUN, align=True)

_TRAIL = [
    ("bin", "i8"),  # ms // bin; meaningless while n is 0
    ("n", "i8"),
    ("t0", "i8"),
    ("t1", "i8"),
    ("lat0", "i4"),
    ("lon0", "i4"),
    ("lat1", "i4"),
    ("lon1", "i4"),
    ("south", "i4"),  # the box, as offsets from lat0 and lon0
    ("north", "i4"),
    ("west", "i4"),
    ("east", "i4"),
    ("dm", "i8"),  # legs, decimetres
    ("turn", "i8"),  # sum of changes of course, tenths of a degree, to starboard
    ("sog_sum", "i8"),  # tenths of a knot
    ("sog_n", "i8"),
    ("row0", "i8"),
    ("row1", "i8"),
]
TRAIL = np.dtype(_TRAIL, align=True)

TRACK = np.dtype(
    [
        # First what every report asks and changes: two cache lines.
        ("last", REPORT),
        ("next_slot", "i8"),  # first grid time after the last report
        ("n", "i8"),
        ("older", "i4"),  # the MMSI's next track by recency, -1 none
        ("sender", "u2"),  # which of the ships under the MMSI (`senders`), 0 not told
        ("is_ship", "u1"),
        ("run_touches_start", "u1"),
        ("n_a", "i8"),  # reports of class A and B
        ("n_b", "i8"),
        ("dm", "i8"),
        ("heard_ms", "i8"),
        ("cov", "i8"),  # place of last.key in the coverage table
        ("trail", TRAIL),  # the half hour that the track is in
        ("run", RUN),
        ("first", REPORT),
        ("mmsi", "u4"),
        ("n_same", "i8"),  # second positions within one second: no leg, but the hull's reports
    ],
    align=True,
)

TRAIL_ROW = np.dtype([("track", "i4"), ("trail", TRAIL)], align=True)

STAY = np.dtype([("track", "i4"), ("at_start", "u1"), ("run", RUN)], align=True)

SILENCE = np.dtype(
    [("track", "i4"), ("n_at", "i8"), ("before", REPORT), ("after", REPORT)], align=True
)

JUMP = np.dtype(
    [("track", "i4"), ("other", "i4"), ("before", REPORT), ("after", REPORT)], align=True
)

SLOT = np.dtype(
    [
        ("track", "i4"),
        ("g", "i4"),  # grid time: ms // slot
        ("lat", "f8"),
        ("lon", "f8"),
        ("sog", "f4"),
        ("hdg", "f4"),
        ("sigma", "f4"),
        ("gap", "f4"),
        ("row", "i8"),
    ],
    align=True,
)

CONTACT = np.dtype(
    [
        ("track", "i4"),
        ("other", "i4"),
        ("g", "i4"),
        ("lat", "f8"),
        ("lon", "f8"),
        ("lat2", "f8"),
        ("lon2", "f8"),
        ("dist", "f4"),
        ("sigma", "f4"),
        ("sog", "f4"),
        ("sog2", "f4"),
        ("hdg", "f4"),
        ("hdg2", "f4"),
        ("gap", "f4"),
        ("row", "i8"),
        ("row2", "i8"),
    ],
    align=True,
)
