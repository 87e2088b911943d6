"""Packed data that swells beyond any table is a bomb, and is cut where it goes beyond.

A megabyte of gzip can unpack to a gigabyte of blank lines, of bzip2 to far more, and the members of
one zip archive may lie over each other. Tables of AIS shrink to a tenth, of one ship at anchor to a
hundredth. Blind spot: what is below the bounds is read, however empty.
"""

import io
from dataclasses import dataclass
from typing import Any

MOST_TIMES = 250
"""Unpacked bytes of one stream for each that is stored. Own choice: twice the emptiest table's."""
ALWAYS_BYTES = 1 << 28
"""So much is unpacked of any stream. Own choice."""
_ALL_TIMES = 16
"""All streams of a stored file together may unpack to so many times what one may: a bomb, which is
looked into four times, hides no member behind it, a thousand bombs end. Own choice."""


class SwellsError(OSError):
    """Packed data unpacks to more than any table would."""

    def __init__(self, most: int) -> None:
        super().__init__(f"the compressed data unpacks to more than {most:,} bytes")


@dataclass(slots=True)
class Budget:
    """How many bytes a stored file may unpack to: each of its streams, and all that is left."""

    each: int
    left: int

    @classmethod
    def of(cls, size: int) -> "Budget":
        """Return the budget of a stored file of `size` bytes."""
        each = max(ALWAYS_BYTES, MOST_TIMES * size)
        return cls(each, _ALL_TIMES * each)


class Bounded(io.RawIOBase):
    """An unpacked stream that raises SwellsError where a budget is spent."""

    def __init__(self, stream: Any, budget: Budget) -> None:
        self._stream, self._budget, self._left = stream, budget, budget.each

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read1(len(buffer))
        self._left -= len(data)
        self._budget.left -= len(data)
        if min(self._left, self._budget.left) < 0:
            raise SwellsError(self._budget.each)
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()
