"""What is known of the two hulls of a pair, put beside each meeting."""

import polars as pl

from ...ids.gear import is_gear


def hull_columns(frame: pl.DataFrame, hulls: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """Return `frame` with columns of HULLS for both ships.

    A column `x` comes as `x` (or `hull_x` where `frame` has its own) and `other_x`; hulls that
    the table does not hold give null.
    """
    own = hulls.select(
        "hull",
        *(pl.col(c).alias(f"hull_{c}" if c in frame.columns else c) for c in columns),
    ).unique("hull", keep="first", maintain_order=True)
    other = hulls.select(
        pl.col("hull").alias("other_hull"), *(pl.col(c).alias(f"other_{c}") for c in columns)
    ).unique("other_hull", keep="first", maintain_order=True)
    frame = frame.join(own, on="hull", how="left", maintain_order="left")
    return frame.join(other, on="other_hull", how="left", maintain_order="left")


def both_ways(contacts: pl.DataFrame, within_m: float) -> pl.DataFrame:
    """Return (`hull`, `other`, `time_utc`) of CONTACTS within a distance, a row for either ship."""
    near = contacts.filter(pl.col("distance_m") <= within_m)
    return pl.concat(
        [
            near.select(pl.col(own).alias("hull"), pl.col(other).alias("other"), "time_utc")
            for own, other in (("hull", "other_hull"), ("other_hull", "hull"))
        ]
    )


def still_open(slot_min: float) -> pl.Expr:
    """Return True where the meeting reaches both hulls' last reports.

    Needs `end_utc` of the meeting, `hull_end_utc` and `other_end_utc`.
    """
    last = pl.col("end_utc") + pl.duration(minutes=2 * slot_min)
    return ((pl.col("hull_end_utc") <= last) & (pl.col("other_end_utc") <= last)).fill_null(False)


def without_gear(contacts: pl.DataFrame, hulls: pl.DataFrame) -> pl.DataFrame:
    """Return the contacts of which neither side sends a name that fishing-net beacons send."""
    names = hulls["name"].drop_nulls().unique().to_list()
    gear = hulls.filter(pl.col("name").is_in([n for n in names if is_gear(n)]))["hull"].implode()
    return contacts.filter(~pl.col("hull").is_in(gear) & ~pl.col("other_hull").is_in(gear))
