"""CONTACTS: two slots of two hulls close to each other, the lower hull first.

In a crowd at one point the ships nearest to a ship are others at each grid time, so that all pairs
would meet once. Of a ship with more than `contact_most` others on a UTC day, those that she lay
beside for longest (of equals the nearest) are kept, and a pair stays when either keeps it.
"""

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
    made = conform(frame, CONTACTS).sort("hull", "other_hull", "time_utc")
    return longest_beside(made, params.contact_most)


def longest_beside(contacts: pl.DataFrame, most: int) -> pl.DataFrame:
    """Return CONTACTS of which each ship keeps, of a UTC day, the `most` others as said above."""
    pair = ["hull", "other_hull"]
    begins = pl.any_horizontal((pl.col(c) != pl.col(c).shift(1)).fill_null(True) for c in pair)
    met = contacts.filter(begins).select(pair)
    partners = pl.concat([met["hull"], met["other_hull"]]).value_counts(name="n")
    crowded = partners.filter(pl.col("n") > most)["hull"].implode()
    if not crowded.len() or not len(crowded[0]):
        return contacts
    day = contacts.with_columns(day=pl.col("time_utc").dt.date())
    held = (
        day.filter(pl.col("hull").is_in(crowded) | pl.col("other_hull").is_in(crowded))
        .group_by(*pair, "day")
        .agg(n=pl.len(), off_m=pl.col("distance_m").mean())
    )
    sides = [
        held.select(
            pl.col(own).alias("own"), pl.col(mate).alias("mate"), *pair, "day", "n", "off_m"
        )
        for own, mate in (pair, pair[::-1])
    ]
    ranked = pl.concat(sides).sort(
        "own", "day", "n", "off_m", "mate", descending=[False, False, True, False, False]
    ).with_columns(rank=pl.int_range(pl.len()).over("own", "day"))  # fmt: skip
    lost = ranked.group_by(*pair, "day").agg(pl.col("rank").min()).filter(pl.col("rank") >= most)
    # A side that is no crowd ranks all of its own below `most`, so that none of them is lost.
    return day.join(lost, on=[*pair, "day"], how="anti", maintain_order="left").drop("day")
