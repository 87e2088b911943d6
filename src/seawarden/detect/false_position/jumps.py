"""Jumped: what a transmitter said while its positions were away, and how sure it was false.

Method: a block that one transmitter sent (`blocks.one_sender`) is false at one of its two places.
Its pattern is told by what was said there:

    on_land    inland, and a jump led there
    circle     round and round one point (`circles`)
    replay     the MMSI's own earlier track again, later by one fixed time; also where no jump
               leads back, because the ship was near by when it ended
    offset     the way in and the way out are the same vector, reversed: a shifted track
    teleport   anything else: a far place, standing still or moving

Confidence is in log odds: who sent it, whether the jump was undone, how long it was, who heard
it, and the pattern. A jump that is never undone tells that positions are false, not which; it
is called only when it is far and fast.

Blind spots: a replay of another ship's track shows as teleport; shifts below 5 km are left to
the pass, which takes them for slips.
"""

from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...geo.sphere import offset_m
from ...units import M_PER_NM, MPS_PER_KN, MS_PER_H
from . import replays
from .inland import inland_half_hours
from .interference import ONE, SAME

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """What makes a false place, once one transmitter is known to have jumped.

    Fields without a source: own choice, measured together in docs/accuracy.md.
    What has no unit in its name is in natural log odds, or a share, count or ratio that says so.
    """

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
    replay: replays.Params = field(default_factory=replays.Params)
    fits_again: float = 3.0  # log odds: a one-way jump into her own earlier track


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
    summary = inside.group_by("block").agg(
        sog_kn=pl.col("mean_sog_kn").mean(), half_hours=pl.len(),
        way_nm=pl.col("track_nm").sum(), inland=pl.col("is_inland").all(),
    )  # fmt: skip
    rows = rows.join(summary, on="block", how="left").sort("block")
    rows = rows.with_columns(
        inland=pl.col("inland").fill_null(value=False),
        round=pl.Series(_goes_round(rows, rounds), dtype=pl.Boolean),
        shifted=pl.Series(_same_vector(rows, params), dtype=pl.Boolean),
        replayed_from_h_earlier=pl.Series(_replays(rows, inside, trails, params),
                                          dtype=pl.Float64),
        offset_nm=pl.col("distance_m") / M_PER_NM,
    )  # fmt: skip
    rows = _sent_again(rows, trails, params)
    pattern = (
        pl.when("inland").then(pl.lit("on_land"))
        .when("round").then(pl.lit("circle"))
        .when(pl.col("replayed_from_h_earlier").is_not_null()).then(pl.lit("replay"))
        .when(pl.col("shifted") & (pl.col("way_nm") >= params.replay.min_nm))
        .then(pl.lit("offset"))
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
    moving = rows.filter(pl.col("way_nm") >= params.replay.min_nm)
    if moving.is_empty():
        return out
    tracks = dict(replays.points(trails.join(moving.select("mmsi").unique(), on="mmsi"), "mmsi"))
    away = dict(replays.points(inside.join(moving.select("block"), on="block"), "block"))
    for block, mmsi, start in moving.select(
        "block", "mmsi", pl.col("start_utc").to_physical()
    ).iter_rows():
        t, lat, lon = tracks[mmsi]
        earlier = t < start
        out[block] = replays.lag_h(
            away[block], (t[earlier], lat[earlier], lon[earlier]), params.replay
        )
    return out


def _sent_again(rows: pl.DataFrame, trails: pl.DataFrame, params: Params) -> pl.DataFrame:
    """Return the rows, one-way jumps into the MMSI's own earlier track told as that replay.

    A replay can end where the ship has meanwhile come to, or near enough: no jump leads back.
    """
    far = (pl.col("distance_m") >= params.far_m) & (pl.col("speed_kn") >= params.fast_kn)
    asked = rows.filter(pl.col("is_one_way") & far)  # trawlers go over one ground again
    if asked.is_empty():
        return rows
    tracks = dict(replays.points(trails.join(asked.select("mmsi").unique(), on="mmsi"), "mmsi"))
    replayed: list[dict[str, object]] = []
    for block, mmsi, left, landed in asked.select(
        "block", "mmsi",
        pl.coalesce("before_utc", "end_utc").to_physical(),
        pl.when(pl.col("before_utc").is_null()).then("after_utc").otherwise("start_utc")
        .to_physical(),
    ).iter_rows():  # fmt: skip
        if mmsi not in tracks:
            continue  # too short in every half hour to leave a track
        t, lat, lon = tracks[mmsi]
        old = t <= left
        new = (t >= landed) & (t <= landed + params.replay.max_h * MS_PER_H)
        head = np.flatnonzero(new)[: params.replay.head]
        earlier = (t[old], lat[old], lon[old])
        if head.size < params.replay.points or not replays.goes(
            lat[head], lon[head], params.replay
        ):
            continue
        lag = replays.lag_h((t[head], lat[head], lon[head]), earlier, params.replay)
        if lag is None:
            continue
        last = replays.until((t[new], lat[new], lon[new]), earlier, lag * MS_PER_H, params.replay)
        part = trails.filter(
            (pl.col("mmsi") == mmsi)
            & pl.col("start_utc").to_physical().is_between(landed, int(last))
        )
        replayed.append(
            {
                "block": block, "again_h": lag, "landed": landed, "last": int(last),
                "again_lat": float(lat[head[0]]), "again_lon": float(lon[head[0]]),
                "again_first": part["first_row"].min(), "again_last": part["last_row"].max(),
                "again_half_hours": part.height, "again_reports": part["n_reports"].sum(),
            }
        )  # fmt: skip
    if not replayed:
        return rows
    time = rows.schema["start_utc"]
    again = pl.DataFrame(replayed).with_columns(
        pl.col("block").cast(rows.schema["block"]), pl.col("landed", "last").cast(time)
    )
    rows = rows.join(again, on="block", how="left")
    return rows.with_columns(
        replayed_from_h_earlier=pl.coalesce("again_h", "replayed_from_h_earlier"),
        start_utc=pl.coalesce("landed", "start_utc"),
        end_utc=pl.coalesce("last", "end_utc"),
        lat_deg=pl.coalesce("again_lat", "lat_deg"), lon_deg=pl.coalesce("again_lon", "lon_deg"),
        first_row=pl.coalesce("again_first", "first_row"),
        last_row=pl.coalesce("again_last", "last_row"),
        half_hours=pl.coalesce(pl.col("again_half_hours").cast(rows.schema["half_hours"]),
                               "half_hours"),
        n_reports=pl.coalesce("again_reports", "n_reports"),
        fits_again=pl.col("again_h").is_not_null(),
    ).select(*rows.columns[: rows.columns.index("again_h")], "fits_again")  # fmt: skip


def _weigh(rows: pl.DataFrame, params: Params) -> pl.DataFrame:
    """Return the blocks with the parts of their log odds."""
    if "fits_again" not in rows.columns:
        rows = rows.with_columns(fits_again=pl.lit(value=False))
    rows = rows.with_columns(pl.col("fits_again").fill_null(value=False))
    p = pl.col("one_sender").clip(1e-6, 1 - 1e-6)
    far = (pl.col("distance_m") >= params.far_m) & (pl.col("speed_kn") >= params.fast_kn)
    rows = rows.with_columns(
        w_sender=(p / (1 - p)).log().clip(upper_bound=params.sure),
        w_return=pl.when(pl.col("fits_again")).then(params.one_way_far + params.fits_again)
        .when(~pl.col("is_one_way")).then(params.undone)
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
