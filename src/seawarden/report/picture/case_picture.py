"""One picture per case, in SVG: chart with all tracks and an overview, close-up, series over time.

The event's span is shaded, seen legs are drawn full, legs across more than an hour of silence
dashed. Colours keep their contrast on grey paper, and marks differ as well. Texts are texts: the
reader's machine draws a name in its script, and each is escaped (`markup`). The same case gives
the same bytes.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from ...geo import chart_box
from ...visible import one_line
from ..markup import Safe, tag
from . import closeup, sea_chart
from .over_time import Span, draw_separation, draw_speed
from .panel import INK, marks, tenths, write
from .series import Track, silent
from .ship_styles import STYLES

BEFORE_AFTER_S = 6 * 3600.0
_WIDTH, _PANEL_WIDTH = 1000.0, 420.0
_CHART_HEIGHT, _SERIES_HEIGHT = 350.0, 190.0
_LEFT, _RIGHT = 62.0, 562.0
_FONTS = "system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif"
_LONGEST_LABEL = 60


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing, an `svg` element that stands alone, and the words for one who cannot see it."""

    svg: Safe
    alt: str


class Draw(Protocol):
    """What draws a picture as `draw` does."""

    def __call__(
        self, case: Mapping[str, Any], names: Sequence[str], tracks: Mapping[int, Track], *,
        key: str,
    ) -> Picture:  # fmt: skip
        """Return the picture of one case."""


def draw(
    case: Mapping[str, Any], names: Sequence[str], tracks: Mapping[int, Track], *, key: str
) -> Picture:
    """Return the picture of one case (a row of CASES); `names` label its hulls in order.

    `tracks` are reports by hull (`series.tracks_of`); a hull without any is drawn as silent, and
    with no track at all the chart shows the place alone. `key` begins the ids of the drawing,
    which must be unique on a page.
    """
    start, end = case["start_utc"].timestamp(), case["end_utc"].timestamp()
    span = Span((start - BEFORE_AFTER_S, end + BEFORE_AFTER_S), (start, end))
    ships = [
        tracks.get(hull, silent(hull)).between(*span.shown)
        for hull in (case["hulls"] or [])[: len(STYLES)]
    ]
    close = _close(ships, start, end)
    legend, top = _legend(names[: len(ships)], simulated=bool(case["is_simulated"]))
    area = _area(case, ships)
    chart = sea_chart.fitted(area, _LEFT, top, _PANEL_WIDTH, _CHART_HEIGHT)
    panels = [sea_chart.draw(chart, ships, case["lat_deg"], case["lon_deg"])]
    height = top + _CHART_HEIGHT + 36
    if close:
        panels.append(closeup.draw(close, _RIGHT, top, _PANEL_WIDTH, _CHART_HEIGHT))
        second = height + 16
        panels += [
            draw_separation(
                ships[0], ships[1], span, (_LEFT, second, _PANEL_WIDTH, _SERIES_HEIGHT)
            ),
            draw_speed(ships, span, (_RIGHT, second, _PANEL_WIDTH, _SERIES_HEIGHT)),
        ]
        height = second + _SERIES_HEIGHT + 36
    else:
        panels.append(draw_speed(ships, span, (_RIGHT, top, _PANEL_WIDTH, _CHART_HEIGHT)))
    alt = _alt(case, names, ships, area)
    svg = tag(
        "svg",
        tag("title", f"Picture of the case: {one_line(case['title'])}", id=f"{key}-title"),
        tag("desc", alt, id=f"{key}-desc"),
        legend,
        *panels,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {tenths(_WIDTH)} {tenths(height)}",
        role="img",
        aria_labelledby=f"{key}-title {key}-desc",
        font_family=_FONTS,
        fill=INK,
    )
    return Picture(svg, alt)


def _close(ships: Sequence[Track], start_s: float, end_s: float) -> list[Track]:
    """Return the first two ships' reports within the event; none unless both reported then."""
    parts = [s.between(start_s, end_s) for s in ships[:2]]
    return parts if len(parts) == 2 and all(p.t_s.size for p in parts) else []


def _area(case: Mapping[str, Any], ships: Sequence[Track]) -> chart_box.Box:
    lat = np.concatenate([[case["lat_deg"]], *(s.lat_deg for s in ships)])
    lon = np.concatenate([[case["lon_deg"]], *(s.lon_deg for s in ships)])
    return chart_box.around(lat, lon, min_nm=4.0, ratio=1.2)


def _legend(names: Sequence[str], *, simulated: bool) -> tuple[Safe, float]:
    """Return the ships' marks and names, and where the panels below begin.

    Names stand in two columns; when one is long, each has a line.
    """
    parts, y = [], 8.0
    if simulated:
        y += 14
        parts.append(write("SIMULATED", _WIDTH / 2, y, size=16, anchor="middle", fill="#9c0000",
                           weight="bold"))  # fmt: skip
        y += 6
    labels = [_label(name) for name in names]
    columns = 2 if all(_width_px(label) < 480 for label in labels) else 1
    for i, (label, style) in enumerate(zip(labels, STYLES, strict=False)):
        x = _LEFT if i % columns == 0 else _RIGHT
        y += 17 if i % columns == 0 else 0
        parts.append(tag("path", d=marks(style.mark, [x + 5, y - 4.5], 4), fill=style.colour))
        parts.append(write(label, x + 16, y, size=12.5, fill=style.colour, weight="bold"))
    return tag("g", parts, class_="legend"), y + 30


def _label(name: str) -> str:
    """Return a ship's name on one line, cut after 60 signs."""
    shown = one_line(name)
    return shown if len(shown) <= _LONGEST_LABEL else shown[: _LONGEST_LABEL - 1] + "…"


def _width_px(label: str) -> float:
    """Return about how wide a label is: letters of East Asia fill a square."""
    return sum(13.0 if unicodedata.east_asian_width(c) in "WF" else 9.0 for c in label)


def _alt(
    case: Mapping[str, Any],
    names: Sequence[str],
    ships: Sequence[Track],
    box: chart_box.Box,
) -> str:
    west, south, east, north = box
    heard = "; ".join(
        f"{name}: {ship.t_s.size} reports" for name, ship in zip(names, ships, strict=False)
    )
    return (
        f"Chart from {south:.2f} to {north:.2f} degrees latitude and {west:.2f} to {east:.2f} "
        f"degrees longitude around {case['lat_deg']:.3f}, {case['lon_deg']:.3f}, with tracks, "
        f"separation and speed from six hours before to six hours after. {heard or 'No reports.'}"
    )
