"""What every reader yields: a piece of a file, decoded, with counts that add up."""

from dataclasses import dataclass

import polars as pl

from ..schema import REJECTS, REPORTS, STATICS


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A piece of one input, in file order.

    `lines == n_reports + n_statics + n_other + n_rejects` always holds. A line is a sentence
    or a row; the later sentences of a multipart message, time lines, comments and message types
    that carry neither position nor identity count under `n_other`. A row that holds position
    and static fields counts once, as a report, though it also appears in `statics`.
    """

    reports: pl.DataFrame  # REPORTS, unsorted
    statics: pl.DataFrame  # STATICS, unsorted
    rejects: pl.DataFrame  # REJECTS
    lines: int
    n_reports: int
    n_statics: int
    n_other: int
    n_rejects: int

    def __post_init__(self) -> None:
        """Hold the law of counting."""
        total = self.n_reports + self.n_statics + self.n_other + self.n_rejects
        if self.lines != total:
            raise AssertionError(f"a reader lost lines: {self.lines} in, {total} accounted for")


def empty() -> Batch:
    """Return the batch of an input that holds nothing."""
    return Batch(
        reports=REPORTS.empty(),
        statics=STATICS.empty(),
        rejects=REJECTS.empty(),
        lines=0,
        n_reports=0,
        n_statics=0,
        n_other=0,
        n_rejects=0,
    )
