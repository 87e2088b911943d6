"""`evidence_key`: one hash for what a case rests on, whoever read it and from whichever file.

It hashes the contents of the reports, sightings and listings: what was sent, seen and listed. Not
hashed are file, line, row, hull, confidence, the receiver that happened to hear a report, or the
date of a list's edition: the same evidence has the same key in another archive, and after the
detectors have changed. A report that two receivers heard counts once.
"""

import hashlib
from dataclasses import replace

import polars as pl

from ..schema import LISTINGS, REPORTS, SIGHTINGS, Table, conform
from .digest import digest_of_table

_NOT_CONTENT = frozenset(
    {
        "file_id", "line", "source", "sha256", "as_of", "receiver", "msg_type", "sighting_id",
        "photo", "list_name", "detection", "matching",
    }
)  # fmt: skip


def evidence_key(reports: pl.DataFrame, sightings: pl.DataFrame, listings: pl.DataFrame) -> str:
    """Return the key of REPORTS, SIGHTINGS and LISTINGS of a case; rows in any order.

    Raises SchemaError when a frame is not its table.
    """
    parts = (
        _content(frame, table)
        for frame, table in ((reports, REPORTS), (sightings, SIGHTINGS), (listings, LISTINGS))
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _content(frame: pl.DataFrame, table: Table) -> str:
    columns = tuple(c for c in table.columns if c.name not in _NOT_CONTENT)
    names = [c.name for c in columns]
    content = replace(
        table,
        columns=columns,
        key=tuple(n for n in table.key if n in names),
        sort=tuple(n for n in table.sort if n in names),
    )
    rows = conform(frame, table).select(names).unique()
    return digest_of_table(iter([rows]), content).sha256
