"""A house list: any table (CSV, XLSX, ODS) with a name or an IMO number of ships.

Its columns are told by the headings of the trade. A table with positions is AIS and no list: a
ship that was heard must never become one that is listed. What the list means is its owner's to
know, so a match says 'house list' and prints the reason that the table gives.
"""

from . import table
from .headings import has_positions, recognise
from .listing import Draft, Reading
from .source import ListFile, date_in_name, title

CODE, NAME = "house", "house list"
AUTHORITY = "the owner of this list"
EXPECTED = "a house list (any table with a column for the ship's name or IMO number)"


def sniff(file: ListFile) -> bool:
    if file.sheet is None and file.head.lstrip()[:1] in ("<", "{", "["):
        return False
    if any(cell.strip().isdigit() for cell in file.header) or has_positions(file.header):
        return False
    found = set(recognise(file.header).values())
    # A lone column 'Name' may be anything; a lone column of IMO numbers holds ships.
    return "imo" in found or ("name" in found and len(file.header) > 1)


def read(file: ListFile) -> Reading:
    """Return a listing for each row with a name or a number; the date is the file name's."""
    notes: list[str] = []
    stem = file.path.stem
    start = Draft(id="", kind="ship", name="", line=0, consequence="house list")
    drafts = table.drafts(file, notes, start, lambda _, line: f"{stem}:{line}")
    return Reading(
        drafts, date_in_name(file.path)[0], tuple(notes), dataset=f"house:{title(file.path)}"
    )
