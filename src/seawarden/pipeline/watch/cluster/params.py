"""How the watch is cut into tasks on a cluster. None of it changes a finding."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """Sizes of tasks; own choices, measured in docs/cluster.md."""

    span_reports: int = 10_000_000  # reports in a span that one task scans, at most
    span_reports_min: int = 500_000  # at least: a span costs its edges besides
    spans_a_worker: int = 4  # where there are reports enough: so that workers end together
    stretch_h: float = 168.0  # a stretch of time that one task looks at; a week of facts
    cell_deg: float = 10.0  # side of the cells by which a stretch is shared out
    part_rows: int = 2_000_000  # rows of a detector's first table in one task, about
