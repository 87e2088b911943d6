"""The case file as PDF, set by Typst: no system package is needed.

Every text goes in as a Typst string, so no sign in a ship's name is markup. The document carries no
author, no date and no path of this machine.

Blind spot: a script that Typst's fonts lack is set as boxes.
"""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from ...errors import OutputError
from ...visible import visible
from .document import Block, Heading, Paragraph, Table

_BREAK = "\u200b"
"""Where a long word may be broken: shown as nothing."""

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
    named = [b.text if isinstance(b, Heading) else "" for b in [blocks[0], *blocks[:-1]]]
    return head + "\n".join(_block(b, above) for b, above in zip(blocks, named, strict=True)) + "\n"


def _block(block: Block, above: str) -> str:
    """Return one block; `above` is the heading over it, which a caption need not repeat."""
    if isinstance(block, Heading):
        return f"#heading(level: {block.level}, {_string(block.text)})"
    if isinstance(block, Paragraph):
        weight = "bold" if block.is_strong else "regular"
        return f'#par(text(weight: "{weight}", {_string(block.text)}))'
    return _table(block, is_captioned=block.caption != above)


def _table(block: Table, *, is_captioned: bool) -> str:
    widths = _widths(block)
    head = ", ".join(f"strong({_string(h)})" for h in block.head)
    cells = ",\n".join(", ".join(_cell(c) for c in row) for row in block.rows)
    over = f'#block(above: 4mm, text(weight: "bold", size: 9pt, {_string(block.caption)}))\n'
    sized = f"columns: ({', '.join(widths)},)"
    return f"{over if is_captioned else ''}#table({sized}, table.header({head}),\n{cells})"


def _widths(block: Table) -> list[str]:
    """Return a share of the page for each column, by the length of its longest text."""
    columns = list(zip(block.head, *block.rows, strict=True))
    longest = [max(len(text) for text in column) for column in columns]
    return [f"{min(max(n, 11), 44)}fr" for n in longest]


def _cell(text: str) -> str:
    """Return a cell; a long word may break anywhere, or a hash would leave the page."""
    shown = visible(text)
    words = [
        _BREAK.join(w[i : i + 8] for i in range(0, len(w), 8)) if len(w) > 12 else w
        for w in shown.split(" ")
    ]
    return _quoted(" ".join(words))


def _string(text: str) -> str:
    return _quoted(visible(text))


def _quoted(text: str) -> str:
    """Return a Typst string: a quote and a backslash are escaped, nothing else acts in one."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
