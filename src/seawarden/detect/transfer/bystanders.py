"""Who else lay beside a pair: many hulls at one spot are a harbour, a pier or a road.

Lists of ports and anchorages are never whole. A transfer at sea is two hulls, or a mother with a
few around her; where the boats of a village lie, each is beside several others, day and night.
Method: for each meeting, the hulls that were in contact with either of the two within `beside_m`
for at least `share` of its slots are counted. Blind spot: ships that are not heard.

Where more than `MOST` lie beside a ship at a time, which ones is no longer followed (n ships at one
point are n^3 / 2 pairs with a third): how many there are is, and a ship between is sought among the
`MOST` nearest.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..contacts.pairs import both_ways

MOST = 16
"""Own choice: `Weights.crowd` ends at 6 others, and no raft known has more hulls."""


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
    counted = _crowded(beside)
    beside = beside.join(counted, on=["hull", "time_utc"], how="anti")
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
    if not counted.is_empty():
        counts = _with_crowds(counts, asked, counted, share * slots)
    found = meetings.select("n").join(counts, on="n", how="left", maintain_order="left")
    return found["others"].fill_null(0).cast(pl.Int64)


def _crowded(beside: pl.DataFrame) -> pl.DataFrame:
    """Return (`hull`, `time_utc`, `len`) where more than `MOST` others lie beside a ship."""
    return beside.group_by("hull", "time_utc").len().filter(pl.col("len") > MOST)


def _with_crowds(
    counts: pl.DataFrame, asked: pl.DataFrame, counted: pl.DataFrame, slots: pl.Expr
) -> pl.DataFrame:
    """Return the counts, or where a crowd lay beside for `slots` the median number of others."""
    crowds = (
        asked.join(counted, on="hull")
        .filter(pl.col("time_utc").is_between("start_utc", "end_utc"))
        .group_by("n", "hull")
        .agg(others=pl.col("len").median() - 1, seen=pl.len(), slots=slots.first())
        .filter(pl.col("seen") >= pl.col("slots"))
        .select("n", pl.col("others").cast(counts.schema["others"]))
    )
    return pl.concat([counts, crowds]).group_by("n").agg(pl.col("others").max())


def _nearest(around: pl.DataFrame) -> pl.DataFrame:
    """Return the ships around each hull, of a crowd the `MOST` nearest at each time."""
    counted = _crowded(around)
    if counted.is_empty():
        return around
    key, off = ["hull", "time_utc"], (pl.col("east_m") ** 2 + pl.col("north_m") ** 2)
    crowd = around.join(counted.select(key), on=key, how="semi").sort(*key, off, "other")
    return pl.concat(
        [
            around.join(counted.select(key), on=key, how="anti"),
            crowd.group_by(key, maintain_order=True).head(MOST).select(around.columns),
        ]
    )


def between(
    meetings: pl.DataFrame, contacts: pl.DataFrame, *, beside_m: float, share: tuple[float, float]
) -> pl.Series:
    """Return whether a third hull lay between the two: the outer ships of a raft.

    The mean places of the other ship and of each third one, in the frame of the first ship (her
    heading where it is known, else the line to the other ship), are compared across that frame: a
    third ship whose place abeam is a `share` (least, most) of the other's lies between. Only
    contacts within `beside_m` in the time of the meeting count. Blind spot: a ship between that is
    not heard.
    """
    if meetings.is_empty():
        return pl.Series([], dtype=pl.Boolean)
    near = contacts.filter(pl.col("distance_m") <= beside_m)
    other = pl.col("other_heading_deg")
    ways = [
        near.select("hull", "time_utc", "east_m", "north_m", "heading_deg", "sigma_m",
                    other="other_hull"),
        near.select(
            pl.col("other_hull").alias("hull"), "time_utc", -pl.col("east_m"), -pl.col("north_m"),
            other.alias("heading_deg"), "sigma_m", other=pl.col("hull"),
        ),
    ]  # fmt: skip
    around = pl.concat(ways, how="diagonal").join(
        meetings.select("hull").unique(), on="hull", how="semi"
    )
    pair = meetings.select("n", "hull", "start_utc", "end_utc", mate="other_hull")
    in_time = pl.col("time_utc").is_between("start_utc", "end_utc")
    ours = pair.join(around, left_on=["hull", "mate"], right_on=["hull", "other"]).filter(in_time)
    third = (
        ours.join(_nearest(around), on=["hull", "time_utc"], suffix="_third")
        .filter(pl.col("other") != pl.col("mate"))
        .group_by("n", "other", "time_utc")
        .agg(pl.col("^(east|north|sigma)_m(_third)?$").first(), pl.col("heading_deg").first())
        .sort("n", "other", "time_utc")
    )
    if third.is_empty():
        return pl.repeat(False, meetings.height, dtype=pl.Boolean, eager=True)
    beam, beam_third = _abeam(third, ""), _abeam(third, "_third")
    # Places far from a report of either ship are guesses: each counts by its error.
    weight = (pl.col("sigma_m") ** 2 + pl.col("sigma_m_third") ** 2).cast(pl.Float64).pow(-1)
    means = (
        third.with_columns(beam=pl.Series(beam), third=pl.Series(beam_third), weight=weight)
        .group_by("n", "other")
        .agg(
            *(
                (pl.col(c) * pl.col("weight")).sum() / pl.col("weight").sum()
                for c in ("beam", "third")
            ),
            slots=pl.len(),
        )
        .with_columns(part=pl.col("third") / pl.col("beam"))
    )
    low, high = share
    slots = ours.group_by("n").agg(all=pl.len())
    hit = means.join(slots, on="n").filter(
        pl.col("part").is_between(low, high) & (pl.col("slots") >= 0.5 * pl.col("all"))
    )
    return meetings["n"].is_in(sorted(hit["n"].unique().to_list()))


def _abeam(third: pl.DataFrame, of: str) -> NDArray[np.float64]:
    """Return how far to starboard of the first ship the other (or the third) lies, metres."""
    east, north = (third[f"{c}_m{of}"].to_numpy().astype(np.float64) for c in ("east", "north"))
    line = np.arctan2(
        third["east_m"].to_numpy().astype(np.float64),
        third["north_m"].to_numpy().astype(np.float64),
    )
    # Without a heading the line to the other ship stands for "abeam".
    heading = third["heading_deg"].cast(pl.Float64).fill_null(np.nan).to_numpy()
    ahead = np.where(np.isnan(heading), line - np.pi / 2, np.radians(np.nan_to_num(heading)))
    return np.asarray(east * np.cos(ahead) - north * np.sin(ahead))
