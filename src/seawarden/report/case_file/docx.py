"""The case file as DOCX, for those who have to write on in it.

The file's own properties (author, dates, program) say nothing of this machine or its user.
"""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ...errors import OutputError
from ...visible import visible
from .columns import breakable, widths
from .document import Block, Heading, Paragraph, Table
from .figure import Figure

_MARGIN_MM = 16
_LINE_MM = 210 - 2 * _MARGIN_MM
_NEVER = datetime(2000, 1, 1)


def docx(blocks: Sequence[Block], *, marking: str, picture: bytes | None = None) -> bytes:
    """Return the DOCX, with a drawing (PNG) at its end.

    Raises OutputError when python-docx is not installed.
    """
    try:
        import docx as library
        from docx.shared import Mm, Pt
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
    out.styles["Normal"].paragraph_format.space_after = Pt(4)
    small = out.styles.add_style("Cell", 1)
    small.font.size, small.paragraph_format.space_after = Pt(7.5), Pt(0)
    section = out.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(_MARGIN_MM)
    section.top_margin = section.bottom_margin = Mm(18)
    for part in (section.header, section.footer):
        part.paragraphs[0].text = _text(marking)
    above = ""
    for block in blocks:
        _add(out, block, above)
        above = block.text if isinstance(block, Heading) else ""
    if picture is not None:
        out.add_page_break()
        out.add_heading("Map", level=2)
        out.add_picture(io.BytesIO(picture), width=Mm(_LINE_MM))
    # The library's template brings a picture of its own first page along.
    rels = out.part.package.rels
    for key in [k for k, rel in rels.items() if rel.reltype.endswith("/thumbnail")]:
        del rels[key]
    made = io.BytesIO()
    out.save(made)
    return _undated(made)


def _undated(made: io.BytesIO) -> bytes:
    """Return the archive without the time at which each part was written: same text, same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(made) as held, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as clean:
        for part in held.infolist():
            about = zipfile.ZipInfo(part.filename, _NEVER.timetuple()[:6])
            about.compress_type = zipfile.ZIP_DEFLATED
            clean.writestr(about, held.read(part))
    return out.getvalue()


def _add(out: Any, block: Block, above: str) -> None:
    if isinstance(block, Heading):
        out.add_heading(_text(block.text), level=block.level)
    elif isinstance(block, Paragraph):
        out.add_paragraph().add_run(_text(block.text)).bold = block.is_strong
    elif isinstance(block, Figure):
        _figure(out, block)
    else:
        if block.caption != above:
            out.add_paragraph().add_run(_text(block.caption)).bold = True
        _table(out, block)


def _figure(out: Any, block: Figure) -> None:
    from docx.shared import Mm

    shape = out.add_picture(io.BytesIO(block.jpeg), width=Mm(block.width_mm))
    shape._inline.docPr.set("descr", _text(block.name))  # python-docx has no call for it
    out.paragraphs[-1].paragraph_format.keep_with_next = True
    out.add_paragraph(breakable(block.caption), style="Cell")


def _table(out: Any, block: Table) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    made = out.add_table(rows=1 + len(block.rows), cols=len(block.head))
    made.style, made.autofit = "Table Grid", False
    sized = [Mm(_LINE_MM * share) for share in widths(block)]
    rows = list(made.rows)  # asked for once: each asking walks the whole table
    for column, width in zip(made.columns, sized, strict=True):
        column.width = width
    for i, (row, texts) in enumerate(zip(rows, (block.head, *block.rows), strict=True)):
        for cell, text, width in zip(list(row.cells), texts, sized, strict=True):
            cell.width = width
            (line,) = cell.paragraphs
            line.style = "Cell"
            line.add_run(breakable(text)).bold = i == 0
    # The head stands again on each page that the table runs on to.
    rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _text(text: str) -> str:
    """Return a text without signs that XML forbids."""
    return visible(text)
