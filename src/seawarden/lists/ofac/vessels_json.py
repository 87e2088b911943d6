"""OFAC vessels as JSON: {generated_at, vessels: [{imo, name, programs, designation_date, ...}]}.

`designation_date` is the date on which OFAC published the list, the same in every entry, and
not the date on which a ship was designated: it is read as the list's date and as nothing else.
Ships only, without other names and MMSI.
"""

import json
from typing import Any

from ...errors import FormatError
from ..listing import Draft, Reading, clean, day, flags_of, names_dprk, ship_number
from ..source import ListFile
from . import publisher

CODE, NAME, AUTHORITY = publisher.CODE, publisher.NAME, publisher.AUTHORITY
EXPECTED = "OFAC vessels (JSON with 'vessels')"


def sniff(file: ListFile) -> bool:
    return file.sheet is None and file.head.lstrip().startswith("{") and '"vessels"' in file.head


def read(file: ListFile) -> Reading:
    """Return every ship. Raises FormatError with line and column when the JSON is broken."""
    with file.text() as text:
        try:
            content = json.load(text)
        except json.JSONDecodeError as error:
            raise FormatError(
                f"{file.path}: line {error.lineno}, column {error.colno}: broken JSON: {error.msg}"
            ) from error
    entries = content.get("vessels") if isinstance(content, dict) else None
    if not isinstance(entries, list):
        raise FormatError(f"{file.path}: 'vessels' is no list, expected a list of ships")
    notes: list[str] = []
    drafts, dates = [], []
    for record, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict) or not clean(entry.get("name")):
            notes.append(f"record {record}: no name; entry left out")
            continue
        drafts.append(_draft(entry, record))
        dates.append(day(entry.get("designation_date"), "%m/%d/%Y"))
    as_of = max((d for d in dates if d), default=None)
    if isinstance(content.get("count"), int) and content["count"] != len(entries):
        notes.append(f"the file says {content['count']} ships and holds {len(entries)}")
    return Reading(drafts, as_of, tuple(notes))


def _draft(entry: dict[str, Any], record: int) -> Draft:
    info = entry.get("vessel_info") or {}
    imo, imo_text = ship_number(entry.get("imo"))
    programs = [str(p) for p in entry.get("programs") or []]
    return Draft(
        id=f"imo{imo}" if imo else f"record{record}",
        kind="ship",
        name=clean(entry["name"]) or "(no name)",
        line=record,
        imo=imo,
        imo_text=imo_text,
        call_sign=clean(info.get("call_sign")),
        flag=flags_of([info.get("flag")])[0],
        ship_type=clean(info.get("vessel_type")),
        programs=programs,
        is_dprk=names_dprk(programs),
    )
