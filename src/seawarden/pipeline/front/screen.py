"""`screen`: one ship, or a file of ships, against the lists of a day."""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from ... import __version__
from ... import lists as sanctions_lists
from ...errors import UsageError
from ...files import output_file
from ...files.streams import at_rest
from ...lists.particulars import read_particulars
from ...report import screening_receipt
from ...report.screening_text import MEANS, as_text
from ...screen import Asked, match_held, one, ownership, stale
from ...screen import file as read_file
from ..read_lists import Lists, read_lists
from . import arguments
from .arguments import Pathlike

HIT, INCOMPLETE, NOTHING = 3, 1, 0
"""Exit codes: a match or possible match, also of an incomplete answer; none, but a list could not
be read; none in the lists that were reached."""


@dataclass(frozen=True, slots=True)
class Screened:
    """What screening found.

    `matches` is MATCHES (docs/data-dictionary.md): a row a ship and listing, best first, near
    misses among them, `verdict` says which; `parts` is JSON. `data` is all of it as plain values
    (also what was removed from a list, and what could not be read), `text` as lines for people,
    `notes` what must be known before acting on it, `exit_code` 3 for a hit, 1 for an answer that is
    incomplete, 0 for none in the lists reached.
    """

    matches: pl.DataFrame
    notes: list[str]
    data: dict[str, Any]
    text: str
    exit_code: int


def screen(
    name: str | None = None,
    *,
    imo: str | int | None = None,
    mmsi: str | int | None = None,
    call_sign: str | None = None,
    flag: str | None = None,
    owner: str | None = None,
    file: Pathlike | None = None,
    lists: Pathlike | None = None,
    as_of: str | date | None = None,
    particulars: Pathlike | None = None,
    receipt: Pathlike | None = None,
) -> Screened:
    """Screen a ship, or a file of ships, against sanctions lists; every score explained.

    Method: `vessel-v1`, docs/screening.md. Blind spots: a ship that sends a listed ship's whole
    identity is called that ship; Arabic names are compared by their consonants only.

    name, imo, mmsi, call_sign, flag   one ship, by any of its marks; flag as ISO alpha-2 or name
    owner   owner, manager or operator; a semicolon sets several apart
    file    table of ships (CSV, XLSX, ODS), a heading a column
    lists   folder of sanctions lists; without it, the register that ships with Seawarden
    as_of   screen by the lists of that day
    particulars   table of owners, managers, classes and insurers with their shares and dates, as
        exported from Equasis, GISIS or a vendor; without it, ownership is not checked
    receipt   file to write: what was asked, which lists were reached, parameters and outcome

    Raises UsageError when nothing, or both a ship and a file, is asked about, InputError for a
    file or folder that cannot be read.

        found = sw.screen("RYE SONG GANG 1", imo=7389704, lists="lists/")
        print(found.text)
    """
    day = arguments.day("--as-of", as_of)
    asked, asked_file = _asked(file, {
        "name": name, "imo": imo, "mmsi": mmsi, "call_sign": call_sign, "flag": flag,
        "owner": owner,
    })  # fmt: skip
    reached = read_lists(arguments.path(lists))
    held = sanctions_lists.holding(reached.listings, day)
    ages = stale(held, day or datetime.now(UTC).date())
    notes = [*asked.notes, *reached.notes, *ages]
    matches = match_held(asked.queries, held).sort("query_id", "score", descending=[False, True])
    gone = sanctions_lists.removed(reached.listings, day, held=held)
    former = match_held(asked.queries, gone.drop("removal"))
    former = former.filter(pl.col("verdict") == "match").join(
        gone.select("listing_id", "as_of", "source", "removal"),
        on=["listing_id", "as_of", "source"], how="left", nulls_equal=True, maintain_order="left",
    )  # fmt: skip
    owners = _ownership(particulars, asked.queries, held, day)
    notes += owners["notes"]
    rows = [_row(row, day) for row in matches.to_dicts()]
    hits = {r["query_id"] for r in rows if r["verdict"] != "no match"}
    hits |= {r["query_id"] for r in owners["ships"] if r["us"]["applies"] or r["uk"]["applies"]}
    data = {
        "asked": asked.queries.height,
        "as_of": day.isoformat() if day else None,
        "complete": not reached.unread,
        "outcome": _outcome(len(hits), complete=not reached.unread),
        "lists": reached.sources,
        "unread": [*reached.unread.values()],
        "matches": rows,
        "formerly_listed": [_row(row, day) for row in former.to_dicts()],
        "without_hit": [q for q in asked.queries["query_id"].to_list() if q not in hits],
        "ownership": owners,
        "notes": notes,
        "notices": [
            *(_notice("query", note) for note in asked.notes),
            *_of_lists(reached),
            *(_notice("age of a list", note) for note in ages),
            *(_notice("ownership", note) for note in owners["notes"]),
        ],
    }
    code = HIT if hits else INCOMPLETE if reached.unread else NOTHING
    text = as_text(data, asked.queries)
    if receipt is not None:
        marks = asked.queries.to_dicts()
        made = screening_receipt.as_json(
            data, marks, asked_file, exit_code=code, version=__version__
        )
        output_file.write(Path(receipt), made)
    return Screened(matches, notes, data, text, code)


def _asked(file: Pathlike | None, marks: dict[str, Any]) -> tuple[Asked, dict[str, str] | None]:
    """Return what is asked about, and name and hash of the file of ships where there is one."""
    if (file is None) == (not any(v for k, v in marks.items() if k != "flag")):
        raise UsageError(
            "screen: name one ship (NAME, --imo, --mmsi, --call-sign or --owner) or a --file of "
            "ships"
        )
    if file is None:
        return one(**marks), None
    with at_rest(Path(file)) as path:  # a pipe gives its bytes once
        asked = read_file(path)
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return asked, {"name": Path(file).name, "sha256": sha256}


def _of_lists(reached: Lists) -> list[dict[str, Any]]:
    """Return the notes of the lists as a program reads them, each with its file."""
    paths = [*(s["path"] for s in reached.sources), *reached.unread]
    out = []
    for note in reached.notes:
        path = next((p for p in paths if note.startswith(f"{p}: ")), None)
        text = note if path is None else note[len(path) + 2 :]
        out.append({**_notice("list", text), "path": path})
    return out


def _notice(about: str, text: str) -> dict[str, Any]:
    """Return a note as a program reads it: what it is about, the line if it names one, the text."""
    found = re.match(r"line (\d+): (.*)", text, re.S)
    if found is None:
        return {"about": about, "line": None, "text": text}
    return {"about": about, "line": int(found[1]), "text": found[2]}


def _ownership(
    given: Pathlike | None, queries: pl.DataFrame, held: pl.DataFrame, day: date | None
) -> dict[str, Any]:
    """Return what owners mean for each ship asked, by each State's rule; or that it is unknown."""
    if given is None:
        return {"status": "ownership not checked", "ships": [], "notes": []}
    with at_rest(Path(given)) as path:
        table, notes = read_particulars(path)
    ships = ownership.judge(queries, table, held, as_of=day)
    known = {s["query_id"] for s in ships}
    rest = [q for q in queries["query_id"].to_list() if q not in known]
    if rest:
        notes.append(f"ownership not checked for want of particulars: {', '.join(rest[:20])}")
    return {"status": "checked by the particulars given", "ships": ships, "notes": notes}


def _row(row: dict[str, Any], as_of: date | None) -> dict[str, Any]:
    """Return a match for JSON, with what being listed means and how its date is known."""
    unknown = as_of is not None and row["listed_on"] is None and (row["as_of"] or date.max) > as_of
    return {
        **row,
        "consequence": row["consequence"] or "designated",
        "listed": "date of listing unknown" if unknown else None,
        "what_follows": MEANS.get(row["consequence"] or "designated", row["consequence"]),
        "removal": row.get("removal")
        or (f"ends on {row['delisted_on']}" if row["delisted_on"] else None),
        "parts": json.loads(row["parts"] or "[]"),
    }


def _outcome(hits: int, *, complete: bool) -> str:
    if hits:
        return "hit"
    where = "the lists reached, of these dates"
    return f"no match in {where}" if complete else f"INCOMPLETE: no match in {where}"
