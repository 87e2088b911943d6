"""Open-addressing tables: MMSI to newest track, coverage key to row of the coverage table.

A table's length is a power of two, kept at least twice its entries; a place is found by
Fibonacci hashing [knuth1998] and taken in order from there.

[knuth1998] D. E. Knuth, The Art of Computer Programming, vol. 3, 2nd ed., 6.4.
"""

import numba as nb
import numpy as np
from numpy.typing import NDArray

from ...compiled import kernel
from .coverage_key import MAX_RECEIVER, RECEIVER_BITS

_GOLDEN = 0x9E3779B97F4A7C15  # 2^64 over the golden ratio, odd: spreads bits
_EMPTY = -1
"""No coverage key. An empty place of the ships is 0."""


def empty_keys(size: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return the keys and rows of an empty coverage table with `size` (a power of two) places."""
    return np.full(size, _EMPTY, np.int64), np.zeros(size, np.int32)


@kernel
def _find(keys: NDArray[np.int64], key: int) -> int:
    """Return the place of a coverage key, or the empty place where it belongs.

    The receiver is added to the hash of the rest: those of one cell and hour lie together.
    """
    mask = nb.int64(len(keys) - 1)
    high = nb.uint64(key >> RECEIVER_BITS)
    h = (high * nb.uint64(_GOLDEN)) >> nb.uint64(24)
    i: int = (nb.int64(h) + (key & MAX_RECEIVER)) & mask
    while keys[i] != _EMPTY and keys[i] != key:
        i = (i + 1) & mask
    return i


@kernel
def coverage_row(
    key: int,
    coverage: NDArray[np.int64],
    keys: NDArray[np.int64],
    rows: NDArray[np.int32],
    n: int,
) -> tuple[int, int]:
    """Return (row of `key` in `coverage`, rows in use); a new key takes the next row."""
    j = _find(keys, key)
    if keys[j] == _EMPTY:
        keys[j] = key
        rows[j] = n
        coverage[n, 0] = key
        coverage[n, 1:] = 0
        return n, n + 1
    return nb.int64(rows[j]), n


@kernel
def rehash_keys(
    old_keys: NDArray[np.int64],
    old_rows: NDArray[np.int32],
    keys: NDArray[np.int64],
    rows: NDArray[np.int32],
) -> None:
    """Move every entry of a coverage table to a larger one."""
    for i in range(len(old_keys)):
        if old_keys[i] != _EMPTY:
            j = _find(keys, old_keys[i])
            keys[j] = old_keys[i]
            rows[j] = old_rows[i]


@kernel(inline="always")
def ship_place(ships: NDArray[np.uint64], mmsi: int) -> int:
    """Return the place of an MMSI among `ships`, or the empty place where it belongs.

    An entry is the MMSI plus one in the upper half and its newest track in the lower one
    (`ship_entry`), so that a report touches one cache line here; 0 is empty.
    """
    mask = nb.int64(len(ships) - 1)
    key = nb.uint64(mmsi) + nb.uint64(1)
    i: int = nb.int64((key * nb.uint64(_GOLDEN)) >> nb.uint64(24)) & mask
    while ships[i] != 0 and (ships[i] >> nb.uint64(32)) != key:
        i = (i + 1) & mask
    return i


@kernel(inline="always")
def ship_entry(mmsi: int, track: int) -> int:
    """Return the entry of an MMSI whose newest track is `track`."""
    entry: int = (nb.uint64(mmsi) + nb.uint64(1)) << nb.uint64(32) | nb.uint64(track)
    return entry


@kernel(inline="always")
def newest_track(entry: int) -> int:
    """Return the newest track in an entry, -1 in an empty one."""
    track: int = nb.int64(-1) if entry == 0 else nb.int64(entry & nb.uint64(0xFFFFFFFF))
    return track


@kernel
def rehash_ships(old: NDArray[np.uint64], ships: NDArray[np.uint64]) -> None:
    """Move every entry to a larger table."""
    for entry in old:
        if entry != 0:
            ships[ship_place(ships, (entry >> nb.uint64(32)) - nb.uint64(1))] = entry


@kernel(inline="always")
def part_of(mmsi: int, n_parts: int) -> int:
    """Return which of `n_parts` threads an MMSI falls to."""
    # The hash's upper half, scaled to 0 .. n_parts - 1 without a division.
    upper = ((nb.uint64(mmsi) * nb.uint64(2654435761)) >> nb.uint64(16)) & nb.uint64(0xFFFF)
    part: int = (upper * nb.uint64(n_parts)) >> nb.uint64(16)
    return part
