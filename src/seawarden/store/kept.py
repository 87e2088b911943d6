"""What a run worked out and a later one may take: each under the hash of all that it rests on.

ROOT/kept/ holds one file a result, named by its key: a SHA-256 over the contents of the archive's
files, the parameters and the code that it was made from (`key_of`). So nothing out of date can be
found there: what rests on anything else has another name. A file is written beside its place and
renamed, and its checksums (of the zip format) are proved when it is read: what is torn or damaged
counts as not there and is made anew. Only plain arrays are read, so a file from a stranger runs
nothing.

The folder may be removed at any time; the next run then costs what the first did.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..errors import OutputError
from ..files.atomic import cause

FOLDER, SUFFIX = "kept", ".npz"
_TIMES = "files.json"

Arrays = Mapping[str, NDArray[Any]]


class Kept:
    """The results kept in a docket's folder; without a folder nothing is kept."""

    def __init__(self, docket: Path | None) -> None:
        """Begin; nothing is made or read before it is asked for."""
        self._folder = None if docket is None else docket / FOLDER
        self._used: set[str] = set()
        self._sums: dict[str, list[Any]] | None = None

    def arrays(self, key: str) -> dict[str, NDArray[Any]] | None:
        """Return what is kept under `key`; None where nothing whole is."""
        if self._folder is None:
            return None
        try:
            with np.load(self._folder / (key + SUFFIX), allow_pickle=False) as held:
                found = {name: held[name] for name in held.files}
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return None
        self._used.add(key)
        return found

    def still_wanted(self, key: str) -> None:
        """Let what is kept under `key` stay, though this run does not ask for it."""
        self._used.add(key)

    def keep(self, key: str, arrays: Arrays) -> None:
        """Keep arrays under `key`. Raises OutputError when they cannot be written."""
        if self._folder is None:
            return
        part = self._folder / (key + ".part")
        try:
            self._folder.mkdir(exist_ok=True)
            with part.open("wb") as file:
                np.savez(file, **arrays)  # type: ignore[arg-type]  # names are ours, none is an option's
            part.replace(self._folder / (key + SUFFIX))
        except OSError as error:
            part.unlink(missing_ok=True)
            raise OutputError(f"{part}: cannot be written: {cause(error)}") from error
        self._used.add(key)

    def frame(self, key: str) -> pl.DataFrame | None:
        """Return the frame kept under `key`; None where nothing whole is."""
        held = self.arrays(key)
        if held is None or "frame" not in held:
            return None
        return pl.read_parquet(io.BytesIO(held["frame"].tobytes()))

    def keep_frame(self, key: str, frame: pl.DataFrame) -> None:
        """Keep a frame under `key`. Raises OutputError when it cannot be written."""
        if self._folder is None:
            return
        text = io.BytesIO()
        frame.write_parquet(text, compression="lz4", statistics=False)
        self.keep(key, {"frame": np.frombuffer(text.getvalue(), np.uint8)})

    def sha256(self, path: Path) -> str:
        """Return the hash of a file's content, read once as long as size and time stay."""
        about = path.stat()
        stamp = [about.st_size, about.st_mtime_ns, about.st_ino]
        name = f"{path.parent.name}/{path.name}"
        known = self._known().get(name)
        if known is None or known[:3] != stamp:
            with path.open("rb") as file:
                known = [*stamp, hashlib.file_digest(file, "sha256").hexdigest()]
            self._known()[name] = known
        return str(known[3])

    def _known(self) -> dict[str, list[Any]]:
        if self._sums is None:
            self._sums = {}
            if self._folder is not None and (self._folder / _TIMES).is_file():
                try:
                    self._sums = json.loads((self._folder / _TIMES).read_text("utf-8"))
                except (OSError, ValueError):
                    self._sums = {}
        return self._sums

    def forget_unused(self) -> None:
        """Remove what was neither asked for nor kept since the beginning.

        Raises OutputError when something cannot be removed or written.
        """
        if self._folder is None or not self._folder.is_dir():
            return
        try:
            for path in self._folder.iterdir():
                if path.name != _TIMES and path.name.removesuffix(SUFFIX) not in self._used:
                    path.unlink()
            (self._folder / _TIMES).write_text(json.dumps(self._known()), "utf-8")
        except OSError as error:
            raise OutputError(f"{self._folder}: cannot be written: {cause(error)}") from error


def key_of(*parts: Any) -> str:
    """Return the name of a result: a hash of all it rests on, plain values or their texts."""
    text = json.dumps([code(), *parts], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def code() -> str:
    """Return the hash of Seawarden's code, its version in it, whoever changed it."""
    root = Path(__file__).parent.parent
    total = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        total.update(str(path.relative_to(root)).encode() + b"\0")
        total.update(path.read_bytes())
    return total.hexdigest()
