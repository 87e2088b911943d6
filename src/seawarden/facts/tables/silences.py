"""SILENCES: the times between two reports that are longer than a hull's usual interval."""

import numpy as np
import polars as pl

from ...geo.sphere import distance_m
from ...ids.mmsi import may_be_ship
from ...schema import SILENCES, conform
from ...units import MPS_PER_KN, MS_PER_H
from ..kernels.coverage_key import unpack
from ..pairing import Array
from ..params import Params
from ..span import Span
from .columns import deg, nan_null, time

_BEFORE_H = 12
"""Reports are counted so long before a silence [Welch 2022, Sci. Adv. abq2109: 12 h]."""


def silences(span: Span, hull: Array, params: Params) -> pl.DataFrame:
    """Return SILENCES; `hull` (tracks,) is the hull of each track."""
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
        deg(before["lat"]), deg(before["lon"]), deg(after["lat"]), deg(after["lon"])
    )
    metres = np.where(is_open, np.nan, metres)
    nothing = np.where(is_open, np.nan, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.minimum(1.0, _BEFORE_H * 3600 / np.maximum(heard_s, 1.0))
    frame = pl.DataFrame(
        {
            "hull": hull[track],
            "mmsi": tracks["mmsi"][track],
            "ais_class": unpack(before["key"]).ais_class,
            "start_utc": time(before["t"]),
            "end_utc": time(end),
            "is_open": is_open,
            "duration_h": duration_s / 3600,
            "start_lat_deg": deg(before["lat"]),
            "start_lon_deg": deg(before["lon"]),
            "end_lat_deg": nan_null(deg(after["lat"]) + nothing),
            "end_lon_deg": nan_null(deg(after["lon"]) + nothing),
            "start_sog_kn": nan_null(before["sog"]),
            "start_cog_deg": nan_null(before["cog"]),
            "end_sog_kn": nan_null(after["sog"] + nothing),
            "end_cog_deg": nan_null(after["cog"] + nothing),
            "distance_m": nan_null(metres),
            "implied_speed_kn": nan_null(metres / np.maximum(duration_s, 1e-3) / MPS_PER_KN),
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
