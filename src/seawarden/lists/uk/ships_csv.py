"""UK sanctions list, ships: `uk_id, regime, date_designated, last_updated, imo, names`.

`names` holds every name in alphabetical order and does not say which the ship bears now: the
first is taken as `name`, the others as other names, and none as former.
"""

from ..listing import Draft, Reading, clean, day, ship_number, split
from ..source import ListFile

CODE, NAME = "uk", "UK Sanctions List"
EXPECTED = "UK ships (CSV with uk_id, regime, imo, names)"
_NEEDED = {"uk_id", "regime", "imo", "names"}
_DPRK = ("DPR", "DPRK", "DEMOCRATIC PEOPLE'S REPUBLIC OF KOREA")


def sniff(file: ListFile) -> bool:
    return set(file.header) >= _NEEDED


def read(file: ListFile) -> Reading:
    """Return every ship. The content carries no list date; the newest change is noted."""
    notes: list[str] = []
    drafts, changes = [], []
    for line, row in file.records(notes):
        names = split(row["names"], "|")
        if not names:
            notes.append(f"line {line}: no names; row left out")
            continue
        imo, imo_text = ship_number(row["imo"])
        changes.append(day(row.get("last_updated"), "%d/%m/%Y", "%Y-%m-%d"))
        drafts.append(
            Draft(
                id=clean(row["uk_id"]) or f"line{line}",
                kind="ship",
                name=names[0],
                line=line,
                other_names=names[1:],
                imo=imo,
                imo_text=imo_text,
                programs=[row["regime"]],
                is_dprk=row["regime"].strip().upper() in _DPRK,
                listed_on=day(row.get("date_designated"), "%d/%m/%Y", "%Y-%m-%d"),
            )
        )
    newest = max((c for c in changes if c), default=None)
    if newest:
        notes.append(f"its newest change is of {newest.isoformat()}")
    return Reading(drafts, None, tuple(notes))
