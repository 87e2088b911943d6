"""A reader of the path data that drawings use, for tests: SVG's commands M and l, marks."""

import re

_FIRST = {
    # how far a mark's first point lies from its centre, in radii
    "circle": (-1, 0), "square": (-1, -1), "triangle": (0, -1), "diamond": (0, -1),
    "cross": (-1, -1), "plus": (-1, 0),
}  # fmt: skip


def lines(data: str) -> list[list[tuple[int, int]]]:
    """Return the polylines of a path of M and l."""
    out = []
    for part in data.split("M")[1:]:
        numbers = [int(n) for n in re.findall(r"-?\d+", part)]
        points = [(numbers[0], numbers[1])]
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            points.append((points[-1][0] + dx, points[-1][1] + dy))
        out.append(points)
    return out


def spots(data: str, shape: str, radius: int) -> list[tuple[int, int]]:
    """Return the centres of a path of marks, in tenths of a pixel."""
    dx, dy = _FIRST[shape]
    return [
        (int(x) - dx * radius, int(y) - dy * radius)
        for x, y in re.findall(r"M(-?\d+) (-?\d+)", data)
    ]
