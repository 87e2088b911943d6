"""OpenSanctions `targets.simple.csv` of any dataset: id, schema, name, aliases, identifiers, ...

IMO numbers and MMSI stand among `identifiers` without a label: 'IMO1234567' or seven digits
with a valid check digit are taken as a ship's IMO number, nine digits as an MMSI. `countries`
are a ship's flags; the list does not say which is current, so one alone is her flag and several
are former ones.
"""

import re
from datetime import date

from ..listing import (
    Draft,
    Reading,
    any_day,
    clean,
    distinct,
    flag_codes,
    hull_numbers,
    named,
    names_dprk,
    radio_numbers,
    split,
)
from ..source import ListFile, title

CODE, NAME = "opensanctions", "OpenSanctions targets"
EXPECTED = "OpenSanctions targets (CSV with id, schema, name, identifiers, dataset)"
_NEEDED = {"id", "schema", "name", "identifiers", "dataset"}
_KINDS = {
    "Vessel": "ship", "Person": "person", "Company": "company", "Organization": "company",
    "LegalEntity": "company", "PublicBody": "company",
}  # fmt: skip


def sniff(file: ListFile) -> bool:
    return set(file.header) >= _NEEDED


def read(file: ListFile) -> Reading:
    """Return every target; `as_of` is the newest day on which one was seen or changed."""
    notes: list[str] = []
    drafts: list[Draft] = []
    seen: list[date] = []
    for line, row in named(file, "name", notes):
        drafts.append(_draft(row, line))
        seen.extend(
            d for c in ("last_seen", "last_change") if (d := any_day(row.get(c))) is not None
        )
    if (
        len({d.dataset for d in drafts}) > 1
    ):  # a collection: entries change their sets, not the list
        for draft in drafts:
            draft.dataset = f"opensanctions:{title(file.path)}"
    return Reading(drafts, max(seen, default=None), tuple(notes))


def _draft(row: dict[str, str], line: int) -> Draft:
    kind = _KINDS.get(row["schema"], "other")
    ids = split(row["identifiers"], ";")
    imo, imo_text = hull_numbers(i for i in ids if re.fullmatch(r"IMO\s*\d+|\d{7}", i, re.I))
    if kind != "ship":  # a company's IMO number is the company's
        companies = [m[1] for i in ids if (m := re.fullmatch(r"IMO\s*(\d{7})", i, re.I))]
        imo, imo_text = None, "; ".join(companies) or None
    countries = flag_codes(split(row.get("countries"), ";")) if kind == "ship" else []
    alone = countries[0] if len(countries) == 1 else None
    programs = [*split(row.get("program_ids"), ";"), *split(row.get("sanctions"), ";")]
    return Draft(
        dataset=f"opensanctions:{clean(row['dataset']) or ''}",
        id=clean(row["id"]) or f"line{line}",
        kind=kind,
        name=clean(row["name"]) or "",
        line=line,
        other_names=split(row.get("aliases"), ";"),
        imo=imo,
        imo_text=imo_text,
        mmsi=radio_numbers(ids) if kind == "ship" else [],
        flag=alone,
        former_flags=[] if alone else countries,
        programs=distinct([*programs, *split(row["dataset"], ";")]),
        is_dprk=names_dprk([*programs, row["dataset"]]),
    )
