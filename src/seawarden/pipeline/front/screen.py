"""`screen`: one ship, or a file of ships, against the lists of a day."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from ... import lists as sanctions_lists
from ...errors import UsageError
from ...screen import Asked, match_held, one, stale
from ...screen import file as read_file
from ..read_lists import read_lists
from . import arguments
from .arguments import Pathlike

HIT, INCOMPLETE, NOTHING = 3, 1, 0
"""Exit codes: a match or possible match, also of an incomplete answer; none, but a list could not
be read; none in the lists that were reached."""

_MEANS = {
    "designated": "designated",
    "detained": "detained by a port State, no designation",
    "mentioned": "mentioned, no designation",
    "house list": "on a house list",
    "none": "in the dataset without a risk",
}


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
) -> Screened:
    """Screen a ship, or a file of ships, against sanctions lists; every score explained.

    Method: `vessel-v1`, docs/screening.md. Blind spots: a ship that sends a listed ship's whole
    identity is called that ship; Arabic names are compared by their consonants only.

    name, imo, mmsi, call_sign, flag   one ship, by any of its marks; flag as ISO alpha-2 or name
    owner   owner, manager or operator; a semicolon sets several apart
    file    table of ships (CSV, XLSX, ODS), a heading a column
    lists   folder of sanctions lists; without it, the register that ships with Seawarden
    as_of   screen by the lists of that day

    Raises UsageError when nothing, or both a ship and a file, is asked about, InputError for a
    file or folder that cannot be read.

        found = sw.screen("RYE SONG GANG 1", imo=7389704, lists="lists/")
        print(found.text)
    """
    day = arguments.day("--as-of", as_of)
    asked = _asked(file, {
        "name": name, "imo": imo, "mmsi": mmsi, "call_sign": call_sign, "flag": flag,
        "owner": owner,
    })  # fmt: skip
    reached = read_lists(arguments.path(lists))
    notes = [*asked.notes, *reached.notes]
    held = sanctions_lists.holding(reached.listings, day)
    notes += stale(held, day or datetime.now(UTC).date())
    matches = match_held(asked.queries, held).sort("query_id", "score", descending=[False, True])
    gone = sanctions_lists.removed(reached.listings, day, held=held)
    former = match_held(asked.queries, gone.drop("removal"))
    former = former.filter(pl.col("verdict") == "match").join(
        gone.select("listing_id", "as_of", "source", "removal"),
        on=["listing_id", "as_of", "source"], how="left", nulls_equal=True, maintain_order="left",
    )  # fmt: skip
    rows = [_row(row, day) for row in matches.to_dicts()]
    hits = {r["query_id"] for r in rows if r["verdict"] != "no match"}
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
        "notes": notes,
    }
    code = HIT if hits else INCOMPLETE if reached.unread else NOTHING
    text = _text(data, asked.queries)
    return Screened(matches, notes, data, text, code)


def _asked(file: Pathlike | None, marks: dict[str, Any]) -> Asked:
    if (file is None) == (not any(v for k, v in marks.items() if k != "flag")):
        raise UsageError(
            "screen: name one ship (NAME, --imo, --mmsi, --call-sign or --owner) or a --file of "
            "ships"
        )
    return read_file(Path(file)) if file is not None else one(**marks)


def _row(row: dict[str, Any], as_of: date | None) -> dict[str, Any]:
    """Return a match for JSON, with what being listed means and how its date is known."""
    unknown = as_of is not None and row["listed_on"] is None and (row["as_of"] or date.max) > as_of
    return {
        **row,
        "consequence": row["consequence"] or "designated",
        "listed": "date of listing unknown" if unknown else None,
        "parts": json.loads(row["parts"] or "[]"),
    }


def _outcome(hits: int, *, complete: bool) -> str:
    if hits:
        return "hit"
    where = "the lists reached, of these dates"
    return f"no match in {where}" if complete else f"INCOMPLETE: no match in {where}"


def _text(data: dict[str, Any], queries: pl.DataFrame) -> str:
    lines = []
    if not data["complete"]:
        lines.append("INCOMPLETE: not every list could be read; what they hold is not known:")
        lines += [f"  {problem}" for problem in data["unread"]]
    for query in queries.to_dicts():
        lines += _of_query(query, data, is_alone=queries.height == 1)
    n = sum(s["listings"] for s in data["lists"])
    hits = queries.height - len(data["without_hit"])
    lines.append(
        f"{queries.height:,} asked, {hits:,} with a match or possible match; {n:,} listings"
    )
    if queries.height > 1 and data["without_hit"]:
        first = ", ".join(data["without_hit"][:20])
        more = "" if len(data["without_hit"]) <= 20 else " and more"
        lines.append(f"no match in the lists reached, of these dates: line {first}{more}")
    lines += [f"note: {note}" for note in data["notes"]]
    if not data["complete"]:
        lines.append("INCOMPLETE")
    return "\n".join(lines)


def _of_query(query: dict[str, Any], data: dict[str, Any], *, is_alone: bool) -> list[str]:
    mine = [r for r in data["matches"] if r["query_id"] == query["query_id"]]
    found = [r for r in mine if r["verdict"] != "no match"]
    gone = [r for r in data["formerly_listed"] if r["query_id"] == query["query_id"]]
    columns = ("name", "imo", "mmsi", "call_sign", "flag", "owner")
    marks = ", ".join(str(query[c]) for c in columns if query[c])
    lines = []
    if not found and is_alone:
        lines.append(f"no match in the lists reached, of these dates: {marks}")
        seen = {(r["listed_name"], r["explanation"]): None for r in mine}
        lines += [f"  {name}: {why}" for name, why in seen]
    elif found or gone:
        lines.append(marks)
    for row in found:
        lines += _of_match(row)
    for row in gone:
        lines.append(f"  formerly listed: {row['listed_name']}, {row['removal']}")
        lines.append(f"    {row['list_name']}, as of {row['as_of'] or 'no date'}")
    return lines


def _of_match(row: dict[str, Any]) -> list[str]:
    when = f", listed {row['listed_on']}" if row["listed_on"] else ""
    if row["listed"]:
        when = f", listed, {row['listed']}"
    until = f", until {row['delisted_on']}" if row["delisted_on"] else ""
    imo = f", IMO {row['listed_imo']}" if row["listed_imo"] else ""
    lines = [
        f"  {row['verdict']} {row['score']:.2f}  {row['listed_name']}{imo}{when}{until}",
        f"    {_MEANS.get(row['consequence'], row['consequence'])}: "
        f"{row['list_name']}, as of {row['as_of'] or 'no date'}",
    ]
    for label, cells in (("programme", row["programs"]), ("measure", row["measures"])):
        if cells:
            lines.append(f"    {label}: {', '.join(cells)}")
    lines += [f"    {c}: {row[c]}" for c in ("owner", "reason") if row[c]]
    return [*lines, f"    {row['explanation']}"]
