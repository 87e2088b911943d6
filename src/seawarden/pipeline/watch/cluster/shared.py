"""The folder that workers and driver share, and what is kept in it while a run lasts.

Method: what a task makes is written beside its place under a name of its own and renamed, so that
a task that was stopped leaves nothing, and one that ran twice has written the same twice. A task
whose product is there is done.
"""

import pickle
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl

from ....errors import OutputError
from ....files.atomic import atomic
from ....store.archive.dayfile import writing

FOLDER = "cluster.part"
"""In the docket's folder; removed when the run has ended."""


def folder_of(out: Path) -> Path:
    """Return where a run keeps what its tasks make, for workers who start anywhere."""
    return out.resolve() / FOLDER


@contextmanager
def made_anew(out: Path) -> Iterator[Path]:
    """Give the folder, empty; remove it at the end. Raises OutputError when it cannot be made."""
    folder = folder_of(out)
    shutil.rmtree(folder, ignore_errors=True)
    with writing(folder):
        folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def write(path: Path, fill: Callable[[Path], object]) -> None:
    """Write `path` by `fill(part)`, whole or not at all, however many do it at once.

    Raises OutputError when it cannot be written.
    """
    try:
        with writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        with atomic(path, among_others=True) as part:
            fill(part)
    except OutputError as error:
        raise OutputError(f"{error}; workers and driver must share this folder") from error


def put(path: Path, value: Any) -> None:
    """Keep a value of ours. Raises OutputError when it cannot be written."""
    write(path, lambda part: part.write_bytes(pickle.dumps(value, pickle.HIGHEST_PROTOCOL)))


def get(path: Path) -> Any:
    """Return a value that `put` kept in this run."""
    with path.open("rb") as file:
        return pickle.load(file)


def put_table(path: Path, frame: pl.DataFrame) -> None:
    """Keep a table. Raises OutputError when it cannot be written."""
    write(path, lambda part: frame.write_parquet(part, statistics=True))
