"""Who lay beside a pair is counted as by hand."""

from datetime import timedelta

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from seawarden.detect.transfer import bystanders

from ..make import at, contacts


def meeting(hull: int, other: int, start_h: float, hours: float, n: int = 0) -> pl.DataFrame:
    return pl.DataFrame(
        {"n": [n], "hull": [hull * 100_000], "other_hull": [other * 100_000],
         "start_utc": [at(start_h)], "end_utc": [at(start_h + hours)]}
    )  # fmt: skip


def count(meetings: pl.DataFrame, seen: pl.DataFrame) -> list[int]:
    return bystanders.others(meetings, seen, beside_m=500.0, share=0.5, slot_min=10.0).to_list()


def test_a_pair_alone_has_no_crowd() -> None:
    assert count(meeting(1, 2, 0.0, 4.0), contacts(0.0, 24)) == [0]


def test_a_hull_beside_either_for_half_the_time_is_one() -> None:
    pair = contacts(0.0, 24)
    beside = contacts(0.0, 14, hulls=(2, 3))
    short = contacts(0.0, 9, hulls=(1, 4))
    far = contacts(0.0, 24, hulls=(1, 5), metres=800.0)
    later = contacts(9.0, 24, hulls=(1, 6))
    seen = pl.concat([pair, beside, short, far, later])
    assert count(meeting(1, 2, 0.0, 4.0), seen) == [1]
    # Each hull counts once, though it lies beside both.
    assert count(meeting(1, 2, 0.0, 4.0), pl.concat([seen, contacts(0.0, 24, hulls=(1, 3))])) == [1]


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32 - 1))
def test_it_is_what_counting_by_hand_gives(seed: int) -> None:
    rng = np.random.default_rng(seed)
    parts = []
    for _ in range(12):
        a, b = np.sort(rng.choice(6, 2, replace=False) + 1)
        start_h, slots = float(rng.integers(0, 6)), int(rng.integers(1, 30))
        metres = float(rng.choice([60.0, 700.0]))
        parts.append(contacts(start_h, slots, hulls=(int(a), int(b)), metres=metres))
    seen = pl.concat(parts).unique(["hull", "other_hull", "time_utc"], maintain_order=True)
    meetings = pl.concat([meeting(1, 2, 1.0, 3.0, 7), meeting(3, 4, 2.0, 5.0, 9)])
    wanted = []
    for row in meetings.iter_rows(named=True):
        pair = {row["hull"], row["other_hull"]}
        met: dict[int, set[object]] = {}
        for c in seen.iter_rows(named=True):
            both = {c["hull"], c["other_hull"]}
            inside = row["start_utc"] <= c["time_utc"] <= row["end_utc"]
            if inside and c["distance_m"] <= 500 and len(both & pair) == 1:
                met.setdefault((both - pair).pop(), set()).add(c["time_utc"])
        slots = (row["end_utc"] - row["start_utc"]) / timedelta(minutes=10)
        wanted.append(sum(len(times) >= 0.5 * slots for times in met.values()))
    assert count(meetings, seen.sample(fraction=1.0, shuffle=True, seed=seed)) == wanted


def test_the_ship_between_is_found_though_the_first_look_was_a_guess() -> None:
    """Sure looks say that 2 lies between 1 and 3; one slot, 2 km unsure, puts her outside."""
    sure = pl.concat([contacts(0.0, 12, hulls=(1, 3)), contacts(0.0, 12, hulls=(1, 2), metres=30)])
    third = pl.col("other_hull") == 200_000
    guess = third & (pl.col("time_utc") == at(0.0))
    seen = sure.with_columns(
        east_m=pl.when(guess).then(-480.0).otherwise("east_m").cast(sure["east_m"].dtype),
        sigma_m=pl.when(guess).then(2000.0).otherwise("sigma_m").cast(sure["sigma_m"].dtype),
    )
    pair = meeting(1, 3, 0.0, 2.0)
    found = bystanders.between(pair, seen, beside_m=500.0, share=(0.2, 0.8))
    assert found.to_list() == [True]
    alone = bystanders.between(pair, seen.filter(~third), beside_m=500.0, share=(0.2, 0.8))
    assert alone.to_list() == [False]


def test_in_a_crowd_how_many_lie_beside_is_still_known() -> None:
    """Which ones is no longer followed beyond `MOST`; the weight ends at 6 long before."""
    seen = [contacts(0.0, 24)]
    seen += [contacts(0.0, 24, hulls=(1, k)) for k in range(3, 43)]
    assert count(meeting(1, 2, 0.0, 4.0), pl.concat(seen)) == [40]
    # A crowd that is there for a quarter of the time is no crowd beside them.
    short = [contacts(0.0, 24), *(contacts(0.0, 6, hulls=(1, k)) for k in range(3, 43))]
    assert count(meeting(1, 2, 0.0, 4.0), pl.concat(short)) == [0]
