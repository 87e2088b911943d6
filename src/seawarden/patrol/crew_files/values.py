"""What stands in a cell of a crew's file: positions, numbers, yes and no."""

import re

import polars as pl

from ...errors import FormatError
from ...read.table.positions.sexagesimal import degrees as sexagesimal

_YES, _NO = {"1", "y", "yes", "true", "x"}, {"", "0", "n", "no", "false"}


def degrees(text: str, limit: float, place: str) -> float:
    """Return degrees from '31.408', '31,408', '31 24.5N', 'N31 24.5' or '31°24'30"N'.

    Raises FormatError for anything else, 60 minutes or more, a letter of the other axis, and what
    lies beyond `limit` (90 for a latitude, 180 for a longitude).
    """
    letters = {c for c in text.upper() if c in "NSEW"}
    is_other_axis = bool(letters - set("NS" if limit == 90.0 else "EW"))
    value = None if is_other_axis else sexagesimal(pl.Series([text.strip()]))[0]
    if value is None or not abs(value) <= limit:
        form = "31 24.5N" if limit == 90.0 else "124 55.0E"
        more = f", as {form} with minutes below 60" if len(text.split()) > 1 or letters else ""
        raise FormatError(f"{place}: '{text}', expected degrees from -{limit:g} to {limit:g}{more}")
    return float(value)


def number(text: str, place: str) -> float | None:
    """Return a number, or None for an empty cell. Raises FormatError."""
    if not text.strip():
        return None
    try:
        return float(text.replace(",", "."))
    except ValueError as error:
        raise FormatError(f"{place}: '{text}', expected a number") from error


def digits(text: str, count: int, place: str) -> int | None:
    """Return a number of so many digits, or None for an empty cell. Raises FormatError."""
    text = re.sub(r"\s", "", text.upper().removeprefix("IMO").removesuffix(".0"))
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()) or len(text) != count:
        raise FormatError(f"{place}: '{text}', expected {count} digits")
    return int(text)


def yes_or_no(text: str, place: str) -> bool:
    """Return what a cell says. Raises FormatError."""
    word = text.strip().lower()
    if word not in _YES | _NO:
        raise FormatError(f"{place}: '{text}', expected yes or no")
    return word in _YES
