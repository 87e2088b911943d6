"""Archives: the members of zip and tar files, in any nesting, each a source with a name.

A member of a plain zip archive is read where it stands. What cannot be opened in the middle (a
member of a tar file, an archive inside an archive) is unpacked to a temporary folder that is
removed when the program ends; no member's name is used as a path. A broken archive is one source
that says so when it is opened, so that it does not hide the files beside it.
"""

import itertools
import shutil
import tarfile
import tempfile
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path
from typing import IO

from ...errors import FormatError, SeawardenError
from . import source, swelling
from .source import Source, Stored

MAX_DEPTH = 4
"""Archives in archives beyond this are named and left. Own choice."""
NUMBERS = itertools.count(1)
_TAR_AT, _TAR = 257, b"ustar"
_folders: list[tempfile.TemporaryDirectory[str]] = []


@cache
def scratch() -> Path:
    """Return the temporary folder of this process, made when it is first needed."""
    _folders.append(tempfile.TemporaryDirectory(prefix="seawarden-"))
    return Path(_folders[0].name)


def members(place: str, path: Path | None, stored: Path) -> list[Source]:
    """Return the sources in the file at `stored`: itself, or the members of an archive.

    Raises InputError when the file cannot be opened at all.
    """
    return _inside(place, path, None, stored, 0, Stored(stored))


def _inside(
    place: str, path: Path | None, member: str | None, at: Path, depth: int, stored: Stored
) -> list[Source]:
    def one(problem: str | None = None) -> list[Source]:
        spooled = None if at == path else at
        return [source.source_of(place, path, member, stored, spooled=spooled, problem=problem)]

    with source.opened(at) as raw:
        start = raw.read(8)
    if start.startswith(source.ZIP):
        kind = _from_zip
    elif start.startswith(source.PACKED) or start[:1].isalnum() or start[:1] in b"./_":
        if not _is_tar(at, stored):
            return one()
        kind = _from_tar
    else:
        return one()
    if depth == MAX_DEPTH:
        return one(f"archives in archives, more than {MAX_DEPTH} deep")
    try:
        return kind(place, path, member, at, depth, stored)
    except FormatError as error:
        return one(str(error))


def _is_tar(at: Path, stored: Stored) -> bool:
    try:
        with source.decompressed(source.opened(at), stored.budget()) as stream:
            return stream.read(_TAR_AT + 5)[_TAR_AT:] == _TAR
    except (*source.DAMAGE, SeawardenError):
        return False


def _from_zip(
    place: str, path: Path | None, member: str | None, at: Path, depth: int, stored: Stored
) -> list[Source]:
    found: list[Source] = []
    before: Counter[str] = Counter()
    try:
        with source.opened(at) as raw, zipfile.ZipFile(raw) as archive:
            files = [i for i in archive.infolist() if not i.is_dir()]
            names = [i.filename for i in files]
            if "[Content_Types].xml" in names:
                raise FormatError("an Office document; save the sheet as CSV and give that")
            for info in files:
                if _is_hidden(info.filename):
                    continue
                name = _unlike(info.filename, before)
                here = f"{place}!{name}"
                inner = name if member is None else f"{member}!{name}"
                try:
                    with archive.open(info) as stream:
                        start = stream.read(_TAR_AT + 5)
                        is_archive = start.startswith(source.PACKED) or start[_TAR_AT:] == _TAR
                        is_copied = is_archive or at != path
                        copy = _unpacked(start, stream, stored) if is_copied else None
                except (*source.DAMAGE, RuntimeError, NotImplementedError) as error:
                    problem = f"cannot be unpacked: {error}"
                    found.append(source.source_of(here, path, inner, stored, problem=problem))
                    continue
                if copy is None:
                    found.append(source.source_of(here, path, inner, stored, info=info))
                else:
                    found += _inside(here, path, inner, copy, depth + 1, stored)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise FormatError(f"not a complete zip archive: {error}") from error
    if not found:
        raise FormatError("the zip archive holds no file")
    return found


def _from_tar(
    place: str, path: Path | None, member: str | None, at: Path, depth: int, stored: Stored
) -> list[Source]:
    found: list[Source] = []
    before: Counter[str] = Counter()
    try:
        with (
            source.decompressed(source.opened(at), stored.budget()) as stream,
            tarfile.open(fileobj=stream, mode="r|") as archive,
        ):
            for info in archive:
                if not info.isfile() or _is_hidden(info.name.removeprefix("./")):
                    continue
                inside = archive.extractfile(info)
                if inside is None:
                    continue
                copy = _unpacked(b"", inside, stored)
                name = _unlike(info.name, before)
                inner = name if member is None else f"{member}!{name}"
                found += _inside(f"{place}!{name}", path, inner, copy, depth + 1, stored)
    except source.DAMAGE as error:
        why = f"the tar archive ends early or is damaged: {error or type(error).__name__}"
        if not found:
            raise FormatError(why) from error
        found.append(source.source_of(f"{place}!(rest)", path, "(rest)", stored, problem=why))
    if not found:
        raise FormatError("the tar archive holds no file")
    return found


def _unpacked(start: bytes, stream: IO[bytes], stored: Stored) -> Path:
    """Copy a member to a file of its own; of one that cannot be copied nothing stays."""
    copy = scratch() / f"member-{next(NUMBERS)}"
    try:
        with copy.open("wb") as out:
            out.write(start)
            shutil.copyfileobj(swelling.Bounded(stream, stored.budget()), out, 1 << 20)
    except BaseException:
        copy.unlink(missing_ok=True)
        raise
    return copy


def _unlike(name: str, before: Counter[str]) -> str:
    """Return a member's name; the second of one name is told apart, so that both are read."""
    before[name] += 1
    return name if before[name] == 1 else f"{name} ({before[name]})"


def _is_hidden(name: str) -> bool:
    return any(part[:1] in (".", "_") for part in name.split("/"))
