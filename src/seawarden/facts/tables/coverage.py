"""COVERAGE: how much was heard in a cell, hour, transponder class and receiver."""

import polars as pl

from ...schema import COVERAGE, conform
from ...units import MS_PER_H
from ..kernels.coverage_key import unpack
from ..kernels.tables import ENTRIES, HEARD_MS, KEY, REPORTS
from ..span import Span
from .columns import time


def coverage(span: Span) -> pl.DataFrame:
    """Return COVERAGE."""
    key = unpack(span.coverage[:, KEY])
    names = pl.Series([None, *span.receivers[1:]], dtype=pl.String)
    frame = pl.DataFrame(
        {
            "cell": key.cell,
            "hour_utc": time(key.hour_ms),
            "ais_class": key.ais_class,
            "receiver": names.gather(pl.Series(key.receiver)),
            "n_reports": span.coverage[:, REPORTS],
            "n_hulls": span.coverage[:, ENTRIES],
            "heard_h": span.coverage[:, HEARD_MS] / MS_PER_H,
        }
    )
    return conform(frame, COVERAGE).sort("cell", "hour_utc", "ais_class", "receiver")
