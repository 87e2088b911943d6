"""Look over a piece of text in one pass: count its lines, find the broken ones.

Compiled, because it looks at every byte of every file; LLVM turns it into vector code.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...compiled import kernel

_LF, _QUOTE = 10, 34


@kernel
def _lines(text: Any) -> int:
    lines = 0
    for byte in text:
        lines += byte == _LF
    return lines


def count_lines(data: bytes) -> int:
    """Return the number of line feeds."""
    return int(_lines(np.frombuffer(data, dtype=np.uint8)))


@kernel
def _words(text: Any) -> int:
    found = 0
    for i in range(text.size - 3):
        # 'm', 'm', 's', 'i' in either case: one mask for the four letters.
        is_word = ((text[i] | 32) == 109) & ((text[i + 1] | 32) == 109)
        is_word &= ((text[i + 2] | 32) == 115) & ((text[i + 3] | 32) == 105)
        found += is_word
    return found


def count_mmsi(data: bytes) -> int:
    """Return how often the word MMSI stands in `data`, in any case."""
    return int(_words(np.frombuffer(data, dtype=np.uint8)))


@kernel
def _broken(text: Any, separator: int, fields: int, out: Any) -> int:
    line = 0
    found = 1
    quotes = 0
    start = 0
    inside = False
    for i in range(text.size):
        byte = text[i]
        if byte == _QUOTE:
            quotes += 1
            inside = not inside
        elif byte == separator and not inside:
            found += 1
        elif byte == _LF:
            if found != fields or quotes % 2 == 1 or i - start <= 1:
                out[line] = True
            line += 1
            found = 1
            quotes = 0
            start = i + 1
            inside = False
    return line


def broken_lines(data: bytes, n_lines: int, separator: str, fields: int) -> NDArray[np.bool_]:
    """Mark the lines that are blank, leave a quote open, or have a wrong number of fields."""
    out = np.zeros(n_lines, dtype=np.bool_)
    _broken(np.frombuffer(data, dtype=np.uint8), ord(separator), fields, out)
    return out
