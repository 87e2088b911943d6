"""Does a page say the same as the one in `docs/`, but for the last digits?

Tables are compared row by row: words must be the same, numbers may be a little apart (`CLOSE`),
since another processor's arithmetic can move a report by one unit of AIS and a figure's last
digit with it. Verdicts are words, so that a target that is no longer met always shows.
"""

import re
from itertools import zip_longest

CLOSE = 0.05
"""How far apart two figures may be: this much, or this share of the larger, whichever is more."""

_NUMBER = re.compile(r"[+-]?\d+(?:,\d{3})*(?:\.\d+)?")


def differences(old: str, new: str) -> list[str]:
    """Return the rows of the tables that differ, each as `- old` and `+ new`."""
    out: list[str] = []
    for a, b in zip_longest(_rows(old), _rows(new)):
        if a is None or b is None or not _same(a, b):
            out += [f"- {a}"] if a is not None else []
            out += [f"+ {b}"] if b is not None else []
    return out


def _rows(page: str) -> list[str]:
    return [line.replace("█", "").rstrip() for line in page.splitlines() if line.startswith("|")]


def _same(a: str, b: str) -> bool:
    if _NUMBER.sub("#", a) != _NUMBER.sub("#", b):
        return False
    pairs = zip(_NUMBER.findall(a), _NUMBER.findall(b), strict=True)
    return all(_near(float(x.replace(",", "")), float(y.replace(",", ""))) for x, y in pairs)


def _near(x: float, y: float) -> bool:
    return abs(x - y) <= max(CLOSE, CLOSE * max(abs(x), abs(y))) + 1e-9
