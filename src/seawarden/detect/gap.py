"""Gap: a ship falls silent where and when she would have been heard.

Method: for each SILENCE the number of reports is estimated that would have been heard had she
gone on sending: her own rate before it, times the reception that other ships' reports show in the
places and hours she can have been (`reception`). Where she was is not known, so ways are tried:
straight from the last to the first position, and round to either side as far as her speed leaves
time for; or, while the gap is open, staying and going on. The chance of hearing none of them by
reception alone is that of a negative binomial (a Poisson whose rate differs from ship to ship),
averaged over the ways. Log odds of a deliberate silence: the prior, minus the logarithm of that
chance, and what the place says (ships switch off in port). A hole in coverage is never called
deliberate: where nobody is heard, the chance is 1.

Blind spots: a broken transponder or a power cut looks the same; a ship alone in her block leaves
no evidence; a ship that sails out of coverage on a way not tried; reception by receiver is not
told apart. Welch 2022 asks 12 h, 50 nm from shore and 14 positions before; none of these is used
as a limit here, because the Yellow Sea is nearly all nearer to shore.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..geo.places import Places
from ..geo.sphere import bearing_deg, destination
from ..schema import COVERAGE, HULLS, SILENCES, require
from ..units import M_PER_NM, MPS_PER_KN, MS_PER_H
from .contract import SCHEMA, Part, as_events, detail_json, probability
from .reception import Reception, reception

NAME, READS = "gap", (SILENCES, COVERAGE, HULLS)
SPLIT_BY = ("hull",)

Floats = NDArray[np.float64]
Way = tuple[Floats, Floats, Floats]
"""Latitudes and longitudes, both (n, samples), and the share of ships (n,) that went so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """What makes a deliberate silence."""

    min_duration_h: float = 2.0  # overlapping gaps of 2 h count in design section 4
    max_rate_per_h: float = 6.0  # reports closer than 10 min do not fail independently; own choice
    dispersion: float = 1.5  # negative binomial: ships are heard unequally well; own choice
    prior: float = -3.5  # log odds; of long silences few are deliberate; own choice
    evidence_max: float = 6.0  # log odds; own choice
    in_port: float = -4.0  # log odds: power is cut at berths; own choice
    stopped: float = -1.2  # log odds: the same at anchor
    regular: float = 0.4  # log odds: 14 reports in the 12 h before [welch2022]
    regular_reports: int = 14  # [welch2022]
    samples: int = 6  # times at which reception is asked along each way
    straight_share: float = 0.8  # of the ways she may have gone; own choice
    detour_share: float = 0.4  # how far aside, of the way her speed leaves to spare; geometry
    max_detour_nm: float = 100.0  # beyond it coverage says nothing of her
    default_sog_kn: float = 8.0  # where she sent no speed; a laden coaster
    min_confidence: float = 0.05  # weaker silences are not reported


def detect(
    silences: pl.DataFrame,
    coverage: pl.DataFrame,
    hulls: pl.DataFrame,
    params: Params = Params(),
    places: Places = Places(),
) -> pl.DataFrame:
    """Return EVENTS (`contract.SCHEMA`), one row a silence; rows may come in any order.

    Raises SchemaError if a table lacks a column.
    """
    silences, coverage = require(silences, SILENCES), require(coverage, COVERAGE)
    hulls = require(hulls, HULLS)
    silences = silences.filter(
        (pl.col("duration_h") >= params.min_duration_h)
        & pl.col("hull").is_in(hulls.filter(pl.col("station") != "ship")["hull"].implode()).not_()
    )
    if silences.is_empty():
        return SCHEMA.to_frame()
    weighed = _weigh(_expect(silences, reception(coverage), params), params, places)
    weighed = weighed.filter(pl.col("confidence") >= params.min_confidence)
    return as_events(_describe(weighed), NAME) if weighed.height else SCHEMA.to_frame()


def _expect(silences: pl.DataFrame, heard: Reception, params: Params) -> pl.DataFrame:
    """Return the silences with the reports expected and the chance of none by reception alone."""
    # A burst makes the mean interval short; the count over 12 h keeps bursts from promising more.
    own = 3600.0 / np.maximum(_floats(silences, "mean_interval_s"), 1.0)
    rate = np.minimum(np.minimum(own, _floats(silences, "n_before_12h") / 12.0),
                      params.max_rate_per_h)  # fmt: skip
    duration = _floats(silences, "duration_h")
    part = (np.arange(params.samples) + 0.5) / params.samples
    start = silences["start_utc"].to_physical().to_numpy().astype(np.float64)
    hour = ((start[:, None] + part * duration[:, None] * MS_PER_H) // MS_PER_H).astype(np.int64)
    ais_class = np.repeat(silences["ais_class"].to_numpy().astype(np.int64), params.samples)
    ways = _ways(silences, part, params)
    chance, expected, others = np.zeros((3, duration.size))
    for lat, lon, share in ways:
        open_, n = heard.at(lat.ravel(), lon.ravel(), hour.ravel(), ais_class)
        reports = rate * duration * open_.reshape(hour.shape).mean(axis=1)
        chance += share * (1.0 + reports / params.dispersion) ** -params.dispersion
        expected += share * reports
        others = others + share * n.reshape(hour.shape).mean(axis=1) * duration
    return silences.with_columns(
        expected_reports=pl.Series(expected),
        chance_by_reception=pl.Series(np.clip(chance, 0.0, 1.0)),
        others_heard=pl.Series(others),
        reception=pl.Series(expected / np.maximum(rate * duration, 1e-12)),
    )


def _ways(silences: pl.DataFrame, part: Floats, params: Params) -> list[Way]:
    """Return the ways she may have gone: (lat, lon) of shape (n, samples), share of each (n,)."""
    lat, lon = _floats(silences, "start_lat_deg"), _floats(silences, "start_lon_deg")
    is_open = silences["is_open"].to_numpy()
    end_lat = np.where(is_open, lat, _floats(silences, "end_lat_deg"))
    end_lon = np.where(is_open, lon, _floats(silences, "end_lon_deg"))
    distance = np.where(is_open, 0.0, np.nan_to_num(_floats(silences, "distance_m")))
    sog = np.fmax(_floats(silences, "start_sog_kn"), _floats(silences, "end_sog_kn"))
    run_m = np.where(np.isnan(sog), params.default_sog_kn, sog) * MPS_PER_KN
    run_m = run_m * _floats(silences, "duration_h") * 3600
    spare = np.clip((run_m - distance) * params.detour_share, 0.0, params.max_detour_nm * M_PER_NM)
    course = _floats(silences, "start_cog_deg")
    toward = bearing_deg(lat, lon, end_lat, end_lon)
    ahead = np.where(is_open, np.where(np.isnan(course), 0.0, course), toward)
    span = np.where(is_open, 0.0, distance)[:, None] * part
    line = destination(lat[:, None], lon[:, None], ahead[:, None], span)
    beside = (1.0 - params.straight_share) / 2
    straight = np.where(is_open, 0.5, params.straight_share)
    out = [(line[0], line[1], straight)]
    # Open: on along her course (and the other way, where she sent none). Closed: out and back.
    bulge = np.sin(np.pi * part)
    for side in (1.0, -1.0):
        turn = np.where(is_open, np.where(side > 0, 0.0, 180.0), 90.0 * side)
        reach = np.where(is_open[:, None], run_m[:, None] * part, spare[:, None] * bulge)
        reach = np.minimum(reach, params.max_detour_nm * M_PER_NM)
        aside = destination(line[0], line[1], (ahead + turn)[:, None], reach)
        on = np.where(np.isnan(course), 0.25, 0.5 if side > 0 else 0.0)
        share = np.where(is_open, on, beside)
        out.append((aside[0], aside[1], share))
    return out


def _weigh(silences: pl.DataFrame, params: Params, places: Places) -> pl.DataFrame:
    """Return the silences with `confidence` and the parts of it."""
    lat, lon = _floats(silences, "start_lat_deg"), _floats(silences, "start_lon_deg")
    port_m = places.port(lat, lon)[1]
    at_anchor = places.in_anchorage(lat, lon)
    evidence = pl.min_horizontal(
        -pl.col("chance_by_reception").clip(lower_bound=1e-9).log(), params.evidence_max
    )
    in_port = pl.Series((port_m < 10_000.0) | at_anchor)
    stopped = pl.col("start_sog_kn").fill_null(9.0) <= 0.5
    silences = silences.with_columns(
        port_km=pl.Series(port_m / 1000),
        w_reception=evidence,
        w_place=pl.when(in_port).then(params.in_port).when(stopped).then(params.stopped)
        .otherwise(0.0),
        w_regular=pl.when(pl.col("n_before_12h") >= params.regular_reports)
        .then(params.regular).otherwise(0.0),
    )  # fmt: skip
    log_odds = params.prior + pl.col("w_reception") + pl.col("w_place") + pl.col("w_regular")
    # No evidence, no suspicion: with nothing expected, the prior alone would still speak.
    known = pl.col("expected_reports") > 0
    confidence = pl.when(known).then(probability(log_odds)).otherwise(0.0)
    return silences.with_columns(confidence=confidence.round(6), w_prior=pl.lit(params.prior))


def _describe(weighed: pl.DataFrame) -> pl.DataFrame:
    """Return the silences as findings."""
    words = pl.format(
        "{} reports would have been heard, {} from others were",
        pl.col("expected_reports").round(1), pl.col("others_heard").round(0),
    )  # fmt: skip
    place = pl.format("{} km from the nearest port", pl.col("port_km").round(1))
    before = pl.format("{} reports in the 12 h before", pl.col("n_before_12h"))
    few = pl.lit("few long silences are deliberate")
    chance, port_km = pl.col("chance_by_reception"), pl.col("port_km")
    told: list[Part] = [
        ("prior", pl.lit(None, pl.Float64), pl.col("w_prior"), few),
        ("reception", chance, pl.col("w_reception"), words),
        ("place", port_km, pl.col("w_place"), place),
        ("before", pl.col("n_before_12h"), pl.col("w_regular"), before),
    ]
    detail = pl.struct(
        pl.col("duration_h", "distance_m", "implied_speed_kn", "expected_reports").round(2),
        pl.col("chance_by_reception").round(6),
        pl.col("reception", "port_km").round(3),
        pl.col("others_heard").round(0),
        pl.col("mean_interval_s").round(0),
        "n_before_12h", "start_lat_deg", "start_lon_deg", "end_lat_deg", "end_lon_deg",
        pl.col("start_sog_kn", "start_cog_deg").round(1),
    )  # fmt: skip
    return weighed.with_columns(
        lat_deg="start_lat_deg",
        lon_deg="start_lon_deg",
        observed_h=pl.lit(0.0),
        inferred_h="duration_h",
        detail=detail_json(detail, told),
    )


def _floats(frame: pl.DataFrame, column: str) -> Floats:
    return frame[column].cast(pl.Float64).fill_null(np.nan).to_numpy()
