"""`screen`: one ship, or a file of ships, against the lists of a day."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from .. import lists, screen
from ..errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the command line asks: one ship by any of its marks, or a file."""

    name: str | None = None
    imo: str | None = None
    mmsi: str | None = None
    call_sign: str | None = None
    flag: str | None = None
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The matches, with every part of each score; as data and as text."""

    data: dict[str, Any]
    text: str


def answer(question: Question, *, lists_folder: Path | None, as_of: date | None) -> Answer:
    """Screen. Raises UsageError when nothing, or both a ship and a file, is asked about."""
    one = (question.name, question.imo, question.mmsi, question.call_sign)
    if (question.file is None) == (not any(one)):
        raise UsageError(
            "screen: name one ship (NAME, --imo, --mmsi or --call-sign) or a --file of ships"
        )
    if question.file is not None:
        asked = screen.file(question.file)
    else:
        asked = screen.one(
            question.name,
            imo=question.imo,
            mmsi=question.mmsi,
            call_sign=question.call_sign,
            flag=question.flag,
        )
    listings, sources, notes = _listings(lists_folder)
    notes += screen.stale(lists.holding(listings, as_of), as_of or datetime.now(UTC).date())
    matches = screen.match(asked.queries, listings, as_of=as_of)
    rows = [
        _row(row) for row in matches.sort("query_id", "score", descending=[False, True]).to_dicts()
    ]
    notes = [*asked.notes, *notes]
    data = {
        "asked": asked.queries.height,
        "as_of": as_of.isoformat() if as_of else None,
        "lists": sources,
        "matches": rows,
        "notes": notes,
    }
    return Answer(data, _text(matches, asked.queries, sources, notes))


def _listings(folder: Path | None) -> tuple[pl.DataFrame, list[dict[str, Any]], list[str]]:
    if folder is None:
        listings = lists.register()
        name = "register of UN-designated ships shipped with Seawarden"
        as_of = listings["as_of"].max()
        return listings, [{"name": name, "as_of": str(as_of), "listings": listings.height}], []
    listings, infos = lists.read_folder(folder)
    listings = pl.concat([listings, lists.register()])
    sources = [
        {
            "path": i.path, "name": i.name, "as_of": str(i.as_of) if i.as_of else None,
            "sha256": i.sha256, "listings": i.listings,
        }
        for i in infos
    ]  # fmt: skip
    sources.append({"name": "register shipped with Seawarden", "listings": lists.register().height})
    return listings, sources, [f"{i.path}: {note}" for i in infos for note in i.notes]


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "parts": json.loads(row["parts"] or "[]")}


def _text(
    matches: pl.DataFrame, queries: pl.DataFrame, sources: list[dict[str, Any]], notes: list[str]
) -> str:
    lines = []
    for query in queries.to_dicts():
        own = matches.filter(pl.col("query_id") == query["query_id"])
        found = own.filter(pl.col("verdict") != "no match").sort("score", descending=True)
        marks = [str(query[c]) for c in ("name", "imo", "mmsi", "call_sign", "flag") if query[c]]
        if found.is_empty():
            if queries.height == 1:
                lines.append(f"no match: {', '.join(marks)}")
                near = own.select("listed_name", "explanation").unique(maintain_order=True)
                lines += [f"  {name}: {why}" for name, why in near.iter_rows()]
            continue
        lines.append(f"{', '.join(marks)}")
        for row in found.to_dicts():
            when = f", listed {row['listed_on']}" if row["listed_on"] else ""
            imo = f", IMO {row['listed_imo']}" if row["listed_imo"] else ""
            lines.append(f"  {row['verdict']} {row['score']:.2f}  {row['listed_name']}{imo}{when}")
            lines.append(f"    {row['list_name']}, as of {row['as_of'] or 'no date'}")
            lines.append(f"    {row['explanation']}")
    n = sum(s["listings"] for s in sources)
    hits = matches.filter(pl.col("verdict") != "no match")["query_id"].n_unique()
    lines.append(
        f"{queries.height:,} asked, {hits:,} with a match or possible match; {n:,} listings"
    )
    lines += [f"note: {note}" for note in notes]
    return "\n".join(lines)
