"""CONTACTS of a crowd: each ship keeps the `most` ships that are nearest to her.

n ships at one point are n^2 / 2 pairs at each grid time, and anybody may send as many ships as a
radio can carry. Where more than `most` others lie within a ship's reach, a pair is kept when either
of the two is among the `most` nearest of the other: rows grow with the ships, and a pair that lies
alongside is kept however many lie around it. Order: distance, then nearness of the reports' rows in
the archive, then the row; none of it depends on how tracks are numbered, so that `combine` may ask
again (`thinned`).

Method: the slots are sorted along one fixed line; from each the search goes along it, both ways,
until no place further along can be nearer than the worst that is kept. Over ships spread evenly
that looks at about sqrt(n * most) others; of ships at one and the same place it looks at `most`.
Blind spot: of more than `most` ships nearer to both than they are to each other, the pair is lost.
"""

import math

import numpy as np
from numpy.typing import NDArray

from ...compiled import kernel
from ...units import EARTH_RADIUS_M
from .layout import Records

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ALONG = (0.618, 0.4142, 0.668)
"""The line that slots are sorted along, a hair shorter than 1: along no meridian or parallel."""


@kernel(inline="always")
def _is_less(d: float, off: int, row: int, d2: float, off2: int, row2: int) -> bool:
    if d != d2:
        return d < d2
    if off != off2:
        return off < off2
    return row < row2


@kernel
def _settle(order: Ints, d: Floats, off: Ints, row: Ints, n: int) -> None:
    """Move the last of `n` kept neighbours to its place: nearest first."""
    k = n - 1
    while k > 0 and _is_less(d[k], off[k], row[k], d[k - 1], off[k - 1], row[k - 1]):
        d[k], d[k - 1] = d[k - 1], d[k]
        off[k], off[k - 1] = off[k - 1], off[k]
        row[k], row[k - 1] = row[k - 1], row[k]
        order[k], order[k - 1] = order[k - 1], order[k]
        k -= 1


@kernel
def nearest(
    slots: Records,
    index: Ints,
    fresh: NDArray[np.bool_],
    reach: tuple[float, float, float],
    most: int,
) -> tuple[Ints, Ints, Floats]:
    """Return the pairs kept among `slots[index]`, each once: places in `index`, and metres.

    `reach`: radius, radius where both lie still, and the speed at or below which a ship does.
    """
    m = len(index)
    radius_m, moored_m, moored_kn = reach
    xyz = np.empty((m, 3))
    along = np.empty(m)
    rows = np.empty(m, np.int64)
    for i in range(m):
        s = slots[index[i]]
        la, lo = math.radians(s.lat), math.radians(s.lon)
        xyz[i, 0] = math.cos(la) * math.cos(lo)
        xyz[i, 1] = math.cos(la) * math.sin(lo)
        xyz[i, 2] = math.sin(la)
        along[i] = xyz[i, 0] * ALONG[0] + xyz[i, 1] * ALONG[1] + xyz[i, 2] * ALONG[2]
        rows[i] = s.row
    by_row = np.argsort(rows, kind="mergesort")
    order = by_row[np.argsort(along[by_row], kind="mergesort")]
    limit = 4.0 * math.sin(radius_m / EARTH_RADIUS_M * 0.5) ** 2 * (1.0 + 1e-9)
    ids = np.full((m, most), -1, np.int64)
    d = np.full((m, most), np.inf)
    off = np.zeros((m, most), np.int64)
    row = np.zeros((m, most), np.int64)
    kept = np.zeros(m, np.int64)
    for at in range(m):
        i = order[at]
        left, right = at - 1, at + 1
        while True:
            gap_l = along[i] - along[order[left]] if left >= 0 else np.inf
            gap_r = along[order[right]] - along[i] if right < m else np.inf
            take_left = gap_l < gap_r
            if gap_l == gap_r and gap_l != np.inf:
                take_left = abs(rows[i] - rows[order[left]]) < abs(rows[i] - rows[order[right]])
            gap = min(gap_l, gap_r)
            full = kept[i] == most
            worst = d[i, most - 1] if full else limit
            # A place `gap` along the line is at least that far off; the slack is for rounding.
            if gap == np.inf or gap * gap > worst + 1e-30:
                break
            j = order[left] if take_left else order[right]
            if take_left:
                left -= 1
            else:
                right += 1
            apart = abs(rows[i] - rows[j])
            if full and worst == 0.0 and gap == 0.0 and apart > off[i, most - 1]:
                break  # at one place the nearest rows came first
            a, b = slots[index[i]], slots[index[j]]
            if a.track == b.track or not (fresh[i] or fresh[j]):
                continue
            dx = xyz[i, 0] - xyz[j, 0]
            dy = xyz[i, 1] - xyz[j, 1]
            dz = xyz[i, 2] - xyz[j, 2]
            c2 = dx * dx + dy * dy + dz * dz
            if c2 > limit:
                continue
            if full and not _is_less(c2, apart, rows[j], worst, off[i, most - 1], row[i, most - 1]):
                continue
            metres = 2.0 * EARTH_RADIUS_M * math.asin(0.5 * math.sqrt(c2))
            if metres > radius_m:
                continue
            if metres > moored_m and a.sog <= moored_kn and b.sog <= moored_kn:
                continue
            n = most if full else kept[i] + 1
            ids[i, n - 1], d[i, n - 1], off[i, n - 1], row[i, n - 1] = j, c2, apart, rows[j]
            kept[i] = n
            _settle(ids[i], d[i], off[i], row[i], n)
    total = 0
    for i in range(m):  # Numba's own `sum` would bring parts of SciPy into every run
        total += kept[i]
    first = np.empty(total, np.int64)
    second = np.empty(len(first), np.int64)
    metres_out = np.empty(len(first))
    n = 0
    for i in range(m):
        for k in range(kept[i]):
            j = ids[i, k]
            w = most - 1
            mutual = kept[j] < most or not _is_less(
                d[j, w], off[j, w], row[j, w], d[i, k], off[i, k], rows[i]
            )
            if i < j or not mutual:
                first[n], second[n] = i, j
                metres_out[n] = 2.0 * EARTH_RADIUS_M * math.asin(0.5 * math.sqrt(d[i, k]))
                n += 1
    return first[:n], second[:n], metres_out[:n]


def thinned(contacts: Records, g: Ints, most: int) -> Records:
    """Return `contacts` with at most `most` nearest kept for each ship at the grid times `g`.

    For contacts that were paired in two steps, each of which kept the nearest it knew: the nearest
    of all are among them. Order as in `nearest`; a pair stays when either of the two keeps it.
    """
    asked = np.flatnonzero(np.isin(contacts["g"], g)) if len(g) else np.zeros(0, np.int64)
    held = contacts[asked]
    ship = np.concatenate([held["track"], held["other"]]).astype(np.int64)
    _, n_beside = np.unique(ship << 32 | np.tile(held["g"], 2).astype(np.int64), return_counts=True)
    if n_beside.max(initial=0) <= most:
        return contacts
    lat, lon = (np.radians(np.concatenate([held[c], held[f"{c}2"]])) for c in ("lat", "lon"))
    xyz = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    n = len(held)
    chord2 = np.tile(((xyz[:, :n] - xyz[:, n:]) ** 2).sum(axis=0), 2)
    track = np.concatenate([held["track"], held["other"]])
    time = np.tile(held["g"], 2)
    row = np.concatenate([held["row2"], held["row"]])
    off = np.tile(np.abs(held["row"] - held["row2"]), 2)
    order = np.lexsort((row, off, chord2, track, time))
    new = np.ones(2 * n, np.bool_)
    new[1:] = (np.diff(track[order]) != 0) | (np.diff(time[order]) != 0)
    first = np.flatnonzero(new)
    rank = np.arange(2 * n) - np.repeat(first, np.diff(np.append(first, 2 * n)))
    keeps = np.zeros(2 * n, np.bool_)
    keeps[order] = rank < most
    stays = np.ones(len(contacts), np.bool_)
    stays[asked] = keeps[:n] | keeps[n:]
    return contacts[stays]
