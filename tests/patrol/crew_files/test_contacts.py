"""A crew's contacts, in the forms in which crews have them; what cannot be right is one line."""

import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawarden.errors import FormatError
from seawarden.patrol.crew_files import read_contacts
from seawarden.patrol.crew_files.values import degrees

from ..conftest import NOW

LANDING = NOW + timedelta(hours=9)
HEAD = "time_utc,lat,lon,name,imo,mmsi,flag,length_m,activity,hailed,of_interest,photo,note\n"
AT = datetime(2024, 4, 20, 3, 20, tzinfo=UTC)


def read(content, zone=None):
    data = content if isinstance(content, bytes) else content.encode()
    return read_contacts(data, "seen.csv", "S1", NOW, LANDING, zone)


def contacts(*rows):
    return read(HEAD + "\n".join(rows) + "\n")[0]


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
        read_contacts(b"lat,lon\n", "seen.csv", "S1", NOW, LANDING)
    assert str(error.value) == "seen.csv: column 'time_utc' is missing"


def test_no_contact_is_a_log_too():
    assert contacts().height == 0


SCENE = (31 + 24.5 / 60, 124 + 55 / 60)


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        ("31.408333", "124.916667"),
        ("31 24.5N", "124 55.0E"),
        ("N31 24.5", "E124 55.0"),
        ("31°24'30\"N", "124°55'00\"E"),
        ("31-24-30N", "124-55-00E"),
        ("+31.408333", "124.916667E"),
    ],
)
def test_a_position_in_every_form_of_a_log_is_the_same(lat, lon):
    text = f'time_utc;lat;lon\n2024-04-20T03:20Z;"{lat.replace(chr(34), chr(34) * 2)}";'
    text += f'"{lon.replace(chr(34), chr(34) * 2)}"\n'
    row = read(text)[0].to_dicts()[0]
    assert (row["lat_deg"], row["lon_deg"]) == pytest.approx(SCENE, abs=1e-6)


@pytest.mark.parametrize(
    "cell",
    [
        "31 24.5N 124 55.0E", "N31 24.5 E124 55.0", "31-24.5N/124-55.0E", "3124.5N12455.0E",
        "31.408333, 124.916667", "31.408333 124.916667", "31.408333;124.916667",
    ],
)  # fmt: skip
def test_a_position_in_one_cell_is_parted(cell):
    row = read(f'time_utc,Position\n0320Z,"{cell}"\n')[0].to_dicts()[0]
    assert (row["lat_deg"], row["lon_deg"]) == pytest.approx(SCENE, abs=1e-6)


def test_numbers_with_blanks_and_the_trades_own_words():
    head = "time_utc,lat,lon,imo,mmsi,activity\n"
    row = read(head + "0320Z,31,124,IMO 9066978,445 000 001,STS\n")[0].to_dicts()[0]
    assert (row["imo"], row["mmsi"], row["activity"]) == (9066978, 445000001, "transfer")


def test_decimal_commas_are_decimals_where_semicolons_part_the_cells():
    row = read("Time UTC;Latitude;Longitude;Length (m)\n20/04/2024 03:20;31,5;124,25;98,5\n")[0]
    assert row.select("lat_deg", "lon_deg", "length_m").row(0) == (31.5, 124.25, 98.5)
    assert row["time_utc"][0] == AT


@pytest.mark.parametrize(("lat", "lon"), [("31 75.0N", "124 55.0E"), ("31 24.5E", "124 55.0E")])
def test_minutes_of_75_and_a_letter_of_the_other_axis_are_refused(lat, lon):
    with pytest.raises(FormatError) as error:
        contacts(f"2024-04-20T03:20Z,{lat},{lon},,,,,,,,,,")
    assert str(error.value) == (
        f"seen.csv, line 2, lat: '{lat}', expected degrees from -90 to 90, as 31 24.5N with "
        "minutes below 60"
    )


@given(st.integers(-90 * 600, 90 * 600), st.sampled_from(["before", "behind"]))
def test_degrees_and_minutes_come_back_as_the_degrees_they_were(tenths, where):
    whole, rest = divmod(abs(tenths), 600)
    letter = "NS"[tenths < 0]
    text = f"{whole:02d} {rest / 10:04.1f}"
    text = f"{letter}{text}" if where == "before" else f"{text}{letter}"
    assert degrees(text, 90.0, "cell") == pytest.approx(tenths / 600, abs=1e-9)


@pytest.mark.parametrize(
    "cell",
    [
        "2024-04-20T03:20:00Z", "2024-04-20 03:20", "2024-04-20T12:20+09:00", "20/04/2024 03:20",
        "20.04.2024 03:20", "04/20/2024 03:20", "0320Z", "03:20", "2024-04-20 03:20:00 UTC",
        "200320ZAPR24", "201220I APR 2024",
    ],
)  # fmt: skip
def test_a_time_in_every_form_of_a_log_is_the_same(cell):
    assert read(f"time_utc,lat,lon\n{cell},31,124\n")[0]["time_utc"][0] == AT


def test_a_clock_past_midnight_is_of_the_next_day():
    takeoff = datetime(2024, 4, 20, 21, tzinfo=UTC)
    text = b"time_utc,lat,lon\n2330Z,31,124\n0115Z,31,124\n"
    out, _ = read_contacts(text, "seen.csv", "S1", takeoff, takeoff + timedelta(hours=8))
    assert out["time_utc"].to_list() == [
        takeoff + timedelta(hours=2.5), takeoff + timedelta(hours=4.25),
    ]  # fmt: skip


def test_local_times_need_their_zone():
    text = "time,lat,lon\n2024-04-20 12:20,31,124\n"
    with pytest.raises(FormatError) as error:
        read(text)
    assert str(error.value) == (
        "seen.csv: '2024-04-20 12:20' says no zone; expected a column time_utc, times such as "
        "2024-04-15T03:20:00Z, or --time-zone, e.g. --time-zone Asia/Tokyo"
    )
    for zone in ("Asia/Tokyo", "+09:00"):
        assert read(text, zone)[0]["time_utc"][0] == AT
    assert AT.astimezone(ZoneInfo("Asia/Tokyo")).hour == 12


def test_local_time_typed_as_utc_beyond_the_flight_is_refused_with_the_reason():
    with pytest.raises(FormatError) as error:
        read("time_utc,lat,lon\n2024-04-20T12:20Z,31,124\n2024-04-20T13:05Z,31,124\n")
    assert str(error.value) == (
        "seen.csv, line 2, time_utc: 2024-04-20 12:20 UTC is not within the flight "
        "(2024-04-20 00:00 to 2024-04-20 09:00 UTC); if it is local time, say --time-zone"
    )


def test_a_spreadsheet_of_the_same_rows_is_the_same_log():
    book = openpyxl.Workbook()
    book.active.append(["Crew log, 20 April"])
    book.active.append(["time_utc", "lat", "lon", "name", "imo", "weather"])
    book.active.append([AT.replace(tzinfo=None), 31.5, "124 15.0E", "PAEK MA", 9066978, "fair"])
    held = io.BytesIO()
    book.save(held)
    out, unused = read(held.getvalue())
    assert out.select("time_utc", "lat_deg", "lon_deg", "name", "imo").row(0) == (
        AT, 31.5, 124.25, "PAEK MA", 9066978,
    )  # fmt: skip
    assert unused == ("weather",)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_names_come_through_the_encodings_of_excel(encoding):
    text = "time_utc;lat;lon;name\n2024-04-20T03:20Z;31;124;SØRØYA\n"
    assert read(text.encode(encoding))[0]["name"][0] == "SØRØYA"


def test_a_column_that_stands_twice_is_refused():
    with pytest.raises(FormatError, match=r"^seen.csv: lat and Latitude both mean 'lat', expected"):
        read("time_utc,lat,Latitude,lon\n")


def test_what_is_no_log_is_one_line():
    with pytest.raises(FormatError, match=r"^seen.csv: no heading row with lat and lon, found 'a,"):
        read("a,b\n1,2\n")
    with pytest.raises(FormatError, match=r"^seen.csv: holds NUL bytes"):
        read(b"a\0b")


def test_a_length_in_feet_is_not_taken_for_metres():
    out, unused = read("time_utc,lat,lon,length (ft)\n2024-04-20T03:20Z,31,124,300\n")
    assert out["length_m"][0] is None and unused == ("length (ft)",)
