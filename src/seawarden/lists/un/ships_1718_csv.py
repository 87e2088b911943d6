"""UN 1718 Committee, Designated Vessels List, as CSV.

Columns: `#, vessel_name, imo_number, mmsi, flag, call_sign, type, date_of_designation,
designated_owner, other_information`, and then one column for each measure (its heading is the
paragraph) that is marked where the measure applies. A cell may count several values
('1: PANAMA 2: TOGO'): the first is the latest known, the others are former.
"""

import re

from ..listing import (
    Draft,
    Reading,
    any_day,
    bracketed,
    clean,
    first_day,
    flags_of,
    named,
    numbered,
    radio_numbers,
    ship_number,
)
from ..source import ListFile

CODE, NAME = "un1718", "UN 1718 Committee Designated Vessels List"
AUTHORITY = "UN Security Council, 1718 Committee"
EXPECTED = "UN 1718 vessel list (CSV with vessel_name, imo_number, date_of_designation)"
_NEEDED = {"vessel_name", "imo_number", "date_of_designation"}
_KNOWN = {
    "#", "vessel_name", "imo_number", "mmsi", "flag", "call_sign", "type",
    "date_of_designation", "designated_owner", "other_information", "image_url",
}  # fmt: skip
_NOT_MARKED = {"", "na", "n/a", "no", "-", "none", "false", "0"}


def sniff(file: ListFile) -> bool:
    return set(file.header) >= _NEEDED


def read(file: ListFile) -> Reading:
    """Return every ship. The content carries no list date."""
    notes: list[str] = []
    drafts = [
        _draft(row, numbered(row["vessel_name"]), line, notes)
        for line, row in named(file, "vessel_name", notes, numbered)
    ]
    return Reading(drafts, None, tuple(notes))


def _draft(row: dict[str, str], names: list[str], line: int, notes: list[str]) -> Draft:
    imo, imo_text = ship_number(row["imo_number"])
    flag, former_flags = flags_of(numbered(row.get("flag")))
    name, others = bracketed(names[0])
    listed = [any_day(text) for text in numbered(row["date_of_designation"])]
    if clean(row["date_of_designation"]) and not any(listed):
        notes.append(
            f"line {line}: date_of_designation is '{row['date_of_designation']}', "
            "expected a date such as 03-Oct-17"
        )
    calls = numbered(row.get("call_sign"))
    return Draft(
        id=clean(row.get("#")) or (f"imo{imo}" if imo else f"line{line}"),
        kind="ship",
        name=name,
        line=line,
        other_names=others,
        former_names=names[1:],
        imo=imo,
        imo_text=imo_text,
        mmsi=radio_numbers(
            part for text in numbered(row.get("mmsi")) for part in re.split(r"[;,\s]+", text)
        ),
        call_sign=calls[0] if calls else None,
        flag=flag,
        former_flags=former_flags,
        ship_type=clean(row.get("type")),
        owner=clean(row.get("designated_owner")),
        owner_role="designated owner",
        programs=["UN-SC1718"],
        measures=[
            column
            for column, cell in row.items()
            if column and column not in _KNOWN and cell.strip().lower() not in _NOT_MARKED
        ],
        is_dprk=True,
        listed_on=first_day(listed),
        reason=clean(row.get("other_information")),
    )
