"""JUMPS: moves that no ship can make, and changes from one sender of an MMSI to another."""

import numpy as np
import polars as pl

from ...geo.sphere import distance_m
from ...schema import JUMPS, conform
from ...units import MPS_PER_KN
from ..kernels.legs import is_possible
from ..kernels.rules import rules
from ..pairing import Array
from ..params import Params
from ..span import Span
from .columns import deg, time


def jumps(span: Span, hull: Array, params: Params) -> pl.DataFrame:
    """Return JUMPS; `hull` (tracks,) is the hull of each track."""
    j = span.jumps
    before, after = j["before"], j["after"]
    metres = distance_m(
        deg(before["lat"]), deg(before["lon"]), deg(after["lat"]), deg(after["lon"])
    )
    seconds = (after["t"] - before["t"]) / 1000
    with np.errstate(divide="ignore"):
        speed = metres / seconds / MPS_PER_KN
    frame = pl.DataFrame(
        {
            "mmsi": span.tracks["mmsi"][j["track"]],
            "hull": hull[j["track"]],
            "other_hull": hull[j["other"]],
            "start_utc": time(before["t"]),
            "end_utc": time(after["t"]),
            "start_lat_deg": deg(before["lat"]),
            "start_lon_deg": deg(before["lon"]),
            "end_lat_deg": deg(after["lat"]),
            "end_lon_deg": deg(after["lon"]),
            "distance_m": metres,
            "implied_speed_kn": speed,
            "first_row": before["row"],
            "last_row": after["row"],
            "why": np.where(is_possible(before, after, rules(params)), "sender", "reach"),
        }
    )
    return conform(frame, JUMPS).sort("mmsi", "start_utc", "first_row")
