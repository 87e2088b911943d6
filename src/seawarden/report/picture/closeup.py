"""The close-up: both ships during the event, in metres, with lines between what is simultaneous.

A meeting of four hours at 0.5 kn covers two miles and is a dot on a chart of the approach. Here
each ship's reports are drawn around their common middle; thin lines join positions of the same
time, so that lying alongside, following and swinging at anchor look as different as they are.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...geo.sphere import offset_m
from .series import Track, at

_JOINS = 8


def draw(
    ax: Any, ships: Sequence[Track], names: Sequence[str], styles: Sequence[tuple[str, str]]
) -> None:
    """Draw two tracks, each with at least one report, in metres east and north."""
    lat0 = float(np.mean(np.concatenate([s.lat_deg for s in ships])))
    lon0 = float(ships[0].lon_deg[0])
    for ship, name, (colour, mark) in zip(ships, names, styles, strict=False):
        east, north = offset_m(lat0, lon0, ship.lat_deg, ship.lon_deg)
        ax.plot(east, north, "-", color=colour, lw=0.9, alpha=0.8)
        ax.plot(east, north, mark, color=colour, ms=3.2, label=name)
        for i, word in ((0, "first"), (-1, "last")):
            ax.annotate(word, (east[i], north[i]), (4, 3), fontsize=6.5, color=colour,
                        textcoords="offset points")  # fmt: skip
    _joins(ax, ships, lat0, lon0)
    ax.set_aspect("equal", adjustable="datalim")
    ax.grid(color="#d5dbe0", lw=0.5)
    ax.set_axisbelow(True)
    ax.tick_params(labelsize=7)
    ax.set_xlabel("metres east", fontsize=7)
    ax.set_ylabel("metres north", fontsize=7)
    ax.set_title("Close-up of the event; thin lines join the same time", fontsize=8, loc="left",
                 weight="bold")  # fmt: skip
    ax.legend(fontsize=6.5, loc="best", framealpha=0.9)


def _joins(ax: Any, ships: Sequence[Track], lat0: float, lon0: float) -> None:
    start = max(s.t_s[0] for s in ships)
    end = min(s.t_s[-1] for s in ships)
    if end < start:
        return
    times = np.linspace(start, end, _JOINS)
    ends = []
    for ship in ships:
        lat, lon, _ = at(ship, times)
        ends.append(offset_m(lat0, lon0, lat, lon))
    (e1, n1), (e2, n2) = ends
    for i in range(_JOINS):
        ax.plot([e1[i], e2[i]], [n1[i], n2[i]], "-", color="#5b6770", lw=0.6)
