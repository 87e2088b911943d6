"""Where a ship was at the moment of a sighting, from her reports before and after: a density.

Method: a mixture of two Gaussians in the plane. "Kept on": between two reports the cubic through
both positions and velocities, off by the bow that a change of velocity can give it (half the
acceleration times the times to both reports); from one report dead reckoning, off by errors of
speed and turning. "Went her own way": anywhere she could have gone and still be back for the next
report (the half width of the ellipse of reach), or anywhere about her last one. Which of the two
depends on how long she was not heard and whether she lay still.

A radar satellite shows a moving ship off along its own track by range / speed times her radial
velocity (the Doppler shift that makes a ship sail beside her wake). Orbits of radar satellites
are near polar, so the shift is mostly north or south and grows with her speed east or west; which
way the satellite flew and looked is not known, so it widens the density instead of moving it.

Blind spot: two Gaussians are no coastline: land is not looked at.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...geo.sphere import distance_m, offset_m, wrap_lon
from ...units import M_PER_DEG_LAT, MPS_PER_KN

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """How far off a ship may be.

    Fields without a source: own choice, measured together in docs/accuracy.md.
    """

    position_m: float = 25.0  # 1-sigma of a report: GNSS, clock; `facts.Params.position_sigma_m`
    antenna_share: float = 0.2  # of her length, where the antenna's place or heading is not known
    acceleration_mps2: float = 1.0e-4  # 1-sigma; `facts.Params.drift_acceleration_mps2`
    turning_mps2: float = 4.0e-4  # the same for a ship under way; own choice
    change_share: float = 0.3  # of the change of velocity between two reports; own choice
    speed_mps: float = 0.25  # 1-sigma error of a speed sent, half a knot
    speed_share: float = 0.05  # of it, course included; 3 deg of course
    cubic_h: float = 1.5  # beyond it a velocity says nothing of the middle; own choice
    still_kn: float = 1.0  # slower at both ends: she most likely stayed
    still_share: float = 0.95  # of such ships; own choice
    keep_h: float = 6.0  # e-folding time of "kept on" between reports; own choice
    keep_on_h: float = 3.0  # the same after a last or before a first report; own choice
    least_kn: float = 3.0  # a ship not heard can have gone as fast; own choice
    range_s: float = 113.0  # slant range 850 km over 7.5 km/s [Sentinel-1 orbit]
    incidence_sin: float = 0.63  # 39 deg, the middle of the swath
    along_share: float = 0.2  # of the shift that is not north or south: orbits lean 12 deg
    sighting_m: float = 100.0  # 1-sigma of a sighting that names none


@dataclass(frozen=True, slots=True)
class Guess:
    """Where each ship (columns) was at each time (rows): arrays of shape (times, ships)."""

    lat: Floats
    lon: Floats
    sigma_m: Floats
    wide_lat: Floats
    wide_lon: Floats
    wide_m: Floats
    kept_on: Floats  # share of the first Gaussian
    east_mps: Floats
    north_mps: Floats
    away_h: Floats  # to her nearest report
    heading_deg: Floats


def guess(fixes: pl.DataFrame, time_ms: Floats, params: Params = Params()) -> Guess:
    """Return where the ships of FIXES (one scene's) were at the times (n,)."""
    fix = {
        name: fixes[name].cast(pl.Float64).fill_null(np.nan).to_numpy()
        for side in ("before", "after")
        for name in (f"{side}_{c}" for c in ("lat_deg", "lon_deg", "sog_kn", "cog_deg",
                                             "heading_deg"))
    }  # fmt: skip
    t = np.asarray(time_ms, np.float64)[:, None]
    since, until = (
        (t - _ms(fixes["before_utc"])) / 1e3, (_ms(fixes["after_utc"]) - t) / 1e3
    )  # fmt: skip
    before = _Side(fix["before_lat_deg"], fix["before_lon_deg"], *_velocity(fix, "before"))
    after = _Side(fix["after_lat_deg"], fix["after_lon_deg"], *_velocity(fix, "after"))
    between = _between(before, after, since, until, params)
    onward = _onward(before, since, params)
    back = _onward(after, -until, params)
    parts = []
    for one, first, last in zip(between, onward, back, strict=True):
        parts.append(np.where(np.isnan(until), first, np.where(np.isnan(since), last, one)))
    nearest = np.fmin(np.abs(since), np.abs(until)) / 3600
    near_first = np.isnan(until) | (np.abs(since) <= np.abs(until))
    heading = np.where(near_first, fix["before_heading_deg"], fix["after_heading_deg"])
    course = np.where(near_first, fix["before_cog_deg"], fix["after_cog_deg"])
    speed = np.hypot(parts[7], parts[8]) / MPS_PER_KN
    heading = np.where(np.isnan(heading) & (speed >= 2.0), course, heading)
    return Guess(*[*parts, nearest, heading])


@dataclass(frozen=True, slots=True)
class _Side:
    lat: Floats
    lon: Floats
    east: Floats  # m/s, NaN where she sent none
    north: Floats


def _between(b: _Side, a: _Side, since: Floats, until: Floats, params: Params) -> list[Floats]:
    """Return the fields of Guess up to `north_mps` for ships heard before and after."""
    span_s = np.maximum(since + until, 1.0)
    f = since / span_s
    dx, dy = offset_m(b.lat, b.lon, a.lat, a.lon)
    mean_e, mean_n = dx / span_s, dy / span_s
    known = np.isfinite(b.east + a.east) & (span_s <= params.cubic_h * 3600)
    be, bn, ae, an = (np.where(known, v, m) for v, m in (
        (b.east, mean_e), (b.north, mean_n), (a.east, mean_e), (a.north, mean_n)))  # fmt: skip
    s = np.clip(f, 0.0, 1.0)
    # Hermite: the straight way, and what both velocities differ from it.
    x = dx * f + span_s * s * (1 - s) * ((1 - s) * (be - mean_e) - s * (ae - mean_e))
    y = dy * f + span_s * s * (1 - s) * ((1 - s) * (bn - mean_n) - s * (an - mean_n))
    fast = np.hypot(mean_e, mean_n) > params.still_kn * MPS_PER_KN
    change = np.nan_to_num(np.hypot(ae - be, an - bn)) / span_s * params.change_share
    bend = np.where(fast, params.turning_mps2, params.acceleration_mps2) + change
    half = np.maximum(since, 0.0) * np.maximum(until, 0.0)
    top = _top(b, a, params)
    straight_m = np.hypot(dx, dy)
    spare = (
        np.sqrt(
            np.maximum((np.maximum(top, straight_m / span_s) * span_s) ** 2 - straight_m**2, 0.0)
        )
        / 2
    )
    ellipse = spare * 2 * np.sqrt(half) / span_s
    bow = np.minimum(0.5 * bend * half, np.maximum(ellipse, 0.5 * params.acceleration_mps2 * half))
    sigma = np.hypot(params.position_m, bow)
    wide = np.hypot(2 * sigma, 0.6 * ellipse)
    slow = np.fmax(np.hypot(b.east, b.north), np.hypot(a.east, a.north))
    slow = np.fmax(slow, straight_m / span_s) <= params.still_kn * MPS_PER_KN
    keep = np.where(slow, params.still_share, np.exp(-span_s / 3600 / params.keep_h))
    lat, lon = _moved(b, x, y)
    straight = _moved(b, dx * f, dy * f)
    return [lat, lon, sigma, straight[0], straight[1], wide, keep,
            (1 - s) * be + s * ae, (1 - s) * bn + s * an]  # fmt: skip


def _onward(side: _Side, away: Floats, params: Params) -> list[Floats]:
    """Return the same from one report, `away` seconds after it (before it, if negative)."""
    s = np.abs(away)
    east, north = np.nan_to_num(side.east), np.nan_to_num(side.north)
    speed = np.hypot(east, north)
    unknown = np.where(np.isnan(side.east), params.least_kn * MPS_PER_KN, 0.0)
    fast = speed > params.still_kn * MPS_PER_KN
    bend = np.where(fast, params.turning_mps2, params.acceleration_mps2)
    off = np.hypot(params.speed_mps + unknown, params.speed_share * speed) * s
    top = np.maximum(speed, params.least_kn * MPS_PER_KN)
    sigma = np.hypot(params.position_m, np.minimum(np.hypot(off, 0.5 * bend * s * s), top * s))
    lat, lon = _moved(side, east * away, north * away)
    half = _moved(side, east * away / 2, north * away / 2)
    wide = np.hypot(2 * sigma, 0.5 * top * s)
    keep = np.exp(-s / 3600 / np.where(fast, params.keep_on_h, 2 * params.keep_on_h))
    shape = np.zeros_like(s)
    return [lat, lon, sigma, half[0], half[1], wide, keep, shape + east, shape + north]


def log_density(
    at: Guess, lat: Floats, lon: Floats, own_m: Floats, is_sar: Floats, antenna_m: Floats,
    params: Params = Params(),
) -> Floats:  # fmt: skip
    """Return the log density per m2 of seeing each ship (columns) where each sighting (rows) is.

    `own_m` (n,) is the sightings' own error, `is_sar` (n,) says which are of a radar satellite,
    `antenna_m` (m,) how far the antenna may lie from the middle of the hull.
    """
    shift = params.range_s * params.incidence_sin * is_sar[:, None]
    speed = np.hypot(at.east_mps, at.north_mps)
    to_north = shift * np.hypot(at.east_mps, params.along_share * speed)
    to_east = shift * params.along_share * speed
    own = np.hypot(own_m[:, None], antenna_m[None, :])
    terms = []
    for y, x, sigma, share in (
        (at.lat, at.lon, at.sigma_m, at.kept_on),
        (at.wide_lat, at.wide_lon, at.wide_m, 1.0 - at.kept_on),
    ):
        east, north = offset_m(y, x, lat[:, None], lon[:, None])
        se, sn = np.sqrt(sigma**2 + own**2 + to_east**2), np.sqrt(sigma**2 + own**2 + to_north**2)
        squares = (east / se) ** 2 + (north / sn) ** 2
        with np.errstate(divide="ignore"):
            terms.append(np.log(share) - 0.5 * squares - np.log(2 * np.pi * se * sn))
    return np.asarray(np.logaddexp(*terms))


def distance(at: Guess, lat: Floats, lon: Floats) -> Floats:
    """Return metres from where each ship most likely was to each sighting, (n, m)."""
    return np.asarray(distance_m(at.lat, at.lon, lat[:, None], lon[:, None]))


def _top(b: _Side, a: _Side, params: Params) -> Floats:
    """Return the speed she may have made, m/s."""
    sent = np.fmax(np.hypot(b.east, b.north), np.hypot(a.east, a.north))
    return np.asarray(np.fmax(np.nan_to_num(sent), params.least_kn * MPS_PER_KN))


def _velocity(fix: dict[str, Floats], side: str) -> tuple[Floats, Floats]:
    speed, course = fix[f"{side}_sog_kn"] * MPS_PER_KN, np.radians(fix[f"{side}_cog_deg"])
    course = np.where(speed == 0.0, 0.0, course)
    return speed * np.sin(course), speed * np.cos(course)


def _moved(side: _Side, east: Floats, north: Floats) -> tuple[Floats, Floats]:
    lat = np.clip(side.lat + north / M_PER_DEG_LAT, -90.0, 90.0)
    cos = np.maximum(np.cos(np.radians(side.lat)), 1e-6)
    return lat, wrap_lon(side.lon + east / M_PER_DEG_LAT / cos)


def _ms(times: pl.Series) -> Floats:
    return times.to_physical().cast(pl.Float64).fill_null(np.nan).to_numpy()
