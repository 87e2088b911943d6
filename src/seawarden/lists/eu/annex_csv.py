"""EU regulation annexes as CSV (OpenSanctions' columns: celex, recordId, programKey, annex, ...).

One file holds the annexes of an act (`celex`); another, with `amendedCelex` and `amendmentCelex`,
what one act added to them: it stands beside the annexes and replaces nothing. Source: the format
of OpenSanctions' journal tables. For Regulation 2017/1509 on the DPRK, Annexes XIII.B, XIV.A and
XIV.B follow the UN's ship designations. A ship that stands in two annexes has two listings;
`notes` tell dated incidents and become the reason.
"""

from ..listing import (
    Draft,
    Reading,
    any_day,
    bracketed,
    clean,
    distinct,
    flags_of,
    named,
    names_dprk,
    radio_numbers,
    ship_names,
    ship_number,
    split,
)
from ..source import ListFile

CODE, NAME = "eu", "EU sanctions regulations, annexes"
AUTHORITY = "Council of the European Union"
EXPECTED = "EU annexes (CSV with celex, programKey, annex, schema, name)"
_NEEDED = {"programKey", "annex", "schema", "name"}
_ACT = ("celex", "amendmentCelex")
_KINDS = {
    "Person": "person", "LegalEntity": "company", "Company": "company",
    "Organization": "company", "Vessel": "ship",
}  # fmt: skip


def sniff(file: ListFile) -> bool:
    return set(file.header) >= _NEEDED and bool(set(file.header) & set(_ACT))


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
    former: list[str] = []
    if kind == "ship":  # 'Chong Bong (Greenlight) (Blue Nouvelle)', 'STORMBRINGER (ex KRITI VIGOR)'
        name, former, others = ship_names(name)
        name, more = bracketed(name)
        others = [*others, *more]
    # Only a ship's IMO number is a hull's.
    imo, imo_text = ship_number(row.get("imoNumber")) if kind == "ship" else (None, None)
    record = clean(row.get("recordId")) or (f"imo{imo}" if imo else f"line{line}")
    measure = clean(row.get("measure"))
    flag, former_flags = flags_of(split(row.get("flag")))
    return Draft(
        dataset=_dataset(row),
        id=f"{row['annex']}:{record}",
        kind=kind,
        name=name,
        line=line,
        other_names=[*others, *split(row.get("alias")), *split(row.get("weakAlias"))],
        former_names=[*former, *split(row.get("previousName"))],
        imo=imo,
        imo_text=imo_text,
        mmsi=radio_numbers(split(row.get("mmsi"))),
        flag=flag,
        former_flags=former_flags,
        programs=distinct([clean(row["programKey"])]),
        measures=[f"{measure} (Annex {row['annex']})"] if measure else [],
        is_dprk=names_dprk([row["programKey"]]),
        listed_on=any_day(row.get("startDate")),
        reason="; ".join(distinct([clean(row.get("reason")), clean(row.get("notes"))])) or None,
    )


def _dataset(row: dict[str, str]) -> str:
    """Return what a newer file replaces: the annexes of one act, or the additions of one act."""
    amended, amending = clean(row.get("amendedCelex")), clean(row.get("amendmentCelex"))
    if amending:
        return f"eu:{amended or ''}:{amending}"
    return f"eu:{clean(row.get('celex')) or ''}"
