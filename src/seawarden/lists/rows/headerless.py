"""A table of ships without a header: told by a column of IMO numbers, each with its check digit.

'9101376' a line, 'SABLE TERN,9101376,Gambia': the first column of words is taken for the name.
Blind spot: names alone; nothing in them tells a list of ships from any other.
"""

import csv
from itertools import islice

from ...ids import imo

_ROWS = 50  # looked at; own choice
_SHARE = 0.9  # of the numbers in a column whose check digit agrees; own choice
NOTE = "no header: the numbers taken for IMO numbers, the first column of words for names"


def names(text: str, delimiter: str) -> tuple[str, ...] | None:
    """Return the headings that a table without a header should have; None where it has one."""
    try:
        rows = list(islice(csv.reader(text.splitlines(), delimiter=delimiter), _ROWS))
    except csv.Error:
        return None
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if not rows:
        return None
    numbers = next((i for i in range(len(rows[0])) if _is_number(rows[0][i])), None)
    if numbers is None:
        return None
    column = [row[numbers] for row in rows if len(row) > numbers and row[numbers].strip()]
    if sum(map(_is_number, column)) < _SHARE * len(column):
        return None
    words = next((i for i, cell in enumerate(rows[0]) if any(c.isalpha() for c in cell)
                  and i != numbers), None)  # fmt: skip
    known = {numbers: "IMO number", words: "Vessel name"}
    return tuple(known.get(i, f"column {i + 1}") for i in range(len(rows[0])))


def _is_number(cell: str) -> bool:
    plain = cell.strip().upper().removeprefix("IMO").strip(" :.")
    return len(plain) == 7 and plain.isdigit() and imo.check_digit_ok(int(plain))
