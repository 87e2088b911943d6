"""OpenSanctions `targets.simple.csv` of any dataset: id, schema, name, aliases, identifiers, ...

IMO numbers and MMSI stand among `identifiers` without a label: 'IMO1234567' or seven digits
with a valid check digit are taken as a ship's IMO number, nine digits as an MMSI. `countries`
are a ship's flags; the list does not say which is current, so one alone is her flag and several
are former ones.
"""

import re
from datetime import date

from ...ids.imo import check_digit_ok
from ..listing import (
    Draft,
    Reading,
    clean,
    distinct,
    flag_codes,
    named,
    radio_numbers,
    ship_number,
    split,
)
from ..source import ListFile

CODE, NAME = "opensanctions", "OpenSanctions targets"
EXPECTED = "OpenSanctions targets (CSV with id, schema, name, identifiers, dataset)"
_NEEDED = {"id", "schema", "name", "identifiers", "dataset"}
_KINDS = {
    "Vessel": "ship", "Person": "person", "Company": "company", "Organization": "company",
    "LegalEntity": "company", "PublicBody": "company",
}  # fmt: skip
_DPRK = re.compile(r"\b(?:DPRK\d?|SC1718|PRK)\b|1718|Democratic People|North Korea")


def sniff(file: ListFile) -> bool:
    return set(file.header) >= _NEEDED


def read(file: ListFile) -> Reading:
    """Return every target; `as_of` is the newest day on which one was seen or changed."""
    notes: list[str] = []
    drafts: list[Draft] = []
    seen: list[date] = []
    for line, row in named(file, "name", notes):
        drafts.append(_draft(row, line))
        seen.extend(d for c in ("last_seen", "last_change") if (d := _date(row.get(c))) is not None)
    return Reading(drafts, max(seen, default=None), tuple(notes))


def _draft(row: dict[str, str], line: int) -> Draft:
    kind = _KINDS.get(row["schema"], "other")
    ids = split(row["identifiers"], ";") if kind == "ship" else []
    pairs = [ship_number(i) for i in ids if re.fullmatch(r"IMO\s*\d+|\d{7}", i, re.I)]
    valid = [n for n, _ in pairs if check_digit_ok(n)]
    printed = [text for _, text in pairs if text] + [str(n) for n in valid[1:]]
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
        imo=valid[0] if valid else None,
        imo_text="; ".join(printed) or None,
        mmsi=radio_numbers(ids),
        flag=alone,
        former_flags=[] if alone else countries,
        programs=distinct([*programs, *split(row["dataset"], ";")]),
        is_dprk=any(_DPRK.search(p) for p in programs),
    )


def _date(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10]) if text else None
    except ValueError:
        return None
