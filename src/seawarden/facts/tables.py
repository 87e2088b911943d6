"""From a span in memory layout to the fact tables of the dictionary."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from ..geo.sphere import distance_m, offset_m, wrap_lon
from ..ids.mmsi import may_be_ship, stations
from ..schema import CONTACTS, COVERAGE, HULLS, JUMPS, SILENCES, STAYS, TIME, TRAILS, conform
from ..units import AIS_UNITS_PER_DEG, M_PER_DEG_LAT, M_PER_NM, MPS_PER_KN, MS_PER_H
from .hulls import hull_ids
from .interval import is_possible, rules
from .params import Params
from .span import Array, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The fact tables of a span; see the data dictionary."""

    hulls: pl.DataFrame
    stays: pl.DataFrame
    trails: pl.DataFrame
    silences: pl.DataFrame
    jumps: pl.DataFrame
    coverage: pl.DataFrame
    contacts: pl.DataFrame


def tables(span: Span, params: Params = Params()) -> Facts:
    """Return the fact tables of `span`, sorted as the dictionary says."""
    hull = hull_ids(span, params)
    return Facts(
        hulls=_hulls(span, hull),
        stays=_stays(span, hull, params),
        trails=_trails(span, hull),
        silences=_silences(span, hull, params),
        jumps=_jumps(span, hull, params),
        coverage=_coverage(span),
        contacts=_contacts(span, hull, params),
    )


def _time(ms: Array) -> pl.Series:
    return pl.Series(ms.astype(np.int64)).cast(TIME)


def _deg(aisu: Array) -> Array:
    return np.asarray(aisu / AIS_UNITS_PER_DEG)


def _nan_null(values: Array) -> pl.Series:
    return pl.Series(values.astype(np.float64)).fill_nan(None)


def _hulls(span: Span, hull: Array) -> pl.DataFrame:
    t = span.tracks
    first, last = t["first"], t["last"]
    frame = pl.DataFrame(
        {
            "hull": hull,
            "mmsi": t["mmsi"],
            "start_utc": _time(first["t"]),
            "end_utc": _time(last["t"]),
            "n_reports": t["n"] + t["n_same"],
            "n_a": t["n_a"],
            "n_b": t["n_b"],
            "start_lat_deg": _deg(first["lat"]),
            "start_lon_deg": _deg(first["lon"]),
            "end_lat_deg": _deg(last["lat"]),
            "end_lon_deg": _deg(last["lon"]),
            "track_nm": t["dm"] / 10 / M_PER_NM,
            "heard_h": t["heard_ms"] / MS_PER_H,
            "first_row": first["row"],
            "last_row": last["row"],
        }
    ).sort("hull", "first_row")
    frame = frame.group_by("hull", maintain_order=True).agg(
        pl.col("mmsi", "start_utc", "start_lat_deg", "start_lon_deg", "first_row").first(),
        pl.col("end_utc", "end_lat_deg", "end_lon_deg", "last_row").sort_by("last_row").last(),
        pl.col("n_reports", "n_a", "n_b", "track_nm", "heard_h").sum(),
    )
    frame = frame.with_columns(
        station=pl.Series(stations(frame["mmsi"]), dtype=pl.String),
        ais_class=pl.when(pl.max_horizontal("n_a", "n_b") == 0)
        .then(0)
        .when(pl.col("n_b") > pl.col("n_a"))
        .then(2)
        .otherwise(1),
    )
    return conform(frame, HULLS)


def _all_runs(span: Span, params: Params) -> tuple[Array, Array, Array]:
    """Return (track, run, open) of closed stays and of the runs open at the end."""
    open_ = np.flatnonzero(span.tracks["run"]["n"] >= 2)
    track = np.concatenate([span.stays["track"], open_.astype(np.int32)])
    run = np.concatenate([span.stays["run"], span.tracks["run"][open_]])
    is_open = np.zeros(len(track), np.bool_)
    is_open[len(span.stays) :] = True
    long = run["t1"] - run["t0"] >= params.stay_min_h * MS_PER_H
    return track[long], run[long], is_open[long]


def _stays(span: Span, hull: Array, params: Params) -> pl.DataFrame:
    track, run, is_open = _all_runs(span, params)
    n = run["n"]
    mean_dlat, mean_dlon = run["sum_dlat"] / n, run["sum_dlon"] / n
    cos = np.cos(np.radians(_deg(run["lat0"])))
    variance = (run["sq_dlat"] / n - mean_dlat**2) + (run["sq_dlon"] / n - mean_dlon**2) * cos**2
    sog_ms = run["sog_ms"]
    track_nm = run["dm"] / 10 / M_PER_NM
    hours = (run["t1"] - run["t0"]) / MS_PER_H
    with np.errstate(invalid="ignore", divide="ignore"):
        mean_sog = np.where(sog_ms > 0, run["sog_w"] / (20.0 * sog_ms), track_nm / hours)
    frame = pl.DataFrame(
        {
            "hull": hull[track],
            "mmsi": span.tracks["mmsi"][track],
            "start_utc": _time(run["t0"]),
            "end_utc": _time(run["t1"]),
            "is_open": is_open,
            "n_reports": n,
            "lat_deg": _deg(run["lat0"] + mean_dlat),
            "lon_deg": wrap_lon(_deg(run["lon0"] + mean_dlon)),
            "start_lat_deg": _deg(run["lat0"]),
            "start_lon_deg": _deg(run["lon0"]),
            "end_lat_deg": _deg(run["lat1"]),
            "end_lon_deg": _deg(run["lon1"]),
            "mean_sog_kn": _nan_null(mean_sog),
            "max_sog_kn": _nan_null(np.where(run["max_sog"] < 0, np.nan, run["max_sog"] / 10)),
            "stopped_h": run["stopped_ms"] / MS_PER_H,
            "spread_m": np.sqrt(np.maximum(variance, 0)) * M_PER_DEG_LAT / AIS_UNITS_PER_DEG,
            "track_nm": track_nm,
            "observed_h": run["observed_ms"] / MS_PER_H,
            "inferred_h": run["inferred_ms"] / MS_PER_H,
            "longest_silence_h": run["longest_ms"] / MS_PER_H,
            "first_row": run["row0"],
            "last_row": run["row1"],
        }
    )
    return conform(frame, STAYS).sort("hull", "start_utc")


def _trails(span: Span, hull: Array) -> pl.DataFrame:
    open_ = np.flatnonzero(may_be_ship(span.tracks["mmsi"]))
    track = np.concatenate([span.trails["track"], open_.astype(np.int32)])
    t = np.concatenate([span.trails["trail"], span.tracks["trail"][open_]])
    with np.errstate(invalid="ignore", divide="ignore"):
        mean_sog = t["sog_sum"] / (10.0 * t["sog_n"])
    frame = pl.DataFrame(
        {
            "hull": hull[track],
            "mmsi": span.tracks["mmsi"][track],
            "start_utc": _time(t["t0"]),
            "end_utc": _time(t["t1"]),
            "n_reports": t["n"],
            "start_lat_deg": _deg(t["lat0"]),
            "start_lon_deg": _deg(t["lon0"]),
            "end_lat_deg": _deg(t["lat1"]),
            "end_lon_deg": _deg(t["lon1"]),
            "south_deg": _deg(t["lat0"].astype(np.int64) + t["south"]),
            "north_deg": _deg(t["lat0"].astype(np.int64) + t["north"]),
            "west_deg": wrap_lon(_deg(t["lon0"].astype(np.int64) + t["west"])),
            "east_deg": wrap_lon(_deg(t["lon0"].astype(np.int64) + t["east"])),
            "track_nm": t["dm"] / 10 / M_PER_NM,
            "turn_deg": t["turn"] / 10,
            "mean_sog_kn": _nan_null(mean_sog),
            "first_row": t["row0"],
            "last_row": t["row1"],
        }
    )
    return conform(frame, TRAILS).sort("hull", "start_utc", "first_row")


def _silences(span: Span, hull: Array, params: Params) -> pl.DataFrame:
    tracks = span.tracks
    limit = params.silence_min_h * MS_PER_H
    quiet = np.flatnonzero(span.t_max - tracks["last"]["t"] >= limit)
    track = np.concatenate([span.silences["track"], quiet.astype(np.int32)])
    before = np.concatenate([span.silences["before"], tracks["last"][quiet]])
    n_at = np.concatenate([span.silences["n_at"], tracks["n"][quiet]])
    is_open = np.arange(len(track)) >= len(span.silences)
    after = np.concatenate([span.silences["after"], tracks["last"][quiet]])
    end = np.where(is_open, span.t_max, after["t"])
    order = np.lexsort((before["t"], track))
    track, n_at, end, is_open = track[order], n_at[order], end[order], is_open[order]
    before, after = before[order], after[order]
    heard_s, n_heard = _heard_before(tracks, track, before, after, n_at, is_open)
    duration_s = (end - before["t"]) / 1000
    usual_s = _usual_interval_s(span)[track]
    keep = (duration_s >= params.silence_times_usual * usual_s) & may_be_ship(tracks["mmsi"][track])
    metres = distance_m(
        _deg(before["lat"]), _deg(before["lon"]), _deg(after["lat"]), _deg(after["lon"])
    )
    metres = np.where(is_open, np.nan, metres)
    nothing = np.where(is_open, np.nan, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.minimum(1.0, 12 * 3600 / np.maximum(heard_s, 1.0))
    frame = pl.DataFrame(
        {
            "hull": hull[track],
            "mmsi": tracks["mmsi"][track],
            "ais_class": (before["key"] >> 16) & 3,
            "start_utc": _time(before["t"]),
            "end_utc": _time(end),
            "is_open": is_open,
            "duration_h": duration_s / 3600,
            "start_lat_deg": _deg(before["lat"]),
            "start_lon_deg": _deg(before["lon"]),
            "end_lat_deg": _nan_null(_deg(after["lat"]) + nothing),
            "end_lon_deg": _nan_null(_deg(after["lon"]) + nothing),
            "start_sog_kn": _nan_null(before["sog"]),
            "start_cog_deg": _nan_null(before["cog"]),
            "end_sog_kn": _nan_null(after["sog"] + nothing),
            "end_cog_deg": _nan_null(after["cog"] + nothing),
            "distance_m": _nan_null(metres),
            "implied_speed_kn": _nan_null(metres / np.maximum(duration_s, 1e-3) / MPS_PER_KN),
            "mean_interval_s": usual_s,
            "n_before_12h": np.rint(n_heard * share).astype(np.int64),
            "first_row": before["row"],
            "last_row": after["row"],
        }
    )
    return conform(frame.filter(pl.Series(keep)), SILENCES).sort("hull", "start_utc")


def _usual_interval_s(span: Span) -> Array:
    """Return each track's median interval, or the mean of those that were no silence.

    The mean where most intervals were shorter than a silence can be; otherwise the median of
    all, which then lies among the silences: a ship heard every two hours is not silent between.
    """
    tracks, silences = span.tracks, span.silences
    n = np.maximum(tracks["n"] - 1, 0)
    usual = tracks["last"]["t"] - tracks["first"]["t"]
    dt = silences["after"]["t"] - silences["before"]["t"]
    order = np.lexsort((dt, silences["track"]))
    track, dt = silences["track"][order], dt[order]
    k = np.bincount(track, minlength=len(tracks))
    heard_ms = usual - np.bincount(track, weights=dt, minlength=len(tracks))
    usual_s = np.asarray(heard_ms / np.maximum(n - k, 1) / 1000)
    sparse = np.flatnonzero(2 * k > n)
    starts = np.searchsorted(track, sparse)
    usual_s[sparse] = dt[starts + (n // 2 - (n - k))[sparse]] / 1000
    return usual_s


def _heard_before(
    tracks: Array, track: Array, before: Array, after: Array, n_at: Array, is_open: Array
) -> tuple[Array, Array]:
    """Return (seconds, reports) from the end of the hull's previous silence to each silence."""
    same = np.zeros(len(track), np.bool_)
    same[1:] = track[1:] == track[:-1]
    since = tracks["first"]["t"][track].copy()
    counted = np.zeros(len(track), np.int64)
    previous = np.flatnonzero(same) - 1
    since[same] = after["t"][previous]
    counted[same] = n_at[previous]
    return (before["t"] - since) / 1000, n_at - counted


def _jumps(span: Span, hull: Array, params: Params) -> pl.DataFrame:
    j = span.jumps
    before, after = j["before"], j["after"]
    metres: Any = distance_m(
        _deg(before["lat"]), _deg(before["lon"]), _deg(after["lat"]), _deg(after["lon"])
    )
    seconds = (after["t"] - before["t"]) / 1000
    with np.errstate(divide="ignore"):
        speed = metres / seconds / MPS_PER_KN
    frame = pl.DataFrame(
        {
            "mmsi": span.tracks["mmsi"][j["track"]],
            "hull": hull[j["track"]],
            "other_hull": hull[j["other"]],
            "start_utc": _time(before["t"]),
            "end_utc": _time(after["t"]),
            "start_lat_deg": _deg(before["lat"]),
            "start_lon_deg": _deg(before["lon"]),
            "end_lat_deg": _deg(after["lat"]),
            "end_lon_deg": _deg(after["lon"]),
            "distance_m": metres,
            "implied_speed_kn": speed,
            "first_row": before["row"],
            "last_row": after["row"],
            "why": np.where(is_possible(before, after, rules(params)), "sender", "reach"),
        }
    )
    return conform(frame, JUMPS).sort("mmsi", "start_utc", "first_row")


def _coverage(span: Span) -> pl.DataFrame:
    key = span.coverage[:, 0]
    names = pl.Series([None, *span.receivers[1:]], dtype=pl.String)
    place = key >> 18
    frame = pl.DataFrame(
        {
            "cell": place % 2_097_152,
            "hour_utc": _time(place // 2_097_152 * MS_PER_H),
            "ais_class": (key >> 16) & 3,
            "receiver": names.gather(pl.Series(key & 0xFFFF)),
            "n_reports": span.coverage[:, 1],
            "n_hulls": span.coverage[:, 2],
            "heard_h": span.coverage[:, 3] / MS_PER_H,
        }
    )
    return conform(frame, COVERAGE).sort("cell", "hour_utc", "ais_class", "receiver")


def _contacts(span: Span, hull: Array, params: Params) -> pl.DataFrame:
    c = span.contacts
    # What lies beside itself under one MMSI may be one ship after all: never a meeting.
    mmsi = span.tracks["mmsi"]
    c = c[mmsi[c["track"]] != mmsi[c["other"]]]
    first, second = hull[c["track"]], hull[c["other"]]
    swap = first > second

    def side(name: str, name2: str) -> tuple[Array, Array]:
        return np.where(swap, c[name2], c[name]), np.where(swap, c[name], c[name2])

    lat, lat2 = side("lat", "lat2")
    lon, lon2 = side("lon", "lon2")
    sog, sog2 = side("sog", "sog2")
    hdg, hdg2 = side("hdg", "hdg2")
    row, row2 = side("row", "row2")
    east, north = offset_m(lat, lon, lat2, lon2)
    frame = pl.DataFrame(
        {
            "hull": np.where(swap, second, first),
            "other_hull": np.where(swap, first, second),
            "time_utc": _time(c["g"].astype(np.int64) * round(params.slot_min * 60_000)),
            "lat_deg": lat,
            "lon_deg": lon,
            "east_m": east,
            "north_m": north,
            "distance_m": c["dist"],
            "sigma_m": c["sigma"],
            "sog_kn": pl.Series(sog).fill_nan(None),
            "other_sog_kn": pl.Series(sog2).fill_nan(None),
            "heading_deg": pl.Series(hdg).fill_nan(None),
            "other_heading_deg": pl.Series(hdg2).fill_nan(None),
            "gap_s": c["gap"],
            "row": row,
            "other_row": row2,
        }
    )
    return conform(frame, CONTACTS).sort("hull", "other_hull", "time_utc")
