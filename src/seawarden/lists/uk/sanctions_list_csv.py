"""UK Sanctions List, all of it as CSV ('Report Date: ...', then the header).

One row for each name of an entry, so that rows of one `Unique ID` are gathered. The columns are
those of the list's published format (Name 6 is the surname, or the full name of a ship).
"""

from collections.abc import Sequence
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
from ..source import ListFile
from . import designation
from .designation import KINDS, primary_first

CODE, NAME, AUTHORITY = designation.CODE, designation.NAME, designation.AUTHORITY
EXPECTED = "UK Sanctions List (CSV with Unique ID, Name 6, Regime Name, Designation Type)"
_NEEDED = {"Unique ID", "Name 6", "Regime Name", "Designation Type"}
_NAME_PARTS = ("Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6")

Row = dict[str, str]


def sniff(file: ListFile) -> bool:
    return set(file.header) >= _NEEDED


def read(file: ListFile) -> Reading:
    """Return every entry; `as_of` from the line 'Report Date' above the header."""
    notes: list[str] = []
    entries: dict[str, list[tuple[int, Row]]] = {}
    for line, row in file.records(notes):
        entries.setdefault(clean(row["Unique ID"]) or f"line{line}", []).append((line, row))
    drafts = [_draft(key, rows) for key, rows in entries.items()]
    return Reading(drafts, _report_date(file), tuple(notes))


def _report_date(file: ListFile) -> date | None:
    if not file.above:
        return None
    first = " ".join(file.sheet[0]) if file.sheet else file.head.splitlines()[0]
    _, _, printed = first.strip(' ,"').partition(":")
    return any_day(printed)


def _draft(key: str, rows: Sequence[tuple[int, Row]]) -> Draft:
    first_line, first = rows[0]
    kind = KINDS.get((clean(first["Designation Type"]) or "").lower(), "other")
    names = primary_first(n for _, row in rows for n in _names(row))
    imo, imo_text = ship_number(_first(rows, "IMO number")) if kind == "ship" else (None, None)
    flag, former_flags = flags_of(
        numbered(_first(rows, "Current believed flag of ship")),
        numbered(_first(rows, "Previous flags")),
    )
    regime = clean(first["Regime Name"]) or ""
    owners = numbered(_first(rows, "Current owner/operator (s)")) if kind == "ship" else []
    reasons = [_first(rows, "UK Statement of Reasons"), _first(rows, "Other Information")]
    return Draft(
        id=key,
        kind=kind,
        name=names[0] if names else "(no name)",
        line=first_line,
        other_names=names[1:],
        imo=imo,
        imo_text=imo_text,
        flag=flag,
        former_flags=former_flags,
        ship_type=_first(rows, "Type of ship") if kind == "ship" else None,
        owner="; ".join(owners) or None,
        owner_role="owner or operator",
        authority=_authority(_first(rows, "Designation source")),
        programs=distinct([regime]),
        measures=split(_first(rows, "Sanctions Imposed"), "|"),
        is_dprk=names_dprk([regime]),
        listed_on=any_day(_first(rows, "Date Designated")),
        reason=" ".join(distinct(reasons)) or None,
    )


def _names(row: Row) -> tuple[tuple[str | None, str | None], ...]:
    """Return the name of a row with its type, and the same in its script, which has none."""
    name = clean(" ".join(filter(None, (clean(row.get(p)) for p in _NAME_PARTS))))
    return (name, clean(row.get("Name type"))), (clean(row.get("Name non-latin script")), None)


def _authority(source: str | None) -> str | None:
    """Return who designated: 'UK' or 'UN', as the list prints it."""
    return {"UK": AUTHORITY, "UN": "UN Security Council"}.get(source or "", source)


def _first(rows: Sequence[tuple[int, Row]], column: str) -> str | None:
    return next((c for _, row in rows if (c := clean(row.get(column)))), None)
