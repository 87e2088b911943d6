"""OFAC lists in the Advanced Sanctions List Standard (SDN_ADVANCED.XML, CONS_ADVANCED.XML).

The format is that of the UN's working group (namespace `.../sanctions/1.0`): a table of reference
values, then registered documents, parties and sanctions entries that point at each other by number.
Read in one pass: what stands before the parties (reference values, documents) is kept in small
dictionaries; measures, which stand behind them, are added at the end.
"""

import xml.etree.ElementTree as ET
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from ..listing import (
    Draft,
    Reading,
    clean,
    distinct,
    first_day,
    names_dprk,
    radio_numbers,
    ship_number,
)
from ..source import ListFile, children, local
from . import publisher
from .delta import PREFIX
from .remarks import fact, feature

CODE, NAME, AUTHORITY = publisher.CODE, publisher.NAME, publisher.AUTHORITY
EXPECTED = "OFAC SDN or consolidated list (XML of the advanced standard, root Sanctions)"
_KINDS = {"Vessel": "ship", "Individual": "person", "Entity": "company"}
_TAGS = ("DateOfIssue", "ReferenceValueSets", "IDRegDocument", "DistinctParty", "SanctionsEntry")


@dataclass(slots=True)
class _State:
    """What has been read so far; numbers of the file are kept as the text that they are."""

    words: dict[tuple[str, str], str] = field(default_factory=dict)  # (kind of value, id) -> text
    parent: dict[str, str] = field(default_factory=dict)  # party subtype -> party type
    numbers: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    drafts: dict[str, Draft] = field(default_factory=dict)  # by profile
    as_of: date | None = None
    deltas: int = 0

    def word(self, kind: str, element: ET.Element, attribute: str) -> str:
        return self.words.get((kind, element.get(attribute) or ""), "")


def sniff(file: ListFile) -> bool:
    return "<Sanctions" in file.head and "sanctions/1.0" in file.head


def read(file: ListFile) -> Reading:
    """Return every party; `as_of` from `DateOfIssue`."""
    state = _State()
    elements = file.elements(*_TAGS)
    next(elements)
    for element in elements:
        match local(element):
            case "DateOfIssue":
                state.as_of = _day(element)
            case "ReferenceValueSets":
                _references(element, state)
            case "IDRegDocument":
                _document(element, state)
            case "DistinctParty":
                _party(element, state)
            case _:
                _entry(element, state)
    drafts = list(state.drafts.values())
    if not state.deltas:
        return Reading(drafts, state.as_of)
    dataset = f"{PREFIX}:{state.as_of}"
    for draft in drafts:
        draft.dataset = dataset
    note = f"a delta: {len(drafts)} entries added, modified or deleted"
    return Reading(drafts, state.as_of, (note,), dataset=dataset, is_delta=True)


def _references(element: ET.Element, state: _State) -> None:
    for values in element:
        for value in values:
            kind, key = local(value), value.get("ID") or ""
            state.words[kind, key] = clean(value.text) or ""
            if kind == "PartySubType":
                state.parent[key] = value.get("PartyTypeID") or ""


def _document(element: ET.Element, state: _State) -> None:
    """A registration: a ship's IMO number or MMSI, a company's number, a passport."""
    kind = state.word("IDRegDocType", element, "IDRegDocTypeID")
    for number in children(element, "IDRegistrationNo"):
        text = clean(number.text)
        if text:
            state.numbers[element.get("IdentityID") or ""].append((kind, text))


def _party(element: ET.Element, state: _State) -> None:
    for profile in children(element, "Profile"):
        subtype = profile.get("PartySubTypeID") or ""
        words = (
            state.words.get(("PartySubType", subtype), ""),
            state.words.get(("PartyType", state.parent.get(subtype, "")), ""),
        )
        kind = next((_KINDS[w] for w in words if w in _KINDS), "other")
        key = profile.get("ID") or element.get("FixedRef") or str(len(state.drafts) + 1)
        draft = Draft(id=key, kind=kind, name="(no name)", line=len(state.drafts) + 1)
        for identity in children(profile, "Identity"):
            _names(identity, draft, state)
            if kind == "ship":
                for what, number in state.numbers.get(identity.get("ID") or "", ()):
                    _number(draft, what, number)
        if kind == "ship":
            for printed in children(profile, "Feature"):
                _feature(printed, draft, state)
        draft.reason = clean(next((c.text for c in children(element, "Comment")), None))
        action = (element.get("DeltaAction") or profile.get("DeltaAction") or "").lower()
        state.deltas += bool(action)
        if action.startswith(("delete", "remove")):
            draft.delisted_on = state.as_of
        state.drafts[key] = draft


def _names(identity: ET.Element, draft: Draft, state: _State) -> None:
    for alias in children(identity, "Alias"):
        kind = state.word("AliasType", alias, "AliasTypeID").upper()
        for documented in children(alias, "DocumentedName"):
            parts = [
                clean(value.text)
                for part in children(documented, "DocumentedNamePart")
                for value in children(part, "NamePartValue")
            ]
            name = clean(" ".join(p for p in parts if p))
            if not name:
                continue
            if alias.get("Primary") == "true" and draft.name == "(no name)":
                draft.name = name
            else:
                former = kind.startswith(("F.K.A", "FKA"))
                (draft.former_names if former else draft.other_names).append(name)


def _number(draft: Draft, what: str, number: str) -> None:
    if "MMSI" in what.upper():
        draft.mmsi += radio_numbers([number])
    elif draft.imo is None and "regist" in what.lower():
        draft.imo, draft.imo_text = ship_number(number)
    else:
        fact(draft, f"{what} {number}")


def _feature(element: ET.Element, draft: Draft, state: _State) -> None:
    texts = [
        clean(detail.text) or state.word("DetailReference", detail, "DetailReferenceID")
        for version in children(element, "FeatureVersion")
        for detail in children(version, "VersionDetail")
    ]
    kind = state.word("FeatureType", element, "FeatureTypeID").lower()
    feature(draft, kind, next((t for t in texts if t), None))


def _entry(element: ET.Element, state: _State) -> None:
    """The measures of a profile: when it was entered, under which programmes, on which list."""
    draft = state.drafts.get(element.get("ProfileID") or "")
    if draft is None:
        return
    days = [
        day
        for event in children(element, "EntryEvent")
        for given in children(event, "Date")
        if (day := _day(given)) is not None
    ]
    draft.listed_on = first_day([draft.listed_on, *days])
    programs = [
        clean(next((c.text for c in children(measure, "Comment")), None))
        for measure in children(element, "SanctionsMeasure")
        if state.word("SanctionsType", measure, "SanctionsTypeID") in ("Program", "")
    ]
    draft.programs = distinct([*draft.programs, *programs])
    draft.is_dprk = names_dprk(draft.programs)
    if "consolidated" in state.word("List", element, "ListID").lower():
        draft.dataset = "ofac:consolidated"


def _day(element: ET.Element) -> date | None:
    parts = {local(c): c.text for c in element}
    try:
        return date(*(int(parts[k] or "") for k in ("Year", "Month", "Day")))
    except (KeyError, ValueError):
        return None
