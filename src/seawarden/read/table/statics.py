"""The static cells of a table's rows, cleaned, as STATICS.

Names lose what stands behind an `@` and the blanks; the publishers' words for nothing
(`Unknown`, `None`, `--`) are null; an IMO number is read from `IMO9074729` and `9074729.0` too;
0 is null. Length and width without the antenna's place are given as bow 0, stern = length,
port 0, starboard = width, which is how ITU-R M.1371 writes "reference point not available".

What a few rows say is kept in mind by their cells as they stand (`_remembered`): a station's files
of a minute say the same of the same ships, and cleaning one row costs as much as a thousand.

To keep volume down, a position row's static fields become a STATICS row only when they differ
from the last ones of that MMSI in this file, or an hour has passed since (`changed_statics.py`).
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import polars as pl
import polars.selectors as cs
from numpy.typing import NDArray

from ...schema import STATICS
from ..codes import ship_types
from .changed_statics import Changes
from .layout import STATIC

Rows = NDArray[np.int64]
Cells = tuple[object, ...]
_NOTHING = ("", "none", "null", "nan", "n/a", "na", "--", "-", "unknown", "undefined", "\\n",
)  # fmt: skip

COLUMNS = (
    "imo", "name", "call_sign", "ship_type", "bow_m", "stern_m", "port_m", "starboard_m",
    "draught_m", "destination",
)  # fmt: skip


_FEW, _MOST = 256, 50_000  # rows looked up in memory, and kept there; own choice
_CLEANED: dict[Hashable, dict[Cells, tuple[object, ...]]] = {}


@dataclass(frozen=True, slots=True)
class StaticCells:
    """The static cells of a piece's rows; the cells are read only where wanted."""

    what: NDArray[np.uint64]  # fingerprint of the static cells; 0 for a row that has none
    cells: Callable[[Rows], pl.DataFrame]  # the static cells of some rows, named by meaning
    texts: Callable[[Rows], list[Cells] | None] | None = None  # those cells as they stand
    meaning: Hashable = None  # all that, with the texts, settles what the cells say


def static_cells_of(frame: pl.DataFrame) -> StaticCells:
    """Return the static cells of a frame that holds them as columns."""
    known = [c for c in STATIC if c in frame.columns]
    if not known or not frame.height:
        return StaticCells(
            np.zeros(frame.height, dtype=np.uint64), lambda rows: frame[rows].select(known)
        )
    # An empty text counts as none.
    cells = frame.select(known).with_columns(cs.string().replace("", None))
    fingerprint = _fingerprint(known).alias("what")
    what = cells.select(fingerprint)["what"].to_numpy() ^ _silence(tuple(cells.schema.items()))
    cells_of = frame.select(known)
    types = tuple(str(dtype) for dtype in cells_of.dtypes)
    return StaticCells(
        what, lambda rows: cells_of[rows], lambda rows: cells_of[rows].rows(), (*known, *types)
    )


@lru_cache(maxsize=64)
def _silence(schema: tuple[tuple[str, pl.DataType], ...]) -> np.uint64:
    """Return the hash of a row of such columns in which nothing stands."""
    nothing = pl.DataFrame(schema=dict(schema)).clear(1)
    return np.uint64(nothing.select(_fingerprint([name for name, _ in schema])).item())


def statics(
    frame: pl.DataFrame,
    static_cells: StaticCells,
    says: pl.Series,
    is_static: pl.Series,
    *,
    draught_unit_m: float,
    file_id: int,
    changes: Changes,
) -> pl.DataFrame:
    """Return STATICS of the rows whose static cells changed, and of every row in `is_static`.

    `may_say` marks the rows that count (reports and statics, no rejects).
    """
    counts = says.to_numpy() & (static_cells.what != 0)
    mmsi = frame["mmsi"].fill_null(0).to_numpy()
    time_ms = frame["time"].to_physical().fill_null(0).to_numpy()
    new = changes.mark(np.where(counts, mmsi, 0).astype(np.uint32), time_ms, static_cells.what)
    rows = np.flatnonzero(new | is_static.to_numpy())
    if not rows.size:
        return STATICS.empty()
    found = _remembered(static_cells, rows, draught_unit_m)
    if found is None:
        cleaned = _cleaned_rows(static_cells, rows, draught_unit_m)
        holds = cleaned.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
    else:
        cleaned = pl.DataFrame(found, schema={c: STATICS.schema[c] for c in COLUMNS}, orient="row")
        holds = pl.Series([any(v is not None for v in row) for row in found], dtype=pl.Boolean)
    n = len(rows)
    about = {
        "time_utc": frame["time"][rows], "mmsi": frame["mmsi"][rows].cast(pl.UInt32),
        "msg_type": frame["msg_type"][rows],
        "file_id": pl.Series(np.full(n, file_id, dtype=np.uint32)),
        "line": frame["line"][rows].cast(pl.UInt32),
    }  # fmt: skip
    out = pl.DataFrame(about).hstack(cleaned).select(STATICS.names)
    return out if holds.all() else out.filter(holds)


def _cleaned_rows(static_cells: StaticCells, rows: Rows, draught_unit_m: float) -> pl.DataFrame:
    """Return what some rows say, in the columns of the dictionary."""
    cells = static_cells.cells(rows)
    out = cells.select(clean(cells, draught_unit_m)) if cells.width else pl.DataFrame()
    none = [
        pl.Series(c, [None], dtype=STATICS.schema[c]).new_from_index(0, len(rows))
        for c in COLUMNS if c not in out.columns
    ]  # fmt: skip
    return (out.hstack(none) if out.width else pl.DataFrame(none)).select(COLUMNS)


def _remembered(
    static_cells: StaticCells, rows: Rows, draught_unit_m: float
) -> list[tuple[object, ...]] | None:
    """Return what a few rows say, those seen before from memory; None where texts are not known."""
    if static_cells.texts is None or len(rows) > _FEW:
        return None
    texts = static_cells.texts(rows)
    if texts is None:
        return None
    known = _CLEANED.setdefault((static_cells.meaning, draught_unit_m), {})
    new = np.array([i for i, text in enumerate(texts) if text not in known], dtype=np.int64)
    if len(new):
        if sum(map(len, _CLEANED.values())) > _MOST:
            _CLEANED.clear()
            known = _CLEANED.setdefault((static_cells.meaning, draught_unit_m), {})
            new = np.arange(len(texts))
        cleaned = _cleaned_rows(static_cells, rows[new], draught_unit_m).rows()
        known.update(zip([texts[i] for i in new], cleaned, strict=True))
    return [known[text] for text in texts]


def _fingerprint(columns: list[str]) -> pl.Expr:
    """A hash of the static cells; equal cells give equal hashes within one run."""
    total = pl.col(columns[0]).hash(1)
    for seed, column in enumerate(columns[1:], start=2):
        total = total ^ pl.col(column).hash(seed)
    return total


def clean(frame: pl.DataFrame, draught_unit_m: float) -> list[pl.Expr | pl.Series]:
    """Return the static columns of the dictionary that the table has."""
    out: list[pl.Expr | pl.Series] = [*_cleaned(tuple(frame.columns), draught_unit_m)]
    if "ship_type" in frame.columns:
        cargo = frame["cargo"] if "cargo" in frame.columns else None
        out.append(ship_types.codes(frame["ship_type"], cargo))
    return out


@lru_cache(maxsize=64)
def _cleaned(have: tuple[str, ...], draught_unit_m: float) -> tuple[pl.Expr, ...]:
    """Return the expressions of a table's columns: making them costs more than a few rows do."""
    out: list[pl.Expr] = []
    for name in ("name", "call_sign", "destination"):
        if name in have:
            text = pl.col(name).cast(pl.String).str.replace(r"@.*$", "").str.strip_chars()
            out.append(pl.when(~is_empty(text)).then(text).alias(name))
    if "imo" in have:
        digits = (
            pl.col("imo").cast(pl.String).str.extract(r"^\s*(?:IMO)?\s*(\d{1,10})(?:\.0+)?\s*$")
        )
        number = digits.cast(pl.Int64)
        out.append(
            pl.when(number.is_between(1, 2**32 - 1)).then(number).cast(pl.UInt32).alias("imo")
        )
    if "draught" in have:
        metres = pl.col("draught") * draught_unit_m
        deep = (metres > 0) & (metres <= 25.5)  # the field's largest value
        out.append(pl.when(deep).then(metres).cast(pl.Float32).alias("draught_m"))
    return (*out, *_dimensions(have))


def _dimensions(have: tuple[str, ...]) -> list[pl.Expr]:
    zero = pl.lit(0.0)
    sides = {
        "bow_m": pl.col("bow") if "bow" in have else zero,
        "stern_m": pl.col("stern") if "stern" in have else zero,
        "port_m": pl.col("port") if "port" in have else zero,
        "starboard_m": pl.col("starboard") if "starboard" in have else zero,
    }
    if not {"bow", "stern", "port", "starboard", "length", "width"} & set(have):
        return []
    sides = {k: _metres(v) for k, v in sides.items()}
    length = _metres(pl.col("length")) if "length" in have else zero
    width = _metres(pl.col("width")) if "width" in have else zero
    # Bow and stern (or port and starboard) both 0: the place of the antenna is not known.
    along = sides["bow_m"] + sides["stern_m"] > 0
    across = sides["port_m"] + sides["starboard_m"] > 0
    known = along | across | (length > 0) | (width > 0)
    values = {
        "bow_m": sides["bow_m"],
        "stern_m": pl.when(along).then(sides["stern_m"]).otherwise(length),
        "port_m": sides["port_m"],
        "starboard_m": pl.when(across).then(sides["starboard_m"]).otherwise(width),
    }
    return [
        pl.when(known).then(v).round().cast(pl.UInt16, strict=False).alias(k)
        for k, v in values.items()
    ]


def _metres(value: pl.Expr) -> pl.Expr:
    """Dimensions end at 511 m (bow, stern) in AIS; anything absurd counts as not given."""
    number = value.cast(pl.Float64, strict=False)
    return pl.when(number.is_between(0, 1022)).then(number).otherwise(0.0)


def is_empty(text: pl.Expr) -> pl.Expr:
    """Tell a cell that holds nothing, or one of the words for it."""
    return text.is_null() | text.str.strip_chars().str.to_lowercase().is_in(_NOTHING)
