"""The case file as PDF, set by Typst: no system package is needed.

Every text goes in as a Typst string, so no sign in a ship's name is markup. The document carries no
author, no date and no path of this machine.

Blind spot: a script that Typst's fonts lack is set as boxes.
"""

from collections.abc import Sequence
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ...errors import OutputError
from ...visible import visible
from .columns import breakable, widths
from .document import Block, Heading, Paragraph, Table
from .figure import Figure

_SVG, _JPEG = "picture.svg", "photograph-{}.jpg"
_HEAD = """#set document(title: {title}, date: none)
#set page(paper: "a4", margin: (x: 16mm, y: 18mm), numbering: "1 / 1",
  header: align(center, text(weight: "bold", size: 9pt, {marking})),
  footer: context align(center, text(size: 8pt)[#{marking} #h(1em)
    #counter(page).display("1 / 1", both: true)]))
#set text(size: 9.5pt, font: ("Libertinus Serif", "DejaVu Sans Mono"))
#set table(stroke: 0.3pt + gray, inset: 3pt)
#show table: set text(size: 7.5pt)
#show figure: set block(breakable: true)
#show heading.where(level: 2): set block(above: 6mm, below: 3mm)
"""


def pdf(blocks: Sequence[Block], *, marking: str, picture: str | None = None) -> bytes:
    """Return the PDF, with a drawing (SVG) at its end.

    Raises OutputError when Typst is not installed or fails.
    """
    text = to_typst(blocks, marking=marking)
    if picture is not None:
        text += f'#pagebreak()\n#heading(level: 2, "Map")\n#image("{_SVG}", width: 100%)\n'
    photos = [b.jpeg for b in blocks if isinstance(b, Figure)]
    return _compiled(text, picture, photos, format="pdf")


def png(picture: str, *, ppi: float = 170.0) -> bytes:
    """Return a drawing (SVG) as PNG. Raises OutputError as `pdf` does."""
    page = f'#set page(width: 178mm, height: auto, margin: 0mm)\n#image("{_SVG}", width: 100%)\n'
    return _compiled(page, picture, format="png", ppi=ppi)


def _compiled(text: str, picture: str | None, photos: Sequence[bytes] = (), **how: Any) -> bytes:
    try:
        import typst
    except ImportError as error:
        raise OutputError(
            "case.pdf: the package 'typst' is missing; pip install 'seawarden[case]'"
        ) from error
    try:
        with TemporaryDirectory() as folder:
            main = Path(folder) / "main.typ"
            main.write_text(text, encoding="utf-8")
            if picture is not None:
                (main.parent / _SVG).write_text(picture, encoding="utf-8")
            for n, jpeg in enumerate(photos, start=1):
                (main.parent / _JPEG.format(n)).write_bytes(jpeg)
            return bytes(typst.compile(str(main), **how))
    except Exception as error:
        raise OutputError(f"case.pdf: Typst could not set the page: {error}") from error


def to_typst(blocks: Sequence[Block], *, marking: str) -> str:
    """Return the blocks as Typst markup."""
    title = next((b.text for b in blocks if isinstance(b, Heading)), "Case file")
    head = _HEAD.replace("{title}", _string(title)).replace("{marking}", _string(marking))
    named = [b.text if isinstance(b, Heading) else "" for b in [blocks[0], *blocks[:-1]]]
    files = map(_JPEG.format, count(1))  # as `pdf` numbers them
    set_out = (
        _figure(b, next(files)) if isinstance(b, Figure) else _block(b, above)
        for b, above in zip(blocks, named, strict=True)
    )
    return head + "\n".join(set_out) + "\n"


def _figure(block: Figure, file: str) -> str:
    image = f'image("{file}", width: {block.width_mm:.1f}mm, alt: {_string(block.name)})'
    caption = f"text(size: 8pt, {_cell(block.caption)})"
    return f"#block(breakable: false, stack(spacing: 2mm, {image}, {caption}))"


def _block(block: Heading | Paragraph | Table, above: str) -> str:
    """Return one block; `above` is the heading over it, which a caption need not repeat."""
    if isinstance(block, Heading):
        return f"#heading(level: {block.level}, {_string(block.text)})"
    if isinstance(block, Paragraph):
        weight = "bold" if block.is_strong else "regular"
        return f'#par(text(weight: "{weight}", {_string(block.text)}))'
    return _table(block, is_captioned=block.caption != above)


def _table(block: Table, *, is_captioned: bool) -> str:
    head = ", ".join(f"strong({_string(h)})" for h in block.head)
    cells = ",\n".join(", ".join(_cell(c) for c in row) for row in block.rows)
    over = f'#block(above: 4mm, text(weight: "bold", size: 9pt, {_string(block.caption)}))\n'
    sized = f"columns: ({', '.join(f'{share:.4f}fr' for share in widths(block))},)"
    return f"{over if is_captioned else ''}#table({sized}, table.header({head}),\n{cells})"


def _cell(text: str) -> str:
    return _quoted(breakable(text))


def _string(text: str) -> str:
    return _quoted(visible(text))


def _quoted(text: str) -> str:
    """Return a Typst string: a quote and a backslash are escaped, nothing else acts in one."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
