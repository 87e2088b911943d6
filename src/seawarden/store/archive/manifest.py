"""`reports/manifest.json`: which files the archive consists of; written last, in one rename.

A file that it does not name does not count: it was left by a run that was stopped, or waits to be
removed. Files it names are never written again.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ...errors import InputError
from ...files.atomic import write_text
from .. import formats, generations
from ..layout import FOLDERS, MANIFEST, PINNED
from .dayfile import DAY_MS

REJECTS_FOLDER = "rejects"


@dataclass(frozen=True, slots=True)
class Segment:
    """One day file: rows of one UTC day that came in together, in time order."""

    segment: int
    file: str
    rows: int
    first_ms: int
    last_ms: int

    @property
    def day(self) -> int:
        """Days since 1970."""
        return self.first_ms // DAY_MS


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files of an archive, and what it was made from."""

    group_rows: int
    key: str = ""
    inputs: list[dict[str, Any]] = field(default_factory=list)
    ranks: list[int] = field(default_factory=list)
    """Of each input (by `file_id`) its place in the order in which the inputs were given last."""
    next_segment: int = 0
    reports: tuple[Segment, ...] = ()
    statics: tuple[Segment, ...] = ()
    rejects: tuple[str, ...] = ()
    format: int = formats.ARCHIVE

    @property
    def rows(self) -> int:
        """All reports."""
        return sum(s.rows for s in self.reports)

    def files(self, folder: Path) -> Iterator[Path]:
        """Yield every file of the archive in `folder`."""
        for name in FOLDERS.values():
            yield from (folder / name / s.file for s in getattr(self, name))
        yield from (folder / self.rejects_folder / name for name in self.rejects)

    @property
    def rejects_folder(self) -> str:
        """The folder of the rejects; format 2 keeps one file at the root."""
        return REJECTS_FOLDER if self.format >= formats.ARCHIVE else "."


def read(folder: Path, path: Path | None = None) -> Manifest:
    """Return the manifest of the archive in `folder`; `path` where it is a generation's.

    Raises InputError when there is none, it is of a later format, or a file is missing.
    """
    path = path or folder / "reports" / MANIFEST
    about = _json(path, folder / "reports")
    found = about.get("format", about.get("version"))
    if formats.check(path, "archive", found, formats.ARCHIVE) == formats.ARCHIVE:
        made = Manifest(**{**about, **{n: _segments(about[n]) for n in FOLDERS.values()}})
    elif found == formats.ARCHIVE - 1:
        made = _of_days(folder, about, _json(folder / "statics" / MANIFEST, folder / "statics"))
    else:
        raise InputError(f"{path}: layout {found} of another Seawarden, expected {formats.ARCHIVE}")
    missing = [f for f in made.files(folder) if not f.exists()]
    if missing:
        raise InputError(f"{missing[0].parent}: not a whole archive: {missing[0].name} is missing")
    return made


def write(made: Manifest, path: Path) -> None:
    """Write a manifest. Raises OutputError when it cannot be written."""
    write_text(path, json.dumps(asdict(made), default=str))


def remove_unused(folder: Path) -> None:
    """Remove the archive's files that neither the manifest nor a kept generation names."""
    pinned = [p / PINNED for p in generations.kept(folder)]
    known: set[Path] = set()
    for path in [folder / "reports" / MANIFEST, *pinned]:
        if path.is_file():
            about = _json(path, folder)
            if "format" not in about:
                return  # of the release before: removed when this one's manifest has replaced it
            for name in FOLDERS.values():
                known |= {folder / name / s["file"] for s in about[name]}
            known |= {folder / REJECTS_FOLDER / f for f in about["rejects"]}
    if not known and generations.number_of(folder) is None and _has_docket(folder):
        return  # a docket without manifest: what lies there is all it has
    if known:
        (folder / "statics" / MANIFEST).unlink(missing_ok=True)  # of format 2
    for name in (*FOLDERS.values(), REJECTS_FOLDER):
        for path in (folder / name).glob("*.parquet"):
            if path not in known:
                path.unlink()


def _has_docket(folder: Path) -> bool:
    return (folder / "docket.duckdb").exists()


def _segments(rows: list[dict[str, Any]]) -> tuple[Segment, ...]:
    return tuple(Segment(**row) for row in rows)


def _of_days(folder: Path, reports: dict[str, Any], statics: dict[str, Any]) -> Manifest:
    """Return the manifest of an archive of format 2: a file a day, numbered in their order."""
    days = [
        tuple(Segment(i, **day) for i, day in enumerate(about["days"]))
        for about in (reports, statics)
    ]
    rejects = ("rejects.parquet",) if (folder / "rejects.parquet").is_file() else ()
    return Manifest(
        group_rows=reports["group_rows"], key=reports["key"], inputs=reports["inputs"],
        ranks=list(range(len(reports["inputs"]))), next_segment=len(days[0]) + len(days[1]),
        reports=days[0], statics=days[1], rejects=rejects, format=2,
    )  # fmt: skip


def _json(path: Path, folder: Path) -> dict[str, Any]:
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(
            f"{folder}: not a whole archive ({path.name} is missing: the run was stopped or failed)"
        ) from None
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
    if not isinstance(about, dict):
        raise InputError(f"{path}: no manifest of an archive")
    return about
