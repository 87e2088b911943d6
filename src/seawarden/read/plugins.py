"""Readers that other packages bring (`seawarden.readers`): layouts of tables, and whole formats.

A layout offers `layout_of(names) -> Layout | None`, as the modules in `published/` do. A format
that is no table offers `NAME`, `looks_like(head: bytes) -> bool` and
`read(stream, *, file_id, place) -> Iterator[Batch]`. It is asked after Seawarden's formats have
been told by their marks (Parquet, NMEA, XML, JSON) and before a file is taken for a table or for
strange binary data.
"""

from collections.abc import Iterator
from typing import Any, BinaryIO, Protocol

from .. import plugins
from .batch import Batch


class Reader(Protocol):
    """A format of another package."""

    NAME: str  # its name in `run.json`

    def looks_like(self, head: bytes) -> bool:
        """Tell whether the first 128 kB of a file, decompressed, are of this format."""

    def read(self, stream: BinaryIO, *, file_id: int, place: str) -> Iterator[Batch]:
        """Yield the batches of a file; raises FormatError for what is wrong, naming `place`."""


def layouts() -> list[Any]:
    """Return the layouts of tables that other packages bring."""
    return [one for _, one in _checked() if hasattr(one, "layout_of")]


def reader_of(head: bytes) -> Reader | None:
    """Return the reader of another package that knows a file by its first bytes, or None."""
    return next((r for _, r in _checked() if hasattr(r, "read") and r.looks_like(head)), None)


def _checked() -> tuple[tuple[str, Any], ...]:
    found = plugins.loaded(plugins.READERS)
    for name, one in found:
        is_reader = all(hasattr(one, part) for part in ("NAME", "looks_like", "read"))
        if not hasattr(one, "layout_of") and not is_reader:
            raise plugins.lacks(
                plugins.READERS, name, "`layout_of`, nor `NAME`, `looks_like` and `read`"
            )
    return found
