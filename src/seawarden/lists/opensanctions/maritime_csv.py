"""OpenSanctions `maritime.csv`: type, caption, imo, risk, countries, flag, mmsi, id, url, ...

One column, `risk`, holds very different things: 'sanction' is a designation, 'mare.detained' a
port State's detention for defects, 'mare.shadow' an allegation. They become `measures` in
words, so that no detention is read as a sanction. The IMO number of an organisation is a
company's and never a ship's.
"""

from ..listing import (
    Draft,
    Reading,
    clean,
    distinct,
    flags_of,
    hull_numbers,
    named,
    names_dprk,
    radio_numbers,
    split,
)
from ..source import ListFile

CODE, NAME = "opensanctions", "OpenSanctions maritime collection"
EXPECTED = "OpenSanctions maritime (CSV with caption, risk, datasets, imo)"
_NEEDED = {"type", "caption", "imo", "risk", "datasets"}
_RISKS = {
    "sanction": "designated",
    "sanction.linked": "linked to a designated party (no designation)",
    "sanction.counter": "designated in a counter-sanction",
    "mare.detained": "detained by a port State (no sanction)",
    "mare.shadow": "named as shadow fleet (no sanction by itself)",
    "reg.warn": "warned of by a regulator (no sanction)",
    "poi": "person or thing of interest (no sanction)",
}
_CONSEQUENCES = (
    ("designated", ("sanction", "sanction.counter")),
    ("detained", ("mare.detained",)),
    ("mentioned", ("sanction.linked", "mare.shadow", "reg.warn", "poi")),
)
"""The gravest comes first; a row without any risk is in a dataset for another reason: 'none'."""


def sniff(file: ListFile) -> bool:
    return set(file.header) >= _NEEDED


def read(file: ListFile) -> Reading:
    """Return every row. The content carries no list date."""
    notes: list[str] = []
    drafts = [_draft(row, line) for line, row in named(file, "caption", notes)]
    return Reading(drafts, None, tuple(notes))


def _draft(row: dict[str, str], line: int) -> Draft:
    kind = "ship" if row["type"].strip().lower() == "vessel" else "company"
    imo, imo_text = hull_numbers(split(row["imo"], ";"))
    if kind != "ship":
        imo, imo_text = None, clean(row["imo"])
    risks = split(row["risk"], ";")
    datasets = split(row["datasets"], ";")
    flag, former_flags = flags_of(split(row.get("flag"), ";"))
    return Draft(
        id=clean(row.get("id")) or f"line{line}",
        kind=kind,
        name=clean(row["caption"]) or "",
        line=line,
        other_names=split(row.get("aliases"), ";"),
        imo=imo,
        imo_text=imo_text,
        mmsi=radio_numbers(split(row.get("mmsi"), ";")),
        flag=flag,
        former_flags=former_flags,
        programs=distinct([*risks, *datasets]),
        measures=[_RISKS.get(risk, risk) for risk in risks],
        is_dprk=names_dprk(datasets),
        reason=clean(row.get("url")),
        authority="; ".join(datasets) or None,
        consequence=next((word for word, of in _CONSEQUENCES if set(of) & set(risks)), "none"),
    )
