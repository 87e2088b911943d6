"""What sightings say of a stop: a second hull beside the ship, two hulls in one, or she alone.

Method: the log of how much likelier what was seen is with a silent ship alongside than without.
With one alongside the two show as one long detection (`merged`) or as two; alone the detection has
her own length, and one beside her is chance. A sighting says nothing of the hours far from it, so
only so much of a stop is taken as alongside (`present`). Blind spot: a sensor that saw the place
and reported nothing at all leaves no sighting.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from ..contract.columns import floats
from ..sighting import sensor_model

SEEN = pl.Schema(
    {"n": pl.Int64(), "w_sightings": pl.Float64(), "own_sightings": pl.Int64(),
     "p_beside": pl.Float64(), "beside_m": pl.Float64(), "length_ratio": pl.Float64(),
     "sighting_ids": pl.List(pl.String()), "partner_hull": pl.Int64()}
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """How sightings are weighed.

    Fields without a source: own choice, measured together in docs/accuracy.md.
    What has no unit in its name is a share of 1, or a ratio that says so.
    """

    near_m: float = 500.0  # [pipe-encounters] max_encounter_dist_km
    error_times: float = 2.0  # of the hull's own uncertainty, added to it, at most `near_m` more
    merged: float = 0.5  # of pairs alongside that show as one; own choice
    overlap: tuple[float, ...] = (0.55, 0.7, 0.8, 0.9, 1.0)  # seen length over both hulls'
    partner_m: tuple[float, ...] = (50.0, 70.0, 90.0, 110.0, 140.0, 180.0)  # lengths of the other
    missed: float = 0.15  # the second hull of two is not seen apart; own choice
    chance: float = 0.007  # a detection beside her that is no ship alongside: ghosts; own choice
    present: float = 0.75  # of such a stop she lies alongside; own choice
    silent_h: float = 2.0  # a hull not heard for so long was silent; `dark_ship.Params`
    beam_m: float = 8.0  # 1-sigma of a measured beam; MAE 5 m [ai2 S1 card]
    most: float = 5.0  # log odds: what all sightings of a stop may weigh


def weigh(
    stops: pl.DataFrame, matched: pl.DataFrame, pairs: pl.DataFrame, beams: pl.DataFrame,
    params: Params, sensor: sensor_model.Params,
) -> pl.DataFrame:  # fmt: skip
    """Return `SEEN`, one row a stop that was sighted; `stops` holds `n`, `hull`, its times.

    `matched` and `pairs` are those of `assign.match_sightings`, `beams` (`sighting_id`, `beam_m`,
    `hull_beam_m`) what is known of widths.
    """
    near = stops.select("n", "hull", "start_utc", "end_utc").join(
        pairs.select("sighting_id", "hull", "distance_m", pl.col("sigma_m").alias("off_m")),
        on="hull",
    )
    near = near.join(
        matched.select("sighting_id", "time_utc", "length_m", "hull_length_m", "p_extra", "p_real",
                       "away_h", "p_match", matched="hull"),
        on="sighting_id",
    ).filter(pl.col("time_utc").is_between("start_utc", "end_utc"))  # fmt: skip
    own = near.filter(pl.col("matched") == pl.col("hull"))
    reach = params.near_m + (pl.col("off_m") * params.error_times).clip(upper_bound=params.near_m)
    is_silent = pl.col("matched").is_null() | (pl.col("away_h") >= params.silent_h)
    beside = near.filter(
        (pl.col("matched").ne_missing(pl.col("hull"))) & is_silent & (pl.col("distance_m") <= reach)
    ).with_columns(
        p=pl.when(pl.col("matched").is_null()).then(pl.col("p_extra") * pl.col("p_real"))
        .otherwise("p_match")
    ).sort("n", "p", "sighting_id", descending=[False, True, False])  # fmt: skip
    if own.is_empty() and beside.is_empty():
        return SEEN.to_frame()
    return _summed(_own(own, beams, params, sensor), beside, params)


def _own(
    own: pl.DataFrame, beams: pl.DataFrame, params: Params, sensor: sensor_model.Params
) -> pl.DataFrame:
    """Return the sightings of the ship herself with the odds of two hulls in one, as a ratio."""
    own = own.join(beams, on="sighting_id", how="left", maintain_order="left")
    seen, length = floats(own["length_m"]), floats(own["hull_length_m"])
    one = np.exp(sensor_model.log_length(seen, length, sensor))
    two = np.zeros(seen.size)
    for partner in params.partner_m:
        for overlap in params.overlap:
            both = np.maximum(overlap * (length + partner), length)
            two += np.exp(sensor_model.log_length(seen, both, sensor))
    two /= len(params.partner_m) * len(params.overlap)
    known = np.isfinite(seen) & np.isfinite(length)
    ratio = np.where(known, two / np.maximum(one, 1e-12), 1.0)
    beam, own_beam = floats(own["beam_m"]), floats(own["hull_beam_m"])
    wide = np.exp(
        sensor_model.log_normal(beam, 1.9 * own_beam, np.full(beam.size, 2 * params.beam_m))
    )
    slim = np.exp(sensor_model.log_normal(beam, own_beam, np.full(beam.size, params.beam_m)))
    ratio *= np.where(np.isfinite(beam + own_beam), (wide + 1e-3) / (slim + 1e-3), 1.0)
    return own.with_columns(ratio=pl.Series(ratio), length_ratio=pl.Series(seen / length))


def _summed(own: pl.DataFrame, beside: pl.DataFrame, params: Params) -> pl.DataFrame:
    """Return `SEEN`: per stop the log odds of all its sightings, bounded."""
    first = beside.unique("n", keep="first", maintain_order=True).select(
        "n", p_beside="p", beside_m="distance_m", beside_id="sighting_id",
        partner_hull=pl.col("matched"),
    )  # fmt: skip
    alone = pl.col("ratio") * params.merged + params.missed * (1 - params.merged)
    w_own = (1 - params.present + params.present * alone).log()
    mine = own.group_by("n", maintain_order=True).agg(
        w_own=w_own.sum(), best=w_own.max(), own_sightings=pl.len(),
        length_ratio=pl.col("length_ratio").max(), ids=pl.col("sighting_id").sort(),
    )  # fmt: skip
    out = mine.join(first, on="n", how="full", coalesce=True)
    p = pl.col("p_beside").fill_null(0.0)
    two = (1 - params.merged) * (1 - params.missed) * params.present
    w_beside = (1 - p + p * two / params.chance).log()
    # With a second hull beside her, her own length says nothing against a partner.
    w_own = pl.when(p >= 0.5).then(pl.col("w_own").clip(lower_bound=0.0)).otherwise("w_own")
    return out.select(
        "n",
        w_sightings=(w_own.fill_null(0.0) + w_beside).clip(-params.most, params.most),
        own_sightings=pl.col("own_sightings").fill_null(0).cast(pl.Int64),
        p_beside="p_beside", beside_m="beside_m", length_ratio="length_ratio",
        sighting_ids=pl.concat_list(
            pl.col("ids").fill_null([]),
            pl.when(pl.col("beside_id").is_null()).then([]).otherwise(pl.concat_list("beside_id")),
        ),
        partner_hull="partner_hull",
    ).cast(dict(SEEN)).sort("n")  # type: ignore[arg-type]  # fmt: skip
