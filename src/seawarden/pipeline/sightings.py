"""Sightings beside the reports: read the file, and fetch the ships' reports around each scene."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from ..errors import InputError
from ..facts import fixes as facts_fixes
from ..read import sightings as read_sightings
from ..read import sources
from ..schema import FIXES, SIGHTINGS
from ..store.archive import Archive


def load(path: Path | None) -> pl.DataFrame:
    """Return SIGHTINGS of a file in any known layout; the empty table when there is none.

    Raises InputError (or FormatError) in one line when the file cannot be used.
    """
    if path is None:
        return SIGHTINGS.empty()
    found = sources([str(path)])
    parts = [read_sightings.read(s, file_id=i).sightings for i, s in enumerate(found)]
    if not parts:
        raise InputError(f"{path}: no file of sightings")
    return pl.concat(parts).unique(SIGHTINGS.key, maintain_order=True).sort(*SIGHTINGS.sort)


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
