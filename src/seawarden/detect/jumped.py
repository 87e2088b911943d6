"""Jumped: what a transmitter said while its positions were away, and how sure it was false.

Method: a block that one transmitter sent (`blocks.one_sender`) is false at one of its two places.
Its pattern is told by what was said there:

    on_land    inland, and a jump led there
    circle     round and round one point (`circles`)
    replay     the MMSI's own earlier track again, later by one fixed time
    offset     the way in and the way out are the same vector, reversed: a shifted track
    teleport   anything else: a far place, standing still or moving

Confidence is in log odds: who sent it, whether the jump was undone, how long it was, who heard
it, and the pattern. A jump that is never undone tells that positions are false, not which; it
is called only when it is far and fast.

Blind spots: a replay of another ship's track shows as teleport; shifts below 5 km are left to
the pass, which takes them for slips.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..geo.sphere import distance_m, offset_m
from ..units import M_PER_NM, MPS_PER_KN, MS_PER_H
from .areas import ONE, SAME
from .inland import inland_half_hours

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """What makes a false place, once one transmitter is known to have jumped."""

    min_jump_m: float = 5_000.0  # `facts.Params.glitch_max_m`: nearer ones are slips
    min_one_sender: float = 0.2  # less: two ships; see `identity`
    sure: float = 4.0  # log odds of one sender count so much at most
    undone: float = 0.0  # log odds: she came back to where she was expected
    one_way: float = -4.5  # a fix lost and found again looks the same; own choice
    one_way_far: float = -1.5  # one way, but so far and fast that no fix drifts there
    far_m: float = 20_000.0
    fast_kn: float = 100.0
    short_reports: int = 5  # fewer: a fault of an instant
    short: float = -1.5
    near: float = -1.0  # nearer than `near_m`: a slow receiver of fixes, a slipped clock
    near_m: float = 9_000.0
    one_receiver: float = -2.0  # only one receiver heard it, and not the ship before: its fault
    same_receiver: float = 0.5
    on_land: float = 1.5
    circle: float = 1.5
    min_shore_m: float = 5_000.0  # as in `inland.Params`
    vector_share: float = 0.15  # of the shift, by which way in and out may differ; own choice
    vector_m: float = 1_000.0
    vector_kn: float = 12.0  # a ship's own way during the waits at both ends
    replay_m: float = 900.0  # median distance to the earlier track; half a mile
    replay_min_nm: float = 2.0  # a ship lying still repeats every place
    replay_points: int = 3


def jumped(
    away: pl.DataFrame, trails: pl.DataFrame, rounds: pl.DataFrame, params: Params = Params()
) -> pl.DataFrame:
    """Return the blocks that are false positions, with `pattern`, `log_odds` and its parts.

    `away` are `blocks` with `heard` (`areas.heard_by`), areas left out; `trails` TRAILS of
    their MMSIs; `rounds` are `circles`. Columns are added: `pattern`, `w_*`, `log_odds`,
    `sog_kn`, `half_hours`, `way_nm`, `replayed_from_h_earlier`, `offset_nm`.
    """
    rows = away.filter(
        ~pl.col("is_home")
        & (pl.col("one_sender") >= params.min_one_sender)
        & (pl.col("distance_m") >= params.min_jump_m)
    ).with_row_index("block")
    inside = _inside(rows, trails)
    inside = inside.with_columns(is_inland=pl.Series(inland_half_hours(inside, params.min_shore_m)))
    said = inside.group_by("block").agg(
        sog_kn=pl.col("mean_sog_kn").mean(), half_hours=pl.len(),
        way_nm=pl.col("track_nm").sum(), inland=pl.col("is_inland").all(),
    )  # fmt: skip
    rows = rows.join(said, on="block", how="left").sort("block")
    rows = rows.with_columns(
        inland=pl.col("inland").fill_null(value=False),
        round=pl.Series(_goes_round(rows, rounds), dtype=pl.Boolean),
        shifted=pl.Series(_same_vector(rows, params), dtype=pl.Boolean),
        replayed_from_h_earlier=pl.Series(_replays(rows, inside, trails, params),
                                          dtype=pl.Float64),
        offset_nm=pl.col("distance_m") / M_PER_NM,
    )  # fmt: skip
    pattern = (
        pl.when("inland").then(pl.lit("on_land"))
        .when("round").then(pl.lit("circle"))
        .when(pl.col("replayed_from_h_earlier").is_not_null()).then(pl.lit("replay"))
        .when(pl.col("shifted") & (pl.col("way_nm") >= params.replay_min_nm)).then(pl.lit("offset"))
        .otherwise(pl.lit("teleport"))
    )  # fmt: skip
    return _weigh(rows.with_columns(pattern=pattern), params).drop("block")


def _inside(rows: pl.DataFrame, trails: pl.DataFrame) -> pl.DataFrame:
    """Return the half hours of each block, with `block`."""
    spans = rows.select("block", "hull", block_start="start_utc", block_end="end_utc")
    return (
        trails.join(spans, on="hull")
        .filter(pl.col("start_utc").is_between(pl.col("block_start"), pl.col("block_end")))
        .sort("block", "start_utc")
    )


def _goes_round(rows: pl.DataFrame, rounds: pl.DataFrame) -> list[bool]:
    """Return for each block whether a circle of its hull lies in its time."""
    met = rows.select("block", "hull", "start_utc", "end_utc").join(
        rounds.filter(pl.col("log_odds") > 0).select("hull", a="start_utc", b="end_utc"), on="hull"
    )
    met = met.filter((pl.col("a") < pl.col("end_utc")) & (pl.col("b") > pl.col("start_utc")))
    hits = set(met["block"].to_list())
    return [b in hits for b in rows["block"].to_list()]


def _same_vector(rows: pl.DataFrame, params: Params) -> Bools:
    """Return whether each block was left by the vector that led to it, reversed."""
    at = {
        f"{side}{axis}": rows[f"{side}{axis}_deg"].cast(pl.Float64).fill_null(np.nan).to_numpy()
        for side in ("from_", "", "end_", "to_")
        for axis in ("lat", "lon")
    }
    east_in, north_in = offset_m(at["from_lat"], at["from_lon"], at["lat"], at["lon"])
    east_out, north_out = offset_m(at["to_lat"], at["to_lon"], at["end_lat"], at["end_lon"])
    wait_s = (
        (rows["start_utc"] - rows["before_utc"]).dt.total_seconds().fill_null(0)
        + (rows["after_utc"] - rows["end_utc"]).dt.total_seconds().fill_null(0)
    ).to_numpy()
    slack = (
        params.vector_m
        + params.vector_share * np.hypot(east_in, north_in)
        + params.vector_kn * MPS_PER_KN * wait_s
    )
    differ = np.hypot(east_in - east_out, north_in - north_out)
    # The slack must be well below the shift itself, or any two ways would do.
    shift = np.hypot(east_in, north_in)
    return np.asarray((differ <= slack) & (slack <= 0.6 * shift + params.vector_m))


def _replays(
    rows: pl.DataFrame, inside: pl.DataFrame, trails: pl.DataFrame, params: Params
) -> list[float | None]:
    """Return by how many hours each block repeats its MMSI's earlier track; None if it does not."""
    out: list[float | None] = [None] * rows.height
    moving = rows.filter(pl.col("way_nm") >= params.replay_min_nm)
    if moving.is_empty():
        return out
    tracks = dict(_points(trails.join(moving.select("mmsi").unique(), on="mmsi"), "mmsi"))
    said = dict(_points(inside.join(moving.select("block"), on="block"), "block"))
    for block, mmsi, start in moving.select(
        "block", "mmsi", pl.col("start_utc").to_physical()
    ).iter_rows():
        t, lat, lon = tracks[mmsi]
        earlier = t < start
        out[block] = _lag_h(said[block], (t[earlier], lat[earlier], lon[earlier]), params)
    return out


Track = tuple[Floats, Floats, Floats]


def _points(trails: pl.DataFrame, by: str) -> list[tuple[int, Track]]:
    """Return (key, (ms, lat, lon)) of the first and last position of each half hour."""
    both = pl.concat(
        [
            trails.select(by, t=pl.col(f"{end}_utc").to_physical().cast(pl.Float64),
                          lat=f"{end}_lat_deg", lon=f"{end}_lon_deg")
            for end in ("start", "end")
        ]
    ).unique().sort(by, "t", "lat", "lon")  # fmt: skip
    return [
        (int(part[by][0]), (part["t"].to_numpy(), part["lat"].to_numpy(), part["lon"].to_numpy()))
        for part in both.partition_by(by, maintain_order=True)
    ]


def _lag_h(said: Track, earlier: Track, params: Params) -> float | None:
    """Return the hours by which `said` follows `earlier`, if it does."""
    t, lat, lon = said
    t0, lat0, lon0 = earlier
    if t.size < params.replay_points or t0.size < params.replay_points:
        return None
    lon0 = np.unwrap(lon0, period=360.0)
    when = np.linspace(t0[0], t0[-1], min(4 * t0.size, 4000))
    path_lat, path_lon = np.interp(when, t0, lat0), np.interp(when, t0, lon0)
    near = distance_m(lat[0], lon[0], path_lat, path_lon)
    best: tuple[float, float] = (np.inf, 0.0)
    for k in np.argsort(near, kind="stable")[:24]:
        if near[k] > 4 * params.replay_m:
            break
        for shift in np.linspace(-1.0, 1.0, 9) * (when[1] - when[0] if when.size > 1 else 0.0):
            lag = t[0] - when[k] + shift
            back = t - lag
            if back[0] < t0[0] - 1 or back[-1] > t0[-1] + MS_PER_H / 2:
                continue
            off = distance_m(lat, lon, np.interp(back, t0, lat0), np.interp(back, t0, lon0))
            best = min(best, (float(np.median(off)), float(lag)))
    return best[1] / MS_PER_H if best[0] <= params.replay_m else None


def _weigh(rows: pl.DataFrame, params: Params) -> pl.DataFrame:
    """Return the blocks with the parts of their log odds."""
    p = pl.col("one_sender").clip(1e-6, 1 - 1e-6)
    far = (pl.col("distance_m") >= params.far_m) & (pl.col("speed_kn") >= params.fast_kn)
    rows = rows.with_columns(
        w_sender=(p / (1 - p)).log().clip(upper_bound=params.sure),
        w_return=pl.when(~pl.col("is_one_way")).then(params.undone)
        .when(far).then(params.one_way_far).otherwise(params.one_way),
        w_length=pl.when(pl.col("n_reports") < params.short_reports).then(params.short)
        .otherwise(0.0)
        + pl.when(pl.col("distance_m") < params.near_m).then(params.near).otherwise(0.0),
        w_heard=pl.when(pl.col("heard") == ONE).then(params.one_receiver)
        .when(pl.col("heard") == SAME).then(params.same_receiver).otherwise(0.0),
        w_pattern=pl.when(pl.col("pattern") == "on_land").then(params.on_land)
        .when(pl.col("pattern") == "circle").then(params.circle).otherwise(0.0),
    )  # fmt: skip
    return rows.with_columns(
        log_odds=pl.sum_horizontal("w_sender", "w_return", "w_length", "w_heard", "w_pattern")
    )
