"""An output folder is new, empty, or one of ours: nothing foreign is overwritten or removed.

    claim(Path("docket"), "docket", names=("run.json", "reports"), inputs=[Path("ais")])

Method: the first run leaves a marker in the folder, `.seawarden`, a line of JSON with the kind of
folder and the names that runs write there. A later run of the same kind goes ahead if the names it
writes are in that list or free. A folder without a marker must be empty, or be what the release
before the marker made (`was_made_by`). Nothing is written before every check has passed.

Blind spot: a stranger's file that is put under one of our names after our first run looks like
ours; and somebody who can write in the folder can write the marker.
"""

import json
import os
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from ..errors import OutputError
from .atomic import cause, write_text

MARKER = ".seawarden"
_PRIVATE = 0o700
"""A new folder is its owner's alone: who is looked at is nobody else's business."""
_HALF = MARKER + ".part"
"""What a run that was killed while it marked the folder leaves."""


def claim(
    folder: Path,
    kind: str,
    *,
    names: Collection[str],
    inputs: Iterable[Path] = (),
    was_made_by: Callable[[Path], bool] = lambda folder: False,
) -> None:
    """Make `folder` if it is missing, and mark it as ours for a run that writes `names` in it.

    `kind` is what it holds ('docket', 'simulation', ...); `inputs` are the files and folders that
    the run reads. `was_made_by(folder)` tells whether a folder without a marker is one of ours.

    Raises OutputError, in one line, when the folder holds anything foreign or another kind, a
    symbolic link where we would write, or when input and output lie inside one another.
    """
    text = marker(folder, kind, names=names, inputs=inputs, was_made_by=was_made_by)
    try:
        folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written: {cause(error)}") from error
    if text is not None:
        write_text(folder / MARKER, text)


def marker(
    folder: Path,
    kind: str,
    *,
    names: Collection[str],
    inputs: Iterable[Path] = (),
    was_made_by: Callable[[Path], bool] = lambda folder: False,
) -> str | None:
    """Return what has to stand in the marker of `folder`; None when it stands there already.

    Nothing is written: for who writes the marker with other files. Raises as `claim` does.
    """
    apart(folder, inputs)
    try:
        present = sorted(p.name for p in folder.iterdir()) if folder.exists() else []
        present = [name for name in present if name != _HALF]
    except NotADirectoryError as error:
        raise OutputError(
            f"{folder}: cannot be written: a file, expected a folder for the {kind}"
        ) from error
    except OSError as error:
        raise OutputError(f"{folder}: cannot be read: {cause(error)}") from error
    ours = _ours(folder, kind, present, names, was_made_by)
    foreign = sorted(set(names) & set(present) - ours)
    if foreign:
        raise OutputError(
            f"{folder / foreign[0]}: was not written by Seawarden and would be overwritten; move "
            "it away or choose another folder"
        )
    _no_links(folder, (*names, MARKER))
    if set(names) <= ours and MARKER in present:
        return None
    return json.dumps({"kind": kind, "names": sorted(ours | set(names))}) + "\n"


def not_written(folder: Path, names: Collection[str], given: Path) -> None:
    """Raise OutputError where a run that writes `names` in `folder` would overwrite `given`."""
    out, place = folder.resolve(), given.resolve()
    if place == out or (out in place.parents and place.relative_to(out).parts[0] in names):
        raise OutputError(f"{given}: this input lies where {folder} is written; keep them apart")


def apart(folder: Path, inputs: Iterable[Path]) -> None:
    """Raise OutputError for an output inside an input and for an input inside the output."""
    out = folder.resolve()
    for given in inputs:
        place = given.resolve()
        if place == out or place in out.parents:
            raise OutputError(f"{folder}: lies inside the input {given}; choose a folder beside it")
        if out in place.parents:
            raise OutputError(
                f"{given}: this input lies inside the output {folder}; keep them apart"
            )


def _ours(
    folder: Path,
    kind: str,
    present: list[str],
    names: Collection[str],
    was_made_by: Callable[[Path], bool],
) -> set[str]:
    """Return the names in the folder that earlier runs wrote."""
    if MARKER in present:
        try:
            marker = json.loads((folder / MARKER).read_text(encoding="utf-8"))
            held, listed = str(marker["kind"]), {str(n) for n in marker["names"]}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise OutputError(f"{folder / MARKER}: cannot be read as Seawarden's marker") from error
        if held != kind:
            raise OutputError(f"{folder}: holds a {held}, expected a {kind} or an empty folder")
        return listed
    if not present:
        return set()
    if was_made_by(folder):
        return set(names) & set(present)
    raise OutputError(
        f"{folder}: holds '{present[0]}' and is no {kind} of Seawarden's; choose a new or an empty "
        "folder, for nothing that is not ours is overwritten"
    )


def _no_links(folder: Path, names: Collection[str]) -> None:
    """Refuse symbolic links where a run writes: what is behind them is not ours."""
    for name in names:
        top = folder / name
        links = [top] if top.is_symlink() else []
        if not links and top.is_dir():
            for where, folders, files in os.walk(top, followlinks=False):
                links += [Path(where, n) for n in (*folders, *files) if Path(where, n).is_symlink()]
        if links:
            raise OutputError(
                f"{links[0]}: a symbolic link, which is not followed in an output folder; remove it"
            )
