"""OFAC Specially Designated Nationals list, XML (sdnList)."""

import xml.etree.ElementTree as ET

from ..listing import Draft, Reading, clean, day, distinct, flags_of, names_dprk
from ..source import ListFile, child_text, children, local
from . import publisher
from .remarks import apply, fact
from .sdn_csv import dataset_of

CODE, NAME, AUTHORITY = publisher.CODE, publisher.NAME, publisher.AUTHORITY
EXPECTED = "OFAC SDN (XML, root sdnList)"
_KINDS = {"individual": "person", "vessel": "ship", "entity": "company"}


def sniff(file: ListFile) -> bool:
    return "<sdnList" in file.head


def read(file: ListFile) -> Reading:
    """Return every entry; `as_of` from `Publish_Date`."""
    elements = file.elements("publshInformation", "sdnEntry")
    next(elements)
    as_of, expected = None, None
    drafts: list[Draft] = []
    notes: list[str] = []
    for element in elements:
        if local(element) == "publshInformation":
            as_of = day(child_text(element, "Publish_Date"), "%m/%d/%Y")
            expected = child_text(element, "Record_Count")
        else:
            drafts.append(_draft(element, len(drafts) + 1))
    if drafts and as_of and expected and expected.isdigit() and int(expected) != len(drafts):
        notes.append(f"the file says {expected} records and holds {len(drafts)}")
    return Reading(drafts, as_of, tuple(notes), dataset=dataset_of(file.path))


def _draft(element: ET.Element, record: int) -> Draft:
    kind = _KINDS.get((child_text(element, "sdnType") or "").lower(), "other")
    programs = [clean(p.text) for x in children(element, "programList") for p in x]
    draft = Draft(
        id=child_text(element, "uid") or f"record{record}",
        kind=kind,
        name=_name(element) or "(no name)",
        line=record,
        programs=distinct(programs),
        is_dprk=names_dprk(programs),
        reason=clean(child_text(element, "remarks")),
    )
    for aka in (a for x in children(element, "akaList") for a in x):
        old = (child_text(aka, "type") or "").lower().startswith("f.k.a")
        name = _name(aka)
        if name:
            (draft.former_names if old else draft.other_names).append(name)
    if kind == "ship":
        _ship(draft, element)
    return draft


def _ship(draft: Draft, element: ET.Element) -> None:
    for info in children(element, "vesselInfo"):
        draft.call_sign = clean(child_text(info, "callSign"))
        draft.ship_type = clean(child_text(info, "vesselType"))
        draft.flag = flags_of([child_text(info, "vesselFlag")])[0]
        draft.owner, draft.owner_role = clean(child_text(info, "vesselOwner")), "owner"
    for number in (i for x in children(element, "idList") for i in x):
        fact(draft, f"{child_text(number, 'idType')} {child_text(number, 'idNumber') or ''}")
    if draft.reason:
        apply(draft, draft.reason)


def _name(element: ET.Element) -> str | None:
    parts = (child_text(element, "lastName"), child_text(element, "firstName"))
    return ", ".join(p for p in parts if p) or None
