"""The digest of a docket: what makes two dockets equal.

Two runs, machines or engines agree when these digests are equal; the bytes of a database differ
between two identical writes, and the last bits of a number between two processors. Hashed is each
table in its canonical form (`canonical`), column by column, so that a difference names its table
and column. Clocks, versions of the program, this machine's paths and history are left
out: table WITHDRAWN, withdrawn cases, and the ids under which earlier runs knew an event or a case.
A table without rows adds nothing.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from ..errors import InputError
from ..schema import CASES, CLAIMS, REJECTS, REPORTS, STATICS, TABLES, WITHDRAWN, Table
from .archive import Archive
from .canonical import NO_IDS, canonical, columns_of
from .docket import ARCHIVED, open_docket
from .layout import manifest_of, root_of


@dataclass(frozen=True, slots=True)
class TableDigest:
    """One table: its rows, its digest, and the digest of each column."""

    table: str
    rows: int
    sha256: str
    columns: dict[str, str]


@dataclass(frozen=True, slots=True)
class DocketDigest:
    """Every table that holds rows, and the digest of them all."""

    sha256: str
    tables: tuple[TableDigest, ...]

    def differences(self, other: "DocketDigest") -> list[str]:
        """Return what differs: 'EVENTS.confidence', 'CASES: 24 rows, 25 rows'."""
        mine = {t.table: t for t in self.tables}
        theirs = {t.table: t for t in other.tables}
        found = []
        for name in dict.fromkeys([*mine, *theirs]):
            a, b = mine.get(name), theirs.get(name)
            rows = (a.rows if a else 0, b.rows if b else 0)
            if rows[0] != rows[1]:
                found.append(f"{name}: {rows[0]} rows, {rows[1]} rows")
            elif a and b:
                found += [f"{name}.{c}" for c in a.columns if a.columns[c] != b.columns.get(c)]
        return found


class _Column:
    """Hashes one column as it comes, however it is cut into pieces."""

    def __init__(self) -> None:
        self._nulls, self._values, self._lengths = (hashlib.sha256() for _ in range(3))

    def add(self, values: pl.Series) -> None:
        self._nulls.update(_bytes(values.is_null()))
        if values.dtype == pl.String:
            text = values.fill_null("")
            self._lengths.update(_bytes(text.str.len_bytes().cast(pl.Int64)))
            self._values.update("".join(text.to_list()).encode("utf-8", "surrogatepass"))
        else:
            self._values.update(_bytes(values.fill_null(0)))

    def hexdigest(self) -> str:
        parts = (self._nulls, self._values, self._lengths)
        return hashlib.sha256(b"".join(p.digest() for p in parts)).hexdigest()


def _bytes(values: pl.Series) -> bytes:
    kind = np.uint8 if values.dtype == pl.Boolean else np.dtype("<i8")
    return values.to_numpy().astype(kind).tobytes()


def digest_of_table(
    frames: Iterator[pl.DataFrame],
    table: Table,
    files: Sequence[str] = (),
    ids: Mapping[str, str] = NO_IDS,
) -> TableDigest:
    """Return the digest of a table that comes in pieces, each of rows that sort behind the last."""
    names = [c.name for c in columns_of(table)]
    hashes = {name: _Column() for name in names}
    rows = 0
    for frame in frames:
        rows += frame.height
        content = canonical(frame, table, files, ids)
        for name in names:
            hashes[name].add(content[name])
    columns = {name: h.hexdigest() for name, h in hashes.items()}
    text = "\n".join([table.name, str(rows), *(f"{n} {h}" for n, h in columns.items())])
    return TableDigest(table.name, rows, hashlib.sha256(text.encode()).hexdigest(), columns)


def digest_of_docket(path: Path) -> DocketDigest:
    """Return the digest of the docket in a folder, or of a docket file and what lies beside it.

    Raises InputError when there is no docket, or its archive is not complete.
    """
    tables: list[TableDigest] = []
    with open_docket(path) as docket:
        ids = first_ids(docket.sql("SELECT event_id, detail FROM events").pl())
        ids |= _case_names(docket.sql("SELECT case_id, rank FROM cases").pl())
        held = {row[0] for row in docket.sql("SELECT table_name FROM duckdb_tables()").fetchall()}
        root = root_of(docket.path)
        archive = Archive(root, manifest_of(docket.path)) if Archive.is_in(root) else None
        files = [str(i["path"]) for i in archive.inputs] if archive else []
        for table in TABLES:
            if table.name in ARCHIVED and archive is not None:
                pieces = _in_time_pieces(_archived(archive, table))
                tables.append(digest_of_table(pieces, table, files))
            elif table.name.lower() in held and table != WITHDRAWN:
                frame = docket.table(table)
                if table == CASES:
                    frame = frame.filter(pl.col("grade") != "withdrawn")
                counted = files if table in (REJECTS, CLAIMS) else ()
                tables.append(digest_of_table(iter([frame]), table, counted, ids))
    full = tuple(t for t in tables if t.rows)
    text = "\n".join(f"{t.table} {t.sha256}" for t in full)
    return DocketDigest(hashlib.sha256(text.encode()).hexdigest(), full)


def first_ids(events: pl.DataFrame) -> dict[str, str]:
    """Return, for each event that bears its predecessor's id, the id that its content gives."""
    renamed = events.select(
        "event_id", pl.col("detail").str.json_path_match("$.found_as").alias("found_as")
    ).drop_nulls()
    return dict(renamed.iter_rows())


def _case_names(cases: pl.DataFrame) -> dict[str, str]:
    """Return a name by rank for each case: a case keeps the id that an earlier run gave it."""
    return {case_id: f"case of rank {rank}" for case_id, rank in cases.iter_rows()}


def _archived(archive: Archive, table: Table) -> Iterator[pl.DataFrame]:
    if table == STATICS:
        yield from archive.statics_by_day()
    elif table == REPORTS:
        for _, frame in archive.scan():
            yield frame.with_columns(pl.col("receiver").cast(pl.String))
    else:
        raise InputError(f"table {table.name} is not archived")


def _in_time_pieces(frames: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Yield the same rows, cut where the time changes: pieces that sort one behind the other."""
    held: pl.DataFrame | None = None
    for frame in frames:
        if not frame.height:
            continue
        joined = frame if held is None else pl.concat([held, frame])
        is_last = joined["time_utc"] == joined["time_utc"][-1]
        yield joined.filter(~is_last)
        held = joined.filter(is_last)
    if held is not None:
        yield held
