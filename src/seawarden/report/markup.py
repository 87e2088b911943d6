"""HTML that cannot be broken by what a ship calls itself: every text is escaped by default.

`tag("td", name)` escapes `name`; only what these functions made themselves is `Safe`. There is
no means to pass raw text but `Safe(...)`, which the report uses for its style sheet alone.

    >>> tag("p", "<script>", class_="warn")
    '<p class="warn">&lt;script&gt;</p>'
"""

import html
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain, repeat
from typing import TypeAlias

from ..visible import visible

_VOID = frozenset(("br", "col", "hr", "img", "link", "meta"))


class Safe(str):
    """Markup that is already escaped."""

    __slots__ = ()


Child: TypeAlias = "str | int | float | Iterable[Child] | None"


def tag(name: str, /, *children: Child, **attributes: str | int | None) -> Safe:
    """Return an element. None children and attributes are left out; `class_` is `class`.

    An underscore inside an attribute's name becomes a hyphen: `aria_label` is `aria-label`.
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{html.escape(str(value), quote=True)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID:
        return Safe(f"<{name}{given}>")
    return Safe(f"<{name}{given}>{text(children)}</{name}>")


def text(child: Child) -> Safe:
    """Return any child as markup: escaped, or joined when it is a sequence of children."""
    if child is None:
        return Safe("")
    if isinstance(child, Safe):
        return child
    if isinstance(child, str):
        return _escaped(child)
    if isinstance(child, (int, float)):
        return Safe(html.escape(str(child)))
    return Safe("".join(text(c) for c in child))


def table(
    head: Iterable[str], rows: Iterable[Iterable[Child]], *, caption: str, class_: str | None = None
) -> Safe:
    """Return a table with a caption, column heads with scope, and the first cell as row head.

    Built column by column. Raises ValueError when rows differ in length.
    """
    header = tag("thead", tag("tr", [tag("th", h, scope="col") for h in head]))
    columns = list(zip(*rows, strict=True))
    marked = [
        [f"{start}{text(cell)}{end}" for cell in column]
        for column, (start, end) in zip(columns, chain(_ROW_HEAD, repeat(_CELL)), strict=False)
    ]
    body = Safe("".join(f"<tr>{''.join(row)}</tr>" for row in zip(*marked, strict=True)))
    return tag(
        "div",
        tag("table", tag("caption", caption), header, tag("tbody", body), class_=class_),
        class_="scroll",
    )


_ROW_HEAD, _CELL = [('<th scope="row">', "</th>")], ("<td>", "</td>")


@lru_cache(maxsize=20_000)
def _escaped(raw: str) -> Safe:
    """Return a text as markup; kept, for the same words stand in many cells."""
    return Safe(html.escape(visible(raw), quote=True))
