"""Radar scenes: what a satellite image shows of the ships in it, and of ships that are not there.

Each ship in a scene is detected with a chance that grows with its length (small boats are missed),
at its true place with a position error, with an estimated length and a heading that may be
reversed. Two hulls alongside are seen as two or as one long blob. Figures are of the order of
published models (recall about 0.8, length error about 27 m: AI2 Sentinel-1 model card); clutter
adds detections where nothing is.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...geo.sphere import destination, distance_m, wrap_lon
from ...ids.simulated_mark import MARK
from ...units import M_PER_NM
from ..ship import Ship
from ..world import Scene

Floats = NDArray[np.float64]
Rng = np.random.Generator

_SIGMA_M, _LENGTH_SIGMA_M = 60.0, 18.0  # own choice
_FALSE_PER_SCENE = 1.0  # mean count; own choice
_MERGED_SHARE = 0.5  # two hulls alongside that show as one; own choice
_HEADER = "time_utc,lat_deg,lon_deg,sigma_m,length_m,heading_deg,sensor,scene_id"


@dataclass(slots=True)
class Seen:
    """One ship inside a scene, as it truly was."""

    ship: Ship
    lat: float
    lon: float
    heading: float


@dataclass(slots=True)
class Detection:
    """One row of sightings.csv, and the ships it truly is (none: clutter)."""

    scene: int
    lat: float
    lon: float
    length_m: float
    heading: float
    ships: list[Ship]


def shoot(scene: Scene, number: int, inside: list[Seen], rng: Rng) -> list[Detection]:
    """Return what the scene shows."""
    left = list(inside)
    out: list[Detection] = []
    while left:
        one = left.pop(0)
        group = [one]
        for other in list(left):
            apart = float(distance_m(one.lat, one.lon, other.lat, other.lon))
            touching = apart < (one.ship.hull.length_m + other.ship.hull.length_m) / 2
            if touching and rng.random() < _MERGED_SHARE:
                group.append(other)
                left.remove(other)
        length = sum(s.ship.hull.length_m for s in group) * (1.0 if len(group) == 1 else 0.8)
        if rng.random() < min(0.97, 0.35 + length / 160.0):
            out.append(_detect(number, group, length, rng))
    for _ in range(rng.poisson(_FALSE_PER_SCENE)):
        far = scene.half_nm * M_PER_NM * float(np.sqrt(rng.random()))
        lat, lon = destination(scene.lat, scene.lon, float(rng.uniform(0, 360)), far)
        out.append(Detection(number, float(lat), float(lon), float(rng.uniform(15, 60)),
                             float(rng.uniform(0, 360)), []))  # fmt: skip
    return out


def _detect(number: int, group: list[Seen], length: float, rng: Rng) -> Detection:
    lat = float(np.mean([s.lat for s in group]))
    lon = float(np.mean([s.lon for s in group]))
    error = abs(float(rng.normal(0.0, _SIGMA_M)))
    lat2, lon2 = destination(lat, lon, float(rng.uniform(0, 360)), error)
    heading = group[0].heading + float(rng.normal(0, 8)) + (180.0 if rng.random() < 0.3 else 0.0)
    return Detection(number, float(lat2), float(lon2),
                     max(12.0, length + float(rng.normal(0.0, _LENGTH_SIGMA_M))),
                     heading % 360.0, [s.ship for s in group])  # fmt: skip


def write(path: Path, scenes: list[Scene], found: list[Detection], start_utc: datetime) -> int:
    """Write sightings.csv, in order of scene; return the number of detections."""
    lines = [_HEADER]
    for d in found:
        when = start_utc + timedelta(seconds=round(scenes[d.scene].time_s))
        lines.append(
            f"{when:%Y-%m-%dT%H:%M:%SZ},{d.lat:.5f},{float(wrap_lon(d.lon)):.5f},"
            f"{_SIGMA_M:.0f},{d.length_m:.0f},{d.heading:.0f},sar,{MARK}-S{d.scene + 1:04d}"
        )
    path.write_text("\n".join(lines) + "\n", encoding="ascii")
    return len(found)


def truth(scenes: list[Scene], found: list[Detection]) -> pl.DataFrame:
    """Return sightings_truth.parquet's table: for each row of sightings.csv, what it is.

    `line` counts the header as line 1; `is_dark` is True when a ship in it was switched off.
    """
    return pl.DataFrame(
        [
            (i + 2, [s.mmsi for s in d.ships], [s.no for s in d.ships],
             any(a <= scenes[d.scene].time_s <= b for s in d.ships for a, b in s.silences))
            for i, d in enumerate(found)
        ],
        schema={"line": pl.UInt32, "mmsis": pl.List(pl.UInt32), "ships": pl.List(pl.Int32),
                "is_dark": pl.Boolean},
        orient="row",
    )  # fmt: skip
