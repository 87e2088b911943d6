"""Write the archive: anew, or the reports of further inputs into further segments.

Nothing that the manifest names is written again, and the manifest is written last: a run that is
stopped leaves the archive as it was, and files that nobody names, which the next run removes.
"""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from ...errors import InputError
from ...read.batch import Batch
from ...schema import REPORTS, STATICS
from .. import generations
from ..layout import FOLDERS, MANIFEST
from . import dayfile, manifest
from .archive import Archive
from .dayfile import writing
from .manifest import REJECTS_FOLDER, Manifest
from .rejects import RejectsFile
from .runs import HOLD_ROWS, SortedFiles


class ArchiveWriter:
    """Writes segments of `reports/`, `statics/` and `rejects/` in `folder`; a context manager.

    Batches may come in any order; memory stays flat. Leaving the block without `finish` leaves
    the archive as it was.
    """

    def __init__(
        self, folder: Path | str, *, hold_rows: int = HOLD_ROWS, onto: Archive | None = None
    ) -> None:
        """Begin anew, or after what the archive `onto` in the same folder holds.

        Raises OutputError when the folder cannot be made or written.
        """
        self.folder = Path(folder)
        self._is_anew = onto is None
        self._earlier = begin(self.folder) if onto is None else onto.manifest
        if onto is not None:
            manifest.remove_unused(self.folder)
        self._reports = SortedFiles(self.folder / "reports", REPORTS, hold_rows)
        self._statics = SortedFiles(self.folder / "statics", STATICS, hold_rows)
        name = f"{self._earlier.next_segment:06d}.parquet"
        rejects = self.folder / REJECTS_FOLDER
        with writing(rejects):
            rejects.mkdir(exist_ok=True)
        self._rejects = RejectsFile(rejects / name)
        self._rejects_name = name
        self._is_finished = False
        # One thread writes while the caller reads on; one batch may wait.
        self._pool = ThreadPoolExecutor(1)
        self._writing: Future[None] | None = None

    def __enter__(self) -> "ArchiveWriter":
        """Return self."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Remove what was begun, unless `finish` was reached."""
        self._pool.shutdown(wait=True)
        if not self._is_finished:
            for part in (self._reports, self._statics, self._rejects):
                part.abandon()

    def add(self, batch: Batch) -> None:
        """Take a batch; it is written while the caller reads the next.

        Raises OutputError when the disk is full or the folder is gone, at the latest when the
        next batch is added or at `finish`.
        """
        self._wait()
        self._writing = self._pool.submit(self._add, batch)

    def _wait(self) -> None:
        if self._writing is not None:
            self._writing.result()
            self._writing = None

    def _add(self, batch: Batch) -> None:
        self._reports.add(batch.reports)
        self._statics.add(batch.statics)
        self._rejects.add(batch.rejects)

    def finish(
        self, inputs: Sequence[dict[str, Any]] = (), *, key: str = "", ranks: Sequence[int] = ()
    ) -> Archive:
        """Put everything in order and in place.

        `inputs` (as in `run.json`, of all that the archive now holds) and `key`, which stands for
        the inputs and options that it is made from, go into the manifest; `ranks` are the places
        of the inputs in the order in which they were given, where that is not their own.

        Raises OutputError when the disk is full or the folder is gone.
        """
        self._wait()
        self._rejects.finish()
        first = self._earlier.next_segment
        beside = self._pool.submit(self._statics.sort)
        self._reports.sort()
        beside.result()
        reports = self._reports.finish(first)
        statics = self._statics.finish(first + len(reports))
        old = Manifest(dayfile.GROUP_ROWS) if self._is_anew else self._earlier
        made = Manifest(
            group_rows=dayfile.GROUP_ROWS,
            key=key,
            inputs=list(inputs),
            ranks=list(ranks) or list(range(len(inputs))),
            next_segment=first + len(reports) + len(statics) + 1,
            reports=(*old.reports, *reports),
            statics=(*old.statics, *statics),
            rejects=(*old.rejects, self._rejects_name),
        )
        manifest.write(made, self.folder / "reports" / MANIFEST)
        self._is_finished = True
        return Archive(self.folder)


def begin(folder: Path) -> Manifest:
    """Make room for an archive that is made anew; return what it goes on counting from.

    What a docket that is there rests on is kept.
    """
    numbering = numbering_of(folder)
    if _has_docket(folder):
        manifest.remove_unused(folder)
    else:
        _clear(folder)  # nobody reads it
    return numbering


def numbering_of(folder: Path) -> Manifest:
    """Return what an archive that is made anew goes on counting from: no number comes twice."""
    with suppress(InputError):
        held = manifest.read(folder)
        return Manifest(dayfile.GROUP_ROWS, next_segment=held.next_segment)
    return Manifest(dayfile.GROUP_ROWS)


def _has_docket(folder: Path) -> bool:
    return (folder / generations.CURRENT).exists() or (folder / "docket.duckdb").exists()


def _clear(folder: Path) -> None:
    for name in (*FOLDERS.values(), REJECTS_FOLDER):
        with writing(folder / name):
            (folder / name / MANIFEST).unlink(missing_ok=True)
            for old in (folder / name).glob("*.parquet"):
                old.unlink()
