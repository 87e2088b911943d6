"""Spreadsheets (XLSX, XLS, ODS) as rows of text, by calamine."""

from datetime import date, datetime, time
from pathlib import Path

from python_calamine import CalamineError, load_workbook

from ..errors import FormatError


def sheets(path: Path) -> list[tuple[str, list[tuple[str, ...]]]]:
    """Return (name, rows) of every sheet, cells as text; dates are ISO, whole numbers plain.

    Raises FormatError when the file is no spreadsheet or is broken.
    """
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
