"""What a hull says of itself, what names it, and each doubt, on small tables."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from seawarden.case.sides.identify import ships
from seawarden.case.sides.side import Ship
from seawarden.schema import CLAIMS, HULLS, LISTINGS, MATCHES

from ..world import DPRK, NOBODY, PANAMA, T0, claim, claims, h, hours, hulls, match, matches


def ship(
    mmsi: int = DPRK,
    said: pl.DataFrame | None = None,
    named: pl.DataFrame | None = None,
    known: pl.DataFrame | None = None,
    listings: pl.DataFrame | None = None,
) -> Ship:
    found = ships(
        hulls() if known is None else known,
        CLAIMS.empty() if said is None else said,
        MATCHES.empty() if named is None else named,
        LISTINGS.empty() if listings is None else listings,
        {h(mmsi)},
    )
    assert set(found) == {h(mmsi)}
    return found[h(mmsi)]


def test_a_claim_is_kept_field_by_field() -> None:
    row = claim(DPRK, -40, -1, call_sign="HMZF", draught_m=7.86, bow_m=85, stern_m=20)
    assert ship(said=claims(row)).claims == (
        {
            "from_utc": "2024-05-01T09:00:00Z", "to_utc": "2024-05-03T00:00:00Z",
            "name": "CHON MYONG 9", "imo": 8712348, "call_sign": "HMZF", "type": "tanker",
            "length_m": 105, "draught_m": 7.9, "destination": "FOR ORDERS", "n": 7,
        },
    )  # fmt: skip


@pytest.mark.parametrize("missing", ["bow_m", "stern_m"])
def test_half_a_length_is_none(missing: str) -> None:
    said = claims(claim(DPRK, 0, 1, draught_m=None, **{missing: None}))
    (kept,) = ship(said=said).claims
    assert (kept["length_m"], kept["draught_m"]) == (None, None)


def test_claims_are_in_order_of_time_and_draughts_are_those_that_say_one() -> None:
    said = claims(
        claim(DPRK, 6, 8, draught_m=4.5), claim(DPRK, -4, -1, draught_m=7.5),
        claim(DPRK, 1, 2, draught_m=0.0), claim(DPRK, 3, 4, draught_m=None),
        claim(PANAMA, 0, 1),
    )  # fmt: skip
    found = ship(said=said)
    assert [c["from_utc"][11:16] for c in found.claims] == ["21:00", "02:00", "04:00", "07:00"]
    assert found.draughts == (
        (T0 - hours(4), T0 - hours(1), 7.5), (T0 + hours(6), T0 + hours(8), 4.5),
    )  # fmt: skip


def test_identity_comes_from_hulls_and_the_flag_from_the_mmsi() -> None:
    known = hulls(DPRK, **{f"of_{DPRK}": {"call_sign": "HMZF", "beam_m": 16}})
    found = ship(known=known)
    assert (found.hull, found.mmsi, found.name, found.imo) == (
        h(DPRK), DPRK, "CHON MYONG 9", 8712348,
    )  # fmt: skip
    assert (found.call_sign, found.flag, found.ship_type) == ("HMZF", "KP", 80)
    assert (found.length_m, found.beam_m, found.doubts) == (105, 16, ())


def test_a_hull_that_no_table_knows_has_its_mmsi_and_flag_and_a_doubt() -> None:
    found = ship(known=HULLS.empty(), named=matches(match()))
    assert (found.hull, found.mmsi, found.flag, found.name) == (h(DPRK), DPRK, "KP", None)
    assert found.doubts == ("nothing but its MMSI is known; an MMSI can be typed in",)
    assert len(found.listed) == 1


@pytest.mark.parametrize(
    ("mmsi", "said", "doubts"),
    [
        (DPRK, [], []),
        (NOBODY, [], ["no valid IMO number was heard; an MMSI can be typed in",
                      "MMSI 150123456 carries no allotted country code"]),
        (DPRK, [claim(DPRK, 0, 1, name="A"), claim(DPRK, 1, 2, name="B")],
         ["it gave 2 names: A, B"]),
        (DPRK, [claim(DPRK, 0, 1, name="A"), claim(DPRK, 1, 2, name="A"),
                claim(DPRK, 2, 3, name=None)], []),
        (DPRK, [claim(DPRK, i, i + 1, name=n) for i, n in enumerate("EDCBA")],
         ["it gave 5 names: A, B, C, D"]),
        (DPRK, [claim(DPRK, 0, 1), claim(DPRK, 1, 2, imo=9165308)],
         ["it gave 2 IMO numbers: 8712348, 9165308"]),
        (DPRK, [claim(DPRK, 0, 1, call_sign="A"), claim(DPRK, 1, 2, call_sign="B")],
         ["it gave 2 call signs: A, B"]),
        (DPRK, [claim(DPRK, 0, 1, imo=9165309)], ["IMO 9165309 fails its check digit"]),
    ],
)  # fmt: skip
def test_each_doubt_is_spelt_out(mmsi: int, said: list[dict[str, Any]], doubts: list[str]) -> None:
    found = ship(mmsi, said=claims(*said) if said else None)
    assert list(found.doubts) == doubts


def twins(*spans: tuple[float, float]) -> pl.DataFrame:
    row = hulls(DPRK).to_dicts()[0]
    return pl.DataFrame(
        [{**row, "hull": h(DPRK, i), "start_utc": T0 + hours(a), "end_utc": T0 + hours(b)}
         for i, (a, b) in enumerate(spans)],
        schema=HULLS.schema,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("spans", "shared"),
    [
        (((0, 10), (5, 20)), [0, 1]),
        (((0, 10), (10, 20)), []),  # one after the other
        (((0, 10), (12, 20)), []),
        (((0, 40), (1, 2), (30, 35)), [0, 1, 2]),  # the long one is still there at 30 h
        (((0, 5), (4, 8), (9, 12)), [0, 1]),
        (((0, 5), (6, 9), (7, 8)), [1, 2]),
        (((0, 9),), []),
    ],
)
def test_two_hulls_of_one_mmsi_are_in_doubt_if_they_were_heard_at_once(
    spans: tuple[tuple[float, float], ...], shared: list[int]
) -> None:
    wanted = {h(DPRK, i) for i in range(len(spans))}
    found = ships(twins(*spans), CLAIMS.empty(), MATCHES.empty(), LISTINGS.empty(), wanted)
    doubt = "another hull used the same MMSI at the same time"
    assert [i for i in range(len(spans)) if doubt in found[h(DPRK, i)].doubts] == shared


def test_a_listing_takes_its_dates_and_measures_from_listings() -> None:
    row = dict.fromkeys(LISTINGS.schema, None) | {
        "listing_id": "un1718:7", "list_code": "un1718", "as_of": date(2024, 1, 2),
        "source": "un1718.csv", "listed_on": date(2017, 1, 1), "measures": ["port_ban"],
        "list_name": "UN", "sha256": "0" * 64, "line": 8, "kind": "ship", "name": "X",
        "is_dprk": True, "delisted_on": date(2025, 1, 1),
    }  # fmt: skip
    listings = pl.DataFrame([row], schema=LISTINGS.schema)
    (found,) = ship(named=matches(match(listed_on=None)), listings=listings).listed
    assert (found.listed_on, found.delisted_on) == (date(2017, 1, 1), date(2025, 1, 1))
    assert found.measures == ("port_ban",)
    (given,) = ship(named=matches(match()), listings=listings).listed
    assert given.listed_on == date(2018, 3, 30)  # what the match says comes first
    (other,) = ship(named=matches(match(source="b.csv")), listings=listings).listed
    assert (other.delisted_on, other.measures) == (None, ())


def test_a_listing_is_kept_field_by_field() -> None:
    (found,) = ship(named=matches(match())).listed
    assert (found.listing_id, found.list_code, found.list_name) == (
        "un1718:7", "un1718", "UN 1718 Committee, designated vessels",
    )  # fmt: skip
    assert (found.as_of, found.name, found.imo) == (date(2024, 1, 2), "CHON MYONG 9", 8712348)
    assert (found.is_dprk, found.verdict, found.score) == (True, "match", 0.97)
    assert (found.source, found.line) == ("un1718.csv", 8)
    assert found.explanation == "the IMO number is the same"
    (bare,) = ship(named=matches(match(listed_name=""))).listed
    assert bare.name == "un1718:7"


def test_the_listing_that_binds_every_state_is_named_first() -> None:
    made = [
        match(listing_id="a", list_code="ofac", is_dprk=False, score=0.99),
        match(listing_id="b", list_code="ofac", score=0.99),
        match(listing_id="c", list_code="un1718", score=0.90),
        match(listing_id="d", list_code="un", score=0.95),
        match(listing_id="e", list_code="un1718", score=0.99, verdict="possible"),
        match(listing_id="f", list_code="eu", score=0.99),
        match(listing_id="g", list_code="register", score=0.95),
        match(listing_id="x", verdict="no match"),
    ]  # fmt: skip
    found = ship(named=matches(*made)).listed
    assert "".join(x.listing_id for x in found) == "dgcbfea"


@pytest.mark.parametrize(
    ("given", "by_number"),
    [
        ({}, True),
        ({"listed_imo": None}, False),
        ({"imo": None, "listed_imo": None}, False),
        ({"imo": 9165308}, False),
        ({"listed_imo": None, "parts": '[{"feature": "mmsi", "value": 1.0}]'}, True),
        ({"listed_imo": None, "parts": '[{"feature": "imo", "value": 0.5}]'}, True),
        ({"listed_imo": None, "parts": '[{"feature": "mmsi", "value": 0.0}]'}, False),
        ({"listed_imo": None, "parts": '[{"feature": "name", "value": 1.0}]'}, False),
        ({"listed_imo": None, "parts": None}, False),
    ],
)
def test_a_number_that_agrees_is_more_than_a_name(given: dict[str, Any], by_number: bool) -> None:
    (found,) = ship(named=matches(match(**given))).listed
    assert found.by_number == by_number


def test_a_listing_of_another_hull_is_not_hers() -> None:
    assert ship(named=matches(match(PANAMA))).listed == ()
