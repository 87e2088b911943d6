"""How far two hulls are apart, seen as rectangles on the water.

A hull is a rectangle `bow + stern` long and `port + starboard` wide, its antenna where those four
say, turned to its true heading. The gap is the least distance between the two rectangles, 0 where
they touch or overlap (which noise makes of ships alongside).

Method: rectangles overlap unless an edge direction of either separates them (separating axis
theorem); apart, the least distance runs from a corner of one to the body of the other, which in
the other's own frame is a point against an upright box. Exact for rectangles. Blind spot: bows
are not square, so the true gap at a bow is larger.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_CORNERS = ((1.0, 1.0), (1.0, -1.0), (-1.0, -1.0), (-1.0, 1.0))


@dataclass(frozen=True, slots=True)
class Rectangles:
    """Hulls of shape (n,): antenna to bow, stern, port and starboard side in metres, heading."""

    bow_m: Floats
    stern_m: Floats
    port_m: Floats
    starboard_m: Floats
    heading_deg: Floats

    def axes(self) -> tuple[Floats, Floats]:
        """Return the unit vector ahead as (east, north)."""
        turn = np.radians(self.heading_deg)
        return np.sin(turn), np.cos(turn)

    def centre_m(self) -> tuple[Floats, Floats]:
        """Return the middle of the rectangle as (east, north) of its antenna.

        Bow and port side both 0 mean that only length and beam are known [ITU-R M.1371, figure
        41], as in files that hold no more: then NaN.
        """
        ahead, right = (self.bow_m - self.stern_m) / 2, (self.starboard_m - self.port_m) / 2
        ahead = np.where((self.bow_m == 0) & (self.port_m == 0), np.nan, ahead)
        sin, cos = self.axes()
        return ahead * sin + right * cos, ahead * cos - right * sin

    def half_m(self) -> tuple[Floats, Floats]:
        """Return half length and half beam."""
        return (self.bow_m + self.stern_m) / 2, (self.port_m + self.starboard_m) / 2


def gap_m(first: Rectangles, other: Rectangles, east_m: Floats, north_m: Floats) -> Floats:
    """Return the gap in metres between two hulls, shape (n,).

    `east_m`, `north_m`: from the first antenna to the other's. Where any input is NaN, so is
    the gap.
    """
    e1, n1 = first.centre_m()
    e2, n2 = other.centre_m()
    east, north = east_m + e2 - e1, north_m + n2 - n1
    distance = np.minimum(
        _corners_to_box(first, other, east, north), _corners_to_box(other, first, -east, -north)
    )
    apart = _is_apart(first, other, east, north) | _is_apart(other, first, east, north)
    return np.where(apart | np.isnan(distance), distance, 0.0)


def overlap_share(first: Rectangles, other: Rectangles, east_m: Floats, north_m: Floats) -> Floats:
    """Return how much of the shorter hull lies beside the other, 0 (one behind the other) to 1.

    Measured along the first hull's own direction; meaningful for ships near parallel.
    """
    e1, n1 = first.centre_m()
    e2, n2 = other.centre_m()
    sin, cos = first.axes()
    along = np.abs((east_m + e2 - e1) * sin + (north_m + n2 - n1) * cos)
    half1, half2 = first.half_m()[0], other.half_m()[0]
    shared = np.clip(half1 + half2 - along, 0.0, 2 * np.minimum(half1, half2))
    return np.asarray(shared / np.maximum(2 * np.minimum(half1, half2), 1.0))


def _corners_to_box(box: Rectangles, of: Rectangles, east: Floats, north: Floats) -> Floats:
    """Return the least distance from a corner of `of`, centred at (east, north), to `box`."""
    (bs, bc), (half_l, half_b) = box.axes(), box.half_m()
    (os_, oc), (of_l, of_b) = of.axes(), of.half_m()
    best = np.full(np.shape(east), np.inf)
    for ahead, right in _CORNERS:
        e = east + ahead * of_l * os_ + right * of_b * oc
        n = north + ahead * of_l * oc - right * of_b * os_
        along = np.maximum(np.abs(e * bs + n * bc) - half_l, 0.0)
        across = np.maximum(np.abs(e * bc - n * bs) - half_b, 0.0)
        best = np.minimum(best, np.hypot(along, across))
    return best


def _is_apart(box: Rectangles, of: Rectangles, east: Floats, north: Floats) -> NDArray[np.bool_]:
    """Return True where one of the directions of `box` separates the two."""
    (bs, bc), (half_l, half_b) = box.axes(), box.half_m()
    of_l, of_b = of.half_m()
    turn = np.radians(of.heading_deg - box.heading_deg)
    c, s = np.abs(np.cos(turn)), np.abs(np.sin(turn))
    along = np.abs(east * bs + north * bc) > half_l + of_l * c + of_b * s
    across = np.abs(east * bc - north * bs) > half_b + of_l * s + of_b * c
    return np.asarray(along | across)
