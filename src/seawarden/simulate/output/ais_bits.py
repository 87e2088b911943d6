"""AIS messages as six-bit characters, many at once (ITU-R M.1371-5, annex 8).

A message is a list of (values, width) fields, most significant bit first; values are arrays of
one length, or one number for all. Each of the message's characters is put together from the
fields that overlap it, so the work is a few array operations a field, not a loop over messages.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int64]
Field = tuple[Ints | int, int]


def pack(fields: Sequence[Field], n: int) -> Bytes:
    """Return the (n, characters) armoured payload; missing bits at the end are 0."""
    total = sum(width for _, width in fields)
    out = np.zeros((n, -(-total // 6)), np.uint8)
    place = 0
    for values, width in fields:
        v = np.asarray(values, np.int64) & ((1 << width) - 1)
        for char in range(place // 6, (place + width - 1) // 6 + 1):
            shift = place + width - 6 * (char + 1)
            part = (v >> shift) if shift >= 0 else (v << -shift)
            out[:, char] |= (part & 63).astype(np.uint8)
        place += width
    return np.where(out < 40, out + 48, out + 56).astype(np.uint8)


def text(values: Sequence[str], size: int) -> list[Field]:
    """Return `size` six-bit fields for texts; '@' fills, what AIS cannot say becomes '?'."""
    raw = np.zeros((len(values), size), np.int64)
    for i, value in enumerate(values):
        for j, char in enumerate(value.upper()[:size]):
            code = ord(char)
            if 64 <= code <= 95:
                raw[i, j] = code - 64
            else:
                raw[i, j] = code if 32 <= code <= 63 else ord("?")
    return [(raw[:, j], 6) for j in range(size)]


def taken(fields: Sequence[Field], index: Ints) -> list[Field]:
    """Return the fields of the chosen messages, in the order of `index`."""
    return [(v if isinstance(v, int) else np.asarray(v)[index], w) for v, w in fields]
