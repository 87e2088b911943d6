"""Ukraine: ships of the War & Sanctions portal (Main Directorate of Intelligence), as tables.

The portal names ships that carry for Russia or its army, with owner, managers and insurer; it is no
designation by itself, and its own page says which States have sanctioned the ship. Columns or keys:
Vessel name, IMO, MMSI, Call sign, Flag (Current), Former ship names, Ship Owner (IMO / Country /
Date), Commercial ship manager (...), Ship Safety Management Manager (...), P&I Club. An owner is
printed 'Name (IMO / Country / Date)': the number is the company's.
Source: the labels of a ship's page at war-sanctions.gur.gov.ua; that a table is made with them as
its headings is assumed, the portal offers none. Its interface gives other keys: `ukraine_api`.
"""

import re

from ..listing import (
    Draft,
    Reading,
    clean,
    distinct,
    flags_of,
    former_names_in,
    hull_numbers,
    radio_numbers,
    split,
)
from ..source import ListFile

CODE, NAME = "ua", "Ukraine, War & Sanctions ships"
AUTHORITY = "Ukraine, Main Directorate of Intelligence"
EXPECTED = "Ukraine War & Sanctions ships (Vessel name, IMO, Flag (Current), Former ship names)"
MEASURES = ("named by Ukraine's War & Sanctions portal (no designation by itself)",)
_NEEDED = ({"vesselname", "imo", "flagcurrent"}, {"vesselname", "imo", "formershipnames"})
_ROLES = {
    "shipowner": "owner", "commercialshipmanager": "commercial manager",
    "shipsafetymanagementmanager": "ISM manager", "pandiclub": "insurer", "piclub": "insurer",
}  # fmt: skip

Row = dict[str, str]


def sniff(file: ListFile) -> bool:
    keys = {_key(h) for h in file.header}
    return any(keys >= needed for needed in _NEEDED)


def read(file: ListFile) -> Reading:
    """Return every ship. The content carries no list date."""
    notes: list[str] = []
    drafts = []
    for line, raw in file.records(notes):
        row = {_key(k): v for k, v in raw.items()}
        if clean(row["vesselname"]) or clean(row["imo"]):
            drafts.append(_draft(row, line))
        else:
            notes.append(f"line {line}: neither name nor IMO number; row left out")
    return Reading(drafts, None, tuple(notes))


def _key(heading: str) -> str:
    bare = re.sub(r"\(IMO.*?\)", "", heading)
    return re.sub(r"[^a-z]", "", bare.lower().replace("&", ""))


def _draft(row: Row, line: int) -> Draft:
    imo, imo_text = hull_numbers(split(row["imo"], ";,"))
    flag, former_flags = flags_of(
        split(row.get("flagcurrent"), ";,"), split(row.get("flagsformer"), ";,/")
    )
    parties = [
        (re.sub(r"\s*\(\d+\s*/.*\)\s*$", "", text), role)
        for key, role in _ROLES.items()
        if (text := clean(row.get(key)))
    ]
    return Draft(
        id=f"imo{imo}" if imo else f"line{line}",
        kind="ship",
        name=clean(row["vesselname"]) or clean(row["imo"]) or "",
        line=line,
        former_names=distinct(
            n for part in split(row.get("formershipnames"), ";|") for n in former_names_in(part)
        ),
        imo=imo,
        imo_text=imo_text,
        mmsi=radio_numbers(split(row.get("mmsi"), ";,")),
        call_sign=clean(row.get("callsign")),
        flag=flag,
        former_flags=former_flags,
        ship_type=clean(row.get("vesseltype")),
        owner="; ".join(name for name, _ in parties) or None,
        owner_role="; ".join(role for _, role in parties) or None,
        programs=["UA-WS-MARE"],
        measures=list(MEASURES),
        reason=clean(row.get("vesselinformation")),
        consequence="mentioned",
    )
