"""Encounters: the published meaning, without the published slips."""

import json

import polars as pl
import pytest

from seawarden.detect import encounter
from seawarden.schema import HULLS

from .make import NAMPO, at, contacts, hull, hulls

TWO = hulls(hull(1), hull(2))


def test_three_hours_side_by_side_are_an_encounter() -> None:
    found = encounter.detect(contacts(22.0, 18), TWO)
    row = found.row(0, named=True)
    assert found.height == 1
    assert (row["mmsi"], row["other_mmsi"]) == (1, 2)
    assert row["observed_h"] == pytest.approx(3.0)
    assert row["inferred_h"] == 0.0
    assert row["confidence"] > 0.9
    assert (row["first_row"], row["other_last_row"]) == (0, 1017)


def test_midnight_does_not_cut_it() -> None:
    """Two hours across midnight: the field's own pipeline loses this one."""
    assert encounter.detect(contacts(23.0, 13), TWO).height == 1


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (contacts(0, 10), "100 minutes are too short"),
        (contacts(0, 30, metres=600), "600 m are too far"),
        (contacts(0, 30, sog_kn=3.0), "3 kn are too fast"),
        (contacts(0, 30, where=NAMPO), "a port is not the sea"),
    ],
)
def test_what_is_no_encounter(made: pl.DataFrame, why: str) -> None:
    assert encounter.detect(made, TWO).is_empty(), why


def test_net_beacons_meet_nobody() -> None:
    """Beacons on one net drift side by side for days: no two ships."""
    nets = hulls(hull(1, name="8030-7-73%"), hull(2, name="8030-5-74%"))
    ship_and_net = hulls(hull(1, name="OCEAN GRACE"), hull(2, name="8030-5-74%"))
    assert encounter.detect(contacts(0, 30), nets).is_empty()
    assert encounter.detect(contacts(0, 30), ship_and_net).is_empty()
    assert encounter.detect(contacts(0, 30), hulls(hull(1, name="OCEAN GRACE"), hull(2))).height


def test_a_hole_is_never_time_together() -> None:
    """An hour, three silent hours, an hour: the hole is inferred and does not make two hours."""
    made = contacts(0, 29, skip=range(6, 24))
    assert made.height == 11
    assert encounter.detect(made, TWO).is_empty()


def test_a_hole_in_a_long_meeting_is_inferred() -> None:
    found = encounter.detect(contacts(0, 48, skip=range(12, 30)), TWO)
    assert found.height == 1
    assert found["observed_h"][0] == pytest.approx(5.0)
    assert found["inferred_h"][0] == pytest.approx(3.0)


def test_four_hours_apart_are_two_meetings() -> None:
    assert encounter.detect(contacts(0, 60, skip=range(15, 41)), TWO).height == 2


def test_slots_between_distant_reports_are_inferred() -> None:
    found = encounter.detect(contacts(0, 18, gap_s=5400), TWO)
    assert (found["observed_h"][0], found["inferred_h"][0]) == (0.0, pytest.approx(3.0))


def test_confidence_grows_with_time_together() -> None:
    short, long = (encounter.detect(contacts(0, n), TWO)["confidence"][0] for n in (12, 24))
    assert 0.5 <= short < long


def test_a_meeting_at_the_end_of_both_tracks_is_open() -> None:
    ends = hulls(hull(1, end_utc=at(3.0)), hull(2, end_utc=at(3.1)))
    assert encounter.detect(contacts(0, 18), ends)["is_open"].to_list() == [True]
    assert encounter.detect(contacts(0, 18), TWO)["is_open"].to_list() == [False]


def test_a_hull_that_is_not_in_the_table_is_still_met() -> None:
    found = encounter.detect(contacts(0, 18), HULLS.empty())
    assert found.height == 1
    assert json.loads(found["detail"][0])["median_distance_m"] == 60.0
