"""What screening found, as lines for people: first what is incomplete, then each ship asked."""

from typing import Any

import polars as pl

_ROWS_SHOWN = 200
MEANS = {
    "designated": "designated",
    "detained": "detained by a port State, no designation",
    "mentioned": "mentioned, no designation",
    "house list": "on a house list",
    "none": "in the dataset without a risk",
}
"""What follows from being listed, by `consequence`."""


def as_text(data: dict[str, Any], queries: pl.DataFrame) -> str:
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
        names = {q["query_id"]: q["name"] or q["imo"] for q in queries.to_dicts()}
        lines.append("no match in the lists reached, of these dates:")
        rest = data["without_hit"]
        lines += [f"  line {q}: {names[q] or 'by its other marks'}" for q in rest[:_ROWS_SHOWN]]
        if len(rest) > _ROWS_SHOWN:
            lines.append(f"  and {len(rest) - _ROWS_SHOWN:,} more, all of them with --json")
    lines += ownership_lines(data["ownership"])
    lines += [f"note: {note}" for note in data["notes"]]
    if not data["complete"]:
        lines.append("INCOMPLETE")
    return "\n".join(lines)


def _of_query(query: dict[str, Any], data: dict[str, Any], *, is_alone: bool) -> list[str]:
    mine = [r for r in data["matches"] if r["query_id"] == query["query_id"]]
    found = [r for r in mine if r["verdict"] != "no match"]
    gone = [r for r in data["formerly_listed"] if r["query_id"] == query["query_id"]]
    columns = ("name", "imo", "mmsi", "call_sign", "flag", "owner")
    numbers = (f"company IMO {n}" for n in query.get("owner_imo") or ())
    marks = ", ".join([*(str(query[c]) for c in columns if query[c]), *numbers])
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
        f"    {MEANS.get(row['consequence'], row['consequence'])}: "
        f"{row['list_name']}, as of {row['as_of'] or 'no date'}",
    ]
    for label, cells in (("programme", row["programs"]), ("measure", row["measures"])):
        if cells:
            lines.append(f"    {label}: {', '.join(cells)}")
    lines += [f"    {c}: {row[c]}" for c in ("authority",) if row[c]]
    if row["owner"]:
        role = f" ({row['owner_role']})" if row["owner_role"] else ""
        lines.append(f"    owner as listed{role}: {row['owner']}")
    lines += [f"    {c}: {row[c]}" for c in ("reason", "removal") if row[c]]
    return [*lines, f"    {row['explanation']}"]


def ownership_lines(found: dict[str, Any]) -> list[str]:
    """Return what the owners mean for each ship by each rule, or that this was not checked."""
    if not found["ships"]:
        return [found["status"]]
    lines = [f"ownership: {found['status']}"]
    for ship in found["ships"]:
        lines.append(f"  {ship['ship']}")
        for key, label in (("us", "US 50 percent rule"), ("uk", "UK ownership and control")):
            lines.append(f"    {label}: {ship[key]['finding']}")
        for party in ship["parties"]:
            share = f", {party['share_pct']:g} %" if party["share_pct"] is not None else ""
            since = f", since {party['since']}" if party["since"] else ""
            lines.append(f"    {party['role']}: {party['name']}{share}{since}")
    return lines
