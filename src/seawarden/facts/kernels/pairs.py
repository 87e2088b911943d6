"""CONTACTS: every two slots of one grid time nearer than a radius.

Method: rows of latitude one diameter high, each cut into whole columns at least one diameter
wide at its narrower edge; a slot asks the cells that its circle touches, then enters its own,
so that each pair is seen once. Exact at the poles, across 180 deg and at cell borders; the
distance is the chord between unit vectors, turned into the arc. Agrees with brute force
(tests/facts/test_pairs.py). Where a ship has more than `most` others in reach, `crowd` takes over.
"""

import math
from typing import NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray

from ...compiled import kernel
from ...units import EARTH_RADIUS_M
from .crowd import nearest
from .layout import Contact, Records, Slot


class Reach(NamedTuple):
    """How near is a contact."""

    radius_m: float
    moored_m: float  # the same where both lie still
    moored_kn: float  # at or below this speed a ship lies still
    most: int  # others that a ship keeps in a crowd


class Grouped(NamedTuple):
    """SLOT records, and which lie at one grid time."""

    slots: Records
    order: NDArray[np.int64]  # places in `slots`, by grid time
    starts: NDArray[np.int64]  # where in `order` each grid time starts, and the end of the last
    fresh: NDArray[np.bool_]  # of `slots`: not yet paired with its like


@kernel(inline="always")
def _columns(row: int, n_rows: int, height_deg: float) -> int:
    """Return how many columns a row of cells has."""
    south = -90.0 + row * height_deg
    edge = max(abs(south), abs(south + height_deg))
    if row == 0 or row == n_rows - 1 or edge >= 90.0:
        return 1
    return max(1, int(360.0 * math.cos(math.radians(edge)) / height_deg))


@kernel
def _cell_key(row: int, col: int) -> int:
    key: int = nb.int64(row) * 4_194_304 + col
    return key


@kernel
def _place(keys: NDArray[np.int64], key: int, mask: int) -> int:
    """Return the place of a cell in an open-addressing table, or where it belongs."""
    h = (nb.uint64(key) * nb.uint64(0x9E3779B97F4A7C15)) >> nb.uint64(20)
    i: int = nb.int64(h & nb.uint64(mask))
    while keys[i] != -1 and keys[i] != key:
        i = (i + 1) & mask
    return i


@kernel
def _write(c: Contact, a: Slot, b: Slot, metres: float) -> None:
    """Write the contact of two slots; the lower track comes first."""
    if b.track < a.track:
        a, b = b, a
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


@kernel
def _is_contact(a: Slot, b: Slot, metres: float, reach: Reach) -> bool:
    """Same track never; lying still both, only within the shorter radius."""
    if metres > reach.radius_m or a.track == b.track:
        return False
    return metres <= reach.moored_m or not (a.sog <= reach.moored_kn and b.sog <= reach.moored_kn)


@kernel
def _pair_group(
    slots: Records,
    index: NDArray[np.int64],
    fresh: NDArray[np.bool_],
    reach: Reach,
    out: Records,
    n: int,
) -> int:
    """Write the contacts among `slots[index]` (one grid time) to `out` from place `n`.

    `fresh[i]` false marks a slot that is already paired with its like: two such are skipped.
    Returns the new count; when it exceeds `len(out)`, nothing beyond was written and the caller
    must call again with more room. -1: a slot has more than `reach.most` contacts, a crowd.
    """
    m = len(index)
    degree = np.zeros(m, np.int32)
    height = math.degrees(2.0 * reach.radius_m / EARTH_RADIUS_M)
    n_rows = int(math.ceil(180.0 / height))
    size = 16
    while size < 2 * m:
        size *= 2
    mask = size - 1
    keys = np.full(size, -1, np.int64)
    heads = np.full(size, -1, np.int32)
    nexts = np.full(m, -1, np.int32)
    xyz = np.empty((m, 3))
    arc = reach.radius_m / EARTH_RADIUS_M
    limit = 4.0 * math.sin(arc * 0.5) ** 2 * (1.0 + 1e-9)
    for i in range(m):
        s = slots[index[i]]
        la = math.radians(s.lat)
        lo = math.radians(s.lon)
        cos = math.cos(la)
        xyz[i, 0] = cos * math.cos(lo)
        xyz[i, 1] = cos * math.sin(lo)
        xyz[i, 2] = math.sin(la)
        home = min(n_rows - 1, max(0, int((s.lat + 90.0) / height)))
        low = max(0, int((s.lat + 90.0 - height * 0.5) / height - 1e-9))
        high = min(n_rows - 1, int((s.lat + 90.0 + height * 0.5) / height + 1e-9))
        ratio = math.sin(arc) / max(1e-300, cos)
        wide = 180.0 if ratio >= 1.0 else math.degrees(math.asin(ratio)) * (1 + 1e-9) + 1e-12
        for row in range(low, high + 1):
            cols = _columns(row, n_rows, height)
            width = 360.0 / cols
            first = int(math.floor((s.lon + 180.0 - wide) / width))
            last = int(math.floor((s.lon + 180.0 + wide) / width))
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
                            if _is_contact(s, other, metres, reach):
                                if n < len(out):
                                    _write(out[n], s, other, metres)
                                n += 1
                                degree[i] += 1
                                degree[j] += 1
                                if degree[i] > reach.most or degree[j] > reach.most:
                                    return -1
                    j = nexts[j]
        cols = _columns(home, n_rows, height)
        col = min(cols - 1, max(0, int((s.lon + 180.0) / (360.0 / cols))))
        key = _cell_key(home, col)
        at = _place(keys, key, mask)
        if keys[at] == -1:
            keys[at] = key
        nexts[i] = heads[at]
        heads[at] = i
    return n


@kernel
def _pair_crowd(
    slots: Records,
    index: NDArray[np.int64],
    fresh: NDArray[np.bool_],
    reach: Reach,
    out: Records,
    n: int,
) -> int:
    """The same for a crowd: of each slot the nearest alone (`crowd`)."""
    near = (reach.radius_m, reach.moored_m, reach.moored_kn)
    first, second, metres = nearest(slots, index, fresh, near, reach.most)
    if n + len(first) > len(out):
        return n + len(first)
    for k in range(len(first)):
        _write(out[n], slots[index[first[k]]], slots[index[second[k]]], metres[k])
        n += 1
    return n


@kernel
def pair_groups(grouped: Grouped, from_group: int, reach: Reach, out: Records) -> tuple[int, int]:
    """Pair the grid times from `from_group` on, one by one, while `out` (CONTACT) has room.

    Returns (next group, contacts written): the next group is the number of groups when done,
    otherwise the one that did not fit, to be asked again with an empty or larger `out`.
    """
    slots, order, starts = grouped.slots, grouped.order, grouped.starts
    n = 0
    for k in range(from_group, len(starts) - 1):
        index = order[starts[k] : starts[k + 1]]
        if len(index) < 2:
            continue
        fresh = grouped.fresh[index]
        m = _pair_group(slots, index, fresh, reach, out, n)
        if m < 0:
            m = _pair_crowd(slots, index, fresh, reach, out, n)
        if m > len(out):
            return k, n
        n = m
    return len(starts) - 1, n
