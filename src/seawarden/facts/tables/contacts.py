"""CONTACTS: two slots of two hulls close to each other, the lower hull first."""

import numpy as np
import polars as pl

from ...geo.sphere import offset_m
from ...schema import CONTACTS, conform
from ..pairing import Array
from ..params import Params
from ..span import Span
from .columns import time


def contacts(span: Span, hull: Array, params: Params) -> pl.DataFrame:
    """Return CONTACTS; `hull` (tracks,) is the hull of each track."""
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
            "time_utc": time(c["g"].astype(np.int64) * params.slot_ms),
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
