"""The next crew knows what the last one saw."""

from datetime import timedelta

import polars as pl

from seawarden.patrol.briefing.earlier_flights import COLUMNS, last_seen, seen_before
from seawarden.patrol.briefing.ships import ship_of
from seawarden.schema import CREW_CONTACTS, conform

from ..conftest import NOW, case


def contacts(*rows):
    base = {
        "sortie_id": "S1", "lat_deg": 31.5, "lon_deg": 124.25, "is_hailed": False,
        "is_of_interest": False, "match": "unknown", "line": 2, "is_accepted": True,
    }  # fmt: skip
    made = [
        base | {"contact_id": f"S1#{i}", "time_utc": NOW - timedelta(hours=20 + i)} | row
        for i, row in enumerate(rows)
    ]
    return conform(pl.DataFrame(made, schema=CREW_CONTACTS.schema), CREW_CONTACTS)


def test_ships_without_ais_and_of_interest_are_briefed_the_latest_first():
    seen = contacts(
        {"name": "PAEK MA", "imo": 9066978, "flag": "KP", "length_m": 98.0, "activity": "drifting"},
        {"matched_mmsi": 412000001},
        {"matched_mmsi": 412000002, "is_of_interest": True},
        {"is_accepted": False, "doubt": "695 nm from the aircraft at that time"},
        {"time_utc": NOW - timedelta(days=9)},
        {"time_utc": NOW + timedelta(hours=1)},
    )
    assert seen_before(seen, NOW) == (
        COLUMNS,
        (
            "19 Apr 04:00Z", "31 30.0N 124 15.0E", "PAEK MA, IMO 9066978, flag KP, 98 m",
            "drifting", "none heard", "S1",
        ),
        (
            "19 Apr 02:00Z", "31 30.0N 124 15.0E", "name not read", "", "MMSI 412000002", "S1",
        ),
    )  # fmt: skip
    assert seen_before(contacts(), NOW) == ()


def test_a_ship_was_last_where_a_crew_saw_her_after_the_case():
    about = case(end_utc=NOW - timedelta(hours=21, minutes=30))
    seen = contacts({"imo": 9066978}, {"matched_mmsi": 445000001}, {"imo": 9066978})
    hit = last_seen(about, seen, NOW)
    assert hit is not None and hit["contact_id"] == "S1#0"
    assert ship_of(about, None, NOW, hit).last == (
        "31 30.0N 124 15.0E, 19 Apr 2024 04:00Z, 20 h before the flight, seen by the crew of S1"
        ". Identification pass: one budgeted"
    )
    assert last_seen(case(end_utc=NOW - timedelta(hours=19)), seen, NOW) is None
