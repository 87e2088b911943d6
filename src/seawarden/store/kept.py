"""What a run worked out and a later one may take: each under the hash of all that it rests on.

ROOT/kept/ holds one file a result, named by its key: a SHA-256 over the contents of the archive's
files, the parameters and the code that it was made from (`key_of`). So nothing out of date can be
found there: what rests on anything else has another name. A file is written beside its place and
renamed. It ends in an HMAC (SHA-256, RFC 2104) of its name and content by a key that only this user
holds, in the user's cache folder: what is torn, damaged or written by anybody else counts as not
there and is made anew. Where no private folder can be had, the key lasts as long as the process.

The folder may be removed at any time; the next run then costs what the first did.
"""

import hashlib
import hmac
import io
import json
import os
import secrets
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..compiled import folder
from ..errors import OutputError
from ..files.atomic import cause

FOLDER, SUFFIX = "kept", ".npz"
_TIMES = "files.json"
_MARK_BYTES = 32

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
            with (self._folder / (key + SUFFIX)).open("rb") as file:
                if not _is_ours(key, file):
                    return None
                with np.load(file, allow_pickle=False) as held:
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
            with part.open("w+b") as file:
                np.savez(file, **arrays)  # type: ignore[arg-type]  # names are ours, none is an option's
                size = file.seek(0, io.SEEK_END)
                mark = _mark(key, file, size)
                file.seek(size)
                file.write(mark)
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

    def made(self, parts: tuple[Any, ...], make: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        """Return the frame kept under the key of `parts`, else what `make` gives, kept from now on.

        Raises OutputError when it cannot be written.
        """
        if self._folder is None:
            return make()
        key = key_of(*parts)
        held = self.frame(key)
        if held is None:
            held = make()
            self.keep_frame(key, held)
        return held

    def sha256(self, path: Path) -> str:
        """Return the hash of a file's content, read once as long as size and time stay.

        Where nothing is kept nothing is named: the file is not read, and the hash is empty.
        """
        if self._folder is None:
            return ""
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


def _is_ours(key: str, file: BinaryIO) -> bool:
    """Return whether a file ends in the mark of its name and content; leave it at its beginning."""
    size = file.seek(0, io.SEEK_END) - _MARK_BYTES
    if size < 0:
        return False
    file.seek(size)
    given = file.read(_MARK_BYTES)
    is_ours = hmac.compare_digest(given, _mark(key, file, size))
    file.seek(0)
    return is_ours


def _mark(key: str, file: BinaryIO, size: int) -> bytes:
    total = hmac.new(_secret(), key.encode(), "sha256")
    file.seek(0)
    while size > 0 and (block := file.read(min(size, 1 << 20))):
        total.update(block)
        size -= len(block)
    return total.digest()


@cache
def _secret() -> bytes:
    """Return the key that marks what this user keeps; made when it is first asked for."""
    made = secrets.token_bytes(_MARK_BYTES)
    home = folder()
    if home is None:
        return made
    path = home / "kept.key"
    try:
        with suppress(FileExistsError):
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(made)
        held = path.read_bytes()
    except OSError:
        return made
    return held if len(held) == _MARK_BYTES else made


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
