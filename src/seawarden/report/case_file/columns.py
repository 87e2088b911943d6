"""How wide the columns of a table are, and where a long word may break: for PDF and DOCX alike."""

from ...visible import visible
from .document import Table

BREAK = "\u200b"
"""Where a long word may be broken: shown as nothing."""
_LONGEST_WHOLE, _PIECE = 12, 8
_LINE, _WIDEST = 115, 44
"""Signs of the tables' type on a line of A4, less margins; signs from which a column wraps."""


def widths(table: Table) -> list[float]:
    """Return the share of the line that each column has; they add up to 1.

    A column is as wide as the longest word that stays whole needs, and then as its texts ask for.
    """
    columns = list(zip(table.head, *table.rows, strict=True))
    least = [max(len(w) for text in c for w in _pieces(text)) + 3 for c in columns]
    wanted = [max(n, min(max(map(len, c)), _WIDEST)) for n, c in zip(least, columns, strict=True)]
    room = max(_LINE - sum(least), 0)
    more = sum(wanted) - sum(least)
    grown = [
        n + (w - n) * min(1.0, room / more) if more else n
        for n, w in zip(least, wanted, strict=True)
    ]
    return [g / sum(grown) for g in grown]


def breakable(text: str) -> str:
    """Return a text whose long words may break, or a hash would leave the page."""
    return " ".join(
        BREAK.join(word[i : i + _PIECE] for i in range(0, len(word), _PIECE))
        if len(word) > _LONGEST_WHOLE else word
        for word in visible(text).split(" ")
    )  # fmt: skip


def _pieces(text: str) -> list[str]:
    return [w if len(w) <= _LONGEST_WHOLE else w[:_PIECE] for w in (text or " ").split(" ")]
