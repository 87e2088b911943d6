"""New Zealand: the Russia Sanctions Register of the Ministry of Foreign Affairs and Trade (XLSX).

Columns: Unique Identifier, Type (Individual, Entity, Bank, Ship, ...), First name, Middle name(s),
Last name, Alias/Alternate Spellings, Date of Sanction, Sanction Status, General Rationale for
Sanction, Additional Information, and one column for each measure (Ship Ban, Asset Freeze, ...) that
says yes where it applies. A ship's name stands under Last name or Name, her IMO number in a column
of its own or in the additional information. Source: the columns, and the types Individual, Entity,
Bank, Asset, Total, are those that OpenSanctions' reader of the register takes
(github.com/opensanctions, dataset nz_russia_sanctions). Assumed: that a ship's type is Ship or
Vessel; in that reader none has occurred, only the column Ship Ban.
"""

import re

from ..listing import Draft, Reading, any_day, clean, distinct, flags_of, ship_number, split
from ..source import ListFile

CODE, NAME = "nz", "New Zealand Russia Sanctions Register (MFAT)"
AUTHORITY = "New Zealand, Minister of Foreign Affairs"
EXPECTED = "New Zealand Russia Sanctions Register (XLSX with Unique Identifier, Date of Sanction)"
_NEEDED = {"Unique Identifier", "Type", "Date of Sanction"}
_KINDS = {
    "individual": "person", "indiividual": "person", "entity": "company", "bank": "company",
    "ship": "ship", "vessel": "ship", "ships": "ship", "vessels": "ship",
}  # fmt: skip
_MEASURES = (
    "Aircraft Ban", "Asset Freeze", "Dealing with Securities", "Service Prohibition", "Ship Ban",
    "Travel Ban",
)  # fmt: skip
_NUMBER = re.compile(r"\bIMO(?:\s*(?:number|no\.?))?\s*[:#]?\s*(\d{7})\b", re.I)
_YES = ("yes", "y", "true", "x", "1")

Row = dict[str, str]


def sniff(file: ListFile) -> bool:
    return set(file.header) >= _NEEDED


def read(file: ListFile) -> Reading:
    """Return every entry but assets, which are noted. The content carries no list date."""
    notes: list[str] = []
    drafts = []
    for line, row in file.records(notes):
        kind = _KINDS.get((clean(row["Type"]) or "").lower())
        if kind is None or _name(row) is None:
            notes.append(f"line {line}: {clean(row['Type']) or 'no type'}; row left out")
        else:
            drafts.append(_draft(row, kind, line))
    return Reading(drafts, None, tuple(notes))


def _name(row: Row) -> str | None:
    parts = (row.get(c) for c in ("First name", "Middle name(s)", "Last name"))
    joined = clean(" ".join(c for part in parts if (c := clean(part))))
    return joined or next((t for c in ("Name", "Ship name") if (t := clean(row.get(c)))), None)


def _draft(row: Row, kind: str, line: int) -> Draft:
    about = clean(row.get("Additional Information"))
    printed = next((clean(v) for k, v in row.items() if "imo" in k.lower() and clean(v)), None)
    if printed is None and about and (found := _NUMBER.search(about)):
        printed = found[1]
    imo, imo_text = ship_number(printed) if kind == "ship" else (None, None)
    ended = (clean(row.get("Sanction Status")) or "").lower() in ("revoked", "removed", "expired")
    return Draft(
        id=clean(row["Unique Identifier"]) or f"line{line}",
        kind=kind,
        name=_name(row) or "",
        line=line,
        other_names=split(row.get("Alias/Alternate Spellings"), ";,"),
        imo=imo,
        imo_text=imo_text,
        flag=flags_of([row.get("Flag")])[0] if kind == "ship" else None,
        programs=["NZ-RSA2022"],
        measures=[m for m in _MEASURES if (clean(row.get(m)) or "").lower() in _YES],
        listed_on=any_day(row["Date of Sanction"]),
        delisted_on=any_day(row.get("Date of Additional Sanction")) if ended else None,
        reason="; ".join(distinct([clean(row.get("General Rationale for Sanction")), about]))
        or None,
    )
