"""A table that a person wrote, row by row: a broken one is named with its line.

    names, rows = csv_rows(text, "seen.csv")

Method: Python's csv reader over the text with any kind of line end. Blind spot: a quote that is
never closed makes one cell of all that follows, as in any CSV.
"""

import csv
import io
from collections.abc import Iterator

from ..errors import FormatError

Row = dict[str, str]


def csv_rows(text: str, where: str) -> tuple[list[str], Iterator[tuple[int, Row]]]:
    """Return the column names and (line, row) of each row; cells that are missing are "".

    Cells beyond the last column are left out. Raises FormatError, at once or while the rows are
    read, where the text is no CSV.
    """
    reader = csv.DictReader(io.StringIO(text, newline=None), restval="")
    try:
        names = [name or "" for name in reader.fieldnames or []]
    except csv.Error as error:
        raise FormatError(f"{where}, line 1: broken CSV: {error}") from error
    return names, _rows(reader, where)


def _rows(reader: "csv.DictReader[str]", where: str) -> Iterator[tuple[int, Row]]:
    try:
        for row in reader:
            yield reader.line_num, {k: v for k, v in row.items() if isinstance(k, str)}
    except csv.Error as error:
        raise FormatError(f"{where}, line {reader.line_num + 1}: broken CSV: {error}") from error
