"""Promised against realised, by hand: one world, four findings of which two are false."""

from datetime import UTC, datetime

import polars as pl

from benchmarks.truth.pages import cut_table


def test_a_world_says_what_was_promised_and_what_came_true() -> None:
    events = pl.DataFrame(
        {
            "scenario": ["mixed"] * 4, "seed": [9700] * 4,
            "confidence": [0.99, 0.9, 0.6, 0.05], "is_true": [False, True, True, False],
            "start_utc": [datetime(2026, 3, d, tzinfo=UTC) for d in (1, 2, 3, 4)],
        }
    )  # fmt: skip
    # 0.01 + 0.1 + 0.4 + 0.95 are 1.46 expected false: all may be kept.
    assert cut_table.rows(events, 24.0) == [("`mixed`, 9700", 4, "2", 2, "2 of 4", 2)]
    # In six hours half a false one is promised, and 0.51 are expected of the first three.
    assert cut_table.rows(events, 6.0) == [("`mixed`, 9700", 2, "0.5", 1, "2 of 4", 2)]
