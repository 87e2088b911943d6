"""A plan's files appear together or not at all.

Method: every text, table and picture is made before the first file is touched, so an error in the
making leaves the folder as it was; then all are written beside their places as `.part`, then all
are renamed; where a rename fails, those done before it are undone. Blind spot: a power cut among
the renames may leave some files of each plan; each file is still complete.
"""

import io
from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

from ...errors import OutputError
from ...files.atomic import cause
from ...files.output_folder import MARKER, marker, not_written

KIND = "patrol plan"
"""What the marker of a folder of these files says."""


class Outputs:
    """Files to be written, by path; one added twice keeps the later content."""

    def __init__(self) -> None:
        self._files: dict[Path, bytes] = {}
        self._folders: set[Path] = set()

    @property
    def files(self) -> Mapping[Path, bytes]:
        """What is to be written."""
        return self._files

    def add(self, path: Path, content: bytes | str) -> None:
        """Keep a file's content until `write`; text is kept as UTF-8."""
        if isinstance(content, str):
            content = content.encode("utf-8", errors="backslashreplace")
        self._files[path] = content

    def add_frame(self, path: Path, frame: pl.DataFrame) -> None:
        """Keep a table as Parquet."""
        held = io.BytesIO()
        frame.write_parquet(held)
        self.add(path, held.getvalue())

    def claim(self, folder: Path, *, is_in_docket: bool, inputs: Iterable[Path] = ()) -> None:
        """Add the marker that makes `folder` ours for the files that are to be written in it.

        Raises OutputError, in one line, for a folder that holds anything that is not ours, and
        for `inputs` that lie where is written. In a docket the release before set no marker.
        """
        self._folders.add(folder)
        names = {path.name for path in self._files if path.parent == folder}
        for given in inputs:
            not_written(folder, names, given)
        text = marker(folder, KIND, names=names, was_made_by=lambda _: is_in_docket)
        if text is not None:
            self.add(folder / MARKER, text)

    def write(self) -> None:
        """Write all files, folders made where missing.

        Raises OutputError when one cannot be written, or lies in no folder that was claimed, as
        where the name of an aircraft holds a path; then none has taken its place.
        """
        for path in self._files:
            if path.parent not in self._folders:
                folders = ", ".join(sorted(map(str, self._folders)))
                raise OutputError(f"{path}: cannot be written: expected a file in {folders}")
        parts: list[tuple[Path, Path]] = []
        replaced: list[tuple[Path, bytes | None]] = []
        at = Path()
        try:
            for at, content in self._files.items():
                at.parent.mkdir(parents=True, exist_ok=True)
                part = at.with_name(at.name + ".part")
                parts.append((part, at))
                if part.is_symlink():
                    part.unlink()  # what it leads to is not ours
                part.write_bytes(content)
            for part, at in parts:
                older = at.read_bytes() if at.exists() else None
                part.replace(at)
                replaced.append((at, older))
        except OSError as error:
            for path, older in replaced:
                _restore(path, older)
            for part, _ in parts:
                if part.is_file():
                    part.unlink()
            raise OutputError(f"{at}: cannot be written: {cause(error)}") from error


def _restore(path: Path, older: bytes | None) -> None:
    """Put a file's older content back, or remove a file that was not there."""
    if older is None:
        path.unlink()
    else:
        path.write_bytes(older)
