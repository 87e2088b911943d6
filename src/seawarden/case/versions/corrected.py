"""Cases that an earlier Seawarden graded higher, listed when their events are weighed anew.

A docket whose events carry an older version of `detail` (or none, from before there were
versions) was weighed by other rules. The next watch weighs it anew; whoever acted on a grade that
falls must hear of it, so each such case is listed with the old grade and the new.
"""

from typing import Any

import polars as pl

from ...schema import CASES, EVENTS, conform
from ...schema.kinds import all_kinds
from ..wording.grade import STRENGTH


def is_outdated(events: pl.DataFrame) -> bool:
    """Return whether any event was written with an older `detail` than its kind has now.

    Kinds that are not known are passed over. Raises SchemaError when the frame is not EVENTS.
    """
    newest = {k.name: k.detail_version for k in all_kinds()}
    frame = conform(events, EVENTS, where="earlier events")
    now = pl.col("kind").replace_strict(newest, default=None, return_dtype=pl.Int32)
    return not frame.filter(pl.col("detail_version").fill_null(0) < now).is_empty()


def corrected(cases: pl.DataFrame, previous: pl.DataFrame) -> list[str]:
    """Return a line for each case whose grade is lower than in `previous`, in order of rank.

    `cases` follow on `previous` (`case_version.supersede`), so that they share ids. Raises
    SchemaError when a frame is not CASES.
    """
    frame = conform(previous, CASES, where="previous cases").with_columns(
        pl.col("version").fill_null(1)
    )
    newest = frame.sort("version").unique("case_id", keep="last")
    before = {row["case_id"]: row for row in newest.iter_rows(named=True)}
    rows = conform(cases, CASES, where="new cases").sort("rank").iter_rows(named=True)
    return [
        _line(row, before[row["case_id"]])
        for row in rows
        if row["case_id"] in before and _strength(row) < _strength(before[row["case_id"]])
    ]


def _strength(row: dict[str, Any]) -> int:
    """Return how strong the wording is; -1 for a case that is withdrawn."""
    return STRENGTH.get(row["grade"], -1)


def _line(row: dict[str, Any], before: dict[str, Any]) -> str:
    return (
        f"corrected, weighed anew: case {row['case_id']} '{before['grade']}' "
        f"({before['confidence']:.2f}) -> '{row['grade']}' ({row['confidence']:.2f}): "
        f"{before['title']}"
    )
