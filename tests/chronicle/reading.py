"""Reading a file the way the chronicle does, for tests."""

import hashlib
from pathlib import Path

from seawarden.chronicle import entry
from seawarden.chronicle.documents import formats


def read(path: Path) -> list[entry.Entry]:
    """Return the entries of one file."""
    return from_bytes(path.name, path.read_bytes())


def from_bytes(name: str, data: bytes) -> list[entry.Entry]:
    """Return the entries of a file's bytes."""
    digest = hashlib.sha256(data).hexdigest()
    return [
        entry.make(item, entry.Original(name, digest, len(data), kind))
        for kind, item in formats.read(name, data)
    ]
