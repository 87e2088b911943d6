"""Queries from particulars, from a file, from hulls; what is wrong with them is said."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from seawarden import lists
from seawarden.errors import FormatError, InputError, UsageError
from seawarden.schema import CLAIMS, HULLS, conform
from seawarden.screen import QUERY_SCHEMA, match, one, stale
from seawarden.screen import file as read_file
from seawarden.screen import hulls as asked_of


def test_one_ship_is_asked_about_as_a_person_types_it():
    asked = one("Rye Song Gang 1", imo="IMO 7389704", mmsi="445123000", flag="North Korea")
    row = asked.queries.row(0, named=True)
    assert (row["query_id"], row["imo"], row["mmsi"], row["flag"]) == (
        "1",
        7389704,
        445123000,
        "KP",
    )
    assert asked.notes == ()
    assert asked.queries.schema == QUERY_SCHEMA


def test_a_wrong_check_digit_is_said_and_the_rest_screened():
    asked = one("RYE SONG GANG 1", imo=7389705)
    assert asked.notes == ("IMO 7389705 fails its check digit and is not used; screened by name",)
    found = match(asked.queries, lists.register())
    assert found["verdict"][0] == "match"
    assert "IMO 7389705 fails its check digit and is not used" in found["explanation"][0]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "screen: nothing to screen by, expected a name, IMO number, MMSI or file"),
        ({"flag": "KP"}, "screen: nothing to screen by, expected a name, IMO number, MMSI or file"),
        ({"name": "  "}, "screen: nothing to screen by, expected a name, IMO number, MMSI or file"),
        ({"imo": "7389705"},
         "screen: IMO 7389705 fails its check digit, and nothing else is given to screen by"),
        ({"imo": "73897"}, "screen: IMO number is '73897', expected seven digits"),
        ({"mmsi": "12"}, "screen: MMSI is '12', expected nine digits"),
        ({"mmsi": "44512300X"}, "screen: MMSI is '44512300X', expected nine digits"),
        ({"name": "A", "flag": "Nowhere"},
         "screen: flag is 'Nowhere', expected a country or its ISO code"),
    ],
)  # fmt: skip
def test_what_cannot_be_screened_is_refused_in_one_line(given, message):
    with pytest.raises(UsageError) as error:
        one(**given)
    assert str(error.value) == message


def test_a_file_is_read_by_its_column_names_in_any_spelling(tmp_path):
    path = tmp_path / "fleet.csv"
    path.write_text(
        "Vessel Name;IMO Number;M.M.S.I.;Call-Sign;Flag State;Ex names;Registered Owner\n"
        "RYE SONG GANG 1;7389704.0;445123000;HMXY;DPRK;Degtyarsk|Medstar;Some Co\n"
        "BAD NUMBER;7389705;;;;;\n"
        "NO NUMBER;123;x;;Atlantis;;\n"
        ";;;;;;\n"
        ";0;;;PA;;\n"
    )
    asked = read_file(path)
    first = asked.queries.row(0, named=True)
    assert asked.queries["query_id"].to_list() == ["2", "3", "4"]
    assert (first["name"], first["imo"], first["mmsi"]) == ("RYE SONG GANG 1", 7389704, 445123000)
    assert (first["flag"], first["former_names"]) == ("KP", ["Degtyarsk", "Medstar"])
    assert (first["call_sign"], first["owner"]) == ("HMXY", "Some Co")
    assert asked.notes == (
        "line 3: IMO 7389705 fails its check digit and is not used; screened by name",
        "line 4: IMO number is '123', expected seven digits",
        "line 4: MMSI is 'x', expected nine digits",
        "line 4: flag is 'Atlantis', expected a country or its ISO code",
        "line 6: nothing to screen by; row left out",
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty, expected a table of ships"),
        ("port,berth\nNampo,1\n",
         "no column to screen by, expected name, imo, mmsi or call_sign, found: port, berth"),
        ("name,imo\n", "no row to screen, expected at least one ship"),
        ("name,imo\n,0\n", "no row to screen, expected at least one ship"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_screened_is_refused(tmp_path, text, message):
    path = tmp_path / "fleet.csv"
    path.write_text(text)
    with pytest.raises(InputError) as error:
        read_file(path)
    assert str(error.value) == f"{path}: {message}"


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match=r"nothing\.csv: cannot be read: No such file"):
        read_file(tmp_path / "nothing.csv")


def _hulls(*rows: dict) -> pl.DataFrame:
    when = datetime(2026, 1, 1, tzinfo=UTC)
    full = {n: None for n in HULLS.names} | {
        "station": "ship", "ais_class": 1, "n_reports": 1, "heard_h": 0.0, "track_nm": 0.0,
    }  # fmt: skip
    for column in HULLS.columns:
        if full[column.name] is None and not column.nullable:
            full[column.name] = when if "utc" in column.name else 0
    frame = pl.DataFrame([full | row for row in rows], infer_schema_length=None)
    return conform(frame, HULLS)


def _claims(*rows: dict) -> pl.DataFrame:
    full: dict[str, object] = {}
    for column in CLAIMS.columns:
        when = datetime(2026, 1, 1, tzinfo=UTC)
        full[column.name] = None if column.nullable else (when if "utc" in column.name else 1)
    return conform(pl.DataFrame([full | row for row in rows], infer_schema_length=None), CLAIMS)


def test_hulls_are_asked_about_and_beacons_are_not():
    hulls = _hulls(
        {"hull": 1, "mmsi": 445123000, "name": "A", "imo": 7389704},
        {"hull": 2, "mmsi": 2320717, "station": "base"},
        {"hull": 3, "mmsi": 150123456, "station": "other", "name": "HIDING"},
        {"hull": 4, "mmsi": 992320717, "station": "aton"},
        {"hull": 5, "mmsi": 111232500, "station": "sar"},
    )
    asked = asked_of(hulls).queries
    assert asked["query_id"].to_list() == ["1", "3"]


def test_every_name_and_valid_number_that_a_hull_ever_sent_is_screened():
    hulls = _hulls({"hull": 1, "mmsi": 445123000, "name": "SONG HAE", "imo": 9074729})
    claims = _claims(
        {"hull": 1, "mmsi": 445123000, "name": "SONG HAE", "imo": 9074729},
        {"hull": 1, "mmsi": 445123000, "name": "RYE SONG GANG 1", "imo": 7389704},
        {"hull": 1, "mmsi": 445123000, "name": "SONG HAE", "imo": 7389705},
        {"hull": None, "mmsi": 445123000, "name": "NOBODY"},
    )
    asked = asked_of(hulls, claims).queries
    assert asked["query_id"].to_list() == ["1", "1#7389704"]
    assert asked["former_names"].to_list() == [["RYE SONG GANG 1"], None]
    found = match(asked, lists.register()).filter(verdict="match")
    assert found.select("query_id", "hull", "listed_imo").rows() == [("1#7389704", 1, 7389704)]


def test_old_and_undated_lists_are_noted():
    register = lists.register()
    today = date(2026, 11, 22)
    assert stale(register, today, max_age_days=365) == []
    assert stale(register, today) == [
        "register: UN 1718 Committee designated ships (register of this package) is of "
        "2026-05-13, 193 days old"
    ]
    undated = register.with_columns(pl.lit(None, dtype=pl.Date).alias("as_of"))
    assert stale(undated, today)[0].endswith("carries no date")


def test_a_binary_file_is_named_as_such_and_not_printed(tmp_path):
    """Control signs in an error line can do anything to a terminal."""
    path = tmp_path / "ships.csv"
    path.write_bytes(bytes(range(256)) * 4)
    with pytest.raises(FormatError) as told:
        read_file(path)
    assert str(told.value) == f"{path}: the file is binary, expected a table of ships as text"


def test_what_else_screens_a_ship_with_a_wrong_number_is_said_in_order():
    asked = one("NAM SAN 8", imo=7389705, mmsi=445123000, call_sign="HMXY")
    assert asked.notes == (
        "IMO 7389705 fails its check digit and is not used; screened by name, mmsi, call sign",
    )


@pytest.mark.parametrize("nothing", ["0", "0.0", "00", "0000000", " 0 "])
def test_a_zero_is_what_ships_send_for_no_number(nothing):
    asked = one("NAM SAN 8", imo=nothing, mmsi=nothing)
    row = asked.queries.row(0, named=True)
    assert (row["imo"], row["mmsi"], asked.notes) == (None, None, ())


@pytest.mark.parametrize(
    ("typed", "name", "number"),
    [
        ("9074729", None, 9074729),
        ("IMO 9074729", None, 9074729),
        ("SABLE TERN (IMO 9074729)", "SABLE TERN", 9074729),
        ("SABLE TERN, I.M.O. No. 9074729", "SABLE TERN", 9074729),
        ("9074728", "9074728", None),  # no IMO number: a ship may be called by a number
    ],
)
def test_a_number_typed_with_the_name_is_read_as_one(typed, name, number):
    row = one(typed).queries.row(0, named=True)
    assert (row["name"], row["imo"]) == (name, number)


def test_an_imo_number_that_a_hull_sent_often_is_asked_about_once():
    hulls = _hulls({"hull": 1, "mmsi": 445123000, "name": "SONG HAE", "imo": 9074729})
    second = {"hull": 1, "mmsi": 445123000, "name": "SONG HAE", "imo": 7389704}
    later = second | {"start_utc": datetime(2026, 1, 2, tzinfo=UTC), "call_sign": "HMXY"}
    asked = asked_of(hulls, _claims(second, later)).queries
    assert asked["query_id"].to_list() == ["1", "1#7389704"]


def test_former_names_are_parted_at_every_sign_that_lists_use():
    row = one("A B 1", former_names=["ONE, TWO", "THREE|FOUR", "ex-FIVE ex SIX"])
    assert row.queries["former_names"].to_list() == [["ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX"]]
