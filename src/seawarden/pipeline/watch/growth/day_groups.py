"""Neighbouring days of an archive whose results are kept together.

A day by itself costs a look into the archive and a file of its own; thin ones (a satellite's
samples of years) are therefore put together until they hold enough reports.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ....store.archive import Archive
from ....store.archive.pieces import Day
from ....store.kept import Kept

LEAST_ROWS = 20_000
"""Reports of the days of a group, at least, but for the last; own choice: they are read sooner than
a file for each is written."""


@dataclass(frozen=True, slots=True)
class DayGroup:
    """Days that follow each other."""

    days: Sequence[Day]

    @property
    def first_row(self) -> int:
        """The place of the first report."""
        return self.days[0].first_row

    @property
    def end_row(self) -> int:
        """The place behind the last report."""
        return self.days[-1].first_row + self.days[-1].rows

    @property
    def between_utc(self) -> tuple[datetime, datetime]:
        """The time of the first report, and one after that of the last."""
        return self.days[0].between_utc[0], self.days[-1].between_utc[1]

    def contents(self, archive: Archive, kept: Kept) -> list[Any]:
        """Return what the reports are made from, as `Archive.contents_of` does for a day."""
        return [archive.contents_of(day, kept.sha256) for day in self.days]


def groups(days: Sequence[Day], least_rows: int = LEAST_ROWS) -> Iterator[DayGroup]:
    """Yield the days in groups of `least_rows` reports and more."""
    held: list[Day] = []
    rows = 0
    for day in days:
        held.append(day)
        rows += day.rows
        if rows >= least_rows:
            yield DayGroup(held)
            held, rows = [], 0
    if held:
        yield DayGroup(held)
