"""Separation and speed over time, the event's span shaded, observed and inferred apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10

import numpy as np

from ..markup import Safe, tag
from . import ticks
from .panel import QUIET, Panel, box, halo, marks, tenths, write
from .series import Track, separation
from .ship_styles import STYLES

_SPAN, _INFERRED = "#f9e8b8", "#9a5b00"
_LIMITS_M = (100.0, 500.0)
_MOST_MARKS = 80


@dataclass(frozen=True, slots=True)
class Span:
    """The times shown and, within them, the event; seconds since the epoch."""

    shown: tuple[float, float]
    event: tuple[float, float]


def draw_separation(
    a: Track, b: Track, span: Span, place: tuple[float, float, float, float]
) -> Safe:
    """Return the distance of two ships over time, on a scale of powers of ten."""
    apart = separation(a, b)
    distance_m = np.maximum(apart.metres, 1.0)
    low = min([50.0, *distance_m.tolist()]) / 1.3
    high = max([1000.0, *distance_m.tolist()]) * 1.5
    panel = Panel(*place, span.shown, (log10(low), log10(high)))
    xy = panel.at(apart.t_s, np.log10(distance_m))
    seen = apart.observed
    x, y = ticks.clock(*span.shown), ticks.powers(low, high)
    limits = [panel.at(span.shown[0], log10(m))[0, 1] for m in _LIMITS_M]
    right = panel.left + panel.width
    return tag(
        "g",
        panel.inside(
            _shade(panel, span),
            panel.grid(x, y),
            tag("path", d="".join(f"M{tenths(panel.left)} {tenths(v)}h{tenths(panel.width)}"
                                  for v in limits), fill="none", stroke=QUIET, stroke_width=8,
                stroke_dasharray="15 25", class_="limits"),
            tag("path", d=marks("circle", xy[seen], 1.6), fill="#000", class_="observed"),
            tag("path", d=marks("cross", xy[~seen], 2.4), fill="none", stroke=_INFERRED,
                stroke_width=11, class_="inferred"),
            halo([write(ticks.metres(m), right - 3, v - 3, size=9, anchor="end", fill=QUIET)
                  for m, v in zip(_LIMITS_M, limits, strict=True)]),
            fill="#fff",
        ),
        panel.border(x, y, "Separation, antenna to antenna"),
        tag("path", d=marks("circle", [right - 134, panel.top - 11], 2), fill="#000"),
        write("observed", right - 128, panel.top - 7, size=10.5),
        tag("path", d=marks("cross", [right - 62, panel.top - 11], 2.6), fill="none",
            stroke=_INFERRED, stroke_width=11),
        write("inferred", right - 3, panel.top - 7, size=10.5, anchor="end"),
        _dates(panel, span),
        class_="separation",
    )  # fmt: skip


def draw_speed(
    ships: Sequence[Track], span: Span, place: tuple[float, float, float, float]
) -> Safe:
    """Return each ship's speed over ground; each silence of over an hour is tinted."""
    fastest = [float(np.nanmax(s.sog_kn)) for s in ships if np.isfinite(s.sog_kn).any()]
    top_kn = max([2.0, *fastest]) * 1.12
    panel = Panel(*place, span.shown, (0.0, top_kn))
    x, y = ticks.clock(*span.shown), ticks.linear(0.0, top_kn, most=5)
    heard = any(s.t_s.size for s in ships)
    middle = (panel.left + panel.width / 2, panel.top + panel.height / 2)
    return tag(
        "g",
        panel.inside(
            _shade(panel, span),
            [_tints(panel, s, style.colour) for s, style in zip(ships, STYLES, strict=False)],
            panel.grid(x, y),
            [_speeds(panel, s, style.colour, style.mark)
             for s, style in zip(ships, STYLES, strict=False)],
            None if heard else write("no reports around the event", *middle, size=12,
                                     anchor="middle", fill=QUIET),
            fill="#fff",
        ),
        panel.border(x, y, "Speed over ground, knots (silences over 1 h tinted)"),
        _dates(panel, span),
        class_="speed",
    )  # fmt: skip


def _speeds(panel: Panel, ship: Track, colour: str, mark: str) -> Safe:
    known = np.isfinite(ship.sog_kn)
    every = max(1, int(known.sum()) // _MOST_MARKS)
    xy = panel.at(ship.t_s[known][::every], ship.sog_kn[known][::every])
    return tag("path", d=marks(mark, xy, 2.2), fill="none", stroke=colour, stroke_width=9)


def _tints(panel: Panel, ship: Track, colour: str) -> list[Safe]:
    gaps = np.flatnonzero(ship.silent_after)
    left = panel.at(ship.t_s[gaps], 0.0)[:, 0] if gaps.size else np.empty(0)
    right = panel.at(ship.t_s[gaps + 1], 0.0)[:, 0] if gaps.size else np.empty(0)
    return [
        box(a, panel.top, b - a, panel.height, fill=colour, fill_opacity="0.12", class_="silent")
        for a, b in zip(left.tolist(), right.tolist(), strict=True)
    ]


def _shade(panel: Panel, span: Span) -> Safe:
    start, end = span.event
    left, right = panel.at([start, max(end, start + 60.0)], 0.0)[:, 0].tolist()
    return box(left, panel.top, right - left, panel.height, fill=_SPAN, class_="span")


def _dates(panel: Panel, span: Span) -> Safe:
    """Return the line under the axis that gives the days shown."""
    first, last = (ticks.when(t) for t in span.shown)
    days = f"{ticks.day(span.shown[0])} {first.year}"
    if last.date() != first.date():
        days += f" to {ticks.day(span.shown[1])} {last.year}"
    return write(f"UTC, {days}; the event's span is shaded", panel.left + panel.width / 2,
                 panel.top + panel.height + 28, size=10.5, anchor="middle")  # fmt: skip
