"""A drawing in SVG from its smallest parts: paths, marks, texts, and a panel with its axes.

Coordinates are pixels of a sheet 1000 wide and are written in whole tenths, so that a path is a
short line of whole numbers and half a hair's breadth on paper. There is no style attribute, no
script and no reference to anything outside: a page may forbid all three.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...geo.sphere import Floats
from ..markup import Child, Safe, tag

Tick: TypeAlias = tuple[float, str]
"""A value on an axis and its label; an empty label is a line of the grid alone."""

INK, QUIET, FRAME, GRID = "#1c2833", "#4a5964", "#33434d", "#d5dbe0"

_MARK = {
    "circle": "M{a} {y}a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0 -{d} 0z",
    "square": "M{a} {b}h{d}v{d}h-{d}z",
    "triangle": "M{x} {b}l{r} {d}h-{d}z",
    "diamond": "M{x} {b}l{r} {r}l-{r} {r}l-{r} -{r}z",
    "cross": "M{a} {b}l{d} {d}m0 -{d}l-{d} {d}",
    "plus": "M{a} {y}h{d}m-{r} -{r}v{d}",
}


def tenths(pixels: float) -> int:
    """Return a length or position as the drawing writes it."""
    return round(pixels * 10)


def path(xy: ArrayLike, first: Sequence[int] | NDArray[np.int64] = ()) -> str:
    """Return path data through points (n, 2) in pixels; `first` are the starts of lines in it.

    A move of less than a twentieth of a pixel is left out. No points give an empty text.
    """
    points = np.rint(np.asarray(xy, np.float64).reshape(-1, 2) * 10).astype(np.int64)
    if not len(points):
        return ""
    is_start = np.zeros(len(points), dtype=bool)
    starts = np.asarray(first, np.int64)
    is_start[starts[starts < len(points)]] = True
    is_start[0] = True
    step = np.diff(points, axis=0, prepend=0)
    step[is_start] = points[is_start]
    kept = is_start | step.any(axis=1)
    words = [f"{x} {y}" for x, y in step[kept].tolist()]
    for i in np.flatnonzero(is_start[kept]).tolist():
        words[i] = f"M{words[i]}l"
    return " ".join(words).replace("l M", "M").removesuffix("l")


def marks(shape: str, xy: ArrayLike, radius: float) -> str:
    """Return path data of a mark at each point (n, 2); marks on one spot are drawn once."""
    points = np.rint(np.asarray(xy, np.float64).reshape(-1, 2) * 10).astype(np.int64)
    r, form = tenths(radius), _MARK[shape]
    return "".join(
        form.format(x=x, y=y, a=x - r, b=y - r, r=r, d=2 * r)
        for x, y in dict.fromkeys(map(tuple, points.tolist()))
    )


def write(words: str, x: float, y: float, *, size: float = 11, anchor: str | None = None,
          fill: str | None = None, weight: str | None = None) -> Safe:  # fmt: skip
    """Return a text; `anchor` is 'middle' or 'end', the start otherwise."""
    return tag("text", words, x=tenths(x), y=tenths(y), font_size=tenths(size),
               text_anchor=anchor, fill=fill, font_weight=weight)  # fmt: skip


def box(left: float, top: float, width: float, height: float, **look: str | None) -> Safe:
    """Return a rectangle."""
    return tag("rect", x=tenths(left), y=tenths(top), width=tenths(width), height=tenths(height),
               **look)  # fmt: skip


def halo(*texts: Child) -> Safe:
    """Return texts with a pale edge, so that they can be read on lines."""
    return tag("g", *texts, stroke="#fff", stroke_width=30, stroke_linejoin="round",
               paint_order="stroke", stroke_opacity="0.85")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Panel:
    """A frame on the sheet in pixels, and the values at its edges."""

    left: float
    top: float
    width: float
    height: float
    x: tuple[float, float]
    y: tuple[float, float]

    def at(self, x: ArrayLike, y: ArrayLike) -> Floats:
        """Return values as points (n, 2) on the sheet; y grows upwards."""
        (x0, x1), (y0, y1) = self.x, self.y
        right = self.left + (np.asarray(x, np.float64) - x0) / (x1 - x0) * self.width
        down = self.top + (y1 - np.asarray(y, np.float64)) / (y1 - y0) * self.height
        return np.column_stack(np.broadcast_arrays(np.atleast_1d(right), np.atleast_1d(down)))

    def inside(self, *children: Child, fill: str) -> Safe:
        """Return what is drawn within the frame, cut at it, on a ground of colour `fill`."""
        place = [tenths(v) for v in (self.left, self.top, self.width, self.height)]
        ground = box(self.left, self.top, self.width, self.height, fill=fill)
        return tag(
            "svg", ground, *children, x=place[0], y=place[1], width=place[2], height=place[3],
            viewBox=" ".join(map(str, place)),
        )  # fmt: skip

    def grid(self, x_ticks: Iterable[Tick], y_ticks: Iterable[Tick], colour: str = GRID) -> Safe:
        """Return the lines of the grid."""
        lines = []
        for value, _ in x_ticks:
            x = tenths(self.at(value, self.y[0])[0, 0])
            lines.append(f"M{x} {tenths(self.top)}v{tenths(self.height)}")
        for value, _ in y_ticks:
            y = tenths(self.at(self.x[0], value)[0, 1])
            lines.append(f"M{tenths(self.left)} {y}h{tenths(self.width)}")
        return tag("path", d="".join(lines), stroke=colour, stroke_width=6, fill="none")

    def border(self, x_ticks: Iterable[Tick], y_ticks: Iterable[Tick], title: str = "") -> Safe:
        """Return the frame, the labels of its ticks and its title above."""
        bottom = self.top + self.height
        texts = [
            write(label, float(self.at(value, self.y[0])[0, 0]), bottom + 13, size=10.5,
                  anchor="middle") for value, label in x_ticks if label
        ]  # fmt: skip
        texts += [
            write(label, self.left - 5, float(self.at(self.x[0], value)[0, 1]) + 3.5, size=10.5,
                  anchor="end") for value, label in y_ticks if label
        ]  # fmt: skip
        if title:
            texts.append(write(title, self.left, self.top - 7, size=12, weight="bold"))
        frame = box(self.left, self.top, self.width, self.height, fill="none", stroke=FRAME,
                    stroke_width="8")  # fmt: skip
        return tag("g", frame, *texts, fill=INK)
