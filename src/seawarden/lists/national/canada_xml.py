"""Canada: the Consolidated Canadian Autonomous Sanctions List (SEMA, XML).

One record an entry; a record with a ship's IMO number, or whose title is a type of ship, is a
ship. The regime is the country that the record names, English before the slash.
"""

import re
import xml.etree.ElementTree as ET

from ..listing import Draft, Reading, any_day, clean, distinct, names_dprk, ship_number, split
from ..source import ListFile, child_text

CODE, NAME = "ca", "Consolidated Canadian Autonomous Sanctions List (SEMA)"
AUTHORITY = "Canada, Governor in Council (SEMA)"
EXPECTED = "Canadian SEMA list (XML, root data-set)"
_SHIP_WORDS = re.compile(r"\b(?:tanker|carrier|cargo|vessel|ship|container)\b", re.I)


def sniff(file: ListFile) -> bool:
    return "<data-set" in file.head and "<record" in file.head


def read(file: ListFile) -> Reading:
    """Return every record. The content carries no list date."""
    elements = file.elements("record")
    next(elements)
    drafts = [_draft(element, n) for n, element in enumerate(elements, start=1)]
    return Reading(drafts)


def _draft(record: ET.Element, number: int) -> Draft:
    def text(*names: str) -> str | None:
        return next((t for n in names if (t := clean(child_text(record, n)))), None)

    printed = text("ShipIMONumber", "IMONumber")
    title = text("TitleOrShip", "Title")
    person = clean(" ".join(filter(None, (text("GivenName"), text("LastName")))))
    is_ship = bool(printed) or bool(title and not person and _SHIP_WORDS.search(title))
    kind = "ship" if is_ship else "person" if person else "company"
    imo, imo_text = ship_number(printed) if is_ship else (None, None)
    regime = (text("Country") or "").partition(" / ")[0]
    schedule, item = text("Schedule"), text("Item")
    place = ", ".join(filter(None, (f"Schedule {schedule}" if schedule else None,
                                    f"item {item}" if item else None)))  # fmt: skip
    return Draft(
        id=f"{regime}:{schedule or ''}:{item or number}",
        kind=kind,
        name=person or text("EntityOrShip", "Entity") or "(no name)",
        line=number,
        other_names=split(text("Aliases"), ";,"),
        imo=imo,
        imo_text=imo_text,
        ship_type=title if is_ship else None,
        programs=distinct([f"CA-SEMA {regime}" if regime else None]),
        measures=distinct([place or None]),
        is_dprk=names_dprk([regime]),
        listed_on=any_day(text("DateOfListing")),
    )
