"""The base chart: land, graticule and scale bar, on which reports and briefings draw.

Axes are degrees; longitude runs on from the western edge, so a chart across 180 deg goes from,
say, 175 to 185: pass longitudes through `on_axis` before drawing them. One degree of latitude is
drawn as long as one degree of great circle in longitude at the middle latitude (equirectangular
with that standard parallel): true in scale to 1 % over 5 deg of latitude, and no projection to
carry around. Coast: GSHHG, good to about 1 km (the chart says so).
"""

from typing import Any

import numpy as np
import shapely
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from numpy.typing import ArrayLike

from ..units import M_PER_DEG_LAT, M_PER_NM
from ..visible import one_line
from . import coast, ports
from .sphere import Floats

LAND, SHORE, WATER, GRID, INK = "#efe6cf", "#8c7f63", "#eaf3f8", "#b9cdd8", "#33434d"

_STEPS_DEG = np.array(
    [x / 3600 for x in (3, 6, 12, 30)] + [x / 60 for x in (1, 2, 5, 10, 15, 20, 30)]
    + [1, 2, 5, 10, 15, 20, 30]
)  # fmt: skip
_BARS_NM = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)


def draw(ax: Any, west: float, south: float, east: float, north: float, *,
         name_ports: bool = True) -> None:  # fmt: skip
    """Draw the base chart of a box in degrees on matplotlib axes and set the axes' limits.

    A box across 180 deg has `west > east` or `east > 180`. `name_ports` marks up to a dozen of
    its ports, the largest first, on charts up to 60 deg wide.
    """
    if east < west:
        east += 360.0
    middle = np.radians(np.clip((south + north) / 2, -85.0, 85.0))
    ax.set_facecolor(WATER)
    margin_x, margin_y = (east - west) * 0.02, (north - south) * 0.02
    box = (west - margin_x, max(south - margin_y, -90), east + margin_x, min(north + margin_y, 90))
    detail = (east - west) / 1000 if east - west > 8 else 0.0
    for land in coast.polygons(*box, detail_deg=detail):
        ax.add_patch(PathPatch(_path(land), facecolor=LAND, edgecolor=SHORE, lw=0.7, zorder=1))
    ax.set_xlim(west, east)
    ax.set_ylim(south, north)
    ax.set_aspect(1.0 / np.cos(middle), adjustable="box")
    _graticule(ax, west, south, east, north)
    if name_ports and east - west <= 60:
        _ports(ax, west, south, east, north)
    _scale_bar(ax, west, south, east, north)
    ax.text(0.995, 0.006, "Coast: GSHHG, ±1 km", transform=ax.transAxes, ha="right", va="bottom",
            fontsize=5.5, color=INK, alpha=0.8, zorder=9)  # fmt: skip


_LONGEST_LABEL = 60


def label(name: str) -> str:
    """Return a stranger's text as a label that matplotlib draws sign for sign.

    Dollar signs begin no formula, control letters and line breaks are shown, a leading underscore
    hides nothing from the legend (it hides such labels, so a blank goes before it), and a label
    is cut after 60 signs.
    """
    shown = one_line(name)
    if len(shown) > _LONGEST_LABEL:
        shown = shown[: _LONGEST_LABEL - 1] + "…"
    shown = f" {shown}" if shown.startswith("_") else shown
    return shown.replace("$", r"\$")


def on_axis(lon: ArrayLike, west: float) -> Floats:
    """Return longitudes as the axis of a chart that starts at `west` shows them."""
    return np.asarray(west + (np.asarray(lon, np.float64) - west + 180.0) % 360.0 - 180.0)


def around(lat: ArrayLike, lon: ArrayLike, *, margin: float = 0.15, min_nm: float = 2.0,
           ratio: float = 1.4) -> tuple[float, float, float, float]:  # fmt: skip
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


def _path(polygon: Any) -> Path:
    """Return a shapely polygon with its holes as a matplotlib path."""
    rings = [polygon.exterior, *polygon.interiors]
    return Path.make_compound_path(*(Path(shapely.get_coordinates(r), closed=True) for r in rings))


def _graticule(ax: Any, west: float, south: float, east: float, north: float) -> None:
    """Draw meridians and parallels, at most about six each way, with their labels."""
    for low, high, axis, letters in ((west, east, ax.xaxis, "EW"), (south, north, ax.yaxis, "NS")):
        step = float(
            _STEPS_DEG[min(int(np.searchsorted(_STEPS_DEG, (high - low) / 6)), _STEPS_DEG.size - 1)]
        )
        ticks = np.arange(np.ceil(low / step - 1e-9), np.floor(high / step + 1e-9) + 1) * step
        axis.set_ticks(ticks, [degrees_text(float(t), letters, step) for t in ticks])
    ax.grid(color=GRID, lw=0.5, zorder=2)
    ax.tick_params(labelsize=7, length=3, color=INK, labelcolor=INK)
    for spine in ax.spines.values():
        spine.set_color(INK)


def _scale_bar(ax: Any, west: float, south: float, east: float, north: float) -> None:
    """Draw a bar of a round number of nautical miles, true at the middle latitude."""
    nm_per_deg = M_PER_DEG_LAT / M_PER_NM * np.cos(np.radians((south + north) / 2))
    width_nm = (east - west) * nm_per_deg
    nm = max([b for b in _BARS_NM if b <= width_nm * 0.28], default=_BARS_NM[0])
    half, tall = nm / nm_per_deg / 2, (north - south) * 0.011
    x, y = west + (east - west) * 0.03, south + (north - south) * 0.04
    back = Rectangle((x - half * 0.12, y - tall), half * 2.24, tall * 6.2, fc="white", alpha=0.75)
    back.set(zorder=7, lw=0)
    ax.add_patch(back)
    for i, colour in enumerate((INK, "white")):
        bar = Rectangle((x + i * half, y), half, tall, fc=colour, ec=INK, lw=0.6, zorder=8)
        ax.add_patch(bar)
    ax.text(x + half, y + tall * 1.6, f"{nm:g} nm", ha="center", va="bottom", fontsize=6.5,
            color=INK, zorder=8)  # fmt: skip


def _ports(ax: Any, west: float, south: float, east: float, north: float) -> None:
    """Mark the box's ports, the largest first, leaving out any too close to one already named."""
    frame = ports.ports()
    x, y = on_axis(frame["lon_deg"], west), frame["lat_deg"].to_numpy()
    x = np.where(x < west, x + 360.0, x)
    rank = frame["size"].replace_strict({"L": 0, "M": 1, "S": 2, "V": 3, "": 3}).to_numpy()
    within = np.flatnonzero((x > west) & (x < east) & (y > south) & (y < north))
    shown = [(0.08, 0.05)]  # where the scale bar lies
    for i in within[np.argsort(rank[within], kind="stable")]:
        at = ((x[i] - west) / (east - west), (y[i] - south) / (north - south))
        clear = all(abs(at[0] - a) > 0.16 or abs(at[1] - b) > 0.035 for a, b in shown)
        if clear and at[0] < 0.86 and at[1] < 0.97 and len(shown) <= 12:
            shown.append(at)
            ax.plot(x[i], y[i], "s", ms=2.4, color=INK, zorder=6)
            ax.annotate(frame["name"][int(i)], (x[i], y[i]), (3, 1.5), fontsize=6, color=INK,
                        textcoords="offset points", zorder=6)  # fmt: skip
