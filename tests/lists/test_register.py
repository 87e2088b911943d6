"""The register of UN-designated ships and of the measures, checked against the real lists."""

import re
from datetime import date

import polars as pl
import pytest

from seawarden import lists
from seawarden.errors import UsageError
from seawarden.ids import imo
from seawarden.schema import LISTINGS


def test_the_register_is_a_listings_table_that_needs_no_file():
    frame = lists.register()
    assert frame.schema == LISTINGS.schema and frame.height == 59
    assert frame["is_dprk"].all() and (frame["kind"] == "ship").all()
    assert imo.check_digits_ok(frame["imo"].drop_nulls().to_numpy()).all()
    assert frame["imo"].null_count() == 1, "MIN NING DE YOU 078 has no known IMO number"
    assert frame["measures"].list.len().min() > 0


def test_the_designations_add_up_to_what_the_committee_announced():
    counts = dict(lists.register().group_by("listed_on").len().iter_rows())
    assert counts == {
        date(2016, 3, 2): 22,  # of 31; the others were removed
        date(2017, 10, 3): 4,
        date(2017, 12, 28): 4,
        date(2018, 3, 30): 26,  # 27 with HAO FAN 6, designated in October 2017 already
        date(2018, 10, 16): 3,
    }
    march = lists.register().filter(
        (pl.col("listed_on") == date(2018, 3, 30))
        | pl.col("reason").str.contains("again on 2018-03-30")
    )
    kinds = march["measures"].list.eval(pl.element().str.extract("^([a-z_]+)")).list.sort()
    tally = dict(kinds.list.join("+").value_counts().iter_rows())
    assert tally == {"asset_freeze+port_ban": 13, "deflag+port_ban": 12, "asset_freeze": 2}


def test_every_ship_stands_in_two_of_the_sources(shared_data):
    eu, _ = lists.read_file(shared_data / "lists" / "eu_2017-1509_opensanctions.csv")
    uk, _ = lists.read_file(shared_data / "lists" / "uk_ships_2026-05-13.csv")
    ofac, _ = lists.read_file(shared_data / "lists" / "ofac_sdn_vessels_2026-03-20.json")
    for row in lists.register().iter_rows(named=True):
        number = row["imo"]
        if number is None:
            named = [f.filter(pl.col("name").str.to_uppercase() == row["name"]) for f in (eu, uk)]
            assert all(f.height for f in named)
            continue
        held = [f.filter(imo=number, is_dprk=True) for f in (eu, uk, ofac)]
        told = int(re.search(r"sources \((\d) agree\)", row["reason"])[1])
        announced = "announcement, named" in row["reason"]
        assert sum(f.height > 0 for f in held) + announced == told >= 2, row["name"]
        assert row["listed_on"] in held[0]["listed_on"].to_list()
        assert set(row["mmsi"]) == {m for ms in held[0]["mmsi"] for m in ms}


def test_no_un_designated_ship_of_the_eu_annexes_is_missing(shared_data):
    eu, _ = lists.read_file(shared_data / "lists" / "eu_2017-1509_opensanctions.csv")
    annexes = pl.col("listing_id").str.contains(r"^eu:(XIII\.B|XIV\.A|XIV\.B):")
    ships = eu.filter(annexes & (pl.col("kind") == "ship") & pl.col("imo").is_not_null())
    assert set(ships["imo"]) == set(lists.register()["imo"].drop_nulls())


def test_a_transfer_cites_2375_with_its_doubt():
    first = lists.cite("sts")[0]
    assert (first.resolution, first.paragraph, first.certainty) == (2375, "11", "M")
    assert str(first).startswith(
        "UNSC resolution 2375 (2017), paragraph 11 (paragraph to be confirmed): No ship-to-ship"
    )


def test_a_seen_paragraph_is_cited_without_doubt():
    petroleum = [m for m in lists.cite("refined_oil") if m.resolution == 2397]
    assert [m.reference for m in petroleum] == ["UNSC resolution 2397 (2017), paragraph 5"]


def test_an_unseen_paragraph_is_never_cited():
    assert lists.measures().filter(certainty="U").height == 4
    assert all(m.certainty != "U" for topic in lists.topics() for m in lists.cite(topic))
    assert lists.cite("ais") == [], "switching off AIS alone breaches no paragraph"


def test_a_replaced_cap_is_cited_only_for_its_time():
    def paragraphs(on):
        return {(m.resolution, m.paragraph) for m in lists.cite("coal", on=on)}

    assert (2321, "26") in paragraphs(date(2017, 3, 1))
    assert paragraphs(date(2018, 1, 1)) == {(2371, "8")}
    assert paragraphs(None) == {(2371, "8")}
    assert paragraphs(date(2015, 1, 1)) == set()


def test_every_measure_seen_names_its_source():
    seen = lists.measures().filter(pl.col("certainty") != "U")
    assert (seen["source"].str.len_chars() > 0).all()


def test_an_unknown_topic_is_refused():
    with pytest.raises(UsageError, match="measures: no topic 'piracy', expected one of: aircraft"):
        lists.cite("piracy")


@pytest.mark.parametrize(("resolution", "paragraph"), [(2375, "11"), (2397, "9"), (2371, "8")])
def test_certainty_follows_the_record(shared_data, resolution, paragraph):
    # The record prints these three as M: nobody saw the number.
    text = (shared_data / "record" / "resolutions.md").read_text()
    row = next(
        line for line in text.splitlines()
        if re.match(rf"\| {resolution}\b.*?\| \**{paragraph}\** \|", line)
    )  # fmt: skip
    held = lists.measures().filter(resolution=resolution, paragraph=paragraph)
    assert "M" in row.split("|")[4] and held["certainty"].item() == "M"
