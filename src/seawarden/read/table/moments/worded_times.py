"""Dates and times with words in them, turned into ISO 8601 text: a month's name, 오전, 午後, PM.

`2026-03-01 오전 9:00:05`, `2026/3/1 下午 09:00` (Excel in Korea and China), `2026年3月1日
9時0分5秒`, `Sunday, March 01, 2026 9:00:05 AM`, `01-MAR-26 09.00.05.000000 AM` (Oracle), `Sun Mar
01 2026 09:00:05 GMT+0900 (Korean Standard Time)` (JavaScript), `Sun Mar  1 00:00:05 UTC 2026`
(Unix). Each names year, month and day in one way only. What stands behind the seconds (a fraction,
a zone) is left as it is. Blind spot: months in other languages than English.
"""

import polars as pl

_CLOCK = r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?([.,]\d+)?\s*([AaPp]\.?[Mm]\.?)?\s*"
_HALF_BEFORE = r"(오전|오후|上午|下午|午前|午後|[AaPp][Mm])?\s*"
_DAY_OF_WEEK = r"^\s*(?:[A-Za-z]{3,9},?\s+)?"
_YEAR_FIRST = (
    r"^\s*(\d{4})\s*[年년./-]\s*(\d{1,2})\s*[月월./-]\s*(\d{1,2})\s*[日일.]?[T,\s]*"
    r"(?:[(（]?[월화수목금토일月火水木金土日]요?일?曜?日?[)）]?\s*)?"
    + _HALF_BEFORE
    + r"(\d{1,2})\s*[時时시點点:]\s*(\d{1,2})\s*[分분:]?\s*(?:(\d{1,2})([.,]\d+)?\s*[秒초]?)?\s*"
    r"([AaPp][Mm])?\s*(.*)$"
)  # year, month, day, half, hour, minute, second, fraction, half, rest
_MONTH_FIRST = _DAY_OF_WEEK + r"([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4}),?\s+" + _CLOCK + "(.*)$"
_DAY_FIRST = (
    _DAY_OF_WEEK + r"(\d{1,2})[-. ]([A-Za-z]{3,9})[-., ]+(\d{4}|\d{2}),?[T\s:]+" + _CLOCK + "(.*)$"
)
_YEAR_LAST = (
    _DAY_OF_WEEK
    + r"([A-Za-z]{3})\s+(\d{1,2})\s+(\d{2}):(\d{2}):(\d{2})\s+(?:([A-Z]{3,4})\s+)?(\d{4})$"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_AFTERNOON = ("오후", "下午", "午後", "p")
_HALVES = ("오전", "上午", "午前", "a", *_AFTERNOON)


def in_iso(text: pl.Series) -> pl.Series:
    """Return `text` as ISO 8601 where it is a time in words; null where it is none."""
    found = [
        _of(text, _YEAR_FIRST, ("y", "m", "d", "h1", "H", "M", "S", "f", "h2", "z")),
        _of(text, _MONTH_FIRST, ("b", "d", "y", "H", "M", "S", "f", "h2", "z")),
        _of(text, _DAY_FIRST, ("d", "b", "y", "H", "M", "S", "f", "h2", "z")),
        _of(text, _YEAR_LAST, ("b", "d", "H", "M", "S", "z", "y")),
    ]  # fmt: skip
    return pl.select(pl.coalesce(found).alias(text.name)).to_series()


def _of(text: pl.Series, pattern: str, names: tuple[str, ...]) -> pl.Series:
    parts = text.str.extract_groups(pattern).struct.unnest()
    part = dict(zip(names, parts.get_columns(), strict=True))
    none = pl.repeat(None, len(text), dtype=pl.String, eager=True)
    if "b" in part:
        numbers = {name: f"{i:02d}" for i, name in enumerate(_MONTHS, start=1)}
        word = part["b"].str.to_lowercase().str.slice(0, 3)
        part["m"] = word.replace_strict(numbers, default=None, return_dtype=pl.String)
    half = part.get("h2", none).str.slice(0, 1).str.to_lowercase()
    before = part.get("h1", none)
    is_latin = before.str.contains("^[AaPp]").fill_null(value=False)
    first = pl.when(is_latin).then(before.str.slice(0, 1).str.to_lowercase()).otherwise(before)
    half = pl.select(pl.coalesce(half, first)).to_series()
    hour = part["H"].cast(pl.Int64, strict=False)
    is_half, is_late = half.is_in(_HALVES), half.is_in(_AFTERNOON).fill_null(value=False)
    full = pl.when(is_half).then(
        pl.when(hour.is_between(1, 12)).then(hour % 12 + 12 * is_late.cast(pl.Int64))
    ).otherwise(hour)  # fmt: skip
    two = {n: part[n].str.pad_start(2, "0") for n in ("m", "d", "M")}
    second = part["S"].fill_null("00").str.pad_start(2, "0")
    year = part["y"].str.replace(r"^(\d\d)$", "20${1}")
    clock = pl.format(
        "{}-{}-{} {}:{}:{}", year, two["m"], two["d"],
        full.cast(pl.String).str.pad_start(2, "0"), two["M"], second,
    )  # fmt: skip
    fraction, rest = part.get("f", none).fill_null(""), part["z"].fill_null("").str.strip_chars()
    return pl.select(clock + fraction + rest).to_series()
