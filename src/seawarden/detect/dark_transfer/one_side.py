"""One side dark: a ship stops alone in open sea, and something says that she was not alone.

Method: stays of 4 h and more at 2 kn or less outside ports and anchorages, of ships that can carry
cargo, are weighed part by part as log odds: a draught that changed at sea, what sightings show
beside her (`sighting_evidence`), a silent ship that could have lain there (`space_time_prism`,
by water), a stop between two passages, how long, a visible ship beside her, which explains it
(then it is `sts`). The silent ship is named where one candidate is clearly the best.
"""

from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...geo.places import Places
from ...ids.hulls import mmsi_of
from ...thresholds import follows
from ...units import MS_PER_H
from ..sighting import assignment
from ..transfer.evidence import CANDIDATES
from ..transfer.params import Params as TransferParams
from . import sighting_evidence, visible_partner
from .space_time_prism import Prisms

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """What makes a transfer with one side dark; weights are log odds of our own choice, set on
    simulated months (docs/events.md)."""

    min_duration_h: float = 4.0  # loitering [miller2018], `detect.loitering`
    max_mean_sog_kn: float = 2.0  # the same
    min_port_m: float = 10_000.0  # [pipe-encounters] distance from port
    draught_before_h: float = follows(TransferParams, "draught_before_h")
    draught_after_h: float = follows(TransferParams, "draught_after_h")
    min_change_m: float = follows(TransferParams, "min_change_m")
    min_change_small_m: float = follows(TransferParams, "min_change_small_m")
    small_length_m: float = follows(TransferParams, "small_length_m")
    partner_seen_h: float = 0.75  # a ship that was heard lay beside her so long; own choice
    long_h: float = 48.0  # waiting, not transferring
    meeting_h: float = 1.0  # the silent ship must have had so long there
    full_meeting_h: float = 4.0  # enough for a transfer
    near_nm: float = 100.0  # a silence that began and ended so far off is half as telling
    named: float = 0.6  # chance that the silent ship is this one, to be named; own choice
    stranger: float = 0.06  # the score of a partner that never carried AIS; own choice
    most_stops: int = 300  # stops for which silent ships are looked for; the likeliest
    tried: int = 4  # candidates a stop that are looked at by water
    prior: float = -3.0
    changed: float = 3.0
    half_changed: float = 1.2  # 0.5 m, but less than her length asks for
    unchanged: float = -0.2  # crews who hide a transfer type no draught
    partner: float = 1.2  # a candidate that fits well, with score `fits_well`
    fits_well: float = 0.3
    no_partner: float = -0.3
    passage: float = 0.4
    inshore: float = -1.5
    anchored: float = -0.5
    spread_m: float = 200.0  # `loitering.Params.chain_m`
    unknown_kind: float = -0.4
    long: float = -1.0
    partner_seen: float = -5.0
    around: visible_partner.Params = field(default_factory=visible_partner.Params)
    evidence: sighting_evidence.Params = field(default_factory=sighting_evidence.Params)


PARTNERS = pl.Schema(
    {
        "n": pl.Int64(), "partner": pl.Int64(), "partner_p": pl.Float64(),
        "partner_score": pl.Float64(), "window_h": pl.Float64(), "candidates": pl.Int64(),
    }
)  # fmt: skip
"""A stop and the silent ship (row of the silences) that most likely lay there."""


def stops(stays: pl.DataFrame, ships: pl.DataFrame, params: Params, places: Places) -> pl.DataFrame:
    """Return the stays in question, with `n`, `kind`, `length_m`, `place`, `port_km`, `hours`."""
    hours = pl.col("observed_h") + pl.col("inferred_h")
    slow = pl.col("mean_sog_kn").fill_null(0.0) <= params.max_mean_sog_kn
    found = stays.filter((hours >= params.min_duration_h) & slow).with_columns(hours=hours)
    found = found.join(ships, on="hull", how="inner").filter(pl.col("kind").is_in(CANDIDATES))
    lat, lon = found["lat_deg"].to_numpy(), found["lon_deg"].to_numpy()
    if not lat.size:
        return found.with_columns(n=0, port_km=0.0, place=pl.lit("")).clear()
    found = found.with_columns(
        port_km=pl.Series(places.port(lat, lon)[1] / 1000),
        place=pl.Series(places.kind(lat, lon, params.min_port_m).tolist(), dtype=pl.String),
    )
    found = found.filter(pl.col("place").is_in(("open sea", "inshore")))
    return found.sort("hull", "start_utc").with_columns(n=pl.int_range(pl.len()))


def breaks(
    stays: pl.DataFrame, found: pl.DataFrame, params: Params, places: Places
) -> pl.DataFrame:
    """Return the stays at which a draught may change for another reason: ports, other stops."""
    lat, lon = stays["lat_deg"].to_numpy(), stays["lon_deg"].to_numpy()
    if not lat.size:
        return stays.select("hull", "start_utc", "end_utc")
    in_port = (places.port(lat, lon)[1] <= params.min_port_m) | places.in_anchorage(lat, lon)
    port = stays.filter(pl.Series(in_port)).select("hull", "start_utc", "end_utc")
    return pl.concat([port, found.select("hull", "start_utc", "end_utc")]).unique()


def weigh(
    found: pl.DataFrame, seen: pl.DataFrame, partners: pl.DataFrame, change_m: pl.Series,
    facts: tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame], params: Params,
) -> pl.DataFrame:  # fmt: skip
    """Return the stops with the log odds of each part (`w_…`).

    `facts` are (TRAILS, CONTACTS, STAYS).
    """
    trails, contacts, stays = facts
    beside = pl.DataFrame(
        [
            visible_partner.contact_hours(found, contacts, params.around),
            visible_partner.hours_beside_stops(found, stays, params.around),
        ]
    )
    out = found.with_columns(draught_change_m=change_m).with_columns(
        passage=visible_partner.passage(found, trails, params.around),
        visible_partner_h=beside.select(pl.max_horizontal(pl.all())).to_series(),
    )
    out = out.join(seen, on="n", how="left").join(partners, on="n", how="left").sort("n")
    inshore = pl.when(pl.col("place") == "inshore").then(params.inshore).otherwise(0.0)
    still = pl.col("stopped_h") / pl.col("hours").clip(lower_bound=1e-9) >= 0.6
    at_anchor = (pl.col("spread_m") <= params.spread_m) & still
    score = pl.col("partner_score").fill_null(0.0)
    return out.with_columns(
        w_prior=pl.lit(params.prior),
        w_draught=_w_draught(params),
        w_sightings=pl.col("w_sightings").fill_null(0.0),
        w_partner=pl.when(score > 0).then(
            params.partner * (score / params.fits_well).clip(upper_bound=1.0)
        ).otherwise(params.no_partner),
        w_passage=pl.when("passage").then(params.passage).otherwise(0.0),
        w_place=inshore + pl.when(at_anchor).then(params.anchored).otherwise(0.0),
        w_kind=pl.when(pl.col("kind") == "unknown").then(params.unknown_kind).otherwise(0.0),
        w_duration=pl.when(pl.col("hours") >= params.long_h).then(params.long).otherwise(0.0),
        w_visible_partner=pl.when(pl.col("visible_partner_h") >= params.partner_seen_h)
        .then(params.partner_seen).otherwise(0.0),
    )  # fmt: skip


def _w_draught(params: Params) -> pl.Expr:
    """Return the log odds of `draught_change_m` for a ship of `length_m`."""
    change = pl.col("draught_change_m")
    small = pl.col("length_m").fill_null(0) < params.small_length_m
    enough = pl.when(small).then(params.min_change_small_m).otherwise(params.min_change_m)
    return (
        pl.when(change.abs() >= enough - 1e-6).then(params.changed)
        .when(change.abs() >= params.min_change_small_m - 1e-6).then(params.half_changed)
        .when(change.is_not_null()).then(params.unchanged).otherwise(0.0)
    )  # fmt: skip


def belief(found: pl.DataFrame, seen: pl.DataFrame, change_m: pl.Series, params: Params) -> Floats:
    """Return how probable each stop is a transfer before silent ships are looked at."""
    known = found.with_columns(draught_change_m=change_m).join(
        seen.select("n", "w_sightings"), on="n", how="left", maintain_order="left"
    )
    odds = params.prior + _w_draught(params) + pl.col("w_sightings").fill_null(0.0)
    return known.select(1.0 / (1.0 + (-odds).exp())).to_series().to_numpy()


def partners(
    found: pl.DataFrame, likely: Floats, silences: pl.DataFrame, prisms: Prisms, params: Params
) -> pl.DataFrame:
    """Return per stop (`n`) the likeliest silent ship, and how well it fits (0-1).

    `silences` are SILENCES with `deliberate`, `kind`, `draught_change_m`, in the prisms' order,
    `likely` the stops' `belief`. A score is the root of the chance that the silence is deliberate
    (a ship stopped in its middle speaks for that too), times how far a meeting here fits it. One
    silence hides one meeting: stops and silences are paired all at once (`association`), and
    `partner_p` is the chance that the ship is this one.
    """
    if found.is_empty() or silences.is_empty():
        return PARTNERS.to_frame()
    # Silent ships are looked for beside the likeliest stops only: years of the world hold
    # thousands, and the table of stops by silences would not fit in memory.
    most = np.sort(np.argsort(-likely, kind="stable")[: params.most_stops])
    found, likely = found[most], likely[most]
    start = found["start_utc"].to_physical().to_numpy() / MS_PER_H
    end = found["end_utc"].to_physical().to_numpy() / MS_PER_H
    places = found.select("hull", "lat_deg", "lon_deg", "draught_change_m").rows()
    score = np.zeros((found.height, silences.height))
    hours = np.zeros_like(score)
    for k, (hull, lat, lon, changed) in enumerate(places):
        fits = _fits(hull, (lat, lon), (start[k], end[k]), changed, silences, prisms, params)
        for i, value, left in fits:
            score[k, i], hours[k, i] = value, left
    with np.errstate(divide="ignore"):
        p = assignment.marginals(np.log(likely[:, None] * score / params.stranger))[:, :-1]
    rows = np.flatnonzero(score.max(axis=1) > 0.0)
    chosen = np.argmax(p[rows], axis=1)
    return pl.DataFrame(
        {
            "n": found["n"].to_numpy()[rows], "partner": chosen, "partner_p": p[rows, chosen],
            "partner_score": score[rows].max(axis=1), "window_h": hours[rows, chosen],
            "candidates": (score[rows] > 0.02).sum(axis=1),
        },
        schema=PARTNERS,
    )  # fmt: skip


def _fits(
    hull: int, place: tuple[float, float], span: tuple[float, float], changed: float | None,
    silences: pl.DataFrame, prisms: Prisms, params: Params,
) -> list[tuple[int, float, float]]:  # fmt: skip
    """Return (silence, score, hours) of the few silent ships that best fit one stop, by water."""
    own = silences["hull"].to_numpy()
    near = np.flatnonzero(
        (mmsi_of(own) != mmsi_of(hull))
        & (prisms.start_h < span[1] - params.meeting_h)
        & (prisms.end_h > span[0] + params.meeting_h)
    )
    some = prisms.at(near)
    arrive, leave = (x[:, 0] for x in some.window(np.array([place[0]]), np.array([place[1]])))
    hours = np.minimum(leave, span[1]) - np.maximum(arrive, span[0])
    change = silences["draught_change_m"].cast(pl.Float64).fill_null(np.nan).to_numpy()[near]
    deliberate = silences["deliberate"].to_numpy()[near]
    score = _score(deliberate, change, changed, some, arrive, leave, hours, params)
    fits = []
    for i in np.lexsort((own[near], -score))[: params.tried]:
        if score[i] > 0.0:
            begin, end = some.by_water(int(i), *place)
            left = min(end, span[1]) - max(begin, span[0])
            if left >= params.meeting_h:
                share = min(1.0, left / params.full_meeting_h)
                before = min(1.0, float(hours[i]) / params.full_meeting_h)
                fits.append((int(near[i]), float(score[i]) * share / before, left))
    return fits


def _score(
    deliberate: Floats, change: Floats, changed: float | None, some: Prisms, arrive: Floats,
    leave: Floats, hours: Floats, params: Params,
) -> Floats:  # fmt: skip
    """Return 0-1 per candidate: deliberate, long enough there, near, draughts that agree."""
    enough = np.clip(hours / params.full_meeting_h, 0.0, 1.0)
    sailed_nm = (arrive - some.start_h + some.end_h - leave) * some.speed_kn
    near = 1.0 / (1.0 + sailed_nm / params.near_nm)
    moved = np.abs(np.nan_to_num(change)) >= 0.3
    agrees = np.full(change.size, 0.8)
    if changed:
        agrees = np.where(moved, np.where(change * changed < 0, 1.0, 0.4), agrees)
    return np.asarray(
        np.where(hours >= params.meeting_h, np.sqrt(deliberate) * enough * near * agrees, 0.0)
    )
