"""OFAC Specially Designated Nationals list, native CSV (SDN.CSV with ALT.CSV and ADD.CSV).

Twelve columns, in OFAC's files without a header: entry number, name, type, programmes,
title, call sign, vessel type, tonnage, gross registered tonnage, flag, owner, remarks; '-0-'
stands for nothing. ALT holds other names, ADD addresses, SDN_COMMENTS remarks that did not fit;
they are joined when they lie beside the SDN file under the same name. The file carries no
date and no dates of designation.
"""

import csv
import re
from collections.abc import Sequence
from pathlib import Path

from ..listing import Draft, Reading, clean, flags_of, names_dprk
from ..source import ListFile
from . import publisher
from .remarks import apply

CODE, NAME, AUTHORITY = publisher.CODE, publisher.NAME, publisher.AUTHORITY
EXPECTED = "OFAC SDN (CSV, 12 columns without header)"
_COLUMNS = 12
_KINDS = {"individual": "person", "vessel": "ship", "aircraft": "other", None: "company"}


def sniff(file: ListFile) -> bool:
    first = file.header
    if file.delimiter not in (",", "|") or len(first) != _COLUMNS:
        return False
    return _native(first) or _is_header(first)


def dataset_of(path: Path) -> str | None:
    """Return the dataset of the consolidated (non-SDN) list, which has the same layout, by name."""
    return "ofac:consolidated" if re.match(r"cons", path.name, re.I) else None


def companion(file: ListFile) -> str | None:
    """Return 'alt', 'add' or 'comments' for a part of an OFAC list that is no list itself."""
    if re.match(r'\d+\s*,\s*"?\s*;', file.head):
        return "comments"
    first = file.header
    if file.delimiter != "," or not first or not first[0].isdigit():
        return None
    if len(first) == 5 and first[2].lower() in ("aka", "fka", "nka"):
        return "alt"
    return "add" if len(first) == 6 and first[1].isdigit() and "-0-" in file.head else None


def beside(path: Path, part: str) -> Path | None:
    """Return the ALT, ADD or COMMENTS file that lies beside an SDN file of that name, or None.

    The non-SDN list has the same layout and the names cons_prim.csv, cons_alt.csv.
    """
    put = r"\g<0>_comments" if part == "comments" else part
    wanted = re.sub("sdn|prim", put, path.name, flags=re.I).lower()
    if wanted == path.name.lower():
        return None
    found = [p for p in path.parent.iterdir() if p.name.lower() == wanted]
    return found[0] if found else None


def read(file: ListFile) -> Reading:
    """Return every entry, joined with the other names in the ALT file beside it."""
    names, more = _other_names(file.path), _comments(file.path)
    notes = [] if names is not None else ["no ALT file beside it: other names are not known"]
    drafts = []
    for line, cells in file.rows():
        if _is_header(cells):
            continue
        if len(cells) != _COLUMNS or not cells[0].strip().isdigit():
            notes.append(f"line {line}: {len(cells)} cells, expected {_COLUMNS}; row left out")
            continue
        row = [clean(c) for c in cells]
        row[11] = clean(f"{row[11] or ''}{more.get(cells[0], '')}")
        drafts.append(draft(row, line, (names or {}).get(cells[0], [])))
    return Reading(drafts, None, tuple(notes), dataset=dataset_of(file.path))


def draft(cells: list[str | None], line: int, names: list[tuple[str, str]]) -> Draft:
    """Return the entry that twelve cells and its other names (kind, name) make."""
    kind = _KINDS.get(cells[2], "other")
    programs = re.findall(r"[^\[\]\s]+", cells[3] or "")
    entry = Draft(
        id=str(cells[0]),
        kind=kind,
        name=cells[1] or "(no name)",
        line=line,
        other_names=[name for how, name in names if how != "fka"],
        former_names=[name for how, name in names if how == "fka"],
        call_sign=cells[5],
        ship_type=cells[6],
        flag=flags_of([cells[9]])[0],
        owner=cells[10],
        owner_role="owner",
        programs=programs,
        is_dprk=names_dprk(programs),
        reason=cells[11],
    )
    if kind == "ship" and cells[11]:
        apply(entry, cells[11])
    return entry


def _other_names(path: Path) -> dict[str, list[tuple[str, str]]] | None:
    beside_it = beside(path, "alt")
    if beside_it is None:
        return None
    names: dict[str, list[tuple[str, str]]] = {}
    with beside_it.open(encoding="cp1252", errors="replace", newline="") as file:
        for cells in csv.reader(file):
            name = clean(cells[3]) if len(cells) >= 4 else None
            if name:
                names.setdefault(cells[0], []).append((cells[2].strip().lower(), name))
    return names


def _comments(path: Path) -> dict[str, str]:
    """Return the remarks that did not fit into the SDN file, by entry number."""
    beside_it = beside(path, "comments")
    if beside_it is None:
        return {}
    more: dict[str, str] = {}
    with beside_it.open(encoding="cp1252", errors="replace", newline="") as file:
        for cells in csv.reader(file):
            if len(cells) >= 2:
                more[cells[0]] = more.get(cells[0], "") + cells[1]
    return more


def _is_header(cells: Sequence[str]) -> bool:
    """Whether somebody put a header on top (OFAC names the first column ent_num)."""
    return cells[0].strip().lower() == "ent_num"


def _native(cells: Sequence[str]) -> bool:
    kinds = {"-0-", "individual", "vessel", "aircraft"}
    return cells[0].isdigit() and cells[2].strip().lower() in kinds
