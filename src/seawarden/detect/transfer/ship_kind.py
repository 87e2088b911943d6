"""What a ship is for, as far as a transfer of cargo goes: from its AIS ship type.

Source: ITU-R M.1371-5 table 53 (first digit the kind, second the cargo hazard). The type is
entered by the crew and may be a lie; null and the codes that say nothing are 'unknown'.
"""

import polars as pl

TANKER, CARGO, FISHING, SERVICE, PASSENGER, OTHER, UNKNOWN = (
    "tanker", "cargo", "fishing", "service", "passenger", "other", "unknown",
)  # fmt: skip

_BY_CODE: dict[int, str] = {
    30: FISHING,
    31: SERVICE, 32: SERVICE,  # towing
    33: SERVICE, 34: SERVICE,  # dredging, diving
    35: OTHER, 36: OTHER, 37: OTHER,  # military, sailing, pleasure
    50: SERVICE, 51: SERVICE, 52: SERVICE, 53: SERVICE, 54: SERVICE,  # pilot, SAR, tug, tender
    55: OTHER, 58: OTHER, 59: OTHER,  # law enforcement, medical, not party to a conflict
    **dict.fromkeys(range(40, 50), PASSENGER),  # high-speed craft
    **dict.fromkeys(range(60, 70), PASSENGER),
    **dict.fromkeys(range(70, 80), CARGO),
    **dict.fromkeys(range(80, 90), TANKER),
}  # fmt: skip


def ship_kind(ship_type: pl.Expr) -> pl.Expr:
    """Return the kind of each ship type; null, 0, 1-29, 38, 39, 56, 57, 90-99 are unknown."""
    return ship_type.cast(pl.Int64).replace_strict(
        _BY_CODE, default=UNKNOWN, return_dtype=pl.String
    )


def says_other(ship_type: pl.Expr) -> pl.Expr:
    """Return True for types 90-99, "other type of ship": what platforms and their vessels send."""
    return ship_type.cast(pl.Int64).is_between(90, 99).fill_null(False)
