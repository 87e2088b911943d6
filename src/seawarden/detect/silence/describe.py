"""A silence in words and figures: what it rests on, and the ports and ships within her reach.

Method: a port is within reach when the way from the last position to it and on to the first one
(straight, at her own speed: the largest she sent or made) fits into the silence with `stop_h` to
spare; while the gap is open, the way to it alone. Other silent hulls are those whose silence is a
call too, overlaps hers, and whose middle lies no further from hers than what both had to spare.
Blind spot: land in the way is not looked at, so both lists are upper bounds; `dark_sts` tells
which pairs may have met.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...geo import ports
from ...geo.sphere import bearing_deg, destination, distance_m
from ...schema.kinds.evidence_part import EvidencePart as P
from ...schema.kinds.gap import KIND
from ...units import M_PER_NM, MPS_PER_KN, MS_PER_H
from ..contract import Part, detail_json, rounded
from ..contract.columns import Floats, floats
from .candidate_tracks import likely_speed_kn


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """What is told of whom.

    Fields without a source: own choice, measured together in docs/accuracy.md.
    """

    min_confidence: float = 0.5  # weaker silences are told without ports and ships
    stop_h: float = 2.0  # to come alongside and leave again; own choice
    most_speed_kn: float = 25.0  # a speed sent above it is not believed of a cargo ship
    ports_asked: int = 24  # nearest to the middle of her way, and every DPRK port
    ports_told: int = 6  # the nearest, DPRK ports before others
    ships_told: int = 5
    near_h: float = 47.0  # silences that begin or end further from hers are not told; `gap.NEEDS`
    min_overlap_h: float = 2.0  # as long as an encounter [pipe-encounters]


def told(weighed: pl.DataFrame, params: Params) -> pl.DataFrame:
    """Return the silences as findings: with position, hours and `detail`."""
    ports_reached = _ports(weighed, params)
    ships = _ships(weighed, params)
    detail = detail_json(
        KIND, _parts(),
        **rounded(2, "duration_h", "distance_m", "implied_speed_kn", "expected_reports"),
        **rounded(6, "chance_by_reception"),
        **rounded(3, "own_factor", "hour_factor", "port_km", "dispersion"),
        **rounded(1, "looks"),
        **rounded(0, "others_heard", "mean_interval_s"),
        n_before_12h="n_before_12h", start_lat_deg="start_lat_deg", start_lon_deg="start_lon_deg",
        end_lat_deg="end_lat_deg", end_lon_deg="end_lon_deg",
        **rounded(1, "start_sog_kn", "start_cog_deg"),
        ports_in_reach="ports_in_reach", silent_in_reach="silent_in_reach",
    )  # fmt: skip
    weighed = weighed.with_columns(ports_in_reach=ports_reached, silent_in_reach=ships)
    return weighed.with_columns(
        lat_deg="start_lat_deg",
        lon_deg="start_lon_deg",
        observed_h=pl.lit(0.0),
        inferred_h="duration_h",
        detail=detail,
    )


def _parts() -> list[Part]:
    nothing = pl.lit(None, pl.Float64)
    reception = pl.format(
        "{} reports would have been heard, {} from others were",
        pl.col("expected_reports").round(1), pl.col("others_heard").round(0),
    )  # fmt: skip
    length = pl.format("{} h silent", pl.col("duration_h").round(1))
    place = pl.format("{} km from the nearest port", pl.col("port_km").round(1))
    is_open = pl.when("is_open").then(pl.lit("not heard again")).otherwise(pl.lit("heard again"))
    jump = pl.when(pl.col("w_jump") < 0).then(
        pl.lit("her MMSI was heard elsewhere meanwhile")
    ).otherwise(pl.lit("no jump at either end"))  # fmt: skip
    together = pl.when(pl.col("w_together") < 0).then(
        pl.lit("other ships were silent with her, or a receiver was out: no outage is ruled out")
    ).otherwise(pl.lit("no more ships silent with her than usual, no receiver out"))  # fmt: skip
    return [
        (
            P.PRIOR,
            nothing,
            pl.col("w_prior"),
            pl.lit("few long silences are deliberate"),
        ),
        (P.RECEPTION, pl.col("chance_by_reception"), pl.col("w_reception"), reception),
        (P.LENGTH, pl.col("duration_h"), pl.col("w_length"), length),
        (P.PLACE, pl.col("port_km"), pl.col("w_place"), place),
        (P.OPEN, nothing, pl.col("w_open"), is_open),
        (P.JUMP, nothing, pl.col("w_jump"), jump),
        (P.TOGETHER, nothing, pl.col("w_together"), together),
    ]


def _reach(rows: pl.DataFrame, params: Params) -> tuple[Floats, Floats, Floats, Floats]:
    """Return (latitude, longitude of the middle of her way, way at her speed, way made), m."""
    lat, lon = floats(rows["start_lat_deg"]), floats(rows["start_lon_deg"])
    made = np.nan_to_num(floats(rows["distance_m"]))
    speed = np.fmax(likely_speed_kn(rows), floats(rows["implied_speed_kn"]))
    run = np.minimum(speed, params.most_speed_kn) * MPS_PER_KN * 3600 * floats(rows["duration_h"])
    end_lat = np.where(np.isnan(floats(rows["end_lat_deg"])), lat, floats(rows["end_lat_deg"]))
    end_lon = np.where(np.isnan(floats(rows["end_lon_deg"])), lon, floats(rows["end_lon_deg"]))
    middle = destination(lat, lon, bearing_deg(lat, lon, end_lat, end_lon), made / 2)
    return middle[0], middle[1], np.maximum(run, made), made


_PORT = pl.Struct(
    {"name": pl.String, "country": pl.String, "distance_nm": pl.Float64, "is_dprk": pl.Boolean}
)


def _ports(weighed: pl.DataFrame, params: Params) -> pl.Series:
    """Return for each silence the ports she could have called at, null where she was not asked."""
    called = np.flatnonzero(weighed["confidence"].to_numpy() >= params.min_confidence)
    out: list[list[dict[str, object]] | None] = [None] * weighed.height
    if called.size:
        rows, table = weighed[called], ports.ports()
        at, to_port, whole, run = _ways_by_port(rows, params)
        duration, run_m = floats(rows["duration_h"]), run
        hours = whole / np.maximum(run_m[:, None] / duration[:, None], 1.0) + params.stop_h
        name, country = table["name"].to_list(), table["country"].to_list()
        is_dprk = table["is_dprk"].to_numpy()
        for i, row in enumerate(called.tolist()):
            fits = np.flatnonzero(hours[i] <= duration[i])
            of = at[i, fits]
            order = np.lexsort((of, to_port[i, fits], ~is_dprk[of]))
            _, first = np.unique(of[order], return_index=True)
            best = fits[order[np.sort(first)]][: params.ports_told]
            out[row] = [
                {"name": name[p], "country": country[p], "is_dprk": bool(is_dprk[p]),
                 "distance_nm": round(float(to_port[i, j]) / M_PER_NM, 1)}
                for j, p in zip(best.tolist(), at[i, best].tolist(), strict=True)
            ]  # fmt: skip
    return pl.Series(out, dtype=pl.List(_PORT))


def _ways_by_port(rows: pl.DataFrame, params: Params,
                  ) -> tuple[NDArray[np.int64], Floats, Floats, Floats]:  # fmt: skip
    """Return (rows of `ports()`, metres to each, metres of the whole way, metres she can run)."""
    lat, lon, run, _ = _reach(rows, params)
    near, _ = ports.nearest(lat, lon, k=params.ports_asked)
    dprk = np.flatnonzero(ports.ports()["is_dprk"].to_numpy())
    at = np.hstack([near, np.tile(dprk, (rows.height, 1))])
    port_lat = ports.ports()["lat_deg"].to_numpy()[at]
    port_lon = ports.ports()["lon_deg"].to_numpy()[at]
    to_port = distance_m(floats(rows["start_lat_deg"])[:, None],
                         floats(rows["start_lon_deg"])[:, None], port_lat, port_lon)  # fmt: skip
    on = distance_m(port_lat, port_lon, floats(rows["end_lat_deg"])[:, None],
                    floats(rows["end_lon_deg"])[:, None])  # fmt: skip
    return at, to_port, to_port + np.nan_to_num(on), run


_SHIP = pl.Struct({"hull": pl.Int64, "overlap_h": pl.Float64, "distance_nm": pl.Float64})


def _ships(weighed: pl.DataFrame, params: Params) -> pl.Series:
    """Return for each call the other calls that overlap it within reach; null elsewhere."""
    called = np.flatnonzero(weighed["confidence"].to_numpy() >= params.min_confidence)
    out: list[list[dict[str, object]] | None] = [None] * weighed.height
    if called.size:
        rows = weighed[called]
        lat, lon, run, made = _reach(rows, params)
        spare = (run - made) / 2
        start = rows["start_utc"].to_physical().to_numpy() / MS_PER_H
        end, hull = start + floats(rows["duration_h"]), rows["hull"].to_numpy()
        order = np.argsort(start, kind="stable")
        # What began or went on far beyond hers would tie her to times that nobody looks at.
        low = np.searchsorted(start[order], start - params.near_h, side="left")
        high = np.searchsorted(start[order], end - params.min_overlap_h, side="right")
        for i, row in enumerate(called.tolist()):
            j = order[low[i] : high[i]]
            overlap = np.minimum(end[i], end[j]) - np.maximum(start[i], start[j])
            metres = distance_m(lat[i], lon[i], lat[j], lon[j])
            meets = (overlap >= params.min_overlap_h) & (hull[j] != hull[i])
            meets &= (metres <= spare[i] + spare[j]) & (end[j] <= end[i] + params.near_h)
            best = np.flatnonzero(meets)
            best = best[np.lexsort((hull[j[best]], metres[best]))][: params.ships_told]
            out[row] = [
                {"hull": int(hull[j[k]]), "overlap_h": round(float(overlap[k]), 1),
                 "distance_nm": round(float(metres[k]) / M_PER_NM, 1)}
                for k in best.tolist()
            ]  # fmt: skip
    return pl.Series(out, dtype=pl.List(_SHIP))
