"""Own track: did a hull come to a meeting and leave it as ships do, or by an impossible move?

Method: JUMPS under one MMSI lead from hull to hull. Where a hull's reports *begin* at a meeting by
a jump, or *end* there by one, her transmitter showed her there and nothing shows how she came: a
false position beside a real ship looks so. Where she was heard before and after, and the jumps only
lead to another hull and back, two transmitters send one MMSI in turn: the contact stands on her own
track, and the other is a decoy, a clone or a number used twice. It is for `identity` to say which;
it acquits nobody.

A hull that takes turns with another one all the while, and of which only one end is a jump (the
data began or ended in between), stands on her own track too.

Blind spot: a false position that was shown for `margin_h` before the meeting and after it, all
along a path that a ship can sail, passes for a track.
"""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """When a jump belongs to a meeting.

    Fields without a source: own choice, measured together in docs/accuracy.md.
    """

    margin_h: float = 0.5  # so near to the meeting's edge a jump is part of it; own choice
    turns: int = 2  # returns to a hull that show a second transmitter, not one that jumps


def with_moves(
    meetings: pl.DataFrame, jumps: pl.DataFrame, hulls: pl.DataFrame, params: Params = Params()
) -> pl.DataFrame:
    """Return the meetings with `by_jump` and `shares_mmsi`, both true or false.

    `by_jump`: a side is there by an impossible move alone. `shares_mmsi`: another transmitter sent
    the MMSI of a side from elsewhere meanwhile. `meetings` has `n`, `hull`, `other_hull`,
    `start_utc`, `end_utc`; JUMPS and HULLS may come in any order.
    """
    between = jumps.filter(pl.col("hull") != pl.col("other_hull"))
    far = pl.col("why") == "reach"
    comes = between.select(moved="other_hull", at="end_utc", far=far, comes=pl.lit(True))
    goes = between.select(moved="hull", at="start_utc", far=far, comes=pl.lit(False))
    moves = pl.concat([comes, goes]).drop_nulls("moved")
    life = hulls.select("hull", born="start_utc", died="end_utc").unique("hull")
    margin = pl.duration(seconds=round(params.margin_h * 3600))
    jumped: set[int] = set()
    shared: set[int] = set()
    for side in ("hull", "other_hull"):
        near = (
            meetings.select("n", "start_utc", "end_utc", moved=side)
            .join(moves, on="moved")
            .filter(pl.col("at").is_between(pl.col("start_utc") - margin,
                                            pl.col("end_utc") + margin))
            .group_by("n", "moved", "start_utc", "end_utc")
            .agg(returns=pl.col("comes").sum(), far=pl.col("far").any())
            .join(life, left_on="moved", right_on="hull")
            .with_columns(
                came=pl.col("born") < pl.col("start_utc") - margin,
                left=pl.col("died") > pl.col("end_utc") + margin,
            )
        )  # fmt: skip
        takes_turns = pl.col("returns") >= params.turns
        stands = (pl.col("came") & pl.col("left")) | (
            (pl.col("came") | pl.col("left")) & takes_turns
        )
        jumped |= set(near.filter(~stands & pl.col("far"))["n"].to_list())
        shared |= set(near.filter(stands & (pl.col("returns") > 0))["n"].to_list())
    return meetings.with_columns(
        by_jump=pl.col("n").is_in(sorted(jumped)), shares_mmsi=pl.col("n").is_in(sorted(shared))
    )


__all__ = ["Params", "with_moves"]
