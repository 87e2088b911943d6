"""Gap: a ship falls silent where and when she would have been heard.

Method: two explanations are compared. Reception: `silence.expected_reports` says how many reports
would have been heard of her on her way, had she gone on sending, and the chance of none; how well
those waters and hours are heard, and how common deliberate silences are, was learnt before
(CONTEXT), and nothing of it here. Deliberate: the
prior, and what length, place and what her MMSI did meanwhile say. The evidence of reception is
how much less likely her silence is than the shortest that SILENCES keeps of her (the rarity of
that one is why she is here at all), and it levels off: power and aerials fail too, and no model
of reception is sure. A hole in coverage is never called deliberate: where nothing is expected,
only the prior speaks. Nor is a silence that others begin or end with her (`fell_together`), one
amid neighbours that are silent too (`nearest_silent`, `silent_disc`), or in waters of a receiver
that was out (`receiver_out`): a receiver or a feed that drops out takes all that it heard.

Blind spots: a broken transponder or a power cut looks the same, and so does a ship that was sold
a new MMSI; a way out of coverage that was not tried. Welch 2022 asks 12 h, 50 nm from shore and
14 positions before; none of these is a limit here, because the Yellow Sea is nearly all nearer.
"""

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..geo.places import Places
from ..schema import COVERAGE, HULLS, JUMPS, SILENCES, TRAILS, require
from ..units import MS_PER_H
from .contract import ANYWHERE_M, SCHEMA, Needs, as_events, probability, sorted_by_key
from .contract.columns import Floats, floats
from .learning.context import Context
from .silence import fell_together, nearest_silent, receiver_out, silent_disc
from .silence.describe import Params as ToldParams
from .silence.describe import told
from .silence.expected_reports import Expected, Known, ask, expect
from .silence.expected_reports import Params as ExpectParams
from .silence.history import History
from .silence.reception import modelled

Bools = NDArray[np.bool_]

NAME, READS = "gap", (SILENCES, HULLS, JUMPS, COVERAGE, TRAILS)
SPLIT_BY: tuple[str, ...] = ()  # `detail` names other ships that were silent meanwhile
NEEDS = Needs(before_h=48.0, after_h=48.0, metres=ANYWHERE_M)
"""Other silences that begin and end so near in time; how far a silent ship may sail has no end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """What makes a deliberate silence; log odds are own choice, on simulated seeds below 1000."""

    min_duration_h: float = 2.0  # as long as an encounter [pipe-encounters]: time to hide one
    prior: float = -4.0  # log odds before any silence is weighed: few are deliberate
    prior_weight: float = 50.0  # silences that outweigh it, own choice
    prior_sure: float = 0.9  # the many that may or may not be deliberate do not count
    prior_between: tuple[float, float] = (-6.0, -1.0)  # log odds, however many look deliberate
    prior_rounds: int = 8  # `learning.prior` reads these; it is learnt, never here
    evidence_max: float = 9.0  # log odds at which evidence of reception levels off
    brief: float = -2.0  # log odds of an hour's silence: ships that hide do so for longer
    brief_h: float = 2.0  # in which that fades to 1/e
    in_port: float = -5.0  # log odds: power is cut at berths
    past_port: float = -1.0  # log odds: under way so near to a port
    berthing_kn: float = 5.0  # slower ships make for a berth or leave one
    port_km: float = 5.0  # so near to a port's point
    berthed: float = -4.0  # log odds: next heard at rest in a port beside which she fell silent
    berthed_km: float = 5.0  # so near to it
    stopped: float = -1.0  # log odds: the same at anchor
    stopped_kn: float = 0.5
    still_open: float = -1.5  # log odds: she may have left, or sends under another MMSI
    jumped: float = -6.0  # log odds: her MMSI went on sending from elsewhere
    jump_h: float = 0.1  # a jump so near to an end of the silence is that end
    min_confidence: float = 0.002  # weaker silences are not reported
    outage_asked: float = 0.25  # confidence at which an outage is looked for; `min_confidence`
    together: fell_together.Params = field(default_factory=fell_together.Params)
    nearest: nearest_silent.Params = field(default_factory=nearest_silent.Params)
    disc: silent_disc.Params = field(default_factory=silent_disc.Params)
    receiver: receiver_out.Params = field(default_factory=receiver_out.Params)
    expect: ExpectParams = field(default_factory=ExpectParams)
    told: ToldParams = field(default_factory=ToldParams)


def detect(
    silences: pl.DataFrame,
    hulls: pl.DataFrame,
    jumps: pl.DataFrame,
    coverage: pl.DataFrame,
    trails: pl.DataFrame,
    params: Params = Params(),
    places: Places = Places(),
    context: Context = Context(),
) -> pl.DataFrame:
    """Return EVENTS (`contract.SCHEMA`), one row a silence; rows may come in any order.

    Of waters that `context` does not know nothing is expected, and no silence there is found.
    Raises SchemaError if a table lacks a column.
    """
    silences, hulls, jumps = (
        require(silences, SILENCES), require(hulls, HULLS), require(jumps, JUMPS)
    )  # fmt: skip
    coverage, trails = require(coverage, COVERAGE), require(trails, TRAILS)
    silences = with_usual(of_ships(silences, hulls), context.usual)
    if silences.is_empty():
        return SCHEMA.to_frame()
    weights = weigh_place(silences, jumps, params, places)
    asked = ask(silences, hulls, params.expect, context.usual)
    known, prior = _known(context, params.expect), context.prior or (params.prior, params.prior)
    # What she adds to the ships unheard depends on whether she was silent on purpose.
    first = with_prior(weigh_reception(weights, expect(asked, known), params), prior)
    heard = expect(asked, known, deliberate(first))
    weighed = with_prior(weigh_reception(weights, heard, params), prior)
    likely = deliberate(weighed) >= params.min_confidence
    weighed = weighed.with_columns(
        w_together=pl.Series(fell_together.weight(silences, likely, params.together))
    )
    weighed = _without_outages(weighed, silences, coverage, trails, params)
    weighed = silences.hstack(weighed).with_columns(confidence=deliberate(weighed))
    found = (pl.col("confidence") >= params.min_confidence) & (
        pl.col("duration_h") >= params.min_duration_h
    )
    weighed = weighed.filter(found)
    if weighed.is_empty():
        return SCHEMA.to_frame()
    return as_events(told(weighed, params.told), NAME)


def _without_outages(
    weighed: pl.DataFrame, silences: pl.DataFrame, coverage: pl.DataFrame, trails: pl.DataFrame,
    params: Params,
) -> pl.DataFrame:  # fmt: skip
    """Return `weighed` with what an outage would explain; it is asked where it could matter."""
    asked = deliberate(weighed) >= params.outage_asked
    together, surprise = (floats(weighed[c]) for c in ("w_together", "w_reception"))
    for taken in (
        nearest_silent.weight(silences, asked, trails, params.nearest),
        silent_disc.weight(silences, asked, surprise, trails, params.disc),
        receiver_out.weight(silences, asked, coverage, params.receiver),
    ):
        together = np.minimum(together, taken)
    return weighed.with_columns(w_together=pl.Series(together))


def of_ships(silences: pl.DataFrame, hulls: pl.DataFrame) -> pl.DataFrame:
    """Return the silences of ships, sorted: a base station that falls silent hides nothing."""
    stations = hulls.filter(pl.col("station") != "ship")["hull"].implode()
    return sorted_by_key(silences.filter(pl.col("hull").is_in(stations).not_()), SILENCES)


def with_usual(silences: pl.DataFrame, usual: pl.DataFrame) -> pl.DataFrame:
    """Return the silences by the intervals that were learnt of their hulls, where any were.

    A cut of the data knows a hull by a part of her reports only.
    """
    learnt = usual.drop_nulls("interval_s").select("hull", learnt_s="interval_s")
    known = silences.join(learnt, on="hull", how="left", maintain_order="left")
    interval = pl.coalesce("learnt_s", "mean_interval_s").alias("mean_interval_s")
    return known.with_columns(interval).select(silences.columns)


@lru_cache(maxsize=4)
def _known(context: Context, params: ExpectParams) -> Known:
    """Return what `context` says of silent ships, made once: the grids cover the globe."""
    past = context.history.sort("hull", "day_utc")
    day = past["day_utc"].to_physical().to_numpy() // (24 * MS_PER_H)
    history = History(past["hull"].to_numpy(), day, floats(past["heard"]), floats(past["expected"]))
    return Known(modelled(context.reception, params.reception), history, context.shape)


def weigh_place(silences: pl.DataFrame, jumps: pl.DataFrame, params: Params,
                places: Places) -> pl.DataFrame:  # fmt: skip
    """Return the parts that do not rest on reception, as `w_*`, and `port_km`."""
    lat, lon = floats(silences["start_lat_deg"]), floats(silences["start_lon_deg"])
    port_km, is_berth = _berth(lat, lon, params, places)
    sog = floats(silences["start_sog_kn"])
    port = np.where(sog > params.berthing_kn, params.past_port, params.in_port)
    elsewhere = np.where(sog <= params.stopped_kn, params.stopped, 0.0)
    place = np.where(is_berth, port, elsewhere)
    place = np.where(_berthed(silences, params, places), np.minimum(place, params.berthed), place)
    brief = np.exp(-np.maximum(floats(silences["duration_h"]) - 1.0, 0.0) / params.brief_h)
    return pl.DataFrame(
        {
            "port_km": port_km,
            "w_length": params.brief * brief,
            "w_place": place,
            "w_open": np.where(silences["is_open"].to_numpy(), params.still_open, 0.0),
            "w_together": np.zeros(silences.height),
            "w_jump": np.where(_jumped(silences, jumps, params.jump_h), params.jumped, 0.0),
        }
    )


def _berth(lat: Floats, lon: Floats, params: Params,
           places: Places) -> tuple[Floats, Bools]:  # fmt: skip
    """Return (kilometres to the nearest port, whether a place is in a port or an anchorage)."""
    port_km = places.port(lat, lon)[1] / 1000
    return port_km, (port_km < params.port_km) | places.in_anchorage(lat, lon)


def _berthed(silences: pl.DataFrame, params: Params, places: Places) -> Bools:
    """Return True where she was next heard at rest in a port, close to where she fell silent.

    She ran in, cut the power and was heard again when it came back: the usual end of a voyage.
    """
    lat, lon = floats(silences["end_lat_deg"]), floats(silences["end_lon_deg"])
    out = np.zeros(lat.size, dtype=np.bool_)
    near = (floats(silences["end_sog_kn"]) <= params.stopped_kn) & (
        floats(silences["distance_m"]) <= params.berthed_km * 1000
    )
    out[near] = _berth(lat[near], lon[near], params, places)[1]
    return out


def _jumped(silences: pl.DataFrame, jumps: pl.DataFrame, near_h: float) -> Floats:
    """Return True where the MMSI jumped away at the start of a silence, or back at its end."""
    out = np.zeros(silences.height, dtype=bool)
    moved = jumps.filter(pl.col("hull").is_not_null() & pl.col("other_hull").is_not_null())
    for end, hull, time in (
        ("start_utc", "hull", "start_utc"),
        ("end_utc", "other_hull", "end_utc"),
    ):
        known = moved.select(pl.col(hull).alias("hull"), at=pl.col(time)).unique().sort("at")
        asked = silences.select("hull", at=pl.col(end)).with_row_index("row").sort("at", "row")
        met = asked.join_asof(
            known.with_columns(jump=pl.col("at")), on="at", by="hull", strategy="nearest",
            tolerance=f"{round(near_h * 3_600_000)}ms", check_sortedness=False,
        ).filter(pl.col("jump").is_not_null())  # fmt: skip
        out[met["row"].to_numpy()] = True
    return out


def weigh_reception(weights: pl.DataFrame, heard: Expected, params: Params) -> pl.DataFrame:
    """Return `weights` with the evidence of reception and what it rests on."""
    evidence = np.maximum(np.log(heard.chance_least) - np.log(heard.chance), 0.0)
    levelled = params.evidence_max * (1.0 - np.exp(-evidence / params.evidence_max))
    return weights.with_columns(
        w_reception=pl.Series(levelled),
        expected_reports=pl.Series(heard.reports),
        chance_by_reception=pl.Series(heard.chance),
        dispersion=pl.Series(heard.shape),
        own_factor=pl.Series(heard.own),
        hour_factor=pl.Series(heard.factor),
        looks=pl.Series(heard.looks),
        others_heard=pl.Series(heard.others),
    )


def with_prior(weighed: pl.DataFrame, prior: tuple[float, float]) -> pl.DataFrame:
    """Return `weighed` with `w_prior`: the log odds for silences that ended, and still open."""
    return weighed.with_columns(
        w_prior=pl.when(pl.col("w_open") < 0).then(prior[1]).otherwise(prior[0])
    )


def deliberate(weighed: pl.DataFrame) -> Floats:
    """Return the probability of a deliberate silence; no expectation, no suspicion."""
    parts = ("w_prior", "w_reception", "w_length", "w_place", "w_open", "w_jump", "w_together")
    odds = probability(pl.sum_horizontal(parts))
    sure = pl.when(pl.col("expected_reports") > 0).then(odds).otherwise(0.0)
    return weighed.select(sure.round(6)).to_series().to_numpy()
