"""Decimal places that count: two numbers that agree to these places are equal in a digest.

Libraries add and take logarithms in another order on another processor, so the last bits of a
result differ between machines that agree. The places are far above that noise (1e-13 of the
value, 1e-7 where a column holds 32 bits) and at or below what a user can act on: a millionth of a
degree is 0.1 m, a thousandth of an hour 4 s.
"""

import polars as pl

PLACES: dict[str, int] = {
    "deg": 6, "nm": 4, "nm2": 3, "m": 1, "kn": 3, "h": 3, "s": 1,
    "probability": 6, "0-1": 6, "ratio": 6, "1/1000 words": 3, "count": 3, "by part": 4,
}  # fmt: skip
"""By the unit of a 64-bit column."""

PLACES_32_BIT: dict[str, int] = {"deg": 2, "m": 1, "kn": 2, "s": 0, "probability": 4}
"""By the unit of a 32-bit column, which holds seven digits."""

PLACES_BY_ENDING: dict[str, int] = {
    "_deg": 6, "_nm": 4, "_nm2": 3, "_km": 3, "_m": 1, "_kn": 3, "_h": 3, "_min": 2, "_s": 1,
}  # fmt: skip
"""By the ending of a field's name inside a JSON column."""

PLACES_OTHER = 4
"""For a number inside a JSON column whose name has no unit: weights and shares."""


def places_of(unit: str, dtype: object) -> int | None:
    """Return the places of a column; None for a column that holds no fractions.

    Raises KeyError for a float column whose unit has no places yet: add it above.
    """
    if dtype in (pl.Float32, pl.Float64):
        return (PLACES_32_BIT if dtype == pl.Float32 else PLACES)[unit]
    return None


def places_in_json(name: str) -> int:
    """Return the places of a number in a JSON column, by the ending of its field's name."""
    for ending, places in PLACES_BY_ENDING.items():
        if name.endswith(ending):
            return places
    return PLACES_OTHER
