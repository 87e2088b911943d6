"""The base chart in matplotlib: land, graticule and scale bar, on which briefings draw.

The frame (box, graticule, bar, ports) is that of `chart_box`, whose names are given on here.
Coast: GSHHG, good to about 1 km (the chart says so).
"""

from typing import Any

import numpy as np
import shapely
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from ..visible import one_line
from . import coast
from .chart_box import (
    GRID,
    INK,
    LAND,
    SHORE,
    WATER,
    around,
    degrees_text,
    graticule,
    on_axis,
    port_marks,
    scale_bar,
)

__all__ = ["LAND", "SHORE", "WATER", "around", "degrees_text", "draw", "label", "on_axis"]


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


def _path(polygon: Any) -> Path:
    """Return a shapely polygon with its holes as a matplotlib path."""
    rings = [polygon.exterior, *polygon.interiors]
    return Path.make_compound_path(*(Path(shapely.get_coordinates(r), closed=True) for r in rings))


def _graticule(ax: Any, west: float, south: float, east: float, north: float) -> None:
    """Draw meridians and parallels, at most about six each way, with their labels."""
    for low, high, axis, letters in ((west, east, ax.xaxis, "EW"), (south, north, ax.yaxis, "NS")):
        lines = graticule(low, high, letters)
        axis.set_ticks([at for at, _ in lines], [text for _, text in lines])
    ax.grid(color=GRID, lw=0.5, zorder=2)
    ax.tick_params(labelsize=7, length=3, color=INK, labelcolor=INK)
    for spine in ax.spines.values():
        spine.set_color(INK)


def _scale_bar(ax: Any, west: float, south: float, east: float, north: float) -> None:
    """Draw a bar of a round number of nautical miles, true at the middle latitude."""
    nm, length = scale_bar((west, south, east, north))
    half, tall = length / 2, (north - south) * 0.011
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
    """Mark the box's ports, the largest first."""
    for x, y, name in port_marks((west, south, east, north)):
        ax.plot(x, y, "s", ms=2.4, color=INK, zorder=6)
        ax.annotate(name, (x, y), (3, 1.5), fontsize=6, color=INK,
                    textcoords="offset points", zorder=6)  # fmt: skip
