"""Which version of a list holds on a date."""

from datetime import date

import polars as pl
import pytest

from seawarden import lists
from seawarden.errors import UsageError
from seawarden.schema import LISTINGS, conform


def _listings(*rows: dict) -> pl.DataFrame:
    base = {
        "list_code": "ofac", "list_name": "OFAC", "kind": "ship", "is_dprk": True, "source": "f",
        "sha256": "0", "line": 1, "other_names": [], "former_names": [], "former_flags": [],
        "mmsi": [],
    }  # fmt: skip
    full = [base | {"listing_id": f"ofac:{i}"} | row for i, row in enumerate(rows)]
    columns = {n: t for n, t in LISTINGS.schema.items() if any(n in r for r in full)}
    return conform(pl.DataFrame(full, schema=columns), LISTINGS)


OLD, NEW = date(2019, 1, 1), date(2021, 7, 1)


def test_the_newest_version_not_after_the_date_holds():
    both = _listings({"name": "A", "as_of": OLD}, {"name": "B", "as_of": NEW})
    assert lists.holding(both, date(2020, 1, 1))["name"].to_list() == ["A"]
    assert lists.holding(both, NEW)["name"].to_list() == ["B"]
    assert lists.holding(both)["name"].to_list() == ["B"]


def test_kinds_are_dated_apart():
    # OFAC's ships-only extract of 2026 must not make its companies of 2021 disappear.
    mixed = _listings(
        {"name": "CO", "kind": "company", "as_of": OLD}, {"name": "SHIP", "as_of": NEW}
    )
    assert lists.holding(mixed)["name"].to_list() == ["CO", "SHIP"]


def test_a_sample_adds_and_does_not_replace():
    whole = [{"name": f"S{i}", "as_of": OLD} for i in range(10)]
    frame = _listings(*whole, {"name": "SAMPLE", "as_of": NEW})
    assert lists.holding(frame).height == 11


def test_a_ship_still_listed_keeps_what_older_versions_knew_of_it():
    frame = _listings(
        {"name": "OLD NAME", "imo": 8628597, "mmsi": [445123000], "flag": "KP", "as_of": OLD,
         "former_names": ["FIRST"], "call_sign": "HMAA"},
        {"name": "NEW NAME", "imo": 8628597, "flag": "MN", "as_of": NEW},
    )  # fmt: skip
    row = lists.holding(frame).row(0, named=True)
    assert row["name"] == "NEW NAME" and row["as_of"] == NEW
    assert (row["other_names"], row["former_names"]) == (["OLD NAME"], ["FIRST"])
    assert (row["mmsi"], row["former_flags"], row["call_sign"]) == ([445123000], ["KP"], "HMAA")


def test_a_ship_no_longer_listed_is_not_carried_over():
    frame = _listings(
        {"name": "GONE", "imo": 8628597, "as_of": OLD}, {"name": "HERE", "as_of": NEW}
    )
    assert lists.holding(frame)["name"].to_list() == ["HERE"]


def test_entries_are_dated_by_designation_and_removal():
    frame = _listings(
        {"name": "A", "listed_on": date(2017, 10, 3), "as_of": None},
        {"name": "B", "listed_on": date(2018, 3, 30), "as_of": None},
        {"name": "C", "listed_on": date(2016, 3, 2), "delisted_on": date(2016, 12, 1)},
        {"name": "D"},
    )
    assert lists.holding(frame, date(2018, 1, 1))["name"].to_list() == ["A", "D"]
    assert lists.holding(frame, date(2016, 6, 1))["name"].to_list() == ["C", "D"]
    assert lists.holding(frame)["name"].to_list() == ["A", "B", "D"]


def test_a_later_list_stands_in_with_the_entries_that_it_dates_and_those_without_date():
    """An entry without a date may have stood then: shown as unknown, never hidden."""
    frame = _listings(
        {"name": "A", "listed_on": date(2017, 10, 3), "as_of": NEW},
        {"name": "B", "as_of": NEW},
    )
    assert lists.holding(frame, date(2018, 1, 1))["name"].to_list() == ["A", "B"]


def test_the_empty_table_and_a_wrong_date():
    assert lists.holding(LISTINGS.empty()).is_empty()
    with pytest.raises(UsageError, match=r"as_of is '2020', expected a date"):
        lists.holding(_listings({"name": "A"}), "2020")


def test_the_input_is_never_changed(shared_data):
    frame, _ = lists.read_folder(shared_data / "lists")
    before = frame.clone()
    held = lists.holding(frame, date(2019, 6, 1))
    assert frame.equals(before) and held.schema == LISTINGS.schema
    ofac = held.filter(list_code="ofac", kind="ship")
    assert set(ofac["as_of"]) == {date(2019, 1, 1)} and ofac.height == 323
