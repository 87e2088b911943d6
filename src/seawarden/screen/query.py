"""Queries from what a person has: one ship's particulars, a CSV file, or the hulls of a watch.

Whatever is wrong with a query is said in `notes` and the rest is screened: a wrong IMO number
does not silence the name.
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from ..errors import InputError, SchemaError, UsageError
from ..ids import flags, imo
from ..schema import CLAIMS, HULLS, require
from .ships import QUERY_SCHEMA

_COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("name", "vesselname", "shipname", "vessel", "ship"),
    "imo": ("imo", "imonumber", "imono", "imonr"),
    "mmsi": ("mmsi", "mmsinumber", "ssvid"),
    "call_sign": ("callsign",),
    "flag": ("flag", "flagstate", "country", "registry"),
    "former_names": ("formernames", "formername", "exnames", "exname", "previousnames",
                     "previousname"),
    "owner": ("owner", "registeredowner", "shipowner", "manager", "operator"),
}  # fmt: skip
_ENOUGH = ("name", "imo", "mmsi", "call_sign", "owner")


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
    return Asked(_frame([{"query_id": "1", **row}]), tuple(_told(notes, usable)))


def file(path: Path | str) -> Asked:
    """Return the queries in a CSV file, one a row; `query_id` is the line in the file.

    Columns are recognised by name in any case and spelling: name, imo, mmsi, call_sign, flag,
    former_names (separated by ; or |), owner. A cell that is no number, and a row with nothing
    to screen by, are noted with their line. Raises InputError when the file cannot be read,
    SchemaError when it has no row or no column to screen by.
    """
    path = Path(path)
    header, rows = _read(path)
    columns = _recognised(header)
    if not set(columns.values()) & set(_ENOUGH):
        raise SchemaError(
            f"{path}: no column to screen by, expected name, imo, mmsi or call_sign, "
            f"found: {', '.join(header)}"
        )
    queries: list[dict[str, object]] = []
    notes: list[str] = []
    for line, cells in rows:
        given = {columns[h]: c for h, c in zip(header, cells, strict=False) if h in columns}
        row, said, wrong = _row(given)
        usable = [k for k in _ENOUGH if row.get(k)]
        notes.extend(f"line {line}: {text}" for text in (*wrong, *_told(said, usable)))
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
    newest = listings.group_by("list_code", "list_name").agg(pl.col("as_of").max())
    for code, name, as_of in newest.sort("list_code", "list_name").iter_rows():
        if as_of is None:
            notes.append(f"{code}: {name} carries no date")
        elif (today - as_of).days > max_age_days:
            age = (today - as_of).days
            notes.append(f"{code}: {name} is of {as_of.isoformat()}, {age} days old")
    return notes


def _row(given: dict[str, str]) -> tuple[dict[str, object], list[str], list[str]]:
    """Return (query fields, what to say of a number used with doubt, what is no number)."""
    row: dict[str, object] = {}
    notes: list[str] = []
    wrong: list[str] = []
    cells = {k: " ".join(v.split()) for k, v in given.items() if v and v.strip()}
    for column in ("name", "call_sign", "owner"):
        row[column] = cells.get(column)
    if "imo" in cells and cells["imo"].strip("0."):
        number = imo.parse(cells["imo"])
        row["imo"] = number
        if number is None:
            wrong.append(f"IMO number is '{cells['imo']}', expected seven digits")
        elif not imo.check_digit_ok(number):
            notes.append(f"IMO {number} fails its check digit")
    if "mmsi" in cells and cells["mmsi"].strip("0."):
        # Spreadsheets drop leading zeros: a coast station's number has two of them.
        found = re.fullmatch(r"(\d{7,9})(?:\.0*)?", cells["mmsi"])
        row["mmsi"] = int(found[1]) if found else None
        if not found:
            wrong.append(f"MMSI is '{cells['mmsi']}', expected nine digits")
    if "flag" in cells:
        row["flag"] = flags.alpha2(cells["flag"])
        if row["flag"] is None:
            wrong.append(f"flag is '{cells['flag']}', expected a country or its ISO code")
    if "former_names" in cells:
        row["former_names"] = [n.strip() for n in re.split("[;|]", cells["former_names"]) if n]
    return row, notes, wrong


def _told(notes: list[str], usable: list[str]) -> list[str]:
    others = [k.replace("_", " ") for k in usable if k != "imo"]
    if not others:
        return notes
    return [f"{note} and is not used; screened by {', '.join(others)}" for note in notes]


def _frame(rows: list[dict[str, object]]) -> pl.DataFrame:
    full = [{name: row.get(name) for name in QUERY_SCHEMA} for row in rows]
    return pl.DataFrame(full, schema=QUERY_SCHEMA)


def _recognised(header: list[str]) -> dict[str, str]:
    """Return {column of the file: field}; the first column that fits a field is taken."""
    found: dict[str, str] = {}
    for field, spellings in _COLUMNS.items():
        for column in header:
            plain = re.sub(r"[^a-z]", "", column.lower())
            if plain in spellings and column not in found:
                found[column] = field
                break
    return found


def _read(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as text:
            first = text.readline()
            if any(not c.isprintable() and c not in "\t\r\n" for c in first):
                raise SchemaError(f"{path}: binary data, expected a CSV of ships")
            text.seek(0)
            delimiter = max(",;\t|", key=first.count)
            reader = csv.reader(text, delimiter=delimiter)
            rows = [(reader.line_num, cells) for cells in reader if any(c.strip() for c in cells)]
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    except csv.Error as error:
        raise InputError(f"{path}: broken CSV: {error}") from error
    if not rows:
        raise SchemaError(f"{path}: the file is empty, expected a CSV of ships")
    return [c.strip() for c in rows[0][1]], rows[1:]
