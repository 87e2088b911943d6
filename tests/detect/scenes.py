"""Scenes whose truth is known: ships heard before and after, seen at the moment, or not heard."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from seawarden.facts.fixes import scenes_of
from seawarden.geo.sphere import destination, wrap_lon
from seawarden.schema import FIXES, HULLS, SIGHTINGS, TIME, conform
from seawarden.units import MPS_PER_KN

from .make import OPEN_SEA, at
from .make import hull as hull_row

SECOND = 1000


@dataclass
class Scene:
    """What a detector is given, and `truth`: of each sighting the MMSI, None if not on AIS."""

    sightings: pl.DataFrame
    fixes: pl.DataFrame
    hulls: pl.DataFrame
    truth: dict[str, int | None]


def sighting(n: int, lat: float, lon: float, **more: object) -> dict[str, object]:
    return {"sighting_id": f"s{n:03d}", "time_utc": at(10.0), "lat_deg": lat, "lon_deg": lon,
            "sensor": "sar", "scene_id": "scene", "file_id": 0, "line": n + 2, **more}  # fmt: skip


def sightings(rows: list[dict[str, object]]) -> pl.DataFrame:
    return conform(pl.DataFrame(rows, infer_schema_length=None), SIGHTINGS)


def fix(seen: pl.DataFrame, mmsi: int, sides: dict[str, tuple[float, ...]]) -> pl.DataFrame:
    """A FIXES row: `sides` holds (hours from the scene, lat, lon, sog, cog, heading)."""
    scene, when = scenes_of(seen).select("scene", "scene_utc").row(0)
    row: dict[str, object] = {"scene": scene, "time_utc": when, "hull": mmsi * 100_000,
                              "mmsi": mmsi}  # fmt: skip
    for side, (hours, *values) in sides.items():
        row[f"{side}_utc"] = when + (at(hours) - at(0))
        names = ("lat_deg", "lon_deg", "sog_kn", "cog_deg", "heading_deg")
        row.update({f"{side}_{n}": v for n, v in zip(names, values, strict=True)})
        row[f"{side}_row"] = 7
    frame = pl.DataFrame([row])
    missing = [
        pl.lit(None, FIXES.schema[n]).alias(n) for n in FIXES.names if n not in frame.columns
    ]
    return conform(frame.with_columns(missing).cast({"time_utc": TIME}), FIXES)


def hulls(ships: dict[int, float | None]) -> pl.DataFrame:
    """HULLS of ships by MMSI and length, the antenna amidships."""
    rows = [
        hull_row(
            mmsi, ship_type=80, length_m=length, beam_m=None if length is None else length / 6,
            bow_m=None if length is None else length // 2,
            stern_m=None if length is None else length - length // 2,
        )
        for mmsi, length in ships.items()
    ]  # fmt: skip
    return conform(pl.DataFrame(rows, infer_schema_length=None), HULLS)


def crowded(
    seed: int, ships: int = 30, dark: int = 6, false: int = 5, half_km: float = 7.0
) -> Scene:
    """A crowded road: ships under way and still, heard now and then, some never; radar errors.

    The radar shows moving ships off their place, as radars do (an ascending orbit looking right).
    """
    rng = np.random.default_rng(seed)
    rows, truth, lengths, tracks = [], {}, {}, {}
    for k in range(ships + dark):
        mmsi = 400_000_000 + k
        length = float(np.round(rng.lognormal(np.log(110), 0.45)))
        east, north = rng.uniform(-half_km, half_km, 2) * 1000
        sog = float(rng.choice([0.2, 8.0, 12.0], p=[0.4, 0.3, 0.3])) * float(rng.uniform(0.8, 1.1))
        course = float(rng.uniform(0, 360))
        lat, lon = _place(east, north)
        if k < ships:
            lengths[mmsi] = length
            tracks[mmsi] = _reports(rng, lat, lon, sog, course)
        if rng.random() < 0.9:
            v = sog * MPS_PER_KN
            shift = 71.0 * v * np.sin(np.radians(course)) * 0.98
            noise = rng.normal(0, 60, 2)
            seen = destination(lat, lon, 0.0, shift + noise[0])
            seen = destination(*seen, 90.0, noise[1])
            flip = 180.0 * (rng.random() < 0.5)
            rows.append(sighting(
                len(rows), float(seen[0]), float(seen[1]), sigma_m=60.0,
                length_m=float(max(12, length + rng.normal(0, np.hypot(15, 0.1 * length)))),
                heading_deg=float((course + rng.normal(0, 10) + flip) % 360),
            ))  # fmt: skip
            truth[str(rows[-1]["sighting_id"])] = mmsi if k < ships else None
    for _ in range(false):
        lat, lon = _place(*(rng.uniform(-half_km, half_km, 2) * 1000))
        rows.append(sighting(len(rows), lat, lon, sigma_m=60.0, length_m=float(rng.uniform(12, 50)),
                             heading_deg=float(rng.uniform(0, 360))))  # fmt: skip
        truth[str(rows[-1]["sighting_id"])] = None
    seen_frame = sightings(rows)
    fixes = pl.concat([fix(seen_frame, m, t) for m, t in tracks.items()])
    return Scene(seen_frame, fixes, hulls({m: int(v) for m, v in lengths.items()}), truth)


def _place(east: float, north: float) -> tuple[float, float]:
    lat, lon = destination(*OPEN_SEA, 0.0, north)
    lat, lon = destination(lat, lon, 90.0, east)
    return float(lat), float(wrap_lon(lon))


def _reports(
    rng: np.random.Generator, lat: float, lon: float, sog: float, course: float
) -> dict[str, tuple[float, ...]]:
    """Reports 2 to 40 min before and after, with the slips of a helmsman."""
    out: dict[str, tuple[float, ...]] = {}
    which = rng.choice(["both", "before", "after"], p=[0.7, 0.15, 0.15])
    for side, sign in (("before", -1.0), ("after", 1.0)):
        if which in ("both", side):
            hours = float(rng.uniform(2, 40)) / 60
            far = sog * 1852.0 * hours * float(rng.normal(1.0, 0.06))
            way = course + float(rng.normal(0, 6)) + (180.0 if sign < 0 else 0.0)
            there = destination(lat, lon, way, far)
            out[side] = (sign * hours, float(there[0]), float(there[1]), round(sog, 1),
                         course % 360, course % 360)  # fmt: skip
    return out
