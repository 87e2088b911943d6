"""Particulars of ships that a user exports: owners, managers, class and insurer, with their dates.

Equasis, the IMO's GISIS and vendors give them in two layouts. Long: a row a party ('IMO number',
'Role', 'Name of company', 'Date of effect'). Wide: a row a ship and a column a role ('Registered
owner', 'ISM Manager', 'Class', 'P&I Club'). A share ('Share', '%') belongs to the owner of its
row. A row that names an owned company instead of a ship ('Owned company') says who stands behind
that company. Source: Equasis, ship info, 'Management detail'. Blind spot: shares are what the
user gives.
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..errors import SchemaError
from .cells import any_day, clean, number_in, ship_number, split
from .heading_words import in_english
from .headings import recognise
from .source import ListFile

_ROLES = (
    ("beneficial owner", ("beneficial", "ultimate", "ubo")),
    ("insurer", ("insurer", "insurance", "pi", "club", "pandi", "protection")),
    ("class", ("class", "classification")),
    ("ISM manager", ("ism", "doc", "safety")),
    ("technical manager", ("technical",)),
    ("commercial manager", ("commercial",)),
    ("controller", ("controller", "control", "controls", "controlled", "director")),
    ("manager", ("manager", "management", "managers")),
    ("operator", ("operator", "operators")),
    ("charterer", ("charterer",)),
    ("owner", ("owner", "owners", "shareholder", "shareholders", "parent", "shipowner", "owned")),
)


_COLUMNS = (
    ("role", {"role", "capacity", "function", "relationship", "relation"}),
    ("share", {"share", "shares", "percentage", "percent", "stake"}),
    ("until", {"until", "end", "to"}),
    ("since", {"since", "effect", "from", "start", "effective"}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Particular:
    """One party of a ship (`imo`, `ship`) or of a company (`owned`), with role and share.

    `share_pct` is None where the table gives none; `since` and `until` bound it in time.
    """

    line: int
    role: str
    name: str
    imo: int | None = None
    ship: str | None = None
    owned: str | None = None
    company_imo: int | None = None
    share_pct: float | None = None
    since: date | None = None
    until: date | None = None


def read_particulars(path: Path) -> tuple[list[Particular], list[str]]:
    """Return the parties of a table (CSV, XLSX, ODS), and what must be noted of it.

    Raises InputError when the file cannot be read, SchemaError when no column names a party.
    """
    file = ListFile.open(path, "a table of owners and managers")
    columns = [_column(h) for h in file.header]
    ships = recognise(file.header)
    roles = {i: what for i, (kind, what) in enumerate(columns) if kind == "party"}
    place = {kind: i for i, (kind, _) in enumerate(columns) if kind not in ("party", "")}
    place |= {f"ship {field}": i for i, field in ships.items() if field in ("imo", "name")}
    if not roles and "company" not in place:
        raise SchemaError(
            f"{path}: no column for an owner, manager, class or insurer, found: "
            f"{', '.join(h for h in file.header if h)}"
        )
    notes: list[str] = []
    out: list[Particular] = []
    for line, cells in file.below_header(notes):
        given = {kind: clean(cells[i]) for kind, i in place.items()}
        found = _parties(line, cells, given, roles)
        if not found:
            notes.append(f"particulars, line {line}: no ship or no party; row left out")
        out += found
    return out, [*file.notes, *notes]


def _parties(
    line: int, cells: list[str], given: dict[str, str | None], roles: dict[int, str]
) -> list[Particular]:
    imo, _ = ship_number(given.get("ship imo"))
    ship, owned = given.get("ship name"), given.get("owned")
    if imo is None and not ship and not owned:
        return []
    named: list[tuple[str, str]] = []
    if company := given.get("company"):
        named.append((_role(given.get("role") or "owner"), company))
    for i, role in roles.items():
        named += [(role, n) for n in split(cells[i], ";|\n")]
    alone = len([1 for role, _ in named if "owner" in role]) == 1
    out = []
    for role, text in named:
        name, share, since, number = _taken_apart(text)
        in_column = _share(given.get("share")) if alone and "owner" in role else None
        company_imo = _seven(given.get("company imo")) if len(named) == 1 else None
        out.append(
            Particular(
                line=line, role=role, name=name, imo=imo, ship=ship, owned=owned,
                company_imo=number or company_imo,
                share_pct=share if share is not None else in_column,
                since=since or any_day(re.sub(r"^\s*since\s+", "", given.get("since") or "")),
                until=any_day(given.get("until")),
            )
        )  # fmt: skip
    return out


def _taken_apart(text: str) -> tuple[str, float | None, date | None, int | None]:
    """Return (name, share, since, number): 'Alpha Ltd (60 %, since 01/02/2024, IMO 5990001)'."""
    share = re.search(r"(\d{1,3}(?:[.,]\d+)?)\s*%", text)
    since = re.search(r"since\s+([\d./-]+)", text, re.I)
    bare, number = number_in(text)
    inside = re.compile(r"\s*[(\[][^)\]]*(?:%|since|IMO|\d{7})[^)\]]*[)\]]", re.I)
    bare = re.sub(r"\s*\d{1,3}(?:[.,]\d+)?\s*%", "", inside.sub("", bare))
    bare = re.sub(r"[,;\s]+since\s+[\d./-]+", "", bare, flags=re.I)
    return (
        clean(bare.strip(" ,;(")) or text,
        float(share[1].replace(",", ".")) if share else None,
        any_day(since[1]) if since else None,
        _seven(number),
    )


def _seven(text: str | None) -> int | None:
    """Return a company's number: seven digits, which the rule of ships' check digits proves not."""
    found = re.search(r"(?<!\d)\d{7}(?!\d)", text or "")
    return int(found[0]) if found else None


def _share(text: str | None) -> float | None:
    found = re.fullmatch(r"(\d{1,3}(?:[.,]\d+)?)\s*%?", text or "")
    if found is None:
        return None
    value = float(found[1].replace(",", "."))
    return value if value <= 100 else None


def _column(heading: str) -> tuple[str, str]:
    """Return (kind, role): 'party' with its role, or what else the column holds."""
    words = set(in_english(heading.replace("&", "")).split())
    for kind, marks in _COLUMNS:
        if words & marks or (kind == "share" and "%" in heading):
            return kind, ""
    if words & {"owned", "subsidiary"} and words & {"company", "entity", "subsidiary"}:
        return "owned", ""
    role, of_company = _role(heading), bool(words & {"company", "party"})
    if words & {"imo", "lr"}:
        return ("company imo" if role or of_company else ""), ""
    if words & {"country", "address", "nationality", "status", "type", "date"}:
        return "", ""
    return ("party", role) if role else (("company" if of_company else ""), "")


def _role(text: str) -> str:
    words = set(re.findall(r"[a-z]+", in_english(text.replace("&", "").replace("/", " "))))
    return next((role for role, marks in _ROLES if words & set(marks)), "")
