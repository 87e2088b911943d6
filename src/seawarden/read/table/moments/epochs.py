"""Counts of time: seconds and finer since 1970, .NET's ticks, days as Excel counts them.

Their ranges between 1990 and 2099 lie apart, but for ticks (6.28e17 to 6.62e17), which as
nanoseconds would be of 1990, before any ship carried AIS. Days count only where they have four
decimals and more, as moments have: whole ones may count anything. Blind spot: modified Julian days.
"""

import polars as pl

DAYS = ("days since 1899-12-30 (Excel)", "Julian days", "MATLAB datenum")
"""Of whichever zone the program that wrote them was in; the others are UTC."""
EPOCHS = {
    "seconds since 1970": (1_000.0, 0.0),
    "milliseconds since 1970": (1.0, 0.0),
    "microseconds since 1970": (1e-3, 0.0),
    ".NET ticks since the year 1": (1e-4, 62_135_596_800_000.0),
    "nanoseconds since 1970": (1e-6, 0.0),
    "100 ns since 1601": (1e-4, 11_644_473_600_000.0),
    DAYS[0]: (86_400_000.0, 2_209_161_600_000.0),
    DAYS[1]: (86_400_000.0, 210_866_760_000_000.0),
    DAYS[2]: (86_400_000.0, 62_167_305_600_000.0),
}
"""Name -> (milliseconds in one, milliseconds from its start to 1970)."""
_ROUNDED = r"^\s*[+-]?\d?[.,]?\d{0,8}[eE]"


def possible(number: pl.Series) -> list[str]:
    """Return the counts that numbers could be of, by their decimals."""
    are_moments = ((number * 1000) % 1 > 0).sum() * 2 > number.count()
    return [name for name in EPOCHS if name not in DAYS or are_moments]


def read(column: pl.Series, name: str) -> pl.Series:
    """Return milliseconds since 1970, Int64; null where a cell is no number or was rounded."""
    unit_ms, since_ms = EPOCHS[name]
    number = column.cast(pl.Float64, strict=False) * unit_ms - since_ms
    inside = number.is_between(-1e15, 1e15)
    if column.dtype == pl.String:  # 1.77E+09: a spreadsheet has rounded it to days
        inside &= ~column.str.contains(_ROUNDED).fill_null(value=False)
    if name in DAYS:  # of which a second is the fifth decimal
        number = (number / 1000).round() * 1000
    ms = pl.select(pl.when(inside).then(number.round())).to_series()
    return ms.cast(pl.Int64, strict=False).alias(column.name)
