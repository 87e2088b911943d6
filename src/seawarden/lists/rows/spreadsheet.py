"""Spreadsheets (XLSX, XLS, ODS) as rows of text, by calamine.

A workbook is an archive: a few kilobytes may unpack to gigabytes, and two cells far apart, or one
cell repeated, make a grid of billions. Before calamine opens one, every member is unpacked once,
piece by piece, to count its bytes and the cells that it spans; what is larger than any published
list is refused (`Bounds`). Blind spot: XLS holds at most 65,536 x 256 cells and is not counted.
"""

import re
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import IO

from python_calamine import CalamineError, load_workbook

from ...errors import FormatError


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How large a workbook may be."""

    unpacked_bytes: int = 500_000_000
    """All members together; own choice."""
    cells: int = 20_000_000
    """Rows times columns of one sheet; own choice: a million rows of twenty columns."""


_BLOCK = 1 << 20
_XLSX_TAG = re.compile(rb"""<(?:\w+:)?(row|c)\b((?:[^>"']++|"[^"]*+"|'[^']*+')*+)""")
_XLSX_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]*)(\d*)["']""")
_MAX_LETTERS, _MAX_DIGITS = 3, 7  # of the last column, XFD, and the last row, 1048576
_FAR = 1 << 30  # where a place lies that no sheet has
_ODS_TAG = re.compile(rb"<table:(?:covered-)?table-(row|cell)\b([^>]*)>")
_ODS_TIMES = re.compile(rb"""number-(?:columns|rows)-repeated=["'](\d{1,10})["']""")


def sheets(path: Path) -> list[tuple[str, list[tuple[str, ...]]]]:
    """Return (name, rows) of every sheet, cells as text; dates are ISO, whole numbers plain.

    Raises FormatError when the file is no spreadsheet or is broken.
    """
    check_bounds(path)
    try:
        book = load_workbook(str(path))
        found = [(n, book.get_sheet_by_name(n).to_python()) for n in book.sheet_names]
    except (CalamineError, OSError, ValueError) as error:
        raise FormatError(f"{path}: cannot be read as a spreadsheet: {error}") from error
    return [(name, [tuple(map(_text, row)) for row in rows]) for name, rows in found]


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, (date, datetime)) else str(cell).strip()


def check_bounds(path: Path, bounds: Bounds = Bounds()) -> None:
    """Raise FormatError when a workbook unpacks to more than `bounds`, or is a broken archive."""
    try:
        if not zipfile.is_zipfile(path):
            return  # XLS, or no workbook at all: calamine says which
        with zipfile.ZipFile(path) as book:
            total = 0
            for member in book.infolist():
                with book.open(member) as file:
                    total = _count(path, file, member.filename, total, bounds)
    except (OSError, ValueError, EOFError, NotImplementedError, RuntimeError, zlib.error,
            zipfile.BadZipFile) as error:  # fmt: skip
        raise FormatError(f"{path}: cannot be read as a spreadsheet: {error}") from error


def _count(path: Path, file: IO[bytes], name: str, total: int, bounds: Bounds) -> int:
    """Return the bytes unpacked so far, this member's too."""
    span, tag = _Span(), b""
    while block := file.read(_BLOCK):
        total += len(block)
        if total > bounds.unpacked_bytes:
            raise FormatError(
                f"{path}: unpacks to more than {bounds.unpacked_bytes / 1e6:,.0f} MB, which no "
                "list does; save the sheet that is wanted as CSV"
            )
        if not name.endswith(".xml"):
            continue
        text = tag + block
        end = text.rfind(b"<")  # the last tag may go on in the next block
        tag = text[end:] if end >= 0 and len(text) - end < _BLOCK else b""
        span.add(text[: len(text) - len(tag)])
        if span.rows * span.columns > bounds.cells:
            raise FormatError(
                f"{path}: {name} spans more than {bounds.cells:,} cells, which no list does; save "
                "the sheet that is wanted as CSV"
            )
    return total


class _Span:
    """The rows and columns up to the last cell that holds a value, of the largest sheet."""

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self._row, self._times, self._column = 0, 1, 0  # of the row that is read

    def add(self, text: bytes) -> None:
        """Count the cells whose tags stand in `text`."""
        for kind, attributes in _XLSX_TAG.findall(text):
            place = _XLSX_PLACE.search(attributes)
            letters, digits = (place[1], place[2]) if place else (b"", b"")
            if kind == b"row":
                self._row, self._column = _number(digits) or self._row + 1, 0
            else:  # a cell without its place stands behind the one before
                self._row = _number(digits) or self._row
                self._column = _column(letters) or self._column + 1
                self._to(self._row, self._column)
        for kind, attributes in _ODS_TAG.findall(text):
            found = _ODS_TIMES.search(attributes)
            times = int(found[1]) if found else 1
            if kind == b"row":
                self._row += self._times
                self._times, self._column = times, 0
            else:
                self._column += times
                if b"value-type=" in attributes:
                    self._to(self._row + self._times - 1, self._column)

    def _to(self, row: int, column: int) -> None:
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)


def _number(digits: bytes) -> int:
    return int(digits or b"0") if len(digits) <= _MAX_DIGITS else _FAR


def _column(letters: bytes) -> int:
    if len(letters) > _MAX_LETTERS:  # calamine counts on, and asks for the memory
        return _FAR
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
