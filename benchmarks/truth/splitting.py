"""(c) Several ships under one MMSI: does each hull hold one ship's reports, and all of them?

Simulated: ordinary ships are merged two to four at a time under one MMSI, at mean report
intervals of 5, 20 and 60 minutes; the adjusted Rand index of hull against ship is taken over the
reports of each merged MMSI, and the MMSIs that were left alone should have one hull each.
"""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl

import seawarden as sw
from seawarden.geo.sphere import distance_m
from seawarden.units import MPS_PER_KN

from .run import Found, events_of
from .score import adjusted_rand
from .settings import Settings

INTERVALS_MIN = (5.0, 20.0, 60.0)
MAX_KN = 50.0
SLACK_M = 300.0  # noise of position and clock: 300 m is 50 kn for 12 s
_GROUPS = (2, 3, 4)
_EACH = 4  # merged MMSIs of each size
FIRST_MMSI = 299_000_001  # MID 299 is allocated to nobody


@dataclass(slots=True)
class Split:
    """Sums over worlds at one interval."""

    rand: list[float] = field(default_factory=list)
    hulls: int = 0
    ships: int = 0
    residual_jumps: int = 0
    reports: int = 0
    dropped: int = 0
    unsplit: int = 0
    alone: int = 0


def measure(settings: Settings) -> dict[float, Split]:
    """Return the sums for each interval."""
    out: dict[float, Split] = {}
    for interval in INTERVALS_MIN:
        for seed in settings.test_seeds(300):
            _one(out.setdefault(interval, Split()), seed, interval, settings)
    return out


def _one(out: Split, seed: int, interval: float, settings: Settings) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = sw.simulate(
            out=folder / "ais", seed=seed, hours=settings.hours, vessels=100, scenario="quiet",
            format="parquet", mean_interval_min=interval,
        )  # fmt: skip
        heard = pl.read_parquet(made.ais)
        heard, merged = _merge(heard, np.random.default_rng([seed, 19]))
        heard.drop("ship").write_parquet(made.ais)
        found = events_of(made.ais, folder / "watch", reports=True)
    sender = heard.select(
        "ship", pl.col("mmsi").cast(pl.UInt32),
        time_utc=pl.col("timestamp").dt.cast_time_unit("ms"),
        lat=(pl.col("lat") * 600_000).round().cast(pl.Int64),
    ).unique(["mmsi", "time_utc", "lat"])  # fmt: skip
    both = found.reports.with_columns(lat=(pl.col("lat_deg") * 600_000).round().cast(pl.Int64))
    both = both.join(sender, on=["mmsi", "time_utc", "lat"])
    for mmsi in merged:
        part = both.filter(pl.col("mmsi") == mmsi)
        out.rand.append(adjusted_rand(part["hull"], part["ship"]))
        out.hulls += part["hull"].n_unique()
        out.ships += part["ship"].n_unique()
    under = found.reports.filter(pl.col("mmsi").is_in(merged))
    out.residual_jumps += residual_jumps(under)
    out.reports += under.height
    out.dropped += dropped(found, merged)
    alone = found.hulls.filter(~pl.col("mmsi").is_in(merged)).group_by("mmsi").len()
    out.unsplit += int((alone["len"] == 1).sum())
    out.alone += alone.height


def _merge(heard: pl.DataFrame, rng: np.random.Generator) -> tuple[pl.DataFrame, list[int]]:
    """Return the reports with `ship` (the MMSI before) and the merged MMSIs."""
    counts = heard.group_by("mmsi").len().filter(pl.col("len") > 20).sort("mmsi")
    pool = rng.permutation(counts["mmsi"].to_numpy()).tolist()
    new: dict[int, int] = {}
    number = FIRST_MMSI
    for size in _GROUPS:
        for _ in range(_EACH):
            for ship in (pool.pop() for _ in range(size)):
                new[ship] = number
            number += 1
    claimed = ("name", "imo", "callsign", "ship_type", "length", "width", "draught", "destination")
    # Who borrows an MMSI may say anything; here they say nothing, so that only movement tells.
    silent = [
        pl.when(pl.col("ship").is_in(list(new))).then(None).otherwise(pl.col(c)).alias(c)
        for c in claimed if c in heard.columns
    ]  # fmt: skip
    heard = heard.with_columns(ship=pl.col("mmsi")).with_columns(
        pl.col("mmsi").replace(new), *silent
    )
    return heard, sorted(set(new.values()))


def residual_jumps(reports: pl.DataFrame) -> int:
    """Return how often two reports in a row of one hull are more than 50 kn (and 300 m) apart."""
    rows = reports.sort("hull", "time_utc", "row" if "row" in reports.columns else "lat_deg")
    lat, lon = rows["lat_deg"].to_numpy(), rows["lon_deg"].to_numpy()
    away = np.asarray(distance_m(lat[:-1], lon[:-1], lat[1:], lon[1:]))
    seconds = np.diff(rows["time_utc"].dt.epoch("ms").to_numpy()) / 1000.0
    hull = rows["hull"].fill_null(-1).to_numpy()
    is_jump = (away > SLACK_M) & (away > MAX_KN * MPS_PER_KN * seconds)
    return int((is_jump & (hull[:-1] == hull[1:])).sum())


def dropped(found: Found, mmsis: list[int]) -> int:
    """Return how many reports of the MMSIs the pass left out, exact duplicates not counted.

    Every report belongs to a hull; left out are those of a second in which the hull had already
    reported another position.
    """
    distinct = found.reports.filter(pl.col("mmsi").is_in(mmsis)).unique(
        ["mmsi", "time_utc", "lat_deg", "lon_deg"]
    )
    held = found.hulls.filter(pl.col("mmsi").is_in(mmsis))["n_reports"].sum()
    return max(distinct.height - int(held), 0)
