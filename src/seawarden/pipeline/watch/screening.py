"""The ships heard on the air, as queries to screening."""

import polars as pl

from ...screen import QUERY_SCHEMA
from ...screen import hulls as asked_of


def queries_of(hulls: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """Return a query for each hull, and for each identity that was sent without any position.

    The latter have no hull: `query_id` is 'MMSI/' and the MMSI, and a number where it sent
    more than one identity.
    """
    identity = ("name", "imo", "call_sign")
    unplaced = (
        claims.filter(pl.col("hull").is_null())
        .select("mmsi", *identity)
        .unique()
        .sort("mmsi", *identity, nulls_last=True)
    )
    nth = pl.int_range(pl.len()).over("mmsi")
    ids = pl.concat_str(pl.lit("MMSI/"), "mmsi", pl.lit(":"), nth)
    extra = unplaced.with_columns(query_id=ids).select(
        pl.col(name).cast(dtype)
        if name in ("query_id", "mmsi", *identity)
        else pl.lit(None, dtype).alias(name)
        for name, dtype in QUERY_SCHEMA.items()
    )
    return pl.concat([asked_of(hulls, claims).queries, extra], how="diagonal")
