"""The unit of a column of speeds, shown by the positions: how far a ship came between reports.

Method: pairs of reports of one MMSI, 20 s to 1 h and at least 100 m apart, between 0.4 and 60 kn
by their positions, whose two speeds agree within a fifth; the ratio of the speed as written to the
speed as sailed. A unit is shown when at least 8 pairs, and 7 of 10, lie within 25 % of it (own
choice: knots, tenths, km/h and m/s differ by 85 % and more). Blind spot: ships that are stopped,
or a sample with few reports a ship, show nothing.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...geo.sphere import distance_m
from ...units import M_PER_NM, MPS_PER_KN

Floats = NDArray[np.float64]
UNITS = {
    "knots": 1.0,
    "tenths of a knot": 0.1,
    "km/h": 1000.0 / M_PER_NM,
    "m/s": 1.0 / MPS_PER_KN,
}
"""What a speed is multiplied by to give knots."""
MIN_S, MAX_S, MIN_M, MAX_KN = 20.0, 3600.0, 100.0, 60.0
"""Which pairs of reports are looked at."""
PAIRS, SHARE = 8, 0.7
"""How many pairs, and which share of them, show a unit."""
_MIN_KN, _AGREE, _WITHIN = 0.4, 0.2, 0.25

_MPH_PER_KN = 1.150779  # international nautical mile over statute mile
_OTHER_UNITS = {
    "mph": _MPH_PER_KN,
    "ft/s": 1.687810,
    "m/min": 30.866667,
    "cm/s": 51.444444,
    "ft/min": 101.268591,
}
"""Units that no layout is known to use, a knot in each."""
_OTHER_WITHIN = 0.03
_NO_SHIP = 20.0  # times: beyond it a speed or a position is of another unit; own choice
_BESIDE, _BESIDE_WITHIN = 0.02, 0.03
_STILL_M = 1000.0  # by the speed as written, where the positions moved less than 100 m
_CONTRADICTION_PAIRS, _CONTRADICTION_WITHIN, _CONTRADICTION_SHARE = 20, 0.1, 0.8


@dataclass(frozen=True, slots=True)
class Shown:
    """What the positions show: a unit (None: nothing), from how many pairs, what share.

    `odd_ratio` is what the speeds are of the speeds sailed where 20 pairs and more, and 8 of 10,
    agree within a tenth on a ratio that no unit explains (own choice); else None.
    """

    unit: str | None
    pairs: int
    share: float
    odd_ratio: float | None = None
    ratio: float = 1.0  # speeds as written to speeds sailed, the middle one


@dataclass(frozen=True, slots=True)
class Tracks:
    """Reports in the order of ship and time, none with a missing value."""

    mmsi: Floats
    time_ms: NDArray[np.int64]
    lat: Floats  # as written, times the factor to degrees
    lon: Floats
    value: Floats  # speed or course, as written

    @classmethod
    def of(cls, rows: pl.DataFrame, value: str) -> "Tracks":
        """Return the tracks of `mmsi`, `time`, `lat`, `lon` and the column named."""
        rows = rows.drop_nulls()
        mmsi, lat, lon, values = (rows[n].to_numpy() for n in ("mmsi", "lat", "lon", value))
        return cls.sorted(mmsi, rows["time"].to_physical().to_numpy(), lat, lon, values)

    @classmethod
    def sorted(
        cls, mmsi: Floats, time_ms: NDArray[np.int64], lat: Floats, lon: Floats, value: Floats
    ) -> "Tracks":
        """Return the tracks of columns in the order of a file."""
        order = np.lexsort((time_ms, mmsi))  # stable
        return cls(mmsi[order], time_ms[order], lat[order], lon[order], value[order])

    @property
    def seconds(self) -> Floats:
        """From each report to the next."""
        return np.diff(self.time_ms) / 1000.0

    def legs(self) -> tuple[Floats, Floats]:
        """Return (metres, bearing in degrees) from each report to the next, on a plane."""
        north = np.diff(self.lat) * 60 * M_PER_NM
        east = np.diff(self.lon) * np.cos(np.radians(self.lat[:-1])) * 60 * M_PER_NM
        return np.hypot(north, east), np.degrees(np.arctan2(east, north)) % 360


def shown(tracks: Tracks) -> Shown:
    """Return the unit that speeds show."""
    ratio = _ratios(tracks)
    if len(ratio) < PAIRS:
        # Ships that say they sail, and hardly move: no unit of position that is known.
        still = _ratios(tracks, is_still=True)
        return Shown(None, len(still), 0.0, _odd(still))
    shares = {u: float(np.mean(np.abs(ratio * f - 1) < _WITHIN)) for u, f in UNITS.items()}
    best = max(shares, key=lambda unit: shares[unit])
    share = round(shares[best], 3)
    middle = float(np.median(ratio))
    if shares[best] >= SHARE:
        # Speeds that all differ by the ratio of a mile to a nautical mile are in mph. Any other
        # small ratio is no unit: positions rounded, or a made track.
        is_beside = abs(middle * UNITS[best] / _MPH_PER_KN - 1) < _BESIDE
        odd = _odd(ratio, _BESIDE_WITHIN) if is_beside else None
        return Shown(best if odd is None else None, len(ratio), share, odd, middle)
    return Shown(None, len(ratio), share, _odd(ratio), middle)


def _odd(ratio: Floats, within: float = _CONTRADICTION_WITHIN) -> float | None:
    """Return the ratio that enough pairs agree on, or None."""
    if len(ratio) < _CONTRADICTION_PAIRS:
        return None
    middle = float(np.median(ratio))
    agree = float(np.mean(np.abs(ratio / middle - 1) < within))
    return middle if agree >= _CONTRADICTION_SHARE else None


def is_refused(odd_ratio: float) -> bool:
    """Tell whether speeds that are so many times those sailed can only be of another unit.

    A ratio that no unit has, such as a sixth, is a faulty log or a made track: it is named in a
    note, and the file is read.
    """
    is_far = not 1 / _NO_SHIP < odd_ratio < _NO_SHIP
    return is_far or any(abs(odd_ratio / u - 1) < _OTHER_WITHIN for u in _OTHER_UNITS.values())


def _ratios(tracks: Tracks, *, is_still: bool = False) -> Floats:
    mmsi, lat, lon, sog, seconds = tracks.mmsi, tracks.lat, tracks.lon, tracks.value, tracks.seconds
    metres = distance_m(lat[:-1], lon[:-1], lat[1:], lon[1:])
    with np.errstate(divide="ignore", invalid="ignore"):
        sailed_kn = metres / seconds / MPS_PER_KN
        written = (sog[:-1] + sog[1:]) / 2
        if is_still:
            expected_m = written * MPS_PER_KN * seconds
            good = (mmsi[:-1] == mmsi[1:]) & (seconds >= MIN_S) & (seconds <= MAX_S)
            good &= (expected_m >= _STILL_M) & (metres > 0) & (metres < MIN_M)
            return np.asarray(written[good] / sailed_kn[good], dtype=np.float64)
        good = (
            (mmsi[:-1] == mmsi[1:])
            & (seconds >= MIN_S) & (seconds <= MAX_S) & (metres >= MIN_M)
            & (sailed_kn >= _MIN_KN) & (sailed_kn <= MAX_KN)
            & (written > 0) & (np.abs(np.diff(sog)) <= _AGREE * written)
        )  # fmt: skip
        return np.asarray(written[good] / sailed_kn[good], dtype=np.float64)
