"""Queries from what a person has: one ship's particulars, a CSV file, or the hulls of a watch.

Whatever is wrong with a query is said in `notes` and the rest is screened: a wrong IMO number
does not silence the name.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from ..errors import SchemaError, UsageError
from ..ids import flags, imo
from ..lists.cells import former_names_in, number_in, plain_number, ship_names
from ..lists.headings import SEVERAL, recognise
from ..lists.source import ListFile
from ..schema import CLAIMS, HULLS, require
from .ships import QUERY_SCHEMA

_ENOUGH = ("name", "imo", "mmsi", "call_sign", "owner", "owner_imo", "former_names")
_USED = (*_ENOUGH, "flag", "other_names", "ship_type")


@dataclass(frozen=True, slots=True)
class Asked:
    """Queries (QUERY_SCHEMA) and what must be said of them."""

    queries: pl.DataFrame
    notes: tuple[str, ...] = ()


def one(
    name: str | None = None,
    *,
    imo: str | int | None = None,
    mmsi: str | int | None = None,
    call_sign: str | None = None,
    flag: str | None = None,
    owner: str | None = None,
    former_names: Iterable[str] = (),
) -> Asked:
    """Return the query for one ship, `query_id` '1'.

    Raises UsageError when nothing is given to screen by, a number is none, or the IMO number
    fails its check digit and nothing else is given.
    """
    given = {
        "name": name, "imo": imo, "mmsi": mmsi, "call_sign": call_sign, "flag": flag,
        "owner": owner, "former_names": ";".join(former_names),
    }  # fmt: skip
    row, notes, wrong = _row({k: str(v) for k, v in given.items() if v is not None})
    if wrong:
        raise UsageError(f"screen: {wrong[0]}")
    usable = [k for k in _ENOUGH if row.get(k)]
    if not usable:
        raise UsageError("screen: nothing to screen by, expected a name, IMO number, MMSI or file")
    if usable == ["imo"] and notes:
        raise UsageError(f"screen: {notes[0]}, and nothing else is given to screen by")
    return Asked(_frame([{"query_id": "1", **row}]), tuple(_consequence(notes, usable)))


def file(path: Path | str) -> Asked:
    """Return the queries in a table (CSV, XLSX, ODS), one a row; `query_id` is the line.

    Columns are recognised by the headings of the trade (`lists.headings`); several may hold owners,
    managers or former names; what is not used is noted, as are a cell that is no number and a row
    with nothing to screen by, with their line. Raises InputError when the file cannot be read,
    SchemaError when it has no row or no column to screen by.
    """
    path = Path(path)
    header, rows = _read(path)
    columns = recognise(header)
    if not set(columns.values()) & set(_ENOUGH):
        raise SchemaError(
            f"{path}: no column to screen by, expected name, imo, mmsi or call_sign, "
            f"found: {', '.join(header)}"
        )
    queries: list[dict[str, object]] = []
    unused = [h for i, h in enumerate(header) if h and columns.get(i) not in _USED]
    notes = [f"columns not used: {', '.join(unused)}"] if unused else []
    for line, cells in rows:
        given: dict[str, str] = {}
        for i, field in columns.items():
            if i < len(cells) and cells[i].strip() and field in _USED:
                joint = "; " if field in SEVERAL else " "
                given[field] = f"{given[field]}{joint}{cells[i]}" if field in given else cells[i]
        row, doubts, wrong = _row(given)
        usable = [k for k in _ENOUGH if row.get(k)]
        notes.extend(f"line {line}: {text}" for text in (*wrong, *_consequence(doubts, usable)))
        if usable:
            queries.append({"query_id": str(line), **row})
        else:
            notes.append(f"line {line}: nothing to screen by; row left out")
    if not queries:
        raise SchemaError(f"{path}: no row to screen, expected at least one ship")
    return Asked(_frame(queries), tuple(notes))


def hulls(hulls: pl.DataFrame, claims: pl.DataFrame | None = None) -> Asked:
    """Return one query for each row of HULLS that a ship can have sent; `query_id` is the hull.

    With CLAIMS, every other name that the hull sent is screened as a former name, and every
    other valid IMO number in a query of its own, `query_id` 'hull#IMO': a ship that hides may
    send her true number for an hour. Base stations, aids to navigation and SAR stations are
    left out.
    """
    ships = require(hulls, HULLS).filter(~pl.col("station").is_in(["base", "aton", "sar"]))
    frame = ships.select(
        pl.col("hull").cast(pl.String).alias("query_id"), "hull", "name", "imo",
        pl.col("mmsi").cast(pl.UInt32), "call_sign",
    )  # fmt: skip
    if claims is None or not claims.height:
        return Asked(frame)
    sent = require(claims, CLAIMS).filter(pl.col("hull").is_not_null()).sort("hull", "start_utc")
    names = (
        sent.filter(pl.col("name").is_not_null())
        .group_by("hull", maintain_order=True)
        .agg(pl.col("name").unique(maintain_order=True).alias("former_names"))
    )
    frame = frame.join(names, on="hull", how="left", maintain_order="left").with_columns(
        pl.col("former_names").list.set_difference(pl.concat_list("name"))
    )
    others = sent.filter(pl.col("imo").is_not_null()).unique(["hull", "imo"], maintain_order=True)
    valid = imo.check_digits_ok(others["imo"].to_numpy())
    more = (
        frame.select("hull", "mmsi", main="imo")
        .join(others.filter(valid).select("hull", "imo", "name", "call_sign"), on="hull")
        .filter(pl.col("imo").ne_missing(pl.col("main")))
        .with_columns(query_id=pl.format("{}#{}", "hull", "imo"))
        .select(*(c for c in frame.columns if c != "former_names"))
    )
    return Asked(pl.concat([frame, more], how="diagonal").sort("hull", maintain_order=True))


def stale(listings: pl.DataFrame, today: date, max_age_days: int = 30) -> list[str]:
    """Return a note for each list whose newest version is older than `max_age_days`, and for
    each that carries no date. Lists change weekly: an old one misses designations."""
    notes = []
    by = pl.coalesce("dataset", "list_code").alias("code")
    newest = listings.group_by(by, "list_name").agg(pl.col("as_of").max())
    for code, name, as_of in newest.sort("code", "list_name").iter_rows():
        if as_of is None:
            notes.append(f"{code}: {name} carries no date")
        elif (today - as_of).days > max_age_days:
            age = (today - as_of).days
            notes.append(f"{code}: {name} is of {as_of.isoformat()}, {age} days old")
    return notes


def _row(given: dict[str, str]) -> tuple[dict[str, object], list[str], list[str]]:
    """Return (query fields, what to say of a number used with doubt, what is no number)."""
    cells = _in_its_place({k: " ".join(v.split()) for k, v in given.items() if v and v.strip()})
    row: dict[str, object] = {
        column: cells.get(column) or None for column in ("name", "call_sign", "owner", "ship_type")
    }
    notes: list[str] = []
    wrong: list[str] = []
    if "imo" in cells and cells["imo"].strip("0."):
        number = row["imo"] = imo.parse(cells["imo"])
        if number is None:
            wrong.append(f"IMO number is '{cells['imo']}', expected seven digits")
        elif not imo.check_digit_ok(number):
            notes.append(f"IMO {number} fails its check digit")
    if "mmsi" in cells and cells["mmsi"].strip("0."):
        # Spreadsheets drop leading zeros: a coast station's number has two of them.
        found = re.fullmatch(r"(?:MMSI[:\s]*)?(\d{7,9})(?:\.0*)?", cells["mmsi"], re.I)
        row["mmsi"] = int(found[1]) if found else None
        if not found:
            wrong.append(f"MMSI is '{cells['mmsi']}', expected nine digits")
    if "flag" in cells:
        row["flag"] = flags.alpha2(cells["flag"])
        if row["flag"] is None:
            wrong.append(f"flag is '{cells['flag']}', expected a country or its ISO code")
    if "owner_imo" in cells:
        row["owner_imo"] = [int(n) for n in re.findall(r"(?<!\d)\d{7}(?!\d)", cells["owner_imo"])]
        if not row["owner_imo"]:
            wrong.append(f"IMO company number is '{cells['owner_imo']}', expected seven digits")
    if "former_names" in cells:
        row["former_names"] = former_names_in(cells["former_names"])
    return row, notes, wrong


def _in_its_place(cells: dict[str, str]) -> dict[str, str]:
    """Return the cells with what was typed into another one's place put where it belongs."""
    if "name" in cells:
        name, number = number_in(cells["name"])
        if number is not None:
            cells = {"imo": number} | cells | {"name": name}
        cells["name"], former, others = ship_names(name)
        more = [cells.get("former_names", ""), cells.get("other_names", ""), *former, *others]
        if any(more):
            cells["former_names"] = ";".join(m for m in more if m)
    if "imo" in cells:
        cells["imo"] = plain_number(cells["imo"])
    if "owner" in cells:
        cells |= _owner_numbers(cells["owner"], cells.get("owner_imo", ""))
    return cells


def _owner_numbers(owner: str, numbers: str) -> dict[str, str]:
    """Return the owners' names, and their IMO company numbers where one is typed with the name."""
    names, found = [], [numbers] if numbers else []
    for part in owner.split(";"):
        bare = part.strip()
        if re.fullmatch(r"\d{7}", bare):
            found.append(bare)
            continue
        name, number = number_in(bare)
        names += [name] if name else []
        found += [number] if number else []
    return {"owner": "; ".join(names)} | ({"owner_imo": "; ".join(found)} if found else {})


def _consequence(notes: list[str], usable: list[str]) -> list[str]:
    others = [k.replace("_", " ") for k in usable if k != "imo"]
    if not others:
        return notes
    return [f"{note} and is not used; screened by {', '.join(others)}" for note in notes]


def _frame(rows: list[dict[str, object]]) -> pl.DataFrame:
    full = [{name: row.get(name) for name in QUERY_SCHEMA} for row in rows]
    return pl.DataFrame(full, schema=QUERY_SCHEMA)


def _read(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the header and (line, cells) of each row below it; lines above it are titles."""
    table = ListFile.open(path, "a table of ships")
    rows = [(line, cells) for line, cells in table.rows() if any(c.strip() for c in cells)]
    return list(table.header), rows[table.above + 1 :]
