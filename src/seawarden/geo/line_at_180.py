"""Lines cut at 180 degrees, as RFC 7946, section 3.1.9, asks: else a map draws a line that crosses
the antimeridian around the world the wrong way.
"""

from collections.abc import Sequence
from itertools import pairwise

Point = tuple[float, float]
"""(longitude, latitude) in degrees."""


def cut(points: Sequence[Point]) -> list[list[Point]]:
    """Return a line as one or more that never cross 180 degrees; each ends exactly on it.

    The latitude at the cut is interpolated along the leg, which takes the shorter side.
    """
    if not points:
        return []
    east = [lon for lon, _ in points]
    if max(east) - min(east) <= 180.0:
        return [line for line in (_distinct(list(points)),) if len(line) > 1]
    lines: list[list[Point]] = [[points[0]]]
    for (lon, lat), (lon2, lat2) in pairwise(points):
        if abs(lon2 - lon) > 180.0:
            side = 180.0 if lon > 0 else -180.0
            far = lon2 + 2 * side
            part = (side - lon) / (far - lon) if far != lon else 0.0
            middle = lat + part * (lat2 - lat)
            lines[-1].append((side, middle))
            lines.append([(-side, middle)])
        lines[-1].append((lon2, lat2))
    return [line for line in (_distinct(line) for line in lines) if len(line) > 1]


def _distinct(line: list[Point]) -> list[Point]:
    """Return a line without a doubled end, which a report exactly on 180 degrees makes."""
    if len(line) > 2:
        return [p for i, p in enumerate(line) if i == 0 or p != line[i - 1]] or line
    return line
