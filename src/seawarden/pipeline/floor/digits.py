"""Numbers of ships as people type them on the floor."""

from typing import Any

MMSI, IMO = 9, 7
"""Digits of each."""


def number(value: Any, most: int = MMSI) -> int | None:
    """Return a number of at most `most` digits; None for anything else, an endless one too."""
    text = str(value or "")
    return int(text) if text.isdecimal() and len(text) <= most else None
