"""The sources that a user names on the command line: files, folders, globs, standard input.

An INPUT is a file, a folder (searched through), a glob or `-` (standard input); it may lie in an
object store (`s3://`, `gs://`, `abfs://`: `files.objects`). Of zip and tar
archives each member is a separate source, named `file.zip!member`, in any nesting to
`archives.MAX_DEPTH`. Hidden files are left out of folders and archives. Standard input and pipes
can be read once only, so they are copied to a temporary file first.
"""

import shutil
import sys
from collections.abc import Iterable, Iterator
from glob import glob, has_magic
from pathlib import Path
from typing import IO

from ...errors import InputError
from ...files import objects, streams
from . import archives
from .source import Source, opened


def sources(inputs: Iterable[str | Path]) -> list[Source]:
    """Return the sources that `inputs` name, sorted by place, each file once.

    Raises InputError when an input does not exist, a glob matches nothing, a folder holds no
    file, or a file cannot be read.
    """
    found: dict[object, Source] = {}
    for given in inputs:
        if str(given) == "-":
            if not any(source.path is None for source in found.values()):
                members = archives.members("-", None, _copied(sys.stdin.buffer))
                found |= {("-", member.member): member for member in members}
            continue
        for path in _expand(str(given)):
            uri = None
            if streams.is_stream(path):
                with opened(path) as stream:
                    members = archives.members(str(path), path, _copied(stream))
            else:
                uri = objects.uri_of(path)
                members = archives.members(uri or str(path), path, path)
            for source in members:
                found.setdefault((uri or path.resolve(), source.member), source)
    return sorted(found.values(), key=lambda s: s.place)


def _expand(given: str) -> Iterator[Path]:
    uri = objects.uri_of(given)
    if uri is not None:
        yield from map(Path, objects.listed(uri))
        return
    path = Path(given)
    if path.is_dir():
        files = sorted(p for p in path.rglob("*") if p.is_file() and not _hidden(p, path))
        if not files:
            raise InputError(f"{given}: the folder holds no file")
        yield from files
    elif path.exists():
        yield path
    elif has_magic(given):
        matches = sorted(Path(p) for p in glob(given, recursive=True))  # noqa: PTH207 - `**` and absolute
        if not matches:
            raise InputError(f"{given}: no file matches")
        for match in matches:
            yield from _expand(str(match))
    else:
        raise InputError(f"{given}: no such file or folder")


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _copied(stream: IO[bytes]) -> Path:
    """Copy a stream that can be read once to a temporary file."""
    at = archives.scratch() / f"stream-{next(archives.NUMBERS)}"
    with at.open("wb") as out:
        shutil.copyfileobj(stream, out, 1 << 20)
    return at
