"""UK Sanctions List as XML (root Designations)."""

import xml.etree.ElementTree as ET
from datetime import date

from ..listing import (
    Draft,
    Reading,
    any_day,
    clean,
    distinct,
    flags_of,
    names_dprk,
    numbered,
    ship_number,
    split,
)
from ..source import ListFile, child_text, children, local
from . import designation
from .designation import KINDS, primary_first

CODE, NAME, AUTHORITY = designation.CODE, designation.NAME, designation.AUTHORITY
EXPECTED = "UK Sanctions List (XML, root Designations)"
_NAME_PARTS = ("Name1", "Name2", "Name3", "Name4", "Name5", "Name6")


def sniff(file: ListFile) -> bool:
    return "<Designations" in file.head and "<Designation" in file.head


def read(file: ListFile) -> Reading:
    """Return every designation; `as_of` from `DateGenerated`."""
    drafts: list[Draft] = []
    as_of: date | None = None
    elements = file.elements("DateGenerated", "Designation")
    next(elements)
    for element in elements:
        if local(element) == "DateGenerated":
            as_of = any_day(element.text)
        else:
            drafts.append(_draft(element, len(drafts) + 1))
    return Reading(drafts, as_of)


def _draft(element: ET.Element, record: int) -> Draft:
    kind = KINDS.get((child_text(element, "IndividualEntityShip") or "").lower(), "other")
    names = primary_first(
        (_name(name), child_text(name, "NameType"))
        for holder in ("Names", "NonLatinNames")
        for group in children(element, holder)
        for name in group
    )
    regime = child_text(element, "RegimeName") or ""
    draft = Draft(
        id=child_text(element, "UniqueID") or f"record{record}",
        kind=kind,
        name=names[0] if names else "(no name)",
        line=record,
        other_names=names[1:],
        programs=distinct([regime]),
        measures=split(child_text(element, "SanctionsImposed"), "|"),
        is_dprk=names_dprk([regime]),
        listed_on=any_day(child_text(element, "DateDesignated")),
        reason=" ".join(
            distinct(child_text(element, t) for t in ("UKStatementofReasons", "OtherInformation"))
        )
        or None,
    )
    if kind == "ship":
        for ship in (s for d in children(element, "ShipDetails") for s in children(d, "Ship")):
            _ship(draft, ship)
    return draft


def _name(element: ET.Element) -> str | None:
    parts = (clean(child_text(element, p)) for p in _NAME_PARTS)
    joined = clean(" ".join(p for p in parts if p))
    return joined or clean(child_text(element, "NameNonLatinScript"))


def _ship(draft: Draft, ship: ET.Element) -> None:
    """Take the particulars; each holder ('IMONumbers') holds one or more elements."""
    held = {local(holder): [clean(e.text) for e in holder] for holder in ship}
    flat = {local(e): clean(e.text) for e in ship.iter() if clean(e.text)}
    draft.imo, draft.imo_text = ship_number(next(iter(held.get("IMONumbers", [])), None))
    draft.flag, draft.former_flags = flags_of(
        numbered(flat.get("CurrentBelievedFlagOfShip") or flat.get("Flag")),
        (flag for text in held.get("PreviousFlags", []) for flag in numbered(text)),
    )
    draft.ship_type = flat.get("TypeOfShip")
    owners = [t for key in held if key.startswith("CurrentOwner") for t in held[key]]
    draft.owner = "; ".join(distinct(o for t in owners for o in numbered(t))) or None
    draft.owner_role = "owner or operator"
