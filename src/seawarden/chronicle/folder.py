"""The chronicle's folder: originals by their hash, tables in Parquet, a journal of the batches.

    chronicle/
      originals/ab/abcdef….md      every file as it came, read-only, named by its SHA-256
      parts/000001/…               rows of one batch: documents.parquet, statements.parquet
      occurrences.parquet          and derivations, checks, links: re-made by every `add`
      index/                       the passage index of `compare`
      journal.jsonl                one line for each complete batch, written last

A batch counts only when its line is in the journal: an interrupted `add` leaves a part without a
line, which the next one removes and does again. A file that is already there (same hash) is not
read twice. Two processes do not write at once: the second gets an error that names
who holds the lock.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import polars as pl

from ..errors import InputError, OutputError
from ..files import lock
from ..files.atomic import atomic, cause
from ..schema import (
    CHECKS,
    DERIVATIONS,
    DOCUMENTS,
    LINKS,
    OCCURRENCES,
    STATEMENTS,
    Table,
    conform,
)

LOCK = "lock"

REMADE = {"occurrences": OCCURRENCES, "derivations": DERIVATIONS, "checks": CHECKS, "links": LINKS}
"""Tables that are worked out of the others."""

NAMES = (
    "originals", "parts", "index", "journal.jsonl", "records.json", LOCK,
    *(f"{name}.parquet" for name in REMADE),
)  # fmt: skip
"""What is written in the folder."""


def is_chronicle(folder: Path) -> bool:
    """Tell whether the release before the marker made a chronicle here."""
    return (folder / "journal.jsonl").is_file() and (folder / "originals").is_dir()


class Chronicle:
    """One chronicle on disk."""

    def __init__(self, root: Path, *, create: bool = False) -> None:
        """Open the chronicle at `root`.

        Raises InputError when there is none and `create` is false, OutputError when the folder
        cannot be made.
        """
        self.root = root
        if not create:  # who reads writes nothing
            if not self._journal.exists():
                raise InputError(
                    f"{root}: no chronicle here; make one with 'seawarden chronicle add'"
                )
            return
        try:
            for name in ("originals", "parts"):
                (root / name).mkdir(parents=True, exist_ok=True)
            self._journal.touch()
        except OSError as error:
            raise OutputError(f"{root}: cannot be made: {cause(error)}") from error

    @property
    def _journal(self) -> Path:
        return self.root / "journal.jsonl"

    def batches(self) -> list[dict[str, object]]:
        """Return the journal: one entry for each batch. A torn last line does not count."""
        out = []
        for line in self._journal.read_text(encoding="utf-8").splitlines():
            try:
                out.append(json.loads(line))
            except ValueError:
                continue
        return out

    def known(self) -> set[str]:
        """Return the hashes of the files that are completely in the chronicle."""
        return {str(h) for batch in self.batches() for h in _list(batch.get("sha256"))}

    def kept_as_sources(self) -> set[str]:
        """Return the hashes of the files that were kept without looking for statements."""
        kinds = self.scan().group_by("sha256").agg((pl.col("kind") == "source").all().alias("only"))
        return set(kinds.filter(pl.col("only")).select("sha256").collect()["sha256"])

    def keep(self, data: bytes, name: str) -> str:
        """Keep an original by its hash and return the hash; a second copy is not written."""
        digest = hashlib.sha256(data).hexdigest()
        suffix = Path(name).suffix.lower()[:10]
        place = self.root / "originals" / digest[:2] / f"{digest}{suffix}"
        if not place.exists():
            try:
                place.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise OutputError(f"{place}: cannot be written: {cause(error)}") from error
            with atomic(place) as part:
                part.write_bytes(data)
        return digest

    def original(self, digest: str) -> bytes:
        """Return an original's bytes. Raises InputError when it is gone or altered."""
        for place in (self.root / "originals" / digest[:2]).glob(f"{digest}*"):
            data = place.read_bytes()
            if hashlib.sha256(data).hexdigest() != digest:
                raise InputError(f"{place}: altered since it was kept (its hash is another)")
            return data
        raise InputError(f"{self.root}: original {digest[:16]} is gone")

    def write(
        self,
        documents: Sequence[dict[str, object]],
        statements: Sequence[dict[str, object]],
        sha256: Sequence[str],
        now_utc: datetime,
    ) -> None:
        """Write one batch, all of it or nothing: the rows first, the journal's line last."""
        number = 1 + max((int(str(b["batch"])) for b in self.batches()), default=0)
        place = self.root / "parts" / f"{number:06d}"
        try:
            if place.exists():  # an interrupted batch
                shutil.rmtree(place)
            place.mkdir(parents=True)
            _frame(documents, DOCUMENTS).write_parquet(place / "documents.parquet")
            _frame(statements, STATEMENTS).write_parquet(place / "statements.parquet")
            entry = {
                "batch": number,
                "documents": len(documents),
                "statements": len(statements),
                "sha256": list(sha256),
                "added_utc": now_utc.isoformat(timespec="seconds"),
            }
            with self._journal.open("a", encoding="utf-8") as file:
                file.write(json.dumps(entry) + "\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise OutputError(f"{place}: cannot be written: {error.strerror or error}") from error

    def rewrite(self, documents: pl.DataFrame, statements: pl.DataFrame) -> None:
        """Replace rows (dates settled later) in the batches they belong to; their order stays."""
        for batch in self.batches():
            place = self.root / "parts" / f"{int(str(batch['batch'])):06d}"
            for name, table, new in (
                ("documents", DOCUMENTS, documents),
                ("statements", STATEMENTS, statements),
            ):
                old = pl.read_parquet(place / f"{name}.parquet")
                key = table.key[0]
                hit = new.filter(pl.col(key).is_in(old[key].implode()))
                if hit.is_empty():
                    continue
                changed = {row[key]: row for row in hit.to_dicts()}
                rows = [changed.get(row[key], row) for row in old.to_dicts()]
                part = place / f"{name}.parquet.part"
                _frame(rows, table).write_parquet(part)
                part.replace(place / f"{name}.parquet")

    def documents(self) -> pl.DataFrame:
        """Return DOCUMENTS, sorted as the dictionary says."""
        return self._parts("documents", DOCUMENTS)

    def scan(self) -> pl.LazyFrame:
        """Return DOCUMENTS unread: a query that wants a few rows reads only those."""
        places = [
            self.root / "parts" / f"{int(str(batch['batch'])):06d}" / "documents.parquet"
            for batch in self.batches()
        ]
        if not places:
            return DOCUMENTS.empty().lazy()
        return pl.scan_parquet(places)

    def statements(self) -> pl.DataFrame:
        """Return STATEMENTS, sorted as the dictionary says."""
        return self._parts("statements", STATEMENTS)

    def table(self, name: str) -> pl.DataFrame:
        """Return one of the re-made tables; empty when it was not made yet."""
        place = self.root / f"{name}.parquet"
        if not place.exists():
            return REMADE[name].empty()
        return _read(place, REMADE[name])

    def put(self, name: str, frame: pl.DataFrame) -> None:
        """Write one of the re-made tables, all of it or nothing."""
        table = REMADE[name]
        with atomic(self.root / f"{name}.parquet") as part:
            conform(frame, table).sort(table.sort, nulls_last=True).write_parquet(part)

    def _parts(self, name: str, table: Table) -> pl.DataFrame:
        frames = []
        for batch in self.batches():
            place = self.root / "parts" / f"{int(str(batch['batch'])):06d}" / f"{name}.parquet"
            if not place.exists():
                raise InputError(f"{place}: in the journal, but gone")
            frames.append(_read(place, table))
        joined = pl.concat(frames) if frames else table.empty()
        return joined.unique(table.key, keep="last", maintain_order=True).sort(
            table.sort, nulls_last=True
        )

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the chronicle for writing. Raises OutputError when another process does."""
        busy = "{folder}: process {pid} is writing here (on {host}); wait until it ends"
        with lock.writer(self.root, name=LOCK, busy=busy):
            yield


def _frame(rows: Sequence[dict[str, object]], table: Table) -> pl.DataFrame:
    return conform(pl.DataFrame(list(rows), schema=table.schema, orient="row"), table)


def _read(place: Path, table: Table) -> pl.DataFrame:
    try:
        return conform(pl.read_parquet(place), table, where=str(place))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise InputError(f"{place}: cannot be read: {str(error).splitlines()[0][:160]}") from error


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []
