"""A house list: any table (CSV, XLSX, ODS) with a name or an IMO number of ships.

Its columns are told by the headings of the trade. A table with positions is AIS and no list: a
ship that was heard must never become one that is listed. What the list means is its owner's to
know, so a match says 'house list' and prints the reason that the table gives.
"""

import re

from .headings import has_positions, recognise
from .listing import Draft, Reading, clean, distinct, flag_codes, radio_numbers, ship_number, split
from .source import ListFile, date_in_name

CODE, NAME = "house", "house list"
EXPECTED = "a house list (any table with a column for the ship's name or IMO number)"


def sniff(file: ListFile) -> bool:
    if any(cell.strip().isdigit() for cell in file.header) or has_positions(file.header):
        return False
    return bool({"name", "imo"} & set(recognise(file.header).values())) and len(file.header) > 1


def read(file: ListFile) -> Reading:
    """Return a listing for each row with a name or a number; the date is the file name's."""
    columns = recognise(file.header)
    unused = [h for i, h in enumerate(file.header) if i not in columns and h]
    notes = [f"columns not used: {', '.join(unused)}"] if unused else []
    drafts: list[Draft] = []
    for line, row in file.records(notes):
        cells = list(row.values())
        given: dict[str, list[str]] = {}
        for i, field in columns.items():
            if i < len(cells) and (cell := clean(cells[i])):
                given.setdefault(field, []).append(cell)
        if "name" in given or "imo" in given:
            drafts.append(_draft(given, line, file.path.stem))
        else:
            notes.append(f"line {line}: neither name nor IMO number; row left out")
    title = re.sub(r"[-_. ]*\d{4}[-_.]?\d{2}([-_.]?\d{2})?", "", file.path.stem) or file.path.stem
    return Reading(drafts, date_in_name(file.path)[0], tuple(notes), dataset=f"house:{title}")


def _draft(given: dict[str, list[str]], line: int, title: str) -> Draft:
    imo, imo_text = ship_number(given.get("imo", [None])[0])
    return Draft(
        id=f"{title}:{line}",
        kind="ship",
        name=given.get("name", given.get("imo", [""]))[0],
        line=line,
        former_names=distinct(n for cell in given.get("former_names", []) for n in split(cell)),
        imo=imo,
        imo_text=imo_text,
        mmsi=radio_numbers(given.get("mmsi", [])),
        call_sign=given.get("call_sign", [None])[0],
        flag=next(iter(flag_codes(given.get("flag", []))), None),
        ship_type=given.get("ship_type", [None])[0],
        owner="; ".join(given.get("owner", [])) or None,
        reason="; ".join(given.get("reason", [])) or None,
        consequence="house list",
    )
