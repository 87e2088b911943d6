"""Names of events are stable and tell events apart."""

from datetime import timedelta

import polars as pl
import pytest

from seawarden.detect.contract.event_id import event_ids

from ..make import at


def test_the_name_is_fixed_for_ever() -> None:
    """A docket keeps these names: a change of the hash is a change of the format."""
    row = pl.DataFrame({"hull": [44512300000000], "other_hull": [41200000100000],
                        "start_utc": [at(5)]})  # fmt: skip
    assert event_ids(row, "sts").to_list() == ["sts-81548afccdbc2ed0"]


def test_no_two_of_a_hundred_thousand_share_a_name() -> None:
    n = 100_000
    frame = pl.DataFrame({"hull": range(n)}).with_columns(
        other_hull=pl.col("hull") % 7, start_utc=pl.lit(at(0)) + pl.duration(minutes=pl.col("hull"))
    )
    assert event_ids(frame, "encounter").n_unique() == n


def test_kind_ships_order_and_time_all_count() -> None:
    rows = [(1, 2, at(0)), (2, 1, at(0)), (1, None, at(0)), (1, 2, at(0) + timedelta(seconds=1))]
    frame = pl.DataFrame(rows, schema=["hull", "other_hull", "start_utc"], orient="row")
    names = [*event_ids(frame, "sts"), *event_ids(frame, "encounter")]
    assert len({n.split("-")[1] for n in names}) == 8


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="rendezvous"):
        event_ids(pl.DataFrame({"start_utc": [at(0)]}), "rendezvous")
