"""What OFAC's delta files end: an entry that a later delta deletes is a former listing.

A delta stands as a dataset of its own (`ofac:delta:<day>`): it replaces no list, and what it adds
or modifies is screened beside the list. An entry that it deletes is taken from the list at hand
and stands as removed on the delta's day, so that the ship is 'formerly listed' and, under an
earlier day, listed still.
"""

import polars as pl

PREFIX = "ofac:delta"


def apply(listings: pl.DataFrame) -> pl.DataFrame:
    """Return `listings` with every entry that a later delta deletes ended on its day."""
    is_delta = pl.col("dataset").str.starts_with(PREFIX)
    ended = listings.filter(is_delta & pl.col("delisted_on").is_not_null())
    if ended.is_empty():
        return listings
    ends = ended.group_by("listing_id").agg(
        pl.col("delisted_on").min().alias("_end"), pl.col("dataset").first().alias("_delta")
    )
    marked = listings.join(ends, on="listing_id", how="left", maintain_order="left")
    older = (pl.col("as_of") < pl.col("_end")).fill_null(True) & pl.col("_end").is_not_null()
    is_ended = older & ~is_delta.fill_null(False)
    known = marked.filter(is_ended)["listing_id"].unique()
    # The entry of the list tells more than the delta's, which may hold nothing but its number.
    is_repeated = is_delta & pl.col("_end").is_not_null() & pl.col("listing_id").is_in(known)
    return (
        marked.filter(~is_repeated.fill_null(False))
        .with_columns(
            pl.when(is_ended).then("_end").otherwise("delisted_on").alias("delisted_on"),
            pl.when(is_ended).then("_end").otherwise("as_of").alias("as_of"),
            pl.when(is_ended).then("_delta").otherwise("dataset").alias("dataset"),
        )
        .select(listings.columns)
    )
