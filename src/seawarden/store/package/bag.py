"""BagIt (RFC 8493): a folder that names the SHA-256 of everything in it.

The bag's own hashes are not signed: they find an accident, and name the file it befell. What a
forger cannot remake are the items' leaves, which hold the same hashes under the signed root.
The Library of Congress's `bagit` reads these bags in the tests; it is not used to write them,
because it moves the files and changes the directory of the whole process.
"""

import hashlib
import os
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path, PurePosixPath

from ...errors import FormatError, InputError, OutputError
from ...files.atomic import cause, write_text

DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
DATA = "data"
MANIFEST, TAGS, INFO, DECLARED = (
    "manifest-sha256.txt", "tagmanifest-sha256.txt", "bag-info.txt", "bagit.txt",
)  # fmt: skip
_LINE = re.compile(r"([0-9a-f]{64})  (.+)\n")
"""A line of a manifest exactly as it is written here: BagIt allows other forms, a seal does not."""


def sha256_of(path: Path) -> str:
    """Return the hash of a file. Raises InputError when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {cause(error)}") from error


def files_in(folder: Path) -> list[str]:
    """Return every file below a folder as 'data/x', sorted.

    Raises InputError for a symbolic link or what is no plain file: it would lead out of the bag.
    """
    out = []
    for where, folders, files in os.walk(folder, followlinks=False):
        for name in (*folders, *files):
            path = Path(where, name)
            if path.is_symlink() or not (path.is_file() or path.is_dir()):
                raise InputError(f"{path}: no plain file, which a package may not hold")
        out += [Path(where, name).relative_to(folder).as_posix() for name in files]
    return sorted(out)


def close(folder: Path, info: Mapping[str, str], made_on: date) -> None:
    """Write the tag files of a bag whose payload lies in `data/`.

    Raises OutputError when one cannot be written.
    """
    payload = [name for name in files_in(folder) if name.startswith(f"{DATA}/")]
    total = sum((folder / name).stat().st_size for name in payload)
    lines = {
        **info, "Bagging-Date": made_on.isoformat(), "Payload-Oxum": f"{total}.{len(payload)}",
    }  # fmt: skip
    write_text(folder / DECLARED, DECLARATION)
    write_text(folder / INFO, "".join(f"{k}: {' '.join(v.split())}\n" for k, v in lines.items()))
    write_text(folder / MANIFEST, _listed(folder, payload))
    tags = [n for n in files_in(folder) if not n.startswith(f"{DATA}/") and n != TAGS]
    write_text(folder / TAGS, _listed(folder, tags))


def info_of(folder: Path) -> dict[str, str]:
    """Return what `bag-info.txt` says, less what `close` works out anew."""
    lines = (folder / INFO).read_text(encoding="utf-8").splitlines()
    pairs = dict(line.split(": ", 1) for line in lines)
    return {k: v for k, v in pairs.items() if k not in ("Bagging-Date", "Payload-Oxum")}


def manifest_of(folder: Path, name: str) -> dict[str, str]:
    """Return path -> hash of a manifest. Raises FormatError that names the line."""
    path, out = folder / name, dict[str, str]()
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FormatError(f"{path}: cannot be read: {error}") from error
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        found = _LINE.fullmatch(line)
        held = _decoded(found[2]) if found else ""
        if not found or not is_inside(held) or held in out:
            raise FormatError(f"{path}: line {number}: expected a hash and a new path in the bag")
        out[held] = found[1]
    return out


def is_inside(name: str) -> bool:
    """Return whether a path stays inside the bag."""
    parts = PurePosixPath(name).parts
    return bool(parts) and not name.startswith("/") and ".." not in parts and "\\" not in name


def make_folder(folder: Path) -> None:
    """Make a new folder. Raises OutputError when it is there and not empty, or cannot be made."""
    try:
        if folder.exists() and any(folder.iterdir()):
            raise OutputError(f"{folder}: is there and not empty; choose another folder")
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written: {cause(error)}") from error


def _listed(folder: Path, names: list[str]) -> str:
    return "".join(f"{sha256_of(folder / n)}  {_encoded(n)}\n" for n in names)


def _encoded(name: str) -> str:
    return name.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def _decoded(name: str) -> str:
    return name.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")
