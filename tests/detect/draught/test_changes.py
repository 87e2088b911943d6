"""Draught before and after a meeting, from what the crew typed in."""

import polars as pl
import pytest

from seawarden.detect.draught.at_sea import changes_at_sea
from seawarden.detect.draught.changes import changes
from seawarden.schema import CLAIMS, TIME, conform

from ..make import at

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
        (
            ((0, 6.0), (16, 8.0), (18, 6.0), (30, 8.0)),
            None,
            "two ships' claims take turns under one MMSI",
        ),
        (((0, 6.0), (16, 7.0), (30, 8.0)), 2.0, "two steps one way are one change"),
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


def test_what_was_loaded_at_a_berth_is_not_laid_to_the_stop_after_it() -> None:
    """She left port at 17 h; the draught entered there was first heard at 18 h."""
    breaks = pl.DataFrame({"hull": [100], "start_utc": [at(2)], "end_utc": [at(17)]}).cast(
        {"start_utc": TIME, "end_utc": TIME}
    )
    at_berth = claims((0, 6.0), (18, 8.0))
    assert changes_at_sea(MEETING, breaks, at_berth, 6.0, 48.0).to_list() == [pytest.approx(0.0)]
    at_sea = claims((0, 6.0), (18, 8.0), (30, 6.5))
    assert changes_at_sea(MEETING, breaks, at_sea, 6.0, 48.0).to_list() == [pytest.approx(-1.5)]
    unheard = claims((0, 6.0), (30, 8.0))
    assert changes_at_sea(MEETING, breaks, unheard, 6.0, 48.0).to_list() == [None]
