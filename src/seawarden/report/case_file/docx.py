"""The case file as DOCX, for those who have to write on in it.

The file's own properties (author, dates, program) say nothing of this machine or its user.
"""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ...errors import OutputError
from ...visible import visible
from .document import Block, Heading, Paragraph, Table

_NEVER = datetime(2000, 1, 1)


def docx(blocks: Sequence[Block], *, marking: str) -> bytes:
    """Return the DOCX. Raises OutputError when python-docx is not installed."""
    try:
        import docx as library
        from docx.shared import Pt
    except ImportError as error:
        raise OutputError(
            "case.docx: the package 'python-docx' is missing; pip install 'seawarden[case]'"
        ) from error
    out: Any = library.Document()
    held = out.core_properties
    for name in ("author", "last_modified_by", "comments", "keywords", "subject"):
        setattr(held, name, "")
    held.created = held.modified = _NEVER
    held.title = next((_text(b.text) for b in blocks if isinstance(b, Heading)), "Case file")
    out.styles["Normal"].font.size = Pt(9.5)
    section = out.sections[0]
    for part in (section.header, section.footer):
        part.paragraphs[0].text = _text(marking)
    above = ""
    for block in blocks:
        _add(out, block, above)
        above = block.text if isinstance(block, Heading) else ""
    made = io.BytesIO()
    out.save(made)
    return made.getvalue()


def _add(out: Any, block: Block, above: str) -> None:
    if isinstance(block, Heading):
        out.add_heading(_text(block.text), level=block.level)
    elif isinstance(block, Paragraph):
        out.add_paragraph().add_run(_text(block.text)).bold = block.is_strong
    else:
        if block.caption != above:
            out.add_paragraph().add_run(_text(block.caption)).bold = True
        _table(out, block)


def _table(out: Any, block: Table) -> None:
    made = out.add_table(rows=1 + len(block.rows), cols=len(block.head))
    made.style = "Table Grid"
    rows = made.rows  # asked for once: each asking walks the whole table
    for row, texts in zip(list(rows), (block.head, *block.rows), strict=True):
        for cell, text in zip(list(row.cells), texts, strict=True):
            cell.text = _text(text)


def _text(text: str) -> str:
    """Return a text without signs that XML forbids."""
    return visible(text)
