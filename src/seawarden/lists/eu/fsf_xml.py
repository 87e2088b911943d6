"""EU Financial Sanctions Files, XML (export, namespace fpi/fsd/export).

Persons and enterprises; a ship is an entry that carries an IMO number among its
identifications or that its subject type calls a vessel.
"""

import re
import xml.etree.ElementTree as ET

from ..listing import Draft, Reading, any_day, clean, distinct, names_dprk, ship_number
from ..source import ListFile, child_text, children

CODE, NAME = "eu", "EU consolidated financial sanctions list"
AUTHORITY = "Council of the European Union"
EXPECTED = "EU financial sanctions list (XML, root export)"
_KINDS = {"person": "person", "enterprise": "company", "vessel": "ship", "ship": "ship"}


def sniff(file: ListFile) -> bool:
    return bool(re.search(r"<export\b[^>]*fsd/export", file.head))


def read(file: ListFile) -> Reading:
    """Return every sanctionEntity; `as_of` from the root's `generationDate`."""
    elements = file.elements("sanctionEntity")
    as_of = any_day(next(elements).get("generationDate"))
    return Reading([_draft(e, i) for i, e in enumerate(elements, start=1)], as_of)


def _draft(element: ET.Element, record: int) -> Draft:
    names = distinct(clean(a.get("wholeName")) for a in children(element, "nameAlias"))
    kinds = [s.get("code") or "" for s in children(element, "subjectType")]
    numbers = [
        i.get("number") or i.get("latinNumber")
        for i in children(element, "identification")
        if (i.get("identificationTypeCode") or "").lower() == "imo"
    ]
    kind = _KINDS.get(kinds[0] if kinds else "", "other")
    if numbers and kind == "other":
        kind = "ship"
    # A company's IMO number is the number of the company, not of a ship.
    imo, imo_text = ship_number(numbers[0]) if numbers and kind == "ship" else (None, None)
    rules = children(element, "regulation")
    programs = distinct(clean(r.get("programme")) for r in rules)
    remarks = [child_text(element, "remark"), element.get("designationDetails")]
    return Draft(
        id=element.get("euReferenceNumber") or element.get("logicalId") or f"record{record}",
        kind=kind,
        name=names[0] if names else "(no name)",
        line=record,
        other_names=names[1:],
        imo=imo,
        imo_text=imo_text,
        programs=programs,
        measures=distinct(clean(r.get("numberTitle")) for r in rules),
        is_dprk=names_dprk(programs),
        listed_on=any_day(element.get("designationDate")),
        reason=clean(" ".join(filter(None, remarks))),
    )
