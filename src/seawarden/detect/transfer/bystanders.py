"""Who else lay beside a pair: many hulls at one spot are a harbour, a pier or a road.

Lists of ports and anchorages are never whole. A transfer at sea is two hulls, or a mother with a
few around her; where the boats of a village lie, each is beside several others, day and night.
Method: for each meeting, the hulls that were in contact with either of the two within `beside_m`
for at least `share` of its slots are counted. Blind spot: ships that are not heard.
"""

import polars as pl

from ..contacts.pairs import both_ways


def others(
    meetings: pl.DataFrame,
    contacts: pl.DataFrame,
    *,
    beside_m: float,
    share: float,
    slot_min: float,
) -> pl.Series:
    """Return how many other hulls lay beside either ship for `share` of each meeting.

    `meetings` holds `n` (unique), `hull`, `other_hull`, `start_utc`, `end_utc`; `contacts` is
    CONTACTS, in any order.
    """
    sides = [
        meetings.select(
            "n", "start_utc", "end_utc", pl.col(own).alias("hull"), pl.col(mate).alias("mate")
        )
        for own, mate in (("hull", "other_hull"), ("other_hull", "hull"))
    ]
    asked = pl.concat(sides)
    wanted = asked.select("hull").unique()
    beside = both_ways(contacts, beside_m).join(wanted, on="hull", how="semi")
    slots = (pl.col("end_utc") - pl.col("start_utc")).dt.total_seconds() / 60 / slot_min
    together = (
        asked.join(beside, on="hull")
        .filter(
            pl.col("time_utc").is_between("start_utc", "end_utc")
            & (pl.col("other") != pl.col("mate"))
        )
        .group_by("n", "other")
        .agg(seen=pl.col("time_utc").n_unique(), slots=slots.first())
        .filter(pl.col("seen") >= share * pl.col("slots"))
    )
    counts = together.group_by("n").len("others")
    found = meetings.select("n").join(counts, on="n", how="left", maintain_order="left")
    return found["others"].fill_null(0).cast(pl.Int64)
