r"""NMEA 0183 with AIS: sentences `!AIVDM`, `!AIVDO`, `!ABVDM`, `!BSVDM`, any talker, in any log.

Method: a columnar decoder compiled by Numba (`sentences` finds lines and sentences,
`message_bits` decodes by ITU-R M.1371-5, `multipart` joins multipart messages, `time` dates them,
`tag_block` reads tag blocks); pyais is its oracle in the tests. The input is read in blocks; where
a block ends changes nothing in the result, and memory does not grow with the input.

**What counts as what.** A line is a VDM or VDO sentence, or a line of text without one.

- reports: types 1-3, 18, 19, 27 (ships), 4 and 11 (base station, UTC reply), 9 (SAR aircraft),
  17 (DGNSS station) and 21 (aid to navigation) that hold a position. `ais_class` is 1 for 1-3,
  2 for 18 and 19, else 0: class A and B both send type 27. Type 17 and 27 positions are given in
  1/10 minute and come out as multiples of 1000 AIS units.
- statics: types 5, 24A, 24B, and 19, which also is a report where it holds a position. Auxiliary
  craft (MMSI 98...) send their mother ship's MMSI in place of their dimensions: these are null.
- other: blank lines, comments (`#`), every other sentence or text, clock sentences, types that
  hold neither position nor identity, parts of a type 24 that is neither A nor B, a multipart
  message's sentences after the first, and an exact repeat of a part.
- rejects, by reason: `checksum` (of a sentence, or of a clock sentence), `no checksum` (the
  sentence is taken to be cut off), `tag block checksum`, `sentence` (fields), `empty payload`,
  `payload character`, `too short` (fewer bits than its fields need; longer messages are read up
  to their last field), `unknown type`, `mmsi out of range`, `no position` (91, 181, 0 N 0 E),
  `latitude
  out of range`, `longitude out of range`, `multipart incomplete` (counted once, at its first
  line), `no time`, `line too long`.

**Which time a sentence has.** Its own, if any: the tag block's `c:` (s or ms), else its `$PGHP`,
else the epoch (s or ms; the first of two) or the date and time behind its checksum, else the time
that a logger wrote before it (`prefix`), of the zone given or UTC. `$PGHP` beats the epoch, for
the epoch tells when the line was written, with satellites half an hour later. A `$PGHP` belongs to
the sentence whose checksum it names in its last field, up to 16 lines before or (exactEarth sorts
its lines) 8
lines behind it; else to the next sentence. A sentence without a time takes the latest of
the last 32 times of the file, `$--ZDA` and `$--RMC` (status A) among them: the latest, because
delayed satellite sentences stand among live ones. Sentences before the first time are dated to
it, 1,000 lines back at most; a time is carried forward 10,000 lines at most. A message in several
sentences takes the best time among them, and of equals that of the earliest part. The UTC of a
type 4 message is no clock of the file.

**Files without any time** (in their first 100,000 lines) need `start_utc`. From there the UTC
second in the reports moves the clock: a second up to 30 s ahead is ahead of it, else behind it;
statics take the clock as it is. Order and seconds are then right while reports follow each other
within about 15 s; a longer silence loses minutes. Such times are good for a look at a
sample, not as evidence.

Blind spots: no checksum finds a sentence that was decoded wrongly and sent on; two messages of
one receiver with the same sequence id, channel and total, each of which lost a part, can be
joined. Two sentences on one line share its line number.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain
from typing import BinaryIO, NamedTuple

import numpy as np
import polars as pl

from ...errors import FormatError
from ...schema import TIME
from ..batch import Batch
from ..input.lines import filled
from ..input.source import damage
from ..table.choices import DAY_FIRST, MONTH_FIRST
from ..table.zones import to_utc
from .dates import NAIVE
from .state import (
    CLOCK_MS,
    FIRST_LINE,
    FIRST_MS,
    HEAD_LINES,
    LINE,
    LOOK_AHEAD,
    MAX_LINE,
    MODE,
    NEED_TIME,
    PREFIX_AWAY_MS,
    PREFIX_ORDER,
    Bytes,
    Out,
    State,
    make_room,
    new_out,
    new_state,
)
from .to_batch import batch as to_batch

BATCH_BYTES = 4 << 20
"""Bytes read at a time: about 50,000 sentences, which keeps the columns in the cache."""

_PADDING = bytes(16)  # so that a kernel that looks a byte ahead stays inside the array
_AIS = re.compile(
    rb"(?:^|[\s\\,;>\d)\]|=]|^[^{\n]*[,;\t]\"|^\")![!-~]{2}VD[MO],\d+,\d+,", re.MULTILINE
)


_TIME_LIKE = re.compile(r"\d{1,2}[:h.]\d\d|\d{1,2}/\d{1,2}/\d{2}|\d{8,}")


class NoTimeError(FormatError):
    """An NMEA file in which no time stands; the user must give one."""


class _Block(NamedTuple):
    """Complete lines: those that begin before `limit` are to be read, the rest only looked at."""

    bytes_: Bytes
    limit: int
    visible: int


def looks_like(head: bytes) -> bool:
    """Tell whether the first bytes of a file (64 KiB or so, decompressed) hold AIS sentences.

    A sentence must stand at the start of a line or behind a blank, digit, comma or tag block, or
    be a quoted cell of a line without a brace, so that JSON which quotes one does not count.
    """
    return _AIS.search(head) is not None


def read(
    stream: BinaryIO,
    *,
    file_id: int,
    place: str,
    start_utc: datetime | None = None,
    batch_bytes: int = BATCH_BYTES,
    time_zone: str | None = None,
    date_order: str | None = None,
) -> Iterator[Batch]:
    """Yield the batches of an NMEA stream, already decompressed, in file order.

    `date_order` is that of dates such as 01/03/2026 before sentences, `time_zone` that of times
    that carry none, UTC by default; an hour of summer time is that of the file's first such time.
    `place` names the input in errors. `start_utc` is used only where no time stands in the first
    100,000 lines (aware, or taken as UTC). A `Batch` holds what was settled in its block: the
    sentences of an open multipart message are counted in the batch in which it is closed.

    Raises NoTimeError before the first batch when a message needs a time and there is none.
    """
    if batch_bytes < 1:
        raise ValueError(f"batch_bytes must be positive, got {batch_bytes}")
    blocks = _blocks(stream, batch_bytes, place)
    order = ("", DAY_FIRST, MONTH_FIRST).index(date_order or "")
    head, first_line, first_ms = _find_time(blocks, order)
    state = new_state()
    state.num[PREFIX_ORDER] = order
    if time_zone is not None and first_line:
        away = _away_ms(time_zone, first_ms)
        state.num[PREFIX_AWAY_MS] = away
        start = head.blocks[0]
        first_ms -= away if NAIVE.search(bytes(start.bytes_[: start.limit])) else 0
    if first_line:
        state.num[FIRST_LINE], state.num[FIRST_MS] = first_line, first_ms
    elif start_utc is not None:
        state.num[MODE] = 1
        state.num[CLOCK_MS] = _unix_ms(start_utc)
    elif head.needs_time:
        first = _first_sentence(head)
        if _TIME_LIKE.search(first.split("!")[0]):
            raise NoTimeError(
                f"{place}: a time stands before the sentences in a form that is not read, as "
                f"'{first}'; expected a date with its year and a time of day, such as "
                "2026-03-01T00:00:03Z, or seconds since 1970; write them so (--start-time is for "
                "files without times: it would set these aside)"
            )
        raise NoTimeError(
            f"{place}: no time in this NMEA file (no tag block c:, no $PGHP, $--ZDA or $--RMC,"
            f" no epoch behind and no time before a sentence in its first {HEAD_LINES:,} lines);"
            f" its first sentence is '{first}';"
            " give --start-time YYYY-MM-DDTHH:MM:SSZ"
        )
    for block in chain(head.blocks, blocks):
        state, out = _scan(block, state)
        batch = to_batch(out, state, file_id)
        if batch.lines:
            yield batch
    batch = to_batch(_close(state), state, file_id)
    if batch.lines:
        yield batch
    if head.problem is not None:
        raise head.problem


def _first_sentence(head: "_Head") -> str:
    for block in head.blocks:
        for line in bytes(block.bytes_[: block.limit]).split(b"\n"):
            if _AIS.search(line):
                return line.strip()[:100].decode("ascii", "replace")
    return ""


def _away_ms(zone: str, at_ms: int) -> int:
    """Return how far `zone` is ahead of UTC at a local time, in ms."""
    local = pl.Series([at_ms], dtype=TIME)
    moved = to_utc(local, zone).cast(pl.Int64)[0]
    return at_ms - moved if moved is not None else 0


def _scan(block: _Block, state: State) -> tuple[State, Out]:
    """Read the lines of one block; the state is changed in place and may be given more room."""
    from . import sentences as kernel  # loads Numba

    sentences, tag_blocks = kernel.count_marks(block.bytes_, block.visible)
    state = make_room(state, tag_blocks)
    out = new_out(sentences)
    kernel.scan(block.bytes_, block.limit, block.visible, state, out)
    return state, out


def _close(state: State) -> Out:
    """At the end of the input, give up the multipart messages that are still open."""
    from . import sentences as kernel

    out = new_out(0)
    kernel.close(state, out)
    return out


class _Head(NamedTuple):
    """The blocks read while looking for a time, and whether a message needs one."""

    blocks: list[_Block]
    needs_time: bool
    problem: FormatError | None  # the data is cut or damaged behind the blocks


def _find_time(blocks: Iterator[_Block], order: int) -> tuple[_Head, int, int]:
    """Read on until a time is found; return what was read, its line (0: none) and the time."""
    read_so_far: list[_Block] = []
    problem: FormatError | None = None
    state = new_state()
    state.num[PREFIX_ORDER] = order
    while True:
        try:
            block = next(blocks, None)
        except FormatError as error:
            block, problem = None, error
        if block is None:
            _close(state)
            break
        read_so_far.append(block)
        state, _ = _scan(block, state)
        if state.num[FIRST_LINE] or state.num[LINE] >= HEAD_LINES:
            break
    first_line, first_ms = int(state.num[FIRST_LINE]), int(state.num[FIRST_MS])
    if first_line > HEAD_LINES:
        first_line, first_ms = 0, 0
    return _Head(read_so_far, bool(state.num[NEED_TIME]), problem), first_line, first_ms


def _blocks(stream: BinaryIO, batch_bytes: int, place: str) -> Iterator[_Block]:
    """Cut a stream into blocks of complete lines, each with LOOK_AHEAD more lines to look at.

    Of a line longer than MAX_LINE only as much is kept as shows that it is too long. Raises
    FormatError, after the complete lines before it, where compressed data is cut or damaged.
    """
    kept = bytearray()
    lines = 0
    while True:
        chunk, _, problem = filled(stream, batch_bytes)
        data = kept + chunk
        lines += chunk.count(b"\n")
        if problem is not None:
            n = data.rfind(b"\n") + 1
            if n:
                yield _Block(np.frombuffer(data[:n] + _PADDING, np.uint8), n, n)
            raise FormatError(
                f"{place}: line {lines + 1}: {damage(problem)}; the {lines} line(s) before it are "
                "whole"
            ) from problem
        if not chunk:
            if data:
                n = len(data)
                yield _Block(np.frombuffer(data + _PADDING, np.uint8), n, n)
            return
        complete = data.rfind(b"\n") + 1
        if len(data) - complete > MAX_LINE + 1:
            data = data[: complete + MAX_LINE + 1]
        limit = complete
        for _ in range(LOOK_AHEAD):
            limit = data.rfind(b"\n", 0, max(limit - 1, 0)) + 1
        kept = data[limit:]
        if limit:
            data += _PADDING
            yield _Block(np.frombuffer(data, np.uint8), limit, complete)


def _unix_ms(when: datetime) -> int:
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    return round(aware.timestamp() * 1000)
