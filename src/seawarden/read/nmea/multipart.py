"""NMEA kernel: messages that come in several sentences, put together again.

A part belongs to an open message when both carry the same tag-block group, or else when total,
sequence id, channel and VDM/VDO agree, the receivers agree (or one is not known; where neither
is, the talkers agree), that part is still missing and the stamps lie within a minute. Of several
the newest takes it. Parts may come in any order, with other sentences between them.
"""

from .jit import BOOL, BYTES, I8, INTS, OUT, STATE, VOID, kernel
from .message_bits import message
from .rejects import reject
from .state import (
    CARRIED,
    EMPTY,
    INCOMPLETE,
    MAX_PARTS,
    N_OTHER,
    P_CHANNEL,
    P_FILL,
    P_FIRST_LINE,
    P_FORM,
    P_GOT,
    P_GROUP,
    P_LENGTH,
    P_MASK,
    P_MS,
    P_OPEN,
    P_RANK,
    P_SEQ,
    P_STAMP_PART,
    P_TALKER,
    P_TEXT_N,
    P_TOTAL,
    P_WHO,
    PART_AGE_MS,
    PART_LINES,
    SLOTS,
    TEXT,
    TOP,
    Bytes,
    Ints,
    Out,
    State,
)

_NEW = -1


@kernel(VOID(STATE, I8, OUT))
def _close(state: State, slot: int, out: Out) -> None:
    """Free a place; all sentences in it but the one that is counted are other."""
    row = state.part[slot]
    out.n[N_OTHER] += row[P_GOT] - 1
    row[P_OPEN] = 0
    while state.num[TOP] > 0 and not state.part[state.num[TOP] - 1, P_OPEN]:
        state.num[TOP] -= 1


@kernel(VOID(STATE, I8, OUT))
def give_up(state: State, slot: int, out: Out) -> None:
    """Close an incomplete message: one reject at its first line, its later parts other."""
    row = state.part[slot]
    value = row[P_GOT] * 16 + row[P_TOTAL]
    text = state.part_text[slot]
    reject(text, 0, row[P_TEXT_N], row[P_FIRST_LINE], INCOMPLETE, value, out)
    _close(state, slot, out)


@kernel(VOID(STATE, I8, OUT))
def give_up_old(state: State, line: int, out: Out) -> None:
    """Close every message opened more than PART_LINES ago; a `line` below 0 closes all."""
    for slot in range(state.num[TOP]):
        row = state.part[slot]
        if row[P_OPEN] and (line < 0 or line - row[P_FIRST_LINE] > PART_LINES):
            give_up(state, slot, out)


@kernel(BOOL(INTS, INTS))
def _belongs(row: Ints, new: Ints) -> bool:
    """Tell whether the part described by `new` can belong to the open message `row`."""
    if row[P_TOTAL] != new[P_TOTAL]:
        return False
    if row[P_GROUP] and new[P_GROUP]:
        return bool(row[P_GROUP] == new[P_GROUP])
    if row[P_SEQ] != new[P_SEQ] or row[P_CHANNEL] != new[P_CHANNEL] or row[P_FORM] != new[P_FORM]:
        return False
    if row[P_WHO] and new[P_WHO]:
        if row[P_WHO] != new[P_WHO]:
            return False
    elif row[P_WHO] == 0 and new[P_WHO] == 0 and row[P_TALKER] != new[P_TALKER]:
        return False
    stamped = row[P_RANK] > CARRIED and new[P_RANK] > CARRIED
    return not stamped or abs(row[P_MS] - new[P_MS]) <= PART_AGE_MS


@kernel(I8(STATE, INTS, I8, BYTES, I8, I8, OUT))
def _find(state: State, new: Ints, part: int, buf: Bytes, a: int, n: int, out: Out) -> int:
    """Return the open message for a part, -1 for a new one, -2 when the part is a repeat.

    A part that is there already with other content shows that the rest of the older message
    was lost: the older one is given up.
    """
    best = _NEW
    newest = -1
    for slot in range(state.num[TOP]):
        row = state.part[slot]
        if not row[P_OPEN] or not _belongs(row, new):
            continue
        if row[P_MASK] >> part & 1:
            same = row[P_LENGTH + part - 1] == n
            for k in range(n):
                same = same and state.part_bytes[slot, part - 1, k] == buf[a + k]
            if same:
                return -2
            give_up(state, slot, out)
        elif row[P_FIRST_LINE] > newest:
            newest = row[P_FIRST_LINE]
            best = slot
    return best


@kernel(I8(STATE, INTS, I8, BYTES, I8, I8, OUT))
def _open(state: State, new: Ints, line: int, buf: Bytes, a: int, b: int, out: Out) -> int:
    """Open a message in a free place, or in that of the oldest."""
    place = 0
    for slot in range(SLOTS):
        if not state.part[slot, P_OPEN]:
            place = slot
            break
        if state.part[slot, P_FIRST_LINE] < state.part[place, P_FIRST_LINE]:
            place = slot
    if state.part[place, P_OPEN]:
        give_up(state, place, out)
    state.num[TOP] = max(state.num[TOP], place + 1)
    row = state.part[place]
    for k in range(len(row)):
        row[k] = new[k]
    row[P_OPEN] = 1
    row[P_FIRST_LINE] = line
    row[P_STAMP_PART] = MAX_PARTS + 1
    row[P_TEXT_N] = min(b - a, TEXT)
    for k in range(row[P_TEXT_N]):
        state.part_text[place, k] = buf[a + k]
    return place


@kernel(VOID(STATE, I8, OUT))
def _finish(state: State, slot: int, out: Out) -> None:
    """Join the parts, write the message and close its place."""
    row = state.part[slot]
    n = 0
    for part in range(row[P_TOTAL]):
        for k in range(row[P_LENGTH + part]):
            c = state.part_bytes[slot, part, k] - 48
            state.six[n] = c - 8 if c > 39 else c
            n += 1
    _close(state, slot, out)
    fault = EMPTY
    if n > 0:
        fault = message(
            state, 6 * n - row[P_FILL], row[P_MS], row[P_RANK], row[P_WHO], row[P_FIRST_LINE], out
        )
    if fault >= 0:
        text = state.part_text[slot]
        reject(text, 0, row[P_TEXT_N], row[P_FIRST_LINE], fault % 64, fault // 64, out)


@kernel(VOID(STATE, INTS, I8, I8, I8, BYTES, I8, I8, I8, I8, OUT))
def add_part(
    state: State, new: Ints, part: int, fill: int, line: int,
    buf: Bytes, a: int, n: int, line_a: int, line_b: int, out: Out,
) -> None:  # fmt: skip
    """Take in part number `part`, whose payload is `buf[a:a+n]`; write the message if complete."""
    give_up_old(state, line, out)
    slot = _find(state, new, part, buf, a, n, out)
    if slot == -2:
        out.n[N_OTHER] += 1
        return
    if slot == _NEW:
        slot = _open(state, new, line, buf, line_a, line_b, out)
    row = state.part[slot]
    row[P_MASK] |= 1 << part
    row[P_GOT] += 1
    row[P_LENGTH + part - 1] = n
    for k in range(n):
        state.part_bytes[slot, part - 1, k] = buf[a + k]
    if part == row[P_TOTAL]:
        row[P_FILL] = fill
    for place in (P_WHO, P_GROUP):
        if row[place] == 0:
            row[place] = new[place]
    better = new[P_RANK] > row[P_RANK] or (new[P_RANK] == row[P_RANK] and part < row[P_STAMP_PART])
    if better:
        row[P_MS], row[P_RANK], row[P_STAMP_PART] = new[P_MS], new[P_RANK], part
    if row[P_GOT] == row[P_TOTAL]:
        _finish(state, slot, out)
