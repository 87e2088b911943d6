"""The US Consolidated Screening List (CSV or JSON): lists of Treasury, Commerce and State joined.

Each row says which list it is from (`source`); a newer file replaces the same source only.
"""

import re

from ..listing import (
    Draft,
    Reading,
    any_day,
    clean,
    distinct,
    flags_of,
    named,
    names_dprk,
    radio_numbers,
    ship_number,
    split,
)
from ..source import ListFile
from .remarks import apply

CODE, NAME = "us_csl", "US Consolidated Screening List"
EXPECTED = "US Consolidated Screening List (CSV, JSON with source, entity_number, vessel_flag)"
_NEEDED = {"source", "entity_number", "type", "programs", "name", "vessel_flag", "alt_names"}
_KINDS = {"vessel": "ship", "individual": "person", "entity": "company", "": "company"}


def sniff(file: ListFile) -> bool:
    return set(file.header) >= _NEEDED


def read(file: ListFile) -> Reading:
    """Return every row. The content carries no list date."""
    notes: list[str] = []
    drafts = [_draft(row, line) for line, row in named(file, "name", notes)]
    return Reading(drafts, None, tuple(notes))


def _draft(row: dict[str, str], line: int) -> Draft:
    kind = _KINDS.get(row["type"].strip().lower(), "other")
    programs = split(row["programs"], ";,")
    source = clean(row["source"]) or ""
    short = re.search(r"\(([A-Z]+)\)", source)
    draft = Draft(
        id=clean(row.get("_id")) or clean(row["entity_number"]) or f"line{line}",
        kind=kind,
        name=clean(row["name"]) or "",
        line=line,
        other_names=split(row["alt_names"], ";"),
        call_sign=clean(row.get("call_sign")),
        ship_type=clean(row.get("vessel_type")),
        flag=flags_of([row["vessel_flag"]])[0] if kind == "ship" else None,
        owner=clean(row.get("vessel_owner")),
        owner_role="owner",
        authority=source or None,
        programs=distinct([*programs, source]),
        is_dprk=names_dprk(programs),
        listed_on=any_day(row.get("start_date"), month_first=True),
        delisted_on=any_day(row.get("end_date"), month_first=True),
        reason=clean(row.get("remarks")),
        dataset=f"us_csl:{short[1] if short else source}",
    )
    if kind == "ship":
        for pair in split(row.get("ids"), ";"):
            what, _, number = pair.rpartition(",")
            if "regist" in what.lower() or "imo" in what.lower():
                found = ship_number(number or pair)
                draft.imo, draft.imo_text = (found[0], draft.imo_text) if found[0] else (
                    draft.imo, found[1])  # fmt: skip
            elif "mmsi" in what.lower():
                draft.mmsi += radio_numbers([number])
        if draft.reason:
            apply(draft, draft.reason)
    return draft
