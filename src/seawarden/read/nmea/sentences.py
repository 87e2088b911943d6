"""NMEA kernel: from bytes to lines to sentences.

One pass over a block of complete lines. The functions are compiled by Numba at first use and kept
in its cache; they hold no lock, so that several files can be read at once.
"""

import numpy as np

from .jit import BOOL, BYTES, I8, INTS, OUT, PAIR, STATE, VOID, kernel
from .message_bits import message
from .multipart import add_part, give_up_old
from .prefix import calendar_ms, compact_ms, prefix_ms
from .rejects import reject
from .state import (
    CARRIED,
    CHARACTER,
    CHECKSUM,
    COMMAS,
    EMPTY,
    LINE,
    LONG_LINE,
    MAX_LINE,
    MAX_PARTS,
    N_COMMAS,
    N_OTHER,
    NEXT_PGHP,
    NO_CHECKSUM,
    P_CHANNEL,
    P_FORM,
    P_GROUP,
    P_MS,
    P_RANK,
    P_SEQ,
    P_TALKER,
    P_TOTAL,
    P_WHO,
    PART_BYTES,
    SENTENCE,
    STAMPED,
    TAG_BAD,
    TAG_CHECKSUM,
    TAG_GROUP,
    TAG_LINE,
    TAG_MS,
    TAG_PART,
    TAG_TOTAL,
    TAG_WHO,
    TAGGED,
    TRAILING,
    Bytes,
    Ints,
    Out,
    State,
)
from .tag_block import age_tag, clear_tag, tag_block
from .time import (
    clock_sentence,
    epoch_ms,
    hex2,
    number,
    pghp_after,
    pghp_before,
    push_pghp,
    push_stamp,
    split,
)

_STAR, _BANG, _DOLLAR, _BACKSLASH, _HASH = 42, 33, 36, 92, 35


@kernel(PAIR(BYTES, I8))
def count_marks(buf: Bytes, n: int) -> tuple[int, int]:
    """Return how many sentences and lines, and how many tag blocks, a block can hold at most."""
    sentences, backslashes = 1, 0
    for i in range(n):
        c = buf[i]
        if c in (10, _BANG):
            sentences += 1
        elif c == _BACKSLASH:
            backslashes += 1
    return sentences, backslashes // 2 + 1


@kernel(I8(BYTES, I8, I8), inline=True)
def _trimmed(buf: Bytes, a: int, b: int) -> int:
    """Return `b` without the carriage return and blanks before it."""
    while b > a and buf[b - 1] in (13, 32, 9):
        b -= 1
    return b


@kernel(BOOL(BYTES, I8, I8), inline=True)
def _is_ais(buf: Bytes, k: int, b: int) -> bool:
    """Tell whether `!..VDM,` or `!..VDO,` stands at `k`, whatever the talker."""
    if k + 7 > b or buf[k + 3] != 86 or buf[k + 4] != 68 or buf[k + 6] != 44:
        return False
    return bool(buf[k + 5] in (77, 79))


@kernel(I8(BYTES, I8, I8, INTS), inline=True)
def _trailing_ms(buf: Bytes, a: int, b: int, num: Ints) -> int:
    """Return the epoch, or `YYYYMMDDHHMMSS`, that ends what follows a checksum, as ms, or -1.

    Of two epochs the first is taken: the second is when an aggregator stored the line.
    """
    start = a
    b = _trimmed(buf, a, b)
    if b > a and buf[b - 1] == 41:  # AIS-catcher puts what it knows in brackets
        b = _trimmed(buf, a, b - 1)
    k = b
    while k > a and (48 <= buf[k - 1] <= 57 or buf[k - 1] == 46):
        k -= 1
    if k == a or b - k < 9 or buf[k - 1] not in (44, 32, 9, 59):
        return calendar_ms(buf, start, b, num) if b - start >= 19 else -1
    if b - k == 14 and buf[k + 10] != 46:
        return compact_ms(buf, k, b, num)
    j = k - 1
    while j > a and (48 <= buf[j - 1] <= 57 or buf[j - 1] == 46):
        j -= 1
    if k - 1 - j >= 9 and j > a and buf[j - 1] in (44, 32, 9, 59):
        earlier = epoch_ms(buf, j, k - 1)
        if earlier >= 0:
            return earlier
    return epoch_ms(buf, k, b)


@kernel(PAIR(BYTES, I8, I8, I8, I8, I8, STATE), inline=True)
def _time_of_sentence(
    buf: Bytes, checksum: int, trailing: int, part: int, b: int, visible: int, state: State
) -> tuple[int, int]:
    """Return the sentence's time stamp and how it is known; (-1, CARRIED) where it has none."""
    num = state.num
    line = num[LINE]
    ms = -1
    rank = CARRIED
    if trailing >= 0:
        ms, rank = trailing, TRAILING
    if part == 1:
        stamp = pghp_before(num, checksum, line, trailing >= 0)
        if stamp < 0 and trailing >= 0 and num[TAG_MS] < 0:
            stamp = pghp_after(buf, b, visible, num, checksum, line)
        if stamp >= 0:
            ms, rank = stamp, STAMPED
    if num[TAG_MS] >= 0:
        ms, rank = num[TAG_MS], TAGGED
    num[NEXT_PGHP] = 0
    return ms, rank


@kernel(I8(BYTES, I8, I8, I8, STATE), inline=True)
def _fault(buf: Bytes, end: int, next_: int, xor: int, state: State) -> int:
    """Return what is wrong with the frame of a sentence (`reason + value * 64`), or -1."""
    num = state.num
    if end >= next_ or buf[end] != _STAR:
        return NO_CHECKSUM
    given = hex2(buf, end + 1, next_)
    if given < 0:
        return NO_CHECKSUM
    if given != xor:
        return CHECKSUM + (given * 256 + xor) * 64
    if num[TAG_BAD]:
        return TAG_CHECKSUM
    if num[N_COMMAS] != 6:
        return SENTENCE
    return -1


@kernel(I8(BYTES, I8, I8, STATE), inline=True)
def _dearmour(buf: Bytes, a: int, n: int, state: State) -> int:
    """Put the payload into `state.six`; return -1, or the fault of a character that is none."""
    for i in range(n):
        c = np.int64(buf[a + i])
        if c < 48 or c > 119 or 87 < c < 96:
            return CHARACTER + int(c) * 64
        c -= 48
        state.six[i] = c - 8 if c > 39 else c
    return -1


@kernel(I8(BYTES, I8, I8, I8, I8, STATE, OUT), inline=True)
def _sentence(buf: Bytes, k: int, b: int, line_a: int, visible: int, state: State, out: Out) -> int:
    """Read the AIS sentence at `k`; return where the next one on the line may begin."""
    num = state.num
    line = num[LINE]
    found = split(buf, k + 1, b, num)
    end, xor = found >> 8, found & 255
    next_ = end
    while next_ < b and buf[next_] not in (_BANG, _BACKSLASH):
        next_ += 1
    fault = _fault(buf, end, next_, xor, state)
    c0, c1, c2 = num[COMMAS] + 1, num[COMMAS + 1] + 1, num[COMMAS + 2] + 1
    c3, c4, c5 = num[COMMAS + 3] + 1, num[COMMAS + 4] + 1, num[COMMAS + 5] + 1
    total, part, fill, n = 1, 1, 0, 0
    if fault < 0:
        total, part, fill = number(buf, c0, c1 - 1), number(buf, c1, c2 - 1), number(buf, c5, end)
        n = c5 - 1 - c4
        if not (1 <= part <= total <= MAX_PARTS and 0 <= fill <= 5 and n <= PART_BYTES):
            fault = SENTENCE
        elif n == 0 and total == 1:
            fault = EMPTY
    if fault < 0:
        fault = _dearmour(buf, c4, n, state)
    if fault >= 0:
        reject(buf, line_a, _trimmed(buf, line_a, b), line, fault % 64, fault // 64, out)
        num[NEXT_PGHP] = 0
        clear_tag(num)
        return next_
    trailing = _trailing_ms(buf, end + 3, next_, num)
    if trailing < 0 and k > line_a and num[TAG_MS] < 0:
        # With --date-order, or where a line shows it, `01/03/2026` is a date here too.
        trailing = prefix_ms(buf, line_a, k, num)
    if trailing >= 0:
        push_stamp(num, trailing, line)
    ms, rank = _time_of_sentence(buf, xor, trailing, part, b, visible, state)
    if total == 1:
        fault = message(state, 6 * n - fill, ms, rank, num[TAG_WHO], line, out)
        if fault >= 0:
            reject(buf, line_a, _trimmed(buf, line_a, b), line, fault % 64, fault // 64, out)
    else:
        new = state.new
        new[:] = 0
        new[P_TOTAL] = total
        new[P_SEQ] = buf[c2] if c3 - 1 > c2 else 0
        new[P_CHANNEL] = buf[c3] if c4 - 1 > c3 else 0
        new[P_FORM] = buf[k + 5]
        new[P_TALKER] = np.int64(buf[k + 1]) * 256 + buf[k + 2]
        new[P_WHO] = num[TAG_WHO]
        if num[TAG_GROUP] and num[TAG_TOTAL] == total and num[TAG_PART] == part:
            new[P_GROUP] = num[TAG_GROUP]
        new[P_MS], new[P_RANK] = ms, rank
        stop = _trimmed(buf, line_a, b)
        add_part(state, new, part, fill, line, buf, c4, n, line_a, stop, out)
    clear_tag(num)
    return next_


@kernel(VOID(BYTES, I8, I8, I8, STATE, OUT), inline=True)
def _line(buf: Bytes, a: int, b: int, visible: int, state: State, out: Out) -> None:
    """Read one line: tag blocks, clock sentences and any number of AIS sentences."""
    num = state.num
    line = num[LINE]
    if b - a > MAX_LINE:
        reject(buf, a, b, line, LONG_LINE, 0, out)
        return
    age_tag(num, line)
    sentences = 0
    bad_clock = False
    k = b if a < b and buf[a] == _HASH else a
    while k < b:
        c = buf[k]
        if c == _BACKSLASH:
            k = tag_block(buf, k + 1, b, line, state)
        elif c == _BANG and _is_ais(buf, k, b):
            sentences += 1
            k = _sentence(buf, k, b, a, visible, state, out)
        elif c == _DOLLAR:
            ms = clock_sentence(buf, k + 1, b, num)
            bad_clock = bad_clock or ms == -2
            if ms >= 0:
                push_stamp(num, ms, line)
                if buf[k + 1] == 80:
                    push_pghp(buf, num, ms, line)
            if num[TAG_LINE] == line:
                clear_tag(num)
            k += 1
        else:
            k += 1
    if sentences == 0:
        if bad_clock:
            reject(buf, a, _trimmed(buf, a, b), line, CHECKSUM, -1, out)
        else:
            out.n[N_OTHER] += 1


@kernel(VOID(BYTES, I8, I8, STATE, OUT))
def scan(buf: Bytes, limit: int, visible: int, state: State, out: Out) -> None:
    """Read every line of `buf` that begins before `limit`; look no further than `visible`."""
    a = 0
    while a < limit:
        b = a
        while b < visible and buf[b] != 10:
            b += 1
        state.num[LINE] += 1
        _line(buf, a, b, visible, state, out)
        a = b + 1


@kernel(VOID(STATE, OUT))
def close(state: State, out: Out) -> None:
    """At the end of the input, give up the multipart messages that are still open."""
    give_up_old(state, -1, out)
