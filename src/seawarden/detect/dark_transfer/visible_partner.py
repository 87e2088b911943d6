"""Around a stop: was she under way before and after, and did a ship that was heard lie beside her?

Method: a visible partner is a ship in CONTACTS within `beside_m`, or stopped side by side with her
where reports are too rare for two slots of a pair to come close in time. Blind spot: a ship that
fell silent in her stop is no visible partner, however long she was heard before.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from ...facts.params import Params as FactParams
from ...geo.point_tree import PointTree
from ...geo.sphere import unit_vectors
from ...ids.hulls import mmsi_of
from ...thresholds import follows
from ...units import EARTH_RADIUS_M, MS_PER_H
from ..contacts.pairs import both_ways


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """What a visible partner is, and what under way.

    Fields without a source: own choice, measured together in docs/accuracy.md.
    """

    beside_m: float = 500.0  # as an encounter [pipe-encounters], `contacts` within it
    neighbour_m: float = 500.0  # between the mean places of two stops; as `beside_m`
    heard_h: float = 2.0  # without a report for no longer, she was heard all the while; own choice
    heard_times: float = follows(FactParams, "silence_times_usual")  # her usual interval, if longer
    slot_min: float = follows(FactParams, "slot_min")
    passage_h: float = 3.0  # before and after, in which she was under way
    passage_kn: float = 5.0  # under way


def passage(found: pl.DataFrame, trails: pl.DataFrame, params: Params) -> pl.Series:
    """Return True where she was under way both shortly before and shortly after the stop."""
    fast = trails.filter(pl.col("mean_sog_kn") >= params.passage_kn).select(
        "hull", at="start_utc"
    )  # fmt: skip
    reach = pl.duration(minutes=round(params.passage_h * 60))
    near = found.select("n", "hull", "start_utc", "end_utc").join(fast, on="hull")
    came = near.filter(pl.col("at").is_between(pl.col("start_utc") - reach, "start_utc"))
    left = near.filter(pl.col("at").is_between("end_utc", pl.col("end_utc") + reach))
    return found["n"].is_in(came["n"].unique().implode()) & found["n"].is_in(
        left["n"].unique().implode()
    )


def contact_hours(found: pl.DataFrame, contacts: pl.DataFrame, params: Params) -> pl.Series:
    """Return the hours that one visible ship lay within `beside_m` during the stop."""
    beside = both_ways(contacts, params.beside_m)
    near = found.select("n", "hull", "start_utc", "end_utc").join(beside, on="hull")
    near = near.filter(pl.col("time_utc").is_between("start_utc", "end_utc"))
    hours = (
        near.group_by("n", "other")
        .len()
        .group_by("n")
        .agg(h=pl.col("len").max() * params.slot_min / 60)
    )
    return (
        found.select("n").join(hours, on="n", how="left", maintain_order="left")["h"].fill_null(0.0)
    )


def hours_beside_stops(found: pl.DataFrame, stays: pl.DataFrame, params: Params) -> pl.Series:
    """Return the longest overlap, hours, with the stop of a ship heard all the while beside her.

    Where reports are rare no two slots of a pair are close in time, and CONTACTS does not hold
    a pair that two stops show plainly. A ship that fell silent in her stop is none.
    """
    none = pl.Series("stops_h", np.zeros(found.height))
    if found.is_empty() or stays.is_empty():
        return none
    hours = pl.col("observed_h") + pl.col("inferred_h")
    usual_h = hours / pl.col("n_reports").clip(lower_bound=1)
    most_h = pl.max_horizontal(params.heard_times * usual_h, pl.lit(params.heard_h))
    heard = stays.filter(pl.col("longest_silence_h") <= most_h)
    if heard.is_empty():
        return none
    tree = PointTree(unit_vectors(heard["lat_deg"], heard["lon_deg"]) * EARTH_RADIUS_M)
    here = unit_vectors(found["lat_deg"], found["lon_deg"]) * EARTH_RADIUS_M
    near = tree.around(here, params.neighbour_m)
    start, end = (found[c].to_physical().to_numpy() for c in ("start_utc", "end_utc"))
    begun, left = (heard[c].to_physical().to_numpy() for c in ("start_utc", "end_utc"))
    mine, theirs = mmsi_of(found["hull"].to_numpy()), mmsi_of(heard["hull"].to_numpy())
    out = np.zeros(found.height)
    for k, some in enumerate(near):
        at = np.array([j for j in some if theirs[j] != mine[k]], dtype=np.int64)
        if at.size:
            shared = np.minimum(end[k], left[at]) - np.maximum(start[k], begun[at])
            out[k] = max(0.0, float(shared.max()) / MS_PER_H)
    return pl.Series("stops_h", out)
