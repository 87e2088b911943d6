"""The case file as PDF, set by Typst: no system package is needed.

Every text goes in as a Typst string, so no sign in a ship's name is markup. The document carries no
author, no date and no path of this machine.

Blind spot: a script that Typst's fonts lack is set as boxes.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from ...errors import OutputError
from ...visible import visible
from .document import Block, Heading, Paragraph, Table

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


def pdf(blocks: Sequence[Block], *, marking: str) -> bytes:
    """Return the PDF. Raises OutputError when Typst is not installed or fails."""
    try:
        import typst
    except ImportError as error:
        raise OutputError(
            "case.pdf: the package 'typst' is missing; pip install 'seawarden[case]'"
        ) from error
    try:
        with TemporaryDirectory() as folder:
            main = Path(folder) / "main.typ"
            main.write_text(to_typst(blocks, marking=marking), encoding="utf-8")
            return bytes(typst.compile(str(main), format="pdf"))
    except Exception as error:
        raise OutputError(f"case.pdf: Typst could not set the page: {error}") from error


def to_typst(blocks: Sequence[Block], *, marking: str) -> str:
    """Return the blocks as Typst markup."""
    title = next((b.text for b in blocks if isinstance(b, Heading)), "Case file")
    head = _HEAD.replace("{title}", _string(title)).replace("{marking}", _string(marking))
    return head + "\n".join(_block(b) for b in blocks) + "\n"


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"#heading(level: {block.level}, {_string(block.text)})"
    if isinstance(block, Paragraph):
        weight = "bold" if block.is_strong else "regular"
        return f'#par(text(weight: "{weight}", {_string(block.text)}))'
    return _table(block)


def _table(block: Table) -> str:
    widths = _widths(block)
    head = ", ".join(f"strong({_string(h)})" for h in block.head)
    cells = ",\n".join(", ".join(_cell(c) for c in row) for row in block.rows)
    return (
        f'#block(above: 4mm, text(weight: "bold", size: 9pt, {_string(block.caption)}))\n'
        f"#table(columns: ({', '.join(widths)},), table.header({head}),\n{cells})"
    )


def _widths(block: Table) -> list[str]:
    """Return a share of the page for each column, by the length of its longest text."""
    columns = list(zip(block.head, *block.rows, strict=True))
    longest = [max(len(text) for text in column) for column in columns]
    return [f"{min(max(n, 6), 60)}fr" for n in longest]


def _cell(text: str) -> str:
    """Return a cell; a long word may break anywhere, or a hash would leave the page."""
    broken = "\u200b".join(text[i : i + 12] for i in range(0, len(text), 12))
    long = any(len(word) > 24 for word in text.split())
    return _string(broken if long else text)


def _string(text: str) -> str:
    return json.dumps(visible(text), ensure_ascii=False).replace("\\u", "\\\\u")
