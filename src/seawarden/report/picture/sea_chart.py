"""The chart: land, graticule, ports and scale bar, each ship's track, the event, an overview.

Seen legs are drawn full, legs across more than an hour of silence dashed.
"""

from collections.abc import Sequence

import numpy as np

from ...geo import chart_box
from ...geo.chart_box import Box
from ...geo.coast_sheets import cut
from ...geo.sphere import Floats
from ..markup import Safe, tag
from . import ticks
from .panel import Panel, box, halo, marks, path, write
from .series import Track
from .ship_styles import STYLES, Style

_MOST_MARKS = 60
_BEYOND_PX = 4.0
"""The coast is cut so far beyond the frame, which hides the edges along the cut."""


def fitted(area: Box, left: float, top: float, width: float, height: float) -> Panel:
    """Return the panel of a box in degrees, true in scale at its middle, centred in a frame."""
    west, south, east, north = area
    tall = (north - south) / np.cos(np.radians(np.clip((south + north) / 2, -85.0, 85.0)))
    scale = min(width / (east - west), height / float(tall))
    wide, high = (east - west) * scale, float(tall) * scale
    return Panel(left + (width - wide) / 2, top + (height - high) / 2, wide, high,
                 (west, east), (south, north))  # fmt: skip


def draw(panel: Panel, ships: Sequence[Track], lat_deg: float, lon_deg: float) -> Safe:
    """Return the chart in its panel, with the event at a position."""
    west, south, east, north = panel.x[0], panel.y[0], panel.x[1], panel.y[1]
    area = (west, south, east, north)
    meridians = chart_box.graticule(west, east, "EW")
    parallels = chart_box.graticule(south, north, "NS")
    here = panel.at(chart_box.on_axis(lon_deg, west), lat_deg)
    tracks = [panel.at(chart_box.on_axis(s.lon_deg, west), s.lat_deg) for s in ships]
    drawn = list(zip(ships, tracks, STYLES, strict=False))
    return tag(
        "g",
        panel.inside(
            land(panel),
            panel.grid(meridians, parallels, chart_box.GRID),
            _ports(panel, area),
            [_silent_legs(s, xy, style) for s, xy, style in drawn],
            [_legs(s, xy, style) for s, xy, style in drawn],
            halo(_times(drawn)),
            tag("path", d=marks("circle", here, 9) + marks("plus", here, 9), fill="none",
                stroke="#000", stroke_width=15),
            _scale_bar(panel, area),
            halo(write("Coast: GSHHG, ±1 km", panel.left + panel.width - 3,
                       panel.top + panel.height - 4, size=8, anchor="end", fill=chart_box.INK)),
            fill=chart_box.WATER,
        ),
        _overview(panel, area, tracks),
        panel.border(meridians, parallels),
    )  # fmt: skip


def land(panel: Panel) -> Safe:
    """Return the land of a panel in degrees."""
    x, y = (_BEYOND_PX * (hi - lo) / side for (lo, hi), side in
            ((panel.x, panel.width), (panel.y, panel.height)))  # fmt: skip
    around = (panel.x[0] - x, panel.y[0] - y, panel.x[1] + x, panel.y[1] + y)
    vertices, first = cut(around)
    return tag("path", d=path(panel.at(*vertices.T), first), fill=chart_box.LAND,
               fill_rule="evenodd", stroke=chart_box.SHORE, stroke_width=7)  # fmt: skip


def _legs(ship: Track, xy: Floats, style: Style) -> Safe:
    every = max(1, ship.t_s.size // _MOST_MARKS)
    cuts = np.flatnonzero(ship.silent_after) + 1
    return tag(
        "g",
        tag("path", d=path(xy, cuts), fill="none", stroke=style.colour, stroke_width=14),
        tag("path", d=marks(style.mark, xy[::every], 2.2), fill=style.colour),
    )


def _silent_legs(ship: Track, xy: Floats, style: Style) -> Safe | None:
    gaps = np.flatnonzero(ship.silent_after)
    if not gaps.size:
        return None
    pairs = xy[np.column_stack([gaps, gaps + 1]).ravel()]
    return tag("path", d=path(pairs, np.arange(0, len(pairs), 2)), fill="none",
               stroke=style.colour, stroke_width=11, stroke_dasharray="50 35",
               class_="silent")  # fmt: skip


def _times(drawn: Sequence[tuple[Track, Floats, Style]]) -> list[Safe]:
    """Return the time at the first and last report and at a few between, where there is room."""
    taken: list[tuple[float, float]] = []
    out = []
    for ship, xy, style in drawn:
        n = ship.t_s.size
        for i in sorted({0, n // 3, 2 * n // 3, n - 1}) if n else ():
            x, y = xy[i].tolist()
            if any(abs(x - a) <= 38 and abs(y - b) <= 13 for a, b in taken):
                continue
            taken.append((x, y))
            out.append(write(f"{ticks.when(ship.t_s[i]):%H:%M}", x + 5, y - 4, size=10,
                             fill=style.colour, weight="bold"))  # fmt: skip
    return out


def _ports(panel: Panel, area: Box) -> Safe | None:
    """Return the ports of the box, named, on charts up to 60 deg wide."""
    named = chart_box.port_marks(area) if area[2] - area[0] <= 60 else []
    if not named:
        return None
    xy = panel.at([p[0] for p in named], [p[1] for p in named])
    texts = [
        write(p[2], x + 4, y - 2, size=9) for p, (x, y) in zip(named, xy.tolist(), strict=True)
    ]
    return tag("g", tag("path", d=marks("square", xy, 1.8)), halo(texts), fill=chart_box.INK)


def _scale_bar(panel: Panel, area: Box) -> Safe:
    nm, length_deg = chart_box.scale_bar(area)
    long = length_deg / (area[2] - area[0]) * panel.width
    x, y = panel.left + 0.03 * panel.width, panel.top + panel.height - 14
    return tag(
        "g",
        box(x - 5, y - 17, long + 10, 26, fill="#fff", fill_opacity="0.8"),
        box(x, y, long / 2, 4, fill=chart_box.INK, class_="bar"),
        box(x + long / 2, y, long / 2, 4, fill="#fff"),
        box(x, y, long, 4, fill="none", stroke=chart_box.INK, stroke_width="6"),
        write(f"{nm:g} nm", x + long / 2, y - 5, size=10, anchor="middle", fill=chart_box.INK),
    )


def _overview(panel: Panel, area: Box, tracks: Sequence[Floats]) -> Safe:
    """Return an inset of the sea around, the chart's box on it, in the emptier upper corner."""
    west, south, east, north = area
    mid_x, mid_y = (west + east) / 2, float(np.clip((south + north) / 2, -80, 80))
    half = min(max((east - west) * 3, 5.0), 180.0)
    shape = min(half / float(np.cos(np.radians(mid_y))), 180.0), min(half * 0.9, 90.0)
    wide, high = 0.25 * panel.width, 0.26 * panel.height
    top = panel.top + 3
    right, left = panel.left + panel.width - wide - 3, panel.left + 3
    points = np.concatenate([np.empty((0, 2)), *tracks])
    low = points[points[:, 1] < top + high]
    crowded = (low[:, 0] > right).sum() > (low[:, 0] < left + wide).sum()
    around = (mid_x - shape[0], max(mid_y - shape[1], -90.0), mid_x + shape[0],
              min(mid_y + shape[1], 90.0))  # fmt: skip
    inset = fitted(around, left if crowded else right, top, wide, high)
    small = max(east - west, half * 0.08) / 2, max(north - south, half * 0.08) / 2
    middle = (south + north) / 2
    (x0, y0), (x1, y1) = inset.at(
        [mid_x - small[0], mid_x + small[0]], [middle + small[1], middle - small[1]]
    ).tolist()
    shown = inset.inside(
        land(inset),
        box(x0, y0, x1 - x0, y1 - y0, fill="none", stroke="#b00000", stroke_width="14"),
        fill=chart_box.WATER,
    )
    return tag("g", shown, inset.border((), ()), class_="overview")
