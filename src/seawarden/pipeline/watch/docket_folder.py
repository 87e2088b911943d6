"""The folder that a watch may write into: new, empty, or a docket; never one of the user's own."""

import json
from collections.abc import Sequence
from glob import has_magic, iglob
from pathlib import Path

from ...files import lock
from ...files.output_folder import claim, not_written
from ...report import write as report
from ...store import decisions, docket, generations, kept, layout
from ...store.archive import manifest
from .. import run_record

NAMES = (
    *layout.FOLDERS.values(), manifest.REJECTS_FOLDER, generations.FOLDER, generations.CURRENT,
    lock.NAME, kept.FOLDER, layout.PATROL, *layout.LIVE, decisions.NAME, run_record.NAME,
    docket.NAME, *(f"{table.name.lower()}.parquet" for table in docket.FINDINGS), *report.FILES,
)  # fmt: skip
"""What `watch` and the verbs that follow it write in a docket's folder."""


def claim_docket(out: Path, inputs: Sequence[str], others: Sequence[Path | None] = ()) -> None:
    """Mark `out` as a docket's folder. Raises OutputError as `files.output_folder.claim` does.

    `inputs` are the AIS as the user named it, `others` further files and folders that are read,
    which must not lie where the run writes.
    """
    for other in others:
        if other is not None:
            not_written(out, NAMES, other)
    places = [
        Path(place)
        for given in inputs
        if given != "-"
        for place in (iglob(given, recursive=True) if has_magic(given) else [given])  # noqa: PTH207
    ]
    claim(out, "docket", names=NAMES, inputs=places, was_made_by=is_docket)


def is_docket(folder: Path) -> bool:
    """Tell whether the release before the marker made a docket here: its record says so."""
    try:
        record = json.loads((folder / run_record.NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(record, dict) and {"parameters_sha256", "inputs", "complete"} <= set(record)
