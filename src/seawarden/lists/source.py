"""A file that may be a list: its hash, its first text, its rows; broken ones say where."""

import csv
import hashlib
import re
import xml.etree.ElementTree as ET
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import IO

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from ..errors import FormatError, InputError
from .encodings import encoding_of, looks_like_text
from .rows import headerless, json_table, spreadsheet

_HEAD_BYTES = 65_536
_DELIMITERS = (",", ";", "\t", "|")
_NEXT_ROW_LIMIT = 10_000_000
_ROWS_ABOVE = 12
"""A header stands among so many first rows."""


@dataclass(frozen=True, slots=True)
class ListFile:
    """One file: `head` is its first 64 KiB as text, `header` its first row by `delimiter`.

    Where a short line stands above the header ('Report Date: 11-Sep-2026'), `above` counts it;
    it is -1 where no header stands in the file (`headerless`).
    """

    path: Path
    sha256: str
    head: str
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    above: int = 0
    sheet: tuple[tuple[str, ...], ...] | None = None  # the rows of a spreadsheet, as text
    notes: tuple[str, ...] = ()  # what was assumed, and what was left unread

    @classmethod
    def open(cls, path: Path, what: str = "a sanctions list") -> "ListFile":
        """Hash the file and look at its start.

        Raises InputError when it cannot be opened, FormatError when it is empty or no text.
        """
        digest = hashlib.sha256()
        sample = b""
        try:
            with path.open("rb") as file:
                while block := file.read(1 << 20):
                    sample = sample or block
                    digest.update(block)
        except OSError as error:
            raise InputError(f"{path}: cannot be read: {error.strerror}") from error
        head = sample[:_HEAD_BYTES]
        if not head.strip():
            raise FormatError(f"{path}: the file is empty, expected {what}")
        if head[:2] == b"PK" or head[:4] == b"\xd0\xcf\x11\xe0":
            return cls._of_sheet(path, digest.hexdigest())
        if not looks_like_text(head):
            raise FormatError(f"{path}: the file is binary, expected {what} as text")
        encoding, note = encoding_of(head, sample)
        text = head.decode(encoding, errors="replace").lstrip("\ufeff")
        rows = json_table.rows_of(path, text, encoding)
        if rows is not None:
            names = tuple(" ".join(cell.split()) for cell in rows[0])
            return cls(path, digest.hexdigest(), text, encoding, ",", names, 0, rows)
        if text.lstrip()[:1] in ("<", "{", "["):  # XML and JSON say themselves what they are
            note = None
        delimiter, header, above = _header(text)
        notes = (note,) if note else ()
        if header and not above and (given := headerless.names(text, delimiter)) is not None:
            header, above, notes = given, -1, (*notes, headerless.NOTE)
        return cls(path, digest.hexdigest(), text, encoding, delimiter, header, above, notes=notes)

    @classmethod
    def _of_sheet(cls, path: Path, sha256: str) -> "ListFile":
        sheets = [
            (name, rows, _header_row(rows))
            for name, found in spreadsheet.sheets(path)
            if (rows := [row for row in found if any(row)])
        ]
        if not sheets:
            raise FormatError(f"{path}: the workbook is empty, expected a table")
        _, main, above = max(sheets, key=lambda s: len(s[1]))
        header = main[above]
        rows, notes = list(main), list[str]()
        for name, other, place in sheets:
            if other is main:
                continue
            if other[place] == header:  # a sheet a kind of party, in the same columns
                rows += other[place + 1 :]
            else:
                notes.append(f"sheet '{name}' not read: {len(other)} rows with other columns")
        names = tuple(" ".join(cell.split()) for cell in header)
        return cls(path, sha256, "", "utf-8", ",", names, above, tuple(rows), tuple(notes))

    def text(self) -> IO[str]:
        """Open the file as text; bytes that do not fit the encoding are replaced."""
        return self.path.open(encoding=self.encoding, errors="replace", newline="")

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield (line, cells) of a CSV; `line` is where the row ends. Empty rows are left out.

        Raises FormatError, naming the line, when the quoting is broken.
        """
        if self.sheet is not None:
            for number, row in enumerate(self.sheet, start=1):
                yield number, list(row)
            return
        csv.field_size_limit(_NEXT_ROW_LIMIT)
        with self.text() as file:
            reader = csv.reader(file, delimiter=self.delimiter, strict=False)
            try:
                for cells in reader:
                    # An OFAC file ends in the DOS end-of-file mark.
                    if any(cell.strip("\x1a \ufeff") for cell in cells):
                        yield reader.line_num, cells
            except csv.Error as error:
                raise FormatError(
                    f"{self.path}: line {reader.line_num}: broken CSV: {error}"
                ) from error

    def below_header(self, notes: list[str]) -> Iterator[tuple[int, list[str]]]:
        """Yield (line, cells) below the header row; a row with too few cells is filled up.

        A row with another number of cells than the header is named in `notes`.
        """
        for line, cells in islice(self.rows(), self.above + 1, None):
            more = [c for c in cells[len(self.header) :] if c.strip()]
            if len(cells) < len(self.header) or more:
                notes.append(f"line {line}: {len(cells)} cells, expected {len(self.header)}")
            yield line, cells + [""] * (len(self.header) - len(cells))

    def records(self, notes: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield (line, {column: cell}) below the header row, as `below_header`."""
        for line, cells in self.below_header(notes):
            yield line, dict(zip(self.header, cells, strict=False))

    def elements(self, *tags: str) -> Iterator[ET.Element]:
        """Yield the XML root, then each complete element whose local name is in `tags`.

        Streamed: an element is emptied after use. Raises FormatError with line and column when
        the XML is broken, and when it declares entities (an attack; lists never do).
        """
        try:
            events = iterparse(str(self.path), events=("start", "end"), forbid_dtd=False)
            _, root = next(iter(events))
            yield root
            for event, element in events:
                if event == "end" and local(element) in tags:
                    yield element
                    element.clear()
                    root.clear()
        except ET.ParseError as error:
            line, column = error.position
            what = str(error).split(":", maxsplit=1)[0]
            raise FormatError(
                f"{self.path}: line {line}, column {column}: broken XML: {what}"
            ) from error
        except DefusedXmlException as error:
            raise FormatError(
                f"{self.path}: the XML declares entities, expected a plain list"
            ) from error


def local(element: ET.Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rsplit("}", 1)[-1]


def child_text(element: ET.Element, *path: str) -> str | None:
    """Return the text of the first child along `path` (local names), or None."""
    here: ET.Element | None = element
    for name in path:
        here = next((c for c in here if local(c) == name), None) if here is not None else None
    return here.text.strip() if here is not None and here.text and here.text.strip() else None


def children(element: ET.Element, name: str) -> list[ET.Element]:
    """Return the direct children with a local name."""
    return [c for c in element if local(c) == name]


def date_in_name(path: Path) -> tuple[date | None, str | None]:
    """Return the list date in a file name, and a note where the name is not exact.

    Takes 2026-02-27, 2026_02_27 and 20260227; 2021-07 is taken as the month's first day and
    said so. Numbers that are no date ('eu_2017-1509') give None.
    """
    stem = path.name
    for found in re.finditer(r"(?<!\d)(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)", stem):
        parsed = _valid(*map(int, found.groups()))
        if parsed:
            return parsed, None
    for found in re.finditer(r"(?<!\d)(\d{4})[-_](\d{2})(?![-_]?\d)", stem):
        parsed = _valid(int(found[1]), int(found[2]), 1)
        if parsed:
            return parsed, f"the file name gives the month only; taken as {parsed.isoformat()}"
    return None, None


def title(path: Path) -> str:
    """Return a file's name without its date and suffixes: what stays the same in a newer one."""
    stem = path.name.partition(".")[0] if path.name.count(".") == 1 else path.stem
    return re.sub(r"[-_. ]*\d{4}[-_.]?\d{2}([-_.]?\d{2})?", "", stem) or stem


def _valid(year: int, month: int, day: int) -> date | None:
    if not (1946 <= year <= 2100 and 1 <= month <= 12):
        return None
    return date(year, month, day) if 1 <= day <= monthrange(year, month)[1] else None


def _header(text: str) -> tuple[str, tuple[str, ...], int]:
    """Return the delimiter that splits the header into most cells, the header, and how many
    rows stand above it."""
    best: tuple[str, tuple[str, ...], int] = (",", (), 0)
    for delimiter in _DELIMITERS:
        try:
            lines = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
            rows = [row for row in islice(lines, _ROWS_ABOVE) if any(c.strip() for c in row)]
        except csv.Error:
            continue
        if not rows:
            continue
        above = _header_row(rows)
        if len(rows[above]) > len(best[1]):
            best = (delimiter, tuple(" ".join(c.split()) for c in rows[above]), above)
    return best


def _header_row(rows: Sequence[Sequence[str]]) -> int:
    """Return which of the first rows is the header: the first that is no title.

    A title, or a line such as 'Report Date: ...', fills one or two cells and no more than half of
    what the rows below fill.
    """
    first = rows[:_ROWS_ABOVE]
    widest = max((_filled(row) for row in first), default=0)
    full = (i for i, row in enumerate(first) if _filled(row) > min(2, widest / 2))
    return next(full, 0)


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def above_header(file: ListFile) -> str:
    """Return the titles above the header as one text, empty where there are none."""
    if file.above <= 0:
        return ""
    if file.sheet is not None:
        return " ".join(cell for row in file.sheet[: file.above] for cell in row if cell)
    lines = [line for line in file.head.splitlines() if line.strip(' ,;\t"')]
    return " ".join(line.strip(' ,;\t"') for line in lines[: file.above])
