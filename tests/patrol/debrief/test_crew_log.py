"""What a crew brings home: read strictly, matched in order, debriefed against the plan."""

import json
from datetime import timedelta

import polars as pl
import pytest

from seawarden.errors import FormatError
from seawarden.patrol.debrief import count_transfers, tally
from seawarden.patrol.debrief.crew_log import read_contacts, read_track
from seawarden.patrol.debrief.match_contacts import match
from seawarden.schema import CREW_CONTACTS, SIGHTINGS, SORTIES, conform

from ..conftest import NOW, case, cases

LANDING = NOW + timedelta(hours=9)
HEAD = "time_utc,lat,lon,name,imo,mmsi,flag,length_m,activity,hailed,of_interest,photo,note\n"


def contacts(*rows):
    return read_contacts(HEAD + "\n".join(rows) + "\n", "seen.csv", "S1", NOW, LANDING)


def test_a_contact_is_read_as_written():
    row = contacts(
        "2024-04-20T03:00:00Z,31 12.5N,124 55.0E,PAEK MA,IMO9066978,,kp,98,"
        'transfer,yes,y,a.jpg,"two, alongside"'
    ).to_dicts()[0]
    assert row["lat_deg"] == pytest.approx(31 + 12.5 / 60)
    assert row["lon_deg"] == pytest.approx(124 + 55 / 60)
    assert (row["imo"], row["flag"], row["activity"]) == (9066978, "KP", "transfer")
    assert row["is_hailed"] and row["is_of_interest"] and row["note"] == "two, alongside"


@pytest.mark.parametrize(
    ("row", "line"),
    [
        (
            "2025-04-20T03:00:00Z,31,124,,,,,,,,,,",
            "seen.csv, line 2, time_utc: 2025-04-20 03:00 UTC is not within the flight "
            "(2024-04-20 00:00 to 2024-04-20 09:00 UTC)",
        ),
        (
            "yesterday,31,124,,,,,,,,,,",
            "seen.csv, line 2, time_utc: 'yesterday', expected UTC as 2024-04-15T03:20:00Z",
        ),
        (
            "2024-04-20T03:00:00Z,91,124,,,,,,,,,,",
            "seen.csv, line 2, lat: '91', expected degrees from -90 to 90",
        ),
        (
            "2024-04-20T03:00:00Z,31,,,,,,,,,,,",
            "seen.csv, line 2, lon: '', expected degrees from -180 to 180",
        ),
        (
            "2024-04-20T03:00:00Z,31,124,,12345,,,,,,,,",
            "seen.csv, line 2, imo: '12345', expected 7 digits",
        ),
        (
            "2024-04-20T03:00:00Z,31,124,,,,,,smuggling,,,,",
            "seen.csv, line 2, activity: 'smuggling', expected one of transfer, alongside, "
            "drifting, anchored, underway, fishing, other",
        ),
        (
            "2024-04-20T03:00:00Z,31,124,,,,,,,maybe,,,",
            "seen.csv, line 2, hailed: 'maybe', expected yes or no",
        ),
    ],
)
def test_a_contact_that_cannot_be_right_is_one_line(row, line):
    with pytest.raises(FormatError) as error:
        contacts(row)
    assert str(error.value) == line


def test_a_missing_column_is_named():
    with pytest.raises(FormatError) as error:
        read_contacts("time,lat,lon\n", "seen.csv", "S1", NOW, LANDING)
    assert str(error.value) == "seen.csv: column 'time_utc' is missing"


def test_no_contact_is_a_log_too():
    assert contacts().height == 0


GPX = '<gpx xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>{}</trkseg></trk></gpx>'
POINT = '<trkpt lat="{}" lon="125"><time>2024-04-20T0{}:00:00Z</time></trkpt>'


def test_a_track_is_read_from_gpx_and_csv_alike():
    gpx = read_track(GPX.format(POINT.format(30, 2) + POINT.format(31, 1)), "t.gpx", NOW, LANDING)
    csv = read_track(
        "time_utc,lat,lon,search\n2024-04-20T01:00,31,125,1\n2024-04-20T02:00,30,125,\n",
        "t.csv",
        NOW,
        LANDING,
    )
    assert gpx.drop("search").equals(csv.drop("search"))
    assert csv["search"].to_list() == [True, None]
    assert gpx["lat_deg"].to_list() == [31.0, 30.0]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (GPX.format(POINT.format(30, 2)), "t.gpx: holds 1 track point(s), expected at least 2"),
        (GPX.format('<trkpt lat="30" lon="125"/>'), "t.gpx, track point 1: has no time"),
        ("<gpx>", "t.gpx: broken XML: no element found: line 1, column 5"),
        ("lat,lon\n1,2\n", "t.gpx: column 'time_utc' is missing, expected GPX or time_utc,lat,lon"),
    ],
)
def test_a_broken_track_is_one_line(text, line):
    with pytest.raises(FormatError) as error:
        read_track(text, "t.gpx", NOW, LANDING)
    assert str(error.value) == line


def test_an_entity_bomb_is_refused():
    bomb = '<!DOCTYPE g [<!ENTITY a "b">]><gpx>&a;</gpx>'
    with pytest.raises(FormatError, match=r"^t.gpx: broken XML"):
        read_track(bomb, "t.gpx", NOW, LANDING)


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
