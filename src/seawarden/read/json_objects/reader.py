"""JSON objects, one a line or in one array, in pieces; every object accounted for.

A line that is no JSON object is a reject (`json`), a blank line is other. Objects are read
column by column with the names wanted; everything else in them is passed over. In an array the
"line" of an object is its place in the array, counted from 1.
"""

import itertools
import json
import re
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...errors import FormatError
from ...schema import REJECTS
from ..batch import Batch
from ..input.lines import MAX_LINE_BYTES, Piece, pieces
from ..published import settled
from ..table.changed_statics import Changes
from ..table.choices import Choices
from ..table.layout import Layout
from ..table.statics import static_cells_of
from ..table.to_batch import Raw, reject_rows, to_batch
from ..table.typed_columns import by_meaning
from . import known_keys, leading_text, whole, xml
from .documents import RowsOf, Shape, array_inside
from .json_line import dumped, whole_text

_SAMPLE = 500  # objects from which columns are recognised; own choice
_DECODER = json.JSONDecoder(parse_constant=lambda _: None)  # NaN and Infinity, which JSON lacks
_BLANKS = re.compile(r"[ \t\r\n,]*")
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
    shape: Shape = Shape(),
    schema: Schema | None = None,
    flatten: Flatten | None = None,
    xml_path: str | None = None,
) -> Iterator[Batch]:
    """Yield the batches of JSON objects, or of the XML elements at `xml_path`.

    `schema` is what to read of each object (by default the layout's columns as text), and
    `flatten` turns that into the layout's columns.
    """
    wanted = schema or {c: pl.String() for c in layout.columns.values()}
    changes = Changes()
    if xml_path is not None:
        found = xml.pieces(stream, size, place, xml_path)
    else:
        found = object_pieces(stream, size, place, shape)
    for piece in found:
        yield batch_of(piece, layout, wanted, flatten, file_id, changes)


def object_pieces(stream: BinaryIO, size: int, place: str, shape: Shape) -> Iterator[Piece]:
    """Yield the objects of a document as pieces of one line each, flattened where they nest."""
    if shape.is_array:
        yield from array_pieces(stream, size, place, shape)
    elif shape.is_whole:
        rows = [dumped(row) + b"\n" for row in whole.rows_of_stream(stream, place)]
        yield Piece(b"".join(rows), 1, len(rows))
    elif shape.is_plain:
        yield from pieces(stream, size, place)
    else:
        makes, first = RowsOf(shape), 1
        for piece in pieces(stream, size, place):
            lines = [row for text in piece.texts(np.arange(piece.n_lines))
                     for row in _rows_of_line(text, makes, shape)]  # fmt: skip
            yield Piece(b"".join(lines), first, len(lines))
            first += len(lines)


def _rows_of_line(text: str, rows: RowsOf, shape: Shape) -> list[bytes]:
    """Return the rows that a line holds; one that holds none stays a line, maybe a blank one."""
    before, value = "", parsed(text)
    if value is None and shape.leading:
        before, value = leading_text.parted(text)
        if value is None and "{" not in text:
            return [b"\n"]
    if value is None:
        return [text.encode("utf-8", "replace") + b"\n"]
    return [dumped(row) + b"\n" for row in rows.of(value, before)] or [b"\n"]


def parsed(text: str) -> dict[str, Any] | None:
    """Return the object that a text is, or None. NaN and Infinity, which JSON lacks, are null."""
    try:
        value = json.loads(text, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def sample(head: str, shape: Shape, *, is_complete: bool) -> list[tuple[str, Any]]:
    """Return (text before it, value) of the first values of a file, for sniffing."""
    if shape.is_array:
        start = shape.start + (0 if shape.is_open else 1)
        elements = _values(head[start:])[1][:_SAMPLE]
        return [("", v) for v in elements if isinstance(v, dict | list)]
    lines = head.lstrip("\ufeff \t\r\n").split("\n")
    lines = lines if is_complete else lines[:-1]
    if shape.leading:
        values = (leading_text.parted(line) for line in lines)
    else:
        values = (("", parsed(line)) for line in lines)
    return list(itertools.islice(((b, v) for b, v in values if v is not None), _SAMPLE))


def layout_of(rows: list[dict[str, Any]], *, place: str, choices: Choices) -> Layout:
    """Return the layout of rows of generic objects, by the names of their values.

    Raises FormatError and UsageError as `published.settled` does.
    """
    names = tuple(dict.fromkeys(whole_text(name) for row in rows for name in row))
    if (known := known_keys.layout_of(names, rows, choices)) is not None:
        return known
    cells = {n: [_text(row.get(n)) for row in rows] for n in names}
    frame = pl.DataFrame(cells, schema={n: pl.String() for n in names})
    layout = settled(frame, place=place, choices=choices, format="json", kind="keys")
    known_keys.remember(names, choices, layout)
    return layout


def array_pieces(
    stream: BinaryIO, size: int, place: str, shape: Shape = Shape(is_array=True)
) -> Iterator[Piece]:
    """Yield the elements of one JSON array as pieces of one line each."""
    rows = RowsOf(shape)
    text, first, started = "", 1, False
    pending: list[bytes] = []
    problem: FormatError | None = None
    incoming = pieces(stream, size, place)
    while True:
        try:
            piece = next(incoming, None)
        except FormatError as error:
            piece, problem = None, error
        if piece is None:
            break
        text += piece.data.decode("utf-8")
        if not started:
            text, started = text[shape.start :].lstrip("\ufeff \t\r\n"), True
            text = text if shape.is_open else text.removeprefix("[")
        while True:
            text, values = _values(text)
            for value in values:
                pending += [dumped(row) + b"\n" for row in rows.of(value)] or [
                    b"\n" if shape.names else dumped(value) + b"\n"
                ]
            following = _next_array(text, shape)
            if following is None:
                break
            text = following
        if len(text) > MAX_LINE_BYTES + size:
            break
        if sum(map(len, pending)) >= size:
            yield Piece(b"".join(pending), first, len(pending))
            first, pending = first + len(pending), []
    if pending:
        yield Piece(b"".join(pending), first, len(pending))
    is_over = not text.strip() and problem is None if shape.is_open else text.startswith("]")
    if is_over and shape.start == 0 and not shape.is_open and text[1:].strip("\x1e \t\r\n,;"):
        n = first + len(pending) - 1
        raise FormatError(
            f"{place}: behind the JSON array, after element {n}, stands more: "
            f"'{text[1:].strip()[:40]}'; expected one array, or one behind another"
        )
    if not is_over:
        raise problem or FormatError(
            f"{place}: the JSON array ends early or breaks after element {first + len(pending) - 1}"
        )


def _values(text: str) -> tuple[str, list[Any]]:
    """Return (what is left, the whole values that a text begins with), commas between them."""
    at = 0
    values: list[Any] = []
    while True:
        at = _BLANKS.match(text, at).end()  # type: ignore[union-attr]
        if at == len(text) or text[at] == "]":
            return text[at:], values
        try:
            value, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            return text[at:], values  # not complete yet: the next piece may complete it
        values.append(value)


def _next_array(text: str, shape: Shape) -> str | None:
    """Return what follows the bracket of the next array of reports, where one has ended.

    One behind another is read on; in a document that wraps its arrays, one of ships is.
    """
    if not text.startswith("]") or shape.is_open:
        return None
    rest = text[1:].lstrip("\x1e \t\r\n,")
    if rest.startswith("["):
        return rest[1:]
    at = array_inside(rest, of_ships=True) if shape.start else None
    return None if at is None else rest[at + 1 :]


def batch_of(
    piece: Piece,
    layout: Layout,
    schema: Schema,
    flatten: Flatten | None,
    file_id: int,
    changes: Changes,
) -> Batch:
    """Return what one piece of an input holds; `changes` is what was read of the input before."""
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
    columns = {m: layout.columns.get(m) for m in ("time", "lat", "lon")}
    columns["mmsi"] = layout.columns.get("mmsi", layout.columns.get("seg_id", ""))
    return table[rows].select(
        (pl.lit(None, pl.String) if c is None else pl.col(c).cast(pl.String, strict=False)).alias(m)
        for m, c in columns.items()
    )


def _one_by_one(piece: Piece, schema: Schema) -> tuple[pl.DataFrame, Rows, Rows, int]:
    """Read a piece that holds lines that are no objects: (objects, kept, bad, blank)."""
    kept: list[int] = []
    bad: list[int] = []
    lines: list[bytes] = []
    for row, text in enumerate(piece.texts(np.arange(piece.n_lines))):
        if not text.strip():
            continue
        value = parsed(text)
        if value is None:
            bad.append(row)
        else:
            kept.append(row)
            lines.append(dumped(value))
    n_blank = piece.n_lines - len(kept) - len(bad)
    objects = _objects(lines, schema)
    if objects is None:  # a line that Polars refuses: each is tried by itself
        alone = [_objects([line], schema) for line in lines]
        bad += [row for row, one in zip(kept, alone, strict=True) if one is None]
        kept = [row for row, one in zip(kept, alone, strict=True) if one is not None]
        objects = pl.concat([pl.DataFrame(schema=schema), *(o for o in alone if o is not None)])
    return objects, np.array(kept, dtype=np.int64), np.array(sorted(bad), dtype=np.int64), n_blank


def _objects(lines: list[bytes], schema: Schema) -> pl.DataFrame | None:
    if not lines:
        return pl.DataFrame(schema=schema)
    try:
        read = pl.read_ndjson(b"\n".join(lines), schema=schema, ignore_errors=True)
    except pl.exceptions.PolarsError:
        return None
    return read if read.height == len(lines) else None


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return whole_text(value) if isinstance(value, str) else json.dumps(value)
