"""FIXES: where the ships around a scene of sightings reported just before it and just after.

Method: sightings made together (one image, or one look from an aircraft) are a scene. The reports
within `window_h` of a scene and within reach of its sightings are gathered in one scan; of each
hull the last one before and the first one after are kept. A hull whose every report is too far
off for her to have been there is left out. Blind spot: a ship silent for longer than `window_h`
on both sides is not a candidate here; her silence is in SILENCES.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..geo.sphere import distance_m, wrap_lon
from ..schema import FIXES, SIGHTINGS, conform
from ..units import AIS_UNITS_PER_DEG, M_PER_DEG_LAT, MPS_PER_KN, MS_PER_H
from .claims import segments_of, with_hull

COLUMNS = ("time_utc", "mmsi", "lat_aisu", "lon_aisu", "sog_kn", "cog_deg", "heading_deg")
"""The columns of REPORTS that are read."""

_SENT = ("lat_deg", "lon_deg", "sog_kn", "cog_deg", "heading_deg", "row")


Array = NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """How far around a scene to look.

    Fields without a source: own choice, measured together in docs/accuracy.md.
    """

    scene_s: float = 120.0  # sightings of one image: a 250 km scene is taken in 35 s
    window_h: float = 12.0  # before and after [paper-longline-ais-sar-matching: 12 h]
    margin_km: float = 20.0  # around the sightings: what the sensor may have placed wrongly
    reach_kn: float = 16.0  # cargo ships and tankers that concern us; faster if she sent so


def scenes_of(sightings: pl.DataFrame, params: Params = Params()) -> pl.DataFrame:
    """Return SIGHTINGS with `scene` (id) and `scene_utc` (time), sorted by both.

    A scene is what one sensor saw under one `scene_id` within `scene_s` of its first sighting; a
    flight that lasts hours is many scenes, so that a ship met twice may be matched twice.
    """
    if sightings.is_empty():
        return sightings.with_columns(
            scene=pl.lit(None, pl.String), scene_utc=pl.lit(None, SIGHTINGS.schema["time_utc"])
        ).clear()
    by = ["scene_id", "sensor"]
    made = sightings.sort(*by, "time_utc", "sighting_id", nulls_last=False)
    time = made["time_utc"].to_physical().to_numpy()
    group = made.select(pl.struct(by).rle_id()).to_series().to_numpy()
    first = np.empty(time.size, dtype=np.int64)
    for i in range(time.size):
        opens = i == 0 or group[i] != group[i - 1] or time[i] - first[i - 1] > params.scene_s * 1e3
        first[i] = time[i] if opens else first[i - 1]
    made = made.with_columns(begin=pl.Series(first).cast(pl.Datetime("ms", "UTC")))
    name = pl.format(
        "{}/{}/{}", pl.col("scene_id").fill_null("-"), pl.col("sensor").fill_null("-"),
        pl.col("begin").dt.to_string("%Y-%m-%dT%H:%M:%S%.3fZ"),
    )  # fmt: skip
    middle = pl.col("time_utc").min() + (pl.col("time_utc").max() - pl.col("time_utc").min()) / 2
    made = made.with_columns(scene=name).with_columns(scene_utc=middle.over("scene"))
    return made.drop("begin").sort("scene", "time_utc", "sighting_id")


def window(sightings: pl.DataFrame, params: Params = Params()) -> list[tuple[int, int]]:
    """Return the spans of time (from, to; ms) whose reports are needed, apart and in order."""
    scenes = scenes_of(sightings, params)
    half = round(params.window_h * MS_PER_H)
    spans: list[tuple[int, int]] = []
    for at in scenes["scene_utc"].unique().sort().to_physical().to_list():
        if spans and at - half <= spans[-1][1]:
            spans[-1] = (spans[-1][0], at + half + 1)
        else:
            spans.append((at - half, at + half + 1))
    return spans


def fixes(
    pieces: Iterable[tuple[int, pl.DataFrame]], sightings: pl.DataFrame, hulls: pl.DataFrame,
    jumps: pl.DataFrame, params: Params = Params(),
) -> pl.DataFrame:  # fmt: skip
    """Return FIXES of the hulls within reach of each scene, sorted by `scene`, `hull`.

    `pieces` are (first archive row, REPORTS with at least `COLUMNS`, in time order), as
    `Archive.scan` yields them; they need cover `window` only. Memory holds one piece and two
    reports a hull and scene.
    """
    boxes = _boxes(scenes_of(sightings, params))
    segments = segments_of(hulls, jumps)
    held: dict[str, tuple[pl.DataFrame, pl.DataFrame]] = {}
    half = round(params.window_h * MS_PER_H)
    for first_row, piece in pieces:
        time = piece["time_utc"].to_physical().to_numpy()
        lat, lon = piece["lat_aisu"].to_numpy(), piece["lon_aisu"].to_numpy()
        for box in boxes:
            low = int(np.searchsorted(time, box.time_ms - half))
            high = int(np.searchsorted(time, box.time_ms + half, side="right"))
            close = low + box.within_reach(lat[low:high], lon[low:high], params)
            if close.size:
                found = _with_hull(piece[close], first_row + close, segments)
                held[box.scene] = _newest(held.get(box.scene), found, box.time_ms)
    rows = [_joined(box, *held[box.scene], params) for box in boxes if box.scene in held]
    return conform(pl.concat(rows), FIXES).sort(*FIXES.sort) if rows else FIXES.empty()


@dataclass(frozen=True, slots=True)
class _Box:
    """A scene: its time, and the box around its sightings."""

    scene: str
    time_ms: int
    lat: tuple[float, float]
    lon: tuple[float, float]  # west, and how many degrees the box reaches to the east of it

    def within_reach(self, lat: Array, lon: Array, params: Params) -> Array:
        """Return which reports (AIS units) lie within the reach of the window."""
        reach_m = params.reach_kn * MPS_PER_KN * params.window_h * 3600 + params.margin_km * 1e3
        high = reach_m / M_PER_DEG_LAT
        south, north = self.lat[0] - high, self.lat[1] + high
        inside = (lat >= south * AIS_UNITS_PER_DEG) & (lat <= north * AIS_UNITS_PER_DEG)
        wide = high / max(0.05, np.cos(np.radians(min(89.0, max(abs(south), abs(north))))))
        turn = 360 * AIS_UNITS_PER_DEG
        west = round((self.lon[0] - wide) * AIS_UNITS_PER_DEG)
        width = (self.lon[1] + 2 * wide) * AIS_UNITS_PER_DEG
        inside &= (lon.astype(np.int64) - west) % turn <= width
        return np.flatnonzero(inside)

    def distance_m(self, lat: Array, lon: Array) -> Array:
        """Return how far positions lie outside the box (0 inside)."""
        y = np.clip(lat, *self.lat)
        east = (lon - self.lon[0]) % 360.0
        beyond = np.where(east - self.lon[1] <= 360.0 - east, self.lon[1], 0.0)
        x = wrap_lon(self.lon[0] + np.where(east <= self.lon[1], east, beyond))
        return np.asarray(distance_m(lat, lon, y, x))


def _boxes(scenes: pl.DataFrame) -> list[_Box]:
    out = []
    for (scene,), rows in scenes.group_by("scene", maintain_order=True):
        lat, lon = rows["lat_deg"].to_numpy(), rows["lon_deg"].to_numpy()
        east = wrap_lon(lon - lon[0])
        west = float(wrap_lon(lon[0] + east.min()))
        time = int(rows["scene_utc"].to_physical()[0])
        spread = (float(lat.min()), float(lat.max()))
        out.append(_Box(str(scene), time, spread, (west, float(np.ptp(east)))))
    return out


def _with_hull(rows: pl.DataFrame, row: Array, segments: pl.DataFrame) -> pl.DataFrame:
    """Return the reports as positions in degrees, each with its archive row and hull."""
    made = rows.select(
        "time_utc", "mmsi",
        lat_deg=pl.col("lat_aisu") / AIS_UNITS_PER_DEG,
        lon_deg=pl.col("lon_aisu") / AIS_UNITS_PER_DEG,
        sog_kn="sog_kn", cog_deg="cog_deg", heading_deg="heading_deg",
        row=pl.Series(row, dtype=pl.Int64),
    )  # fmt: skip
    return with_hull(made, segments).drop_nulls("hull")


def _newest(
    held: tuple[pl.DataFrame, pl.DataFrame] | None, found: pl.DataFrame, time_ms: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return of each hull the last report until the scene and the first one after it."""
    is_before = pl.Series(found["time_utc"].to_physical() <= time_ms)
    before, after = found.filter(is_before), found.filter(~is_before)
    if held is not None:
        before, after = pl.concat([held[0], before]), pl.concat([held[1], after])
    return (
        before.unique("hull", keep="last", maintain_order=True),
        after.unique("hull", keep="first", maintain_order=True),
    )


def _joined(box: _Box, before: pl.DataFrame, after: pl.DataFrame, params: Params) -> pl.DataFrame:
    """Return one row a hull that can have been in the box at the scene's time."""
    sides = []
    for frame, prefix in ((before, "before"), (after, "after")):
        away_h = (frame["time_utc"].to_physical() - box.time_ms).abs() / MS_PER_H
        speed = frame["sog_kn"].fill_null(0.0).cast(pl.Float64) * 1.2 + 2.0
        fastest = speed.clip(lower_bound=params.reach_kn).to_numpy()
        reach = away_h.to_numpy() * fastest * MPS_PER_KN * 3600 + params.margin_km * 1e3
        off = box.distance_m(frame["lat_deg"].to_numpy(), frame["lon_deg"].to_numpy())
        renamed = frame.select(
            "hull", "mmsi", pl.col("time_utc").alias(f"{prefix}_utc"),
            *(pl.col(c).alias(f"{prefix}_{c}") for c in _SENT),
            pl.Series(f"{prefix}_can", off <= reach, dtype=pl.Boolean),
        )  # fmt: skip
        sides.append(renamed)
    both = sides[0].join(sides[1], on=["hull", "mmsi"], how="full", coalesce=True)
    can = pl.col("before_can").fill_null(True) & pl.col("after_can").fill_null(True)
    return both.filter(can).with_columns(
        scene=pl.lit(box.scene),
        time_utc=pl.lit(box.time_ms, pl.Int64).cast(pl.Datetime("ms", "UTC")),
    )


__all__ = ["COLUMNS", "Params", "fixes", "scenes_of", "window"]
