"""UK: the Consolidated List of Financial Sanctions Targets of OFSI, CSV and XML, kept until 2026.

'Last Updated,dd/mm/yyyy', then a header (Name 6, Name 1 ... Group Type, Alias Type, Regime, Listed
On, Group ID); one row a name, rows of one Group ID are gathered. A ship's number, flag and type
stand in Other Information behind labels: '(IMO number):9101376 (Current believed flag of
ship):Gambia'. The XML (root ArrayOfFinancialSanctionsTarget) holds the same as elements. It is
another dataset than the UK Sanctions List. Source: OFSI, format of the consolidated list (2022).
"""

import re
from collections.abc import Iterable, Sequence
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
from ..source import ListFile, above_header, local
from .designation import KINDS

CODE, NAME = "uk_ofsi", "UK consolidated list of financial sanctions targets (OFSI)"
AUTHORITY = "UK HM Treasury (OFSI)"
EXPECTED = "OFSI consolidated list (CSV with Name 6, Group Type, Regime, Group ID, or its XML)"
_NEEDED = {"Name 6", "Group Type", "Regime", "Group ID"}
_LABEL = re.compile(r"\(([^():]+)\)\s*:\s*(.*?)(?=\s*\([^():]+\)\s*:|$)", re.S)
_XML_NAMES = {
    "grouptypedescription": "group type", "grouptype": "group type", "groupid": "group id",
    "regimename": "regime", "regime": "regime", "datelisted": "listed on",
    "datedesignated": "uk sanctions list date designated", "aliastypename": "alias type",
    "aliastype": "alias type", "otherinformation": "other information",
    "namenonlatinscript": "name non-latin script", "uksanctionslistref": "reference",
    "ukstatementofreasons": "statement", "imonumber": "imo number", "shipimonumber": "imo number",
    **{f"name{i}": f"name {i}" for i in range(1, 7)},
}  # fmt: skip

Row = dict[str, str]


def sniff(file: ListFile) -> bool:
    return set(file.header) >= _NEEDED or "<ArrayOfFinancialSanctionsTarget" in file.head


def read(file: ListFile) -> Reading:
    """Return every group; `as_of` from the line 'Last Updated' of the CSV."""
    notes: list[str] = []
    as_of: date | None = None
    entries: dict[str, list[tuple[int, Row]]] = {}
    rows: Iterable[tuple[int, Row]]
    if "<ArrayOfFinancialSanctionsTarget" in file.head:
        rows = _elements(file)
    else:
        found = re.search(r"\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d{2}-\d{2}", above_header(file))
        as_of = any_day(found[0]) if found else None
        rows = ((line, {k.lower(): v for k, v in r.items()}) for line, r in file.records(notes))
    for line, row in rows:
        entries.setdefault(clean(row.get("group id")) or f"line{line}", []).append((line, row))
    return Reading([_draft(key, rows) for key, rows in entries.items()], as_of, tuple(notes))


def _elements(file: ListFile) -> Iterable[tuple[int, Row]]:
    elements = file.elements("FinancialSanctionsTarget")
    next(elements)
    for record, element in enumerate(elements, start=1):
        cells = {local(e).lower(): e.text or "" for e in element}
        yield record, {_XML_NAMES[k]: v for k, v in cells.items() if k in _XML_NAMES}


def _draft(key: str, rows: Sequence[tuple[int, Row]]) -> Draft:
    line, first = rows[0]
    kind = KINDS.get((clean(first.get("group type")) or "").lower(), "other")
    primary: list[str | None] = []
    others: list[str | None] = []
    former: list[str | None] = []
    for _, row in rows:
        parts = (clean(row.get(f"name {i}")) for i in range(1, 7))
        name = clean(" ".join(p for p in parts if p))
        how = (clean(row.get("alias type")) or "").lower()
        role = primary if how.startswith("primary") else others
        (former if how.startswith(("fka", "f.k.a", "former")) else role).append(name)
        others.append(clean(row.get("name non-latin script")))
    names = distinct([*primary, *others])
    about = " ".join(distinct(clean(row.get("other information")) for _, row in rows))
    labels = {k.strip().lower(): v.strip(" .;") for k, v in _LABEL.findall(about)}
    printed = clean(first.get("imo number")) or labels.get("imo number")
    imo, imo_text = ship_number(printed) if kind == "ship" else (None, None)
    flag, former_flags = flags_of(
        numbered(labels.get("current believed flag of ship")),
        numbered(labels.get("previous flags")),
    )
    ship = kind == "ship"
    owners = numbered(
        labels.get("current owner/operator (s)") or labels.get("current owner/operator")
    )
    regime = clean(first.get("regime")) or ""
    designated = clean(first.get("uk sanctions list date designated"))
    return Draft(
        id=key,
        kind=kind,
        name=(names or distinct(former) or ["(no name)"])[0],
        line=line,
        other_names=names[1:],
        former_names=distinct(former),
        imo=imo,
        imo_text=imo_text,
        flag=flag if ship else None,
        former_flags=former_flags if ship else [],
        ship_type=labels.get("type of ship") if ship else None,
        owner="; ".join(owners) or None if ship else None,
        owner_role="owner or operator",
        programs=distinct([regime]),
        measures=split(labels.get("sanctions imposed"), "|,") or ["asset freeze"],
        is_dprk=names_dprk([regime]),
        listed_on=any_day(designated) or any_day(first.get("listed on")),
        reason=labels.get("uk statement of reasons")
        or clean(first.get("statement"))
        or about
        or None,
    )
