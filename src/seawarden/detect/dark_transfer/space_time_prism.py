"""What a silent ship could have done: the space-time prism of her silence.

Method: between her last report and her next one a ship can be wherever, at her own top speed, she
could come from the one and still reach the other. At a place her prism is a span of time: from
the earliest she can arrive to the latest she must leave. Ways are straight at first (an upper
bound on that span), by water (`geo.reach`) where it matters. Blind spot: a false last position.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...geo.reach import water_distance_m
from ...geo.sphere import distance_m
from ...units import MPS_PER_KN, MS_PER_H
from ..contract.columns import Floats, floats

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Prisms:
    """One prism a silence; times in hours since 1970; an open silence has no end position."""

    start_h: Floats
    end_h: Floats
    start_lat: Floats
    start_lon: Floats
    end_lat: Floats  # NaN while open
    end_lon: Floats
    speed_kn: Floats

    def at(self, i: Ints) -> "Prisms":
        """Return the prisms chosen by `i`."""
        return Prisms(*(getattr(self, name)[i] for name in self.__slots__))

    def window(self, lat: Floats, lon: Floats) -> tuple[Floats, Floats]:
        """Return (earliest arrival, latest departure; hours) at places, ways straight.

        Prisms run along the first axis, places along the second. Arrival after departure: out
        of reach.
        """
        speed = self.speed_kn[:, None] * MPS_PER_KN * 3600
        there = distance_m(self.start_lat[:, None], self.start_lon[:, None], lat, lon) / speed
        back = distance_m(lat, lon, self.end_lat[:, None], self.end_lon[:, None]) / speed
        return self.start_h[:, None] + there, self.end_h[:, None] - np.nan_to_num(back)

    def by_water(self, i: int, lat: float, lon: float) -> tuple[float, float]:
        """Return the same for one prism at one place, ways by water."""
        speed = float(self.speed_kn[i]) * MPS_PER_KN * 3600
        there = water_distance_m(float(self.start_lat[i]), float(self.start_lon[i]), lat, lon)
        leave = float(self.end_h[i])
        if np.isfinite(self.end_lat[i]):
            leave -= (
                water_distance_m(lat, lon, float(self.end_lat[i]), float(self.end_lon[i])) / speed
            )
        return float(self.start_h[i]) + there / speed, leave

    def slack_h(self) -> Floats:
        """Return the hours of each silence that the straight way does not explain."""
        straight_m = distance_m(self.start_lat, self.start_lon, self.end_lat, self.end_lon)
        hours = np.nan_to_num(straight_m) / (self.speed_kn * MPS_PER_KN * 3600)
        return np.asarray(np.maximum(self.end_h - self.start_h - hours, 0.0))


def prisms(silences: pl.DataFrame, trails: pl.DataFrame, least_kn: float, margin: float) -> Prisms:
    """Return the prisms of SILENCES: the speed is the ship's own, from TRAILS and the silence.

    Her own speed is the 95th percentile of her half hours under way, or what she made before,
    after or in between, if more; times `margin`, at least `least_kn`.
    """
    speeds = (
        trails.filter(pl.col("mean_sog_kn") >= 3.0)
        .group_by("hull")
        .agg(own_kn=pl.col("mean_sog_kn").quantile(0.95))
    )
    known = silences.join(speeds, on="hull", how="left", maintain_order="left")
    speed = known.select(
        pl.max_horizontal(
            pl.max_horizontal("own_kn", "start_sog_kn", "end_sog_kn", "implied_speed_kn")
            .fill_null(least_kn) * margin,
            pl.lit(least_kn),
        )
    ).to_series()  # fmt: skip
    hours = [floats(silences[c].to_physical()) / MS_PER_H for c in ("start_utc", "end_utc")]
    places = [floats(silences[c]) for c in (
        "start_lat_deg", "start_lon_deg", "end_lat_deg", "end_lon_deg")]  # fmt: skip
    return Prisms(hours[0], hours[1], places[0], places[1], places[2], places[3], speed.to_numpy())
