"""What whole numbers of a part of a degree count, settled together with the unit of speed.

Two unknowns: 18,900,000 is 31.5 degrees in AIS's 1/600000 and 18.9 in millionths, and speeds in
m/s beside the first look much as knots beside the second. Method: a scale is out where a number
would lie beyond 90 or 180 degrees. Where several are left, pairs of reports of one MMSI, 20 s to
1 h apart, that sailed steadily (speeds within a tenth of each other, at least a fifth of the
fastest) give the ratio of the speed as written to the speed as sailed, in each scale. A pair of
scale and unit stands when that ratio, the middle one, lies between 0.95 and 1.10, and the scale
is settled only when every pair that stands has it. On 363 samples of 500 real reports (NOAA,
East Asia, Baltic) 95 % of the ratios lie between 0.98 and 1.02, and more where ships turn. Without
speeds, or with too few pairs, the range alone speaks, and mostly the file is refused.

Blind spots: a scale that is not in `SCALES`; speeds in a unit that nobody logs (ft/s).
"""

from collections.abc import Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ....units import M_PER_NM, MPS_PER_KN
from ..choices import FACTORS
from ..speed_unit import Tracks

Floats = NDArray[np.float64]
SCALES = {
    "1/600000 degree": 600_000.0, "1e-7 degree": 1e7, "1e-6 degree": 1e6, "1e-5 degree": 1e5,
    "1/60000 degree": 60_000.0, "1e-4 degree": 1e4, "1e-3 degree": 1e3, "1/600 degree": 600.0,
}  # fmt: skip
"""What a position may be counted in; AIS's own units are 1/10000, 1/1000 and 1/10 of a minute."""

_UNITS = {**{u: FACTORS[u] for u in ("kn", "km/h", "m/s", "mph")}, "kn/10": 0.1}
_LOW, _HIGH = 0.95, 1.10  # measured, see above
_MIN_S, _MAX_S, _MIN_RAW = 20.0, 3600.0, 50.0  # fewer units than that show no speed; own choice
_STEADY, _FAST = 0.1, 0.2
_PAIRS, _TIGHT, _SHARE = 8, 0.1, 0.7  # own choice: of the pairs, 7 in 10 agree within a tenth


def in_range(lat: pl.Series, lon: pl.Series) -> list[str]:
    """Return the scales in which no number lies beyond 91 N or 181 E, "no position" in each."""
    return [
        name for name, scale in SCALES.items()
        if (lat.abs() <= 91 * scale).all() and (lon.abs() <= 181 * scale).all()
    ]  # fmt: skip


def standing(rows: pl.DataFrame, among: list[str], stated: float | None) -> list[str] | None:
    """Return the scales of `among` that the speeds bear; None where they show nothing.

    `rows` holds `mmsi`, `time`, `lat`, `lon` and `sog` as written; `stated` is the factor to
    knots where the heading or the user gives the unit.
    """
    raw = Tracks.of(rows, "sog")
    good = _steady(raw)
    if good.sum() < _PAIRS:
        return None
    # Tenths of a knot are whole numbers; a fraction shows another unit.
    is_whole = bool((raw.value % 1 == 0).all())
    units = {"stated": stated} if stated is not None else dict(_UNITS)
    if not is_whole:
        units.pop("kn/10", None)
    ratios = {name: _ratios(raw, SCALES[name])[good] for name in among}
    if not any(map(_agree, ratios.values())):
        return None
    return [name for name in among if _is_borne(ratios[name], units)]


def _steady(raw: Tracks) -> NDArray[np.bool_]:
    mmsi, sog, seconds = raw.mmsi, raw.value, raw.seconds
    if not (sog > 0).any():
        return np.zeros(len(seconds), dtype=np.bool_)
    written, fast = (sog[:-1] + sog[1:]) / 2, _FAST * np.quantile(sog[sog > 0], 0.95)
    return np.asarray(
        (mmsi[:-1] == mmsi[1:]) & (seconds >= _MIN_S) & (seconds <= _MAX_S)
        & (np.hypot(np.diff(raw.lat), np.diff(raw.lon)) >= _MIN_RAW)
        & (written >= fast) & (np.abs(np.diff(sog)) <= _STEADY * written)
    )  # fmt: skip


def _ratios(raw: Tracks, scale: float) -> Floats:
    """Return the speeds as written, over those sailed in knots when positions are in `scale`."""
    lat, lon, sog = raw.lat / scale, raw.lon / scale, raw.value
    east = np.diff(lon) * np.cos(np.radians(lat[:-1]))
    metres = np.hypot(np.diff(lat), east) * 60 * M_PER_NM
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((sog[:-1] + sog[1:]) / 2 / (metres / raw.seconds / MPS_PER_KN))


def _agree(ratios: Floats) -> bool:
    """Tell whether enough of the pairs say the same: ships at anchor swing and say anything."""
    middle = float(np.median(ratios))
    near = np.abs(ratios / middle - 1) < _TIGHT
    return bool(np.isfinite(middle) and near.mean() >= _SHARE)


def _is_borne(ratios: Floats, units: Mapping[str, float]) -> bool:
    middle = float(np.median(ratios))
    return _agree(ratios) and any(_LOW <= middle * f <= _HIGH for f in units.values())
