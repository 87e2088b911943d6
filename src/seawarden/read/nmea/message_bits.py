# mypy: disable-error-code="no-any-return"
# (an element of a NumPy array is Any to mypy, an int to Numba)
"""NMEA kernel: from the bits of one AIS message to a row.

Layouts: Recommendation ITU-R M.1371-5, Annex 8. A message longer than its type allows is read
up to its last field (receivers are seen to append a few characters to sound messages); a shorter
one is refused, for then a field would be guessed.
"""

import numpy as np
from numpy.typing import NDArray

from .jit import BYTES, I8, OUT, STATE, VOID, kernel
from .state import (
    CALL,
    CARRIED,
    DEST,
    LATITUDE,
    LONGITUDE,
    MMSI,
    N_OTHER,
    N_REP,
    N_STA,
    N_STA_COUNTED,
    NAME,
    NEED_TIME,
    NO_POSITION,
    NO_TIME,
    R_CLASS,
    R_COG,
    R_HEADING,
    R_LAT,
    R_LINE,
    R_LON,
    R_MMSI,
    R_MS,
    R_SOG,
    R_STATUS,
    R_TYPE,
    R_WHO,
    S_BOW,
    S_CALL_END,
    S_DEST_END,
    S_DRAUGHT,
    S_IMO,
    S_LINE,
    S_MMSI,
    S_MS,
    S_NAME_END,
    S_SHIP_TYPE,
    S_TYPE,
    SHORT,
    UNKNOWN,
    Bytes,
    Out,
    State,
)
from .time import message_ms

# One row a message type: least number of bits; then the places of longitude, latitude (and their
# width), SOG (and width), COG (and width), heading, UTC second and navigational status; how many
# AIS units one unit of position is, one unit of SOG in 0.1 kn, one of COG in 0.1 deg; AIS class.
# -1: the type has no such field. Types without a row carry no position.
(
    BITS, LON, LON_N, LAT, LAT_N, SOG, SOG_N, COG, COG_N, HEADING, SECOND, STATUS, SCALE, SOG_UNIT,
    COG_UNIT, CLASS,
) = range(16)  # fmt: skip
_A = (143, 61, 28, 89, 27, 50, 10, 116, 12, 128, 137, 38, 1, 1, 1, 1)
_BASE = (134, 79, 28, 107, 27, -1, 0, -1, 0, -1, 72, -1, 1, 1, 1, 0)
_POSITIONS = {
    1: _A,
    2: _A,
    3: _A,
    4: _BASE,
    9: (134, 61, 28, 89, 27, 50, 10, 116, 12, -1, 128, -1, 1, 10, 1, 0),
    11: _BASE,
    17: (75, 40, 18, 58, 17, -1, 0, -1, 0, -1, -1, -1, 1000, 1, 1, 0),
    18: (139, 57, 28, 85, 27, 46, 10, 112, 12, 124, 133, -1, 1, 1, 1, 2),
    19: (301, 57, 28, 85, 27, 46, 10, 112, 12, 124, 133, -1, 1, 1, 1, 2),
    21: (259, 164, 28, 192, 27, -1, 0, -1, 0, -1, 253, -1, 1, 1, 1, 0),
    27: (94, 44, 18, 62, 17, 79, 6, 85, 9, -1, -1, 40, 1000, 10, 10, 0),
}
_LAYOUT: NDArray[np.int64] = np.full((64, 16), -1, np.int64)
for _type, _row in _POSITIONS.items():
    _LAYOUT[_type] = _row
_LAST_TYPE = 28  # the highest type that M.1371 assigns


@kernel(I8(BYTES, I8, I8), inline=True)
def bits(six: Bytes, start: int, n: int) -> int:
    """Return `n` bits from bit `start` as an unsigned number."""
    value = 0
    last = (start + n - 1) // 6
    for i in range(start // 6, last + 1):
        value = (value << 6) | int(six[i])
    return (value >> (6 * (last + 1) - start - n)) & ((1 << n) - 1)


@kernel(I8(BYTES, I8, I8), inline=True)
def signed(six: Bytes, start: int, n: int) -> int:
    """Return `n` bits from bit `start` as a two's complement number."""
    value = bits(six, start, n)
    return value - (1 << n) if value >> (n - 1) else value


@kernel(I8(BYTES, I8, I8, I8, I8, I8, OUT), inline=True)
def _position(six: Bytes, kind: int, mmsi: int, ms: int, who: int, line: int, out: Out) -> int:
    """Write one row of REPORTS; return -1, or what is wrong with the position."""
    at = _LAYOUT[kind]
    lon = signed(six, at[LON], at[LON_N]) * at[SCALE]
    lat = signed(six, at[LAT], at[LAT_N]) * at[SCALE]
    # 91 and 181 degrees: not available; 0 N 0 E: what a transponder without a fix sends.
    if lat == 54_600_000 or lon == 108_600_000 or (lat == 0 and lon == 0):
        return NO_POSITION
    if abs(lat) > 54_000_000:
        return LATITUDE + (lat + (1 << 40)) * 64
    if abs(lon) > 108_000_000:
        return LONGITUDE + (lon + (1 << 40)) * 64
    i = out.n[N_REP]
    out.n[N_REP] = i + 1
    rep = out.rep
    rep[R_MS, i] = ms
    rep[R_MMSI, i] = mmsi
    rep[R_LAT, i] = lat
    rep[R_LON, i] = lon
    rep[R_SOG, i] = -1
    if at[SOG] >= 0:
        sog = bits(six, at[SOG], at[SOG_N])
        if sog != (1 << at[SOG_N]) - 1:  # 1023 and 63: not available
            rep[R_SOG, i] = sog * at[SOG_UNIT]
    rep[R_COG, i] = -1
    if at[COG] >= 0:
        cog = bits(six, at[COG], at[COG_N]) * at[COG_UNIT]
        if cog < 3600:
            rep[R_COG, i] = cog
    rep[R_HEADING, i] = -1
    if at[HEADING] >= 0:
        heading = bits(six, at[HEADING], 9)
        if heading < 360:
            rep[R_HEADING, i] = heading
    rep[R_STATUS, i] = -1
    if at[STATUS] >= 0:
        status = bits(six, at[STATUS], 4)
        if status != 15:
            rep[R_STATUS, i] = status
    rep[R_CLASS, i] = at[CLASS]
    rep[R_TYPE, i] = kind
    rep[R_WHO, i] = who
    rep[R_LINE, i] = line
    return -1


@kernel(VOID(BYTES, I8, I8, I8, I8, I8, OUT))
def _text(six: Bytes, start: int, n: int, row: int, place: int, which: int, out: Out) -> None:
    """Append a six-bit text, trimmed of '@' and blanks at both ends, to the column's bytes."""
    end = out.sta[place, row - 1] if row > 0 else 0
    first = end
    last = end
    if start >= 0:
        for k in range(n):
            c = bits(six, start + 6 * k, 6)
            c = c + 64 if c < 32 else c
            blank = c in (64, 32)
            if blank and last == first:
                continue
            out.text[which, end] = c
            end += 1
            if not blank:
                last = end
    out.sta[place, row] = last


@kernel(VOID(BYTES, I8, I8, I8, I8, OUT))
def _static(six: Bytes, kind: int, mmsi: int, ms: int, line: int, out: Out) -> None:
    """Write one row of STATICS from a message of type 5, 19 or 24."""
    i = out.n[N_STA]
    out.n[N_STA] = i + 1
    sta = out.sta
    sta[S_MS, i] = ms
    sta[S_MMSI, i] = mmsi
    sta[S_IMO, i] = 0
    sta[S_SHIP_TYPE, i] = 0
    sta[S_DRAUGHT, i] = -1
    sta[S_TYPE, i] = kind
    sta[S_LINE, i] = line
    name, call, destination, size = -1, -1, -1, -1
    if kind == 5:
        sta[S_IMO, i] = bits(six, 40, 30)
        sta[S_SHIP_TYPE, i] = bits(six, 232, 8)
        draught = bits(six, 294, 8)
        sta[S_DRAUGHT, i] = draught if draught > 0 else -1
        call, name, size, destination = 70, 112, 240, 302
    elif kind == 19:
        sta[S_SHIP_TYPE, i] = bits(six, 263, 8)
        name, size = 143, 271
    elif bits(six, 38, 2) == 0:
        name = 40
    else:
        sta[S_SHIP_TYPE, i] = bits(six, 40, 8)
        call = 90
        if mmsi // 10_000_000 != 98:  # there the place holds the mother ship's MMSI
            size = 132
    widths = (9, 9, 6, 6)
    total_m = 0
    for k in range(4):
        sta[S_BOW + k, i] = -1
    if size >= 0:
        for k in range(4):
            sta[S_BOW + k, i] = bits(six, size, widths[k])
            size += widths[k]
            total_m += sta[S_BOW + k, i]
        if total_m == 0:
            for k in range(4):
                sta[S_BOW + k, i] = -1
    _text(six, name, 20, i, S_NAME_END, NAME, out)
    _text(six, call, 7, i, S_CALL_END, CALL, out)
    _text(six, destination, 20, i, S_DEST_END, DEST, out)


@kernel(I8(STATE, I8, I8, I8, I8, I8, OUT), inline=True)
def message(state: State, n_bits: int, ms: int, rank: int, who: int, line: int, out: Out) -> int:
    """Write the message in `state.six`; return -1 when it is counted, else `reason + value * 64`.

    `ms` and `rank` are the stamp of its sentence, `who` its receiver.
    """
    six = state.six
    if n_bits < 6:
        return SHORT + n_bits * 64
    kind = bits(six, 0, 6)
    if kind == 0 or kind > _LAST_TYPE:
        return UNKNOWN + kind * 64
    has_position = _LAYOUT[kind, BITS] > 0
    if not has_position and kind != 5 and kind != 24:
        out.n[N_OTHER] += 1
        return -1
    if n_bits < 40:
        return SHORT + n_bits * 64
    mmsi = bits(six, 8, 30)
    if mmsi == 0 or mmsi > 999_999_999:
        return MMSI + mmsi * 64
    least = _LAYOUT[kind, BITS]
    if kind == 5:
        least = 422
    elif kind == 24:
        part = bits(six, 38, 2)
        if part > 1:
            out.n[N_OTHER] += 1
            return -1
        least = 162 if part == 1 else 160
    if n_bits < least:
        return SHORT + n_bits * 64
    second = -1
    if has_position and _LAYOUT[kind, SECOND] >= 0:
        second = bits(six, _LAYOUT[kind, SECOND], 6)
    if rank == CARRIED:
        ms = message_ms(state.num, line, second)
        if ms < 0:
            state.num[NEED_TIME] += 1
            return NO_TIME
    if not has_position:
        _static(six, kind, mmsi, ms, line, out)
        out.n[N_STA_COUNTED] += 1
        return -1
    fault = _position(six, kind, mmsi, ms, who, line, out)
    if kind == 19:
        _static(six, kind, mmsi, ms, line, out)
        if fault >= 0:  # identity without a position: it counts as a static
            out.n[N_STA_COUNTED] += 1
            return -1
    return fault
