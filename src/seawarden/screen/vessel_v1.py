"""`vessel-v1`: ships against lists, identifiers above names, every part explained.

Method: candidate pairs by shared number or name (`block`), each pair compared feature by
feature (`compare`), the parts combined into a score (`params`, `score`). Names of persons and
companies are compared only with a query's `owner`.

Blind spots: an Arabic name is compared by its consonants; a ship that sends a listed
ship's whole identity is called that ship, and only the track can tell (see the `identity`
detector); a name-only match says that the name is listed, not that the ship is.
"""

import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from typing import Any

import polars as pl

from ..lists import holding
from ..schema import LISTINGS, MATCHES, conform, require
from . import compare
from .block import owner_pairs, ship_pairs
from .compare import Part
from .params import Params
from .score import explain, score, verdict, weigh
from .ships import Query, Target, conform_queries, queries_of, targets_of

_DEFAULT = Params()
_FIELDS = tuple(field.name for field in fields(Part))
_TELLING_LETTERS = 4
"""Letters below which the same letters before another numeral (L-126, L-409) are no news."""


def match(
    queries: pl.DataFrame,
    listings: pl.DataFrame,
    *,
    as_of: date | None = None,
    params: Params = _DEFAULT,
) -> pl.DataFrame:
    """Return MATCHES, the best first within each query.

    `queries` has `query_id` and any of `hull, name, imo, mmsi, call_sign, flag, former_names,
    owner` (see `ships.QUERY_SCHEMA`); `listings` is LISTINGS, of which the versions that hold
    on `as_of` are used (`lists.holding`). Pairs with the verdict 'no match' are given only
    where the name or number agreed and a conflict said no (`params.keep_near_misses`). No
    query, no listing or no candidate gives the empty table. Row order does not matter.

    Raises SchemaError when a column is missing or has the wrong type.
    """
    return match_held(queries, holding(require(listings, LISTINGS), as_of), params=params)


def match_held(
    queries: pl.DataFrame, held: pl.DataFrame, *, params: Params = _DEFAULT
) -> pl.DataFrame:
    """Return MATCHES as `match` does, against LISTINGS all of which hold (`lists.holding`)."""
    asked = queries_of(conform_queries(queries))
    rows = [*_ship_rows(asked, held, params), *_owner_rows(asked, held, params)]
    if not rows:
        return MATCHES.empty()
    types = {n: t for n, t in MATCHES.schema.items() if n in rows[0]}
    out = conform(pl.DataFrame(rows, schema=types, infer_schema_length=None), MATCHES)
    return out.sort(
        "query_id", "score", "listing_id", "as_of", "source",
        descending=[False, True, False, True, False], nulls_last=True,
    )  # fmt: skip


def parts_of(query: Query, target: Target, params: Params = _DEFAULT) -> list[Part]:
    """Return every comparison of one ship with one listed ship, weighed."""
    asked, listed = query.row, target.row
    imo = compare.imo_numbers(asked["imo"], listed["imo"], listed["imo_text"], params)
    mmsi = compare.radio_numbers(asked["mmsi"], listed["mmsi"] or (), params)
    found = (
        imo,
        compare.names(query.names, target.names, target.is_korean, params),
        mmsi,
        compare.call_signs(asked["call_sign"], listed["call_sign"], params),
        compare.flag_states(
            query.flags,
            listed["flag"],
            listed["former_flags"] or (),
            params,
            same_hull=imo is not None and imo.value > 0,
            same_radio=mmsi is not None and mmsi.value > 0,
        ),
        compare.ship_types(asked["ship_type"], listed["ship_type"], params),
        compare.mid_and_flag(asked["flag"], query.mmsi_flag),
    )
    return weigh([part for part in found if part is not None], params)


def _ship_rows(asked: list[Query], held: pl.DataFrame, params: Params) -> Iterator[dict[str, Any]]:
    targets = targets_of(held.filter(pl.col("kind") == "ship"))
    if not targets:
        return
    for query, found in zip(asked, ship_pairs(asked, targets, params), strict=True):
        for i in found:
            parts = parts_of(query, targets[i], params)
            row = _row(query, targets[i].row, parts, params)
            if row:
                yield row


def _owner_rows(asked: list[Query], held: pl.DataFrame, params: Params) -> Iterator[dict[str, Any]]:
    with_owner = [q for q in asked if q.row["owner"] or q.row["owner_imo"]]
    if not with_owner:
        return
    named = list(held.filter(pl.col("kind").is_in(["company", "person"])).iter_rows(named=True))
    names = [
        (i, name)
        for i, row in enumerate(named)
        for name in (row["name"], *(row["other_names"] or ()), *(row["former_names"] or ()))
    ]
    numbered: dict[int, list[int]] = {}
    for i, row in enumerate(named):
        for number in compare.company_numbers(row["imo_text"]):
            numbered.setdefault(number, []).append(i)
    pairs = owner_pairs({o for q in with_owner for o in _owners(q)}, names, params)
    for query in with_owner:
        best: dict[int, Part] = {}
        for owner in _owners(query):
            for i in pairs[owner]:
                row = named[i]
                listed = (row["name"], *(row["other_names"] or ()), *(row["former_names"] or ()))
                part = compare.parties(owner, listed, params)
                if part and (i not in best or part.value > best[i].value):
                    best[i] = part
        for number in query.row["owner_imo"] or ():
            for i in numbered.get(number, ()):
                row = named[i]
                same = compare.company_number([number], row["imo_text"], row["name"], params)
                best[i] = same or best[i]
        for i in sorted(best):
            made = _row(query, named[i], [best[i]], params)
            if made:
                yield made


def _owners(query: Query) -> list[str]:
    """Return the owners, managers and operators asked about, which semicolons set apart."""
    return [o for o in (part.strip() for part in (query.row["owner"] or "").split(";")) if o]


def _row(
    query: Query, listed: dict[str, Any], parts: list[Part], params: Params
) -> dict[str, Any] | None:
    """Return one row of MATCHES, or None when the pair is not worth a row."""
    value = score(parts)
    outcome = verdict(value, params)
    if outcome == "no match" and not (params.keep_near_misses and _is_near_miss(parts, params)):
        return None
    asked = query.row
    return {
        **{name: asked[name] for name in ("query_id", "hull", "name", "imo", "mmsi", "flag")},
        **{
            name: listed[name]
            for name in (
                "listing_id", "list_code", "list_name", "as_of", "source", "line", "listed_on",
                "delisted_on", "consequence", "authority", "programs", "measures", "owner",
                "owner_role", "reason", "is_dprk",
            )
        },
        "listed_name": _named(parts) or listed["name"],
        "listed_imo": listed["imo"],
        "score": round(value, 4),
        "verdict": outcome,
        "explanation": explain(parts, outcome),
        "parts": json.dumps([_flat(p) for p in parts], ensure_ascii=False),
    }  # fmt: skip


def _flat(part: Part) -> dict[str, Any]:
    """Return a part's fields; `asdict` copies each deeply, a tenth of a whole screening."""
    return {name: getattr(part, name) for name in _FIELDS}


def _named(parts: list[Part]) -> str | None:
    """Return the name of the listing that agreed: a list may print the one in use last."""
    agreed = (p.candidate for p in parts if p.feature in ("name", "owner") and p.value > 0)
    return next(agreed, None)


def _is_near_miss(parts: list[Part], params: Params) -> bool:
    """Whether a reader would ask why this pair is no match."""
    if any(p.feature in ("mmsi", "call_sign") and p.value > 0 for p in parts):
        return True
    name = next((p for p in parts if p.feature == "name"), None)
    if name is None:
        return False
    is_distinct = name.value < 0 and sum(c.isalpha() for c in name.query or "") >= _TELLING_LETTERS
    return is_distinct or name.value >= params.doubtful_romanisation_value * params.numeral_missing
