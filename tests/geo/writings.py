"""Areas drawn at random, in every way in which people write them, with an oracle of their own.

An area is a star about a centre (offsets of longitude and latitude at rising angles), or a cap
about a pole (latitudes at rising longitudes), either with a hole of half its size.
"""

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st


@dataclass(frozen=True)
class Drawn:
    """`ring` (n, 2): offsets (dlon, dlat) from the centre, or (lon, lat) of a cap's edge."""

    lat0: float
    lon0: float
    ring: np.ndarray
    is_cap: bool
    has_hole: bool

    @property
    def hole(self) -> np.ndarray:
        """Return the hole's ring: half as far from the centre, or from the pole."""
        if self.is_cap:
            return np.column_stack([self.ring[:, 0], (self.ring[:, 1] + self.lat0) / 2])
        return self.ring / 2

    def contains(self, lat, lon):
        """Return whether positions lie inside, by counting edges or comparing latitudes."""
        inside = self._in(self.ring, lat, lon)
        return inside & ~self._in(self.hole, lat, lon) if self.has_hole else inside

    def _in(self, ring, lat, lon):
        if self.is_cap:
            order = np.argsort(ring[:, 0])
            edge = np.interp(lon, ring[order, 0], ring[order, 1], period=360.0)
            return lat * np.sign(self.lat0) >= np.abs(edge)
        x, y = (lon - self.lon0 + 180.0) % 360.0 - 180.0, lat - self.lat0
        odd = np.zeros(len(x), dtype=bool)
        for (x1, y1), (x2, y2) in zip(ring, np.roll(ring, -1, axis=0), strict=True):
            with np.errstate(divide="ignore", invalid="ignore"):
                cross = x1 + (y - y1) * (x2 - x1) / (y2 - y1)
            odd ^= ((y1 <= y) != (y2 <= y)) & (x < cross)
        return odd

    def off_edge(self, lat, lon, margin_deg=1e-6):
        """Return which positions all places a margin away agree about."""
        here = self.contains(lat, lon)
        same = np.abs(lat) < 90.0 - margin_deg
        wide = margin_deg / np.maximum(np.cos(np.radians(lat)), 1e-3)
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            same &= here == self.contains(lat + dy * margin_deg, lon + dx * wide)
        return same


@st.composite
def drawn_areas(draw, lat=(-60.0, 60.0), lon=(-180.0, 180.0), size=(0.5, 20.0), caps=True):
    """Return a drawn area; centres fall on 180 deg often."""
    n = draw(st.integers(4, 9))
    has_hole = draw(st.booleans())
    if caps and draw(st.integers(0, 3)) == 0:
        pole = draw(st.sampled_from([-90.0, 90.0]))
        around = np.sort(np.array(draw(st.lists(st.floats(0, 0.9), min_size=n, max_size=n))))
        edge = -180.0 + 360.0 * (np.arange(n) + around) / n
        away = np.array(draw(st.lists(st.floats(3, 40), min_size=n, max_size=n)))
        ring = np.column_stack([edge, pole - np.sign(pole) * away])
        return Drawn(pole, 0.0, np.round(ring, 6), True, has_hole)
    centre = draw(st.one_of(st.floats(*lon), st.sampled_from([-180.0, 180.0, 179.5, -179.5])))
    if not lon[0] <= centre <= lon[1]:
        centre = (lon[0] + lon[1]) / 2
    angle = 2 * np.pi * (np.arange(n) + 0.3) / n
    out = np.array(draw(st.lists(st.floats(*size), min_size=n, max_size=n)))
    ring = np.column_stack([out * np.cos(angle), out * np.sin(angle)])
    middle = draw(st.floats(*lat))
    return Drawn(round(middle, 4), round(centre, 4), np.round(ring, 6), False, has_hole)


def writings(drawn: Drawn) -> dict[str, dict]:
    """Return the area as GeoJSON geometries, by way of writing."""
    rings = [drawn.ring, drawn.hole] if drawn.has_hole else [drawn.ring]
    if not drawn.is_cap:
        rings = [ring + np.array([drawn.lon0, drawn.lat0]) for ring in rings]
    else:
        rings = [ring.copy() for ring in rings]
    short = [np.column_stack([(r[:, 0] + 180.0) % 360.0 - 180.0, r[:, 1]]) for r in rings]
    out = {
        "179 to -179": _polygon(short),
        "the other order": _polygon([r[::-1] for r in short]),
        "another first corner": _polygon([np.roll(r, 2, axis=0) for r in short]),
        "not closed": _polygon(short, close=False),
    }
    east = [np.column_stack([r[:, 0] % 360.0, r[:, 1]]) for r in rings]
    out["0 to 360"] = _polygon(east)
    if drawn.is_cap:
        out["corners at the pole"] = _polygon([_to_pole(r, drawn.lat0) for r in short])
    else:
        out["running past 180"] = _polygon(rings)
        out["running past -180"] = _polygon([r - np.array([360.0, 0.0]) for r in rings])
        out["split at 180"] = _split(rings)
        out["split, the other order"] = _split([r[::-1] for r in rings])
    return out


def _polygon(rings, close=True):
    rows = [[list(map(float, p)) for p in r] for r in rings]
    return {"type": "Polygon", "coordinates": [[*r, r[0]] if close else r for r in rows]}


def _to_pole(ring, pole):
    """Return a cap's edge cut open at 180 deg and led along the pole, as RFC 7946 has it."""
    ring = ring[np.argsort(ring[:, 0])]
    at = np.interp(180.0, ring[:, 0], ring[:, 1], period=360.0)
    ring = ring[np.abs(ring[:, 0]) < 180.0]
    ends = [[180.0, at], [180.0, pole], [-180.0, pole]]
    return np.vstack([[[-180.0, at]], ring, ends])


def _split(rings):
    """Return the parts either side of 180 deg, by clipping each ring edge by edge."""
    pieces = []
    for low in (-540.0, -180.0, 180.0):
        cut = [_clip(_clip(r, low, 1), low + 360.0, -1) for r in rings]
        if len(cut[0]):
            moved = [c - np.array([low + 180.0, 0.0]) for c in cut if len(c)]
            pieces.append(_polygon(moved)["coordinates"])
    return {"type": "MultiPolygon", "coordinates": pieces}


def _clip(ring, limit, sign):
    """Return the part of a ring on one side of a meridian [sutherland1974]."""
    out = []
    for a, b in zip(ring, np.roll(ring, -1, axis=0), strict=True):
        inside_a, inside_b = (sign * (p[0] - limit) >= 0 for p in (a, b))
        if inside_a:
            out.append(a)
        if inside_a != inside_b:
            share = (limit - a[0]) / (b[0] - a[0])
            out.append(np.array([limit, a[1] + share * (b[1] - a[1])]))
    return np.array(out)
