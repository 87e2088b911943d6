"""Compile every kernel once, so that the first watch does not wait: `python -m ...engine.warm`."""

import io
from datetime import UTC, datetime

import numpy as np
import polars as pl

from ..detect.silence import together_kernel
from ..facts.combine import combine
from ..facts.kernels.hash_tables import empty_keys, rehash_keys, rehash_ships
from ..facts.shared_mmsi.senders import share
from ..facts.span import scan_span
from ..facts.tables import tables
from ..normal import probability_below
from ..patrol.search import best_walk
from ..read import delimited, nmea
from ..read.delimited.header import understand
from ..read.table.choices import Choices
from ..schema import REPORTS, TIME, conform

_TABLE = (
    "mmsi,time,lat,lon,name,draught\n"
    "412000001,2024-03-01T00:00:00,20,125,ONE,7.4\n"
    "412000002,2024-03-01T00:00:01+00:00,20,125,TWO,\n"
    "412000003,2024-03-01T00:00:02\n"
)
"""A plain line, one that is odd and one that is broken: all three branches of the kernel run."""
_SENTENCE = "!AIVDM,1,1,,B,177KQJ5000G?tO`K>RA1wUbN0TKH,0*5C\n"


def warm() -> None:
    """Read a few lines, run the pass over two ships, plan one walk; Numba keeps the outcome."""
    _warm_readers()
    _warm_pass()
    _warm_growth()
    together_kernel.warm()
    best_walk.warm()
    probability_below([0.0])


def _warm_growth() -> None:
    """Tables of ships and of coverage that are full are moved to larger ones."""
    rehash_ships(np.zeros(2, np.uint64), np.zeros(4, np.uint64))
    rehash_keys(*empty_keys(2), *empty_keys(4))


def _warm_readers() -> None:
    data, place = _TABLE.encode(), "warm"
    layout, dialect = understand(_TABLE, place=place, choices=Choices(), is_complete=True)
    list(delimited.read(io.BytesIO(data), layout, dialect, file_id=0, place=place, size=1 << 16))
    start = datetime(2024, 3, 1, tzinfo=UTC)
    list(nmea.read(io.BytesIO(_SENTENCE.encode()), file_id=0, place=place, start_utc=start))


def _warm_pass() -> None:
    """Two ships side by side, in two spans that are combined; and as if they shared an MMSI."""
    n = 40
    minute = pl.int_range(n, dtype=pl.Int64, eager=True)
    frame = conform(
        pl.DataFrame({"time_utc": (minute * 60_000).cast(TIME)}).with_columns(
            mmsi=pl.lit(412_000_000) + pl.int_range(pl.len()) % 2,
            lat_aisu=20_000_000,
            lon_aisu=75_000_000,
            sog_kn=0.5,
            ais_class=1,
            receiver=pl.lit("warm"),
            file_id=0,
            line=1,
        ),
        REPORTS,
    )
    half = n // 2
    earlier, later = (scan_span([(i, frame[i : i + half])]) for i in (0, half))
    tables(combine(earlier, later))
    rows = frame.with_row_index("row").with_columns(claimed=pl.lit(None, pl.Int64))
    for several in (False, True):
        chosen = frame.select("mmsi", several=pl.lit(several)).unique()
        share([rows.with_columns(pl.col("row").cast(pl.Int64))], chosen)


if __name__ == "__main__":
    warm()
