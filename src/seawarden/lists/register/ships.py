"""The register of UN-designated ships that ships with the package."""

import csv
import hashlib
from datetime import date
from functools import lru_cache
from importlib import resources

import polars as pl

from ..listing import Draft, Reading, radio_numbers, split, to_listings

CODE = "register"
NAME = "UN 1718 Committee designated ships (register of this package)"
AS_OF = date(2026, 5, 13)
"""Date of the newest list it was checked against (UK, 13 May 2026)."""


def register() -> pl.DataFrame:
    """Return LISTINGS of the UN-designated ships; `measures` names paragraph and order.

    `reason` tells the conduct in our words, the sources, and how many of them agree. Works
    without any file or network. Blind spot: designations after `AS_OF` are not in it.
    """
    return _register().clone()


@lru_cache(maxsize=1)
def _register() -> pl.DataFrame:
    place = resources.files(__package__).joinpath("ships.csv")
    raw = place.read_bytes()
    rows = csv.DictReader(raw.decode("utf-8").splitlines())
    drafts = [_draft(row, line) for line, row in enumerate(rows, start=2)]
    return to_listings(
        Reading(drafts), code=CODE, name=NAME, as_of=AS_OF,
        source="seawarden/lists/register/ships.csv", sha256=hashlib.sha256(raw).hexdigest(),
    )  # fmt: skip


def _draft(row: dict[str, str], line: int) -> Draft:
    again = f"designated again on {row['also_on']}" if row["also_on"] else ""
    sources = f"sources ({row['sources_agreeing']} agree): {row['sources']}"
    reasons = [row["reason"], again, row["note"], sources]
    imo = int(row["imo"]) if row["imo"] else None
    return Draft(
        id=str(imo or row["name"].lower().replace(" ", "-")),
        kind="ship",
        name=row["name"],
        line=line,
        other_names=split(row["other_names"], ";"),
        imo=imo,
        imo_text=row["imo_text"] or None,
        mmsi=radio_numbers(split(row["mmsi"], ";")),
        flag=row["flag"] or None,
        programs=["UN-SC1718"],
        measures=split(row["measures"], "|"),
        is_dprk=True,
        listed_on=date.fromisoformat(row["listed_on"]),
        delisted_on=date.fromisoformat(row["delisted_on"]) if row["delisted_on"] else None,
        reason=". ".join(t for t in reasons if t),
    )
