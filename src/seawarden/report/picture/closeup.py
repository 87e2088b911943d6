"""The close-up: both ships during the event, in metres, with lines between what is simultaneous.

A meeting of four hours at 0.5 kn covers two miles and is a dot on a chart of the approach. Here
each ship's reports are drawn around their common middle; thin lines join positions of the same
time, so that lying alongside, following and swinging at anchor look as different as they are.
"""

from collections.abc import Sequence

import numpy as np

from ...geo.sphere import Floats, offset_m
from ..markup import Safe, tag
from . import ticks
from .panel import Panel, halo, marks, path, write
from .series import Track, at
from .ship_styles import STYLES

_JOINS = 8
_LEAST_SIDE_M = 20.0
_MOST_MARKS = 150


def draw(ships: Sequence[Track], left: float, top: float, width: float, height: float) -> Safe:
    """Return two tracks, each with at least one report, in metres east and north."""
    lat0 = float(np.mean(np.concatenate([s.lat_deg for s in ships])))
    lon0 = float(ships[0].lon_deg[0])
    places = [np.column_stack(offset_m(lat0, lon0, s.lat_deg, s.lon_deg)) for s in ships]
    panel = _panel(np.concatenate(places), left, top, width, height)
    east, north = ticks.linear(*panel.x), ticks.linear(*panel.y, most=5)
    drawn = [(panel.at(*p.T), style) for p, style in zip(places, STYLES, strict=False)]
    return tag(
        "g",
        panel.inside(
            panel.grid(east, north),
            _joins(panel, ships, lat0, lon0),
            [tag("path", d=path(xy), fill="none", stroke=s.colour, stroke_width=10,
                 stroke_opacity="0.8") for xy, s in drawn],
            [tag("path", d=marks(s.mark, xy[:: max(1, len(xy) // _MOST_MARKS)], 2.4),
                 fill=s.colour) for xy, s in drawn],
            halo([_ends(panel, xy, s.colour, 14 if i else -5) for i, (xy, s) in enumerate(drawn)]),
            fill="#fff",
        ),
        panel.border(east, north, "Close-up of the event, metres (thin lines join one time)"),
        class_="closeup",
    )  # fmt: skip


def _panel(points: Floats, left: float, top: float, width: float, height: float) -> Panel:
    """Return a panel that shows all points, a metre as long east as north."""
    low, high = points.min(axis=0), points.max(axis=0)
    mid_x, mid_y = ((low + high) / 2).tolist()
    span_x, span_y = np.maximum((high - low) * 1.15, _LEAST_SIDE_M).tolist()
    m_per_px = max(span_x / width, span_y / height)
    half_x, half_y = m_per_px * width / 2, m_per_px * height / 2
    return Panel(left, top, width, height, (mid_x - half_x, mid_x + half_x),
                 (mid_y - half_y, mid_y + half_y))  # fmt: skip


def _ends(panel: Panel, xy: Floats, colour: str, down: float) -> list[Safe]:
    """Return the words at the first and last report, `down` pixels below it, within the frame."""
    middle = panel.left + panel.width / 2
    return [
        write(word, x, y + down, size=10, anchor="end" if x > middle else None, fill=colour)
        for word, (x, y) in zip(("first", "last"), xy[[0, -1]].tolist(), strict=True)
    ]


def _joins(panel: Panel, ships: Sequence[Track], lat0: float, lon0: float) -> Safe | None:
    start = max(s.t_s[0] for s in ships)
    end = min(s.t_s[-1] for s in ships)
    if end < start:
        return None
    times = np.linspace(start, end, _JOINS)
    ends = [panel.at(*offset_m(lat0, lon0, *at(ship, times)[:2])) for ship in ships]
    points = np.stack(ends, axis=1).reshape(-1, 2)
    return tag("path", d=path(points, np.arange(0, len(points), 2)), fill="none",
               stroke="#5b6770", stroke_width=6, class_="joins")  # fmt: skip
