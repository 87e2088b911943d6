"""CONTACTS: every two slots of one grid time nearer than a radius.

Method: rows of latitude one diameter high, each cut into whole columns at least one diameter
wide at its narrower edge; a slot asks the cells that its circle touches, then enters its own,
so that each pair is seen once. Exact at the poles, across 180 deg and at cell borders; the
distance is the chord between unit vectors, turned into the arc. Agrees with brute force
(tests/facts/test_pairs.py).
"""

import math
from typing import Any

import numba as nb
import numpy as np

from ..units import EARTH_RADIUS_M


@nb.njit(cache=True, nogil=True, inline="always")
def _columns(row: Any, n_rows: Any, height: Any) -> Any:
    """Return how many columns a row of cells has."""
    south = -90.0 + row * height
    edge = max(abs(south), abs(south + height))
    if row == 0 or row == n_rows - 1 or edge >= 90.0:
        return 1
    return max(1, int(360.0 * math.cos(math.radians(edge)) / height))


@nb.njit(cache=True, nogil=True)
def _cell_key(row: Any, col: Any) -> Any:
    return nb.int64(row) * 4_194_304 + col


@nb.njit(cache=True, nogil=True)
def _place(keys: Any, key: Any, mask: Any) -> Any:
    h = (nb.uint64(key) * nb.uint64(0x9E3779B97F4A7C15)) >> nb.uint64(20)
    i = nb.int64(h & nb.uint64(mask))
    while keys[i] != -1 and keys[i] != key:
        i = (i + 1) & mask
    return i


@nb.njit(cache=True, nogil=True)
def _write(out: Any, n: Any, a: Any, b: Any, metres: Any) -> None:
    if b.track < a.track:
        a, b = b, a
    c = out[n]
    c.track = a.track
    c.other = b.track
    c.g = a.g
    c.lat = a.lat
    c.lon = a.lon
    c.lat2 = b.lat
    c.lon2 = b.lon
    c.dist = metres
    c.sigma = math.sqrt(a.sigma * a.sigma + b.sigma * b.sigma)
    c.sog = a.sog
    c.sog2 = b.sog
    c.hdg = a.hdg
    c.hdg2 = b.hdg
    c.gap = max(a.gap, b.gap)
    c.row = a.row
    c.row2 = b.row


@nb.njit(cache=True, nogil=True)
def _is_contact(a: Any, b: Any, metres: Any, radius: Any, near: Any, still: Any) -> Any:
    """Same track never; lying still both, only within the shorter radius."""
    if metres > radius or a.track == b.track:
        return False
    return metres <= near or not (a.sog <= still and b.sog <= still)


@nb.njit(cache=True, nogil=True)
def pair_group(
    slots: Any, index: Any, fresh: Any, radius: Any, near: Any, still: Any, out: Any, n: Any
) -> Any:
    """Write the contacts among `slots[index]` (one grid time) to `out` from place `n`.

    `fresh[i]` false marks a slot that is already paired with its like: two such are skipped.
    Returns the new count; when it exceeds `len(out)`, nothing beyond was written and the caller
    must call again with more room.
    """
    m = len(index)
    height = math.degrees(2.0 * radius / EARTH_RADIUS_M)
    n_rows = int(math.ceil(180.0 / height))
    size = 16
    while size < 2 * m:
        size *= 2
    mask = size - 1
    keys = np.full(size, -1, np.int64)
    heads = np.full(size, -1, np.int32)
    nexts = np.full(m, -1, np.int32)
    xyz = np.empty((m, 3))
    arc = radius / EARTH_RADIUS_M
    limit = 4.0 * math.sin(arc * 0.5) ** 2 * (1.0 + 1e-9)
    for i in range(m):
        s = slots[index[i]]
        la = math.radians(s.lat)
        lo = math.radians(s.lon)
        cos = math.cos(la)
        xyz[i, 0] = cos * math.cos(lo)
        xyz[i, 1] = cos * math.sin(lo)
        xyz[i, 2] = math.sin(la)
        own = min(n_rows - 1, max(0, int((s.lat + 90.0) / height)))
        low = max(0, int((s.lat + 90.0 - height * 0.5) / height - 1e-9))
        high = min(n_rows - 1, int((s.lat + 90.0 + height * 0.5) / height + 1e-9))
        ratio = math.sin(arc) / max(1e-300, cos)
        reach = 180.0 if ratio >= 1.0 else math.degrees(math.asin(ratio)) * (1 + 1e-9) + 1e-12
        for row in range(low, high + 1):
            cols = _columns(row, n_rows, height)
            width = 360.0 / cols
            first = int(math.floor((s.lon + 180.0 - reach) / width))
            last = int(math.floor((s.lon + 180.0 + reach) / width))
            if last - first >= cols:
                first = 0
                last = cols - 1
            for col in range(first, last + 1):
                at = _place(keys, _cell_key(row, col % cols), mask)
                j = heads[at] if keys[at] != -1 else -1
                while j != -1:
                    if fresh[i] or fresh[j]:
                        dx = xyz[i, 0] - xyz[j, 0]
                        dy = xyz[i, 1] - xyz[j, 1]
                        dz = xyz[i, 2] - xyz[j, 2]
                        c2 = dx * dx + dy * dy + dz * dz
                        if c2 <= limit:
                            metres = 2.0 * EARTH_RADIUS_M * math.asin(0.5 * math.sqrt(c2))
                            other = slots[index[j]]
                            if _is_contact(s, other, metres, radius, near, still):
                                if n < len(out):
                                    _write(out, n, s, other, metres)
                                n += 1
                    j = nexts[j]
        cols = _columns(own, n_rows, height)
        col = min(cols - 1, max(0, int((s.lon + 180.0) / (360.0 / cols))))
        key = _cell_key(own, col)
        at = _place(keys, key, mask)
        if keys[at] == -1:
            keys[at] = key
        nexts[i] = heads[at]
        heads[at] = i
    return n


@nb.njit(cache=True, nogil=True)
def pair_groups(
    slots: Any,
    order: Any,
    starts: Any,
    from_group: Any,
    fresh: Any,
    radius: Any,
    near: Any,
    still: Any,
    out: Any,
) -> Any:
    """Pair groups `from_group`.. of `order[starts[k]:starts[k + 1]]` while `out` has room.

    Returns (next group, contacts written): the next group is the number of groups when done,
    otherwise the one that did not fit, to be asked again with an empty or larger `out`.
    """
    n = 0
    for k in range(from_group, len(starts) - 1):
        index = order[starts[k] : starts[k + 1]]
        if len(index) < 2:
            continue
        m = pair_group(slots, index, fresh[index], radius, near, still, out, n)
        if m > len(out):
            return k, n
        n = m
    return len(starts) - 1, n
