"""Garbled messages: what a receiver made of wrong bits is no claim of the ship's.

Method: field by field, what a hull said is laid in order as runs of one value. A run is noise where

    once      one message alone says it, no other message of the ship does, and what she said before
              she says again after it (at the edge of the record: of many messages it is the only
              one, first or last)
    near      it is heard rarely and lies a few bits from what she says usually: the six-bit
              characters of ITU-R M.1371 differ in at most `near_bits`, all told

Noise says nothing of the field; the rest of the message stays. The number of messages is that of
STATICS: of a table that repeats a claim in every row one an hour, and each change.
Blind spot: an identity that is put on for so short a time that one message of it is heard.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

_EMPTY = (None, 0, "")
_SIX_BIT = "@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_ !\"#$%&'()*+,-./0123456789:;<=>?"
"""ITU-R M.1371 table 47, in the order of the six bits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """When a value is noise; own choice, tried on simulated messages with random bits flipped."""

    once: int = 1  # messages that say it
    around: int = 4  # messages that say what she says before and after it
    at_edge: int = 10  # messages besides one at the beginning or end of the record
    near_bits: int = 4  # of the whole text
    near_share: float = 0.1  # of the messages that say either, the rarer value's at most
    twice_share: float = 0.02  # the same for two messages in a row, of any text


@dataclass(slots=True)
class _Run:
    value: Any
    rows: list[int]
    messages: int


def cleaned(
    rows: Sequence[dict[str, Any]], fields: Sequence[str], params: Params = Params()
) -> list[dict[str, Any]]:
    """Return the claims of one hull, in time order, with noise in `fields` set to None.

    Each row is a dict of CLAIMS, with `n_statics`. The rows given are not changed.
    """
    out = [dict(row) for row in rows]
    for field in fields:
        for i in _noise(out, field, params):
            out[i][field] = None
    return out


def _noise(rows: Sequence[dict[str, Any]], field: str, params: Params) -> Iterator[int]:
    """Yield the rows whose value of a field is noise."""
    runs = _runs(rows, field)
    if len(runs) < 2:
        return
    count: dict[Any, int] = {}
    for run in runs:
        count[run.value] = count.get(run.value, 0) + run.messages
    total, singles = sum(count.values()), _singles(runs, count)
    usual = max(count, key=lambda value: count[value])
    for n, run in enumerate(runs):
        if run.value == usual:
            continue
        before = runs[n - 1] if n else None
        after = runs[n + 1] if n + 1 < len(runs) else None
        rare = count[run.value]
        once = rare <= params.once or (rare == run.messages == 2
                                       and rare <= params.twice_share * total)  # fmt: skip
        if before and after:
            alone = once and before.value == after.value and count[before.value] >= params.around
        else:
            alone = once and total - rare >= params.at_edge
        # Several messages garbled in a row: each is heard once, and the ship's word is around them.
        lost = rare <= params.once and total - rare >= params.at_edge * singles
        near = (
            rare <= params.near_share * (rare + count[usual])
            and _bits_apart(str(run.value), str(usual)) <= params.near_bits
        )
        if alone or lost or near:
            yield from run.rows


def _singles(runs: Sequence[_Run], count: dict[Any, int]) -> int:
    """Return how many values one message alone says."""
    return sum(count[run.value] == 1 for run in runs)


def _runs(rows: Sequence[dict[str, Any]], field: str) -> list[_Run]:
    """Return the runs of one value, rows that say nothing of the field left out."""
    runs: list[_Run] = []
    for i, row in enumerate(rows):
        value = row[field]
        if value in _EMPTY:
            continue
        if runs and runs[-1].value == value:
            runs[-1].rows.append(i)
            runs[-1].messages += row.get("n_statics", 1)
        else:
            runs.append(_Run(value, [i], row.get("n_statics", 1)))
    return runs


def _bits_apart(a: str, b: str) -> int:
    """Return how many bits of six-bit text differ; a character that is none counts six."""
    size = max(len(a), len(b))
    first, second = ([_code(c) for c in text.ljust(size)] for text in (a, b))
    return sum((x ^ y).bit_count() for x, y in zip(first, second, strict=True))


def _code(character: str) -> int:
    at = _SIX_BIT.find(character.upper())
    return at if at >= 0 else 0x40


__all__ = ["Params", "cleaned"]
