# mypy: disable-error-code="no-any-return"
# (an element of a NumPy array is Any to mypy, an int to Numba)
"""NMEA kernel: every clock that may stand in an NMEA file, and which of them a sentence takes.

See `read.nmea` for the policy in words.
"""

from .jit import BOOL, BYTES, I8, INTS, VOID, kernel
from .state import (
    AHEAD_MS,
    BACK_DATE,
    CARRY,
    CLOCK_MS,
    COMMAS,
    FIRST_LINE,
    FIRST_MS,
    LAST_LINE,
    LOOK_AHEAD,
    MODE,
    N_COMMAS,
    N_PGHP,
    N_STAMPS,
    N_TAKEN,
    NEXT_PGHP,
    PGHP,
    PGHP_WINDOW,
    RING,
    STAMPS,
    TAKEN,
    Bytes,
    Ints,
)

_EARLIEST_MS = 631_152_000_000  # 1990-01-01: no AIS before
_LATEST_MS = 4_102_444_800_000  # 2100-01-01
_MINUTE = 60_000
_N_TAKEN = 16


@kernel(VOID(INTS, I8, I8), inline=True)
def push_stamp(num: Ints, ms: int, line: int) -> None:
    """Remember a time seen in the file."""
    if num[FIRST_LINE] == 0:
        num[FIRST_LINE] = line
        num[FIRST_MS] = ms
    num[STAMPS + num[N_STAMPS] % RING] = ms
    num[N_STAMPS] += 1
    num[LAST_LINE] = line


@kernel(I8(INTS, I8))
def time_from_second_ms(num: Ints, second: int) -> int:
    """Return the time derived from the start time and the UTC second of a report; move the clock.

    A second up to 30 s ahead of the clock is ahead of it, else behind. The clock follows the
    lesser of the last two that were ahead, so that one wrong second does not carry it off.
    """
    clock = num[CLOCK_MS]
    if second < 0 or second > 59:
        return clock
    step = (second * 1000 - clock % _MINUTE) % _MINUTE
    if step > 30_000:
        num[AHEAD_MS] = -1
        return clock + step - _MINUTE
    ms = clock + step
    if num[AHEAD_MS] >= 0:
        num[CLOCK_MS] = max(clock, min(ms, num[AHEAD_MS]))
    num[AHEAD_MS] = ms
    return ms


@kernel(I8(INTS, I8, I8))
def message_ms(num: Ints, line: int, second: int) -> int:
    """Return the time of a message that has none, or -1 where none can be derived."""
    if num[N_STAMPS] > 0:
        if line - num[LAST_LINE] > CARRY:
            return -1
        latest = 0
        for i in range(min(num[N_STAMPS], RING)):
            latest = max(latest, num[STAMPS + i])
        return latest
    if num[MODE] == 1:
        return time_from_second_ms(num, second)
    if num[FIRST_LINE] > 0 and num[FIRST_LINE] - line <= BACK_DATE:
        return num[FIRST_MS]
    return -1


@kernel(I8(BYTES, I8, I8), inline=True)
def number(buf: Bytes, a: int, b: int) -> int:
    """Return the digits of `buf[a:b]` as a number; -1 when empty, too long or no number."""
    if a >= b or b - a > 18:
        return -1
    value = 0
    for i in range(a, b):
        d = buf[i] - 48
        if d < 0 or d > 9:
            return -1
        value = value * 10 + d
    return value


@kernel(I8(BYTES, I8, I8), inline=True)
def hex2(buf: Bytes, a: int, b: int) -> int:
    """Return the two hexadecimal digits at `a` (before `b`) as a number, or -1."""
    if a + 2 > b:
        return -1
    value = 0
    for i in range(a, a + 2):
        c = buf[i]
        if 48 <= c <= 57:
            value = value * 16 + c - 48
        elif 65 <= c <= 70:
            value = value * 16 + c - 55
        elif 97 <= c <= 102:
            value = value * 16 + c - 87
        else:
            return -1
    return value


@kernel(I8(BYTES, I8, I8), inline=True)
def epoch_ms(buf: Bytes, a: int, b: int) -> int:
    """Return a Unix time in s (with or without a fraction), ms, us or ns as ms, or -1."""
    dot = a
    while dot < b and buf[dot] != 46:
        dot += 1
    if dot - a == 19:  # nanoseconds
        dot -= 3
    number_read = number(buf, a, dot)
    if number_read < 0:
        return -1
    ms = number_read
    if number_read < 100_000_000_000:
        ms = number_read * 1000
        if dot + 1 < b:
            part = number(buf, dot + 1, b)
            if part < 0:
                return -1
            unit = 1000
            for k in range(dot + 1, min(b, dot + 4)):
                unit //= 10
                ms += (buf[k] - 48) * unit
    elif number_read >= 100_000_000_000_000:
        ms = number_read // 1000
    return ms if _EARLIEST_MS <= ms < _LATEST_MS else -1


@kernel(I8(I8, I8, I8, I8, I8, I8, I8))
def civil_ms(year: int, month: int, day: int, hour: int, minute: int, s: int, ms: int) -> int:
    """Return a calendar time as Unix ms, or -1 when it is none (Hinnant, days_from_civil)."""
    if year < 1990 or year > 2099 or month < 1 or month > 12 or day < 1 or day > 31:
        return -1
    if hour < 0 or hour > 23 or minute < 0 or minute > 59 or s < 0 or s > 60 or ms < 0 or ms > 999:
        return -1
    y = year - 1 if month <= 2 else year
    era = y // 400
    of_era = y - era * 400
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    days = era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468
    return (((days * 24 + hour) * 60 + minute) * 60 + s) * 1000 + ms


@kernel(I8(BYTES, I8, I8, INTS), inline=True)
def split(buf: Bytes, a: int, b: int, num: Ints) -> int:
    """Note where the commas from `a` on stand; return where '*', '!', a backslash or `b` is.

    The exclusive-or of the bytes between is left in the place before the first comma.
    """
    xor = 0
    n = 0
    k = a
    while k < b:
        c = buf[k]
        if c in (42, 33, 92):
            break
        xor ^= c
        if c == 44:
            if n < 20:
                num[COMMAS + n] = k
            n += 1
        k += 1
    num[N_COMMAS] = n
    return (k << 8) | xor


@kernel(I8(BYTES, INTS, I8))
def _field(buf: Bytes, num: Ints, i: int) -> int:
    """Return the integer between comma `i` and the next (the last field has none)."""
    return number(buf, num[COMMAS + i] + 1, num[COMMAS + i + 1])


@kernel(I8(BYTES, I8, I8, INTS))
def clock_sentence(buf: Bytes, a: int, b: int, num: Ints) -> int:
    """Read the sentence after '$' at `a`: its time in ms; -1 it tells none; -2 bad checksum.

    $PGHP (Gatehouse), $--ZDA and $--RMC (NMEA 0183; RMC only with status A). After it, the
    places of its commas are in `num`.
    """
    if b - a < 10:
        return -1
    pghp = buf[a] == 80 and buf[a + 1] == 71 and buf[a + 2] == 72 and buf[a + 3] == 80
    zda = buf[a + 2] == 90 and buf[a + 3] == 68 and buf[a + 4] == 65
    rmc = buf[a + 2] == 82 and buf[a + 3] == 77 and buf[a + 4] == 67
    if not (pghp or zda or rmc):
        return -1
    found = split(buf, a, b, num)
    end, xor = found >> 8, found & 255
    n = num[N_COMMAS]
    if end >= b or buf[end] != 42 or hex2(buf, end + 1, b) != xor:
        return -2
    if n > 19:
        return -1
    num[COMMAS + n] = end
    if pghp:
        if n < 9 or _field(buf, num, 0) != 1:
            return -1
        return civil_ms(
            _field(buf, num, 1), _field(buf, num, 2), _field(buf, num, 3), _field(buf, num, 4),
            _field(buf, num, 5), _field(buf, num, 6), _field(buf, num, 7),
        )  # fmt: skip
    t = num[COMMAS] + 1
    if n < 4 or num[COMMAS + 1] - t < 6:
        return -1
    hour, minute, s = number(buf, t, t + 2), number(buf, t + 2, t + 4), number(buf, t + 4, t + 6)
    ms = 0
    if num[COMMAS + 1] - t > 7:
        unit = 1000
        for k in range(t + 7, min(num[COMMAS + 1], t + 10)):
            unit //= 10
            ms += (buf[k] - 48) * unit
    if zda:
        day, month, year = _field(buf, num, 1), _field(buf, num, 2), _field(buf, num, 3)
        return civil_ms(year, month, day, hour, minute, s, ms)
    d = num[COMMAS + 8] + 1
    if n < 9 or buf[num[COMMAS + 1] + 1] != 65 or num[COMMAS + 9] - d != 6:
        return -1
    year = 2000 + number(buf, d + 4, d + 6)
    return civil_ms(year, number(buf, d + 2, d + 4), number(buf, d, d + 2), hour, minute, s, ms)


@kernel(VOID(BYTES, INTS, I8, I8))
def push_pghp(buf: Bytes, num: Ints, ms: int, line: int) -> None:
    """Remember a $PGHP; its last field, if two hexadecimal digits, names its sentence."""
    taken = False
    for i in range(_N_TAKEN):
        taken = taken or num[TAKEN + i] == line
    n = num[N_COMMAS]
    last = num[COMMAS + n - 1] + 1
    checksum = hex2(buf, last, num[COMMAS + n]) if num[COMMAS + n] - last == 2 else -1
    i = num[N_PGHP] % PGHP_WINDOW
    num[N_PGHP] += 1
    row = PGHP + 4 * i
    num[row], num[row + 1], num[row + 2], num[row + 3] = ms, checksum, line, taken
    num[NEXT_PGHP] = 0 if taken else i + 1


@kernel(I8(INTS, I8, I8, BOOL))
def pghp_before(num: Ints, checksum: int, line: int, has_trailing: bool) -> int:
    """Return the time of the $PGHP before a sentence that belongs to it, or -1.

    First the newest unused one that names the sentence's checksum; else, for a sentence without
    a time behind it, the one right before it.
    """
    if num[N_PGHP] == 0:
        return -1
    best = -1
    for i in range(PGHP_WINDOW):
        row = PGHP + 4 * i
        if num[row + 1] == checksum and num[row + 3] == 0 and num[row] > 0:
            in_window = line - num[row + 2] <= PGHP_WINDOW
            if in_window and (best < 0 or num[row + 2] > num[PGHP + 4 * best + 2]):
                best = i
    waiting = num[NEXT_PGHP] - 1
    if best < 0 and waiting >= 0 and not has_trailing:
        row = PGHP + 4 * waiting
        if num[row + 3] == 0 and line - num[row + 2] <= 3:
            best = waiting
    if best < 0:
        return -1
    num[PGHP + 4 * best + 3] = 1
    return num[PGHP + 4 * best]


@kernel(I8(BYTES, I8, I8, INTS, I8, I8))
def pghp_after(buf: Bytes, a: int, b: int, num: Ints, checksum: int, line: int) -> int:
    """Look up to LOOK_AHEAD lines on (`buf[a:b]`) for the $PGHP of a sentence; -1 if none.

    exactEarth sorts lines by time of receipt, so that a $PGHP can stand behind its sentence.
    """
    if num[N_PGHP] == 0:
        return -1
    newest = PGHP + 4 * ((num[N_PGHP] - 1) % PGHP_WINDOW)
    if line - num[newest + 2] > 4 * PGHP_WINDOW:
        return -1
    for k in range(1, LOOK_AHEAD + 1):
        while a < b and buf[a] != 10:
            a += 1
        a += 1
        if a >= b:
            return -1
        if buf[a] != 36 or a + 5 > b or buf[a + 1] != 80 or buf[a + 2] != 71:
            continue
        end = a
        while end < b and buf[end] != 10:
            end += 1
        ms = clock_sentence(buf, a + 1, end, num)
        if ms < 0:
            continue
        last = num[COMMAS + num[N_COMMAS] - 1] + 1
        star = num[COMMAS + num[N_COMMAS]]
        free = True
        for i in range(_N_TAKEN):
            free = free and num[TAKEN + i] != line + k
        if star - last == 2 and hex2(buf, last, star) == checksum and free:
            num[TAKEN + num[N_TAKEN] % _N_TAKEN] = line + k
            num[N_TAKEN] += 1
            return ms
    return -1
