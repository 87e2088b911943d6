# mypy: disable-error-code="no-any-return"
# (an element of a NumPy array is Any to mypy, an int to Numba)
r"""NMEA kernel: tag blocks (`\s:station,c:epoch,g:1-2-1278*hh\`) and the receivers they name."""

import numpy as np

from .jit import BYTES, I8, INTS, STATE, VOID, kernel
from .state import (
    N_ARENA,
    N_NAMES,
    NAME_BYTES,
    TAG_BAD,
    TAG_GROUP,
    TAG_LIFE,
    TAG_LINE,
    TAG_MS,
    TAG_PART,
    TAG_TOTAL,
    TAG_WHO,
    Bytes,
    Ints,
    State,
)
from .time import epoch_ms, hex2, number, push_stamp


@kernel(VOID(INTS), inline=True)
def clear_tag(num: Ints) -> None:
    """Forget the tag block: its sentence has come."""
    num[TAG_LINE] = 0
    num[TAG_MS] = -1
    num[TAG_WHO] = 0
    num[TAG_GROUP] = 0
    num[TAG_BAD] = 0


@kernel(VOID(INTS, I8), inline=True)
def age_tag(num: Ints, line: int) -> None:
    """Forget a tag block that stood alone on its line and found no sentence after it."""
    if num[TAG_LINE] and line - num[TAG_LINE] > TAG_LIFE:
        clear_tag(num)


@kernel(I8(BYTES, I8, I8), inline=True)
def hashed(buf: Bytes, a: int, b: int) -> int:
    """Return a positive hash (FNV-1a, 62 bits) of `buf[a:b]`."""
    value = np.uint64(0xCBF29CE484222325)
    for i in range(a, b):
        value = (value ^ np.uint64(buf[i])) * np.uint64(0x100000001B3)
    return int(np.int64(value >> np.uint64(2)) | 1)


@kernel(I8(BYTES, I8, I8, STATE), inline=True)
def receiver(buf: Bytes, a: int, b: int, state: State) -> int:
    """Return the number (from 1) of the receiver named in `buf[a:b]`, noting a new one."""
    b = min(b, a + NAME_BYTES)
    if b <= a:
        return 0
    key = hashed(buf, a, b)
    mask = len(state.name_slots) - 1
    at = key & mask
    while state.name_slots[at]:
        i = state.name_slots[at] - 1
        if state.names[i, 2] == key and state.names[i, 1] == b - a:
            same = True
            start = state.names[i, 0]
            for k in range(b - a):
                if state.arena[start + k] != buf[a + k]:
                    same = False
                    break
            if same:
                return i + 1
        at = (at + 1) & mask
    i = state.num[N_NAMES]
    start = state.num[N_ARENA]
    for k in range(b - a):
        state.arena[start + k] = buf[a + k]
    state.names[i, 0], state.names[i, 1], state.names[i, 2] = start, b - a, key
    state.name_slots[at] = i + 1
    state.num[N_NAMES] = i + 1
    state.num[N_ARENA] = start + b - a
    return i + 1


@kernel(VOID(BYTES, I8, I8, INTS))
def _group(buf: Bytes, a: int, b: int, num: Ints) -> None:
    """Read `1-2-1278`; the id is whatever follows the second dash, so `1-2--001` is one too."""
    first = a
    while first < b and buf[first] != 45:
        first += 1
    second = first + 1
    while second < b and buf[second] != 45:
        second += 1
    if second + 1 >= b:
        return
    part, total = number(buf, a, first), number(buf, first + 1, second)
    if 1 <= part <= total:
        num[TAG_PART], num[TAG_TOTAL] = part, total
        num[TAG_GROUP] = hashed(buf, second + 1, b)


@kernel(I8(BYTES, I8, I8, I8, STATE), inline=True)
def tag_block(buf: Bytes, a: int, b: int, line: int, state: State) -> int:
    """Read the tag block that begins at `a`, behind its backslash; return where to go on.

    A block whose checksum fails marks its sentence; '*00' is taken as "not computed" (seen in
    the wild), as is no checksum at all. A second block before the same sentence adds to it. A
    backslash that closes nothing before the line or a '!' ends is no tag block.
    """
    num = state.num
    ms, who, who_end, group, group_end = -1, 0, 0, 0, 0
    xor = 0
    start, k = a, a
    while k < b:
        c = buf[k]
        if c in (44, 42, 92):  # ',' '*' and the backslash end a field
            first, second = buf[start], buf[start + 1]
            if second == 58 and k > start + 1:
                if first == 99:  # c: time
                    ms = epoch_ms(buf, start + 2, k)
                elif first == 115:  # s: source
                    who, who_end = start + 2, k
                elif first == 103:  # g: part-total-id
                    group, group_end = start + 2, k
            elif first == 115 and second == 105 and k > start + 2 and buf[start + 2] == 58:  # si:
                who, who_end = start + 3, k
            if c != 44:
                break
            start = k + 1
        elif c == 33:
            return k
        xor ^= c
        k += 1
    given = 0
    if k < b and buf[k] == 42:
        given = hex2(buf, k + 1, b)
        while k < b and buf[k] not in (92, 33):
            k += 1
    if k >= b or buf[k] == 33:
        return k
    if k == a:
        return k + 1
    if num[TAG_LINE] != line:
        clear_tag(num)
    num[TAG_LINE] = line
    if given not in (xor, 0):
        num[TAG_BAD] = 1
        return k + 1
    if ms >= 0:
        num[TAG_MS] = ms
        push_stamp(num, ms, line)
    if who_end > who:
        num[TAG_WHO] = receiver(buf, who, who_end, state)
    if group_end > group:
        _group(buf, group, group_end, num)
    return k + 1
