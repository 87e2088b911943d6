"""JSON objects, one a line or in one array, in pieces; every object accounted for.

A line that is no JSON object is a reject (`json`), a blank line is other. Objects are read
column by column with the names wanted; everything else in them is passed over. In an array the
"line" of an object is its place in the array, counted from 1.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...errors import FormatError
from ...schema import REJECTS
from ..batch import Batch
from ..input.lines import MAX_LINE_BYTES, Piece, pieces
from ..table.changed_statics import Changes
from ..table.layout import Layout
from ..table.recognise_columns import recognise
from ..table.statics import static_cells_of
from ..table.to_batch import Raw, reject_rows, to_batch
from ..table.typed_columns import by_meaning

Rows = NDArray[np.int64]
Schema = dict[str, pl.DataType]
Flatten = Callable[[pl.DataFrame], pl.DataFrame]


def read(
    stream: BinaryIO,
    layout: Layout,
    *,
    file_id: int,
    place: str,
    size: int,
    is_array: bool = False,
    schema: Schema | None = None,
    flatten: Flatten | None = None,
) -> Iterator[Batch]:
    """Yield the batches of JSON objects.

    `schema` is what to read of each object (by default the layout's columns as text), and
    `flatten` turns that into the layout's columns.
    """
    wanted = schema or {c: pl.String() for c in layout.columns.values()}
    changes = Changes()
    pieces_ = array_pieces(stream, size, place) if is_array else pieces(stream, size, place)
    for piece in pieces_:
        yield _batch(piece, layout, wanted, flatten, file_id, changes)


def sample(head: str, *, is_complete: bool) -> list[dict[str, Any]]:
    """Return the first objects of a file, for sniffing; empty when there is none."""
    text = head.lstrip("\ufeff \t\r\n")
    found: list[dict[str, Any]] = []
    if text.startswith("["):
        for value in _elements_of(text[1:]):
            if isinstance(value, dict):
                found.append(value)
        return found[:500]
    lines = text.split("\n")
    for line in lines if is_complete else lines[:-1]:
        try:
            value = json.loads(line)
        except ValueError:
            continue
        if isinstance(value, dict):
            found.append(value)
        if len(found) == 500:
            break
    return found


def layout_of(objects: list[dict[str, Any]], *, place: str, chosen: dict[str, str]) -> Layout:
    """Return the layout of generic objects, by the names of their values."""
    names = list(dict.fromkeys(name for o in objects for name in o))
    cells = {n: [_text(o.get(n)) for o in objects] for n in names}
    frame = pl.DataFrame(cells, schema={n: pl.String() for n in names})
    return recognise(frame, place=place, chosen=chosen, format="json", kind="keys")


def array_pieces(stream: BinaryIO, size: int, place: str) -> Iterator[Piece]:
    """Yield the elements of one JSON array as pieces of one line each."""
    decoder = json.JSONDecoder()
    text, first, started = "", 1, False
    pending: list[bytes] = []
    for piece in pieces(stream, size, place):
        text += piece.data.decode("utf-8")
        if not started:
            text, started = text.lstrip("\ufeff \t\r\n").removeprefix("["), True
        while True:
            text = text.lstrip(" \t\r\n,")
            if not text or text[0] == "]":
                break
            try:
                value, end = decoder.raw_decode(text)
            except ValueError:
                break  # not complete yet: the next piece may complete it
            pending.append(json.dumps(value, ensure_ascii=False).encode() + b"\n")
            text = text[end:]
        if len(text) > MAX_LINE_BYTES + size:
            break
        if sum(map(len, pending)) >= size:
            yield Piece(b"".join(pending), first, len(pending))
            first, pending = first + len(pending), []
    if pending:
        yield Piece(b"".join(pending), first, len(pending))
    if not text.lstrip().startswith("]"):
        raise FormatError(
            f"{place}: the JSON array ends early or breaks after element {first + len(pending) - 1}"
        )


def _batch(
    piece: Piece,
    layout: Layout,
    schema: Schema,
    flatten: Flatten | None,
    file_id: int,
    changes: Changes,
) -> Batch:
    index = np.arange(piece.n_lines, dtype=np.int64)
    rejects, n_other = REJECTS.empty(), 0
    try:
        objects = pl.read_ndjson(piece.data, schema=schema)
    except pl.exceptions.PolarsError:
        objects = None
    if objects is None or objects.height != piece.n_lines:
        objects, index, bad, n_other = _one_by_one(piece, schema)
        texts = piece.texts(bad)
        details = [f"came '{t[:40]}', expected a JSON object" for t in texts]
        rejects = reject_rows(bad + piece.first_line, "json", details, texts, file_id)
    table = flatten(objects) if flatten else objects
    lines = pl.Series("line", index + piece.first_line, dtype=pl.UInt32)
    frame = by_meaning(table, layout, lines)
    raw = Raw(
        frame=frame,
        static_cells=static_cells_of(frame),
        cells=lambda rows: cells_of(table, rows, layout),
        texts=lambda rows: piece.texts(index[rows]),
        draught_unit_m=layout.draught_unit_m,
        receiver=layout.receiver,
    )
    return to_batch(raw, file_id=file_id, changes=changes, n_other=n_other, rejects=rejects)


def cells_of(table: pl.DataFrame, rows: Rows, layout: Layout) -> pl.DataFrame:
    """Return the cells of time, mmsi, lat and lon of some rows as text."""
    columns = {m: layout.columns[m] for m in ("time", "lat", "lon")}
    columns["mmsi"] = layout.columns.get("mmsi", layout.columns.get("seg_id", ""))
    return table[rows].select(pl.col(c).cast(pl.String).alias(m) for m, c in columns.items())


def _one_by_one(piece: Piece, schema: Schema) -> tuple[pl.DataFrame, Rows, Rows, int]:
    """Read a piece that holds lines that are no objects: (objects, kept, bad, blank)."""
    kept: list[int] = []
    bad: list[int] = []
    lines: list[str] = []
    for row, text in enumerate(piece.texts(np.arange(piece.n_lines))):
        if not text.strip():
            continue
        try:
            value = json.loads(text)
        except ValueError:
            value = None
        if isinstance(value, dict):
            kept.append(row)
            lines.append(json.dumps(value, ensure_ascii=False))
        else:
            bad.append(row)
    if lines:
        objects = pl.read_ndjson("\n".join(lines).encode(), schema=schema, ignore_errors=True)
    else:
        objects = pl.DataFrame(schema=schema)
    n_blank = piece.n_lines - len(kept) - len(bad)
    return objects, np.array(kept, dtype=np.int64), np.array(bad, dtype=np.int64), n_blank


def _elements_of(text: str) -> Iterator[Any]:
    decoder = json.JSONDecoder()
    while text := text.lstrip(" \t\r\n,"):
        try:
            value, end = decoder.raw_decode(text)
        except ValueError:
            return
        yield value
        text = text[end:]


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value)
