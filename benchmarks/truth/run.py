"""A world with known truth, and what the watch finds in it.

The steps are those of `pipeline.watch` (archive, pass, claims, anchorages, detectors), without
lists, cases and reports.
"""

import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

import seawarden as sw
from seawarden.detect import ALL
from seawarden.detect.calibration import calibrate
from seawarden.detect.learning.context import Context
from seawarden.detect.learning.learn import learn
from seawarden.facts.tables import Facts
from seawarden.geo.places import Places
from seawarden.pipeline.watch import sightings as pipeline_sightings
from seawarden.pipeline.watch.facts import facts_of
from seawarden.pipeline.watch.ingest import ingest
from seawarden.read import Options
from seawarden.schema import EVENTS, KINDS
from seawarden.simulate import START_UTC
from seawarden.store.archive import Archive
from seawarden.units import AIS_UNITS_PER_DEG

PROBLEMS: dict[str, str] = {}
"""Kinds whose detector did not run in some world, and why; the page tells."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the watch made of a file. `raw` are the events before calibration."""

    events: pl.DataFrame
    raw: pl.DataFrame
    facts: Facts
    hulls: pl.DataFrame
    reports: pl.DataFrame  # empty unless asked for
    tables: dict[str, pl.DataFrame] = field(default_factory=dict)
    places: Places = field(default_factory=Places)
    failed: dict[str, str] = field(default_factory=dict)  # kind -> why it did not run

    @property
    def vessel_days(self) -> float:
        """Return the days between each hull's first and last report, summed."""
        return calibrate.vessel_days(self.hulls)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One simulated world; the same setting always gives the same world."""

    scenario: str
    seed: int
    hours: float = 72.0
    vessels: int = 150
    mean_interval_min: float | None = None
    start_utc: datetime = START_UTC


@dataclass(frozen=True, slots=True)
class World:
    """A world, its truth, and what was found in it."""

    setting: Setting
    truth: pl.DataFrame
    tracks: pl.DataFrame
    sightings_truth: pl.DataFrame
    found: Found

    @property
    def vessel_days(self) -> float:
        """Return ships times days, heard or not."""
        return self.setting.vessels * self.setting.hours / 24.0


def built() -> list[str]:
    """Return the kinds that have a detector."""
    return [d.NAME for d in ALL]


def not_built() -> list[str]:
    """Return the kinds that have none yet."""
    return [kind for kind in KINDS if kind not in built()]


def world(setting: Setting, *, reports: bool = False) -> World:
    """Simulate and watch; with `reports` the positions are kept, each with its hull."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        made = sw.simulate(
            out=out / "ais", seed=setting.seed, hours=setting.hours, vessels=setting.vessels,
            scenario=setting.scenario, format="nmea", start_time=setting.start_utc,
            mean_interval_min=setting.mean_interval_min,
        )  # fmt: skip
        sightings = out / "ais" / "sightings.csv"
        found = events_of(
            made.ais, out / "watch", sightings=sightings if made.sightings else None,
            reports=reports,
        )  # fmt: skip
        truth, tracks, seen = (
            pl.read_parquet(out / "ais" / f"{name}.parquet")
            for name in ("truth", "tracks_truth", "sightings_truth")
        )
    return World(setting, truth, tracks, seen, found)


def events_of(
    ais: Path, out: Path, *, sightings: Path | None = None, reports: bool = False
) -> Found:
    """Return what the watch finds in `ais`; `out` is a folder for the archive.

    A detector that cannot run is named in `failed`, with the reason; the rest goes on.
    """
    archive = ingest((str(ais),), out, Options(), progress=lambda _what, _share: None).archive
    known = facts_of(archive)
    facts, hulls, claims = known.facts, known.hulls, known.claims
    seen = pipeline_sightings.load(sightings)[0]
    given = {
        "HULLS": hulls, "CLAIMS": claims, "STAYS": facts.stays, "TRAILS": facts.trails,
        "SILENCES": facts.silences, "JUMPS": facts.jumps, "COVERAGE": facts.coverage,
        "CONTACTS": facts.contacts, "SIGHTINGS": seen,
        "FIXES": pipeline_sightings.fixes_of(archive, seen, hulls, facts.jumps),
    }  # fmt: skip
    context = learn(given, shared=known.shared)
    raw, failed = _detect(given, context)
    PROBLEMS.update(failed)
    kept = _reports(archive, hulls, facts.jumps) if reports else pl.DataFrame()
    return Found(calibrate.calibrated(raw), raw, facts, hulls, kept, given, context.places, failed)


def _detect(given: dict[str, Any], context: Context) -> tuple[pl.DataFrame, dict[str, str]]:
    """Return the raw events of every detector, and why others did not run."""
    found, failed = [EVENTS.empty()], {}
    for detector in ALL:
        missing = [t.name for t in detector.READS if t.name not in given]
        if missing:
            failed[detector.NAME] = f"reads {', '.join(missing)}, which the benchmark has not"
            continue
        try:
            events = detector.detect(
                *(given[t.name] for t in detector.READS), places=context.places, context=context
            )
        except Exception as error:  # a benchmark reports what failed and measures the rest
            failed[detector.NAME] = f"{type(error).__name__}: {error}"
            continue
        found.append(events.select(EVENTS.names))
    return pl.concat(found), failed


def _reports(archive: Archive, hulls: pl.DataFrame, jumps: pl.DataFrame) -> pl.DataFrame:
    """Return the positions in time order, in degrees, each with the hull it was given to.

    By archive row, not by time: two reports of one second may belong to two hulls.
    """
    columns = ("time_utc", "mmsi", "lat_aisu", "lon_aisu", "sog_kn", "cog_deg", "heading_deg")
    pieces = [f.with_row_index("row", offset=first) for first, f in archive.scan(columns)]
    first = hulls.sort("mmsi", "first_row").unique("mmsi", keep="first", maintain_order=True)
    segments = pl.concat(
        [
            first.select("mmsi", pl.col("first_row").alias("row"), "hull"),
            jumps.select("mmsi", pl.col("last_row").alias("row"), pl.col("other_hull")
                         .alias("hull")),
        ]
    ).sort("row")  # fmt: skip
    frame = pl.concat(pieces).with_columns(
        pl.col("row").cast(pl.Int64),
        lat_deg=pl.col("lat_aisu") / AIS_UNITS_PER_DEG,
        lon_deg=pl.col("lon_aisu") / AIS_UNITS_PER_DEG,
    )
    return frame.drop("lat_aisu", "lon_aisu").join_asof(
        segments, on="row", by="mmsi", strategy="backward", check_sortedness=False
    )
