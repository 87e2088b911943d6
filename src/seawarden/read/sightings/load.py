"""Load a file of sightings: CSV, GeoJSON, JSON or Parquet, as cells with their lines.

Files of sightings are small (a scene holds hundreds), so they are read at once. Objects and
GeoJSON features are numbered from 1 in place of lines.
"""

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl

from ...errors import FormatError
from ..delimited import table as read_table
from ..delimited.header import split_head
from ..input.lines import decoded_head, pieces
from ..input.source import Source
from ..json_objects.reader import array_pieces
from ..parquet import opened
from ..table.recognise_columns import squeeze


def load(source: Source) -> pl.DataFrame:
    """Read a file of sightings (they are small) as a frame of cells with `line`."""
    if source.is_parquet():
        with source.seekable() as stream:
            frame = pl.from_arrow(opened(stream, source.place).read())
        assert isinstance(frame, pl.DataFrame)
        lines = pl.Series("line", np.arange(1, frame.height + 1), dtype=pl.UInt32)
        return frame.with_columns(lines)
    head = decoded_head(source.head())
    if not head.strip():
        raise FormatError(f"{source.place}: the file is empty")
    start = head.lstrip("\ufeff \t\r\n")[:1]
    loader: Callable[[Source], pl.DataFrame] = _load_json if start in ("{", "[") else _load_text
    return loader(source)


def _load_text(source: Source) -> pl.DataFrame:
    dialect = split_head(decoded_head(source.head()))
    frames: list[pl.DataFrame] = []
    with source.open() as stream:
        for piece in pieces(stream, 1 << 24, source.place):
            texts = piece.texts(np.arange(piece.n_lines))
            keep = [
                (piece.first_line + i, t)
                for i, t in enumerate(texts)
                if t.strip() and piece.first_line + i > dialect.header_line
            ]
            data = "".join(f"{t}\n" for _, t in keep).encode()
            try:
                frame = read_table(data, dialect)
                lines = pl.Series("line", [n for n, _ in keep], pl.UInt32)
                frames.append(frame.with_columns(lines))
            except pl.exceptions.PolarsError as error:
                raise FormatError(
                    f"{source.place}: a row has more fields than the header's "
                    f"{len(dialect.names)}, or a quote that is not closed"
                ) from error
    return pl.concat(frames)


def _load_json(source: Source) -> pl.DataFrame:
    """GeoJSON features, an array of objects, or one object a line."""
    text = decoded_head(source.head()).lstrip("\ufeff \t\r\n")
    with source.open() as stream:
        if text.startswith("["):
            parts = [p.data for p in array_pieces(stream, 1 << 24, source.place)]
        else:
            parts = [p.data for p in pieces(stream, 1 << 24, source.place)]
    data = b"".join(parts)
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        document = None
    try:
        if isinstance(document, dict) and document.get("type") == "FeatureCollection":
            objects = [_flat(f) for f in document["features"]]
        else:
            objects = [json.loads(line) for line in data.splitlines() if line.strip()]
            objects = [_flat(o) if o.get("type") == "Feature" else o for o in objects]
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError) as error:
        raise FormatError(f"{source.place}: no JSON of sightings: {error}") from error
    names = list(dict.fromkeys(n for o in objects for n in o))
    cells = {n: [_cell(o.get(n)) for o in objects] for n in names}
    frame = pl.DataFrame(cells, schema={n: pl.String() for n in names})
    return frame.with_columns(pl.Series("line", np.arange(1, len(objects) + 1), dtype=pl.UInt32))


def _flat(feature: dict[str, Any]) -> dict[str, Any]:
    """A GeoJSON point feature as one object; the point overrules lat and lon properties."""
    out = dict(feature.get("properties") or {})
    if "id" in feature:
        out.setdefault("id", feature["id"])
    geometry = feature.get("geometry") or {}
    if geometry.get("type") == "Point":
        out = {k: v for k, v in out.items() if squeeze(k) not in ("lat", "lon", "longitude")}
        out["lon"], out["lat"] = geometry["coordinates"][:2]
    return out


def _cell(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value)
