"""Times as publishers print them, to UTC milliseconds.

ISO 8601 in all its common spellings (`T` or blank, fraction, `Z`, `UTC`, `+0000 UTC`, offsets),
seconds to nanoseconds since 1970, and a short list of fixed layouts. A `Clock` is what was
learnt from the first rows of a file; it never changes inside a file, so that a row means the
same wherever it stands. Method for speed: the first 19 characters are read with one fixed
layout, which in Polars is five times as fast as a search for a layout; the rest of a
text is looked at only where there is a rest.

A time before 1990 or after 2099 is not a time of AIS (the system was first carried in the
1990s; 1970 is what a missing number turns into) and is given as null.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import polars as pl

from ...schema import TIME
from .choices import DAY_FIRST, MONTH_FIRST
from .moments import epochs, worded_times
from .zones import ABBREVIATIONS, to_utc

FIRST = datetime(1990, 1, 1, tzinfo=UTC)
LAST = datetime(2100, 1, 1, tzinfo=UTC)
FIRST_MS, LAST_MS = (int(day.timestamp()) * 1000 for day in (FIRST, LAST))

ISO = "ISO 8601"
_ISO_Z = "%Y-%m-%dT%H:%M:%SZ"
ISO_SLASHED = "ISO 8601 with slashes"  # 2026/03/01 00:00:00+00
NET_DATE = "/Date(ms)/"  # .NET's JSON
WORDED = "a date in words"  # see `worded_times`
TWO_DIGIT_YEARS = (
    "%d/%m/%y %H:%M:%S", "%m/%d/%y %H:%M:%S", "%d/%m/%y %H:%M", "%m/%d/%y %H:%M",
    "%d-%m-%y %H:%M:%S", "%m-%d-%y %H:%M:%S", "%d-%m-%y %H:%M", "%m-%d-%y %H:%M",
    "%d.%m.%y %H:%M:%S", "%d.%m.%y %H:%M",
)  # fmt: skip
"""Read where the order is given: 26.03.01 may be of 2026 (Korea) or of 2001."""
_ZONE_BEHIND = (
    rf"(?:(Z|z|\(?UTC\)?|GMT)|({'|'.join(ABBREVIATIONS)})|(?:GMT|UTC)?([+-])(\d\d)(?::?(\d\d))?"
    r"(?:\s*UTC)?(?:\s*[\[(][^\])]*[\])])?)?$"
)
LAYOUTS = (
    "%d/%m/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M:%S",
    "%d-%m-%Y %H:%M:%S",
    "%m-%d-%Y %H:%M:%S",
    "%d.%m.%Y %H:%M:%S",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y.%m.%d %H:%M:%S",
    "%Y%m%d %H:%M:%S",
    "%Y%m%d %H:%M",
    "%Y%m%d%H%M",
    "%Y%m%dT%H%M%S%z",
    "%Y-%jT%H:%M:%SZ",
    "%Y%m%d_%H%M%S",
    "%Y%m%d%H%M%S",
    "%Y%m%d %H%M%S",
    "%Y%m%dT%H%M%S",
    "%Y%m%dT%H%M%SZ",
    "%Y-%m-%dT%H%M%SZ",
    "%Y-%m-%d %I:%M:%S %p",
    "%Y/%m/%d %I:%M:%S %p",
    "%d/%m/%Y %H:%M:%S%.f",
    "%m/%d/%Y %H:%M:%S%.f",
    "%d/%m/%YT%H:%M:%S",
    "%m/%d/%YT%H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%m/%d/%Y %H:%M",
    "%d-%m-%Y %H:%M",
    "%m-%d-%Y %H:%M",
    "%d.%m.%Y %H:%M",
    "%d/%m/%Y %I:%M:%S %p",
    "%m/%d/%Y %I:%M:%S %p",
    "%d/%m/%Y %I:%M %p",
    "%m/%d/%Y %I:%M %p",
    "%d-%b-%Y %H:%M:%S",
    "%d %b %Y %H:%M:%S",
    "%b %d %Y %H:%M:%S",
    "%d %B %Y %H:%M:%S",
    "%b %d, %Y %H:%M:%S",
    "%a, %d %b %Y %H:%M:%S GMT",
    ISO_SLASHED,
    WORDED,
    NET_DATE,
)


@dataclass(frozen=True, slots=True)
class Clock:
    """How a column of times is written, and what share of the first rows it explains."""

    layout: str
    share: float = 1.0
    is_ambiguous: bool = False  # day first and month first both fit the first rows
    zone: str | None = None  # of times that carry none; None is UTC

    @property
    def is_iso(self) -> bool:
        """Tell whether each time may carry its zone, which then overrules `zone`."""
        return self.layout in (ISO, ISO_SLASHED, WORDED)

    def read(self, column: pl.Series) -> pl.Series:
        """Return `column` as UTC times; null where it cannot be read or is not plausible."""
        return plausible(_read(column, self.layout, self.zone))

    def ordered(self, order: str) -> "Clock":
        """Return this clock with its dates read in `order`, if they have a day and a month."""
        day, month = _day_first(self.layout), _month_first(self.layout)
        return replace(self, layout=day if order == DAY_FIRST else month, is_ambiguous=False)


def plausible(times: pl.Series) -> pl.Series:
    """Return `times` with null for everything that is not a time of AIS."""
    times = times.cast(TIME) if times.dtype != TIME else times
    ms = times.to_physical()  # a time beyond the year 9999 is no `datetime`
    low, high = ms.min(), ms.max()
    if low is None or (low >= FIRST_MS and high < LAST_MS):  # type: ignore[operator]
        return times
    inside = ms.is_between(FIRST_MS, LAST_MS, closed="left")
    return pl.select(pl.when(inside).then(times).alias(times.name)).to_series()


def _day_first(layout: str) -> str:
    for year in "Yy":
        layout = layout.replace(f"%m-%d-%{year}", f"%d-%m-%{year}")
    return layout.replace("%m/%d/", "%d/%m/")


def _month_first(layout: str) -> str:
    for year in "Yy":
        layout = layout.replace(f"%d-%m-%{year}", f"%m-%d-%{year}")
    return layout.replace("%d/%m/", "%m/%d/")


def learn(column: pl.Series, order: str | None = None) -> Clock | None:
    """Return the clock that reads most of `column` (the first rows of a file), or None.

    None when no layout reads half of the values that are not null. `order` says whether the day
    or the month stands first, where either could.
    """
    values = column.drop_nulls()
    if values.dtype == pl.Date:  # a day is no moment: every report would be of midnight
        return None
    if values.dtype == pl.String:
        values = values.str.strip_chars().filter(values.str.strip_chars() != "")
    if not len(values):
        return None
    if values.dtype.is_temporal():
        share = plausible(_read(values, "")).count() / len(values)
        return Clock("date and time", share) if share >= 0.5 else None
    is_text = values.dtype == pl.String or values.dtype.is_integer()
    names = [ISO, *LAYOUTS] if values.dtype == pl.String else []
    if names and order is not None:
        names += TWO_DIGIT_YEARS
    number = values.cast(pl.Float64, strict=False)
    if number.count() > len(values) / 2:
        counts = epochs.possible(number)
        names = ["%Y%m%d%H%M%S", "%Y%m%d%H%M", *counts] if is_text else counts
    if order is not None:
        wrong = _month_first if order == DAY_FIRST else _day_first
        names = [n for n in names if _day_first(n) == _month_first(n) or wrong(n) != n]
    shares: dict[str, float] = {}
    for name in names:
        shares[name] = plausible(_read(values, name)).count() / len(values)
        if shares[name] == 1.0:  # none behind it reads more
            break
    best = max(shares, key=lambda n: shares[n])  # the first of equals
    if shares[best] < 0.5:
        return None
    rival = _month_first(best)
    is_open = rival != best and rival in names
    is_open = is_open and plausible(_read(values, rival)).count() / len(values) == shares[best]
    # The third of March is one day in either order.
    is_open = is_open and not _read(values, best).equals(_read(values, rival), null_equal=True)
    return Clock(best, shares[best], is_open)


def order_shown(dates: pl.Series) -> str | None:
    """Return which of day and month stands first, where a number above 12 shows it."""
    parts = dates.cast(pl.String).str.extract_groups(r"^\s*(\d{1,2})[/-](\d{1,2})[/-]\d")
    first, second = (parts.struct.field(n).cast(pl.Int64).max() for n in ("1", "2"))
    if isinstance(first, int) and first > 12:
        return DAY_FIRST
    return MONTH_FIRST if isinstance(second, int) and second > 12 else None


def _read(column: pl.Series, layout: str, zone: str | None = None) -> pl.Series:
    if column.dtype.is_temporal():
        return _from_datetime(column, zone)
    if layout in epochs.EPOCHS:
        times = epochs.read(column, layout).cast(TIME)
        return to_utc(times, zone) if layout in epochs.DAYS else times
    text = column.cast(pl.String)
    if layout == ISO_SLASHED:
        text = text.str.replace(r"^\s*(\d{4})/(\d\d)/(\d\d)", "${1}-${2}-${3}")
    if layout == NET_DATE:
        ms = text.str.extract(r"^/Date\((\d{12,14})(?:[+-]\d{4})?\)/$").cast(pl.Int64)
        return ms.cast(TIME)
    if layout == WORDED:
        text = worded_times.in_iso(text)
    if layout in (ISO, ISO_SLASHED, WORDED):
        return _iso(text, zone)
    times = text.str.to_datetime(layout, strict=False, time_unit="ms", time_zone="UTC")
    return times if layout.endswith(("Z", "%z")) else to_utc(times, zone)


def _from_datetime(column: pl.Series, zone: str | None) -> pl.Series:
    if column.dtype in (pl.Time, pl.Duration):  # a time of day, or a span: no moment
        return pl.Series(column.name, [None] * len(column), dtype=TIME)
    if column.dtype == pl.Date or column.dtype.time_zone is None:  # type: ignore[attr-defined]
        return to_utc(column.cast(pl.Datetime("ms")).dt.replace_time_zone("UTC"), zone)
    return column.dt.convert_time_zone("UTC").cast(TIME)


def _iso(text: pl.Series, zone: str | None) -> pl.Series:
    """Read ISO 8601; the fixed layout first, the rest of the text only where there is one."""
    width = text.str.len_bytes().max()
    if width == 20:
        times = text.str.to_datetime(_ISO_Z, strict=False, time_unit="ms", time_zone="UTC")
        if times.null_count() == text.null_count():
            return times
    for layout in ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S"):
        if width == 19:
            times = text.str.to_datetime(layout, strict=False, time_unit="ms", time_zone="UTC")
            if times.null_count() == text.null_count():
                return to_utc(times, zone)
    text = _padded(text.str.strip_chars())
    head = text.str.slice(0, 19).str.replace("T", " ", literal=True)
    rest = text.str.slice(19)
    short = head.str.len_bytes() == 16  # hours and minutes only
    head = pl.select(pl.when(short).then(head + ":00").otherwise(head)).to_series()
    times = head.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_unit="ms", time_zone="UTC")
    distinct = rest.drop_nulls().unique()
    shift, is_naive = _zones_behind(distinct if len(distinct) == 1 else rest)
    if len(distinct) == 1:  # "+00:00" behind each
        shift, is_naive = (
            pl.Series([s[0]]).new_from_index(0, len(text)) for s in (shift, is_naive)
        )
    if zone is not None:
        times = pl.select(pl.when(is_naive).then(to_utc(times, zone)).otherwise(times)).to_series()
    return (times.cast(pl.Int64) + shift).cast(TIME).alias(text.name)


def _zones_behind(rest: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return (ms to add, whether no zone stands there) of what stands behind the seconds.

    The first is null where that is no fraction and no zone.
    """
    pattern = r"^(?:[.,](\d{1,9})\d*)?\s*" + _ZONE_BEHIND
    parts = rest.str.extract_groups(pattern).struct.unnest()
    fraction = parts["1"].fill_null("0").str.pad_end(3, "0").str.slice(0, 3).cast(pl.Int64)
    minutes = parts["5"].cast(pl.Int64) * 60 + parts["6"].cast(pl.Int64).fill_null(0)
    away = (
        minutes * 60_000 * pl.select(pl.when(parts["4"] == "-").then(-1).otherwise(1)).to_series()
    )
    if parts["3"].count():
        named_h = parts["3"].replace_strict(ABBREVIATIONS, default=None, return_dtype=pl.Int64)
        away = pl.select(pl.coalesce(named_h * 3_600_000, away)).to_series()
    is_naive = parts["2"].is_null() & parts["3"].is_null() & parts["4"].is_null()
    shift = pl.when(rest.str.contains(pattern)).then(fraction - away.fill_null(0))
    return pl.select(shift.alias("shift")).to_series(), is_naive


def _padded(text: pl.Series) -> pl.Series:
    """Return times of which a month, day or hour is one digit (2026-3-1 0:05:00) with two."""
    if not text.str.contains(r"^\d{4}-(?:\d-|\d\d-\d[T ])|^[\d-]{8,10}[T ]\d:").any():
        return text
    for part, whole in (
        (r"^(\d{4})-(\d)-", "${1}-0${2}-"),
        (r"^(\d{4}-\d\d)-(\d)([T ])", "${1}-0${2}${3}"),
        (r"^([\d-]{10}[T ])(\d):", "${1}0${2}:"),
    ):
        text = text.str.replace(part, whole)
    return text
