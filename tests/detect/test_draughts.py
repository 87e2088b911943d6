"""Draught before and after a meeting, from what the crew typed in."""

import polars as pl
import pytest

from seawarden.detect.draughts import changes
from seawarden.schema import CLAIMS, TIME, conform

from .make import at

MEETING = pl.DataFrame({"hull": [100], "start_utc": [at(20)], "end_utc": [at(26)]}).cast(
    {"start_utc": TIME, "end_utc": TIME}
)


def claims(*said: tuple[float, float | None]) -> pl.DataFrame:
    rows = [
        {"hull": 100, "mmsi": 1, "start_utc": at(h), "end_utc": at(h + 1), "n_statics": 1,
         "draught_m": d, "file_id": 0, "first_line": 1, "last_line": 1}
        for h, d in said
    ]  # fmt: skip
    return conform(pl.DataFrame(rows, infer_schema_length=None), CLAIMS)


@pytest.mark.parametrize(
    ("said", "change", "why"),
    [
        (((0, 6.0), (30, 8.0)), 2.0, "before and the day after"),
        (((0, 6.0), (16, 8.0)), 2.0, "four hours before the start is already the meeting"),
        (((0, 6.0), (10, 8.0)), 0.0, "ten hours before the start is before"),
        (((0, 6.0), (80, 8.0)), 0.0, "54 h after the end is another story"),
        (((0, 6.0),), 0.0, "never entered anew"),
        (((21, 6.0), (30, 5.0)), -1.0, "first said during the meeting"),
        (((30, 6.0),), None, "nothing was said before"),
        (((0, None),), None, "the field was empty"),
    ],
)
def test_the_change_of_draught(
    said: tuple[tuple[float, float | None], ...], change: float | None, why: str
) -> None:
    got = changes(MEETING, claims(*said), 6.0, 48.0, "hull")["change_m"][0]
    assert got == (pytest.approx(change) if change is not None else None), why


def test_order_of_meetings_is_kept() -> None:
    two = pl.concat([MEETING.with_columns(hull=pl.lit(7, pl.Int64)), MEETING])
    out = changes(two, claims((0, 6.0), (30, 8.0)), 6.0, 48.0, "hull")
    assert out["change_m"].to_list() == [None, pytest.approx(2.0)]
