"""The record agrees with the compiled file, and is read strictly."""

import pytest

from seawarden.errors import FormatError
from seawarden.patrol import published_record


def test_the_deployment_of_2024_flew_eight_hours_a_mission():
    rows = published_record.yield_of(published_record.shipped()).to_dicts()
    assert len(rows) == 1
    assert (rows[0]["missions"], rows[0]["flight_hours"], rows[0]["hours_a_mission"]) == (
        11,
        88,
        8.0,
    )
    assert rows[0]["sts_per_100h"] == pytest.approx(4.545, abs=1e-3)


def test_every_row_has_a_source():
    assert published_record.shipped()["source"].str.len_chars().min() > 10


def test_the_compiled_file_reads_the_same(shared_data):
    path = shared_data / "record" / "nz_deployments.csv"
    given = published_record.read_record(path.read_text("utf-8"), str(path))
    own = published_record.shipped()
    assert given["n"].to_list() == own["n"].to_list()
    for name in ("missions", "flight_hours", "sts_seen", "vessels_of_interest", "vessels_reported"):
        assert given[name].to_list() == own[name].to_list()


def test_a_broken_record_is_one_line():
    head = ",".join(published_record.COLUMNS)
    with pytest.raises(FormatError) as error:
        published_record.read_record(head.replace("missions,", "") + "\n", "r.csv")
    assert str(error.value) == "r.csv: column 'missions' is missing"
    with pytest.raises(FormatError) as error:
        published_record.read_record(f"{head}\n1,a,b,c,d,e,many,,,,,s\n", "r.csv")
    assert str(error.value) == "r.csv, row 1, missions: 'many', expected a number"
