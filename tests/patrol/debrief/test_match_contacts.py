"""Contacts matched in order, and what a season adds up to."""

import json
from datetime import timedelta

import polars as pl
import pytest

from seawarden.patrol.crew_files import read_contacts
from seawarden.patrol.debrief import count_transfers, tally
from seawarden.patrol.debrief.match_contacts import match
from seawarden.schema import CREW_CONTACTS, SIGHTINGS, SORTIES, conform

from ..conftest import NOW, case, cases

LANDING = NOW + timedelta(hours=9)
HEAD = "time_utc,lat,lon,name,imo,mmsi,flag,length_m,activity,hailed,of_interest,photo,note\n"


def contacts(*rows):
    text = HEAD + "\n".join(rows) + "\n"
    return read_contacts(text.encode(), "seen.csv", "S1", NOW, LANDING)[0]


TRACK = pl.DataFrame({"lat_deg": [30.0, 32.0], "lon_deg": [125.0, 125.0]})
POSITIONS = pl.DataFrame(
    {
        "mmsi": [412000001, 412000001, 412000002],
        "time_utc": [NOW + timedelta(minutes=m) for m in (170, 190, 180)],
        "lat_deg": [31.0, 31.1, 31.3],
        "lon_deg": [125.1, 125.1, 125.1],
    },
    schema_overrides={"time_utc": CREW_CONTACTS.schema["time_utc"], "mmsi": pl.Int64},
)


def test_contacts_match_identity_then_ais_then_sighting_then_case_else_nobody():
    seen = contacts(
        "2024-04-20T03:00:00Z,31.5,125.0,,9066978,,,,,,,,",
        "2024-04-20T03:00:00Z,31.051,125.1,,,,,,,,,,",
        "2024-04-20T03:00:00Z,31.6,125.2,,,,,,,,,,",
        "2024-04-20T03:00:00Z,30.55,125.05,,,,,,,,,,",
        "2024-04-20T03:00:00Z,28.0,123.0,,,,,,,,,,",
    )
    sighting = {
        "sighting_id": "sar-1",
        "time_utc": NOW + timedelta(hours=3),
        "lat_deg": 31.61,
        "lon_deg": 125.2,
        "file_id": 0,
        "line": 1,
    }
    sightings = conform(
        pl.DataFrame([sighting], schema_overrides={"time_utc": SIGHTINGS.schema["time_utc"]}),
        SIGHTINGS,
    )
    out = match(seen, TRACK, POSITIONS, sightings, cases(case()))
    assert out["match"].to_list() == ["identity", "ais", "sighting", "case", "unknown"]
    assert out["matched_mmsi"].to_list() == [None, 412000001, None, None, None]
    assert out["matched_id"].to_list() == ["case-1", None, "sar-1", "case-1", None]
    assert out["match_m"][1] < 200
    assert out["offset_nm"][1] == pytest.approx(5.14, abs=0.05)


def test_both_ships_of_a_transfer_are_one_transfer():
    rows = contacts(
        "2024-04-20T03:00:00Z,31.0,125.0,A,,,,,transfer,,,,",
        "2024-04-20T03:00:00Z,31.001,125.0,B,,,,,transfer,,,,",
        "2024-04-20T04:00:00Z,31.8,125.0,C,,,,,transfer,,,,",
    )
    assert count_transfers(rows) == 2


def test_the_tally_adds_up_by_aircraft_and_in_all():
    base = {
        "state": "flown",
        "base": "RODN",
        "takeoff_utc": NOW,
        "landing_utc": LANDING,
        "flight_h": 8.0,
        "search_h": 6.0,
        "search_nm": 1500.0,
        "sweep_width_nm": 24.0,
        "area_nm2": 30000.0,
        "coverage": 1.0,
        "legs": "[]",
        "is_simulated": False,
        "contacts": 10,
        "hailed": 2,
        "transfers": 1,
        "of_interest": 3,
        "pos_planned": 0.3,
        "pos_flown": 0.28,
    }
    rows = [
        base | {"sortie_id": str(i), "aircraft": a} for i, a in enumerate(("P-8A", "P-8A", "P-3K2"))
    ]
    rows.append(base | {"sortie_id": "9", "aircraft": "P-8A", "state": "planned"})
    out = tally(
        conform(
            pl.DataFrame(
                rows,
                schema_overrides={
                    "takeoff_utc": SORTIES.schema["takeoff_utc"],
                    "landing_utc": SORTIES.schema["landing_utc"],
                },
            ),
            SORTIES,
        )
    )
    assert out.select("aircraft", "missions", "flight_h", "transfers", "of_interest").rows() == [
        ("P-3K2", 1, 8.0, 1, 3),
        ("P-8A", 2, 16.0, 2, 6),
        ("all", 3, 24.0, 3, 9),
    ]
    assert json.dumps(out.to_dicts(), default=str)
