"""From lines to facts, between two generations: the log, the archive and the spans, kept in step.

A session is made from what lies on the disk, so that one that was killed, or that a full disk
stopped, is followed by another that goes on where it was.
"""

import time
from collections import deque
from collections.abc import Collection, Iterable
from datetime import timedelta
from pathlib import Path

import polars as pl

from ..errors import OutputError
from ..facts.params import Params as FactParams
from ..read.batch import Batch
from ..store.archive import Archive
from .archive import GrowingArchive
from .inbox import Arrival
from .intake import Intake
from .log import DiskFullError, Log
from .params import Params
from .spans import Spans

_LATELY = timedelta(days=1)
"""Static messages come every six minutes: who was not heard in a day is heard anew."""


class Session:
    """What was received, on the disk and as facts."""

    def __init__(
        self, out: Path, params: Params, facts: FactParams = FactParams(), *,
        late: Collection[str] = (), n_sources: int = 1,
    ) -> None:  # fmt: skip
        """Take up what lies in `out`; what was logged and not archived is decoded again.

        Raises InputError when the log or the archive is damaged, OutputError when the disk refuses.
        """
        self._params = params
        self.log = Log(out)
        self.archive = GrowingArchive(out)
        self.spans = Spans(params, facts)
        self.intake = Intake(
            self.log, segment_bytes=round(params.log_segment_mb * 1e6), late=late,
            is_joined=n_sources > 1,
        )  # fmt: skip
        self.lines = self.reports = self.rejects = 0
        self.ship_types: dict[int, int] = {}  # what each MMSI said last, as AIS codes
        self.names: dict[int, str] = {}
        self._positions: dict[str, int] = {}
        self._waiting: list[Arrival] = []
        self._logged: deque[Batch] = deque()  # decoded, and not yet taken
        held = self.archive.archive
        if held is not None and (times := held.time_range()) is not None:
            self.spans.restore(held)
            self._hear(held.statics(times[1] - _LATELY))
        try:
            for batch in self.intake.resume(self.archive.inputs):
                self._take(batch)
        except OutputError:
            self.archive.abandon()
            raise

    def receive(self, arrivals: Iterable[Arrival]) -> None:
        """Log what came, acknowledge it, decode it.

        Raises DiskFullError when there is no room: everything that came still waits, and `retry`
        tries again. Raises OutputError when the archive cannot be written: what came is in the log
        by then, and another session reads it from there.
        """
        for arrival in arrivals:
            self.intake.append(arrival.source, arrival.data, arrival.received_ms)
            self._positions[arrival.source] = arrival.position
            self._waiting.append(arrival)
        self.retry()

    def retry(self) -> None:
        """Commit what was appended. Raises DiskFullError as `receive` does."""
        now_ms = time.time_ns() // 1_000_000
        for batch in self.intake.commit(now_ms, lambda source: self._positions.get(source, 0)):
            self._logged.append(batch)
        # Before anything that can fail: what is in the log must not be sent again.
        for arrival in self._waiting:
            if arrival.acknowledge is not None:
                arrival.acknowledge()
        self._waiting.clear()
        while self._logged:
            self._take(self._logged.popleft())

    def _take(self, batch: Batch) -> None:
        self.lines += batch.lines
        self.reports += batch.n_reports
        self.rejects += batch.n_rejects
        self.archive.add(batch)
        self._hear(batch.statics)
        self.spans.add(batch.reports, time.time_ns() // 1_000_000)

    def _hear(self, statics: pl.DataFrame) -> None:
        for column, known in (("ship_type", self.ship_types), ("name", self.names)):
            claimed = statics.select("mmsi", column).drop_nulls()
            known.update(zip(claimed["mmsi"].to_list(), claimed[column].to_list(), strict=True))

    def end(self) -> None:
        """Close the log's files: what waited for more lines is settled as it is."""
        for batch in self.intake.close():
            self._take(batch)

    def flush(self) -> Archive | None:
        """Put what came into the archive, and make the spans anew that late reports fell into."""
        archive = self.archive.flush(self.intake.inputs()) if self.archive.is_waiting else (
            self.archive.archive
        )  # fmt: skip
        if archive is not None and self.spans.is_late:
            self.spans.remake(archive)
        return archive

    def tidy(self) -> None:
        """Write days that are over together, and drop old files of the log, as the settings say.

        Raises OutputError when the disk refuses: everything stays as it was.
        """
        held = self.archive.archive
        times = held.time_range() if held is not None else None
        if times is None:
            return
        today = int(times[1].timestamp()) // 86_400
        self.archive.compact(before_day=today, most=self._params.day_segments)
        if self._params.log_keep_days > 0:
            archived = {Path(r["path"]).name for r in self.archive.inputs if r.get("is_closed")}
            self.log.drop(archived, older_than_s=self._params.log_keep_days * 86_400)

    @property
    def health(self) -> dict[str, float]:
        """Return the counts that are shown as metrics."""
        return {
            "lines_total": self.lines, "reports_total": self.reports,
            "rejects_total": self.rejects, "late_reports_total": self.spans.n_late,
            "spans_remade_total": self.spans.n_remade, "open_reports": self.spans.n_open,
            "joined_copies_total": self.intake.duplicates.joined if self.intake.duplicates else 0,
            "spans": len(self.spans.nodes), "archive_waiting_reports": self.archive.n_waiting,
            "log_bytes": sum(segment.size for segment in self.log.segments),
        }  # fmt: skip


__all__ = ["DiskFullError", "Session"]
