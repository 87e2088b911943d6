"""(b) on real ships: switch-offs cut into the tracks of fishing vessels, among their own silences.

What is cut out is known; whether a real silence was deliberate is not, so all of them count as not
deliberate here: precision is a lower bound. Vessels are few (five to nine at once).
"""

from datetime import timedelta

import numpy as np
import polars as pl

from .. import gaps
from . import watched as real

_LEAST_SHIPS = 5  # at once in a month, of those that report every 72 minutes or more often
_EVERY_DAYS = 5.0
_HOURS = (4.0, 24.0)


def measure(seed: int = 9000) -> gaps.Ranking:
    """Return the ranking of all silences of the months with most vessels."""
    raw = pl.read_parquet(real.TRACKS / "north_sea_fishing_2012_2025.parquet").with_columns(
        time_utc=pl.col("timestamp").str.to_datetime(time_unit="ms", time_zone="UTC"),
        mmsi=pl.col("vessel_id").rank("dense").cast(pl.UInt32) + 299_000_000,
    )
    raw = raw.drop_nulls(["lat", "lon"]).with_columns(month=pl.col("time_utc").dt.truncate("1mo"))
    often = raw.group_by("month", "mmsi").len().filter(pl.col("len") >= real.BUSY)
    months = often.group_by("month").len().filter(pl.col("len") >= _LEAST_SHIPS)["month"].sort()
    out = gaps.Ranking()
    for i, month in enumerate(months.to_list()):
        of_month = raw.filter(pl.col("month") == month)
        busy = of_month.join(often, on=["month", "mmsi"], how="semi").sort("time_utc", "mmsi")
        spans = _switch_offs(busy, np.random.default_rng([seed, 29, i]))
        rows = busy.with_row_index("at").join(spans, on="mmsi")
        hidden = rows.filter(pl.col("time_utc").is_between("off_utc", "on_utc"))
        left = busy.with_row_index("at").join(hidden.select("at"), on="at", how="anti")
        spans = spans.join(hidden.select("mmsi", "off_utc"), on=["mmsi", "off_utc"], how="semi")
        gaps.add(out, real.found_in(left), spans)
    return out


def _switch_offs(reports: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Return (`mmsi`, `off_utc`, `on_utc`): spans begun under way, some days apart."""
    rows = []
    for part in reports.partition_by("mmsi", maintain_order=True):
        moving = part.filter(pl.col("speed") > 3.0)["time_utc"].to_list()
        times = part["time_utc"].to_list()
        end, free = times[-1], times[0] + timedelta(days=1)
        for off in moving:
            hours = float(np.exp(rng.uniform(*np.log(_HOURS))))
            if off < free or rng.random() > 0.05 or off + timedelta(hours=hours + 2) > end:
                continue
            rows.append((part["mmsi"][0], off, off + timedelta(hours=hours)))
            free = off + timedelta(days=_EVERY_DAYS)
    time = reports.schema["time_utc"]
    return pl.DataFrame(
        rows, schema={"mmsi": pl.UInt32, "off_utc": time, "on_utc": time}, orient="row"
    )
