"""The NMEA reader, given its input piece by piece as it comes: the same decoder, state and counts.

Method: `read` pulls blocks from a stream; here the blocks are pushed. Where a piece ends changes
nothing in the result, as for `read`: what `push` and `close` return together is what `read` would
have yielded for the same bytes. Lines that come before the first time wait for it, as `read` looks
for it beforehand; where a `$PGHP` line was seen, the last lines wait until those behind them are
there, for such a line may stand behind its sentence.
"""

from typing import Any

import numpy as np

from ..batch import Batch, empty
from .reader import _PADDING, _Block, _close, _scan
from .state import (
    FIRST_LINE,
    FIRST_MS,
    HEAD_LINES,
    LINE,
    LOOK_AHEAD,
    MAX_LINE,
    N_PGHP,
    TOP,
    Bytes,
    new_state,
)
from .to_batch import batch as to_batch


class Feed:
    """Decodes one NMEA input that is still growing."""

    def __init__(self, file_id: int) -> None:
        """`file_id` is the input's number in REPORTS."""
        self._file_id = file_id
        self._state = new_state()
        self._kept = b""
        self._has_time = False

    @property
    def is_between_messages(self) -> bool:
        """Whether nothing waits: no message lacks a part, no line its end or its time."""
        return not self._kept and not self._state.num[TOP]

    def push(self, data: bytes) -> Batch:
        """Return what the next bytes settle; a line without its end waits for the rest."""
        data = self._kept + data if self._kept else data
        complete = data.rfind(b"\n") + 1
        if not complete:
            self._kept = data[: MAX_LINE + 1]
            return empty()
        if not self._has_time and not self._found_time(data, complete):
            self._kept = data
            return empty()
        limit = complete
        if self._state.num[N_PGHP] or b"$PGHP" in data:
            for _ in range(LOOK_AHEAD):
                limit = data.rfind(b"\n", 0, max(limit - 1, 0)) + 1
        self._kept = data[limit:]
        if len(data) - complete > MAX_LINE + 1:
            self._kept = data[limit : complete + MAX_LINE + 1]
        return self._scanned(data, limit, complete) if limit else empty()

    def close(self) -> Batch:
        """Return what was still open at the end of the input; the feed is used up."""
        data, self._kept = self._kept, b""
        parts = []
        if data:
            n = len(data)
            self._has_time or self._found_time(data, n)
            parts.append(self._scanned(data, n, n))
        parts.append(to_batch(_close(self._state), self._state, self._file_id))
        return joined(parts)

    def _scanned(self, data: bytes, limit: int, complete: int) -> Batch:
        block = _Block(_bytes(data), limit, complete)
        self._state, out = _scan(block, self._state)
        return to_batch(out, self._state, self._file_id)

    def _found_time(self, data: bytes, complete: int) -> bool:
        """Look for the first time of the input, from whose line on lines before it are dated."""
        block = _Block(_bytes(data), complete, complete)
        state, _ = _scan(block, new_state())
        line = int(state.num[FIRST_LINE])
        if line and line <= HEAD_LINES:
            self._state.num[FIRST_LINE], self._state.num[FIRST_MS] = line, int(state.num[FIRST_MS])
        self._has_time = bool(line) or int(state.num[LINE]) >= HEAD_LINES
        return self._has_time


def joined(parts: list[Batch]) -> Batch:
    """Return several batches of one input as one, their rows in the same order."""
    import polars as pl

    full = [part for part in parts if part.lines or part.reports.height or part.statics.height]
    if len(full) < 2:
        return full[0] if full else empty()
    frames: dict[str, Any] = {
        name: pl.concat([getattr(part, name) for part in full])
        for name in ("reports", "statics", "rejects")
    }
    counts = {
        name: sum(getattr(part, name) for part in full)
        for name in ("lines", "n_reports", "n_statics", "n_other", "n_rejects")
    }
    return Batch(**frames, **counts)


def _bytes(data: bytes) -> Bytes:
    return np.frombuffer(bytearray(data) + _PADDING, np.uint8)  # writable, as the kernels want it
