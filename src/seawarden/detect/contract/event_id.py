"""Names for events that stay the same across runs on the same input.

Method: kind, hulls and start time are folded into 64 bits by the splitmix64 finaliser
[steele2014], with whole-number arithmetic only, so that every machine and thread count gives the
same name, and a million names take well under a second. Two events share a name by chance with
probability n^2 / 2^65: about 3e-8 for a million events.

[steele2014] G. L. Steele, D. Lea, C. H. Flood, OOPSLA 2014, 453-472.
"""

from hashlib import blake2b

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...schema import TIME
from ...schema.kinds import kind_of

Words = NDArray[np.uint64]


def event_ids(frame: pl.DataFrame, kind: str) -> pl.Series:
    """Return one id a row, such as `sts-5f0c1b9d3a7e2468`.

    Reads `start_utc` and, where they are there, `hull` and `other_hull` (null counts as none), and
    `sighting_id`, which tells apart what was seen at one moment and is no known hull.
    Raises ValueError when `kind` is not known to `schema.kinds`.
    """
    state = np.full(frame.height, kind_of(kind).number, dtype=np.uint64)
    for name in ("hull", "other_hull", "start_utc"):
        if name in frame.columns:
            column = frame[name].cast(TIME) if name == "start_utc" else frame[name]
            values = column.to_physical().cast(pl.Int64).fill_null(-1).to_numpy()
        else:
            values = np.full(frame.height, -1, dtype=np.int64)
        state = _mix(state ^ _mix(values.astype(np.int64).view(np.uint64)))
    if "sighting_id" in frame.columns:
        texts = [blake2b(t.encode(), digest_size=8).digest() for t in frame["sighting_id"]]
        state = _mix(state ^ np.array([int.from_bytes(t, "big") for t in texts], dtype=np.uint64))
    return pl.Series("event_id", [f"{kind}-{x:016x}" for x in state.tolist()], dtype=pl.String)


def _mix(word: Words) -> Words:
    word = word + np.uint64(0x9E3779B97F4A7C15)
    word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return word ^ (word >> np.uint64(31))
