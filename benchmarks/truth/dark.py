"""(d) Ships that a radar sees and AIS does not: matching, and what is left over.

Ordinary simulated ships report every 20 or 60 minutes on average; three in ten are taken out of
the AIS altogether. Radar scenes of 40 nm half width are shot where most merchant ships are under
way, eight a world, at random times: a ship is detected with a chance that grows with her length,
up to 0.95; positions err by 150 m and, for a moving ship, along the satellite's track by some 75 m
a knot (azimuth shift, part of it left uncorrected); lengths by 15 %; headings may be reversed;
clutter adds detections of nothing. Beside ours, on the same detections and the same ships: each
sighting to the nearest ship within 2 km (nearest), and pairs taken by distance, each ship and
sighting once (greedy), both with the ship's place interpolated between, or held from, her reports;
what is left over and looks 45 m or longer is dark.
"""

import tempfile
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl

import seawarden as sw
from seawarden.detect.calibration.calibrate import CALL
from seawarden.geo.sphere import destination, distance_m, wrap_lon
from seawarden.units import M_PER_NM

from . import run
from .score import Counts
from .settings import Settings

INTERVALS_MIN = (20.0, 60.0)
METHODS = ("seawarden", "nearest", "greedy")
_HIDDEN = 0.3
_SCENES = 8
_HALF_M = 40.0 * M_PER_NM
_SIGMA_M = 150.0
_AZIMUTH_M_PER_KN = 75.0
_UNCORRECTED = 0.3
_FALSE_PER_SCENE = 3.0
_GATE_M = 2000.0
_HEADER = "time_utc,lat_deg,lon_deg,sigma_m,length_m,heading_deg,sensor,scene_id"


@dataclass(slots=True)
class Sightings:
    """Sums over worlds: matching of the ships on AIS, and dark ships."""

    right: int = 0  # sightings of ships on AIS matched to the ship that was seen
    visible: int = 0
    clutter_matched: int = 0
    clutter: int = 0
    dark: Counts = field(default_factory=Counts)


def is_built() -> bool:
    """Return True where a detector of dark ships is there."""
    return "dark_ship" in run.built()


def measure(settings: Settings) -> dict[tuple[float, str], Sightings]:
    """Return the sums for each interval and method."""
    out: dict[tuple[float, str], Sightings] = {}
    for interval in INTERVALS_MIN:
        for seed in settings.test_seeds(400):
            with tempfile.TemporaryDirectory() as name:
                _one(out, Path(name), seed, interval, settings)
    return out


def _one(
    out: dict[tuple[float, str], Sightings], folder: Path, seed: int, interval: float,
    settings: Settings,
) -> None:  # fmt: skip
    made = sw.simulate(out=folder / "ais", seed=seed, hours=settings.hours,
                        vessels=2 * settings.vessels, scenario="quiet", format="danish",
                        mean_interval_min=interval)  # fmt: skip
    rng = np.random.default_rng([seed, 29])
    tracks = pl.read_parquet(folder / "ais" / "tracks_truth.parquet")
    ships = tracks["mmsi"].unique().sort().to_numpy()
    hidden = set(rng.permutation(ships)[: int(ships.size * _HIDDEN)].tolist())
    heard = pl.read_csv(made.ais, infer_schema=False)
    heard.filter(~pl.col("MMSI").is_in([str(m) for m in hidden])).write_csv(made.ais)
    seen = scenes(tracks, rng)
    path = folder / "sightings.csv"
    write(seen, path)
    found = run.events_of(made.ais, folder / "watch", sightings=path)
    guess = _places(found)
    for method in METHODS:
        if method == "seawarden":
            mmsi, is_dark = _ours(found, seen)
        else:
            mmsi = _baseline(seen, guess, exclusive=method == "greedy")
            is_dark = [m is None and n >= 45.0 for m, n in zip(mmsi, seen["length_m"], strict=True)]
        add(out.setdefault((interval, method), Sightings()), seen, hidden, mmsi, is_dark)


def scenes(tracks: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Return what the scenes show: one row a detection, `mmsi` null for one of nothing."""
    times = tracks["time_utc"].unique().sort()
    middle = times[times.len() // 6 : -times.len() // 6]
    rows: list[tuple[object, ...]] = []
    for number in range(_SCENES):
        when = middle[int(rng.integers(middle.len()))]
        at = tracks.filter(pl.col("time_utc") == when).unique("mmsi", maintain_order=True)
        lat0, lon0 = _busiest(at)
        rows += _scene(number, when, at, (lat0, lon0), rng)
    return pl.DataFrame(
        rows, orient="row",
        schema={"time_utc": tracks.schema["time_utc"], "lat_deg": pl.Float64,
                "lon_deg": pl.Float64, "length_m": pl.Float64, "heading_deg": pl.Float64,
                "scene": pl.Int64, "mmsi": pl.UInt32, "true_length_m": pl.Float64},
    ).sort("scene", "lat_deg")  # fmt: skip


def _busiest(at: pl.DataFrame) -> tuple[float, float]:
    """Return the place of the merchant ship under way that has most others within the scene."""
    going = at.filter((pl.col("sog_kn") > 1.0) & (pl.col("bow_m") + pl.col("stern_m") >= 45))
    going = going if going.height else at
    lat, lon = going["lat_deg"].to_numpy(), going["lon_deg"].to_numpy()
    n_within = (distance_m(lat[:, None], lon[:, None], lat, lon) < _HALF_M).sum(axis=1)
    best = int(np.argmax(n_within))
    return float(lat[best]), float(lon[best])


def _scene(
    number: int, when: datetime, at: pl.DataFrame, place: tuple[float, float],
    rng: np.random.Generator,
) -> list[tuple[object, ...]]:  # fmt: skip
    rows: list[tuple[object, ...]] = []
    for s in at.sort("mmsi").iter_rows(named=True):
        if float(distance_m(*place, s["lat_deg"], s["lon_deg"])) > _HALF_M:
            continue
        length = float(s["bow_m"] + s["stern_m"])
        if rng.random() > min(0.95, 0.3 + length / 120.0):
            continue
        # Along a satellite's track (near north-south) by the speed towards it (east-west).
        east = s["sog_kn"] * np.sin(np.radians(s["heading_deg"]))
        shift = _AZIMUTH_M_PER_KN * east * _UNCORRECTED * rng.random()
        error = rng.normal(0.0, _SIGMA_M, 2) + np.array([0.0, shift])
        lat, lon = destination(
            s["lat_deg"], s["lon_deg"], np.degrees(np.arctan2(*error)), np.hypot(*error)
        )
        heading = (s["heading_deg"] + rng.normal(0, 8) + 180.0 * (rng.random() < 0.3)) % 360.0
        seen = max(12.0, length * (1.0 + rng.normal(0.0, 0.15)))
        rows.append((when, float(lat), float(lon), seen, heading, number, s["mmsi"], length))
    for _ in range(rng.poisson(_FALSE_PER_SCENE)):
        lat, lon = destination(*place, rng.uniform(0, 360), _HALF_M * np.sqrt(rng.random()))
        rows.append((when, float(lat), float(lon), float(rng.uniform(12, 60)),
                     float(rng.uniform(0, 360)), number, None, None))  # fmt: skip
    return rows


def write(seen: pl.DataFrame, path: Path) -> None:
    """Write the detections as a sightings CSV, in the rows' order."""
    lines = [_HEADER]
    for r in seen.iter_rows(named=True):
        lines.append(
            f"{r['time_utc']:%Y-%m-%dT%H:%M:%SZ},{r['lat_deg']:.5f},"
            f"{float(wrap_lon(r['lon_deg'])):.5f},{_SIGMA_M:.0f},{r['length_m']:.0f},"
            f"{r['heading_deg']:.0f},sar,SIMULATED-S{r['scene']:02d}"
        )
    path.write_text("\n".join(lines) + "\n", encoding="ascii")


def _ours(found: run.Found, seen: pl.DataFrame) -> tuple[list[int | None], list[bool]]:
    """Return for each detection the MMSI it was matched to and whether it is called dark."""
    from seawarden.detect.sighting import match

    given = found.tables
    rows = match.match_sightings(given["SIGHTINGS"], given["FIXES"], given["HULLS"]).matched
    by_line = {r["line"]: r["mmsi"] for r in rows.iter_rows(named=True)}
    calls = found.events.filter((pl.col("kind") == "dark_ship") & (pl.col("confidence") >= CALL))
    at = calls.select("lat_deg", "lon_deg", "start_utc", "end_utc").rows()
    mmsi = [by_line.get(i + 2) for i in range(seen.height)]
    dark = [
        any(abs(a - r["lat_deg"]) < 2e-5 and abs(b - r["lon_deg"]) < 2e-5
            and s - timedelta(minutes=1) <= r["time_utc"] <= e + timedelta(minutes=1)
            for a, b, s, e in at)
        for r in seen.iter_rows(named=True)
    ]  # fmt: skip
    return mmsi, dark


def _places(found: run.Found) -> pl.DataFrame:
    """Return each ship's interpolated place at each scene (`time_utc`, `mmsi`, lat, lon)."""
    rows = []
    for f in found.tables["FIXES"].iter_rows(named=True):
        ends = [(f[f"{s}_utc"], f[f"{s}_lat_deg"], f[f"{s}_lon_deg"]) for s in ("before", "after")]
        ends = [e for e in ends if e[0] is not None]
        if len(ends) == 2 and ends[1][0] > ends[0][0]:
            share = (f["time_utc"] - ends[0][0]) / (ends[1][0] - ends[0][0])
            lat = ends[0][1] + share * (ends[1][1] - ends[0][1])
            lon = ends[0][2] + share * float(wrap_lon(ends[1][2] - ends[0][2]))
        else:
            _, lat, lon = ends[0]
        rows.append((f["time_utc"], int(f["mmsi"]), lat, lon))
    schema = {"time_utc": found.tables["FIXES"].schema["time_utc"], "mmsi": pl.Int64,
              "lat_deg": pl.Float64, "lon_deg": pl.Float64}  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def _baseline(seen: pl.DataFrame, guess: pl.DataFrame, *, exclusive: bool) -> list[int | None]:
    """Return for each detection the nearest ship within the gate; with `exclusive`, used once."""
    out: list[int | None] = [None] * seen.height
    for part in seen.with_row_index("i").partition_by("scene", maintain_order=True):
        possible = guess.filter(
            (pl.col("time_utc") - part["time_utc"][0]).abs() < timedelta(minutes=2)
        ).sort("mmsi")  # fmt: skip
        if possible.is_empty():
            continue
        away = distance_m(
            part["lat_deg"].to_numpy()[:, None], part["lon_deg"].to_numpy()[:, None],
            possible["lat_deg"].to_numpy(), possible["lon_deg"].to_numpy(),
        )  # fmt: skip
        ships, rows = possible["mmsi"].to_list(), part["i"].to_list()
        if not exclusive:
            for k, row in enumerate(away):
                j = int(np.argmin(row))
                out[rows[k]] = ships[j] if row[j] <= _GATE_M else None
            continue
        while away.size and away.min() <= _GATE_M:
            k, j = np.unravel_index(int(np.argmin(away)), away.shape)
            out[rows[int(k)]] = ships[int(j)]
            away[k, :], away[:, j] = np.inf, np.inf
    return out


def add(
    out: Sightings, seen: pl.DataFrame, hidden: set[int], mmsi: list[int | None],
    is_dark: list[bool],
) -> None:  # fmt: skip
    """Add one world. A dark ship is one taken out of AIS and at least 45 m long (SOLAS V/19)."""
    hits = false = missed = 0
    for r, who, dark in zip(seen.iter_rows(named=True), mmsi, is_dark, strict=True):
        true = r["mmsi"]
        owes = true in hidden and r["true_length_m"] >= 45.0
        if true is None:
            out.clutter += 1
            out.clutter_matched += who is not None
        elif true not in hidden:
            out.visible += 1
            out.right += who == true
        hits += dark and owes
        # A hidden small craft owes no AIS: calling her dark is not wrong, nor asked for.
        false += dark and not owes and true not in hidden
        missed += owes and not dark
    out.dark += Counts(hits, false, missed)
