"""The ships heard on the air, as queries to screening: one per hull and identity claimed."""

import polars as pl

from ..screen import QUERY_SCHEMA


def queries_of(hulls: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """Return screening queries for every hull that may be a ship, and every MMSI heard without one.

    A hull that claimed several identities is asked about under each of them; one that never
    said who it is, by its MMSI alone.
    """
    said = ("name", "imo", "call_sign")
    claimed = claims.filter(pl.any_horizontal(pl.col(c).is_not_null() for c in said))
    ships = hulls.filter(pl.col("station").is_in(["ship", "other"]))
    asked = pl.concat(
        [
            claimed.select("hull", "mmsi", *said),
            ships.join(claimed, on="hull", how="anti").select(
                "hull", "mmsi", *(pl.lit(None, claims.schema[c]).alias(c) for c in said)
            ),
        ]
    )
    asked = asked.join(
        hulls.filter(~pl.col("station").is_in(["ship", "other"])), on="hull", how="anti"
    )
    asked = asked.unique(maintain_order=True).sort("mmsi", "hull", *said, nulls_last=True)
    nth = pl.int_range(pl.len()).over("hull", "mmsi")
    return asked.with_columns(
        query_id=pl.concat_str(
            pl.coalesce("hull", pl.col("mmsi").cast(pl.Int64)), nth, separator=":"
        )
    ).select(
        pl.col(name).cast(dtype)
        if name in ("query_id", "hull", "mmsi", *said)
        else pl.lit(None, dtype).alias(name)
        for name, dtype in QUERY_SCHEMA.items()
    )
