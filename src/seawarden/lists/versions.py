"""Which entries of which version of each list hold on a date.

For each dataset and kind of entry, the newest version not after the date holds. A version with
less than half the entries of the largest one before it is taken as a part (a sample, an
extract): it adds and does not replace. A ship that the newest version still lists (same IMO
number) keeps the names, radio numbers and flags that older versions printed, because extracts
drop them; a ship that the newest version no longer lists is not carried over. Lists without a
date always hold, since nothing says that they do not. Where a list is at hand only in later
versions, the first of them stands in, with the entries that it dates on or before the day and
those that it does not date: entries removed in between are then missing.
"""

from datetime import date

import polars as pl

from ..errors import UsageError

_PART = 0.5  # of the largest earlier version: smaller ones are parts; own choice
_UNIONS = ("other_names", "former_names", "former_flags")


def holding(listings: pl.DataFrame, as_of: date | None = None) -> pl.DataFrame:
    """Return the LISTINGS that hold on `as_of` (None: all known now), order kept.

    Entries designated after `as_of`, and entries removed on or before it, are left out; with
    None, entries removed on or before the date of their list are left out.
    """
    if listings.is_empty():
        return listings
    if as_of is not None and not isinstance(as_of, date):
        raise UsageError(f"as_of is {as_of!r}, expected a date")
    known = _known_by(listings, as_of).with_row_index("_row")
    known = known.with_columns(_dataset=pl.coalesce("dataset", "list_code"))
    versions = known.group_by("_dataset", "kind", "as_of").len()
    keep, older = [], []
    for _, group in versions.group_by("_dataset", "kind", maintain_order=True):
        chosen, superseded = _choose(group, as_of)
        keep.append(chosen)
        older.append(superseded)
    if not keep:
        return listings.clear()
    on = ["_dataset", "kind", "as_of"]
    current = known.join(pl.concat(keep), on=on, how="semi", nulls_equal=True)
    past = known.join(pl.concat(older), on=on, how="semi", nulls_equal=True)
    return _with_older_names(current, past).sort("_row").drop("_row").select(listings.columns)


def removed(
    listings: pl.DataFrame, as_of: date | None = None, *, held: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Return the LISTINGS at hand that no longer hold on `as_of`, with why in `removal`.

    Either the list gives a day of removal ('removed on 2025-10-01'), or an older version of the
    dataset holds the ship and the newest one does not ('removed between 2021-07-01 and
    2026-03-20'). A ship that still stands under another entry of the same dataset is not removed.
    `held`: what holds on `as_of`, where it was asked for already (`holding`).
    """
    if listings.is_empty():
        return listings.with_columns(removal=pl.lit(None, pl.String))
    dataset = pl.coalesce("dataset", "list_code")
    held = holding(listings, as_of) if held is None else held
    held = held.with_columns(_dataset=dataset)
    rows = listings.with_columns(_dataset=dataset).with_row_index("_row")
    if as_of is not None:
        rows = rows.filter((pl.col("as_of") <= as_of).fill_null(True))
    for key in ("listing_id", "imo"):
        still = held.filter(pl.col(key).is_not_null()).select("_dataset", key).unique()
        rows = rows.join(still, on=["_dataset", key], how="anti", maintain_order="left")
    newest = held.group_by("_dataset", "kind").agg(_newest=pl.col("as_of").max())
    rows = rows.join(newest, on=["_dataset", "kind"], how="left", maintain_order="left")
    between = pl.format("removed between {} and {}", "as_of", "_newest")
    why = pl.when(pl.col("delisted_on").is_not_null()).then(
        pl.format("removed on {}", "delisted_on")
    ).when(pl.col("_newest") > pl.col("as_of")).then(between)  # fmt: skip
    gone = rows.with_columns(removal=why).filter(pl.col("removal").is_not_null())
    last = gone.sort("as_of", nulls_last=False, maintain_order=True)
    last = last.unique(["_dataset", "listing_id"], keep="last", maintain_order=True)
    return last.sort("_row").select(*listings.columns, "removal")


def _known_by(listings: pl.DataFrame, as_of: date | None) -> pl.DataFrame:
    if as_of is None:
        # No clock here: an end later than the list itself had not come when it was published.
        ends_later = (pl.col("delisted_on") > pl.col("as_of")).fill_null(False)
        return listings.filter(pl.col("delisted_on").is_null() | ends_later)
    return listings.filter(
        # An entry without a date in a version of a later day may have stood then or not: it is
        # kept, for a listing that is hidden is worse, and `screen` says that its date is unknown.
        (pl.col("listed_on") <= as_of).fill_null(True),
        pl.col("delisted_on").is_null() | (pl.col("delisted_on") > as_of),
    )


def _choose(group: pl.DataFrame, as_of: date | None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the versions that hold, and the older ones that they replace."""
    undated = group.filter(pl.col("as_of").is_null())
    dated = group.filter(pl.col("as_of").is_not_null()).sort("as_of")
    past = dated if as_of is None else dated.filter(pl.col("as_of") <= as_of)
    if past.is_empty():
        stand_in = dated.filter(pl.col("len") >= _PART * pl.col("len").max()).head(1)
        return pl.concat([undated, stand_in]), group.clear()
    complete = past.filter(pl.col("len") >= _PART * pl.col("len").cum_max())
    holds = pl.col("as_of") >= complete["as_of"].max()
    return pl.concat([undated, past.filter(holds)]), past.filter(~holds)


def _with_older_names(current: pl.DataFrame, past: pl.DataFrame) -> pl.DataFrame:
    """Give ships of `current` what `past` versions of the same list knew of the same hull."""
    on = ["_dataset", "imo"]
    old = past.filter(pl.col("imo").is_not_null() & (pl.col("kind") == "ship"))
    if old.is_empty():
        return current
    gathered = old.group_by(on).agg(
        _all_of(pl.concat_list("name", _filled("other_names"))).alias("_other_names"),
        _all_of(_filled("former_names")).alias("_former_names"),
        _all_of(pl.concat_list("flag", _filled("former_flags"))).alias("_former_flags"),
        _all_of(_filled("mmsi")).alias("_mmsi"),
        pl.col("call_sign").drop_nulls().last().alias("_call_sign"),
        pl.col("owner").drop_nulls().last().alias("_owner"),
    )
    joined = current.join(gathered, on=on, how="left", maintain_order="left")
    return joined.with_columns(
        *(_union(name) for name in (*_UNIONS, "mmsi")),
        pl.coalesce("call_sign", "_call_sign").alias("call_sign"),
        pl.coalesce("owner", "_owner").alias("owner"),
    ).drop(f"_{n}" for n in (*_UNIONS, "mmsi", "call_sign", "owner"))


def _union(name: str) -> pl.Expr:
    together = pl.concat_list(_filled(name), pl.col(f"_{name}")).list.unique(maintain_order=True)
    if name != "mmsi":  # what the entry bears now is no former name or flag
        current = "name" if name.endswith("names") else "flag"
        together = together.list.set_difference(pl.concat_list(current))
    return (
        pl.when(pl.col(f"_{name}").list.len() > 0)
        .then(together)
        .otherwise(pl.col(name))
        .alias(name)
    )


def _filled(name: str) -> pl.Expr:
    return pl.col(name).fill_null([])


def _all_of(lists: pl.Expr) -> pl.Expr:
    return lists.list.explode(keep_nulls=False, empty_as_null=False).drop_nulls()
