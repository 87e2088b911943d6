"""Generations of a docket: each run writes a folder of its own, and `CURRENT` names the newest.

    docket/CURRENT                     the number of the generation to read, one line
    docket/generations/000007/         docket.duckdb, events.parquet, report.html, run.json, ...
    docket/generations/000007/archive.json     which files of reports/ and statics/ it rests on
    docket/events.parquet, ...         copies, for tools that want one name

Method: a generation is filled as `000007.part`, renamed, and then named by `CURRENT`, which is
replaced in one rename: a run that is killed at any point leaves the generation before it, complete
and readable. The copies at the root are made after that, one after the other: they carry the number
of their generation, but only readers through `CURRENT` see one state.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..errors import InputError, OutputError
from ..files import streams
from ..files.atomic import atomic, cause, flush_folder, write_text

FOLDER, CURRENT = "generations", "CURRENT"
_PART = ".part"


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """How much of the past a docket keeps."""

    generations: int = (
        3  # own choice: the newest, the one a reader may have open, and one to compare
    )


@dataclass(frozen=True, slots=True)
class Generation:
    """A generation in the making: where to write it, and its number."""

    path: Path
    number: int


def number_of(folder: Path) -> int | None:
    """Return the number that `CURRENT` names; None for a docket without generations.

    Raises InputError when `CURRENT` is there and names none that exists.
    """
    path = folder / CURRENT
    try:
        text = path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
    if not text.isdecimal() or not _named(folder, int(text)).is_dir():
        raise InputError(f"{path}: names generation {text!r}, which is not in {folder / FOLDER}")
    return int(text)


def current(folder: Path) -> Path:
    """Return the folder of the current generation; `folder` itself for a docket without any.

    Raises InputError when `CURRENT` names a generation that is not there, or where a pipe lies in
    a file's place.
    """
    streams.none_in(folder)
    number = number_of(folder)
    if number is None:
        return folder
    streams.none_in(_named(folder, number))
    return _named(folder, number)


def kept(folder: Path) -> list[Path]:
    """Return the folders of the finished generations, the oldest first."""
    held = (folder / FOLDER).glob("??????")
    return sorted(p for p in held if p.name.isdecimal() and p.is_dir())


@contextmanager
def publish(folder: Path, params: Params = Params()) -> Iterator[Generation]:
    """Give the folder to fill; on leaving it becomes the docket's current generation.

    On an error what was filled is removed and the generation before it stays. At most one writer
    a docket (`lock`). Raises OutputError when something cannot be written.
    """
    earlier = [int(p.name) for p in kept(folder)]
    number = max(earlier, default=0) + 1
    part = _named(folder, number).with_suffix(_PART)
    try:
        for left in (folder / FOLDER).glob(f"*{_PART}"):
            shutil.rmtree(left)
        part.mkdir(parents=True)
    except OSError as error:
        raise OutputError(f"{part}: cannot be written: {cause(error)}") from error
    try:
        yield Generation(part, number)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    _finish(folder, part, number)
    _copy_out(folder, _named(folder, number))
    prune(folder, params)


def prune(folder: Path, params: Params = Params()) -> None:
    """Remove the oldest generations beyond the number to keep, never the current one.

    Raises OutputError when one cannot be removed.
    """
    now = number_of(folder)
    old = [p for p in kept(folder) if now is None or int(p.name) != now]
    for path in old[: max(0, len(old) + 1 - max(1, params.generations))]:
        try:
            # Renamed first: a folder half removed must not pass for a generation.
            gone = path.with_suffix(_PART)
            path.replace(gone)
            shutil.rmtree(gone)
        except OSError as error:
            raise OutputError(f"{path}: cannot be removed: {cause(error)}") from error


def _finish(folder: Path, part: Path, number: int) -> None:
    done = _named(folder, number)
    try:
        flush_folder(part)
        part.replace(done)
        flush_folder(done.parent)
    except OSError as error:
        raise OutputError(f"{done}: cannot be written: {cause(error)}") from error
    write_text(folder / CURRENT, f"{number}\n")


def _copy_out(folder: Path, generation: Path) -> None:
    """Copy each file under its fixed name; `run.json` last, for it says that all are there."""
    files = [p for p in generation.iterdir() if p.is_file() and p.name != "archive.json"]
    for path in sorted(files, key=lambda p: (p.name == "run.json", p.name)):
        with atomic(folder / path.name) as copy:
            shutil.copyfile(path, copy)


def _named(folder: Path, number: int) -> Path:
    return folder / FOLDER / f"{number:06d}"
