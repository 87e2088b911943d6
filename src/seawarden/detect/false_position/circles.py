"""Circles: a ship said to make way for hours that goes round and round one point.

Method: a run of half hours (TRAILS) of one hull, each with a mean speed of 3 kn or more and all
in one small place, is laid on a circle: the algebraic fit of Kasa [kasa1976], once over all first
and last positions of the half hours and once more without those far off it. False positions made
by interference or by a forged feed lie on a circle to within a few hundredths of its radius, for
hours, at one speed [bergman2019]; ships that turn for their living do not. The points must also lie
round the circle: a ferry to and fro has her half hours end at two landings, and any two places
lie on a circle. Counted are the sectors of 30 deg that hold a point, over as many as so many
points at random would fill.

Blind spots: circles wider than 5 km; fewer than three rounds; a circle of which each round is heard
once or twice (between two reports she seems to go slowly); a ship that truly sails exact
circles for hours (acceptance trials); a centre that drifts.

[kasa1976] I. Kasa, IEEE Transactions on Instrumentation and Measurement 25 (1976), 8-14.
[bergman2019] B. Bergman, "Systematic GPS manipulation occurring at Chinese oil terminals and
government installations", SkyTruth, December 2019.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...geo.sphere import distance_m, offset_m, wrap_lon
from ...units import M_PER_DEG_LAT, MPS_PER_KN, MS_PER_H
from ..transfer.ship_kind import CARGO, FISHING, OTHER, PASSENGER, SERVICE, TANKER, ship_kind

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


_LOOK_AHEAD = 3  # half hours
_SECTORS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """What makes a circle that no ship sails.

    Fields without a source: own choice, measured together in docs/accuracy.md.
    What has no unit in its name is in natural log odds, or a share, count or ratio that says so.
    """

    min_sog_kn: float = 3.0  # RadianceFleet's rule for circles asks for a median above 3 kn
    max_radius_m: float = 5_000.0  # reported: 0.2 to 2 km; own margin
    min_radius_m: float = 100.0  # below it position noise makes the shape
    max_hole_h: float = 2.0  # between two half hours of one run
    min_points: int = 6  # a circle has three free parameters
    min_rounds: float = 3.0  # fewer are a manoeuvre
    keep_within: float = 0.25  # of the radius, on the second fit
    min_kept: float = 0.6  # of the points: she comes and goes
    prior: float = -2.0  # log odds; few tight runs at speed are false; own choice
    noise_m: float = 15.0  # of positions; taken out of the residual
    fit: tuple[float, ...] = (0.03, 0.05, 0.08, 0.2)  # residual over radius
    fit_odds: tuple[float, ...] = (4.0, 1.5, -1.0, -4.0)  # log odds; own choice
    points: tuple[float, ...] = (6.0, 10.0, 20.0)
    points_odds: tuple[float, ...] = (-3.0, -0.5, 1.0)
    rounds: tuple[float, ...] = (3.0, 6.0, 12.0)
    rounds_odds: tuple[float, ...] = (-0.5, 0.3, 0.8)
    spread: tuple[float, ...] = (0.45, 0.65, 0.8)  # sectors filled, over those filled by chance
    spread_odds: tuple[float, ...] = (-6.0, -2.5, 0.0)  # own choice, measured on made ferries
    fishing: float = -1.5  # sets nets round a shoal
    service: float = -1.0  # pilots wait, tugs hold station
    passenger: float = -0.5
    other: float = -1.5  # races, exercises
    trade: float = 0.5  # cargo ships and tankers go somewhere


def circles(trails: pl.DataFrame, hulls: pl.DataFrame, params: Params = Params()) -> pl.DataFrame:
    """Return one row a run on a circle: hull, times, centre, radius, confidence and its parts.

    `trails` and `hulls` are TRAILS and HULLS in any order. Columns: `hull`, `mmsi`,
    `start_utc`, `end_utc`, `lat_deg`, `lon_deg` (centre), `radius_m`, `residual_share`,
    `rounds`, `points`, `sog_kn`, `turn_deg`, `kind`, `log_odds`, `first_row`, `last_row`.
    """
    slow = _candidates(trails, params)
    fitted = _fit_runs(slow, params)
    kinds = hulls.select("hull", kind=ship_kind(pl.col("ship_type")))
    return _weigh(fitted.join(kinds, on="hull", how="left"), params)


def _candidates(trails: pl.DataFrame, params: Params) -> pl.DataFrame:
    """Return half hours at speed in a small box, with `run`, those of one run side by side."""
    side = 2.4 * params.max_radius_m  # a circle and the noise round it
    wide = (pl.col("east_deg") - pl.col("west_deg")) % 360.0 * M_PER_DEG_LAT
    rows = trails.filter(
        (pl.col("mean_sog_kn") >= params.min_sog_kn)
        & ((pl.col("north_deg") - pl.col("south_deg")) * M_PER_DEG_LAT <= side)
        & (wide * pl.col("south_deg").radians().cos() <= side)
    ).sort("hull", "start_utc", "first_row")
    lat = ((rows["north_deg"] + rows["south_deg"]) / 2).to_numpy()
    half = ((rows["east_deg"] - rows["west_deg"]) % 360.0).to_numpy() / 2
    lon = wrap_lon(rows["west_deg"].to_numpy() + half)
    start = rows["start_utc"].to_physical().to_numpy()
    end = rows["end_utc"].to_physical().to_numpy()
    hull = rows["hull"].to_numpy()
    begins = np.ones(rows.height, bool)
    if rows.height > 1:
        hole = (start[1:] - end[:-1]) / MS_PER_H
        begins[1:] = (hull[1:] != hull[:-1]) | (hole > params.max_hole_h)
    if rows.height > _LOOK_AHEAD:
        begins[1:] |= _leaves(hull, lat, lon, 2 * params.max_radius_m)
    rows = rows.with_columns(
        run=pl.Series(np.cumsum(begins)), mid_lat_deg=pl.Series(lat), mid_lon_deg=pl.Series(lon)
    )
    return rows.filter(pl.len().over("run") * 2 >= params.min_points)


def _leaves(hull: Ints, lat: Floats, lon: Floats, far_m: float) -> NDArray[np.bool_]:
    """Return for each step whether a ship on her way made it: longest of a few that go far.

    A ship on her way is soon further off than any two places on one circle.
    """
    step = distance_m(lat[:-1], lon[:-1], lat[1:], lon[1:])
    out: NDArray[np.bool_] = step > far_m
    for k in range(2, _LOOK_AHEAD + 1):
        far = distance_m(lat[:-k], lon[:-k], lat[k:], lon[k:]) > far_m
        goes = np.flatnonzero(far & (hull[:-k] == hull[k:]))
        within = goes[:, None] + np.arange(k)
        out[within[np.arange(goes.size), np.argmax(step[within], axis=1)]] = True
    return out


def _fit_runs(rows: pl.DataFrame, params: Params) -> pl.DataFrame:
    """Return one row a run with the circle that fits it, those that cannot be one left out."""
    run, size = np.unique(rows["run"].to_numpy(), return_inverse=True)[1], rows["run"].n_unique()
    first = np.unique(run, return_index=True)[1]
    lat = np.concatenate([rows["start_lat_deg"].to_numpy(), rows["end_lat_deg"].to_numpy()])
    lon = np.concatenate([rows["start_lon_deg"].to_numpy(), rows["end_lon_deg"].to_numpy()])
    owner = np.concatenate([run, run])
    lat0, lon0 = lat[: run.size][first], lon[: run.size][first]
    x, y = offset_m(lat0[owner], lon0[owner], lat, lon)
    x0, y0 = offset_m(lat0[run], lon0[run], rows["mid_lat_deg"], rows["mid_lon_deg"])
    # The one report of a half hour is one point, not two.
    is_repeated = np.concatenate([np.zeros(run.size, bool), rows["n_reports"].to_numpy() < 2])
    # The way there and back again is left out: begin from the middle of the half hours.
    cx, cy = _medians(x0, run, size), _medians(y0, run, size)
    away = np.hypot(x - cx[owner], y - cy[owner])
    keep = ~is_repeated & (away <= 2.0 * _medians(away, owner, size)[owner])
    cx, cy, r = _kasa(x, y, owner, keep, size)
    for share in (2 * params.keep_within, params.keep_within):
        off = np.abs(np.hypot(x - cx[owner], y - cy[owner]) - r[owner])
        keep = (off <= share * r[owner]) & ~is_repeated
        cx, cy, r = _kasa(x, y, owner, keep, size)
    off = np.where(keep, np.hypot(x - cx[owner], y - cy[owner]) - r[owner], 0.0)
    n = np.bincount(owner, keep, size)
    spread = _spread(np.arctan2(y - cy[owner], x - cx[owner])[keep], owner[keep], n)
    # Three parameters fitted: so few degrees of freedom are left.
    square = np.bincount(owner, off**2, size) / np.maximum(n - 3.0, 1.0)
    residual = np.sqrt(np.maximum(square - params.noise_m**2, 0.0))
    runs = rows.group_by("run", maintain_order=True).agg(
        pl.col("hull", "mmsi", "start_utc").first(), pl.col("end_utc").last(),
        sog_kn=pl.col("mean_sog_kn").mean(), turn_deg=pl.col("turn_deg").sum(),
        first_row=pl.col("first_row").min(), last_row=pl.col("last_row").max(),
    )  # fmt: skip
    hours = (runs["end_utc"] - runs["start_utc"]).dt.total_milliseconds().to_numpy() / MS_PER_H
    sailed_m = runs["sog_kn"].to_numpy() * MPS_PER_KN * 3600.0 * hours
    with np.errstate(invalid="ignore", divide="ignore"):
        runs = runs.with_columns(
            lat_deg=pl.Series(lat0 + cy / M_PER_DEG_LAT),
            lon_deg=pl.Series(wrap_lon(lon0 + cx / M_PER_DEG_LAT / np.cos(np.radians(lat0)))),
            radius_m=pl.Series(r), residual_share=pl.Series(residual / r),
            rounds=pl.Series(sailed_m / (2 * np.pi * r)), points=pl.Series(n),
            spread=pl.Series(spread),
            kept=pl.Series(n / np.bincount(owner, ~is_repeated, size)),
        )  # fmt: skip
    return runs.filter(
        pl.col("radius_m").is_between(params.min_radius_m, params.max_radius_m)
        & (pl.col("points") >= params.min_points) & (pl.col("kept") >= params.min_kept)
        & (pl.col("rounds") >= params.min_rounds) & pl.col("residual_share").is_not_nan()
    )  # fmt: skip


def _spread(angle: Floats, owner: Ints, n: NDArray[Any]) -> Floats:
    """Return how many sectors of the circle each run's `n` points fill, over those by chance."""
    sector = np.floor(angle / (2 * np.pi) * _SECTORS).astype(np.int64) % _SECTORS
    filled = np.bincount(np.unique(owner * _SECTORS + sector) // _SECTORS, minlength=n.size)
    by_chance = _SECTORS * (1.0 - (1.0 - 1.0 / _SECTORS) ** np.maximum(n, 1.0))
    return np.asarray(filled / by_chance)


def _medians(values: Floats, owner: Ints, size: int) -> Floats:
    """Return the (lower) median of each owner's values."""
    order = np.lexsort((values, owner))
    count = np.bincount(owner, minlength=size)
    middle = np.cumsum(count) - count + np.maximum(count - 1, 0) // 2
    out: Floats = values[order][middle] if values.size else np.zeros(size)
    return out


def _kasa(
    x: Floats, y: Floats, owner: Ints, keep: NDArray[np.bool_], size: int
) -> tuple[Floats, Floats, Floats]:
    """Return (x, y, radius) of each run's circle: least squares of x^2 + y^2 + ax + by + c."""
    w = keep.astype(np.float64)

    def total(values: Floats) -> Floats:
        return np.asarray(np.bincount(owner, values * w, size), dtype=np.float64)

    n = np.maximum(total(np.ones(x.size)), 1.0)
    mx, my = total(x) / n, total(y) / n
    u, v = x - mx[owner], y - my[owner]
    z = u * u + v * v
    uu, vv, uv, uz, vz = (total(a) for a in (u * u, v * v, u * v, u * z, v * z))
    flat = np.maximum(uu * vv - uv * uv, 1e-6)
    cx = (uz * vv - vz * uv) / (2 * flat)
    cy = (vz * uu - uz * uv) / (2 * flat)
    return cx + mx, cy + my, np.sqrt(cx**2 + cy**2 + total(z) / n)


def _weigh(fitted: pl.DataFrame, params: Params) -> pl.DataFrame:
    """Return the runs with `log_odds` that their positions are false."""
    kind = pl.col("kind").fill_null("unknown")
    trades = {
        FISHING: params.fishing, SERVICE: params.service, PASSENGER: params.passenger,
        OTHER: params.other, CARGO: params.trade, TANKER: params.trade,
    }  # fmt: skip
    fit = np.interp(np.log(np.maximum(fitted["residual_share"].to_numpy(), 1e-6)),
                    np.log(params.fit), params.fit_odds)  # fmt: skip
    fit += np.interp(fitted["points"].to_numpy(), params.points, params.points_odds)
    fit += np.interp(fitted["rounds"].to_numpy(), params.rounds, params.rounds_odds)
    fit += np.interp(fitted["spread"].to_numpy(), params.spread, params.spread_odds)
    trade = kind.replace_strict(trades, default=0.0, return_dtype=pl.Float64)
    return fitted.with_columns(kind=kind, log_odds=pl.Series(fit) + trade + params.prior).drop(
        "run", "kept", "spread"
    )
