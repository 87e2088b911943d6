"""The case file in every format, written into the `data/` of a package or an edition."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...files.atomic import write_text
from ...report.case_file.document import document
from ...report.case_file.html import html
from .enclosed import Enclosed


def write(folder: Path, made: Mapping[str, Any], held: Enclosed | None, marking: str) -> None:
    """Write the file from its fields; `held` gives the tracks, where they may be shown."""
    blocks = document(made, marking)
    write_text(folder / "data/case.html", html(blocks, marking=marking))
