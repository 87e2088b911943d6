# mypy: disable-error-code="no-any-return"
# (an element of a NumPy array is Any to mypy, an int to Numba)
"""NMEA kernel: the time that a logger writes before a sentence.

`2026-03-01 00:00:03 !AIVDM`, `station1 2026-03-01T00:00:03.5Z !AIVDM`, `2026/03/01 00:00:03`,
`20260301000003`, `20260301T000003`, `1772323203.25 !AIVDM`: the year first, or an epoch of ten
digits and more; `01.03.2026 00:00:03`, `Sun Mar  1 00:00:03 2026`, `01 Mar 2026 00:00:03` too, of
which day and month cannot be mistaken. A time that carries no zone is of the zone given, else UTC.
`01/03/2026 00:00:03` is read in the order that the file shows or the user gives. Blind spot: years
of two digits, and times of day without a date.
"""

from .jit import BOOL, BYTES, I8, INTS, kernel
from .state import PREFIX_AWAY_MS, PREFIX_ORDER, Bytes, Ints
from .time import civil_ms, epoch_ms, number

_DAY_MS = 86_400_000


@kernel(BOOL(BYTES, I8), inline=True)
def _digit(buf: Bytes, k: int) -> bool:
    return 48 <= buf[k] <= 57


@kernel(I8(BYTES, I8, I8), inline=True)
def _digits_end(buf: Bytes, k: int, b: int) -> int:
    while k < b and 48 <= buf[k] <= 57:
        k += 1
    return k


@kernel(BOOL(BYTES, I8, I8), inline=True)
def _letter(buf: Bytes, k: int, b: int) -> bool:
    return k < b and 97 <= (buf[k] | 32) <= 122


@kernel(I8(BYTES, I8, I8), inline=True)
def _zone_h(buf: Bytes, k: int, b: int) -> int:
    """Return the hours of KST, JST and MSK at `k` ahead of UTC, or 0."""
    if k + 2 >= b or _letter(buf, k + 3, b):
        return 0
    one, two, three = buf[k], buf[k + 1], buf[k + 2]
    if (one == 75 or one == 74) and two == 83 and three == 84:
        return 9
    return 3 if one == 77 and two == 83 and three == 75 else 0


@kernel(I8(BYTES, I8, I8, BOOL))
def _offset_ms(buf: Bytes, k: int, b: int, is_apart: bool) -> int:
    """Return how far ahead of UTC the offset `+09:00`, `-0330` or `+09` at `k` is; -1 for none.

    One that stands apart has minutes, for `-12.5` behind a blank is a signal's strength. Behind an
    hour is added to it, so that a zone west of UTC is no negative number.
    """
    if k + 2 >= b or (buf[k] != 43 and buf[k] != 45):
        return -1
    hours = number(buf, k + 1, k + 3)
    at = k + 3
    if at < b and buf[at] == 58:
        at += 1
    minutes = number(buf, at, at + 2) if at + 2 <= b else -1
    if minutes < 0 and is_apart:
        return -1
    if hours < 0 or hours > 14 or minutes > 59:
        return -1
    away = (hours * 60 + max(minutes, 0)) * 60_000
    return _DAY_MS - away if buf[k] == 45 else _DAY_MS + away


@kernel(I8(BYTES, I8, I8, I8, INTS))
def _with_zone(buf: Bytes, k: int, b: int, ms: int, num: Ints) -> int:
    """Return `ms` moved to UTC by the fraction, the AM or PM and the zone that stand at `k`."""
    if ms < 0:
        return ms
    if k + 1 < b and (buf[k] == 46 or buf[k] == 44) and 48 <= buf[k + 1] <= 57:
        unit = 100
        k += 1
        while k < b and 48 <= buf[k] <= 57:
            ms += (buf[k] - 48) * unit
            unit //= 10
            k += 1
    half = k + 1 if k < b and buf[k] == 32 else k
    if half + 1 < b and (buf[half + 1] | 32) == 109 and not _letter(buf, half + 2, b):
        hour = ms // 3_600_000 % 24
        if (buf[half] | 32) == 112 and hour < 12:  # PM
            ms += 12 * 3_600_000
            k = half + 2
        elif (buf[half] | 32) in (97, 112):  # AM, and 12 PM
            if (buf[half] | 32) == 97 and hour == 12:
                ms -= 12 * 3_600_000
            k = half + 2
    is_apart = k < b and buf[k] == 32
    if is_apart:
        k += 1
    if k < b and (buf[k] == 90 or buf[k] == 122) and not _letter(buf, k + 1, b):  # Z
        return ms
    if k + 2 < b and buf[k + 1] == 84 and buf[k] == 85:  # UT, UTC
        return ms
    if k + 2 < b and buf[k] == 71 and buf[k + 1] == 77 and buf[k + 2] == 84:  # GMT
        k += 3
        is_apart = False
        if k >= b or (buf[k] != 43 and buf[k] != 45):
            return ms
    hours = _zone_h(buf, k, b)
    if hours > 0:
        return ms - hours * 3_600_000
    away = _offset_ms(buf, k, b, is_apart)
    if away >= 0:
        return ms + _DAY_MS - away
    return ms - num[PREFIX_AWAY_MS]


@kernel(I8(BYTES, I8, I8, INTS))
def _calendar_ms(buf: Bytes, k: int, b: int, num: Ints) -> int:
    """Return the time `YYYY-MM-DD HH:MM:SS`, with slashes or dots too, at `k`, or -1."""
    sign = buf[k + 4] if k + 4 < b else 0
    if sign != 45 and sign != 47 and sign != 46:
        return -1
    month = k + 5
    month_end = _digits_end(buf, month, b)
    day = month_end + 1
    day_end = _digits_end(buf, day, b)
    t = day_end + 1
    while t < b and buf[t] == 32:
        t += 1
    hour_end = _digits_end(buf, t, b)
    if month_end >= b or buf[month_end] != sign or day_end >= b or hour_end + 6 > b:
        return -1
    if month_end - month > 2 or day_end - day > 2 or hour_end - t > 2:
        return -1
    if buf[hour_end] != 58 or buf[hour_end + 3] != 58:
        return -1
    ms = civil_ms(
        number(buf, k, k + 4), number(buf, month, month_end), number(buf, day, day_end),
        number(buf, t, hour_end), number(buf, hour_end + 1, hour_end + 3),
        number(buf, hour_end + 4, hour_end + 6), 0,
    )  # fmt: skip
    return _with_zone(buf, hour_end + 6, b, ms, num)


@kernel(I8(BYTES, I8, I8, INTS))
def compact_ms(buf: Bytes, k: int, b: int, num: Ints) -> int:
    """Return the time `YYYYMMDDHHMMSS` at `k`, one letter or blank before the hour or none; -1."""
    t = k + 8
    if t < b and (buf[t] < 48 or buf[t] > 57):
        t += 1
    if t + 6 > b:
        return -1
    ms = civil_ms(
        number(buf, k, k + 4), number(buf, k + 4, k + 6), number(buf, k + 6, k + 8),
        number(buf, t, t + 2), number(buf, t + 2, t + 4), number(buf, t + 4, t + 6), 0,
    )  # fmt: skip
    return _with_zone(buf, t + 6, b, ms, num)


@kernel(I8(BYTES, I8), inline=True)
def _month(buf: Bytes, k: int) -> int:
    """Return the month whose first three letters stand at `k`, or 0."""
    a, b, c = buf[k] | 32, buf[k + 1] | 32, buf[k + 2] | 32
    found = 0
    if a == 106:  # j: jan, jun, jul
        found = 1 if b == 97 else (6 if c == 110 else 7)
    elif a == 102:
        found = 2
    elif a == 109:  # m: mar, may
        found = 3 if c == 114 else 5
    elif a == 97:  # a: apr, aug
        found = 4 if b == 112 else 8
    elif a == 115:
        found = 9
    elif a == 111:
        found = 10
    elif a == 110:
        found = 11
    elif a == 100:
        found = 12
    return found


@kernel(I8(BYTES, I8, I8, I8, I8, I8, INTS))
def _clock_ms(buf: Bytes, t: int, b: int, y: int, month: int, day: int, num: Ints) -> int:
    """Return the time `HH:MM:SS` at `t` on a day, whose year stands at `y`, or -1."""
    if t + 8 > b or y + 4 > b or buf[t + 2] != 58 or buf[t + 5] != 58:
        return -1
    ms = civil_ms(
        number(buf, y, y + 4), month, day,
        number(buf, t, t + 2), number(buf, t + 3, t + 5), number(buf, t + 6, t + 8), 0,
    )  # fmt: skip
    return _with_zone(buf, t + 8, b, ms, num)


@kernel(I8(BYTES, I8, I8, I8, INTS))
def _slashed_ms(buf: Bytes, k: int, end: int, b: int, num: Ints) -> int:
    """Return the time `01/03/2026 00:00:03` at `k` in the order that is set, or -1 without one."""
    order = num[PREFIX_ORDER]
    second = _digits_end(buf, end + 1, b)
    year = second + 1
    if order == 0 or second >= b or buf[second] != 47 or year + 5 > b:
        return -1
    one, two = number(buf, k, end), number(buf, end + 1, second)
    day, month = (one, two) if order == 1 else (two, one)
    return _clock_ms(buf, year + 5, b, year, month, day, num)


@kernel(I8(BYTES, I8, I8, I8, I8, INTS))
def _day_ms(buf: Bytes, a: int, k: int, end: int, b: int, num: Ints) -> int:
    """Return the time of which the digits `buf[k:end]` are the day, or -1.

    `DD.MM.YYYY HH:MM:SS`, `DD Mon YYYY HH:MM:SS`, `Mon DD HH:MM:SS YYYY`, `Mon DD, YYYY HH:MM:SS`.
    """
    day = number(buf, k, end)
    if end + 17 <= b and buf[end] == 46 and buf[end + 3] == 46:
        return _clock_ms(buf, end + 9, b, end + 4, number(buf, end + 1, end + 3), day, num)
    if end + 18 <= b and (buf[end] == 32 or buf[end] == 45) and buf[end + 1] >= 65:
        return _clock_ms(buf, end + 10, b, end + 5, _month(buf, end + 1), day, num)
    if end < b and buf[end] == 47:
        return _slashed_ms(buf, k, end, b, num)
    m = k - 1
    while m > a and buf[m] == 32:
        m -= 1
    if m - 2 >= a and buf[m] >= 65 and buf[m - 1] >= 65 and buf[m - 2] >= 65 and end + 14 <= b:
        y = end + 1 if buf[end] == 32 else end + 2  # a comma may stand behind the day
        if _digits_end(buf, y, b) == y + 4:
            return _clock_ms(buf, y + 5, b, y, _month(buf, m - 2), day, num)
        return _clock_ms(buf, end + 1, b, end + 10, _month(buf, m - 2), day, num)
    return -1


@kernel(I8(BYTES, I8, I8, INTS))
def calendar_ms(buf: Bytes, a: int, b: int, num: Ints) -> int:
    """Return the first time `YYYY-MM-DD HH:MM:SS` that stands in `buf[a:b]`, or -1."""
    k = a
    while k < b:
        if not _digit(buf, k):
            k += 1
            continue
        end = _digits_end(buf, k, b)
        ms = _calendar_ms(buf, k, b, num) if end - k == 4 else -1
        if ms >= 0:
            return ms
        k = end
    return -1


@kernel(I8(BYTES, I8, I8, INTS))
def prefix_ms(buf: Bytes, a: int, b: int, num: Ints) -> int:
    """Return the first time that stands in `buf[a:b]`, before any sentence, as ms; -1 for none."""
    k = a
    while k < b and buf[k] != 33 and buf[k] != 36 and buf[k] != 92:
        if not _digit(buf, k):
            k += 1
            continue
        end = _digits_end(buf, k, b)
        n = end - k
        ms = -1
        if n <= 2:
            ms = _day_ms(buf, a, k, end, b, num)
        elif n == 4:
            ms = _calendar_ms(buf, k, b, num)
        elif n == 8 or n == 14:
            ms = compact_ms(buf, k, b, num)
        elif 10 <= n <= 16:
            if end < b and buf[end] == 46:
                end = _digits_end(buf, end + 1, b)
            ms = epoch_ms(buf, k, end)
        elif n == 19:  # nanoseconds
            ms = epoch_ms(buf, k, end - 3)
        if ms >= 0:
            return ms
        k = end
    return -1
