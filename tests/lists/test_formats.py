"""Every format to LISTINGS: what each publisher prints comes out as it was meant."""

from datetime import date

import polars as pl
import pytest

from seawarden import lists
from seawarden.ids import imo
from seawarden.schema import LISTINGS

from .samples import (
    EU_FSF_CSV,
    EU_XML,
    FTM,
    MARITIME,
    OFAC_ADD,
    OFAC_ALT,
    OFAC_SDN,
    OFAC_XML,
    SIMPLE,
    UK_LIST,
    UN1718,
    put,
)


def _rows(frame: pl.DataFrame) -> dict[str, dict]:
    return {row["listing_id"]: row for row in frame.iter_rows(named=True)}


def test_the_un_1718_vessel_list_is_read_with_its_counted_cells(tmp_path):
    frame, info = lists.read_file(put(tmp_path, "1718 vessels 2018-04-02.csv", UN1718))
    rows = _rows(frame)
    assert (info.as_of, info.listings) == (date(2018, 4, 2), 4)
    ship = rows["un1718:1"]
    assert (ship["name"], ship["imo"], ship["mmsi"]) == ("HAO FAN 6", 8628597, [341985000])
    assert (ship["flag"], ship["former_flags"]) == ("KM", ["KN"])
    assert ship["listed_on"] == date(2017, 10, 3)
    assert ship["measures"] == [
        "Paragraph 12 (a) of resolution 2321 (2016)",
        "Paragraph 6 of resolution 2371 (2017) and paragraph 6 of resolution 2375 (2017)",
    ]
    assert (ship["owner"], ship["call_sign"], ship["is_dprk"]) == ("Some Owner Ltd", "D6A2", True)
    renamed = rows["un1718:2"]
    assert (renamed["name"], renamed["former_names"]) == ("NEW NAME", ["OLD NAME"])
    assert renamed["mmsi"] == [445123000, 445999000] and renamed["flag"] == "KP"
    assert renamed["measures"] == [
        "Paragraph 6 of resolution 2371 (2017) and paragraph 6 of resolution 2375 (2017)"
    ]
    assert rows["un1718:3"]["imo"] is None
    assert rows["un1718:3"]["imo_text"] == "Does not exist"
    assert rows["un1718:4"]["imo"] is None, "a bad check digit is never an IMO number"
    assert rows["un1718:4"]["imo_text"] == "8628579"
    assert any("line 5: date_of_designation is 'not a date'" in n for n in info.notes)


def test_ofac_csv_is_joined_with_the_alt_file_beside_it(tmp_path):
    sdn = put(tmp_path, "SDN.CSV", OFAC_SDN)
    put(tmp_path, "ALT.CSV", OFAC_ALT)
    put(tmp_path, "ADD.CSV", OFAC_ADD)
    frame, info = lists.read_file(sdn)
    ship = _rows(frame)["ofac:100"]
    assert info.listings == 4 and info.as_of is None
    assert ship["kind"] == "ship" and ship["is_dprk"]
    assert ship["imo"] == 8628597 and ship["mmsi"] == [445123000]
    assert ship["former_names"] == ["FIRST RIVER", "OLD RIVER"]
    assert ship["other_names"] == ["RIVER NO. 1", "RIVER ONE"]
    assert ship["flag"] == "KP" and ship["former_flags"] == ["MN"]
    assert ship["owner"] == "RIVER SHIPPING CO; LINK SHIPPING CO LTD"
    assert ship["call_sign"] == "HMAB" and ship["ship_type"] == "Oil Tanker"
    assert _rows(frame)["ofac:101"]["imo_text"] == "IMO 8628579"
    assert _rows(frame)["ofac:101"]["programs"] == ["IRAN", "NPWMD", "IFSR"]
    company = _rows(frame)["ofac:102"]
    assert (company["kind"], company["imo"]) == ("company", None), "a company number is no ship's"
    assert _rows(frame)["ofac:103"]["kind"] == "person"


def test_ofac_csv_with_a_header_on_top_is_read_the_same(tmp_path):
    header = (
        "ent_num,SDN_Name,SDN_Type,Program,Title,Call_Sign,Vess_type,Tonnage,GRT,Vess_flag,"
        "Vess_owner,Remarks\n"
    )
    plain, _ = lists.read_file(put(tmp_path, "sdn.csv", OFAC_SDN))
    topped, info = lists.read_file(put(tmp_path, "topped.csv", header + OFAC_SDN))
    assert topped["listing_id"].to_list() == plain["listing_id"].to_list()
    assert not any("left out" in note for note in info.notes)


def test_ofac_csv_without_alt_says_so(tmp_path):
    _, info = lists.read_file(put(tmp_path, "sdn.csv", OFAC_SDN))
    assert "no ALT file beside it: other names are not known" in info.notes


def test_ofac_xml_tells_its_own_date(tmp_path):
    frame, info = lists.read_file(put(tmp_path, "x.xml", OFAC_XML))
    ship = _rows(frame)["ofac:500"]
    assert info.as_of == date(2020, 4, 22) and info.notes == ()
    assert (ship["imo"], ship["mmsi"], ship["flag"]) == (8628597, [445123000], "KP")
    assert (ship["former_names"], ship["former_flags"]) == (["OLD XML"], ["MT"])
    assert (ship["call_sign"], ship["owner"]) == ("HMXX", "OWNER CO")
    assert _rows(frame)["ofac:501"]["name"] == "EXAMPLE, Ann"


def test_eu_xml_keeps_company_numbers_away_from_ships(tmp_path):
    frame, info = lists.read_file(put(tmp_path, "eu.xml", EU_XML))
    assert info.as_of == date(2026, 1, 5)
    company, ship = frame.iter_rows(named=True)
    assert (company["kind"], company["imo"]) == ("company", None)
    assert (ship["kind"], ship["imo"], ship["other_names"]) == ("ship", 8628597, ["OTHER VESSEL"])
    assert ship["is_dprk"] and ship["listed_on"] == date(2018, 3, 30)


def test_maritime_csv_does_not_call_a_detention_a_sanction(tmp_path):
    frame, _ = lists.read_file(put(tmp_path, "maritime.csv", MARITIME))
    rows = _rows(frame)
    assert rows["opensanctions:x1"]["measures"] == ["designated"]
    assert rows["opensanctions:x1"]["is_dprk"] and rows["opensanctions:x1"]["flag"] == "RU"
    assert rows["opensanctions:x1"]["other_names"] == ["OLD ONE", "OLD TWO"]
    assert rows["opensanctions:x1"]["mmsi"] == [273123456, 273999888]
    assert rows["opensanctions:x2"]["measures"] == ["detained by a port State (no sanction)"]
    assert rows["opensanctions:x2"]["imo"] == 9074729
    assert rows["opensanctions:x2"]["imo_text"] == "7389704", "the second number is not lost"
    assert rows["opensanctions:x3"]["imo"] is None
    assert (rows["opensanctions:x4"]["kind"], rows["opensanctions:x4"]["imo"]) == ("company", None)


def test_followthemoney_entities_take_the_facts_of_their_sanctions(tmp_path):
    frame, info = lists.read_file(put(tmp_path, "entities.ftm.json", FTM))
    rows = _rows(frame)
    ship = rows["ftm:v1"]
    assert info.as_of == date(2026, 3, 4) and info.listings == 2
    assert "1 entities of other kinds (addresses, links) are no listings" in info.notes
    assert (ship["imo"], ship["mmsi"], ship["call_sign"]) == (8628597, [445123000], "HMFF")
    assert (ship["other_names"], ship["former_names"]) == (["FTM SHIP TOO"], ["WAS SHIP"])
    assert (ship["flag"], ship["former_flags"]) == ("KP", ["MN"])
    assert ship["listed_on"] == date(2017, 10, 3) and ship["is_dprk"]
    assert (ship["reason"], ship["measures"]) == ("Coal", ["Port ban"])
    assert (rows["ftm:c1"]["kind"], rows["ftm:c1"]["imo"]) == ("company", None)


def test_the_whole_uk_list_gathers_the_names_of_an_entry(tmp_path):
    frame, info = lists.read_file(put(tmp_path, "UK-Sanctions-List.csv", UK_LIST))
    assert (info.as_of, info.listings, info.notes) == (date(2026, 9, 11), 2, ())
    ship, person = frame.iter_rows(named=True)
    assert (ship["name"], ship["other_names"]) == ("HAO FAN 6", ["HAO FAN SIX"])
    assert (ship["imo"], ship["flag"], ship["former_flags"]) == (8628597, "KM", ["PA", "KN"])
    assert ship["is_dprk"] and ship["listed_on"] == date(2017, 10, 3) and ship["line"] == 3
    assert (ship["measures"], ship["owner"]) == (["Asset freeze", "Port ban"], "Some Owner")
    assert (person["kind"], person["name"], person["is_dprk"]) == ("person", "Ann EXAMPLE", False)


def test_the_eu_csv_gathers_the_rows_of_an_entity(tmp_path):
    frame, info = lists.read_file(put(tmp_path, "fsf.csv", EU_FSF_CSV))
    assert info.as_of == date(2026, 8, 5)
    ship, company = frame.iter_rows(named=True)
    assert (ship["listing_id"], ship["kind"], ship["imo"]) == ("eu:EU.7.7", "ship", 8628597)
    assert (ship["name"], ship["other_names"]) == ("CSV VESSEL", ["OTHER VESSEL"])
    assert ship["is_dprk"] and ship["listed_on"] == date(2018, 3, 30)
    assert (company["kind"], company["imo"]) == ("company", None)


def test_simple_targets_are_told_by_the_shape_of_their_numbers(tmp_path):
    frame, info = lists.read_file(put(tmp_path, "targets.simple.csv", SIMPLE))
    rows = _rows(frame)
    assert info.as_of == date(2026, 3, 4)
    ship = rows["opensanctions:os-1"]
    assert (ship["imo"], ship["mmsi"], ship["flag"]) == (8628597, [445123000], "KP")
    assert (ship["imo_text"], ship["is_dprk"]) == ("8628579", True)
    two = rows["opensanctions:os-2"]
    assert (two["flag"], two["former_flags"]) == (None, ["PA", "TG"])
    company = rows["opensanctions:os-3"]
    assert (company["kind"], company["imo"], company["is_dprk"]) == ("company", None, True)


@pytest.mark.parametrize(
    ("file", "entries", "ships", "dprk"),
    [
        ("un_consolidated_2026-02-27.xml", 1003, 0, 155),
        ("eu_2017-1509_opensanctions.csv", 326, 75, 326),
        ("uk_ships_2026-05-13.csv", 632, 632, 37),
        ("dprk_vessels_merged.csv", 121, 121, 115),
        ("ofac_sdn_vessels_2026-03-20.json", 1450, 1450, 105),
        # The folder's README counts the end-of-file mark of 2021 as a row, and misses the
        # last row of 2019, which ends without a line break.
        ("ofac_sdn_2021-07.csv", 8976, 406, None),
        ("ofac_sdn_2019-01.csv", 7379, 323, None),
        ("eu_fsf_sample.xml", 7, 0, None),
        ("ofac_sdn_sample.xml", 8, 0, None),
        ("un_consolidated_sample.xml", 7, 0, 0),
    ],
)
def test_the_real_lists_hold_what_their_publishers_say(shared_data, file, entries, ships, dprk):
    frame, info = lists.read_file(shared_data / "lists" / file)
    assert frame.schema == LISTINGS.schema
    assert frame.height == info.listings == entries
    assert (frame["kind"] == "ship").sum() == ships
    if dprk is not None:
        assert frame["is_dprk"].sum() == dprk
    numbers = frame["imo"].drop_nulls()
    assert imo.check_digits_ok(numbers.to_numpy()).all()
    assert frame.filter(pl.col("kind") != "ship")["imo"].is_null().all()
    assert frame["listing_id"].n_unique() == frame.height


def test_real_entries_come_out_as_printed(shared_data):
    ofac, _ = lists.read_file(shared_data / "lists" / "ofac_sdn_2021-07.csv")
    star = _rows(ofac)["ofac:28716"]
    assert (star["name"], star["imo"], star["flag"]) == ("STAR 18", 9020015, "VN")
    assert set(star["former_names"]) == {"SAM 5", "THINH CUONG"}
    assert star["owner"] == "THINH CUONG COMPANY LIMITED"
    no_word = _rows(ofac)["ofac:17104"]  # 'Vessel Registration Identification 8606173.'
    assert no_word["imo"] == 8606173
    un, info = lists.read_file(shared_data / "lists" / "un_consolidated_2026-02-27.xml")
    omm = _rows(un)["un:KPe.020"]
    assert info.as_of == date(2026, 2, 27)
    assert omm["kind"] == "company" and omm["listed_on"] == date(2014, 7, 28)
    assert "Korea Mirae Shipping Co. Ltd" in omm["other_names"]
    eu, info = lists.read_file(shared_data / "lists" / "eu_2017-1509_opensanctions.csv")
    chong = eu.filter(imo=8909575).row(0, named=True)
    assert (chong["name"], chong["other_names"]) == ("Chong Bong", ["Greenlight", "Blue Nouvelle"])
    assert info.as_of is None
    assert "neither the content nor the file name gives a list date" in info.notes
    assert eu.filter(imo=8628597)["listed_on"].to_list() == [date(2017, 10, 3), date(2018, 3, 30)]


def test_the_ofac_json_date_is_the_lists_and_not_the_ships(shared_data):
    frame, info = lists.read_file(shared_data / "lists" / "ofac_sdn_vessels_2026-03-20.json")
    assert info.as_of == date(2026, 3, 20)
    assert frame["listed_on"].is_null().all()
