"""EU regulation annexes as CSV (OpenSanctions' columns: celex, recordId, programKey, annex, ...).

For Regulation 2017/1509 on the DPRK, Annexes XIII.B, XIV.A and XIV.B follow the UN's ship
designations. A ship that stands in two annexes has two listings; `notes` tell dated incidents
and become the reason.
"""

from ..listing import (
    Draft,
    Reading,
    bracketed,
    clean,
    day,
    distinct,
    flag_codes,
    named,
    radio_numbers,
    ship_number,
    split,
)
from ..source import ListFile

CODE, NAME = "eu", "EU sanctions regulations, annexes"
EXPECTED = "EU annexes (CSV with celex, programKey, annex, schema, name)"
_NEEDED = {"celex", "programKey", "annex", "schema", "name"}
_KINDS = {
    "Person": "person", "LegalEntity": "company", "Company": "company",
    "Organization": "company", "Vessel": "ship",
}  # fmt: skip


def sniff(file: ListFile) -> bool:
    return set(file.header) >= _NEEDED


def read(file: ListFile) -> Reading:
    """Return every entry. The content carries no list date; the newest entry is noted."""
    notes: list[str] = []
    drafts = [_draft(row, line) for line, row in named(file, "name", notes)]
    newest = max((d.listed_on for d in drafts if d.listed_on), default=None)
    if newest:
        notes.append(f"its newest entry is of {newest.isoformat()}")
    return Reading(drafts, None, tuple(notes))


def _draft(row: dict[str, str], line: int) -> Draft:
    kind = _KINDS.get(row["schema"], "other")
    name, others = clean(row["name"]) or "", list[str]()
    if kind == "ship":  # 'Chong Bong (Greenlight) (Blue Nouvelle)'
        name, others = bracketed(name)
    # Only a ship's IMO number is a hull's.
    imo, imo_text = ship_number(row.get("imoNumber")) if kind == "ship" else (None, None)
    record = clean(row.get("recordId")) or (f"imo{imo}" if imo else f"line{line}")
    measure = clean(row.get("measure"))
    flags = flag_codes(split(row.get("flag")))
    return Draft(
        dataset=f"eu:{clean(row['celex']) or ''}",
        id=f"{row['annex']}:{record}",
        kind=kind,
        name=name,
        line=line,
        other_names=[*others, *split(row.get("alias")), *split(row.get("weakAlias"))],
        former_names=split(row.get("previousName")),
        imo=imo,
        imo_text=imo_text,
        mmsi=radio_numbers(split(row.get("mmsi"))),
        flag=flags[0] if flags else None,
        former_flags=flags[1:],
        programs=distinct([clean(row["programKey"])]),
        measures=[f"{measure} (Annex {row['annex']})"] if measure else [],
        is_dprk="PRK" in row["programKey"],
        listed_on=day(row.get("startDate"), "%d.%m.%Y", "%Y-%m-%d"),
        reason="; ".join(distinct([clean(row.get("reason")), clean(row.get("notes"))])) or None,
    )
