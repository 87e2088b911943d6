"""Contacts that cannot be right are held; what was seen elsewhere or later refutes nothing."""

from datetime import timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawarden.errors import UsageError
from seawarden.geo.sphere import distance_m
from seawarden.patrol.aircraft import fleet
from seawarden.patrol.crew_files import read_contacts
from seawarden.patrol.debrief.doubts import with_doubts
from seawarden.patrol.debrief.summary import Params, _checks, searching
from seawarden.schema import TIME

from ..conftest import NOW, case, cases

LANDING = NOW + timedelta(hours=9)


def seen(*rows):
    head = "time_utc,lat,lon,name,imo,activity\n"
    content = (head + "\n".join(rows) + "\n").encode()
    return read_contacts(content, "seen.csv", "S1", NOW, LANDING)[0]


def track(*points, segment=None):
    """Return a track from (hours after take-off, lat, lon)."""
    frame = pl.DataFrame(
        [(NOW + timedelta(hours=h), y, x, None) for h, y, x in points],
        orient="row",
        schema={"time_utc": TIME, "lat_deg": pl.Float64, "lon_deg": pl.Float64,
                "search": pl.Boolean},
    )  # fmt: skip
    return frame.with_columns(segment=pl.Series(segment or [0] * frame.height, dtype=pl.Int32))


# North along 125 E at 240 kn, a point every quarter of an hour.
FLOWN = track(*((q / 4, 24.0 + q, 125.0) for q in range(13)))


def doubts(*rows, accept=()):
    return with_doubts(seen(*rows), FLOWN, accept)


def test_a_contact_under_the_aircraft_is_accepted():
    out = doubts("2024-04-20T02:00:00Z,32.0,125.1,PAEK MA,9066978,transfer")
    assert out["doubt"][0] is None and out["is_accepted"][0]
    expected = distance_m(32.0, 125.0, 32.0, 125.1) / 1852.0
    assert out["aircraft_nm"][0] == pytest.approx(float(expected))


def test_a_contact_far_from_the_aircraft_at_that_time_is_held():
    """Close to the track, but flown over an hour and a half earlier."""
    out = doubts("2024-04-20T02:30:00Z,28.0,125.0,PAEK MA,,transfer")
    assert out["doubt"][0].startswith("360 nm from the aircraft at that time")
    assert not out["is_accepted"][0]


def test_local_time_typed_as_utc_is_recognised():
    out = doubts("2024-04-20T03:00:00Z,24.0,125.2,PAEK MA,,transfer")
    assert out["doubt"][0] == (
        "721 nm from the aircraft at that time, and its name or doings are seen within 40 nm; "
        "3 h earlier it lay 11 nm from it: is the time local?"
    )


def test_a_ship_on_radar_may_be_further_than_one_whose_name_was_read():
    far = "2024-04-20T02:00:00Z,32.0,127.0"
    assert doubts(f"{far},,,")["doubt"][0] is None
    assert doubts(f"{far},PAEK MA,,")["doubt"][0] is not None


def test_a_wrong_check_digit_is_held():
    out = doubts("2024-04-20T02:00:00Z,32.0,125.1,PAEK MA,9066979,transfer")
    assert out["doubt"][0] == "IMO number 9066979 has a wrong check digit"


def test_a_time_without_track_is_held():
    out = doubts("2024-04-20T06:00:00Z,32.0,125.1,,,")
    assert out["doubt"][0] == "the track has no point within 30 min of it"


def test_a_held_contact_is_accepted_by_name_only():
    row = "2024-04-20T02:00:00Z,32.0,125.1,PAEK MA,9066979,transfer"
    assert doubts(row, accept=["S1#2"])["is_accepted"][0]
    with pytest.raises(UsageError) as error:
        doubts(row, accept=["S1#9"])
    assert str(error.value) == "--accept 'S1#9': no such contact; contacts: S1#2"


def checks(row, **of_case):
    out = seen(row).with_columns(match=pl.lit("identity"), matched_id=pl.lit("case-1"))
    return _checks(out, cases(case(**of_case)), Params())


THEN = {"start_utc": NOW + timedelta(hours=1), "end_utc": NOW + timedelta(hours=5)}


def test_what_was_seen_there_and_then_speaks_about_a_case():
    assert checks("2024-04-20T03:00Z,30.5,125,PAEK MA,,transfer", **THEN) == [["sts", 0.9, 1]]
    assert checks("2024-04-20T03:00Z,30.5,125,PAEK MA,,drifting", **THEN) == [["sts", 0.9, 0]]


@given(
    hours=st.floats(0, 8.9),
    north=st.floats(-3, 3),
    activity=st.sampled_from(["drifting", "anchored", "underway", "fishing", "other"]),
)
def test_a_contact_later_or_elsewhere_refutes_nothing(hours, north, activity):
    time = NOW + timedelta(hours=hours)
    row = f"{time.isoformat()},{30.5 + north},125,PAEK MA,,{activity}"
    apart = abs(north) * 60 > 15.1
    outside = not THEN["start_utc"] <= time <= THEN["end_utc"]
    if apart or outside:
        assert checks(row, **THEN) == []


def test_a_transfer_that_ended_days_ago_is_not_refuted():
    ended = {"start_utc": NOW - timedelta(days=3, hours=4), "end_utc": NOW - timedelta(days=3)}
    assert checks("2024-04-20T03:00Z,30.5,125,PAEK MA,,underway", **ended) == []


P8A = fleet.find("P-8A")


def on(flown):
    lat, lon = flown["lat_deg"].to_numpy(), flown["lon_deg"].to_numpy()
    hours = np.diff(flown["time_utc"].dt.epoch("ms").to_numpy()) / 3.6e6
    length = distance_m(lat[:-1], lon[:-1], lat[1:], lon[1:]) / 1852.0
    return list(searching(flown, length, hours, P8A))


def test_a_hole_of_four_hours_was_not_searched():
    flown = track((0, 30, 125), (0.25, 31, 125), (4.25, 31.5, 125), (4.5, 32.5, 125))
    assert on(flown) == [True, False, True]


def test_a_long_leg_flown_straight_was_searched():
    assert on(track((0, 26, 125), (1, 30, 125), (1.25, 31, 125))) == [True, True]


def test_between_two_segments_nothing_was_recorded():
    assert on(track((0, 30, 125), (0.25, 31, 125), (0.5, 32, 125), segment=[0, 0, 1])) == [
        True, False,
    ]  # fmt: skip
