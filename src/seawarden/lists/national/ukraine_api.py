"""Ukraine: ships of the War & Sanctions portal as its programming interface gives them (JSON).

An array of objects, alone or inside one: `id, name, imo, type, info, callsign, flag, mmsi, year,
weight, dwt, old_data [{name, flag}], is_shadow, links, owner {id, date, co_id}, commerce_manager,
security_manager, pi_club [{id, name}], ...`. Owner and managers stand as numbers of the portal's
list of companies, which is another document: they are named by that number alone. Source: the
keys are those that OpenSanctions' reader of the interface takes (github.com/opensanctions, dataset
ua_war_sanctions, 2025); the interface's own description is not public. Blind spot: a key that was
renamed since.
"""

import json
from typing import Any

from ..listing import Draft, Reading, clean, distinct, flags_of, hull_numbers, radio_numbers, split
from ..rows.json_table import objects_of
from ..source import ListFile
from . import ukraine

CODE, NAME, AUTHORITY = ukraine.CODE, ukraine.NAME, ukraine.AUTHORITY
EXPECTED = "Ukraine War & Sanctions ships by API (JSON with name, imo, callsign, old_data)"
_NEEDED = {"id", "name", "imo", "callsign", "old_data"}
_ROLES = {"owner": "owner", "commerce_manager": "commercial manager",
          "security_manager": "ISM manager"}  # fmt: skip

Item = dict[str, Any]


def sniff(file: ListFile) -> bool:
    return set(file.header) >= _NEEDED


def read(file: ListFile) -> Reading:
    """Return every ship. The content carries no list date."""
    notes: list[str] = []
    drafts = []
    with file.text() as text:
        items = objects_of(json.load(text))
    for n, item in enumerate(items, start=1):
        if clean(_text(item.get("name"))) or clean(_text(item.get("imo"))):
            drafts.append(_draft(item, n))
        else:
            notes.append(f"entry {n}: neither name nor IMO number; row left out")
    if any(isinstance(item.get(key), dict) for item in items for key in _ROLES):
        notes.append("owners and managers stand as numbers of the portal's list of companies")
    return Reading(drafts, None, tuple(notes))


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _parties(item: Item) -> list[tuple[str, str]]:
    """Return (who, role): companies by their number in the portal, clubs by name."""
    found = [
        (f"company {party['id']} of the portal", role)
        for key, role in _ROLES.items()
        if isinstance(party := item.get(key), dict) and party.get("id")
    ]
    clubs = item.get("pi_club")
    clubs = [club for club in clubs if isinstance(club, dict)] if isinstance(clubs, list) else []
    return found + [(name, "insurer") for club in clubs if (name := clean(_text(club.get("name"))))]


def _draft(item: Item, n: int) -> Draft:
    imo, imo_text = hull_numbers(split(_text(item.get("imo")), ";,"))
    before = item.get("old_data")
    before = [old for old in before if isinstance(old, dict)] if isinstance(before, list) else []
    flag, former_flags = flags_of(
        split(_text(item.get("flag")), ";,"), [_text(old.get("flag")) for old in before]
    )
    parties = _parties(item)
    about = ["shadow fleet"] if item.get("is_shadow") else []
    return Draft(
        id=clean(_text(item.get("id"))) or f"entry{n}",
        kind="ship",
        name=clean(_text(item.get("name"))) or _text(item.get("imo")),
        line=n,
        former_names=distinct(clean(_text(old.get("name"))) for old in before),
        imo=imo,
        imo_text=imo_text,
        mmsi=radio_numbers(split(_text(item.get("mmsi")), ";,")),
        call_sign=clean(_text(item.get("callsign"))),
        flag=flag,
        former_flags=former_flags,
        ship_type=clean(_text(item.get("type"))),
        owner="; ".join(who for who, _ in parties) or None,
        owner_role="; ".join(role for _, role in parties) or None,
        programs=["UA-WS-MARE"],
        measures=list(ukraine.MEASURES),
        reason="; ".join(distinct([*about, clean(_text(item.get("info")))])) or None,
        consequence="mentioned",
    )
