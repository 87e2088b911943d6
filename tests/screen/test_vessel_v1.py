"""`vessel-v1` as a whole: laws, blocking against brute force, dates, the table it gives."""

import json
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawarden import lists
from seawarden.errors import SchemaError, UsageError
from seawarden.ids import imo
from seawarden.schema import LISTINGS, MATCHES
from seawarden.screen import QUERY_SCHEMA, Params, match, vessel_v1
from seawarden.screen.score import score, verdict
from seawarden.screen.ships import conform_queries, queries_of, targets_of

from .ships import asked, listed

NAMES = ["RYE SONG GANG 1", "YESONGGANG 1", "RYE SONG GANG", "NAM SAN 8", "NAM SAN 9", "YU SON",
         "PAEK MA", "OCEAN STAR", "LEO", None]  # fmt: skip
IMOS = [7389704, 9074729, 8628597, 8628579, None]  # the fourth fails its check digit
MMSIS = [445123000, 636012345, None]
SIGNS = ["HMXY", "D6A2", None]
FLAGS = ["KP", "PA", "LR", "HK", "CN", None]

SHIP = st.fixed_dictionaries(
    {
        "name": st.sampled_from(NAMES), "imo": st.sampled_from(IMOS),
        "mmsi": st.sampled_from(MMSIS), "call_sign": st.sampled_from(SIGNS),
        "flag": st.sampled_from(FLAGS),
    }
)  # fmt: skip
LISTED = st.fixed_dictionaries(
    {
        "name": st.sampled_from([n for n in NAMES if n]),
        "former_names": st.lists(st.sampled_from(["SONG HAE 2", "LEO"]), max_size=1),
        "imo": st.sampled_from([i for i in IMOS if imo.check_digit_ok(i) or i is None]),
        "mmsi": st.sampled_from([[], [445123000], [636012345, 445123000]]),
        "call_sign": st.sampled_from(SIGNS), "flag": st.sampled_from(FLAGS),
        "former_flags": st.sampled_from([[], ["LR"]]), "is_dprk": st.booleans(),
    }
)  # fmt: skip


def _score(query: dict, listing: dict) -> float:
    target = targets_of(listed(listing))[0]
    query_ = queries_of(conform_queries(asked(query)))[0]
    return score(vessel_v1.parts_of(query_, target))


@given(SHIP, LISTED, st.sampled_from(["imo", "mmsi", "call_sign", "name", "flag"]))
@settings(max_examples=150)
def test_an_agreeing_field_never_lowers_the_score(query, listing, field):
    value = listing[field]
    if not value:
        return
    without = query | {field: None}
    if field == "flag" and query["mmsi"] in listing["mmsi"]:
        without = query | {"flag": None, "mmsi": None}
        query = query | {"mmsi": None}
    given_ = {**query, field: value[0] if field == "mmsi" else value}
    if field == "mmsi":  # the flag in an MMSI is a second fact: hold it still
        without, given_ = without | {"flag": "DE"}, given_ | {"flag": "DE"}
        if listing["flag"] == "DE":
            return
    assert _score(given_, listing) >= _score(without, listing) - 1e-12


@given(SHIP, LISTED, st.sampled_from([("imo", 9399521), ("flag", "BR")]))
@settings(max_examples=150)
def test_a_conflicting_field_never_raises_the_score(query, listing, conflict):
    field, value = conflict
    assert imo.check_digit_ok(9399521)
    assert _score(query | {field: value}, listing) <= _score(query | {field: None}, listing) + 1e-12


@given(SHIP, LISTED)
@settings(max_examples=100)
def test_the_same_valid_imo_number_is_always_a_match(query, listing):
    if not imo.check_digit_ok(query["imo"]):
        return
    assert _score(query, listing | {"imo": query["imo"]}) >= 0.98


@given(SHIP, LISTED)
@settings(max_examples=100)
def test_two_valid_imo_numbers_are_never_a_match(query, listing):
    assert _score(query | {"imo": 7389704}, listing | {"imo": 9074729}) < 0.8


@given(st.lists(SHIP, min_size=1, max_size=6), st.lists(LISTED, min_size=1, max_size=6))
@settings(max_examples=40)
def test_row_order_does_not_matter(ships, listings):
    queries, targets = asked(*ships), listed(*listings)
    forth = match(queries, targets)
    back = match(queries.reverse(), targets.reverse())
    assert forth.equals(back)


@given(st.lists(SHIP, min_size=1, max_size=5), st.lists(LISTED, min_size=1, max_size=5))
@settings(max_examples=40)
def test_splitting_the_queries_changes_nothing(ships, listings):
    queries, targets = asked(*ships), listed(*listings)
    whole = match(queries, targets)
    apart = [match(queries[i : i + 1], targets) for i in range(queries.height)]
    assert whole.equals(pl.concat(apart).sort("query_id", maintain_order=True))


def test_blocking_loses_no_finding_against_brute_force(shared_data):
    """Every pair of 80 altered names with every listed ship, scored without blocking."""
    held = lists.holding(lists.read_folder(shared_data / "lists")[0])
    ships = held.filter(kind="ship").sort("listing_id")
    base = ships.gather_every(29).head(80)
    altered = [
        {"name": _altered(row["name"], i), "imo": row["imo"] if i % 4 == 0 else None,
         "mmsi": row["mmsi"][0] if row["mmsi"] and i % 3 == 0 else None}
        for i, row in enumerate(base.iter_rows(named=True))
    ]  # fmt: skip
    queries = asked(*altered)
    params = Params(keep_near_misses=False)
    found = match(queries, held, params=params)
    fast = set(found.select("query_id", "listing_id", "source").rows())
    targets = targets_of(ships)
    slow = {
        (query.row["query_id"], target.row["listing_id"], target.row["source"])
        for query in queries_of(conform_queries(queries))
        for target in targets
        if verdict(score(vessel_v1.parts_of(query, target, params)), params) != "no match"
    }
    assert len(slow) > 100
    assert fast == slow


def _altered(name: str, i: int) -> str:
    return [name, name.replace(" ", ""), name + "-HO", name[:-1] + "Q", name.lower(),
            name.replace("G", "K")][i % 6]  # fmt: skip


def test_every_row_is_explained_and_leads_back_to_its_listing():
    found = match(asked(dict(name="RYE SONG GANG 1", hull=7)), lists.register())
    best = found.row(0, named=True)
    assert found.schema == MATCHES.schema
    assert (best["listing_id"], best["verdict"], best["hull"]) == ("register:7389704", "match", 7)
    assert best["listed_on"] == date(2017, 12, 28) and best["is_dprk"]
    parts = json.loads(best["parts"])
    assert {"feature", "value", "weight", "detail", "query", "candidate"} == set(parts[0])
    assert best["explanation"].endswith(".") and best["explanation"].count(". ") == 0


def test_the_listed_name_is_the_one_that_agreed():
    # The UK list prints names in alphabetical order: the first is seldom the one in use.
    found = match(
        asked(dict(name="RYE SONG GANG 1")),
        listed(dict(name="Degtyarsk", other_names=["Medstar", "Rye Song Gang 1"])),
    )
    assert found["listed_name"].to_list() == ["Rye Song Gang 1"]


def test_screening_on_a_day_knows_only_what_was_listed_then():
    query = asked(dict(imo=8126070))  # SHANG YUAN BAO, designated 16 October 2018
    register = lists.register()
    assert match(query, register, as_of=date(2018, 10, 15)).is_empty()
    assert match(query, register, as_of=date(2018, 10, 16))["verdict"].item() == "match"
    assert match(query, register)["verdict"].item() == "match"


def test_two_versions_of_a_list_are_dated(shared_data):
    folder, _ = lists.read_folder(shared_data / "lists")
    star = asked(dict(imo=9020015))  # STAR 18, added by OFAC between 2019 and 2021
    ofac = folder.filter(list_code="ofac")
    assert match(star, ofac, as_of=date(2019, 6, 1)).is_empty()
    then = match(star, ofac, as_of=date(2021, 8, 1))
    assert then["as_of"].to_list() == [date(2021, 7, 1)]


def test_a_listed_owner_is_found_and_said_to_be_the_owner(shared_data):
    un, _ = lists.read_file(shared_data / "lists" / "un_consolidated_2026-02-27.xml")
    query = asked(dict(name="SOME SHIP", owner="Chong Chon Gang Shipping Company Limited"))
    found = match(query, un)
    assert found["listing_id"].to_list() == ["un:KPe.022"]
    assert (
        found["explanation"]
        .item()
        .startswith("Match of the owner, not of the ship: the owner asked is a listed party")
    )


def test_a_company_is_never_matched_as_a_ship():
    company = listed(dict(name="NAM SAN 8", kind="company"))
    assert match(asked(dict(name="NAM SAN 8")), company).is_empty()


def test_nothing_in_nothing_out():
    empty = QUERY_SCHEMA.to_frame()
    assert match(empty, lists.register()).equals(MATCHES.empty())
    assert match(asked(dict(name="NAM SAN 8")), LISTINGS.empty()).equals(MATCHES.empty())
    blank = asked(dict(name=None, imo=None))
    assert match(blank, lists.register()).equals(MATCHES.empty())


def test_the_input_is_never_changed():
    queries, register = asked(dict(name="NAM SAN 8")), lists.register()
    copies = queries.clone(), register.clone()
    match(queries, register)
    assert queries.equals(copies[0]) and register.equals(copies[1])


def test_a_missing_or_wrong_column_is_named():
    register = lists.register()
    with pytest.raises(SchemaError, match=r"^queries: column 'query_id' is missing$"):
        match(pl.DataFrame({"name": ["A"]}), register)
    with pytest.raises(SchemaError, match=r"^queries: column 'imo' holds String, expected UInt32$"):
        match(pl.DataFrame({"query_id": ["1"], "imo": ["x"]}), register)
    with pytest.raises(SchemaError, match=r"^queries: column 'query_id' holds a null"):
        match(pl.DataFrame({"query_id": [None], "name": ["A"]}), register)
    with pytest.raises(SchemaError, match="table LISTINGS: column 'name' is missing"):
        match(asked(dict(name="A")), register.drop("name"))


def test_thresholds_out_of_order_are_refused():
    with pytest.raises(UsageError, match=r"possible_score 0\.9 and match_score 0\.8, expected"):
        Params(possible_score=0.9)


def test_real_traffic_without_numbers_is_not_accused(shared_data):
    """3,424 ships of the Nordic seas, a third without an IMO number.

    Two match by name alone: each name is one listed ship's only, under her flag. Whether they are
    those ships, a name cannot prove; the explanation says that it rests on the name.
    """
    track = pl.read_parquet(
        shared_data / "ais" / "tracks" / "nordic_baltic_2026-07.parquet",
        columns=["mmsi", "imo", "name", "callsign"],
    )
    ships = track.group_by("mmsi").agg(pl.all().drop_nulls().last()).sort("mmsi")
    queries = ships.select(
        query_id=pl.col("mmsi").cast(pl.String),
        name="name",
        imo=pl.col("imo").cast(pl.Int64, strict=False).replace(0, None).cast(pl.UInt32),
        mmsi=pl.col("mmsi").cast(pl.UInt32, strict=False),
        call_sign="callsign",
    )
    held, _ = lists.read_folder(shared_data / "lists")
    found = match(queries, held)
    matches = found.filter(verdict="match")
    assert matches.height > 50
    by_number = matches.filter(pl.col("imo").is_not_null())
    assert (by_number["imo"] == by_number["listed_imo"]).all()
    assert set(matches.filter(pl.col("imo").is_null())["name"]) == {
        "VIKTOR BAKAEV", "POLA SEVASTIANA"
    }  # fmt: skip
    possible = found.filter(verdict="possible")["query_id"].n_unique()
    assert possible / queries.height < 0.01
