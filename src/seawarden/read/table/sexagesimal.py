"""Latitudes and longitudes as people write them: 32°30'00.00"N, N 32 30.5, 32.5S, 125-00-00E.

Degrees alone, degrees and minutes, or degrees, minutes and seconds; a sign or one of the letters
N, S, E, W (Korean 북위, 동경 too); a point or a comma before decimals. A degree sign in an encoding
that nothing else shows comes as up to three strange letters, and counts as one.
"""

import polars as pl

_CELL = (
    r"^\s*(북위|남위|동경|서경|[NSEWnsew])?\s*([+-])?\s*(\d{1,3}(?:[.,]\d+)?)"
    r"(?:\s*(?:[°ºd˚:\- ]|[^\x00-\x7f]{1,3})\s*(\d{1,2}(?:[.,]\d+)?)"
    r"(?:\s*['′’m:\- ]\s*(\d{1,2}(?:[.,]\d+)?))?)?"
    r"\s*(?:[°º˚'′’\"″”ms]|[^\x00-\x7f])*\s*([NSEWnsew])?\s*$"
)
_SOUTH_OR_WEST = ("S", "W", "남위", "서경")


def degrees(column: pl.Series) -> pl.Series:
    """Return cells as degrees; null where a cell is none, or has 60 minutes or seconds or more."""
    parts = column.cast(pl.String).str.extract_groups(_CELL).struct.unnest()
    whole, minutes, seconds = (
        parts[n].str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
        for n in ("3", "4", "5")
    )
    letters = parts["1"].fill_null(parts["6"]).str.to_uppercase()
    is_negative = letters.is_in(_SOUTH_OR_WEST).fill_null(value=False) | (
        parts["2"] == "-"
    ).fill_null(value=False)
    value = whole + minutes.fill_null(0.0) / 60 + seconds.fill_null(0.0) / 3600
    fits = (minutes.fill_null(0.0) < 60) & (seconds.fill_null(0.0) < 60)
    return pl.select(
        pl.when(fits).then(pl.when(is_negative).then(-value).otherwise(value)).alias(column.name)
    ).to_series()
