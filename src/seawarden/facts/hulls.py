"""From tracks to hulls: which tracks of one MMSI are one ship with a faulty clock or position.

The scan opens a new track whenever a report cannot follow the newest one. Most often that is
another ship under the same MMSI; sometimes it is the same ship whose position or whose
receiver's clock slipped. Two tracks that a jump of at most `glitch_max_m` leads between are
one hull when

1. one ended where the other began (a slip that stayed), or
2. they alternate, and at nearly every jump both ran at like speed and course (two
   receivers whose clocks differ): two ships that share an MMSI and happen to lie beside each
   other do not.

Blind spot: two ships lying still within `glitch_max_m` under one MMSI stay two hulls only if
they alternate; one that leaves for good when the other comes is taken for a slip.
"""

import numpy as np

from ..geo.sphere import angle_between_deg, distance_m
from ..ids.hulls import hull_of
from ..units import AIS_UNITS_PER_DEG
from .pairing import Array
from .params import Params
from .span import Span


def hull_ids(span: Span, params: Params) -> Array:
    """Return the hull of each track, numbered within its MMSI by first report."""
    tracks = span.tracks
    root = _roots(len(tracks), _one_ship(span, params))
    order = np.lexsort((tracks["first"]["row"][root], tracks["mmsi"]))
    mmsi, owner = tracks["mmsi"][order].astype(np.int64), root[order]
    begins = np.ones(len(order), np.bool_)
    begins[1:] = owner[1:] != owner[:-1]
    nth = np.cumsum(begins)
    first_of_mmsi = np.searchsorted(mmsi, mmsi, side="left")
    hull = np.zeros(len(tracks), np.int64)
    hull[order] = hull_of(mmsi, nth - nth[first_of_mmsi])
    return hull


def _one_ship(span: Span, params: Params) -> Array:
    """Return pairs (n, 2) of tracks that are one ship."""
    jumps, tracks = span.jumps, span.tracks
    if not len(jumps):
        return np.zeros((0, 2), np.int64)
    p, c = jumps["before"], jumps["after"]
    metres = distance_m(
        p["lat"] / AIS_UNITS_PER_DEG, p["lon"] / AIS_UNITS_PER_DEG,
        c["lat"] / AIS_UNITS_PER_DEG, c["lon"] / AIS_UNITS_PER_DEG,
    )  # fmt: skip
    small = metres <= params.glitch_max_m
    a, b = jumps["track"].astype(np.int64), jumps["other"].astype(np.int64)
    ended = tracks["last"]["row"][a] == p["row"]
    began = tracks["first"]["row"][b] == c["row"]
    slips = small & ended & began
    alike = (
        small
        & (np.minimum(p["sog"], c["sog"]) >= params.glitch_min_sog_kn)
        & (np.abs(p["sog"] - c["sog"]) <= params.glitch_max_sog_kn)
        & (angle_between_deg(p["cog"], c["cog"]) <= params.glitch_max_turn_deg)
    )
    key = np.minimum(a, b) * len(tracks) + np.maximum(a, b)
    pairs, index = np.unique(key, return_inverse=True)
    share = np.bincount(index, weights=alike) / np.bincount(index)
    all_small = np.bincount(index, weights=small) == np.bincount(index)
    clocks = all_small & (share >= params.glitch_share)
    joined = np.unique(np.concatenate([key[slips], pairs[clocks]]))
    return np.column_stack([joined // len(tracks), joined % len(tracks)])


def _roots(n: int, pairs: Array) -> Array:
    """Return for each track the lowest-numbered one it is joined to."""
    root = np.arange(n)

    def find(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = int(root[i])
        return i

    for a, b in pairs.tolist():
        x, y = find(a), find(b)
        root[max(x, y)] = min(x, y)
    return np.array([find(i) for i in range(n)], np.int64) if len(pairs) else root
