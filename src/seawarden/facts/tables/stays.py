"""STAYS: the runs in which a hull was slow or stopped."""

import numpy as np
import polars as pl

from ...geo.sphere import wrap_lon
from ...schema import STAYS, conform
from ...units import AIS_UNITS_PER_DEG, M_PER_DEG_LAT, M_PER_NM, MS_PER_H
from ..pairing import Array
from ..params import Params
from ..span import Span
from .columns import deg, nan_null, time


def _all_runs(span: Span, params: Params) -> tuple[Array, Array, Array]:
    """Return (track, run, open) of closed stays and of the runs open at the end."""
    open_ = np.flatnonzero(span.tracks["run"]["n"] >= 2)
    track = np.concatenate([span.stays["track"], open_.astype(np.int32)])
    run = np.concatenate([span.stays["run"], span.tracks["run"][open_]])
    is_open = np.zeros(len(track), np.bool_)
    is_open[len(span.stays) :] = True
    long = run["t1"] - run["t0"] >= params.stay_min_h * MS_PER_H
    return track[long], run[long], is_open[long]


def stays(span: Span, hull: Array, params: Params) -> pl.DataFrame:
    """Return STAYS; `hull` (tracks,) is the hull of each track."""
    track, run, is_open = _all_runs(span, params)
    n = run["n"]
    mean_dlat, mean_dlon = run["sum_dlat"] / n, run["sum_dlon"] / n
    cos = np.cos(np.radians(deg(run["lat0"])))
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
            "start_utc": time(run["t0"]),
            "end_utc": time(run["t1"]),
            "is_open": is_open,
            "n_reports": n,
            "lat_deg": deg(run["lat0"] + mean_dlat),
            "lon_deg": wrap_lon(deg(run["lon0"] + mean_dlon)),
            "start_lat_deg": deg(run["lat0"]),
            "start_lon_deg": deg(run["lon0"]),
            "end_lat_deg": deg(run["lat1"]),
            "end_lon_deg": deg(run["lon1"]),
            "mean_sog_kn": nan_null(mean_sog),
            "max_sog_kn": nan_null(np.where(run["max_sog"] < 0, np.nan, run["max_sog"] / 10)),
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
