"""A world with known truth, and what the watch finds in it.

The watch is `seawarden.watch`, as users run it (without lists: with the register that ships with
it), and what it found is read from the docket.
"""

import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import polars as pl

import seawarden as sw
from seawarden.detect import ALL
from seawarden.detect.calibration import calibrate
from seawarden.detect.learning import context
from seawarden.geo.places import Places
from seawarden.schema import KINDS
from seawarden.simulate import START_UTC
from seawarden.store.archive import Archive
from seawarden.units import AIS_UNITS_PER_DEG

FACTS = ("HULLS", "JUMPS", "SILENCES", "SIGHTINGS", "FIXES")
"""The tables of the docket that the measurements read beside events."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the watch made of a file. `raw` are the events before calibration."""

    events: pl.DataFrame
    raw: pl.DataFrame
    tables: dict[str, pl.DataFrame]  # those of `FACTS`, by name
    reports: pl.DataFrame  # empty unless asked for
    places: Places = field(default_factory=Places)

    @property
    def hulls(self) -> pl.DataFrame:
        """Return HULLS."""
        return self.tables["HULLS"]

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
    """Return what the watch finds in `ais`; `out` is the folder of the docket."""
    docket = sw.watch(ais, out=out, sightings=sightings)
    tables = {name: docket.table(name) for name in FACTS}
    events = docket.events
    before = pl.col("detail").str.json_path_match("$.raw_confidence").cast(pl.Float64)
    raw = events.with_columns(confidence=before.fill_null(pl.col("confidence")))
    kept = _reports(out, tables["HULLS"], tables["JUMPS"]) if reports else pl.DataFrame()
    return Found(events, raw, tables, kept, context.read(docket.table("CONTEXT")).places)


def _reports(out: Path, hulls: pl.DataFrame, jumps: pl.DataFrame) -> pl.DataFrame:
    """Return the positions in time order, in degrees, each with the hull it was given to.

    By archive row, not by time: two reports of one second may belong to two hulls.
    """
    archive = Archive(out)
    hulls, jumps = (
        frame.with_columns(pl.Series(name, archive.places_of(frame[name].to_numpy())))
        for frame, name in ((hulls, "first_row"), (jumps, "last_row"))
    )
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
