"""DPRK ships of several lists joined on the IMO number (`imo, imo_check_ok, names, ...`).

A join, not a list: `programs` says which lists a row stands on. A ship that only
the OFAC advisory of March 2019 names is not designated, and its row says so.
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
    ship_number,
    split,
)
from ..source import ListFile

CODE, NAME = "merged", "DPRK ships of the EU, UK and OFAC lists, joined on IMO number"
EXPECTED = "merged DPRK ships (CSV with imo, imo_check_ok, names, uk_id)"
_NEEDED = {"imo", "imo_check_ok", "names", "uk_id"}


def sniff(file: ListFile) -> bool:
    return set(file.header) >= _NEEDED


def read(file: ListFile) -> Reading:
    """Return every ship. The content carries no list date."""
    notes: list[str] = []
    drafts = [
        _draft(row, split(row["names"], ";"), line)
        for line, row in named(file, "names", notes, lambda cell: split(cell, ";"))
    ]
    return Reading(drafts, None, tuple(notes))


def _draft(row: dict[str, str], names: list[str], line: int) -> Draft:
    imo, imo_text = ship_number(row["imo"])
    parts = [bracketed(name) for name in names]
    cells = {column: clean(cell) for column, cell in row.items()}
    ofac = [cell for column, cell in cells.items() if "ofac" in column and "program" in column]
    annexes = next((cell for column, cell in cells.items() if column.startswith("eu_annex")), None)
    advisory = any("advisory" in column and cell for column, cell in cells.items())
    programs = distinct([p for cell in ofac for p in split(cell, ";|, ")])
    programs += [f"EU-PRK {annex}" for annex in split(annexes, "|")]
    if cells.get("uk_id"):
        programs.append(f"UK {cells['uk_id']}")
    measures = ["named in the OFAC advisory of March 2019 (no designation)"] if advisory else []
    return Draft(
        id=str(imo or f"line{line}"),
        kind="ship",
        name=parts[0][0],
        line=line,
        other_names=distinct(n for main, more in parts for n in (main, *more)),
        former_names=split(row.get("uk_former_names"), ";"),
        imo=imo,
        imo_text=imo_text,
        mmsi=radio_numbers(split(row.get("mmsi"))),
        flag=flags_of([row.get("flag_ofac")])[0],
        ship_type=cells.get("type"),
        programs=programs,
        measures=measures,
        consequence="designated" if programs else "mentioned",
        is_dprk=names_dprk(programs),
        listed_on=any_day(row.get("eu_un_listing_date")) or any_day(row.get("uk_designated")),
        reason=cells.get("reason_eu_text"),
    )
