"""Objects of a store (S3, Google Cloud Storage, Azure) as files: listed, opened, measured.

Method: PyArrow's file systems, which take account and address from the environment as the store's
own tools do (`AWS_ACCESS_KEY_ID`, `AWS_ENDPOINT_URL`, ...). An object is read where it lies, piece
by piece; nothing is copied. As a `Path` it is the address with one slash after the scheme, for that
is how a path writes it: `s3:/bucket/ais/a.csv`.

Blind spot: a local folder named `s3:` cannot be told from a store.
"""

import io
import os
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import quote

from ..errors import InputError, UsageError

SCHEMES = ("s3", "gs", "gcs", "abfs", "abfss")
_BUFFER = 1 << 20


def uri_of(given: str | Path) -> str | None:
    """Return the address of an object, `s3://bucket/name`; None for a file of this machine."""
    scheme, colon, rest = str(given).partition(":/")
    if not colon or scheme not in SCHEMES:
        return None
    return f"{scheme}://{rest.lstrip('/')}"


def listed(uri: str) -> list[str]:
    """Return the objects that an address names, sorted: itself, those below it, or of a glob.

    Names that begin with a dot or an underscore, and what lies below such, are left out below a
    folder. Raises InputError, in one line, when there is none or the store cannot be reached.
    """
    scheme = uri.partition("://")[0]
    prefix, magic = uri, next((i for i, c in enumerate(uri) if c in "*?["), None)
    if magic is not None:
        prefix = uri[:magic].rpartition("/")[0]
    try:
        system, at = _system(prefix)
        info = system.get_file_info(at)
        if info.type == _types().File:
            return [uri]
        below = system.get_file_info(_selector(at)) if info.type == _types().Directory else []
    except OSError as error:
        raise InputError(f"{uri}: the store cannot be read: {_why(error)}") from error
    names = sorted(f"{scheme}://{f.path}" for f in below if f.type == _types().File)
    if magic is not None:
        names = [n for n in names if fnmatchcase(n, uri) and _as_deep(n, uri)]
        if not names:
            raise InputError(f"{uri}: no object matches")
        return names
    names = [n for n in names if not _is_hidden(n[len(uri.rstrip("/")) + 1 :])]
    if not names:
        raise InputError(f"{uri}: no such object, and none below it")
    return names


def opened(uri: str) -> BinaryIO:
    """Open an object for reading at any place. Raises InputError when it cannot be opened."""
    try:
        system, at = _system(uri)
        return cast(BinaryIO, io.BufferedReader(system.open_input_file(at), _BUFFER))
    except OSError as error:
        raise InputError(f"{uri}: cannot be read: {_why(error)}") from error


def size_of(uri: str) -> int:
    """Return the bytes of an object. Raises InputError when it is not there."""
    try:
        system, at = _system(uri)
        size = system.get_file_info(at).size
    except OSError as error:
        raise InputError(f"{uri}: cannot be read: {_why(error)}") from error
    if size is None:
        raise InputError(f"{uri}: no such object")
    return int(size)


@cache
def _of_bucket(root: str) -> tuple[Any, str]:
    """Return the file system of a bucket; each holds connections, so one a bucket."""
    import pyarrow as pa
    from pyarrow.fs import FileSystem

    try:
        found: tuple[Any, str] = FileSystem.from_uri(root + _endpoint(root))
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise UsageError(f"{root}: no address of a store: {_why(error)}") from error
    return found


def _endpoint(root: str) -> str:
    """Return where a store of one's own is (MinIO, Garage, ...), as PyArrow's addresses say it."""
    given = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    if not given or not root.startswith("s3://"):
        return ""
    scheme, _, host = given.rpartition("://")
    return f"?scheme={scheme or 'https'}&endpoint_override={quote(host.rstrip('/'), safe='')}"


def _system(uri: str) -> tuple[Any, str]:
    scheme, _, rest = uri.partition("://")
    bucket, _, name = rest.partition("/")
    system, at = _of_bucket(f"{scheme}://{bucket}")
    return system, f"{at.rstrip('/')}/{name}".rstrip("/")


def _types() -> Any:
    from pyarrow.fs import FileType

    return FileType


def _selector(at: str) -> Any:
    from pyarrow.fs import FileSelector

    return FileSelector(at, recursive=True)


def _is_hidden(name: str) -> bool:
    return any(part[:1] in (".", "_") for part in name.split("/"))


def _as_deep(name: str, pattern: str) -> bool:
    """A star does not reach over a slash, two of them do, as in a glob of this machine."""
    return "**" in pattern or name.count("/") == pattern.count("/")


def _why(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]


def forget() -> None:
    """Let the environment be read anew: an account or address in it has changed."""
    _of_bucket.cache_clear()
