"""Where a docket's parts lie, from any of its files: the root, the archive's files, the manifest.

ROOT/reports/ and ROOT/statics/      day files; `ROOT/reports/manifest.json` names those that count
ROOT/generations/000007/archive.json the manifest as it was when that generation was made
"""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ..errors import InputError
from ..files import streams
from . import generations

FOLDERS = {"REPORTS": "reports", "STATICS": "statics"}
"""Tables that stay in Parquet folders beside the docket, and their folders."""

MANIFEST, PINNED = "manifest.json", "archive.json"

PATROL = "patrol"
"""The folder that the patrol verbs write."""

PARTNERS = "partners"
"""The folder of packages that `case import` received: no run of the watch reads or writes it."""

LIVE = ("feed", "alerts.jsonl", "metrics.prom")
"""What a watch of a feed writes: its log, its alerts, its health."""


def root_of(file: Path) -> Path:
    """Return the docket's folder, from the path of a docket file at its root or in a generation."""
    parent = file.resolve().parent
    in_generation = parent.name.isdecimal() and parent.parent.name == generations.FOLDER
    return parent.parent.parent if in_generation else file.parent


def manifest_of(file: Path) -> Path:
    """Return the manifest of the archive that a docket file rests on, whether it exists or not."""
    root = root_of(file)
    pinned = file.parent / PINNED
    if file.parent == root:
        pinned = generations.current(root) / PINNED
    return pinned if pinned.is_file() else root / "reports" / MANIFEST


def files_of(file: Path, folder: str) -> list[Path]:
    """Return the archive's day files of 'reports' or 'statics' that a docket file rests on.

    All that lie there for an archive of the release before, or without manifest. Raises
    InputError when the manifest cannot be read.
    """
    root, manifest = root_of(file), manifest_of(file)
    streams.none_in(manifest.parent)
    try:
        about = json.loads(manifest.read_text(encoding="utf-8"))
        named = about.get(folder)
    except FileNotFoundError:
        named = None
    except (OSError, ValueError, AttributeError) as error:
        raise InputError(f"{manifest}: cannot be read: {error}") from error
    if named is None:
        return sorted(p for p in (root / folder).rglob("*.parquet") if p.is_file())
    return [_listed(root / folder, segment, manifest) for segment in named]


def _listed(folder: Path, segment: Any, manifest: Path) -> Path:
    """Return a file that a manifest, perhaps a stranger's, names in a folder of the archive.

    Raises InputError for what is no plain name, a symbolic link, or another file than it says.
    """
    name = segment.get("file") if isinstance(segment, dict) else None
    if not isinstance(name, str) or name in ("", ".", "..") or set(name) & set("/\\\0*?["):
        raise InputError(f"{manifest}: names {name!r}, expected a file in {folder.name}/")
    path = folder / name
    if path.is_symlink() or not path.is_file():
        raise InputError(f"{path}: in the manifest, but no file lies there")
    try:
        rows = pq.read_metadata(path).num_rows
    except (OSError, pa.ArrowException) as error:
        raise InputError(f"{path}: no Parquet file: {str(error).splitlines()[0]}") from error
    if rows != segment.get("rows"):
        raise InputError(f"{path}: holds {rows} rows, the manifest says {segment.get('rows')}")
    return path
