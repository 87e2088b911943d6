"""Latitude and longitude in each other's columns, where both readings are on the globe.

Where the longitudes are beyond 90 degrees a swap shows by itself (`position_form`); between 90 W
and 90 E it turns the Gulf of Guinea into another sea. Method: of pairs of reports of one ship, 20 s
to 1 h and 100 m apart, the bearing from one to the next is held against the course that was sent,
in both readings, where these differ by 40 degrees and more; 8 pairs and more, 7 of 10 of them
within 15 degrees of one reading and fewer than 3 of 10 of the other, decide. Without courses the
speeds decide where they are no knots as read, and are knots within 5 % swapped, in 20 pairs: m/s in
this sea and knots in the other is two meanings. Where
nothing moved, land speaks and does not decide: positions that are on land as read and at sea
swapped are a doubt, said in a note. Numbers are own choices. Blind spots: ships that all sail
north-east or south-west; positions written as points (WKT); tracks on lakes.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ....geo import coast
from ....geo.sphere import angle_between_deg
from ..speed_unit import MAX_S, MIN_M, MIN_S, PAIRS, SHARE, Tracks, shown

Floats = NDArray[np.float64]
SWAPPED, DOUBT = "swapped", "doubt"
NUMBERS = ("mmsi", "lat", "lon", "sog", "cog")
"""What `verdict` looks at, beside the times."""
_APART_DEG, _WITHIN_DEG, _OTHER_SHARE = 40.0, 15.0, 0.3
_SPEED_PAIRS, _SPEED_WITHIN = 20, 0.05
_PLACES, _LAND, _SEA = 50, 0.9, 0.1  # positions looked at; share of them on land


def verdict(
    number: Mapping[str, Floats], time_ms: NDArray[np.int64], *, look_at_land: bool
) -> str | None:
    """Return SWAPPED, DOUBT or None of `mmsi`, `lat`, `lon`, `sog`, `cog` in the file's order.

    Degrees, with NaN for what is missing; `cog` as written, `sog` in the unit that is stated.
    """
    placed = np.isfinite(number["lat"]) & np.isfinite(number["lon"])
    if not placed.any() or (np.abs(number["lon"][placed]) > 90).any():
        return None  # no reading has such a latitude; 181 is "no position", and is looked past
    course = _by_course(_tracks(number, time_ms, "cog"))
    if course is None:
        course = _by_speed(_tracks(number, time_ms, "sog"))
    if course is not None:
        return SWAPPED if course else None
    return DOUBT if look_at_land and _land_speaks(number, placed) else None


def _tracks(number: Mapping[str, Floats], time_ms: NDArray[np.int64], value: str) -> Tracks:
    columns = [number[n] for n in ("mmsi", "lat", "lon", value)]
    full = np.isfinite(np.sum(columns, axis=0))
    mmsi, lat, lon, values = (column[full] for column in columns)
    return Tracks.sorted(mmsi, time_ms[full], lat, lon, values)


def _turned(tracks: Tracks) -> Tracks:
    return Tracks(tracks.mmsi, tracks.time_ms, tracks.lon, tracks.lat, tracks.value)


def _by_course(tracks: Tracks) -> bool | None:
    """Tell whether the courses show a swap; None where they show nothing."""
    if len(tracks.value) <= PAIRS:
        return None
    cog = tracks.value / 10 if tracks.value.max() > 360 else tracks.value
    metres, bearing = tracks.legs()
    other_metres, other = _turned(tracks).legs()
    good = (
        (np.diff(tracks.mmsi) == 0) & (tracks.seconds >= MIN_S) & (tracks.seconds <= MAX_S)
        & (np.minimum(metres, other_metres) >= MIN_M) & (cog[:-1] < 360)
        & (angle_between_deg(cog[:-1], cog[1:]) < _WITHIN_DEG)
        & (angle_between_deg(bearing, other) >= _APART_DEG)
    )  # fmt: skip
    if good.sum() < PAIRS:
        return None
    sent = cog[:-1][good]
    direct = float(np.mean(angle_between_deg(bearing[good], sent) < _WITHIN_DEG))
    turned = float(np.mean(angle_between_deg(other[good], sent) < _WITHIN_DEG))
    if turned >= SHARE and direct < _OTHER_SHARE:
        return True
    return False if direct >= SHARE and turned < _OTHER_SHARE else None


def _by_speed(tracks: Tracks) -> bool | None:
    """Tell whether the speeds show a swap; None where they show nothing."""
    direct, turned = shown(tracks), shown(_turned(tracks))
    if direct.unit == "knots":
        return False if turned.unit is None else None
    fits = turned.unit == "knots" and abs(turned.ratio - 1) < _SPEED_WITHIN
    return True if fits and min(direct.pairs, turned.pairs) >= _SPEED_PAIRS else None


def _land_speaks(number: Mapping[str, Floats], placed: NDArray[np.bool_]) -> bool:
    lat, lon = number["lat"][placed], number["lon"][placed]
    known = (np.abs(lat) <= 90) & ((lat != 0) | (lon != 0))
    step = max(1, int(known.sum()) // _PLACES)
    lat, lon = lat[known][::step], lon[known][::step]
    if not len(lat):
        return False
    return bool(coast.is_land(lat, lon).mean() >= _LAND and coast.is_land(lon, lat).mean() <= _SEA)
