"""`logic-v2`, the yardstick: nomenklatura's matcher on the same ships and listings.

Needs the extra `ftm` (followthemoney, nomenklatura). It scores every pair it is given, so bulk
use is slow; `vessel_v1` is what the package screens with. MATCHES come out in the same shape,
the explanation naming the algorithm.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import polars as pl

from ..errors import UsageError
from ..lists import holding
from ..schema import LISTINGS, MATCHES, conform, require
from .ships import QUERY_SCHEMA, conform_queries

NAME = "logic-v2"
THRESHOLD = 0.7
"""Score at and above which OpenSanctions' service calls two entities a match."""


def match(
    queries: pl.DataFrame,
    listings: pl.DataFrame,
    *,
    as_of: date | None = None,
    cutoff: float = THRESHOLD,
) -> pl.DataFrame:
    """Return MATCHES of every pair of ship and listed ship that scores at least `cutoff`.

    The verdict is 'match' at 0.7 and above, 'possible' below. Compares every pair: about 50 to
    100 microseconds each. Raises UsageError when the extra is not installed.
    """
    frame = conform_queries(queries)
    held = holding(require(listings, LISTINGS), as_of).filter(pl.col("kind") == "ship")
    asked = [(row, query_entity(row)) for row in frame.iter_rows(named=True)]
    listed = [(row, listing_entity(row)) for row in held.iter_rows(named=True)]
    rows = [
        _row(query, target, result)
        for query, entity in asked
        for target, candidate in listed
        if (result := compare(entity, candidate)).score >= cutoff
    ]
    if not rows:
        return MATCHES.empty()
    types = {n: t for n, t in MATCHES.schema.items() if n in rows[0]}
    out = conform(pl.DataFrame(rows, schema=types, infer_schema_length=None), MATCHES)
    return out.sort("query_id", "score", "listing_id", descending=[False, True, False])


def scores(pairs: Iterable[tuple[dict[str, Any], dict[str, Any]]]) -> Iterator[float]:
    """Yield logic-v2's score for each pair of a query row and a LISTINGS row."""
    for query, listing in pairs:
        yield float(compare(query_entity(query), listing_entity(listing)).score)


def compare(query: Any, candidate: Any) -> Any:
    """Return nomenklatura's result for two entities."""
    logic = _nomenklatura()
    return logic.LogicV2.compare(query, candidate, logic.LogicV2.default_config())


def query_entity(row: dict[str, Any]) -> Any:
    """Return the FollowTheMoney Vessel of a query row (columns of QUERY_SCHEMA)."""
    row = dict.fromkeys(QUERY_SCHEMA.names()) | row
    return _vessel(
        f"query-{row['query_id']}",
        name=[row["name"]],
        previousName=row["former_names"] or (),
        imoNumber=[f"IMO{row['imo']}" if row["imo"] else None],
        mmsi=[row["mmsi"]],
        callSign=[row["call_sign"]],
        flag=[row["flag"]],
    )


def listing_entity(row: dict[str, Any]) -> Any:
    """Return the FollowTheMoney Vessel of a row of LISTINGS."""
    return _vessel(
        row["listing_id"],
        name=[row["name"]],
        alias=row["other_names"] or (),
        previousName=row["former_names"] or (),
        imoNumber=[f"IMO{row['imo']}" if row["imo"] else row["imo_text"]],
        mmsi=row["mmsi"] or (),
        callSign=[row["call_sign"]],
        flag=[row["flag"]],
        pastFlags=row["former_flags"] or (),
    )


def _vessel(entity_id: str, **properties: Iterable[object]) -> Any:
    _nomenklatura()
    from followthemoney import model

    entity = model.make_entity("Vessel")
    entity.id = entity_id
    for name, values in properties.items():
        for value in values:
            if value is not None:
                entity.add(name, str(value), cleaned=False)
    return entity


def _nomenklatura() -> Any:
    try:
        from nomenklatura.matching.logic_v2 import model
    except ImportError as error:
        raise UsageError(
            "logic-v2 needs the extra 'ftm': install seawarden[ftm] (followthemoney, nomenklatura)"
        ) from error
    return model


def _row(query: dict[str, Any], listed: dict[str, Any], result: Any) -> dict[str, Any]:
    scored = {k: v for k, v in result.explanations.items() if v.score}
    features = ", ".join(f"{k} {v.score:.2f}" for k, v in scored.items())
    parts = [
        {"feature": k, "value": v.score, "weight": None, "detail": v.detail,
         "query": v.query, "candidate": v.candidate}
        for k, v in scored.items()
    ]  # fmt: skip
    return {
        **{name: query[name] for name in ("query_id", "hull", "name", "imo", "mmsi", "flag")},
        **{
            name: listed[name]
            for name in (
                "listing_id", "list_code", "list_name", "as_of", "source", "line", "listed_on",
                "delisted_on", "consequence", "programs", "measures", "owner", "reason",
                "is_dprk",
            )
        },
        "listed_name": listed["name"],
        "listed_imo": listed["imo"],
        "score": float(result.score),
        "verdict": "match" if result.score >= THRESHOLD else "possible",
        "explanation": f"{NAME}: {features}.",
        "parts": json.dumps(parts, ensure_ascii=False),
    }  # fmt: skip
