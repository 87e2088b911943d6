"""Encounters: the published meaning, without the published slips."""

import json

import numpy as np
import polars as pl
import pytest

from seawarden.detect import encounter
from seawarden.geo.places import Places
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


def row(made: pl.DataFrame) -> dict[str, object]:
    found = encounter.detect(made, TWO).row(0, named=True)
    return {**found, **json.loads(found["detail"])}


def test_a_slot_reaches_five_minutes_to_either_side() -> None:
    found = row(contacts(1.0, 18))
    assert (found["start_utc"], found["end_utc"]) == (at(1.0 - 1 / 12), at(1.0 + 17 / 6 + 1 / 12))


def test_the_place_is_that_of_the_middle_slot_and_measures_are_medians() -> None:
    made = contacts(0, 18).with_columns(
        lat_deg=33.1 + pl.int_range(18) / 100, distance_m=100.0 + pl.int_range(18) * 10.0,
        sog_kn=pl.lit(1.0), other_sog_kn=pl.int_range(18) / 10,
    )  # fmt: skip
    found = row(made)
    assert found["lat_deg"] == pytest.approx(33.19)
    assert found["lon_deg"] == pytest.approx(124.2)
    assert (found["median_distance_m"], found["min_distance_m"]) == (185.0, 100.0)
    assert found["median_sog_kn"] == 1.0  # the faster of the two: 1.0 ten times, then up to 1.7
    assert found["slots"] == 18
    assert (found["first_row"], found["last_row"]) == (0, 17)
    assert (found["other_first_row"], found["other_last_row"]) == (1000, 1017)


def test_confidence_is_that_of_the_hours_surely_within_500_m() -> None:
    """60 m off at an error of 28 m: all of three hours; log odds 4 (3 / 2 - 1) + 1 are 3."""
    assert row(contacts(0, 18))["confidence"] == pytest.approx(1 / (1 + 2.718281828**-3), abs=1e-5)
    # At 500 m each slot is as likely within as not: an hour and a half of three.
    edge = row(contacts(0, 18, metres=500.0))
    assert edge["together_h"] == 1.5
    assert edge["confidence"] == pytest.approx(0.5, abs=1e-5)
    assert row(contacts(0, 100))["confidence"] == 0.98  # never surer


@pytest.mark.parametrize(("slots", "n"), [(11, 0), (12, 1)])
def test_two_hours_are_enough(slots: int, n: int) -> None:
    assert encounter.detect(contacts(0, slots), TWO).height == n


@pytest.mark.parametrize(
    ("metres", "kn", "n"), [(500.0, 1.9, 1), (500.5, 1.9, 0), (60.0, 1.99, 1), (60.0, 2.0, 0)]
)
def test_within_500_m_and_below_two_knots(metres: float, kn: float, n: int) -> None:
    assert encounter.detect(contacts(0, 18, metres=metres, sog_kn=kn), TWO).height == n


@pytest.mark.parametrize(("km", "n"), [(9.5, 0), (10.5, 1)])
def test_ten_kilometres_from_a_port(km: float, n: int) -> None:
    """South of Nampo's point, in the sea; the nearest port from there on is Nampo's."""
    off = NAMPO[1] - km / (111.195 * 0.7804)
    near = contacts(0, 18, where=(NAMPO[0], off))
    other = Places().port(np.array([NAMPO[0]]), np.array([off]))[1][0]
    assert (other < 10_000.0) == (n == 0)
    assert encounter.detect(near, TWO).height == n


@pytest.mark.parametrize(("skipped", "n"), [(22, 1), (23, 2)])
def test_four_hours_without_a_contact_end_a_meeting(skipped: int, n: int) -> None:
    """22 slots left out are 3 h 50 min between two contacts, 23 are four hours."""
    made = contacts(0, 26 + skipped, skip=range(13, 13 + skipped))
    assert encounter.detect(made, TWO).height == n
