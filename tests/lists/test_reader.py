"""Choosing the reader by content, whole folders, dates, and bad files with their one line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawarden import lists
from seawarden.errors import FormatError, InputError
from seawarden.lists.source import date_in_name

from .samples import EU_XML, OFAC_ALT, OFAC_SDN, OFAC_XML, UN1718, put


@pytest.mark.parametrize(
    ("text", "code"),
    [(UN1718, "un1718"), (OFAC_SDN, "ofac"), (OFAC_XML, "ofac"), (EU_XML, "eu")],
)
def test_the_reader_is_chosen_by_content_and_not_by_name(tmp_path, text, code):
    frame, _ = lists.read_file(put(tmp_path, "maritime.json", text))
    assert set(frame["list_code"]) == {code}


def test_semicolons_are_as_good_as_commas(tmp_path):
    text = "uk_id;regime;date_designated;last_updated;imo;names\nDPR1;DPR;03/10/2017;;8628597;A|B\n"
    frame, _ = lists.read_file(put(tmp_path, "uk.csv", text))
    assert frame["name"].to_list() == ["A"]


def test_a_list_in_windows_encoding_is_read(tmp_path):
    path = tmp_path / "uk.csv"
    row = "DPR1,DPR,03/10/2017,,8628597,CAPIT\xc1N\n"
    path.write_bytes(
        b"uk_id,regime,date_designated,last_updated,imo,names\n" + row.encode("cp1252")
    )
    frame, _ = lists.read_file(path)
    assert frame["name"].to_list() == ["CAPITÁN"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"", "the file is empty, expected a sanctions list"),
        ("a.csv", b"  \n\n", "the file is empty, expected a sanctions list"),
        ("a.csv", b"\x89PNG\0\0", "the file is binary, expected a sanctions list as text"),
        ("a.xml", b"<CONSOLIDATED_LIST><INDIVIDUALS>\n  <INDIVIDUAL></ENTITY>",
         "line 2, column 16: broken XML: mismatched tag"),
        ("a.xml", b"<sdnList>\n<sdnEntry>", "line 2, column 10: broken XML: no element found"),
        ("a.json", b'{"vessels": [\n {"imo": }]}',
         "line 2, column 10: broken JSON: Expecting value"),
        ("a.json", b'{"schema": "Vessel", "properties": {}}\n{"schema"\n',
         "line 2, column 10: broken JSON: Expecting ':' delimiter"),
        ("a.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><CONSOLIDATED_LIST>&a;</CONSOLIDATED_LIST>',
         "the XML declares entities, expected a plain list"),
        ("a.xml", b"<CONSOLIDATED_LIST></CONSOLIDATED_LIST>",
         "the list holds no entry, expected UN consolidated list (XML, root CONSOLIDATED_LIST)"),
        ("a.csv", OFAC_ALT.encode(),
         "this is the ALT part of an OFAC list, expected the SDN file (it is joined when it lies "
         "beside it)"),
    ],
)  # fmt: skip
def test_a_bad_file_gives_one_line_that_names_the_place(tmp_path, name, content, message):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FormatError) as error:
        lists.read_file(path)
    assert str(error.value) == f"{path}: {message}"


def test_a_file_that_is_no_list_is_told_what_was_expected(tmp_path):
    path = put(tmp_path, "weather.csv", "city,degrees\nNampo,12\n")
    with pytest.raises(FormatError) as error:
        lists.read_file(path)
    text = str(error.value)
    assert text.startswith(f"{path}: no sanctions list known by its content, expected one of: ")
    assert "UN 1718 vessel list (CSV with vessel_name, imo_number" in text and "\n" not in text


def test_a_missing_file_or_folder_is_named(tmp_path):
    with pytest.raises(InputError, match=r"nothing\.csv: cannot be read: No such file"):
        lists.read_file(tmp_path / "nothing.csv")
    with pytest.raises(InputError, match=r"nowhere: no such folder, expected a folder of"):
        lists.read_folder(tmp_path / "nowhere")
    with pytest.raises(FormatError, match="the folder holds no sanctions list, expected one of"):
        lists.read_folder(tmp_path)


def test_a_short_row_is_told_and_not_lost(tmp_path):
    header = "uk_id,regime,date_designated,last_updated,imo,names\n"
    path = put(tmp_path, "uk.csv", header + "DPR1,DPR,03/10/2017,,8628597\nDPR2,DPR,,,,B\n")
    frame, info = lists.read_file(path)
    assert frame["listing_id"].to_list() == ["uk:DPR2"]
    assert info.notes[:2] == ("line 2: 5 cells, expected 6", "line 2: no names; row left out")


def test_an_id_used_twice_hides_nothing(tmp_path):
    header = "uk_id,regime,date_designated,last_updated,imo,names\n"
    path = put(tmp_path, "uk.csv", header + "DPR1,DPR,,,,A\nDPR1,DPR,,,,B\n")
    frame, _ = lists.read_file(path)
    assert frame["listing_id"].to_list() == ["uk:DPR1", "uk:DPR1~2"]


def test_a_folder_is_read_whole_and_every_file_accounted_for(tmp_path):
    put(tmp_path, "sdn_2021-07.csv", OFAC_SDN)
    put(tmp_path, "alt_2021-07.csv", OFAC_ALT)
    put(tmp_path, "README.md", "# lists")
    put(tmp_path, ".hidden.csv", "nonsense")
    (tmp_path / "un").mkdir()
    put(tmp_path / "un", "vessels.csv", UN1718)
    put(tmp_path / "un", "again.csv", UN1718)
    frame, infos = lists.read_folder(tmp_path)
    told = {info.path.rsplit("/", 1)[-1]: info for info in infos}
    assert set(told) == {"sdn_2021-07.csv", "alt_2021-07.csv", "README.md", "vessels.csv",
                         "again.csv"}  # fmt: skip
    assert frame.height == 8 == sum(info.listings for info in infos)
    assert told["alt_2021-07.csv"].notes == ("read with sdn_2021-07.csv",)
    assert told["README.md"].notes == ("left out: no list by its suffix",)
    assert told["vessels.csv"].notes[0].startswith("the same file as")
    assert told["sdn_2021-07.csv"].as_of == date(2021, 7, 1)
    assert (
        "the file name gives the month only; taken as 2021-07-01" in told["sdn_2021-07.csv"].notes
    )


def test_a_file_that_looks_like_a_list_and_is_none_is_named_and_the_rest_read(tmp_path):
    """One unknown file refused the folder, with every list that could be read."""
    put(tmp_path, "vessels.csv", UN1718)
    put(tmp_path, "weather.csv", "city,degrees\nNampo,12\n")
    frame, infos = lists.read_folder(tmp_path)
    assert frame.height
    (bad,) = (i for i in infos if i.problem)
    assert "weather.csv: no sanctions list known" in str(bad.problem)
    (tmp_path / "vessels.csv").unlink()
    with pytest.raises(FormatError, match=r"weather\.csv: no sanctions list known"):
        lists.read_folder(tmp_path)


def test_the_alt_file_of_another_date_is_not_joined(tmp_path):
    put(tmp_path, "ofac_sdn_2019-01.csv", OFAC_SDN)
    put(tmp_path, "ofac_alt_2021-07.csv", OFAC_ALT)
    frame, infos = lists.read_folder(tmp_path)
    assert "FIRST RIVER" not in frame.filter(listing_id="ofac:100")["former_names"].item()
    assert infos[0].notes == ("no SDN file beside this ALT file",)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("un_2026-02-27.xml", date(2026, 2, 27)),
        ("un_20260227.xml", date(2026, 2, 27)),
        ("ofac_sdn_2021-07.csv", date(2021, 7, 1)),
        ("eu_2017-1509_opensanctions.csv", None),
        ("resolution_2375.csv", None),
        ("list_2026-13-40.csv", None),
    ],
)
def test_dates_in_file_names(tmp_path, name, expected):
    assert date_in_name(tmp_path / name)[0] == expected


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)), st.sampled_from(["-", "_", ""]))
def test_any_date_in_a_name_is_found(when, separator):
    from pathlib import Path

    name = f"list{separator or '_'}{when:%Y}{separator}{when:%m}{separator}{when:%d}.csv"
    assert date_in_name(Path(name))[0] == when


def test_the_folder_of_real_lists_is_read_in_one_go(shared_data):
    frame, infos = lists.read_folder(shared_data / "lists")
    assert frame.height == sum(info.listings for info in infos) > 19_000
    assert all(len(info.sha256) == 64 for info in infos if info.listings)
