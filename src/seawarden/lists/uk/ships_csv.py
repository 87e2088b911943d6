"""UK sanctions list, ships: `uk_id, regime, date_designated, last_updated, imo, names`.

`names` holds every name in alphabetical order and does not say which the ship bears now: the
first is taken as `name`, the others as other names, and none as former.
"""

from ..listing import Draft, Reading, any_day, clean, names_dprk, ship_number, split
from ..source import ListFile
from . import designation

CODE, NAME, AUTHORITY = designation.CODE, designation.NAME, designation.AUTHORITY
EXPECTED = "UK ships (CSV with uk_id, regime, imo, names)"
_NEEDED = {"uk_id", "regime", "imo", "names"}


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
        changes.append(any_day(row.get("last_updated")))
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
                is_dprk=names_dprk([row["regime"].upper(), row["regime"]]),
                listed_on=any_day(row.get("date_designated")),
            )
        )
    newest = max((c for c in changes if c), default=None)
    if newest:
        notes.append(f"its newest change is of {newest.isoformat()}")
    return Reading(drafts, None, tuple(notes))
