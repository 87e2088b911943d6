"""Zip archives that stay open while their members are read one after the other.

Opening an archive reads its directory, which grows with its members: opened for each of n members
it would be read n times. Blind spot: the archive that was read last stays open until another is.
"""

import zipfile
from functools import lru_cache
from pathlib import Path
from typing import IO

from ...files import objects

_KEPT = 2
"""Archives open at once: members come in the order of their places. Own choice."""


def member(path: Path, info: zipfile.ZipInfo) -> IO[bytes]:
    """Open a member, decompressed, of the archive at `path`, from which `info` came.

    By its place in the archive, not by its name: two members may bear one name. Raises what
    `zipfile` raises where the archive is damaged or encrypted.
    """
    if objects.uri_of(path) is not None:
        return _of_object(path).open(info)
    state = path.stat()
    return _opened(path, state.st_ino, state.st_mtime_ns, state.st_size).open(info)


@lru_cache(maxsize=_KEPT)
def _opened(path: Path, _inode: int, _changed_ns: int, _size: int) -> zipfile.ZipFile:
    return zipfile.ZipFile(path)


@lru_cache(maxsize=_KEPT)
def _of_object(path: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(objects.opened(str(objects.uri_of(path))))
