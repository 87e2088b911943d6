"""Switzerland: the State Secretariat for Economic Affairs' consolidated list (SECO, XML).

Programmes stand first, each with numbered sets of sanctions; a target points at its sets. What is
known of a ship beside its names stands in free text ('IMO Number: 9100009').
"""

import re
import xml.etree.ElementTree as ET

from ..listing import (
    Draft,
    Reading,
    any_day,
    clean,
    distinct,
    first_day,
    flags_of,
    names_dprk,
    radio_numbers,
    ship_number,
)
from ..source import ListFile, children, local

CODE, NAME = "ch", "Swiss consolidated list of sanctioned parties (SECO)"
AUTHORITY = "Switzerland, State Secretariat for Economic Affairs"
EXPECTED = "Swiss SECO list (XML, root swiss-sanctions-list)"
_KINDS = {"individual": "person", "entity": "company"}
_OBJECTS = {"vessel": "ship"}
_IMO = re.compile(r"\bIMO(?:\s*(?:number|no\.?|nr\.?))?\s*:?\s*(\d{7})\b", re.I)
_MMSI = re.compile(r"\bMMSI\s*:?\s*(\d{9})\b", re.I)
_FLAG = re.compile(r"\bflag(?:\s+state)?\s*:\s*([^;,.\n]+)", re.I)


def sniff(file: ListFile) -> bool:
    return "<swiss-sanctions-list" in file.head


def read(file: ListFile) -> Reading:
    """Return every target; `as_of` from the root's attribute `date`."""
    elements = file.elements("sanctions-program", "target")
    root = next(elements)
    as_of = any_day(root.get("date"))
    programs: dict[str, tuple[str, str]] = {}
    drafts: list[Draft] = []
    for element in elements:
        if local(element) == "sanctions-program":
            programs.update(_programs(element))
        else:
            drafts.append(_draft(element, programs, len(drafts) + 1))
    return Reading(drafts, as_of)


def _programs(element: ET.Element) -> dict[str, tuple[str, str]]:
    """Return {number of a set: (programme, name of the set)}, in English where there is one."""
    key = _english(children(element, "program-key"))
    out: dict[str, tuple[str, str]] = {}
    for given in children(element, "sanctions-set"):
        number = given.get("ssid") or ""
        if number not in out or given.get("lang") == "eng":
            out[number] = (key, clean(given.text) or "")
    return out


def _english(elements: list[ET.Element]) -> str:
    texts = {e.get("lang"): clean(e.text) or "" for e in elements}
    return texts.get("eng") or next(iter(texts.values()), "")


def _draft(target: ET.Element, programs: dict[str, tuple[str, str]], record: int) -> Draft:
    body = next((e for e in target if local(e) in ("individual", "entity", "object")), target)
    what = local(body)
    kind = (
        _OBJECTS.get(body.get("object-type") or "", "other")
        if what == "object"
        else _KINDS.get(what, "other")
    )
    sets = [programs.get((e.text or "").strip()) for e in children(target, "sanctions-set-id")]
    known = [s for s in sets if s is not None]
    main: list[str | None] = []
    others: list[str | None] = []
    former: list[str | None] = []
    for identity in children(body, "identity"):
        for name in children(identity, "name"):
            text = _name(name)
            how = name.get("name-type") or ""
            is_main = identity.get("main") == "true" and how == "primary-name"
            (main if is_main else former if "former" in how else others).append(text)
    names = distinct([*main, *others])
    details = [clean(e.text) for e in body.iter() if local(e) == "other-information"]
    text = "; ".join(distinct(details))
    reasons = [clean(e.text) for e in body.iter() if local(e) == "justification"]
    draft = Draft(
        id=target.get("ssid") or f"record{record}",
        kind=kind,
        name=names[0] if names else "(no name)",
        line=record,
        other_names=names[1:],
        former_names=distinct(former),
        programs=distinct(p for p, _ in known),
        measures=distinct(s for _, s in known),
        is_dprk=names_dprk(p for p, _ in known),
        reason="; ".join(distinct([*reasons, text])) or None,
    )
    for change in children(target, "modification"):
        day = any_day(change.get("effective-date") or change.get("enactment-date"))
        if change.get("modification-type") == "listed" and day:
            draft.listed_on = first_day([draft.listed_on, day])
        if change.get("modification-type") == "de-listed":
            draft.delisted_on = day
    if kind == "ship":
        text = " ; ".join(
            f"{e.get('name') or e.get('document-type') or ''} {clean(e.text) or ''}"
            for e in body.iter()
        )
        if found := _IMO.search(text):
            draft.imo, draft.imo_text = ship_number(found[1])
        draft.mmsi = radio_numbers(_MMSI.findall(text))
        draft.flag = flags_of(_FLAG.findall(text))[0]
    return draft


def _name(name: ET.Element) -> str | None:
    parts = sorted(children(name, "name-part"), key=lambda p: int(p.get("order") or 0))
    values = [clean(v.text) for p in parts for v in children(p, "value")]
    return clean(" ".join(v for v in values if v))
