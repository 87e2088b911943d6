"""Compile every kernel once, so that the first watch does not wait: `python -m ...engine.warm`."""

import polars as pl

from ..facts.combine import combine
from ..facts.span import scan_span
from ..facts.tables import tables
from ..schema import REPORTS, TIME, conform


def warm() -> None:
    """Run the pass on two ships side by side, in two spans; Numba keeps what it compiled."""
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


if __name__ == "__main__":
    warm()
