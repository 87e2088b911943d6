"""Where a silent ship may have been, hour by hour.

Method: a closed silence is laid straight from the last to the first position at an even speed;
other tracks are waiting first, waiting last (at her own speed in between), and round to either side
as far as her speed leaves time for. An open one is dead-reckoned: on along her course, aside
with growing distance, or where she was. Each track has a share, the chance that she went so.
Blind spot: land is not looked at; at most `max_samples` moments stand for a silence.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...geo.sphere import bearing_deg, destination
from ...units import M_PER_NM, MPS_PER_KN, MS_PER_H
from ..contract.columns import Floats, floats

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """How she may have gone; own choice where no source is named.

    Fields without a source: own choice, measured together in docs/accuracy.md.
    What has no unit in its name is a share of 1, or a ratio that says so.
    """

    max_samples: int = 24  # moments along a track, else one an hour
    wait_share: float = 0.10  # waiting first, and the same for waiting last
    aside_share: float = 0.02  # round to one side, and to the other
    aside: float = 0.4  # how far aside, of the distance that her speed leaves to spare; geometry
    open_on_share: float = 0.5  # on along her course, where she was under way
    open_aside_share: float = 0.1  # to one side of it, and to the other
    max_away_nm: float = 100.0  # beyond it nothing is known of her
    default_sog_kn: float = 8.0  # where she sent no speed; a laden coaster
    under_way_kn: float = 1.0  # slower ships are not dead-reckoned


@dataclass(frozen=True, slots=True)
class Moments:
    """One row a moment of a silence: whose, when, how long it stands for, and how far through."""

    of: Ints
    part: Floats
    hour: Ints
    hours: Floats


@dataclass(frozen=True, slots=True)
class Track:
    """A position for every moment, and the share of ships (one a silence) that went so."""

    lat: Floats
    lon: Floats
    share: Floats


def moments(silences: pl.DataFrame, params: Params = Params()) -> Moments:
    """Return one moment an hour, evenly spread, for each silence."""
    duration = floats(silences["duration_h"])
    n = np.clip(np.ceil(duration), 1, params.max_samples).astype(np.int64)
    of = np.repeat(np.arange(n.size), n)
    nth = np.arange(of.size) - np.repeat(np.cumsum(n) - n, n)
    part = (nth + 0.5) / n[of]
    start = silences["start_utc"].to_physical().to_numpy()
    t = start[of] + part * duration[of] * MS_PER_H
    return Moments(of, part, (t // MS_PER_H).astype(np.int64), duration[of] / n[of])


def likely_speed_kn(silences: pl.DataFrame, params: Params = Params()) -> Floats:
    """Return the speed at which she may have sailed: the larger of those sent, or the default."""
    sog = np.fmax(floats(silences["start_sog_kn"]), floats(silences["end_sog_kn"]))
    return np.where(np.isnan(sog), params.default_sog_kn, sog)


def tracks(silences: pl.DataFrame, at: Moments, params: Params = Params()) -> list[Track]:
    """Return the tracks she may have sailed, the likeliest first; their shares sum to 1."""
    lat, lon = floats(silences["start_lat_deg"]), floats(silences["start_lon_deg"])
    is_open = silences["is_open"].to_numpy()
    run_m = likely_speed_kn(silences, params) * MPS_PER_KN * floats(silences["duration_h"]) * 3600
    most = params.max_away_nm * M_PER_NM
    end_lat = np.where(is_open, lat, floats(silences["end_lat_deg"]))
    end_lon = np.where(is_open, lon, floats(silences["end_lon_deg"]))
    span = np.where(is_open, 0.0, np.nan_to_num(floats(silences["distance_m"])))
    course = floats(silences["start_cog_deg"])
    goes = is_open & ~np.isnan(course) & (likely_speed_kn(silences, params) >= params.under_way_kn)
    head = np.where(is_open, np.nan_to_num(course), bearing_deg(lat, lon, end_lat, end_lon))
    on_m = np.where(goes, np.minimum(run_m, most), 0.0)
    moving = np.clip(span / np.maximum(run_m, 1.0), 0.05, 1.0)[at.of]
    part, of = at.part, at.of

    def along(share_run: Floats, metres: Floats) -> tuple[Floats, Floats]:
        return destination(lat[of], lon[of], head[of], metres[of] * share_run)

    straight = along(part, span)
    out = [Track(*straight, np.where(is_open, 1.0 - np.where(goes, params.open_on_share
           + 2 * params.open_aside_share, 4 * params.open_aside_share),
           1.0 - 2 * params.wait_share - 2 * params.aside_share))]  # fmt: skip
    closed = np.where(is_open, 0.0, params.wait_share)
    out.append(Track(*along(np.clip((part - 1 + moving) / moving, 0, 1), span), closed))
    out.append(Track(*along(np.clip(part / moving, 0, 1), span), closed))
    if is_open.any():
        out.append(Track(*along(part, on_m), np.where(goes, params.open_on_share, 0.0)))
    spare = np.clip((run_m - span) * params.aside, 0.0, most)
    bulge = np.where(is_open[of], part, np.sin(np.pi * part))
    wide = np.where(is_open, np.minimum(run_m / 2, most), spare)
    share = np.where(is_open, np.where(goes, 1.0, 2.0) * params.open_aside_share,
                     params.aside_share)  # fmt: skip
    for side in (90.0, -90.0):
        middle = along(part, np.where(goes, on_m / 2, span))
        out.append(Track(*destination(*middle, (head + side)[of], wide[of] * bulge), share))
    return out
