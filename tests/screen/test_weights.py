"""What each weight of `vessel-v1` does to a verdict: a weight moved shows here.

Every case stands near a threshold, so that a weight twice as heavy gives another verdict, or
says which of two findings comes first.
"""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawarden.ids.imo import check_digit_ok
from seawarden.screen import Params, compare, match
from seawarden.screen.names import parse
from seawarden.screen.score import explain

from .ships import asked, listed

NO_SHARE = {"alike_slope", "short_name_letters", "keep_near_misses"}


def found(query: dict, *listings: dict):
    return match(asked(query), listed(*listings))


def score(query: dict, *listings: dict) -> float:
    return found(query, *listings)["score"].max() or 0.0


def test_every_weight_value_and_factor_is_a_share() -> None:
    """The formula multiplies what is left of 1: beyond it, agreement would count as doubt."""
    for field in fields(Params):
        if field.name not in NO_SHARE:
            assert 0.0 < getattr(Params(), field.name) < 1.0, field.name


@pytest.mark.parametrize(
    ("query", "listing", "verdict"),
    [
        # A short name is one of many; any flag adds little, the DPRK's adds enough.
        (dict(name="NAM SON", flag="TG"), dict(name="NAM SON", flag="TG"), "possible"),
        (dict(name="NAM SON", flag="KP"), dict(name="NAM SON", flag="KP"), "match"),
        (dict(name="NAM SONG", flag="TG"), dict(name="NAM SONG", flag="TG"), "match"),
        # A former name stays a lead, under the DPRK's flag too; a name of today does not.
        (dict(name="SONG HAE 2", flag="KP"),
         dict(name="NAM SAN 8", former_names=["SONG HAE 2"], flag="KP"), "possible"),
        (dict(name="SONG HAE 2"), dict(name="NAM SAN 8", other_names=["SONG HAE 2"]), "match"),
        # Another numeral is doubt that an MMSI can outweigh; two valid IMO numbers are not.
        (dict(name="NAM SAN 8", mmsi=445001000),
         dict(name="NAM SAN 9", mmsi=[445001000]), "possible"),
        (dict(name="NAM SAN 8", imo=7389704), dict(name="NAM SAN 8", imo=9074729), "no match"),
        # One digit off is a slip where the name agrees.
        (dict(name="NAM SAN 8", imo=9066978), dict(name="NAM SAN 8", imo=9066966), "no match"),
        # A call sign alone is short and is issued anew.
        (dict(name="X Y", call_sign="HMXY"), dict(name="NAM SAN 8", call_sign="HMXY"), "possible"),
        (dict(name="X Y", call_sign="HMXY", mmsi=445001000),
         dict(name="NAM SAN 8", call_sign="HMXY", mmsi=[445001000]), "match"),
    ],
)  # fmt: skip
def test_a_case_at_a_threshold(query: dict, listing: dict, verdict: str) -> None:
    assert found(query, listing)["verdict"].to_list() == [verdict]


def test_one_digit_off_with_the_name_agreeing_is_possible() -> None:
    """The second digit weighs 6: five more add 30, and the check digit agrees again."""
    asked_, listed_ = 9074729, 9574729
    assert check_digit_ok(asked_) and check_digit_ok(listed_)
    slip = found(dict(name="NAM SAN 8", imo=asked_), dict(name="NAM SAN 8", imo=listed_))
    assert slip["verdict"].to_list() == ["possible"]
    told = slip["explanation"].item()
    assert f"IMO one digit off ({asked_} asked, {listed_} listed), name agrees" in told


def test_a_flag_of_today_says_more_than_a_former_one_and_less_behind_the_same_mmsi() -> None:
    ship = dict(name="OCEAN STAR 3", flag="PA")
    none = score(ship, dict(name="OCEAN STAR 3"))
    former = score(ship, dict(name="OCEAN STAR 3", flag=None, former_flags=["PA"]))
    today = score(ship, dict(name="OCEAN STAR 3", flag="PA"))
    dprk = score(ship | {"flag": "KP"}, dict(name="OCEAN STAR 3", flag="KP"))
    assert none < former < today < dprk
    radio = dict(mmsi=352001000, flag="PA")
    alone = score(radio, dict(name="A B 1", mmsi=[352001000]))
    assert (
        0
        < score(radio, dict(name="A B 1", mmsi=[352001000], flag="PA")) - alone
        < (
            score(
                dict(call_sign="HMXY", flag="PA"), dict(name="A B 1", call_sign="HMXY", flag="PA")
            )
            - score(dict(call_sign="HMXY"), dict(name="A B 1", call_sign="HMXY"))
        )
    )


@pytest.mark.parametrize(("hulls", "verdict"), [(1, "match"), (5, "possible"), (7, "no match")])
def test_the_more_listed_hulls_bear_a_name_the_less_it_says(hulls: int, verdict: str) -> None:
    numbers = [7389704, 9074729, 8628597, 8610461, 9066978, 9399521, 8712362]
    bearers = [dict(name="SUN SHINE 3", imo=n) for n in numbers[:hulls]]
    assert set(found(dict(name="SUN SHINE 3"), *bearers)["verdict"]) == {verdict}


@pytest.mark.parametrize("listing", ["GOLDEN SUNRISE OF THE EASTERN MOUNTAINS"])
def test_a_name_cut_by_ais_is_found_however_long_it_goes_on(listing: str) -> None:
    cut = "GOLDEN SUNRISE OF TH"
    assert len(cut) == 20
    assert found(dict(name=cut), dict(name=listing))["verdict"].to_list() == ["match"]
    assert found(dict(name=cut[:-1]), dict(name=listing)).is_empty()  # not as long as AIS holds


FORMS = ("CO", "COMPANY", "LTD", "LIMITED", "INC", "CORP", "CORPORATION", "LLC", "PTE", "SA",
         "GMBH", "AG", "BV", "JSC", "OJSC", "PJSC", "PLC", "SHPG")  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_the_legal_form_of_a_party_says_nothing(form: str) -> None:
    assert compare.party(f"Chong Chon Gang {form}") == compare.party("CHONG CHON GANG")


def test_order_and_small_words_of_a_party_say_nothing_and_its_number_does() -> None:
    assert compare.party("The Star and Sea Lines") == compare.party("SEA LINES, STAR")
    assert compare.party("Fleet 2") != compare.party("Fleet 3")
    assert compare.party("CO LTD") == "CO LTD"  # a form is all there is


def test_parties_are_compared_as_words_and_as_one_word() -> None:
    def value(asked_: str, *names: str) -> float | None:
        part = compare.parties(asked_, names, Params())
        return part.value if part else None

    assert value("Chong Chon Gang", "GANG CHONG-CHON CO LTD") == 1.0
    assert value("Chong Gang", "CHONGGANG LIMITED") == 1.0
    assert value("Chong Chon Gang", "Ocean Maritime Management") == 0.0
    assert 0.0 < value("Chong Chon Gang Shipping", "Chong Chon Gang Shiping") < 1.0
    assert value("Chong Chon Gang", "Nobody", "CHONG CHON GANG") == 1.0  # the best of several
    assert value("Chong Chon Gang") is None
    assert value("", "CHONG CHON GANG") is None


def test_a_part_that_tells_no_identity_weighs_nothing() -> None:
    params = Params()
    silent = [
        compare.mid_and_flag("PA", "LR"),
        compare.radio_numbers(445001000, [445002000, 445003000], params),
        compare.call_signs("HMXY", "HMXZ", params),
        compare.imo_numbers(7389704, None, None, params),
    ]
    assert [(p.value, p.weight) for p in silent] == [(0.0, 0.0)] * 4
    assert (silent[1].query, silent[1].candidate) == ("445001000", "445002000, 445003000")
    assert silent[1].detail == "MMSI differs"


def test_a_sentence_says_what_agrees_and_leaves_out_what_says_nothing() -> None:
    assert explain([], "no match") == "No match: nothing agrees."
    told = found(
        dict(name="CHONG HAE 4", flag="HK"), dict(name="CHONG HAE 4", flag="CN")
    )["explanation"].item()  # fmt: skip
    assert "flags of one family" not in told
    assert told.startswith("Match: same name")


@given(st.sampled_from(["M/V", "M/T", "M/S", "S/S", "F/V", "LPG/C", "LNG/C", "MV", "MT", "MS",
                        "SS", "MTS", "FV", "SV", "FPV", "LPGC", "LNGC", "M.V."]),
       st.sampled_from(["PAN HOPE", "RYE SONG GANG 1", "STAR"]))  # fmt: skip
def test_a_prefix_of_the_trade_is_no_part_of_the_name(prefix: str, name: str) -> None:
    assert parse(f"{prefix} {name}").letters == parse(name).letters
    assert parse(f"{prefix} {name}").numbers == parse(name).numbers


def roman(n: int) -> str:
    """The numeral by the subtractive rule, the oracle of the table."""
    out = ""
    for value, sign in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while n >= value:
            out, n = out + sign, n - value
    return out


@pytest.mark.parametrize("n", range(1, 21))
def test_roman_numerals_to_twenty_are_numbers(n: int) -> None:
    assert parse(f"MI RIM {roman(n)}").numbers == (n,)
    assert parse(f"MI RIM {roman(n)}").letters == "MIRIM"


def test_a_word_for_number_goes_with_its_number_only() -> None:
    for word in ("NO", "NR", "NUM", "NUMBER", "No."):
        assert parse(f"BILLIONS {word} 18").letters == "BILLIONS"
    assert parse("BILLIONS NO").letters == "BILLIONSNO"
    assert parse("NO 18").letters == "NO"
