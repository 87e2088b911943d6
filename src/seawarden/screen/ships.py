"""The two sides of screening, taken apart once: ships asked about, and listed ships."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import polars as pl

from ..errors import SchemaError
from ..ids import flags
from .compare import Listed, sign
from .names import Name, parse

_QUERY: dict[str, pl.DataType | type[pl.DataType]] = {
    "query_id": pl.String, "hull": pl.Int64, "name": pl.String, "imo": pl.UInt32,
    "mmsi": pl.UInt32, "call_sign": pl.String, "flag": pl.String,
    "former_names": pl.List(pl.String), "owner": pl.String,
    "owner_imo": pl.List(pl.UInt32), "ship_type": pl.String,
}  # fmt: skip
QUERY_SCHEMA = pl.Schema(list(_QUERY.items()))
"""The columns of a frame of queries; only `query_id` must be there and not null."""


@dataclass(frozen=True, slots=True)
class Query:
    """A ship asked about; `flags` holds the flag given and the one in the MMSI, if any."""

    row: dict[str, Any]
    names: tuple[tuple[Name, bool], ...]
    flags: tuple[str, ...]
    mmsi_flag: str | None


@dataclass(frozen=True, slots=True)
class Target:
    """A listed ship; `is_korean` tells that its names are to be read as Korean."""

    row: dict[str, Any]
    names: tuple[Listed, ...]
    is_korean: bool


def conform_queries(queries: pl.DataFrame) -> pl.DataFrame:
    """Return `queries` with every column of QUERY_SCHEMA, missing ones null.

    Raises SchemaError when `query_id` is missing or null, or a column cannot be cast.
    """
    if "query_id" not in queries.columns:
        raise SchemaError("queries: column 'query_id' is missing")
    for name, dtype in QUERY_SCHEMA.items():
        if name not in queries.columns:
            queries = queries.with_columns(pl.lit(None, dtype=dtype).alias(name))
            continue
        try:
            queries = queries.with_columns(pl.col(name).cast(dtype))
        except pl.exceptions.PolarsError as error:
            raise SchemaError(
                f"queries: column '{name}' holds {queries.schema[name]}, expected {dtype}"
            ) from error
    if queries["query_id"].null_count():
        raise SchemaError("queries: column 'query_id' holds a null, expected none")
    return queries.select(QUERY_SCHEMA.names())


def queries_of(frame: pl.DataFrame) -> list[Query]:
    """Return the queries of a conformed frame, in its order."""
    in_mmsi = flags.of_mmsis(frame["mmsi"].fill_null(0).to_numpy()).tolist()
    out = []
    for row, found in zip(frame.iter_rows(named=True), in_mmsi, strict=True):
        texts = [(row["name"], False), *((n, True) for n in row["former_names"] or ())]
        names = tuple((parse(text), former) for text, former in texts if text)
        given = flags.alpha2(row["flag"])
        both = tuple(dict.fromkeys(f for f in (given, found) if f))
        out.append(Query(row | {"flag": given or found}, names, both, found if given else None))
    return out


def targets_of(listings: pl.DataFrame) -> list[Target]:
    """Return the listed ships of LISTINGS, in order, with how many hulls bear each name."""
    rows = list(listings.iter_rows(named=True))
    hulls: dict[tuple[str, tuple[int, ...]], set[int]] = defaultdict(set)
    taken: list[list[tuple[Name, str]]] = []
    for row in rows:
        names = {row["name"]: "name"}
        names |= {n: "other" for n in row["other_names"] or () if n not in names}
        names |= {n: "former" for n in row["former_names"] or () if n not in names}
        parsed = [(parse(text), role) for text, role in names.items() if text]
        taken.append(parsed)
        if row["imo"]:
            for name, _ in parsed:
                hulls[name.letters, name.numbers].add(row["imo"])
    out = []
    for row, parsed in zip(rows, taken, strict=True):
        listed = tuple(
            Listed(name, role, max(1, len(hulls[name.letters, name.numbers])))
            for name, role in parsed
        )
        states = {row["flag"], *(row["former_flags"] or ())}
        out.append(Target(row, listed, bool(row["is_dprk"] or states & {"KP", "KR"})))
    return out


def call_sign_of(row: dict[str, Any]) -> str | None:
    """Return the call sign of a row as it is compared, or None."""
    return sign(row["call_sign"]) if row["call_sign"] else None
