"""Load a file of sightings: CSV, GeoJSON, JSON or Parquet, as cells with their lines.

A broken row or object is set aside with its reason, and the rest is read.

Files of sightings are small (a scene holds hundreds), so they are read at once. Objects and
GeoJSON features are numbered from 1 in place of lines.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from ...errors import FormatError
from ..delimited import table as read_table
from ..delimited.dialect import fields_of
from ..delimited.header import split_head
from ..input.lines import decoded_head, pieces
from ..input.source import Source
from ..json_objects.reader import array_pieces
from ..parquet import opened
from ..table.column_names import squeeze


@dataclass(slots=True)
class Broken:
    """What is no row: line, reason, detail and text of each."""

    lines: list[int] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    details: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def add(self, line: int, reason: str, detail: str, text: str) -> None:
        """Set one aside."""
        self.lines.append(line)
        self.reasons.append(reason)
        self.details.append(detail)
        self.texts.append(text)


def load(source: Source) -> tuple[pl.DataFrame, Broken]:
    """Read a file of sightings (they are small) as a frame of cells with `line`, and the rest.

    Raises FormatError when the file is empty, or is no table and no JSON.
    """
    if source.is_parquet():
        with source.seekable() as stream:
            frame = pl.from_arrow(opened(stream, source.place).read())
        assert isinstance(frame, pl.DataFrame)
        lines = pl.Series("line", np.arange(1, frame.height + 1), dtype=pl.UInt32)
        return frame.with_columns(lines), Broken()
    head = decoded_head(source.head())
    if not head.strip():
        raise FormatError(f"{source.place}: the file is empty")
    start = head.lstrip("\ufeff \t\r\n")[:1]
    loader: Callable[[Source], tuple[pl.DataFrame, Broken]]
    loader = _load_json if start in ("{", "[") else _load_text
    return loader(source)


def _load_text(source: Source) -> tuple[pl.DataFrame, Broken]:
    dialect = split_head(decoded_head(source.head()))
    frames, broken, n = list[pl.DataFrame](), Broken(), len(dialect.names)
    with source.open() as stream:
        for piece in pieces(stream, 1 << 24, source.place):
            texts = piece.texts(np.arange(piece.n_lines))
            keep = []
            for line, text in enumerate(texts, start=piece.first_line):
                if not text.strip() or line <= dialect.header_line:
                    continue
                came = text.count(dialect.separator) + 1
                if came != n and (came := len(fields_of(text, dialect.separator))) != n:
                    broken.add(line, "fields", f"came {came} field(s), expected {n}", text)
                else:
                    keep.append((line, text))
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
    return pl.concat(frames), broken


def _load_json(source: Source) -> tuple[pl.DataFrame, Broken]:
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
    given: Iterable[Any] = (line for line in data.splitlines() if line.strip())
    if isinstance(document, dict) and document.get("type") == "FeatureCollection":
        features = document.get("features")
        given = features if isinstance(features, list) else []
    objects, lines, broken = list[dict[str, Any]](), list[int](), Broken()
    for line, one in enumerate(given, start=1):
        try:
            objects.append(_object(one))
            lines.append(line)
        except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
            text = one.decode("utf-8", "replace") if isinstance(one, bytes) else str(one)
            broken.add(line, "json", f"came '{text[:40]}', expected a JSON object", text)
    if not objects:
        raise FormatError(f"{source.place}: no JSON of sightings: no object in it")
    names = list(dict.fromkeys(n for o in objects for n in o))
    cells = {n: [_cell(o.get(n)) for o in objects] for n in names}
    frame = pl.DataFrame(cells, schema={n: pl.String() for n in names})
    return frame.with_columns(pl.Series("line", lines, dtype=pl.UInt32)), broken


def _object(one: Any) -> dict[str, Any]:
    """Return a line of JSON, or a feature, as one flat object. Raises ValueError and its kin."""
    known = json.loads(one) if isinstance(one, bytes) else one
    if not isinstance(known, dict):
        raise TypeError
    is_line = isinstance(one, bytes) and known.get("type") != "Feature"
    return known if is_line else _flat(known)


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
