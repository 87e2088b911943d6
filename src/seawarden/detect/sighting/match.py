"""Sightings beside ships: which detection is which hull, and what is left over.

Method: in each scene every sighting is weighed against every hull that FIXES says can have been
there: where she was at that moment (`whereabouts`), how long she is, how she lies, whether the
sensor would have seen her (`sensors`), any identity the observer read; against the two ways of
being none of them, a ship that is not on AIS and a detection of nothing. All sightings are then
assigned at once (`association`). Unlike the nearest-neighbour and greedy rules in use, a crowded
scene cannot be spoilt by one pair taken too early.

Blind spots: a hull not heard within 12 h is no candidate; two hulls alongside that show as one
detection are one ship here (`dark_sts` looks at the length); platforms, wrecks and ice edges are
detections of nothing only as far as their size tells.

[paolo2024] F. S. Paolo et al., "Satellite mapping reveals extensive industrial activity at sea",
Nature (2024), abstract: 21 to 30 % of transport and energy vessel activity is missing from public
tracking.
"""

from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...facts import fixes as facts_fixes
from ...geo.sphere import wrap_lon
from ...schema import FIXES, HULLS, SIGHTINGS, TIME, require
from ...units import M_PER_DEG_LAT
from ..contract.columns import Floats, floats
from . import assignment, position_density, sensor_model

MATCHED = pl.Schema(
    {
        "scene": pl.String(), "sighting_id": pl.String(), "time_utc": TIME, "lat_deg": pl.Float64(),
        "lon_deg": pl.Float64(), "sigma_m": pl.Float64(), "length_m": pl.Float64(),
        "heading_deg": pl.Float64(), "sensor": pl.String(), "scene_id": pl.String(),
        "file_id": pl.UInt32(), "line": pl.UInt32(),
        "hull": pl.Int64(), "mmsi": pl.Int64(), "p_match": pl.Float64(), "p_none": pl.Float64(),
        "p_extra": pl.Float64(), "p_real": pl.Float64(), "p_must": pl.Float64(),
        "away_h": pl.Float64(),
        "distance_m": pl.Float64(), "hull_length_m": pl.Float64(), "row": pl.Int64(),
    }
)  # fmt: skip
"""A sighting and the hull assigned to it (null: none): `p_match` the probability of that pair,
`p_none` that it is no hull at all, `p_extra` that it, or the sighting that would be left over if
it were one, is none (of two sightings beside one hull one is extra, whichever it is); `p_real`
that it is a ship if it is no hull, `p_must` that a ship of her
size owes an AIS signal; `away_h` to the hull's nearest report, `row` that report."""

PAIRS = pl.Schema(
    {
        "sighting_id": pl.String(), "hull": pl.Int64(), "mmsi": pl.Int64(), "p": pl.Float64(),
        "distance_m": pl.Float64(), "sigma_m": pl.Float64(), "length_m": pl.Float64(),
        "away_h": pl.Float64(), "fits_place": pl.Float64(), "fits_length": pl.Float64(),
        "fits_heading": pl.Float64(),
    }
)  # fmt: skip
"""A sighting and a hull that came into question: `p` their probability, `fits_…` the natural log
of how much better (or worse) the hull explains place, length, heading than no hull does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """How sightings are matched.

    Fields without a source: own choice, measured together in docs/accuracy.md.
    """

    none_share: float = 0.3  # of sightings that are no ship on AIS; own choice, as [paolo2024]
    least_area_km2: float = 1200.0  # of a scene: a disc of 20 km; own choice
    edge_km: float = 10.0  # a scene reaches so far beyond its outermost sightings; own choice
    named: float = 8.0  # log odds: the observer read the ship's MMSI or IMO number; own choice
    least_gain: float = -9.0  # log: weaker pairs are not looked at
    candidates_kept: int = 3  # per sighting, in PAIRS
    scenes: facts_fixes.Params = field(default_factory=facts_fixes.Params)
    places: position_density.Params = field(default_factory=position_density.Params)
    sensor: sensor_model.Params = field(default_factory=sensor_model.Params)


@dataclass(frozen=True, slots=True)
class Matches:
    """`matched`: one row a sighting (`MATCHED`); `pairs`: the candidates of each (`PAIRS`)."""

    matched: pl.DataFrame
    pairs: pl.DataFrame


def match_sightings(
    sightings: pl.DataFrame, fixes: pl.DataFrame, hulls: pl.DataFrame, params: Params = Params()
) -> Matches:
    """Return every sighting with the hull assigned to it and the candidates; rows in any order.

    Raises SchemaError if a table lacks a column.
    """
    sightings, fixes, hulls = (
        require(sightings, SIGHTINGS), require(fixes, FIXES), require(hulls, HULLS)
    )  # fmt: skip
    ships = hulls.filter(pl.col("station").is_in(("base", "aton")).not_()).select(
        "hull", "imo", "bow_m", "stern_m",
        hull_length_m=pl.col("length_m").cast(pl.Float64),
    )  # fmt: skip
    known = fixes.join(ships, on="hull", how="inner").sort("scene", "hull")
    by_scene = known.partition_by("scene", as_dict=True)
    matched, pairs = [MATCHED.to_frame()], [PAIRS.to_frame()]
    scenes = facts_fixes.scenes_of(sightings, params.scenes)
    for (scene,), seen in scenes.group_by("scene", maintain_order=True):
        near = by_scene.get((scene,), known.clear())
        one, two = _match_scene(seen, near, params)
        matched.append(one)
        pairs.append(two)
    return Matches(pl.concat(matched), pl.concat(pairs))


def _match_scene(
    seen: pl.DataFrame, near: pl.DataFrame, params: Params
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return MATCHED and PAIRS of one scene."""
    at = position_density.guess(near, floats(seen["time_utc"].to_physical()), params.places)
    lat, lon, length = (floats(seen[c]) for c in ("lat_deg", "lon_deg", "length_m"))
    own_length = floats(near["hull_length_m"])
    area_m2 = _area_m2(lat, lon, params)
    p_real, log_none = _nothing(seen, length, area_m2, params)
    place, size, axis = _fits(seen, near, at, params)
    log_area = np.log(area_m2)
    named = _named(seen, near, params)
    share = sensor_model.seen_share(own_length, params.sensor)[None, :]
    inside = np.minimum(1.0, area_m2 / (area_m2 + 2 * np.pi * at.wide_m**2))
    missed = np.log1p(-share * inside)
    gain = place + size + axis + named + np.log(share) - missed - log_none[:, None]
    gain = np.where(gain >= params.least_gain, gain, -np.inf)
    chosen = assignment.best(gain)
    p = assignment.marginals(gain)
    away = position_density.distance(at, lat, lon)
    fits = (place + log_area, size - _without_length(length, params)[:, None], axis)
    matched = _matched(seen, near, chosen, p, p_real, at, away, params)
    return matched, _pairs(seen, near, p, at, away, fits, params)


def _fits(
    seen: pl.DataFrame, near: pl.DataFrame, at: position_density.Guess, params: Params
) -> tuple[Floats, Floats, Floats]:
    """Return the log densities of place, length and axis, each (n, m)."""
    own = np.nan_to_num(floats(seen["sigma_m"]), nan=params.places.sighting_m)
    is_sar = (seen["sensor"] == "sar").fill_null(False).to_numpy().astype(np.float64)
    length = floats(near["hull_length_m"])
    antenna = params.places.antenna_share * np.nan_to_num(length, nan=100.0)
    place = position_density.log_density(
        at, floats(seen["lat_deg"]), floats(seen["lon_deg"]), own, is_sar, antenna,
        params.places,
    )  # fmt: skip
    size = sensor_model.log_length(
        floats(seen["length_m"])[:, None], length[None, :], params.sensor
    )
    axis = sensor_model.log_axis(
        floats(seen["heading_deg"])[:, None], at.heading_deg, params.sensor
    )  # fmt: skip
    return place, size, axis


def _area_m2(lat: Floats, lon: Floats, params: Params) -> float:
    """Return the area that the scene shows at least: its sightings' box with a rim."""
    east = wrap_lon(lon - lon[0])
    cos = max(0.05, float(np.cos(np.radians(lat.mean()))))
    rim = 2e3 * params.edge_km
    high, wide = np.ptp(lat) * M_PER_DEG_LAT + rim, np.ptp(east) * M_PER_DEG_LAT * cos + rim
    return float(max(high * wide, params.least_area_km2 * 1e6))


def _nothing(
    seen: pl.DataFrame, length: Floats, area_m2: float, params: Params
) -> tuple[Floats, Floats]:
    """Return per sighting (chance that it is a ship if it is no hull, log density of no hull)."""
    by_eye = seen["sensor"].is_in(("aircraft", "crew")).fill_null(False).to_numpy()
    false = np.where(by_eye, params.sensor.crew_false_share, params.sensor.false_share)
    detection = floats(seen["detection"])
    detection = np.where(np.isnan(detection), 1 - false, np.clip(detection, 0.02, 0.98))
    log_dark = np.log(detection) + sensor_model.log_dark_length(length, params.sensor)
    log_false = np.log1p(-detection) + sensor_model.log_false_length(length, params.sensor)
    either = np.logaddexp(log_dark, log_false)
    density = np.log(params.none_share * seen.height / area_m2)
    return np.exp(log_dark - either), density + either


def _without_length(length: Floats, params: Params) -> Floats:
    return sensor_model.log_dark_length(length, params.sensor)


def _named(seen: pl.DataFrame, near: pl.DataFrame, params: Params) -> Floats:
    """Return the log odds of an identity that the observer read, for or against each hull."""
    out = np.zeros((seen.height, near.height))
    for column in ("mmsi", "imo"):
        read, own = floats(seen[column])[:, None], floats(near[column])[None, :]
        known = np.isfinite(read) & np.isfinite(own)
        out += np.where(known, np.where(read == own, params.named, -params.named), 0.0)
    return out


def _matched(
    seen: pl.DataFrame, near: pl.DataFrame, chosen: NDArray[np.int64], p: Floats,
    p_real: Floats, at: position_density.Guess, away: Floats, params: Params,
) -> pl.DataFrame:  # fmt: skip
    """Return MATCHED rows of one scene."""
    rows = np.arange(seen.height)
    has = chosen >= 0
    column = np.maximum(chosen, 0)

    def of(values: Floats) -> pl.Series:
        if near.height == 0:
            return pl.Series([None] * rows.size, dtype=pl.Float64)
        return pl.Series(np.where(has, values[rows, column], np.nan)).fill_nan(None)

    index = pl.Series(np.where(has, column, -1))
    index = index.set(index < 0, None)
    must = sensor_model.must_share(floats(seen["length_m"]), params.sensor)
    frame = seen.with_columns(
        hull=near["hull"].gather(index),
        mmsi=near["mmsi"].cast(pl.Int64).gather(index),
        p_match=of(p[:, :-1]),
        p_none=pl.Series(p[:, -1]),
        p_extra=pl.Series(_extra(p, chosen)),
        p_real=pl.Series(p_real),
        p_must=pl.Series(must),
        away_h=of(at.away_h),
        distance_m=of(away),
        hull_length_m=near["hull_length_m"].gather(index),
        row=_nearest_row(near).gather(index),
    )
    return frame.select(pl.col(n).cast(t) for n, t in MATCHED.items())


def _extra(p: Floats, chosen: NDArray[np.int64]) -> Floats:
    """Return the chance that a sighting, or the one that it would replace, is no hull."""
    none = p[:, -1]
    holder = np.full(p.shape[1] - 1, -1, dtype=np.int64)
    holder[chosen[chosen >= 0]] = np.flatnonzero(chosen >= 0)
    if holder.size == 0:
        return none
    taken = p[holder, np.arange(holder.size)]
    left = np.where(holder >= 0, none[holder] / np.maximum(1.0 - taken, 1e-9), 0.0)
    swapped = p[:, :-1] * np.minimum(left, 1.0)
    swapped[chosen >= 0] = 0.0
    return np.asarray(np.minimum(none + swapped.sum(axis=1), 1.0))


def _nearest_row(near: pl.DataFrame) -> pl.Series:
    """Return the archive row of each hull's report nearest to the scene."""
    since = pl.col("time_utc") - pl.col("before_utc")
    until = pl.col("after_utc") - pl.col("time_utc")
    is_first = until.is_null() | (since <= until).fill_null(False)
    return near.select(pl.when(is_first).then("before_row").otherwise("after_row")).to_series()


def _pairs(
    seen: pl.DataFrame, near: pl.DataFrame, p: Floats, at: position_density.Guess, away: Floats,
    fits: tuple[Floats, Floats, Floats], params: Params,
) -> pl.DataFrame:  # fmt: skip
    """Return PAIRS of one scene: of each sighting the likeliest hulls, else the nearest."""
    if near.height == 0:
        return PAIRS.to_frame()
    order = np.lexsort((away, -np.round(p[:, :-1], 6)), axis=1)[:, : params.candidates_kept]
    i = np.repeat(np.arange(seen.height), order.shape[1])
    j = order.ravel()
    sigma = np.where(at.kept_on >= 0.5, at.sigma_m, at.wide_m)
    columns = {
        "p": p[:, :-1], "distance_m": away, "sigma_m": sigma, "away_h": at.away_h,
        "fits_place": fits[0], "fits_length": fits[1], "fits_heading": fits[2],
    }  # fmt: skip
    frame = pl.DataFrame(
        {
            "sighting_id": seen["sighting_id"].gather(i),
            "hull": near["hull"].gather(j),
            "mmsi": near["mmsi"].cast(pl.Int64).gather(j),
            "length_m": near["hull_length_m"].gather(j),
            **{name: values[i, j] for name, values in columns.items()},
        }
    )
    return frame.select(pl.col(n).cast(t) for n, t in PAIRS.items())
