"""Sightings beside the reports: read the file, and fetch the ships' reports around each scene."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from ...errors import InputError
from ...facts import fixes as facts_fixes
from ...read import sightings as read_sightings
from ...read import sources
from ...schema import FIXES, SIGHTINGS
from ...store.archive import Archive


def load(path: Path | None) -> tuple[pl.DataFrame, list[dict[str, Any]]]:
    """Return SIGHTINGS of a file in any known layout, and one record per file for `run.json`.

    Without a path both are empty. A row that is no sighting is counted with its reason. Raises
    InputError (or FormatError) in one line when the file cannot be used.
    """
    if path is None:
        return SIGHTINGS.empty(), []
    parts, records = [], []
    for i, source in enumerate(sources([str(path)])):
        read = read_sightings.read(source, file_id=i)
        size, sha256 = source.digest()
        parts.append(read.sightings)
        records.append(
            {
                "path": source.place, "format": read.format, "bytes": size, "sha256": sha256,
                "lines": read.lines, "sightings": read.n_sightings, "other": read.n_other,
                "rejects": read.n_rejects,
                "reasons": dict(read.rejects["reason"].value_counts().iter_rows()),
            }
        )  # fmt: skip
    if not parts:
        raise InputError(f"{path}: no file of sightings")
    seen = pl.concat(parts).unique(SIGHTINGS.key, maintain_order=True).sort(*SIGHTINGS.sort)
    return seen, records


def fixes_of(
    archive: Archive, sightings: pl.DataFrame, hulls: pl.DataFrame, jumps: pl.DataFrame,
    params: facts_fixes.Params = facts_fixes.Params(),
) -> pl.DataFrame:  # fmt: skip
    """Return FIXES: each hull's reports around each scene; only those days are read again."""
    if sightings.is_empty():
        return FIXES.empty()

    def pieces() -> Iterator[tuple[int, pl.DataFrame]]:
        for low, high in facts_fixes.window(sightings, params):
            yield from archive.scan(facts_fixes.COLUMNS, _time(low), _time(high))

    return facts_fixes.fixes(pieces(), sightings, hulls, jumps, params)


def _time(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
