"""One-letter slips in short names: SIRUIS for SIRIUS, LATAFA for LATTAFA.

In a name of five to eight letters one wrong letter falls below the likeness at which names count as
alike, and rightly: many ships are called SARAK, SARAH or SARA. So such a pair counts only where
something else of the ship agrees (flag, type, number), and then it is a lead, no more. Method: one
edit (a letter put in, left out, changed, or two changed places) with the first letter kept, which
slips seldom hit [own choice, measured in docs/screening.md]. Candidates are found by leaving out a
letter on both sides, so that the time grows with the names and not with their pairs.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import OSA

from .names import Name

LETTERS = (5, 8)
"""Letters of the shorter and of the longer name: shorter ones are many, longer ones compared."""


def is_slip(a: Name, b: Name) -> bool:
    """Return whether two short names differ by one slip and nothing else."""
    return a.numbers == b.numbers and letters_slip(a.letters, b.letters)


def letters_slip(a: str, b: str) -> bool:
    """Return whether two short words of letters differ by one slip, the first letter kept."""
    low, high = sorted((len(a), len(b)))
    if high < LETTERS[0] or low > LETTERS[1]:
        return False
    return a[:1] == b[:1] and low >= LETTERS[0] - 1 and OSA.distance(a, b, score_cutoff=1) == 1


def pairs(asked: Iterable[str], listed: Iterable[str]) -> dict[str, list[str]]:
    """Return for each text asked the texts listed that are a slip away."""
    index: dict[str, set[str]] = defaultdict(set)
    for text in listed:
        if _fits(text):
            for key in _left_out(text):
                index[key].add(text)
    out: dict[str, list[str]] = {}
    for text in asked:
        if _fits(text):
            near = {other for key in _left_out(text) for other in index.get(key, ())}
            if found := sorted(other for other in near if letters_slip(text, other)):
                out[text] = found
    return out


def _fits(text: str) -> bool:
    return LETTERS[0] - 1 <= len(text) <= LETTERS[1] + 1


def _left_out(text: str) -> set[str]:
    return {text, *(text[:i] + text[i + 1 :] for i in range(1, len(text)))}


_CLASSES = (
    ("tanker", ("tank", "lng", "lpg", "crude", "fso", "fsu", "product")),
    ("fishing", ("fish", "trawl")),
    ("tug", ("tug", "tow", "pusher")),
    ("container", ("container",)),
    ("bulk", ("bulk", "ore ")),
    ("passenger", ("passenger", "ferry", "ro-pax", "ropax", "cruise")),
    ("yacht", ("yacht", "pleasure", "sailing")),
    ("cargo", ("cargo", "ro-ro", "roro", "vehicle", "reefer", "livestock")),
)


@lru_cache(maxsize=4096)
def ship_class(text: str | None) -> str | None:
    """Return the class that a ship's type as printed falls in, None where it tells none."""
    plain = (text or "").lower()
    return next((name for name, marks in _CLASSES if any(m in plain for m in marks)), None)
