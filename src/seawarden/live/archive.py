"""The archive as it grows: what was decoded goes into further segments, now and then.

Method: batches wait in an `ArchiveWriter`; `flush` puts them in place and names them in the
manifest, together with how much of each file of the log they hold. What a run that was killed had
not flushed is decoded from the log once more.
"""

from pathlib import Path
from typing import Any

from ..errors import InputError
from ..read.batch import Batch
from ..store.archive import Archive
from ..store.archive.compact import compacted
from ..store.archive.writer import ArchiveWriter
from ..store.formats import ARCHIVE

KEY = "live"
"""What the manifest says the archive was made from: no files that a watch could be given."""


class GrowingArchive:
    """The archive in a docket's folder, with what waits to go into it."""

    def __init__(self, out: Path) -> None:
        """Open what is there. Raises InputError for an archive of another layout."""
        self._out = out
        self.archive: Archive | None = Archive(out) if Archive.is_in(out) else None
        if self.archive is not None and self.archive.manifest.format != ARCHIVE:
            raise InputError(f"{out}: the archive of an earlier release; watch its inputs anew")
        self._writer: ArchiveWriter | None = None
        self.n_waiting = 0
        self.is_waiting = False

    @property
    def inputs(self) -> list[dict[str, Any]]:
        """The inputs that the manifest names."""
        return list(self.archive.inputs) if self.archive else []

    def add(self, batch: Batch) -> None:
        """Take a batch that the next `flush` puts in place."""
        if not batch.lines:
            return
        if self._writer is None:
            self._writer = ArchiveWriter(self._out, onto=self.archive)
        self._writer.add(batch)
        self.n_waiting += batch.reports.height
        self.is_waiting = True

    def flush(self, inputs: list[dict[str, Any]]) -> Archive | None:
        """Put in place what waits, and name it; return the archive, None while there is none.

        `inputs` is the record of every input, as far as it is in what was added. Raises
        OutputError when it cannot be written: what waits is then read from the log again.
        """
        if self._writer is None:
            return self.archive
        writer, self._writer = self._writer, None
        ranks = list(self.archive.manifest.ranks) if self.archive else []
        ranks += range(len(ranks), len(inputs))
        with writer:
            self.archive = writer.finish(inputs, key=KEY, ranks=ranks)
        self.n_waiting, self.is_waiting = 0, False
        return self.archive

    def compact(self, *, before_day: int, most: int) -> None:
        """Write days that came in more than `most` pieces together (`store.archive.compact`)."""
        if self.archive is not None and self._writer is None:
            self.archive = compacted(self.archive, before_day=before_day, most=most)

    def abandon(self) -> None:
        """Drop what waits; it stands in the log."""
        if self._writer is not None:
            writer, self._writer = self._writer, None
            writer.__exit__(RuntimeError, None, None)
