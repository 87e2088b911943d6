"""Handover: one hull under several MMSIs, or one IMO number on several hulls.

Method: hulls of different MMSIs are compared two by two where they claim the same size (all four
distances of the antenna), the same IMO number or the same name.

    handover    one falls silent, the other begins within hours at a place she can have reached,
                and neither is the edge of the data: one hull, a new radio identity [welch2022
                links identities so; paper-tracking-vessel-identity asks 1 km and 60 days]
    one_imo     a valid IMO number claimed by two hulls at the same time: one is not that ship
    reflagged   the same IMO number, one MMSI after the other: lawful when a ship changes flag

Blind spots: a new identity with other dimensions and name; a change outside coverage; sister
ships that leave and enter coverage at one place (place and hour must fit, and the class of
dimensions is rare, but it can happen).
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...geo.places import Places
from ...geo.sphere import distance_m
from ...ids.flags import of_mmsis
from ...units import MPS_PER_KN, MS_PER_H

Floats = NDArray[np.float64]

SIZE = ("bow_m", "stern_m", "port_m", "starboard_m")


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """What makes a handover; probabilities and log odds are own choice.

    Fields without a source: own choice, measured together in docs/accuracy.md.
    """

    max_wait_h: float = 12.0  # between the last report of one and the first of the other
    reach_kn: float = 16.0  # a cargo ship at full speed
    slack_m: float = 2_000.0
    edge_h: float = 3.0  # nearer to the edge of the data she only left or came
    min_length_m: int = 20  # smaller craft share their dimensions by the hundred
    min_reports: int = 5
    prior: float = -0.5  # log odds: same size, right place, right hours
    same_name: float = 1.0
    other_name: float = 1.5  # another name: not one ship with a faulty radio
    same_imo: float = 1.5
    no_imo: float = 0.5  # one of them claims none
    other_imo: float = -2.5  # two valid numbers: two ships, or two lies
    soon: float = 1.0  # within `soon_h`
    soon_h: float = 3.0
    in_port: float = -1.5  # ships of one size come and go
    other_flag: float = 0.7
    rare: float = 1.0  # no other hull claims this size
    at_once_h: float = 1.0  # overlap that shows two ships
    at_once: float = 0.9
    reflagged: float = 0.3
    reflagged_soon: float = 0.55  # within `max_wait_h` at sea


def pairs(
    lives: pl.DataFrame, params: Params = Params(), places: Places = Places()
) -> pl.DataFrame:
    """Return one row a pair: `hull` ended or is the lower, `other_hull` began after it.

    `lives`: one row a hull with `mmsi`, times, first and last position, `n_reports`, rows and
    the identity claimed most (`imo`, `name`, SIZE). Columns besides: `pattern`, `confidence`,
    `explanation`, `start_utc`, `end_utc`, `lat_deg`, `lon_deg`, `distance_km`, `wait_h`.
    """
    rows = lives.filter(pl.col("n_reports") >= params.min_reports)
    found = [_handovers(rows, lives, params, places), _one_number(lives, params, places)]
    out = pl.concat(found).sort("hull", "other_hull", "confidence", descending=[False, False, True])
    return out.unique(["hull", "other_hull"], keep="first", maintain_order=True)


def _two(rows: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    """Return pairs of hulls of different MMSIs that agree on `on`, the earlier-ended first."""
    known = rows.drop_nulls(on)
    both = known.join(known, on=on, suffix="_b").filter(pl.col("mmsi") != pl.col("mmsi_b"))
    return both.rename({"hull_b": "other_hull", "mmsi_b": "other_mmsi"})


def _apart_m(pairs: pl.DataFrame, side: str) -> Floats:
    """Return metres from the first hull's `start` or `end` to the start of the second."""
    columns = (f"{side}_lat_deg", f"{side}_lon_deg", "start_lat_deg_b", "start_lon_deg_b")
    return np.asarray(distance_m(*(pairs[c].to_numpy() for c in columns)))


_OUT = (
    "hull", "other_hull", "mmsi", "other_mmsi", "pattern", "confidence", "explanation",
    "start_utc", "end_utc", "lat_deg", "lon_deg", "distance_km", "wait_h",
    "first_row", "last_row", "first_row_b", "last_row_b",
)  # fmt: skip


def _handovers(
    rows: pl.DataFrame, lives: pl.DataFrame, params: Params, places: Places
) -> pl.DataFrame:
    long = rows.filter((pl.col("bow_m") + pl.col("stern_m")) >= params.min_length_m)
    common = long.group_by(SIZE).len().rename({"len": "alike"})
    edge = pl.duration(minutes=int(params.edge_h * 60))
    begin, end = lives["start_utc"].min(), lives["end_utc"].max()
    wait = pl.col("start_utc_b") - pl.col("end_utc")
    both = _two(long, list(SIZE)).filter(
        (wait >= pl.duration(minutes=-5))
        & (wait <= pl.duration(minutes=int(params.max_wait_h * 60)))
        & (pl.col("start_utc_b") >= pl.lit(begin) + edge)
        & (pl.col("end_utc") <= pl.lit(end) - edge)
    )  # fmt: skip
    both = both.join(common, on=list(SIZE), how="left")
    metres = _apart_m(both, "end")
    hours = (both["start_utc_b"] - both["end_utc"]).dt.total_milliseconds().to_numpy() / MS_PER_H
    near = metres <= params.slack_m + params.reach_kn * MPS_PER_KN * 3600 * np.maximum(hours, 0.0)
    both = both.with_columns(
        distance_km=pl.Series(metres / 1000, dtype=pl.Float64),
        wait_h=pl.Series(np.maximum(hours, 0.0), dtype=pl.Float64),
    ).filter(pl.Series(near, dtype=pl.Boolean))
    port_m = places.port(both["end_lat_deg"].to_numpy(), both["end_lon_deg"].to_numpy())[1]
    flags = of_mmsis(both["mmsi"].to_numpy()) != of_mmsis(both["other_mmsi"].to_numpy())
    both = both.with_columns(
        in_port=pl.Series(port_m < 10_000.0, dtype=pl.Boolean),
        flag_differs=pl.Series(flags.astype(bool), dtype=pl.Boolean),
    )
    log_odds = (
        params.prior
        + pl.when(pl.col("name").is_null() | pl.col("name_b").is_null()).then(0.0)
        .when(pl.col("name") == pl.col("name_b")).then(params.same_name)
        .otherwise(params.other_name)
        + pl.when(pl.col("imo").is_null() | pl.col("imo_b").is_null()).then(params.no_imo)
        .when(pl.col("imo") == pl.col("imo_b")).then(params.same_imo).otherwise(params.other_imo)
        + pl.when(pl.col("wait_h") <= params.soon_h).then(params.soon).otherwise(0.0)
        + pl.when("in_port").then(params.in_port).otherwise(0.0)
        + pl.when("flag_differs").then(params.other_flag).otherwise(0.0)
        + pl.when(pl.col("alike") <= 2).then(params.rare).otherwise(0.0)
    )  # fmt: skip
    return both.with_columns(
        pattern=pl.lit("handover"), confidence=1.0 / (1.0 + (-log_odds).exp()),
        explanation=pl.format(
            "MMSI {} ({}) fell silent and {} h later, {} km on, MMSI {} ({}) began with the same "
            "dimensions ({} x {} m): one hull with two radio identities in turn",
            "mmsi", pl.col("name").fill_null("no name"), pl.col("wait_h").round(1),
            pl.col("distance_km").round(1), "other_mmsi", pl.col("name_b").fill_null("no name"),
            pl.col("bow_m") + pl.col("stern_m"), pl.col("port_m") + pl.col("starboard_m"),
        ),
        start_utc="end_utc", end_utc=pl.max_horizontal("start_utc_b", "end_utc"),
        lat_deg="end_lat_deg", lon_deg="end_lon_deg",
    ).select(_OUT)  # fmt: skip


def _one_number(rows: pl.DataFrame, params: Params, places: Places) -> pl.DataFrame:
    both = _two(rows, ["imo"])
    start = pl.max_horizontal("start_utc", "start_utc_b")
    end = pl.min_horizontal("end_utc", "end_utc_b")
    over_h = (end - start).dt.total_milliseconds() / MS_PER_H
    both = both.with_columns(over_h=over_h, a=start, b=end)
    once = both.filter(
        (pl.col("over_h") >= params.at_once_h) & (pl.col("hull") < pl.col("other_hull"))
    )
    metres = _apart_m(once, "start")
    once = once.with_columns(
        pattern=pl.lit("one_imo"), confidence=pl.lit(params.at_once),
        distance_km=pl.Series(metres / 1000, dtype=pl.Float64), wait_h=pl.lit(0.0),
        explanation=pl.format(
            "IMO {} claimed for {} h at once by MMSI {} ({}) and MMSI {} ({}): a hull has one "
            "number, so one of them is another ship, or carries two transponders",
            "imo", pl.col("over_h").round(0), "mmsi", pl.col("name").fill_null("no name"),
            "other_mmsi", pl.col("name_b").fill_null("no name"),
        ),
        start_utc="a", end_utc="b", lat_deg="start_lat_deg", lon_deg="start_lon_deg",
    ).select(_OUT)  # fmt: skip
    after = both.filter((pl.col("over_h") < params.at_once_h) & (
        (pl.col("start_utc") < pl.col("start_utc_b"))
        | ((pl.col("start_utc") == pl.col("start_utc_b")) & (pl.col("hull") < pl.col("other_hull")))
    ))  # fmt: skip
    metres = _apart_m(after, "end")
    wait = ((pl.col("start_utc_b") - pl.col("end_utc")).dt.total_milliseconds() / MS_PER_H).clip(
        0.0
    )
    port_m = places.port(after["end_lat_deg"].to_numpy(), after["end_lon_deg"].to_numpy())[1]
    at_sea = pl.Series(port_m >= 10_000.0, dtype=pl.Boolean)
    after = after.with_columns(
        distance_km=pl.Series(metres / 1000, dtype=pl.Float64), wait_h=wait,
        flag=pl.Series(of_mmsis(after["mmsi"].to_numpy()).tolist(), dtype=pl.String),
        flag_b=pl.Series(of_mmsis(after["other_mmsi"].to_numpy()).tolist(), dtype=pl.String),
    )  # fmt: skip
    return pl.concat([once, after.with_columns(
        pattern=pl.lit("reflagged"),
        confidence=pl.when(at_sea & (pl.col("wait_h") <= params.max_wait_h))
        .then(params.reflagged_soon).otherwise(params.reflagged),
        explanation=pl.format(
            "IMO {} went from MMSI {} ({}, flag {}) to MMSI {} ({}, flag {}) within {} h; a change "
            "of flag is lawful where a register confirms it",
            "imo", "mmsi", pl.col("name").fill_null("no name"), pl.col("flag").fill_null("none"),
            "other_mmsi", pl.col("name_b").fill_null("no name"),
            pl.col("flag_b").fill_null("none"), pl.col("wait_h").round(0),
        ),
        start_utc=pl.min_horizontal("end_utc", "start_utc_b"),
        end_utc=pl.max_horizontal("end_utc", "start_utc_b"),
        lat_deg="end_lat_deg", lon_deg="end_lon_deg",
    ).select(_OUT)])  # fmt: skip
