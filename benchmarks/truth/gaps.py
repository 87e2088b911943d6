"""(b) Silences: which were deliberate? Known switch-offs among losses of reception.

Ordinary simulated traffic is heard by the simulated network (stations, satellites, crowded
slots), which already loses ships for hours, or thinned to a mean report interval. Then a quarter
of the ships is switched off once, under way, for 2 to 24 h: their reports of that span are taken
out. A switch-off that hid no report is left out: nothing was there to miss. Every silence of the
pass is ranked by `gap` confidence and, beside it, by duration from 2 h, from 6 h, from 12 h, and
as the Welch 2022 rule has it (12 h, 50 nm from shore, 10 positions a day heard in the 1 degree
cell, 14 in the 12 h before).
"""

import tempfile
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl

import seawarden as sw
from seawarden.geo import coast
from seawarden.units import M_PER_NM

from .run import Found, events_of
from .score import average_precision, pr_curve
from .settings import Settings

METHODS = ("gap", "2 h", "6 h", "12 h", "Welch 2022")

INTERVALS_MIN: tuple[float | None, ...] = (None, 5.0, 20.0, 60.0)
"""Mean report intervals; None is what the simulated network hears."""

_HOURS = (2.0, 24.0)
_SHARE = 0.25


@dataclass(slots=True)
class Ranking:
    """Every silence of every world: is it a switch-off, and each method's score."""

    is_true: list[bool] = field(default_factory=list)
    scores: dict[str, list[float]] = field(default_factory=lambda: {m: [] for m in METHODS})
    switched_off: int = 0

    def precision(self, method: str) -> float:
        """Return the average precision of a method."""
        return average_precision(*self._ranked(method))

    def curve(self, method: str) -> np.ndarray:
        """Return (threshold, recall, precision) rows of a method."""
        return pr_curve(*self._ranked(method))

    def _ranked(self, method: str) -> tuple[list[bool], list[float], int]:
        rows = [(y, s) for y, s in zip(self.is_true, self.scores[method], strict=True) if s > 0]
        return [y for y, _ in rows], [s for _, s in rows], self.switched_off


def measure(
    settings: Settings, intervals: tuple[float | None, ...] = INTERVALS_MIN
) -> dict[float | None, Ranking]:
    """Return the rankings over all worlds, by mean report interval."""
    out = {interval: Ranking() for interval in intervals}
    for interval, ranking in out.items():
        for seed in settings.test_seeds(200):
            _one(ranking, seed, settings, interval)
    return out


def _one(out: Ranking, seed: int, settings: Settings, interval: float | None) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = sw.simulate(
            out=folder / "ais", seed=seed, hours=settings.hours + 24.0, vessels=settings.vessels,
            scenario="quiet", format="danish", mean_interval_min=interval,
        )  # fmt: skip
        heard = pl.read_csv(made.ais, infer_schema=False)
        tracks = pl.read_parquet(folder / "ais" / "tracks_truth.parquet")
        spans = _switch_offs(tracks, np.random.default_rng([seed, 17]))
        left, spans = _without(heard, spans)
        left.write_csv(made.ais)
        found = events_of(made.ais, folder / "watch", reports=True)
    add(out, found, spans)


def _switch_offs(tracks: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Return (`mmsi`, `off_utc`, `on_utc`): one span for a share of the ships, begun under way."""
    rows: list[tuple[int, datetime, datetime]] = []
    last = tracks["time_utc"].max()
    assert isinstance(last, datetime)
    for part in tracks.partition_by("ship", maintain_order=True):
        if rng.random() > _SHARE:
            continue
        hours = float(np.exp(rng.uniform(*np.log(_HOURS))))
        room = part.filter(
            (pl.col("sog_kn") > 3.0)
            & (pl.col("time_utc") > tracks["time_utc"].min() + timedelta(hours=12))
            & (pl.col("time_utc") < last - timedelta(hours=hours + 2))
        )
        if room.height:
            off = room["time_utc"][int(rng.integers(room.height))]
            rows.append((part["mmsi"][0], off, off + timedelta(hours=hours)))
    time = tracks.schema["time_utc"]
    return pl.DataFrame(
        rows, schema={"mmsi": pl.UInt32, "off_utc": time, "on_utc": time}, orient="row"
    )


def _without(heard: pl.DataFrame, spans: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the reports outside the spans, and the spans that hid at least one."""
    rows = heard.with_row_index("at").select(
        "at",
        when=pl.col("# Timestamp").str.to_datetime(
            "%d/%m/%Y %H:%M:%S", time_unit="ms", time_zone="UTC"
        ),
        mmsi=pl.col("MMSI").cast(pl.UInt32),
    ).join(spans, on="mmsi")  # fmt: skip
    hidden = rows.filter(pl.col("when").is_between("off_utc", "on_utc"))
    left = heard.with_row_index("at").join(hidden.select("at"), on="at", how="anti").drop("at")
    return left, spans.join(hidden.select("mmsi").unique(), on="mmsi", how="semi")


def add(out: Ranking, found: Found, spans: pl.DataFrame) -> None:
    """Add the silences of one world.

    A switch-off is one silence: the one that holds most of it, of several the shortest. Others
    that hold more than half of it (of a second hull under the MMSI) count neither as found nor
    as false.
    """
    silences = found.tables["SILENCES"].with_row_index("at")
    both = silences.join(spans, on="mmsi").with_columns(
        share=(pl.min_horizontal("end_utc", "on_utc") - pl.max_horizontal("start_utc", "off_utc"))
        / (pl.col("on_utc") - pl.col("off_utc"))
    )
    both = both.filter(pl.col("share") > 0.5)
    both = both.sort(
        "mmsi",
        "off_utc",
        "share",
        "duration_h",
        "at",
        descending=[False, False, True, False, False],
    )
    best = both.unique(["mmsi", "off_utc"], keep="first", maintain_order=True).select("at").unique()
    silences = silences.join(both.join(best, on="at", how="anti"), on="at", how="anti")
    silences = silences.join(best.with_columns(is_true=True), on="at", how="left").sort("at")
    gaps = found.events.filter(pl.col("kind") == "gap").select(
        "hull", "start_utc", pl.col("confidence").alias("gap")
    )
    silences = silences.join(gaps, on=["hull", "start_utc"], how="left", maintain_order="left")
    duration = silences["duration_h"].to_numpy()
    out.is_true += silences["is_true"].fill_null(value=False).to_list()
    out.scores["gap"] += silences["gap"].fill_null(0.0).to_list()
    out.scores["2 h"] += np.where(duration >= 2.0, duration, 0.0).tolist()
    out.scores["6 h"] += np.where(duration >= 6.0, duration, 0.0).tolist()
    out.scores["12 h"] += np.where(duration >= 12.0, duration, 0.0).tolist()
    welch = (duration >= 12.0) & _welch(silences, found.reports)
    out.scores["Welch 2022"] += np.where(welch, duration, 0.0).tolist()
    out.switched_off += spans.height


def _welch(silences: pl.DataFrame, reports: pl.DataFrame) -> np.ndarray:
    """Return True where the other conditions of Welch 2022 hold at the last report."""

    def cell(lat: str, lon: str) -> pl.Expr:
        return (pl.col(lat).floor() * 1000 + pl.col(lon).floor()).cast(pl.Int64)

    heard = (
        reports.group_by(cell("lat_deg", "lon_deg").alias("cell"))
        .agg(n=pl.len(), ship_hours=pl.struct("hull", pl.col("time_utc").dt.truncate("1h"))
             .n_unique())
        .with_columns(a_day=pl.col("n") / pl.col("ship_hours") * 24.0)
    )  # fmt: skip
    rate = silences.select(cell=cell("start_lat_deg", "start_lon_deg")).join(
        heard, on="cell", how="left", maintain_order="left"
    )["a_day"]
    limit = 50.0 * M_PER_NM
    far = coast.distance_to_coast_m(
        silences["start_lat_deg"].to_numpy(), silences["start_lon_deg"].to_numpy(), limit
    )
    many = silences["n_before_12h"].to_numpy() >= 14
    return np.asarray((far >= limit) & many & (rate.fill_null(0.0).to_numpy() > 10.0))
