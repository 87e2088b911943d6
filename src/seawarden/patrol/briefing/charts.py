"""Pictures for a briefing: the surface with its parts, the legs on the chart, a ship's track.

Each function returns a PNG as bytes. The chart is `geo.chart`; probability is drawn as density
relative to an even spread over the area, on one scale for all panels.
"""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ...geo import chart
from ...geo.coast import polygons
from ...geo.sphere import Floats
from ..airspace.keepout import KeepOut, box_of
from ..airspace.zones import Zone, boundary
from ..flights import Day, Sortie
from ..likelihood.grid import Grid
from .exchange_formats import waypoints

Box = tuple[float, float, float, float]  # west, south, east, north, deg

_STYLES = ("-", "-.", ":")
_SEARCH, _TRANSIT, _SHUT, _AIR = "#b3202a", "#5b6770", "#7a3fa0", "#1f5f99"
_BORDERS = {"FIR": "-", "ADIZ": ":"}


def plan_chart(
    day: Day,
    keepouts: Sequence[KeepOut],
    zones: Sequence[Zone] = (),
    *,
    is_simulated: bool,
    is_close: bool = False,
) -> bytes:
    """Return the chart of a day: the surface before it, keep-outs, named airspace, all legs with
    arrows in the order of flight, times of the search, a legend.

    The whole area; or, `is_close`, the search legs alone, with the names of their points.
    """
    grid = day.surface.grid
    box = _box_of_search(day) if is_close else box_of(grid, margin_deg=0.2)
    figure = Figure(figsize=(_WIDE_IN, _tall_in(box)), dpi=130)
    axes = figure.add_axes((0.07, 0.04, 0.9, 0.93))
    centre = _draw_base(axes, grid, keepouts, box)
    _density(axes, grid, day.mass, centre)
    _zones(axes, grid, zones, box)
    for i, sortie in enumerate(day.sorties):
        _legs(axes, sortie, centre, i, is_named=is_close)
    _legend(axes, day, bool(keepouts), {zone.kind for zone in zones})
    if is_simulated:
        _stamp(axes)
    return _png(figure)


def parts_chart(parts: Mapping[str, Floats], weights: Mapping[str, float], grid: Grid) -> bytes:
    """Return one small panel a part, with its weight."""
    names = list(parts)
    columns = min(4, len(names))
    rows = -(-len(names) // columns)
    figure = Figure(figsize=(7.2, 2.6 * rows), dpi=120)
    box = box_of(grid, margin_deg=0.2)
    land = polygons(*box, detail_deg=0.2)
    for i, name in enumerate(names):
        axes = figure.add_subplot(rows, columns, i + 1)
        west = _small_base(axes, box, land)
        _density(axes, grid, parts[name], west)
        axes.set_title(f"{chart.label(name)}, weight {weights[name]:.2f}", fontsize=7)
    figure.tight_layout(pad=0.4)
    return _png(figure)


def ship_chart(track: pl.DataFrame, lat: float, lon: float, title: str) -> bytes:
    """Return a ship's track (`time_utc, lat_deg, lon_deg`) about the place it was flagged at."""
    figure = Figure(figsize=(3.4, 2.7), dpi=130)
    axes = figure.add_axes((0.1, 0.08, 0.87, 0.82))
    ys = np.append(track["lat_deg"].to_numpy(), lat)
    xs = np.append(track["lon_deg"].to_numpy(), lon)
    box = chart.around(ys, xs, min_nm=20.0)
    chart.draw(axes, *box)
    if track.height:
        x = chart.on_axis(track["lon_deg"], box[0])
        axes.plot(x, track["lat_deg"], "-", color=_SEARCH, lw=0.9, zorder=5)
        axes.plot(x[-1:], track["lat_deg"][-1:], "o", color=_SEARCH, ms=3, zorder=6)
    axes.plot(chart.on_axis([lon], box[0]), [lat], "x", color="black", ms=6, zorder=7)
    axes.set_title(chart.label(title), fontsize=7)
    return _png(figure)


def _small_base(axes: Any, box: Box, land: Sequence[Any]) -> float:
    west, south, east, north = box
    axes.set_facecolor(chart.WATER)
    shapes = [np.array(p.exterior.coords) for p in land]
    axes.add_collection(PolyCollection(shapes, fc=chart.LAND, ec=chart.SHORE, lw=0.4, zorder=3))
    axes.set(xlim=(west, east), ylim=(south, north), xticks=[], yticks=[])
    axes.set_aspect(1.0 / np.cos(np.radians((south + north) / 2)))
    return west


def _box_of_search(day: Day) -> Box:
    """Return the box about the search legs of a day, with a tenth of it around."""
    ends = [
        at
        for sortie in day.sorties
        for leg in sortie.legs
        if leg.kind == "search"
        for at in (leg.start, leg.end)
    ]
    if not ends:
        return box_of(day.surface.grid, margin_deg=0.2)
    lat, lon = np.array(ends).T
    x = chart.on_axis(lon, day.surface.grid.projection.lon0_deg)
    wide, tall = 0.1 * float(np.ptp(x)) + 0.2, 0.1 * float(np.ptp(lat)) + 0.2
    south, north = max(float(lat.min()) - tall, -89.9), min(float(lat.max()) + tall, 89.9)
    return float(x.min()) - wide, south, float(x.max()) + wide, north


_WIDE_IN, _TALLEST_IN = 7.2, 8.6
"""Inches of a chart on an A4 page, its numbers included."""


def _tall_in(box: Box) -> float:
    """Return how tall a chart of a box is, so that no blank stands above and below it."""
    west, south, east, north = box
    tall = (north - south) / ((east - west) * np.cos(np.radians((south + north) / 2)))
    return float(np.clip(0.9 * _WIDE_IN * tall / 0.93, 2.0, _TALLEST_IN))


def _draw_base(axes: Any, grid: Grid, keepouts: Sequence[KeepOut], box: Box) -> float:
    """Draw the base chart and the keep-outs; return the middle of the axis of longitudes."""
    west, south, east, north = box
    chart.draw(axes, west, south, east, north)
    centre = (west + east) / 2
    for keepout in keepouts:
        boundary = keepout.shape.boundary
        for line in getattr(boundary, "geoms", [boundary]):
            if line.is_empty:
                continue
            lat, lon = grid.projection.to_sphere(*np.array(line.coords).T)
            axes.plot(chart.on_axis(lon, centre), lat, "--", color=_SHUT, lw=0.8, zorder=4)
        if keepout.area is not None and not keepout.shape.is_empty:
            middle = keepout.shape.representative_point()
            lat, lon = grid.projection.to_sphere(middle.x, middle.y)
            axes.annotate(chart.label(keepout.name), (float(chart.on_axis([lon], centre)[0]), lat),
                          ha="center", fontsize=5.5, color=_SHUT, clip_on=True,
                          zorder=4.5)  # fmt: skip
    return centre


def _zones(axes: Any, grid: Grid, zones: Sequence[Zone], box: Box) -> None:
    """Draw the borders of named airspace, and each name where most of its water lies."""
    west, south, east, north = box
    centre = (west + east) / 2
    shown = grid.water & (grid.lat_deg > south) & (grid.lat_deg < north)
    x = chart.on_axis(grid.lon_deg, centre)
    shown &= (x > west) & (x < east)
    lat, lon = grid.lat_deg[shown], grid.lon_deg[shown]
    for zone in zones:
        for line in boundary(zone, grid.projection.lon0_deg):
            x = chart.on_axis(line[:, 0], centre)
            axes.plot(x, line[:, 1], _BORDERS[zone.kind], color=_AIR, lw=0.7, zorder=3.5)
        inside = zone.area.contains(lat, lon)
        if not inside.any():
            continue
        middle = (np.median(chart.on_axis(lon[inside], centre)), np.median(lat[inside]))
        up = 0 if zone.kind == "FIR" else -9
        axes.annotate(zone.label, middle, (0, up), textcoords="offset points", ha="center",
                      fontsize=5.5, color=_AIR, style="italic", clip_on=True,
                      zorder=4.5)  # fmt: skip


def _density(axes: Any, grid: Grid, mass: Floats, west: float) -> None:
    """Colour cells by probability relative to an even spread over the grid's water."""
    even = 1.0 / grid.water.sum()
    shown = grid.water & (mass > 0.05 * even)
    if not shown.any():
        return
    half = grid.cell_m / 2
    x, y = grid.centres_m()
    corners = []
    for dx, dy in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        lat, lon = grid.projection.to_sphere(x[shown] + dx * half, y[shown] + dy * half)
        corners.append(np.column_stack([chart.on_axis(lon, west), lat]))
    colour = np.log10(np.clip(mass[shown] / even, 0.05, 50.0))
    cells = PolyCollection(
        list(np.stack(corners, axis=1)), array=colour, cmap="YlOrRd", alpha=0.6, lw=0, zorder=2.5
    )
    cells.set_clim(np.log10(0.05), np.log10(50.0))
    axes.add_collection(cells, autolim=False)


def _legs(axes: Any, sortie: Sortie, west: float, number: int, *, is_named: bool) -> None:
    style = _STYLES[number % 3]
    for leg in sortie.legs:
        lats, lons = zip(leg.start, leg.end, strict=True)
        x = chart.on_axis(np.array(lons), west)
        is_search = leg.kind == "search"
        axes.plot(
            x,
            lats,
            style if is_search else "--",
            lw=1.3 if is_search else 0.8,
            color=_SEARCH if is_search else _TRANSIT,
            zorder=6,
        )
        _arrow(axes, x, lats, _SEARCH if is_search else _TRANSIT)
    # Tracks cross: points at one place share a label, neighbours go to opposite sides.
    for i, ((lat, lon), names) in enumerate(_names(sortie) if is_named else []):
        axes.annotate(
            names,
            (float(chart.on_axis([lon], west)[0]), lat),
            (2, 2) if i % 2 else (-2, -6),
            textcoords="offset points",
            ha="left" if i % 2 else "right",
            fontsize=5.5,
            annotation_clip=True,
            zorder=7,
        )
    search = [leg for leg in sortie.legs if leg.kind == "search"]
    for ends, where in ((search[:1], "start"), (search[-1:], "end")):
        for at in ends:
            lat, lon = at.start if where == "start" else at.end
            time = at.start_utc if where == "start" else at.end_utc
            axes.annotate(
                f"{sortie.task.sortie_id[9:]} {time:%H:%M}Z",
                (float(chart.on_axis([lon], west)[0]), lat),
                (4, 4),
                textcoords="offset points",
                fontsize=6.5,
                zorder=8,
                bbox={"fc": "white", "ec": "none", "alpha": 0.7, "pad": 0.8},
            )
    base = sortie.task.base
    axes.plot(
        chart.on_axis([base.lon_deg], west), [base.lat_deg], "^", color="black", ms=6, zorder=8
    )


def _names(sortie: Sortie) -> list[tuple[tuple[float, float], str]]:
    """Return each place that is turned at, with the names of the points there: A016, A036."""
    held: dict[tuple[float, float], list[str]] = {}
    for point in waypoints(sortie)[1:-1]:
        held.setdefault((round(point.lat_deg, 2), round(point.lon_deg, 2)), []).append(point.name)
    return [(at, ", ".join(names)) for at, names in held.items()]


def _arrow(axes: Any, x: Any, lats: Any, colour: str) -> None:
    """Draw the direction of a leg at its middle."""
    arrow = axes.annotate(
        "",
        xy=(x[0] + 0.55 * (x[1] - x[0]), lats[0] + 0.55 * (lats[1] - lats[0])),
        xytext=(x[0] + 0.45 * (x[1] - x[0]), lats[0] + 0.45 * (lats[1] - lats[0])),
        arrowprops={"arrowstyle": "-|>", "color": colour, "lw": 0.8, "shrinkA": 0, "shrinkB": 0},
        zorder=7,
    )
    arrow.arrow_patch.set_clip_path(axes.patch)


def _legend(axes: Any, day: Day, has_keepouts: bool, kinds: set[str]) -> None:
    lines = [
        Line2D([], [], ls=_STYLES[i % 3], color=_SEARCH, lw=1.3, label=s.task.sortie_id)
        for i, s in enumerate(day.sorties)
    ]
    lines.append(Line2D([], [], ls="--", color=_TRANSIT, lw=0.8, label="transit"))
    if has_keepouts:
        lines.append(Line2D([], [], ls="--", color=_SHUT, lw=0.8, label="kept out of"))
    for kind in sorted(kinds):
        lines.append(Line2D([], [], ls=_BORDERS[kind], color=_AIR, lw=0.7, label=kind))
    lines.append(Line2D([], [], ls="", marker="^", color="black", ms=5, label="airfield"))
    axes.legend(handles=lines, loc="upper left", fontsize=6, framealpha=0.85).set_zorder(11)


def _stamp(axes: Any) -> None:
    axes.text(
        0.5,
        0.985,
        "SIMULATED",
        transform=axes.transAxes,
        ha="center",
        va="top",
        fontsize=15,
        color=_SEARCH,
        weight="bold",
        zorder=12,
        bbox={"fc": "white", "ec": _SEARCH},
    )


def _png(figure: Figure) -> bytes:
    FigureCanvasAgg(figure)
    out = io.BytesIO()
    figure.savefig(out, format="png")
    return out.getvalue()
