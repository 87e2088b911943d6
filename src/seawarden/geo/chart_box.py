"""The frame of a chart, before anything is drawn: its box, graticule, scale bar and ports.

Axes are degrees; longitude runs on from the western edge, so a chart across 180 deg goes from,
say, 175 to 185: pass longitudes through `on_axis` before drawing them. One degree of latitude is
drawn as long as one degree of great circle in longitude at the middle latitude (equirectangular
with that standard parallel): true in scale to 1 % over 5 deg of latitude.
"""

from typing import TypeAlias

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from ..units import M_PER_DEG_LAT, M_PER_NM
from . import ports
from .sphere import Floats

LAND, SHORE, WATER, GRID, INK = "#efe6cf", "#8c7f63", "#eaf3f8", "#b9cdd8", "#33434d"

Box: TypeAlias = tuple[float, float, float, float]
"""(west, south, east, north) in degrees; `east` may pass 180."""

_STEPS_DEG = np.array(
    [x / 3600 for x in (3, 6, 12, 30)] + [x / 60 for x in (1, 2, 5, 10, 15, 20, 30)]
    + [1, 2, 5, 10, 15, 20, 30]
)  # fmt: skip
_SIZE_RANK = {"L": 0, "M": 1, "S": 2, "V": 3, "": 3}
_BARS_NM = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)


def on_axis(lon: ArrayLike, west: float) -> Floats:
    """Return longitudes as the axis of a chart that starts at `west` shows them."""
    return np.asarray(west + (np.asarray(lon, np.float64) - west + 180.0) % 360.0 - 180.0)


def around(lat: ArrayLike, lon: ArrayLike, *, margin: float = 0.15, min_nm: float = 2.0,
           ratio: float = 1.4) -> Box:  # fmt: skip
    """Return (west, south, east, north) of a chart that shows all points.

    `margin` is the free share on each side, `min_nm` the least width, `ratio` width over height
    as drawn. Points on both sides of 180 deg give one box across it; `east` may pass 180. Raises
    ValueError when no point is a number.
    """
    y, x = np.asarray(lat, np.float64).ravel(), np.asarray(lon, np.float64).ravel()
    good = np.isfinite(y) & np.isfinite(x)
    if not good.any():
        raise ValueError("a chart needs at least one position")
    y, x = y[good], np.sort(x[good] % 360.0)
    # The box starts behind the widest empty stretch of longitude.
    holes = np.diff(np.append(x, x[0] + 360.0))
    widest = int(np.argmax(holes))
    left = x[(widest + 1) % x.size]
    left = left - 360.0 if left >= 180.0 else left
    span_x, span_y = 360.0 - holes[widest], float(y.max() - y.min())
    mid_x, mid_y = left + span_x / 2, float(y.max() + y.min()) / 2
    scale = float(np.cos(np.radians(np.clip(mid_y, -85, 85))))
    width = max(span_x * scale * (1 + 2 * margin), span_y * (1 + 2 * margin) * ratio, min_nm / 60)
    half_x, half_y = min(width / scale, 360.0) / 2, min(width / ratio, 178.0) / 2
    mid_y = float(np.clip(mid_y, half_y - 90, 90 - half_y))
    return mid_x - half_x, mid_y - half_y, mid_x + half_x, mid_y + half_y


def degrees_text(value: float, hemispheres: str, step: float) -> str:
    """Return a coordinate as charts print it: `31°30′N`, `124°05.5′E`; minutes only if needed.

    `hemispheres` is 'NS' or 'EW'; `step` is the graticule's step in degrees. Longitudes on an
    axis past 180 are turned back.
    """
    if hemispheres == "EW":
        value = (value + 180.0) % 360.0 - 180.0
    thousandths = round(abs(value) * 60_000)
    degrees, minutes = divmod(thousandths, 60_000)
    letter = hemispheres[0] if value >= 0 else hemispheres[1]
    if thousandths == 0 or (hemispheres == "EW" and degrees == 180 and not minutes):
        letter = ""
    if step >= 1:
        return f"{degrees}°{letter}"
    if step >= 1 / 60 - 1e-9:
        return f"{degrees}°{minutes / 1000:02.0f}′{letter}"
    return f"{degrees}°{minutes / 1000:05.2f}′{letter}"


def graticule(low: float, high: float, hemispheres: str) -> list[tuple[float, str]]:
    """Return the meridians ('EW') or parallels ('NS') between two edges, with their labels.

    At most about six, at a round step.
    """
    at = min(int(np.searchsorted(_STEPS_DEG, (high - low) / 6)), _STEPS_DEG.size - 1)
    step = float(_STEPS_DEG[at])
    lines = np.arange(np.ceil(low / step - 1e-9), np.floor(high / step + 1e-9) + 1) * step
    return [(t, degrees_text(t, hemispheres, step)) for t in lines.tolist()]


def scale_bar(box: Box) -> tuple[float, float]:
    """Return (length in nautical miles, the same in degrees of longitude) of a round scale bar.

    True at the middle latitude, at most 0.28 of the chart's width.
    """
    west, south, east, north = box
    nm_per_deg = float(M_PER_DEG_LAT / M_PER_NM * np.cos(np.radians((south + north) / 2)))
    width_nm = (east - west) * nm_per_deg
    nm = max([b for b in _BARS_NM if b <= width_nm * 0.28], default=_BARS_NM[0])
    return nm, nm / nm_per_deg


def port_marks(box: Box) -> list[tuple[float, float, str]]:
    """Return (lon on the axis, lat, name) of up to a dozen ports in the box, the largest first.

    Left out is any too close to one already named or to the scale bar.
    """
    west, south, east, north = box
    frame = ports.ports()
    x, y = on_axis(frame["lon_deg"], west), frame["lat_deg"].to_numpy()
    x = np.where(x < west, x + 360.0, x)
    within = np.flatnonzero((x > west) & (x < east) & (y > south) & (y < north))
    size = frame["size"].gather(within)
    rank = size.replace_strict(_SIZE_RANK, return_dtype=pl.Int64)
    chosen = within[np.argsort(rank.to_numpy(), kind="stable")]
    names = frame["name"]
    shown = [(0.08, 0.05)]  # where the scale bar lies
    marks: list[tuple[float, float, str]] = []
    for i in chosen.tolist():
        at = ((x[i] - west) / (east - west), (y[i] - south) / (north - south))
        clear = all(abs(at[0] - a) > 0.16 or abs(at[1] - b) > 0.035 for a, b in shown)
        if clear and at[0] < 0.86 and at[1] < 0.97 and len(shown) <= 12:
            shown.append(at)
            marks.append((float(x[i]), float(y[i]), str(names[i])))
    return marks
