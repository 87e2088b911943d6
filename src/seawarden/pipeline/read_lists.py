"""The sanctions lists of a run: a folder's, and the register that ships with Seawarden.

`watch` and `screen` read them here, so that both name the same sources, and neither passes over a
list that could not be read.
"""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from .. import lists
from ..files.streams import at_rest


@dataclass(frozen=True, slots=True)
class Lists:
    """LISTINGS, a record of each source that was read, and what could not be read."""

    listings: pl.DataFrame
    sources: list[dict[str, Any]]  # path, name, as_of, sha256, listings
    unread: dict[str, str]  # the file, and what is wrong with it
    notes: list[str]


def read_lists(folder: Path | None) -> Lists:
    """Return the lists in `folder` and the register; the register alone without a folder.

    Raises InputError when the folder cannot be read.
    """
    register = lists.register()
    shipped = {
        "path": "seawarden.lists.register",
        "name": "register of UN-designated ships shipped with Seawarden",
        "as_of": _iso(register["as_of"].max()), "sha256": register["sha256"][0],
        "listings": register.height,
    }  # fmt: skip
    if folder is None:
        return Lists(register, [shipped], {}, [])
    listings, infos = of_folder(folder)
    sources = [
        {
            "path": i.path, "name": i.name, "as_of": _iso(i.as_of), "sha256": i.sha256,
            "listings": i.listings,
        }
        for i in infos if not i.problem
    ]  # fmt: skip
    return Lists(
        pl.concat([listings, register]),
        [*sources, shipped],
        {i.path: i.problem for i in infos if i.problem},
        [f"{i.path}: {note}" for i in infos for note in i.notes],
    )


def of_folder(folder: Path) -> tuple[pl.DataFrame, list[lists.ListInfo]]:
    """Return `lists.read_folder` of a folder, a file or a pipe, under the name that was given."""
    with at_rest(folder) as path:
        listings, infos = lists.read_folder(path)
    if path == folder:
        return listings, infos
    given = str(folder)
    return (
        listings.with_columns(source=pl.col("source").replace(str(path), given)),
        [replace(i, path=i.path.replace(str(path), given)) for i in infos],
    )


def _iso(day: date | object) -> str | None:
    return None if day is None else str(day)
