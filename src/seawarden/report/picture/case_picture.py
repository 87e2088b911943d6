"""One picture per case: chart with both tracks and an overview, separation and speed over time.

Seen legs are drawn full, legs across more than an hour of silence dashed. The event's span is
shaded. Colours keep their contrast on grey paper, and line styles and marks differ as well. The
PNG is reduced to 64 colours, which keeps a case near 50 kB, and carries no date, so the same
case gives the same bytes.
"""

import io
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias

import numpy as np
import polars as pl
import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PolyCollection
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter
from PIL import Image

from ...geo import chart, coast
from . import closeup
from .series import Track, separation, track

BEFORE_AFTER_S = 6 * 3600.0
_STYLE = (("#0a4f9e", "o"), ("#b03a00", "s"), ("#4a7d00", "^"), ("#7b2d8e", "D"))
_GREY, _SPAN = "#5b6770", "#f3d27a"
_DPI = 110
_MARGINS = {True: (0.075, 0.985, 0.06, 0.94, 0.17, 0.2), False: (0.075, 0.985, 0.1, 0.9, 0.17, 0.2)}
_Spot: TypeAlias = "tuple[float, float]"


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG and the words for one who cannot see it."""

    png: bytes
    alt: str


def draw(case: Mapping[str, Any], names: Sequence[str], tracks: pl.DataFrame) -> Picture:
    """Return the picture of one case (a row of CASES); `names` label its hulls in order.

    Works with no track at all: then the chart shows the place alone.
    """
    start, end = case["start_utc"].timestamp(), case["end_utc"].timestamp()
    ships = [
        track(tracks, hull, start - BEFORE_AFTER_S, end + BEFORE_AFTER_S) for hull in case["hulls"]
    ][: len(_STYLE)]
    close = _close(ships, start, end)
    figure = Figure(figsize=(10.4, 7.9 if close else 4.6), dpi=_DPI)
    FigureCanvasAgg(figure)
    # Fixed margins: a layout engine would double the time that a picture takes.
    margins = dict(zip(("left", "right", "bottom", "top", "wspace", "hspace"),
                       _MARGINS[bool(close)], strict=True))  # fmt: skip
    panels: Any = np.ravel(figure.subplots(2 if close else 1, 2, gridspec_kw=margins))
    labels = [chart.label(name) for name in names]
    box = _chart(panels[0], case, ships, labels)
    if close:
        closeup.draw(panels[1], close, labels, _STYLE)
        _separation(panels[2], ships[0], ships[1])
    _speed(panels[-1], ships, labels)
    for ax in panels[2:] if close else panels[1:]:
        _clock_axis(ax, (start, end))
    if case["is_simulated"]:
        figure.suptitle("SIMULATED", y=0.995, fontsize=12, weight="bold", color="#9c0000")
    return Picture(_png(figure), _alt(case, names, ships, box))


def _close(ships: Sequence[Track], start_s: float, end_s: float) -> list[Track]:
    """Return the first two ships' reports within the event; none unless both reported then."""
    parts = [s.between(start_s, end_s) for s in ships[:2]]
    return parts if len(parts) == 2 and all(p.t_s.size for p in parts) else []


def _chart(
    ax: Any, case: Mapping[str, Any], ships: Sequence[Track], names: Sequence[str]
) -> tuple[float, float, float, float]:
    lat = np.concatenate([[case["lat_deg"]], *(s.lat_deg for s in ships)])
    lon = np.concatenate([[case["lon_deg"]], *(s.lon_deg for s in ships)])
    box = chart.around(lat, lon, min_nm=4.0, ratio=1.2)
    chart.draw(ax, *box)
    west = box[0]
    taken: list[_Spot] = []
    for ship, name, (colour, mark) in zip(ships, names, _STYLE, strict=False):
        _line(ax, ship, chart.on_axis(ship.lon_deg, west), ship.lat_deg, colour, mark, name)
        _times(ax, ship, west, colour, taken)
    x = float(chart.on_axis(case["lon_deg"], west))
    ax.plot(x, case["lat_deg"], "o", ms=15, mfc="none", mec="black", mew=1.6, zorder=9)
    ax.plot(x, case["lat_deg"], "+", ms=15, color="black", mew=1.0, zorder=9)
    if any(s.t_s.size for s in ships):
        ax.legend(loc="upper left", fontsize=6.5, framealpha=0.9).set_zorder(10)
    _overview(ax, box)
    return box


def _line(ax: Any, ship: Track, x: Any, y: Any, colour: str, mark: str, name: str) -> None:
    """Draw seen legs full and silent legs dashed."""
    if not ship.t_s.size:
        return
    silent = ship.silent_after
    cut = np.where(silent)[0] + 1
    full_x, full_y = np.insert(x, cut, np.nan), np.insert(y, cut, np.nan)
    every = max(1, ship.t_s.size // 60)
    ax.plot(full_x, full_y, "-", color=colour, lw=1.3, zorder=5)
    ax.plot(x[::every], y[::every], mark, color=colour, ms=2.8, zorder=6, label=name)
    for i in np.where(silent)[0]:
        ax.plot(x[i : i + 2], y[i : i + 2], "--", color=colour, lw=1.0, alpha=0.7, zorder=4)


def _times(ax: Any, ship: Track, west: float, colour: str, taken: list[_Spot]) -> None:
    """Write the time at the first and last report and at a few between, where there is room.

    `taken` are the places already written on, of all ships; the new ones are added to it.
    """
    n = ship.t_s.size
    x, y = chart.on_axis(ship.lon_deg, west), ship.lat_deg
    wide = np.ptp(ax.get_xlim()) * 0.09
    high = np.ptp(ax.get_ylim()) * 0.035
    for i in sorted({0, n // 3, 2 * n // 3, n - 1}) if n else ():
        if any(abs(x[i] - a) <= wide and abs(y[i] - b) <= high for a, b in taken):
            continue
        taken.append((float(x[i]), float(y[i])))
        ax.annotate(f"{_when(ship.t_s[i]):%H:%M}", (x[i], y[i]), (4, 3), fontsize=6.5,
                    textcoords="offset points", color=colour, zorder=8, weight="bold")  # fmt: skip


def _overview(ax: Any, box: tuple[float, float, float, float]) -> None:
    """Draw an inset of the sea around, with the chart's box on it.

    Land is one simplified collection: a patch for each of a thousand islands would take longer
    than the rest of the picture.
    """
    west, south, east, north = box
    half = max((east - west) * 3, 5.0)
    mid_x, mid_y = (west + east) / 2, float(np.clip((south + north) / 2, -80, 80))
    inset = ax.inset_axes((0.745, 0.735, 0.25, 0.26), zorder=9)
    shape = half / np.cos(np.radians(mid_y)), half * 0.9
    around = (mid_x - shape[0], mid_y - shape[1], mid_x + shape[0], mid_y + shape[1])
    land = coast.polygons(*around, detail_deg=half / 60)
    rings = [shapely.get_coordinates(p.exterior) for p in land]
    inset.add_collection(PolyCollection(rings, fc=chart.LAND, ec=chart.SHORE, lw=0.5))
    inset.set_facecolor(chart.WATER)
    inset.set(xlim=around[::2], ylim=around[1::2], xticks=[], yticks=[])
    inset.set_aspect(1.0 / np.cos(np.radians(mid_y)))
    small = max(east - west, half * 0.08), max(north - south, half * 0.08)
    at = (mid_x - small[0] / 2, (south + north) / 2 - small[1] / 2)
    inset.add_patch(Rectangle(at, *small, fill=False, ec="#b00000", lw=1.4, zorder=9))


def _clock_axis(ax: Any, span: tuple[float, float]) -> None:
    """Shade the event's span and print times in UTC."""
    ax.axvspan(_when(span[0]), _when(max(span[1], span[0] + 60)), color=_SPAN, alpha=0.45, lw=0)
    ax.set_xlim(_when(span[0] - BEFORE_AFTER_S), _when(span[1] + BEFORE_AFTER_S))
    ax.grid(color="#d5dbe0", lw=0.5)
    ax.tick_params(labelsize=7)
    ax.set_axisbelow(True)
    locator = AutoDateLocator()  # type: ignore[no-untyped-call]
    clock = ConciseDateFormatter(locator, tz=UTC)  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(clock)
    ax.xaxis.get_offset_text().set_size(7)
    ax.set_xlabel("UTC; the event's span is shaded", fontsize=7)


def _separation(ax: Any, a: Track, b: Track) -> None:
    apart = separation(a, b)
    when = np.array([_when(t) for t in apart.t_s])
    metres = np.maximum(apart.metres, 1.0)
    ax.set_yscale("log")
    ax.yaxis.set_major_formatter(FuncFormatter(_metres_text))
    for limit, word in ((100.0, "100 m"), (500.0, "500 m")):
        ax.axhline(limit, color=_GREY, lw=0.7, ls=":")
        ax.annotate(word, (0.995, limit), (0, 1.5), xycoords=("axes fraction", "data"),
                    textcoords="offset points", fontsize=6, color=_GREY, ha="right")  # fmt: skip
    seen, rest = apart.observed, ~apart.observed
    ax.plot(when[seen], metres[seen], ".", ms=3.5, color="black", label="observed")
    ax.plot(when[rest], metres[rest], "x", ms=4, color="#9a5b00", label="inferred")
    ax.set_ylabel("antenna to antenna", fontsize=7)
    ax.set_title("Separation", fontsize=8, loc="left", weight="bold")
    ax.legend(fontsize=6.5, loc="best", framealpha=0.9)


def _metres_text(metres: float, _: int | None = None) -> str:
    return f"{metres:g} m" if metres < 1000 else f"{metres / 1000:g} km"


def _speed(ax: Any, ships: Sequence[Track], names: Sequence[str]) -> None:
    for ship, name, (colour, mark) in zip(ships, names, _STYLE, strict=False):
        known = np.isfinite(ship.sog_kn)
        when = np.array([_when(t) for t in ship.t_s[known]])
        every = max(1, when.size // 80)
        ax.plot(when[::every], ship.sog_kn[known][::every], mark, ms=3.2, mec=colour,
                mfc="none", mew=0.9, label=name)  # fmt: skip
        for i in np.where(ship.silent_after)[0]:
            ax.axvspan(_when(ship.t_s[i]), _when(ship.t_s[i + 1]), color=colour, alpha=0.10, lw=0)
    top = max([2.0, *(float(np.nanmax(s.sog_kn)) for s in ships if np.isfinite(s.sog_kn).any())])
    ax.set_ylim(0, top * 1.12)
    ax.set_ylabel("knots over ground", fontsize=7)
    ax.set_title("Speed (silences over 1 h tinted)", fontsize=8, loc="left", weight="bold")
    if any(s.t_s.size for s in ships):
        ax.legend(fontsize=6.5, loc="best", framealpha=0.9)
    else:
        ax.text(0.5, 0.5, "no reports around the event", transform=ax.transAxes, ha="center",
                fontsize=8, color=_GREY)  # fmt: skip


def _when(t_s: float) -> datetime:
    return datetime.fromtimestamp(float(t_s), UTC)


def _png(figure: Figure) -> bytes:
    raw = io.BytesIO()
    with warnings.catch_warnings():
        # A script that the font lacks is drawn as boxes; the page has the name as text.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        figure.savefig(raw, format="png", metadata={"Software": None})
    raw.seek(0)
    small = Image.open(raw).convert("RGB").quantize(64, dither=Image.Dither.NONE)
    out = io.BytesIO()
    small.save(out, format="png", optimize=True)
    return out.getvalue()


def _alt(
    case: Mapping[str, Any],
    names: Sequence[str],
    ships: Sequence[Track],
    box: tuple[float, float, float, float],
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
