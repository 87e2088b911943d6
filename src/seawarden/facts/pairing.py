"""From SLOT records to CONTACT records: the grid times shared out among threads."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .kernels.layout import CONTACT
from .kernels.pairs import Grouped, Reach, pair_groups
from .params import Params

Array = NDArray[Any]


def pair(slots: Array, fresh: Array, params: Params, pool: ThreadPoolExecutor) -> list[Array]:
    """Return the contacts among `slots` in which at least one side is `fresh`."""
    g = slots["g"] - slots["g"].min()
    kind = np.uint16 if g.max() < 65_536 else np.int64
    order = np.argsort(g.astype(kind), kind="stable")
    starts = np.flatnonzero(np.diff(g[order], prepend=-1))
    starts = np.append(starts, len(order))
    middle = max(1, int(np.searchsorted(starts, len(order) // 2)))
    halves = [starts[: middle + 1], starts[middle:]]
    jobs = [
        pool.submit(_pair_half, slots, order, half, fresh, params)
        for half in halves
        if len(half) > 1
    ]
    return [contacts for job in jobs for contacts in job.result()]


def _pair_half(
    slots: Array, order: Array, starts: Array, fresh: Array, params: Params
) -> list[Array]:
    grouped = Grouped(slots, order, starts, fresh)
    reach = Reach(
        params.contact_radius_m, params.moored_radius_m, params.moored_sog_kn, params.contact_most
    )
    out, group, room = [], 0, 4096
    while group < len(starts) - 1:
        buffer = np.zeros(room, CONTACT)
        group, n = pair_groups(grouped, group, reach, buffer)
        if n:
            out.append(buffer[:n])
        room = min(room * 4, 1 << 20) if n else room * 4
    return out


def orient(contacts: Array) -> Array:
    """Return contacts with `track` below `other`, sides exchanged where they were not."""
    swap = contacts["track"] > contacts["other"]
    if swap.any():
        for a, b in (
            ("track", "other"), ("lat", "lat2"), ("lon", "lon2"), ("sog", "sog2"),
            ("hdg", "hdg2"), ("row", "row2"),
        ):  # fmt: skip
            contacts[a][swap], contacts[b][swap] = contacts[b][swap], contacts[a][swap].copy()
    return contacts
