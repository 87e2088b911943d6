"""Latitudes and longitudes as people write them: 32°30'00.00"N, N 32 30.5, 32.5S, 125-00-00E.

Degrees alone, degrees and minutes, or degrees, minutes and seconds; a sign or one of the letters
N, S, E, W (북위, 동경, 北緯, 東経, 北纬, 东经, с.ш., в.д. too); a point or a comma before
decimals. A degree sign in an encoding that nothing else shows comes as up to three
strange letters, and counts as one.
"""

import polars as pl

_CELL = (
    r"^\s*(북위|남위|동경|서경|[北南][緯纬]|[東东西][経經经]|[NSEWnsew])?\s*([+-])?\s*(\d{1,3}(?:[.,]\d+)?)"
    r"(?:\s*(?:[°ºd˚:\- ]|[^\x00-\x7f]{1,3})\s*(\d{1,2}(?:[.,]\d+)?)"
    r"(?:\s*['′’m:\- 分분]\s*(\d{1,2}(?:[.,]\d+)?))?)?"
    r"\s*(?:[°º˚'′’\"″”ms]|[^\x00-\x7f])*?\s*([NSEWnsew]|[сю]\.?\s?ш\.?|[вз]\.?\s?д\.?)?\s*$"
)
_COMPACT = r"^\s*([NSEWnsew])?\s*(\d{4,7}(?:\.\d+)?)\s*([NSEWnsew])?\s*$"
"""Degrees and minutes without a sign between them, as in NMEA's GGA: 3130.50N, 1250030.0E."""
_SOUTH_OR_WEST = ("S", "W", "남", "서", "南", "西", "Ю", "З")  # the first letter of each


def degrees(column: pl.Series, letters: pl.Series | None = None) -> pl.Series:
    """Return cells as degrees; null where a cell is none, or has 60 minutes or seconds or more.

    `letters` are N, S, E, W in a column beside them.
    """
    if letters is not None:
        column = column.cast(pl.String) + letters.cast(pl.String).str.strip_chars().fill_null("")
    parts = column.cast(pl.String).str.extract_groups(_CELL).struct.unnest()
    whole, minutes, seconds = (
        parts[n].str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
        for n in ("3", "4", "5")
    )
    letters = parts["1"].fill_null(parts["6"]).str.slice(0, 1).str.to_uppercase()
    is_negative = letters.is_in(_SOUTH_OR_WEST).fill_null(value=False) | (
        parts["2"] == "-"
    ).fill_null(value=False)
    value = _compact(column) if whole.null_count() > column.null_count() else None
    joined = whole + minutes.fill_null(0.0) / 60 + seconds.fill_null(0.0) / 3600
    fits = (minutes.fill_null(0.0) < 60) & (seconds.fill_null(0.0) < 60)
    read = pl.when(fits).then(pl.when(is_negative).then(-joined).otherwise(joined))
    cell = pl.coalesce(read, pl.lit(None) if value is None else value)
    return pl.select(cell.alias(column.name)).to_series()


def _compact(column: pl.Series) -> pl.Series:
    """Return cells such as 3130.50N (degrees, minutes) and 313030.0N (seconds too) as degrees."""
    parts = column.cast(pl.String).str.extract_groups(_COMPACT).struct.unnest()
    number = parts["2"].cast(pl.Float64, strict=False)
    letter = parts["1"].fill_null(parts["3"]).str.to_uppercase()
    has_seconds = parts["2"].str.extract(r"^(\d+)").str.len_chars() >= 6
    minutes = pl.select(
        pl.when(has_seconds).then(number // 100 % 100 + number % 100 / 60).otherwise(number % 100)
    ).to_series()
    whole = pl.select(
        pl.when(has_seconds).then(number // 10000).otherwise(number // 100)
    ).to_series()
    sign = pl.when(letter.is_in(_SOUTH_OR_WEST)).then(-1.0).otherwise(1.0)
    good = letter.is_not_null() & (minutes < 60) & (~has_seconds | (number % 100 < 60))
    return pl.select(pl.when(good).then(sign * (whole + minutes / 60))).to_series()
