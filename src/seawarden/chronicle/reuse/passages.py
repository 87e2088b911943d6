"""Passages: sentences as bags of hashed word triples, the unit of the index.

Words are lower-cased runs of letters and digits, quotation marks and hyphens forgotten, so that
"Six-Party" and "Six Party" are two words each. A passage is a sentence of at least `MIN_WORDS`
words; a triple's hash is the same on every machine (CRC-32 of the words, mixed to 64 bits).
"""

import re
import zlib
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

MIN_WORDS = 7
"""Shorter sentences ("Mr Peters said.") stand in thousands of releases and show no
reuse. Own choice."""
SHINGLE = 3
"""Words in one shingle; own choice."""

_CUT = re.compile(r"(?<=[.!?:;])[\"”’')\]]*\s+|\n\s*")
WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")


def cut(text: str) -> list[tuple[int, list[str]]]:
    """Return (start, words) of each passage of a text."""
    out: list[tuple[int, list[str]]] = []
    at = 0
    for match in _CUT.finditer(text):
        _take(out, text, at, match.start())
        at = match.end()
    _take(out, text, at, len(text))
    return out


def _take(out: list[tuple[int, list[str]]], text: str, start: int, end: int) -> None:
    words = [normal(w) for w in WORD.findall(text, start, end)]
    if len(words) >= MIN_WORDS:
        out.append((start, words))


def normal(word: str) -> str:
    """Return a word as it is compared: lower case, straight apostrophes."""
    return word.lower().replace("’", "'")


@lru_cache(maxsize=1 << 18)
def _word_hash(word: str) -> int:
    return zlib.crc32(word.encode())


_A, _B, _C = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(29)


def shingles(words: list[str]) -> NDArray[np.uint64]:
    """Return the hashes of a passage's word triples."""
    hashed = np.fromiter((_word_hash(w) for w in words), dtype=np.uint64, count=len(words))
    a, b, c = hashed[:-2], hashed[1:-1], hashed[2:]
    mixed = (a * _A) ^ ((b + np.uint64(1)) * _B) ^ (c << np.uint64(17)) ^ (c * _A >> np.uint64(7))
    mixed ^= mixed >> _C
    out: NDArray[np.uint64] = mixed * _B
    return out
