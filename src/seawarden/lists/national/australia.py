"""Australia: the Consolidated List of the Department of Foreign Affairs and Trade (DFAT).

Published as XLSX and CSV with the same columns. One row a name: rows of one reference number (less
its letter, '9001a') are one entry. `Control Date` is the day of the listing, month before day in
the CSV that the department exports, ISO in the spreadsheet.
"""

import re
from collections.abc import Sequence

from ..listing import Draft, Reading, any_day, clean, distinct, names_dprk, ship_number
from ..source import ListFile

CODE, NAME = "au", "Australian Sanctions Consolidated List (DFAT)"
AUTHORITY = "Australia, Department of Foreign Affairs and Trade"
EXPECTED = "Australian consolidated list (XLSX or CSV with Reference, Control Date, Committees)"
_NEEDED = {"Reference", "Name of Individual or Entity", "Type", "Committees", "Control Date"}
_KINDS = {"individual": "person", "entity": "company", "vessel": "ship"}
_FORMER = re.compile(
    r"(?:previous(?:ly)?(?: names?)?(?: include[sd]?| known as)?|formerly)[: ]+", re.I
)
_MEASURES = ("Targeted Financial Sanction", "Travel Ban", "Arms Embargo", "Maritime Restriction")

Row = dict[str, str]


def sniff(file: ListFile) -> bool:
    return set(file.header) >= _NEEDED


def read(file: ListFile) -> Reading:
    """Return every entry. The content carries no list date."""
    notes: list[str] = []
    entries: dict[str, list[tuple[int, Row]]] = {}
    for line, row in file.records(notes):
        reference = clean(row["Reference"]) or f"line{line}"
        entries.setdefault(re.sub(r"(?<=\d)[a-z]+$", "", reference), []).append((line, row))
    return Reading([_draft(key, rows) for key, rows in entries.items()], None, tuple(notes))


def _draft(key: str, rows: Sequence[tuple[int, Row]]) -> Draft:
    line, first = rows[0]
    kind = _KINDS.get((clean(first["Type"]) or "").lower(), "other")
    primary: list[str | None] = []
    others: list[str | None] = []
    former: list[str | None] = []
    for _, row in rows:
        how = (clean(row.get("Name Type")) or "primary name").lower()
        name = clean(row["Name of Individual or Entity"])
        (primary if "primary" in how else former if "former" in how else others).append(name)
    about = clean(first.get("Additional Information"))
    if about and kind == "ship" and (found := _FORMER.match(about)):
        former += [clean(n) for n in re.split(r"[;,]| and ", about[found.end() :])]
    names = distinct([*primary, *others])
    printed = next((t for _, r in rows if (t := clean(r.get("IMO Number")))), None)
    imo, imo_text = ship_number(printed) if kind == "ship" else (None, None)
    regime = clean(first["Committees"]) or ""
    instrument = clean(first.get("Instrument of Designation"))
    return Draft(
        id=key,
        kind=kind,
        name=names[0] if names else "(no name)",
        line=line,
        other_names=names[1:],
        former_names=distinct(former),
        imo=imo,
        imo_text=imo_text,
        programs=distinct([regime]),
        measures=[m for m in _MEASURES if (clean(first.get(m)) or "").lower() in ("true", "yes")],
        is_dprk=names_dprk([regime]),
        listed_on=any_day(first["Control Date"], month_first=True),
        reason="; ".join(distinct([clean(first.get("Listing Information")), about, instrument]))
        or None,
    )
