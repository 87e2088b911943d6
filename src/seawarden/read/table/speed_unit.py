"""The unit of a column of speeds, shown by the positions: how far a ship came between reports.

Method: pairs of reports of one MMSI, 20 s to 1 h and at least 100 m apart, between 0.4 and 60 kn
by their positions, whose two speeds agree within a fifth; the ratio of the speed as written to the
speed as sailed. A unit is shown when at least 8 pairs, and 7 of 10, lie within 25 % of it (own
choice: knots, tenths, km/h and m/s differ by 85 % and more). The same pairs show whether courses
are in degrees or in tenths: the bearing from one position to the next is within 10 degrees of one
of them. Blind spot: ships that are stopped, or a sample with few reports a ship, show nothing.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...units import EARTH_RADIUS_M, M_PER_NM, MPS_PER_KN

Floats = NDArray[np.float64]
UNITS = {
    "knots": 1.0,
    "tenths of a knot": 0.1,
    "km/h": 1000.0 / M_PER_NM,
    "m/s": 1.0 / MPS_PER_KN,
}
"""What a speed is multiplied by to give knots."""
_MIN_S, _MAX_S, _MIN_M, _MIN_KN, _MAX_KN = 20.0, 3600.0, 100.0, 0.4, 60.0
_AGREE, _WITHIN, _PAIRS, _SHARE = 0.2, 0.25, 8, 0.7
_COURSE_WITHIN_DEG = 10.0


@dataclass(frozen=True, slots=True)
class Shown:
    """What the positions show: a unit (None: nothing), from how many pairs, what share."""

    unit: str | None
    pairs: int
    share: float


def shown(rows: pl.DataFrame) -> Shown:
    """Return the unit that `mmsi`, `time`, `lat`, `lon` (deg) and `sog` (as written) show."""
    ratio = _ratios(rows.drop_nulls().sort("mmsi", "time", maintain_order=True))
    if len(ratio) < _PAIRS:
        return Shown(None, len(ratio), 0.0)
    shares = {u: float(np.mean(np.abs(ratio * f - 1) < _WITHIN)) for u, f in UNITS.items()}
    best = max(shares, key=lambda unit: shares[unit])
    return Shown(best if shares[best] >= _SHARE else None, len(ratio), round(shares[best], 3))


def course_is_in_tenths(rows: pl.DataFrame) -> bool | None:
    """Tell whether `cog` is in tenths of a degree, of `mmsi`, `time`, `lat`, `lon`; None: unknown.

    Only courses of which one reading is far from the other count.
    """
    rows = rows.drop_nulls().sort("mmsi", "time", maintain_order=True)
    mmsi, lat, lon, cog = (rows[n].to_numpy() for n in ("mmsi", "lat", "lon", "cog"))
    seconds = np.diff(rows["time"].to_physical().to_numpy()) / 1000.0
    east = np.diff(lon) * np.cos(np.radians(lat[:-1])) * 60 * M_PER_NM
    north = np.diff(lat) * 60 * M_PER_NM
    bearing = np.degrees(np.arctan2(east, north)) % 360
    metres = np.hypot(east, north)
    first, second = cog[:-1], cog[1:]
    good = (
        (mmsi[:-1] == mmsi[1:]) & (seconds >= _MIN_S) & (seconds <= _MAX_S) & (metres >= _MIN_M)
        & (metres <= _MAX_KN * MPS_PER_KN * _MAX_S) & (first >= 0) & (first < 3600)
        & (np.abs(first - second) <= 50)
        & (_apart(first, first / 10) > 2 * _COURSE_WITHIN_DEG)
    )  # fmt: skip
    if good.sum() < _PAIRS:
        return None
    tenths = _apart(bearing[good], first[good] / 10) < _COURSE_WITHIN_DEG
    whole = _apart(bearing[good], first[good]) < _COURSE_WITHIN_DEG
    if tenths.mean() >= _SHARE and whole.mean() < 1 - _SHARE:
        return True
    return False if whole.mean() >= _SHARE else None


def _apart(a: Floats, b: Floats) -> Floats:
    """Return how far apart two directions are, in degrees."""
    return np.abs((a - b + 180) % 360 - 180)


def _ratios(rows: pl.DataFrame) -> Floats:
    mmsi, lat, lon, sog = (rows[n].to_numpy() for n in ("mmsi", "lat", "lon", "sog"))
    seconds = np.diff(rows["time"].to_physical().to_numpy()) / 1000.0
    y, x = np.radians(lat), np.radians(lon)
    across = np.cos(y[:-1]) * np.cos(y[1:]) * np.sin(np.diff(x) / 2) ** 2
    half = np.sin(np.diff(y) / 2) ** 2 + across
    metres = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    with np.errstate(divide="ignore", invalid="ignore"):
        sailed_kn = metres / seconds / MPS_PER_KN
        written = (sog[:-1] + sog[1:]) / 2
        good = (
            (mmsi[:-1] == mmsi[1:])
            & (seconds >= _MIN_S) & (seconds <= _MAX_S) & (metres >= _MIN_M)
            & (sailed_kn >= _MIN_KN) & (sailed_kn <= _MAX_KN)
            & (written > 0) & (np.abs(np.diff(sog)) <= _AGREE * written)
        )  # fmt: skip
        return np.asarray(written[good] / sailed_kn[good], dtype=np.float64)
