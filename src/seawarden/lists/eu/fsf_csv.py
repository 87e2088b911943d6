"""EU Financial Sanctions Files, CSV (semicolons; `fileGenerationDate;Entity_LogicalId;...`).

One row for each name, address or number of an entry, so that rows of one entity are gathered.
"""

from collections.abc import Sequence

from ..listing import Draft, Reading, any_day, clean, distinct, names_dprk, ship_number
from ..source import ListFile

CODE, NAME = "eu", "EU consolidated financial sanctions list"
AUTHORITY = "Council of the European Union"
EXPECTED = "EU financial sanctions list (CSV with fileGenerationDate, Entity_LogicalId)"
_NEEDED = {"fileGenerationDate", "Entity_LogicalId", "NameAlias_WholeName"}
_KINDS = {"P": "person", "E": "company", "V": "ship"}

Row = dict[str, str]


def sniff(file: ListFile) -> bool:
    return set(file.header) >= _NEEDED


def read(file: ListFile) -> Reading:
    """Return every entity; `as_of` from `fileGenerationDate`."""
    notes: list[str] = []
    entities: dict[str, list[tuple[int, Row]]] = {}
    as_of = None
    for line, row in file.records(notes):
        as_of = as_of or any_day(row["fileGenerationDate"])
        key = clean(row["Entity_LogicalId"])
        if key is None:
            notes.append(f"line {line}: no Entity_LogicalId; row left out")
            continue
        entities.setdefault(key, []).append((line, row))
    return Reading([_draft(key, rows) for key, rows in entities.items()], as_of, tuple(notes))


def _draft(key: str, rows: Sequence[tuple[int, Row]]) -> Draft:
    names = distinct(clean(row["NameAlias_WholeName"]) for _, row in rows)
    numbers = [
        clean(row.get("Identification_Number"))
        for _, row in rows
        if (clean(row.get("Identification_TypeCode")) or "").lower() == "imo"
    ]
    kind = _kind(rows)
    if numbers and kind == "other":
        kind = "ship"
    imo, imo_text = ship_number(numbers[0]) if numbers and kind == "ship" else (None, None)
    programs = distinct(clean(row.get("Entity_Regulation_Programme")) for _, row in rows)
    return Draft(
        id=_first(rows, "Entity_EU_ReferenceNumber") or key,
        kind=kind,
        name=names[0] if names else "(no name)",
        line=rows[0][0],
        other_names=names[1:],
        imo=imo,
        imo_text=imo_text,
        programs=programs,
        measures=distinct(clean(row.get("Entity_Regulation_NumberTitle")) for _, row in rows),
        is_dprk=names_dprk(programs),
        listed_on=any_day(_first(rows, "Entity_DesignationDate")),
        reason=_first(rows, "Entity_Remark"),
    )


def _kind(rows: Sequence[tuple[int, Row]]) -> str:
    code = _first(rows, "Entity_SubjectType_ClassificationCode") or ""
    code = code if code in _KINDS else _first(rows, "Entity_SubjectType") or code
    words = {"person": "person", "enterprise": "company", "vessel": "ship", "ship": "ship"}
    return _KINDS.get(code) or words.get(code.lower(), "other")


def _first(rows: Sequence[tuple[int, Row]], column: str) -> str | None:
    return next((c for _, row in rows if (c := clean(row.get(column)))), None)
