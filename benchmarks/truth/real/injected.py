"""(a, second half) Simulated transfers put into real traffic.

The reports of both ships of each simulated transfer, from 12 h before it to 12 h after, are moved
so that the transfer lies among real ships under way (Nordic and Baltic seas, July 2026): distance
and bearing from the place of the transfer are kept, time is shifted as a rows. A call of two real
ships is counted apart: nobody knows the truth about it.
"""

import tempfile
from datetime import timedelta
from pathlib import Path

import numpy as np
import polars as pl

import seawarden as sw
from seawarden.detect.calibration.calibrate import CALL, vessel_days
from seawarden.geo import coast
from seawarden.geo.sphere import bearing_deg, destination, distance_m
from seawarden.simulate import START_UTC

from ..pages.page import table
from ..run import events_of
from ..score import Counts, matched, overlaps
from ..settings import FIRST_TEST_SEED
from . import watched as real

INTERVALS_MIN = (5.0, 20.0, 60.0)
FILE = "nordic_baltic_2026-07.parquet"
_AROUND = timedelta(hours=12)
_OFF_SHORE_M = 25_000.0


def text() -> str:
    """Return the section of `accuracy-real.md`."""
    rows = []
    for interval in INTERVALS_MIN:
        counts, among_real, days = measure(interval)
        rows.append((f"{interval:g}", f"{counts.hits} of {counts.hits + counts.missed}",
                     counts.recall, counts.precision, among_real, f"{days:,.0f}"))  # fmt: skip
    head = ("mean interval, min", "found", "recall", "precision", "calls of real pairs",
            "real vessel-days")  # fmt: skip
    return (
        "## Simulated transfers in real traffic\n\n"
        f"SIMULATED transfers among the real ships of `{FILE}`, which report about every 8 h, so "
        "that they hardly meet in the data.\n\n" + table(head, rows)
    )


def measure(interval: float, seed: int = FIRST_TEST_SEED + 800) -> tuple[Counts, int, float]:
    """Return the counts of injected transfers, calls of two real ships, and real vessel-days."""
    background = pl.read_parquet(real.TRACKS / FILE)
    rng = np.random.default_rng([seed, 31])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = sw.simulate(out=folder / "ais", seed=seed, hours=72.0, vessels=150, format="parquet",
                            scenario="transfers_only", mean_interval_min=interval)  # fmt: skip
        heard = pl.read_parquet(made.ais)
        truth = pl.read_parquet(folder / "ais" / "truth.parquet").filter(pl.col("kind") == "sts")
        truth = _one_each(truth)
        moved, moved_truth = _moved(heard, truth, background, rng)
        path = folder / "injected.parquet"
        _joined(background, moved).write_parquet(path)
        found = events_of(path, folder / "watch")
    calls = found.events.filter((pl.col("kind") == "sts") & (pl.col("confidence") >= CALL))
    ours = moved["mmsi"].unique().to_list()
    real_pairs = calls.filter(~pl.col("mmsi").is_in(ours) & ~pl.col("other_mmsi").is_in(ours))
    rest = calls.filter(pl.col("mmsi").is_in(ours) | pl.col("other_mmsi").is_in(ours))
    hits = matched(moved_truth, rest).height
    false = rest.height - overlaps(moved_truth, rest)["found"].n_unique()
    ships = found.hulls.filter(~pl.col("mmsi").is_in(ours))
    days = vessel_days(ships)
    return Counts(hits, false, moved_truth.height - hits), real_pairs.height, days


def _one_each(truth: pl.DataFrame) -> pl.DataFrame:
    """Return transfers of which no ship takes part in another: each is moved by itself."""
    ships = pl.concat([truth["mmsi"], truth["other_mmsi"]]).value_counts()
    once = ships.filter(pl.col("count") == 1)["mmsi"].to_list()
    return truth.filter(pl.col("mmsi").is_in(once) & pl.col("other_mmsi").is_in(once))


def _moved(
    heard: pl.DataFrame, truth: pl.DataFrame, background: pl.DataFrame, rng: np.random.Generator
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the reports and the truth, each transfer at a place by itself among real ships."""
    going = background.filter(pl.col("speed") > 5.0).sort("timestamp", "mmsi")
    off = coast.distance_to_coast_m(
        going["lat"].to_numpy(), going["lon"].to_numpy(), _OFF_SHORE_M
    )  # fmt: skip
    going = going.filter(pl.Series(off >= _OFF_SHORE_M))
    first = background["timestamp"].dt.cast_time_unit("ms").min()
    shift = first - START_UTC + timedelta(days=2)
    parts, places = [], []
    for row in truth.iter_rows(named=True):
        there = going.row(int(rng.integers(going.height)), named=True)
        one = heard.filter(
            pl.col("mmsi").is_in([row["mmsi"], row["other_mmsi"]])
            & pl.col("timestamp").is_between(row["start_utc"] - _AROUND, row["end_utc"] + _AROUND)
        )
        here = row["lat_deg"], row["lon_deg"]
        lat, lon = one["lat"].to_numpy(), one["lon"].to_numpy()
        away, toward = distance_m(*here, lat, lon), bearing_deg(*here, lat, lon)
        lat, lon = destination(there["lat"], there["lon"], toward, away)
        parts.append(one.with_columns(lat=pl.Series(lat), lon=pl.Series(lon)))
        places.append((there["lat"], there["lon"]))
    moved = pl.concat(parts).with_columns(pl.col("timestamp") + shift)
    return moved, truth.with_columns(
        pl.col("start_utc", "end_utc") + shift,
        lat_deg=pl.Series([p[0] for p in places]), lon_deg=pl.Series([p[1] for p in places]),
    )  # fmt: skip


def _joined(background: pl.DataFrame, moved: pl.DataFrame) -> pl.DataFrame:
    """Return both in one layout."""
    columns = ("mmsi", "timestamp", "lat", "lon", "sog", "cog", "heading", "name", "ship_type")
    rows = moved.select(columns).with_columns(
        pl.col("mmsi").cast(pl.Int64), pl.col("timestamp").dt.cast_time_unit("ms"),
        pl.col("ship_type").cast(pl.String),
        pl.col("heading").cast(pl.Float64), pl.col("sog", "cog").cast(pl.Float64),
    )  # fmt: skip
    theirs = background.select(
        pl.col("mmsi").cast(pl.Int64), pl.col("timestamp").dt.cast_time_unit("ms"), "lat", "lon",
        sog="speed", cog="course", heading="heading", name="name", ship_type="ship_type",
    )  # fmt: skip
    return pl.concat([theirs, rows.select(theirs.columns)]).sort("timestamp")
