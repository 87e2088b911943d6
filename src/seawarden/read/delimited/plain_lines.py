"""Delimited text to typed columns at the speed of memory: lines in plain form.

`plan` says whether a file's layout can be read by `cells_kernel` at all, and how; `read` gives
what each line holds, and which lines must be read carefully instead. A published CSV is plain
but for a few lines in a million. Times as epochs or with words in them, dates and times in two
columns, blanks around cells and MMSIs inside track names are not: such files go the careful
way as a whole, several times slower.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...schema import TIME
from ..table import typed_columns
from ..table.layout import DEGREES, LETTERS, Layout
from ..table.layout import STATIC as STATIC_MEANINGS
from ..table.times import ISO, plausible
from ..table.zones import to_utc
from .plain_lines_kernel import (
    BASIS,
    DIGIT,
    MAX_WORDS,
    NUMBER,
    PLAIN,
    SKIP,
    STATIC,
    STATIC_NUMBER,
    T_OR_BLANK,
    WORD,
    WORD_SLOTS,
    Marks,
    Values,
    fold_numbers,
    fold_texts,
    read_lines,
)
from .plain_lines_kernel import TIME as TIME_ROLE

_PARTS = {"%Y": 4, "%m": 2, "%d": 2, "%H": 2, "%M": 2, "%S": 2}
_ISO_LAYOUT = "%Y-%m-%dT%H:%M:%S"


@dataclass(frozen=True, slots=True)
class Plan:
    """How to read the lines of a file: the kernel's marks, and which meaning each result has."""

    layout: Layout
    marks: Marks
    numbers: tuple[str, ...]  # meanings, in the order of `Values.numbers`
    words: tuple[str, ...]  # meanings, in the order of `Values.codes`
    static_columns: tuple[str, ...]  # columns of the file that say who the ship is, in its order


@dataclass(frozen=True, slots=True)
class Cells:
    """What the kernel read of a piece; rows of `state` other than PLAIN hold nothing of use."""

    plan: Plan
    text: bytes
    values: Values

    def not_plain(self) -> NDArray[np.int64]:
        """Return the lines that must be read carefully."""
        return np.flatnonzero(self.values.state != PLAIN)

    def number(self, meaning: str) -> NDArray[np.float64]:
        """Return the numbers of a meaning as they stand, NaN where there is none."""
        if meaning not in self.plan.numbers:
            return np.full(len(self.values.state), np.nan)
        return np.asarray(self.values.numbers[self.plan.numbers.index(meaning)], dtype=np.float64)

    def frame(self, lines: pl.Series) -> pl.DataFrame:
        """Return the columns that `typed.by_meaning` gives, but for the static ones; every line."""
        out: dict[str, pl.Series] = {"line": lines}
        plan, values = self.plan, self.values
        for meaning in plan.layout.columns:
            if meaning == "time":
                times = pl.Series(values.time_ms).cast(TIME)
                out[meaning] = plausible(to_utc(times, plan.layout.clock.zone))
            elif meaning in plan.numbers:
                column = values.numbers[plan.numbers.index(meaning)]
                out[meaning] = pl.Series(meaning, column, nan_to_null=True)
            elif meaning in plan.words:
                out |= self._coded(meaning)
        return pl.DataFrame(typed_columns.finished(out, plan.layout))

    def _coded(self, meaning: str) -> dict[str, pl.Series]:
        """Return the codes behind a column of words: each distinct word is looked up once."""
        column = self.plan.words.index(meaning)
        spans = zip(
            self.values.word_starts[column].tolist(),
            self.values.word_ends[column].tolist(),
            strict=True,
        )
        n = int(self.values.n_words[column])
        words = [self.text[a:b].decode("utf-8") for (a, b), _ in zip(spans, range(n), strict=False)]
        is_number = self.plan.layout.is_number(meaning)
        known = _codes_of(meaning, tuple(words), is_number)
        codes = self.values.codes[column]
        return {m: values.gather(codes) for m, values in known.items()}


@lru_cache(maxsize=256)
def _codes_of(meaning: str, words: tuple[str, ...], is_number: bool) -> dict[str, pl.Series]:
    """Return the codes of a column's distinct words, null first: small files hold the same ones."""
    distinct = pl.Series(meaning, [None, *words], dtype=pl.String)
    if is_number:
        distinct = distinct.cast(pl.Float64, strict=False)
    return typed_columns.coded(meaning, distinct)


def plan(
    layout: Layout, names: Sequence[str], separator: str, *, decimal_comma: bool, has_blanks: bool
) -> Plan | None:
    """Return how to read files of this layout, or None when they must be read carefully."""
    clock = _template(_ISO_LAYOUT if layout.clock.layout == ISO else layout.clock.layout)
    if has_blanks or clock is None or {"date", "seg_id"} & layout.columns.keys():
        return None
    if (
        "lat" not in layout.columns
        or layout.coordinates != DEGREES
        or layout.with_units
        or {*LETTERS} & layout.columns.keys()
    ):
        return None
    meaning_of = {column: meaning for meaning, column in layout.columns.items()}
    roles = np.full(len(names), SKIP, dtype=np.uint8)
    slots = np.zeros(len(names), dtype=np.int64)
    numbers: list[str] = []
    words: list[str] = []
    for i, name in enumerate(names):
        meaning = meaning_of.get(name)
        if meaning is None:
            continue
        if meaning == "time":
            roles[i] = TIME_ROLE
        elif meaning in STATIC_MEANINGS:
            roles[i] = STATIC_NUMBER if layout.is_number(meaning) else STATIC
        else:
            roles[i], kind = (WORD, words) if meaning in typed_columns.CODED else (NUMBER, numbers)
            slots[i] = len(kind)
            kind.append(meaning)
    template, parts = clock
    marks = Marks(
        separator=ord(separator),
        point=ord("," if decimal_comma else "."),
        roles=roles,
        slots=slots,
        template=template,
        parts=parts,
        # Where times are of a zone, one that carries its zone itself is read carefully.
        has_fraction=layout.clock.layout == ISO and layout.clock.zone is None,
    )
    is_static = np.isin(roles, (STATIC, STATIC_NUMBER)).tolist()
    static = tuple(n for n, here in zip(names, is_static, strict=True) if here)
    return Plan(layout, marks, tuple(numbers), tuple(words), static)


def read(text: bytes, n_lines: int, plan: Plan) -> Cells:
    """Read `n_lines` lines, each of which ends in a line feed."""
    n_words = max(len(plan.words), 1)
    values = Values(
        numbers=np.full((len(plan.numbers), n_lines), np.nan),
        time_ms=np.zeros(n_lines, dtype=np.int64),
        codes=np.zeros((n_words, n_lines), dtype=np.int32),
        what=np.empty(n_lines, dtype=np.uint64),
        state=np.empty(n_lines, dtype=np.uint8),
        starts=np.empty(n_lines + 1, dtype=np.int64),
        word_starts=np.zeros((n_words, MAX_WORDS), dtype=np.int64),
        word_ends=np.zeros((n_words, MAX_WORDS), dtype=np.int64),
        n_words=np.zeros(n_words, dtype=np.int64),
        table=np.zeros((n_words, WORD_SLOTS), dtype=np.int32),
    )
    read_lines(np.frombuffer(text, dtype=np.uint8), plan.marks, values)
    return Cells(plan, text, values)


def fingerprints_of(cells: pl.DataFrame, plan: Plan) -> NDArray[np.uint64]:
    """Return the fingerprints of lines that were read carefully, as the kernel gives them.

    `cells` holds the file's columns: numbers as Float64, all else as text.
    """
    out = np.full(cells.height, BASIS, dtype=np.uint64)
    speaks = np.zeros(cells.height, dtype=np.bool_)
    for name in plan.static_columns:
        column = cells[name]
        if column.dtype == pl.String:
            texts = column.fill_null("")
            ends = np.cumsum(texts.str.len_bytes().to_numpy(), dtype=np.int64)
            text = np.frombuffer("".join(texts.to_list()).encode(), dtype=np.uint8)
            fold_texts(text, np.concatenate(([0], ends)), out, speaks)
        else:
            fold_numbers(typed_columns.number(column).fill_null(np.nan).to_numpy(), out, speaks)
    return np.where(speaks, out, np.uint64(0))


def _template(layout: str) -> tuple[NDArray[np.uint8], NDArray[np.int64]] | None:
    """Return (template, where each part begins) of a layout of fixed width, or None."""
    template: list[int] = []
    parts: dict[str, int] = {}
    at = 0
    while at < len(layout):
        mark = layout[at : at + 2]
        if mark.startswith("%"):
            if mark not in _PARTS:
                return None
            parts[mark] = len(template)
            template += [DIGIT] * _PARTS[mark]
            at += 2
        else:
            is_iso_t = layout == _ISO_LAYOUT and layout[at] == "T"
            template.append(T_OR_BLANK if is_iso_t else ord(layout[at]))
            at += 1
    if parts.keys() != _PARTS.keys():
        return None
    starts = [parts[mark] for mark in _PARTS]
    return np.array(template, dtype=np.uint8), np.array(starts, dtype=np.int64)
