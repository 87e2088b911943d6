"""What the NMEA kernels remember between blocks, and what they write: plain NumPy arrays.

Numba passes arrays cheaply and dictionaries dearly, so the reader's memory is a handful of
integer arrays with named places. Everything here has a fixed size except the receivers' names,
which grow with the number of different receivers, never with the length of the input.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bytes = NDArray[np.uint8]

# --- limits, in lines, milliseconds and bytes (tests/read/test_nmea_parts.py, _time.py) ---------
# Limits: own choices, except where a line names a source.
MAX_LINE = 16_384  # a longer line is no NMEA; the rest of it is not kept in memory
LOOK_AHEAD = 8  # lines: exactEarth sorts a $PGHP line up to so many lines behind its sentence
PGHP_WINDOW = 16  # lines: how long a $PGHP waits for the sentence with its checksum
TAG_LIFE = 4  # lines: how long a tag block alone on its line waits for its sentence
BACK_DATE = 1_000  # lines before the first time of a file that take that time
CARRY = 10_000  # lines for which the last known time is carried forward
HEAD_LINES = 100_000  # lines searched for a first time before the file counts as having none
PART_LINES = 2_000  # lines after which an incomplete multipart message is given up
PART_AGE_MS = 60_000  # parts of one message have stamps no further apart than this
RING = 32  # a carried time is the latest of so many last stamps
SLOTS = 256  # multipart messages open at once; the oldest is dropped
MAX_PARTS = 9  # sentences of one message: one digit in IEC 61162-1
PART_BYTES = 256  # payload characters in one sentence; NMEA 0183 allows 62
TEXT = 200  # characters of a line kept in REJECTS
NAME_BYTES = 64  # characters of a receiver's name

# --- places in `State.num` ------------------------------------------------------------------
LINE = 0  # lines begun so far
MODE = 1  # 0: times come from the file; 1: times are derived from a start time
FIRST_LINE, FIRST_MS = 2, 3  # line and time of the first stamp; 0: none yet
LAST_LINE = 4  # line of the newest stamp
N_STAMPS = 5
N_PGHP = 6
NEXT_PGHP = 7  # index + 1 of the $PGHP whose next sentence is awaited, else 0
N_TAKEN = 8  # $PGHP lines read in advance
NEED_TIME = 9  # messages that found no time
CLOCK_MS, AHEAD_MS = 10, 11  # the start-time clock, and the newest time ahead of it (-1: none)
N_NAMES, N_ARENA = 12, 13
TAG_LINE = 14  # line of the tag block that awaits its sentence, 0: none
TAG_MS, TAG_WHO, TAG_GROUP, TAG_PART, TAG_TOTAL, TAG_BAD = 15, 16, 17, 18, 19, 20
N_COMMAS = 21
TOP = 42  # places of open multipart messages in use: none is open at or above it
COMMAS = 22  # 20 places
STAMPS = 48  # RING places
PGHP = 80  # PGHP_WINDOW x (ms, checksum, line, used)
TAKEN = 144  # 16 places: lines of $PGHP already taken
PREFIX_AWAY_MS = 160  # how far the zone of times before sentences is ahead of UTC
PREFIX_ORDER = 161  # of dates such as 01/03/2026: 0 unknown, 1 day first, 2 month first
N_NUM = 162

# --- places in a row of `State.part` --------------------------------------------------------
P_OPEN, P_FIRST_LINE, P_TOTAL, P_SEQ, P_CHANNEL, P_FORM, P_TALKER, P_WHO, P_GROUP = range(9)
P_MASK, P_GOT, P_MS, P_RANK, P_FILL, P_TEXT_N, P_STAMP_PART = range(9, 16)
P_LENGTH = 16  # MAX_PARTS places
N_PART = P_LENGTH + MAX_PARTS

# --- how a sentence's time is known (higher wins) -------------------------------------------
CARRIED, TRAILING, STAMPED, TAGGED = 0, 1, 2, 3

# --- rows of `Out.rep`, `Out.sta`, `Out.rej` ------------------------------------------------
R_MS, R_MMSI, R_LAT, R_LON, R_SOG, R_COG, R_HEADING, R_STATUS, R_CLASS, R_TYPE, R_WHO, R_LINE = (
    range(12)
)
S_MS, S_MMSI, S_IMO, S_SHIP_TYPE, S_BOW, S_STERN, S_PORT, S_STARBOARD, S_DRAUGHT = range(9)
S_TYPE, S_LINE, S_NAME_END, S_CALL_END, S_DEST_END = range(9, 14)
J_LINE, J_REASON, J_VALUE, J_EXTRA, J_TEXT_END = range(5)
NAME, CALL, DEST = 0, 1, 2  # rows of `Out.text`
N_REP, N_STA, N_REJ, N_OTHER, N_STA_COUNTED = range(5)  # places in `Out.n`

# --- reasons --------------------------------------------------------------------------------
(
    CHECKSUM, NO_CHECKSUM, TAG_CHECKSUM, SENTENCE, EMPTY, CHARACTER, SHORT, INCOMPLETE, MMSI,
    NO_POSITION, LATITUDE, LONGITUDE, NO_TIME, LONG_LINE, UNKNOWN,
) = range(15)  # fmt: skip


class State(NamedTuple):
    """All that lives from one line to the next."""

    num: Ints  # scalars and small tables, see the places above
    six: Bytes  # the payload at hand, six bits a byte
    new: Ints  # the part at hand, in the shape of a row of `part`
    part: Ints  # open multipart messages, one a row
    part_bytes: Bytes  # their payloads: SLOTS x MAX_PARTS x PART_BYTES
    part_text: Bytes  # the line that opened them: SLOTS x TEXT
    names: Ints  # receivers: (start in the arena, length, hash)
    name_slots: Ints  # open addressing: index of the name + 1
    arena: Bytes  # the names' bytes


class Out(NamedTuple):
    """What one block yields, in columns; -1 stands for null."""

    rep: Ints
    sta: Ints
    rej: Ints
    text: Bytes  # names, call signs and destinations, end to end
    rej_text: Bytes
    n: Ints


def new_state() -> State:
    """Return the memory of a reader that has read nothing."""
    num = np.zeros(N_NUM, np.int64)
    num[AHEAD_MS] = -1
    num[TAG_MS] = -1
    return State(
        num=num,
        six=np.zeros(MAX_PARTS * PART_BYTES, np.uint8),
        new=np.zeros(N_PART, np.int64),
        part=np.zeros((SLOTS, N_PART), np.int64),
        part_bytes=np.zeros((SLOTS, MAX_PARTS, PART_BYTES), np.uint8),
        part_text=np.zeros((SLOTS, TEXT), np.uint8),
        names=np.zeros((64, 3), np.int64),
        name_slots=np.zeros(256, np.int64),
        arena=np.zeros(64 * NAME_BYTES, np.uint8),
    )


def make_room(state: State, tag_blocks: int) -> State:
    """Return `state` with room for as many new receivers as there are tag blocks to come."""
    used = int(state.num[N_NAMES])
    want = used + tag_blocks
    if want <= len(state.names) and int(state.num[N_ARENA]) + tag_blocks * NAME_BYTES <= len(
        state.arena
    ):
        return state
    size = 1 << max(want, 64).bit_length()
    names = np.zeros((size, 3), np.int64)
    names[:used] = state.names[:used]
    arena = np.zeros(int(state.num[N_ARENA]) + size * NAME_BYTES, np.uint8)
    arena[: state.num[N_ARENA]] = state.arena[: state.num[N_ARENA]]
    slots = np.zeros(4 * size, np.int64)
    for i in range(used):
        at = int(names[i, 2]) & (len(slots) - 1)
        while slots[at]:
            at = (at + 1) & (len(slots) - 1)
        slots[at] = i + 1
    return state._replace(names=names, name_slots=slots, arena=arena)


def new_out(sentences: int) -> Out:
    """Return room for a block of at most so many sentences and lines."""
    room = sentences + SLOTS + 1
    return Out(
        rep=np.empty((12, room), np.int64),
        sta=np.empty((14, room), np.int64),
        rej=np.empty((5, room), np.int64),
        text=np.empty((3, room * 20), np.uint8),
        rej_text=np.empty(room * TEXT, np.uint8),
        n=np.zeros(5, np.int64),
    )
