"""TRAILS: each hull's half hours."""

import numpy as np
import polars as pl

from ...geo.sphere import wrap_lon
from ...ids.mmsi import may_be_ship
from ...schema import TRAILS, conform
from ...units import M_PER_NM
from ..pairing import Array
from ..span import Span
from .columns import deg, nan_null, time


def trails(span: Span, hull: Array) -> pl.DataFrame:
    """Return TRAILS; `hull` (tracks,) is the hull of each track."""
    open_ = np.flatnonzero(may_be_ship(span.tracks["mmsi"]))
    track = np.concatenate([span.trails["track"], open_.astype(np.int32)])
    t = np.concatenate([span.trails["trail"], span.tracks["trail"][open_]])
    with np.errstate(invalid="ignore", divide="ignore"):
        mean_sog = t["sog_sum"] / (10.0 * t["sog_n"])
    frame = pl.DataFrame(
        {
            "hull": hull[track],
            "mmsi": span.tracks["mmsi"][track],
            "start_utc": time(t["t0"]),
            "end_utc": time(t["t1"]),
            "n_reports": t["n"],
            "start_lat_deg": deg(t["lat0"]),
            "start_lon_deg": deg(t["lon0"]),
            "end_lat_deg": deg(t["lat1"]),
            "end_lon_deg": deg(t["lon1"]),
            "south_deg": deg(t["lat0"].astype(np.int64) + t["south"]),
            "north_deg": deg(t["lat0"].astype(np.int64) + t["north"]),
            "west_deg": wrap_lon(deg(t["lon0"].astype(np.int64) + t["west"])),
            "east_deg": wrap_lon(deg(t["lon0"].astype(np.int64) + t["east"])),
            "track_nm": t["dm"] / 10 / M_PER_NM,
            "turn_deg": t["turn"] / 10,
            "mean_sog_kn": nan_null(mean_sog),
            "first_row": t["row0"],
            "last_row": t["row1"],
        }
    )
    return conform(frame, TRAILS).sort("hull", "start_utc", "first_row")
