"""OFAC lists in the enhanced format (SDN_ENHANCED.XML, CONS_ENHANCED.XML) and their delta files.

Root `sanctionsData`: `publicationInfo` with `dataAsOf`, then reference values, then one `entity` a
party with names, features, identity documents, programmes and relationships. A delta file is of the
same form and holds what changed since the file before: each entity says `add`, `modify` or `delete`
in an attribute `action`. It stands as a dataset of its own day, adds and modifies entries of the
list it changes, and ends those that it deletes (`delta`). Source: OFAC Sanctions List Service,
namespace .../exports/ENHANCED_XML. Blind spot: the name of that attribute is taken from its
description; any attribute with one of these three values counts.
"""

import xml.etree.ElementTree as ET
from datetime import date

from ..listing import (
    Draft,
    Reading,
    any_day,
    clean,
    distinct,
    first_day,
    names_dprk,
)
from ..source import ListFile, child_text, children, local
from . import publisher
from .delta import PREFIX
from .remarks import fact, feature

CODE, NAME, AUTHORITY = publisher.CODE, publisher.NAME, publisher.AUTHORITY
EXPECTED = "OFAC list or delta (XML of the enhanced format, root sanctionsData)"
_KINDS = {"vessel": "ship", "individual": "person", "entity": "company"}
_DELETED = ("delete", "deleted", "remove", "removed")
_ACTIONS = ("add", "added", "modify", "modified", "change", "changed", *_DELETED)


def sniff(file: ListFile) -> bool:
    return "<sanctionsData" in file.head


def read(file: ListFile) -> Reading:
    """Return every entity; `as_of` from `dataAsOf`."""
    elements = file.elements("publicationInfo", "referenceValue", "entity")
    next(elements)
    words: dict[str, str] = {}
    drafts: list[Draft] = []
    as_of: date | None = None
    deltas = deleted = 0
    for element in elements:
        match local(element):
            case "publicationInfo":
                as_of = any_day(child_text(element, "dataAsOf"))
            case "referenceValue":
                words[element.get("refId") or ""] = child_text(element, "value") or ""
            case _:
                draft = _draft(element, words, len(drafts) + 1)
                action = _action(element)
                deltas += action is not None
                if action in _DELETED:
                    draft.delisted_on = as_of
                    deleted += 1
                drafts.append(draft)
    notes: tuple[str, ...] = ()
    if deltas:
        notes = (f"a delta: {len(drafts) - deleted} entries added or modified, {deleted} deleted",)
    dataset = f"{PREFIX}:{as_of}" if deltas else None
    if dataset:
        for draft in drafts:
            draft.dataset = dataset
    return Reading(drafts, as_of, notes, dataset=dataset, is_delta=bool(deltas))


def _action(element: ET.Element) -> str | None:
    values = (v.strip().lower() for v in element.attrib.values())
    found = next((v for v in values if v in _ACTIONS), None)
    return found or next(
        (t for n in ("action", "changeType") if (t := (child_text(element, n) or "").lower())), None
    )


def _all(element: ET.Element, holder: str, name: str) -> list[ET.Element]:
    return [e for h in children(element, holder) for e in children(h, name)]


def _draft(element: ET.Element, words: dict[str, str], record: int) -> Draft:
    kind = _KINDS.get((child_text(element, "generalInfo", "entityType") or "").lower(), "other")
    lists = _all(element, "sanctionsLists", "sanctionsList")
    programs = distinct(
        clean(p.text) for p in _all(element, "sanctionsPrograms", "sanctionsProgram")
    )
    legal = [clean(a.text) for a in _all(element, "legalAuthorities", "legalAuthority")]
    types = [clean(t.text) for t in _all(element, "sanctionsTypes", "sanctionsType")]
    is_other_list = bool(lists) and all("SDN" not in (x.text or "") for x in lists)
    draft = Draft(
        id=child_text(element, "generalInfo", "identityId")
        or element.get("id")
        or f"record{record}",
        kind=kind,
        name="(no name)",
        line=record,
        programs=programs,
        measures=distinct([*types, *legal]),
        is_dprk=names_dprk(programs),
        listed_on=first_day(any_day(x.get("datePublished")) for x in lists),
        reason=clean(child_text(element, "generalInfo", "remarks")),
        dataset="ofac:consolidated" if is_other_list else None,
    )
    # The fixed reference of the other OFAC files is the id of the entity.
    draft.id = element.get("id") or draft.id
    for name in _all(element, "names", "name"):
        _name(draft, name)
    if kind == "ship":
        for printed in _all(element, "features", "feature"):
            text = child_text(printed, "value") or words.get(
                child_text(printed, "valueRefId") or ""
            )
            feature(draft, (child_text(printed, "type") or "").lower(), clean(text))
        for document in _all(element, "identityDocuments", "identityDocument"):
            what, number = child_text(document, "type"), child_text(document, "documentNumber")
            fact(draft, f"{what or ''} {number or ''}")
        _owners(draft, element)
    return draft


def _name(draft: Draft, name: ET.Element) -> None:
    is_primary = child_text(name, "isPrimary") == "true"
    former = (child_text(name, "aliasType") or "").upper().startswith(("F.K.A", "FKA"))
    for translation in _all(name, "translations", "translation"):
        parts = (child_text(p, "value") for p in _all(translation, "nameParts", "namePart"))
        text = clean(child_text(translation, "formattedFullName")) or clean(
            " ".join(p for p in parts if p)
        )
        if text is None:
            continue
        if is_primary and draft.name == "(no name)":
            draft.name = text
        else:
            (draft.former_names if former else draft.other_names).append(text)


def _owners(draft: Draft, element: ET.Element) -> None:
    roles: dict[str, str] = {}
    for relation in _all(element, "relationships", "relationship"):
        name = clean(child_text(relation, "relatedEntity"))
        if name:
            what = (child_text(relation, "type") or "linked to").rstrip(":. ").lower()
            roles.setdefault(name, what)
    draft.owner = "; ".join(roles) or None
    draft.owner_role = "; ".join(roles.values()) or None
