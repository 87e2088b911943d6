"""One pass over the bytes of delimited text: the cells that a report needs, as values.

Compiled; `plain_lines.Plan` gives which column is what:

- a number (digits, one point, a sign) becomes a float: the digits as an integer below 2^50
  divided by a power of ten below 10^16, both exact, so the quotient is the nearest double, as
  every correct parser gives;
- a time in one fixed layout becomes milliseconds since 1970 (days by the civil-calendar
  arithmetic of [hinnant2013]);
- a word out of few (status, class, receiver) becomes its number in a list of distinct words;
- the static cells (name, IMO, type, size) become one fingerprint, 64-bit FNV-1a [fnv]: rows of
  one ship repeat them, so their text is read only where the fingerprint is new. Those that hold
  numbers are folded in by value, as bits: `7.4` and `7.40` are one claim.

A cell in any other form makes its line `ODD`; a wrong number of cells, an open quote or a blank
line makes it `BROKEN`. Neither is judged here: `delimited` reads such lines again, carefully.

[hinnant2013] H. Hinnant, "chrono-compatible low-level date algorithms", 2013.
[fnv] G. Fowler, L. C. Noll, K.-P. Vo, FNV hash; RFC 9923.
"""

# ruff: noqa: PLR1714, SIM109 - `in` on a tuple costs a kernel five times what `==` costs

from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...compiled import kernel

SKIP, NUMBER, STATIC_NUMBER, TIME, WORD, STATIC = range(6)
"""What a column is to the kernel."""
PLAIN, ODD, BROKEN = range(3)
"""What became of a line."""

DIGIT, T_OR_BLANK = 0, 1
"""Marks in a time's template; every other byte stands for itself."""
MAX_WORDS = 2_000
WORD_SLOTS = 4_096
MAX_DIGITS = 15  # a double holds 15 decimal digits exactly (IEEE 754)

_LF, _CR, _QUOTE, _MINUS, _ZERO, _NINE = 10, 13, 34, 45, 48, 57
BASIS, _PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio, odd: spreads bits
_HALF = np.uint64(32)
_BETWEEN = np.uint64(0x1F)  # between static cells: 'A' + 'BC' is not 'AB' + 'C'
_POWERS = 10.0 ** np.arange(MAX_DIGITS + 1)
_DAYS = np.array([31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
_YEAR, _MONTH, _DAY, _HOUR, _MINUTE, _SECOND = range(6)


_kernel = partial(kernel, error_model="numpy", _nrt=False)
"""Nothing is allocated here, so no array's references need counting."""
_inlined = partial(_kernel, forceinline=True)
"""The arrays are many arguments to hand over: that would cost more than the work on a cell."""


class Marks(NamedTuple):
    """How lines and times are written."""

    separator: int
    point: int  # what stands before decimals
    roles: NDArray[np.uint8]  # of each column
    slots: NDArray[np.int64]  # of each column, among the columns of its role
    template: NDArray[np.uint8]  # of a time
    parts: NDArray[np.int64]  # where year, month, day, hour, minute and second begin in it
    has_fraction: bool  # a fraction of a second and a Z may follow


class Values(NamedTuple):
    """What came of the lines of a piece."""

    numbers: NDArray[np.float64]  # (columns, lines); NaN is an empty cell
    time_ms: NDArray[np.int64]
    codes: NDArray[np.int32]  # (columns, lines); 0 is an empty cell, else 1 + the word's number
    what: NDArray[np.uint64]  # fingerprint of the static cells; 0 when all are empty
    state: NDArray[np.uint8]
    starts: NDArray[np.int64]  # where each line starts, and the end of the last
    word_starts: NDArray[np.int64]  # (columns, MAX_WORDS): where each word first stood
    word_ends: NDArray[np.int64]
    n_words: NDArray[np.int64]
    table: NDArray[np.int32]  # (columns, WORD_SLOTS): hash slots, 1 + the word's number


@_inlined()
def _at_end(text: Any, at: int, separator: int) -> bool:
    byte = text[at]
    return bool(byte == separator or byte == _LF or (byte == _CR and text[at + 1] == _LF))


@_inlined()
def _number(text: Any, at: int, point: int) -> tuple[float, int, bool]:
    """Return (value, where it ends, whether it is a plain number or nothing)."""
    start = at
    is_negative = text[at] == _MINUS
    at += is_negative
    first = at
    mantissa = 0
    after_point = -1
    while True:
        digit = int(text[at]) - _ZERO
        if 0 <= digit <= 9:
            mantissa = mantissa * 10 + digit
        elif text[at] == point and after_point < 0 and at > first:
            after_point = at + 1
        else:
            break
        at += 1
    if at == start:
        return np.nan, at, True
    decimals = at - after_point if after_point >= 0 else 0
    n_digits = at - first - (after_point >= 0)
    if n_digits == 0 or n_digits > MAX_DIGITS or (after_point >= 0 and decimals == 0):
        return np.nan, at, False
    value = mantissa / _POWERS[decimals]
    return (-value if is_negative else value), at, True


@_inlined()
def _fits(text: Any, at: int, template: Any) -> bool:
    if at + template.size >= text.size:
        return False
    for i in range(template.size):
        byte, want = text[at + i], template[i]
        if want == DIGIT:
            if byte < _ZERO or byte > _NINE:
                return False
        elif want == T_OR_BLANK:
            if byte != 84 and byte != 32:
                return False
        elif byte != want:
            return False
    return True


@_inlined()
def _two(text: Any, at: int) -> int:
    return (int(text[at]) - _ZERO) * 10 + int(text[at + 1]) - _ZERO


@_inlined()
def _days(year: int, month: int, day: int) -> int:
    """Return days since 1970 of a date after year 0."""
    year -= month <= 2
    era = year // 400
    of_era = year - era * 400
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468


@_inlined()
def _fraction(text: Any, at: int) -> tuple[int, int]:
    """Return (milliseconds, where they end) of `.123456Z`, any part of which may be missing."""
    ms, unit = 0, 100
    if text[at] == 46 and _ZERO <= text[at + 1] <= _NINE:
        at += 1
        first = at
        while _ZERO <= text[at] <= _NINE and at - first < 9:
            ms += (int(text[at]) - _ZERO) * unit
            unit //= 10
            at += 1
    return ms, at + (text[at] == 90)


@_inlined()
def _time(text: Any, at: int, marks: Any) -> tuple[int, int, bool]:
    """Return (milliseconds since 1970, where it ends, whether it is a time of the layout)."""
    if not _fits(text, at, marks.template):
        return 0, at, False
    parts = marks.parts
    year = _two(text, at + parts[_YEAR]) * 100 + _two(text, at + parts[_YEAR] + 2)
    month, day = _two(text, at + parts[_MONTH]), _two(text, at + parts[_DAY])
    hour, minute = _two(text, at + parts[_HOUR]), _two(text, at + parts[_MINUTE])
    second = _two(text, at + parts[_SECOND])
    if not (1 <= month <= 12 and year >= 1 and hour < 24 and minute < 60 and second < 60):
        return 0, at, False
    is_leap = (year % 4 == 0 and year % 100 != 0) or year % 400 == 0
    if not 1 <= day <= _DAYS[month - 1] - (month == 2 and not is_leap):
        return 0, at, False
    at += marks.template.size
    ms = 0
    if marks.has_fraction:
        ms, at = _fraction(text, at)
    seconds = ((_days(year, month, day) * 24 + hour) * 60 + minute) * 60 + second
    return seconds * 1000 + ms, at, True


@_inlined()
def _is_mark(text: Any, at: int) -> bool:
    """Find a quote or the end of a line; asked of every byte, so the commonest case comes first."""
    byte = text[at]
    if byte > _QUOTE:
        return False
    return bool(byte == _QUOTE or byte == _LF or (byte == _CR and text[at + 1] == _LF))


@_inlined()
def _cell_end(text: Any, at: int, stop: int) -> int:
    while text[at] != stop and not _is_mark(text, at):
        at += 1
    return at


@_inlined()
def _hashed_cell(text: Any, at: int, stop: int, seed: np.uint64) -> tuple[int, np.uint64]:
    """Return where a cell ends, and `seed` with the cell's bytes folded in."""
    while text[at] != stop and not _is_mark(text, at):
        seed = (seed ^ np.uint64(text[at])) * _PRIME
        at += 1
    return at, seed


@_inlined()
def _hashed(text: Any, start: int, end: int, seed: np.uint64) -> np.uint64:
    for i in range(start, end):
        seed = (seed ^ np.uint64(text[i])) * _PRIME
    return seed


@_inlined()
def _with_number(seed: np.uint64, value: float) -> np.uint64:
    """Return `seed` with a number folded in; NaN, an empty cell, leaves it as it is.

    A double of few digits has its bits at the top, from where a product carries none down:
    they are spread over the word first.
    """
    if np.isnan(value):
        return seed
    bits = np.float64(value + 0.0).view(np.uint64)  # -0 is 0
    bits = (bits ^ (bits >> _HALF)) * _GOLDEN
    return (seed ^ bits ^ (bits >> _HALF)) * _PRIME


@_inlined()
def _same(text: Any, a: int, b: int, size: int) -> bool:
    at = 0
    while at < size and text[a + at] == text[b + at]:
        at += 1
    return at == size


@_inlined()
def _word(text: Any, start: int, end: int, mixed: np.uint64, column: int, out: Any) -> int:
    """Return 1 + the number of a word, entered if it is new; -1 when there are too many."""
    if end == start:
        return 0
    table, starts, ends = out.table, out.word_starts, out.word_ends
    slot = (mixed ^ (mixed >> np.uint64(32))) & np.uint64(WORD_SLOTS - 1)
    while table[column, slot] != 0:
        known = table[column, slot] - 1
        size = ends[column, known] - starts[column, known]
        if size == end - start and _same(text, starts[column, known], start, size):
            return int(known) + 1
        slot = (slot + np.uint64(1)) & np.uint64(WORD_SLOTS - 1)
    number = out.n_words[column]
    if number == MAX_WORDS:
        return -1
    starts[column, number], ends[column, number] = start, end
    table[column, slot] = number + 1
    out.n_words[column] = number + 1
    return int(number) + 1


@_inlined()
def _cell(
    text: Any, at: int, row: int, role: int, slot: int, stop: int, marks: Any, out: Any
) -> tuple[int, bool]:
    """Read one cell into `out`; return (where it ends, whether it is in plain form)."""
    is_plain = True
    if role == NUMBER or role == STATIC_NUMBER:
        value, at, is_plain = _number(text, at, marks.point)
        if role == NUMBER:
            out.numbers[slot, row] = value
        else:
            out.what[row] = (_with_number(out.what[row], value) ^ _BETWEEN) * _PRIME
    elif role == TIME:
        out.time_ms[row], at, is_plain = _time(text, at, marks)
    if role <= TIME:
        return (_cell_end(text, at, stop), True) if role == SKIP else (at, is_plain)
    end, seed = _hashed_cell(text, at, stop, out.what[row] if role == STATIC else BASIS)
    if role == WORD:
        code = _word(text, at, end, seed, slot, out)
        out.codes[slot, row] = max(code, 0)
        is_plain = code >= 0
    else:
        out.what[row] = (seed ^ _BETWEEN) * _PRIME
    return end, is_plain


@_inlined()
def _line(text: Any, at: int, row: int, marks: Any, out: Any) -> tuple[int, int, bool]:
    """Read a line; return (where its line feed stands, its state, whether it says who it is)."""
    n_fields = marks.roles.size
    state, field, speaks = PLAIN, 0, False
    while True:
        role = marks.roles[field] if field < n_fields else SKIP
        slot = marks.slots[field] if field < n_fields else 0
        is_quoted = text[at] == _QUOTE
        at += is_quoted
        start = at
        stop = _QUOTE if is_quoted else marks.separator
        at, is_plain = _cell(text, at, row, role, slot, stop, marks, out)
        speaks |= (role == STATIC or role == STATIC_NUMBER) and at > start
        if is_quoted:
            # An empty quoted cell is no empty cell to every reader.
            is_plain = is_plain and at > start
            if text[at] == _QUOTE:
                at += 1
            else:
                state = BROKEN
        if not _at_end(text, at, marks.separator):
            is_plain = False
            while text[at] != marks.separator and text[at] != _LF:
                if text[at] == _QUOTE:
                    state = BROKEN
                at += 1
        if not is_plain:
            state = max(state, ODD)
        if text[at] != marks.separator:
            break
        at += 1
        field += 1
    at += text[at] == _CR
    return at, (state if field + 1 == n_fields else BROKEN), speaks


@_kernel()
def read_lines(text: Any, marks: Any, out: Any) -> int:
    """Read every line of `text`, which ends in a line feed, into `out`; return how many."""
    at, row = 0, 0
    while at < text.size:
        out.what[row] = BASIS
        out.starts[row] = at
        at, state, speaks = _line(text, at, row, marks, out)
        out.state[row] = state
        if not speaks:
            out.what[row] = 0
        at += 1
        row += 1
    out.starts[row] = at
    return row


@_kernel()
def fold_texts(text: Any, offsets: Any, out: Any, speaks: Any) -> None:
    """Fold a static column of text into fingerprints, as `read_lines` does cell by cell.

    The cells stand one behind the other in `text`; `speaks` is set where a cell is not empty.
    """
    for row in range(out.size):
        seed = _hashed(text, offsets[row], offsets[row + 1], out[row])
        out[row] = (seed ^ _BETWEEN) * _PRIME
        speaks[row] |= offsets[row + 1] > offsets[row]


@_kernel()
def fold_numbers(values: Any, out: Any, speaks: Any) -> None:
    """Fold a static column of numbers, NaN where empty, into fingerprints."""
    for row in range(out.size):
        out[row] = (_with_number(out[row], values[row]) ^ _BETWEEN) * _PRIME
        speaks[row] |= not np.isnan(values[row])
