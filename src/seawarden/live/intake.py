"""What came from one source: dated, logged, and only then decoded.

Method: lines are appended to the source's file of the log; when the log has them on the disk they
are acknowledged and pushed to the reader of their kind (`read.nmea.feed`,
`read.json_objects.feed`), which gives what it would give for the finished file. After a restart the
reader is given again what it had read, and what had not reached the archive comes out again.
"""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..ids.simulated_mark import is_marked_file
from ..read.batch import Batch
from ..read.json_objects.feed import Feed as JsonFeed
from ..read.nmea.feed import Feed as NmeaFeed
from .duplicates import Duplicates
from .log import Log, Segment
from .stamp import CLOCK, stamped

COUNTS = ("lines", "reports", "statics", "other", "rejects")
_KINDS = ("nmea", "aisstream", "aiscatcher")


@dataclass(slots=True)
class Reading:
    """One file of the log and its reader: a record of the archive's inputs."""

    segment: Segment
    kind: str
    file_id: int
    feed: Any
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    reasons: Counter[str] = field(default_factory=Counter)
    is_simulated: bool = False
    is_closed: bool = False
    duplicates: Duplicates | None = None  # where several sources may hear the same ships

    def push(self, data: bytes) -> Batch:
        """Decode acknowledged bytes and count what they held."""
        if not self.counts["lines"] and b"# SIMULATED" in data[:200]:
            self.is_simulated = True
        return self._counted(self.feed.push(data))

    def close(self) -> Batch:
        """Decode what waits for more: nothing more comes in this file."""
        self.is_closed = True
        return self._counted(self.feed.close())

    def _counted(self, batch: Batch) -> Batch:
        if self.duplicates is not None:
            batch = self.duplicates.without(batch, self.segment.source)
        for name in COUNTS:
            self.counts[name] += batch.lines if name == "lines" else getattr(batch, f"n_{name}")
        self.reasons.update(batch.rejects["reason"].to_list())
        return batch

    def record(self) -> dict[str, Any]:
        """Return what the archive's manifest, and `run.json`, say of this input."""
        return {
            "path": str(self.segment.path), "format": self.kind, "source": self.segment.source,
            "bytes": self.segment.size, "sha256": self.segment.sha256.copy().hexdigest(),
            **self.counts, "is_simulated": self.is_simulated, "is_closed": self.is_closed,
            "reasons": dict(self.reasons),
        }  # fmt: skip


class Intake:
    """All sources' files of the log, and their readers."""

    def __init__(
        self, log: Log, *, segment_bytes: int, late: Collection[str] = (), is_joined: bool = False
    ) -> None:
        """Begin; `segment_bytes` is how long a file of the log grows.

        `late` are sources whose messages come so late that when they came says nothing of when
        they were sent: they are not dated by it. `is_joined`: copies from several sources are one.
        """
        self._log = log
        self._segment_bytes = segment_bytes
        self._late = frozenset(late)
        self.duplicates = Duplicates() if is_joined else None
        self.records: list[dict[str, Any]] = []  # the archive's inputs, by file number
        self._open: dict[str, Reading] = {}
        self._clocked: set[str] = set()

    def resume(self, records: list[dict[str, Any]]) -> Iterator[Batch]:
        """Take up what an earlier run left; yield what it logged but did not archive.

        `records` are the inputs that the archive's manifest names.
        """
        self.records = [dict(record) for record in records]
        # By the file's name: the docket may have been moved, or be named in another manner.
        known = {Path(r["path"]).name: i for i, r in enumerate(self.records) if "source" in r}
        last = {segment.source: segment for segment in self._log.segments}
        for segment in self._log.segments:
            at = known.get(segment.path.name)
            if at is None and not segment.size:
                continue
            archived = self.records[at] if at is not None else {}
            if archived.get("is_closed"):
                continue
            yield from self._resumed(segment, at, archived)
            if last[segment.source] is not segment:
                yield self._close(segment.source)

    def _resumed(
        self, segment: Segment, at: int | None, archived: Mapping[str, Any]
    ) -> Iterator[Batch]:
        reading: Reading | None = None
        done, size = 0, int(archived.get("bytes", 0))
        for data in segment.blocks():
            if reading is None:
                reading = self._reading(segment, kind_of(data) or "nmea", at)
            behind = min(max(size - done, 0), len(data))
            if behind:
                reading.push(data[:behind])  # in the archive already: read again for the state
                reading.counts.update({name: archived[name] for name in COUNTS})
            if behind < len(data):
                yield reading.push(data[behind:])
            done += len(data)

    def append(self, source: str, data: bytes, received_ms: int) -> None:
        """Take whole lines of a source; the next `commit` acknowledges them."""
        reading = self._open.get(source)
        if reading is None:
            kind = kind_of(data) or "nmea"
            segment = self._log.begin(source, is_json=kind != "nmea")
            reading = self._reading(segment, kind, None)
        if reading.kind == "nmea" and source not in self._clocked:
            if CLOCK.search(data):
                self._clocked.add(source)
            elif source not in self._late:
                data = stamped(data, received_ms, source)
        reading.segment.append(data)

    def commit(self, now_ms: int, position_of: Callable[[str], int]) -> Iterator[Batch]:
        """Acknowledge what was appended and yield what it holds, source by source.

        Raises DiskFullError as `Segment.commit`: what was not acknowledged still waits.
        """
        for source, reading in list(self._open.items()):
            if reading.segment.is_waiting:
                yield reading.push(reading.segment.commit(now_ms, position_of(source)))
            size, is_free = reading.segment.size, reading.feed.is_between_messages
            if size >= self._segment_bytes and (is_free or size >= 2 * self._segment_bytes):
                yield self._close(source)

    def close(self) -> Iterator[Batch]:
        """Close every file: yield what waited for more."""
        for source in list(self._open):
            yield self._close(source)

    def inputs(self) -> list[dict[str, Any]]:
        """Return a record for each file of the log (and other input) that was read so far."""
        for reading in self._open.values():
            self.records[reading.file_id] = reading.record()
        return self.records

    def position(self, source: str) -> int:
        """Return where in a source the acknowledged bytes end; 0 for one that is new."""
        held = [s for s in self._log.segments if s.source == source]
        return held[-1].position if held else 0

    def _close(self, source: str) -> Batch:
        reading = self._open.pop(source)
        batch = reading.close()
        reading.segment.close()
        self.records[reading.file_id] = reading.record()
        return batch

    def _reading(self, segment: Segment, kind: str, at: int | None) -> Reading:
        file_id = len(self.records) if at is None else at
        feed = NmeaFeed(file_id) if kind == "nmea" else JsonFeed(file_id, kind)  # type: ignore[arg-type]
        reading = Reading(
            segment,
            kind,
            file_id,
            feed,
            is_simulated=is_marked_file(segment.path.name),
            duplicates=self.duplicates,
        )
        if at is None:
            self.records.append(reading.record())
        self._open[segment.source] = reading
        return reading


def kind_of(data: bytes) -> str | None:
    """Return what the first whole lines of a source are: nmea, aisstream or aiscatcher."""
    for line in data.splitlines():
        text = line.strip()
        if text.startswith(b"{"):
            try:
                value = json.loads(text)
            except (ValueError, RecursionError):
                continue
            return "aisstream" if "MessageType" in value else "aiscatcher"
        if b"VDM," in text or b"VDO," in text:
            return "nmea"
    return None
