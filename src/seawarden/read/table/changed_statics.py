"""Which rows of a table say something new of their ship.

A table of positions repeats name, type and size in every row. Only a row whose static cells
differ from the last ones of the same MMSI in the same file is worth a STATICS row; an
unchanged claim is repeated once an hour, so that a span of equal claims is known to the hour.

Method: one pass in file order over an open-addressing hash table that maps an MMSI to the
fingerprint and time of its last STATICS row. The table belongs to one file and grows with the
number of ships, not of rows.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...compiled import kernel

REPEAT_MS = 3_600_000
"""An unchanged claim is repeated after this long (the choice is ours: see above)."""


@kernel
def _mark(
    mmsi: Any, time_ms: Any, what: Any, keys: Any, whats: Any, times: Any, repeat_ms: int,
    out: Any, first: int, room: int,
) -> tuple[int, int]:  # fmt: skip
    """Mark rows from `first` on; stop before a ship for which there is no `room`.

    Return (the row stopped at, how many ships were added).
    """
    mask = keys.size - 1
    added = 0
    for row in range(first, mmsi.size):
        ship = mmsi[row]
        if ship == 0:
            continue
        slot = (np.uint64(ship) * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(32)) & np.uint64(mask)
        while keys[slot] != 0 and keys[slot] != ship:
            slot = (slot + np.uint64(1)) & np.uint64(mask)
        if keys[slot] == 0:
            if added == room:
                return row, added
            keys[slot] = ship
            added += 1
        elif whats[slot] == what[row] and abs(time_ms[row] - times[slot]) < repeat_ms:
            continue
        whats[slot] = what[row]
        times[slot] = time_ms[row]
        out[row] = True
    return mmsi.size, added


class Changes:
    """The last claim of every MMSI in one file."""

    def __init__(self) -> None:
        """Start with no ship known."""
        self._n = 0
        self._keys: NDArray[np.uint32] = np.zeros(1 << 12, dtype=np.uint32)
        self._whats: NDArray[np.uint64] = np.zeros(1 << 12, dtype=np.uint64)
        self._times: NDArray[np.int64] = np.zeros(1 << 12, dtype=np.int64)

    def mark(
        self, mmsi: NDArray[np.uint32], time_ms: NDArray[np.int64], what: NDArray[np.uint64]
    ) -> NDArray[np.bool_]:
        """Return True for the rows that are new; MMSI 0 marks rows to pass over."""
        out = np.zeros(mmsi.size, dtype=np.bool_)
        row = self._from(mmsi, time_ms, what, out, 0)
        while row < mmsi.size:
            self._grow()
            row = self._from(mmsi, time_ms, what, out, row)
        return out

    def _from(
        self, mmsi: NDArray[np.uint32], time_ms: NDArray[np.int64], what: NDArray[np.uint64],
        out: NDArray[np.bool_], first: int,
    ) -> int:  # fmt: skip
        """Mark rows from `first` on while the table is at most half full; return the next row."""
        room = self._keys.size // 2 - self._n
        row, added = _mark(
            _read_only(mmsi), _read_only(time_ms), _read_only(what),
            self._keys, self._whats, self._times, REPEAT_MS, out, first, room,
        )  # fmt: skip
        self._n += added
        return int(row)

    def _grow(self) -> None:
        old = self._keys, self._whats, self._times
        size = 2 * self._keys.size
        self._keys = np.zeros(size, dtype=np.uint32)
        self._whats = np.zeros(size, dtype=np.uint64)
        self._times = np.zeros(size, dtype=np.int64)
        used = old[0] != 0
        scrap = np.zeros(int(used.sum()), dtype=np.bool_)
        self._n = 0
        self._from(old[0][used], old[2][used], old[1][used], scrap, 0)


def _read_only(array: NDArray[Any]) -> NDArray[Any]:
    """Return a view: some columns come writable and some not, and each mix would be compiled."""
    view = array.view()
    view.flags.writeable = False
    return view
