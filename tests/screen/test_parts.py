"""What each comparison hands on: the two values it compared, and its finding in words."""

import pytest

from seawarden.errors import UsageError
from seawarden.screen import Params, compare, match
from seawarden.screen.compare import Listed, Part
from seawarden.screen.likeness import likeness
from seawarden.screen.names import parse
from seawarden.screen.score import explain, weigh

from .ships import asked, listed

P = Params()


def test_another_name_says_no_more_than_that() -> None:
    """How common a name is matters only where it agrees."""
    part = compare.names([(parse("LEO"), False)], [Listed(parse("MARIA"), "former", 9)], False, P)
    assert part is not None
    assert (part.value, part.weight) == (0.0, 0.0)
    assert part.detail == likeness(parse("LEO"), parse("MARIA"), False, P)[1]


def test_the_beginning_of_a_name_is_that_name_only_where_ais_cut_it() -> None:
    full = parse("GOLDEN HORIZON VENTURE STAR")
    cut = parse("GOLDEN HORIZON VENTU")
    assert cut.is_cut
    assert likeness(cut, full, False, P)[0] == P.cut_value
    assert likeness(parse("GOLDEN HORIZON"), full, False, P)[0] == 0.0


def test_call_signs_that_differ_are_a_part_without_weight() -> None:
    assert compare.call_signs("HMXY", "D6AB2", P) == Part(
        "call_sign", 0.0, 0.0, "call sign differs", "HMXY", "D6AB2"
    )


@pytest.mark.parametrize(
    ("of_today", "former", "shown"),
    [("PA", ["TG"], "PA"), ("PA", [], "PA"), (None, ["TG", "KM"], "TG/KM")],
)
def test_the_listed_flag_is_shown_and_the_former_ones_where_there_is_none(
    of_today: str | None, former: list[str], shown: str
) -> None:
    part = compare.flag_states(["SE"], of_today, former, P, same_hull=False, same_radio=False)
    assert part is not None
    assert part.candidate == shown


@pytest.mark.parametrize(
    ("given", "in_mmsi", "told"),
    [("PA", "KP", True), ("PA", "PA", False), (None, "KP", False), ("PA", None, False),
     (None, None, False), ("HK", "CN", False)],
)  # fmt: skip
def test_mmsi_and_flag_disagree_only_where_both_are_known(
    given: str | None, in_mmsi: str | None, told: bool
) -> None:
    assert (compare.mid_and_flag(given, in_mmsi) is not None) is told


def test_a_company_number_is_named_in_the_finding() -> None:
    part = compare.company_number([5990001, 5990002], "IMO 5990002", "Gamma", P)
    assert part is not None
    assert part.detail == "the owner's IMO company number 5990002 is a listed party's"
    assert (part.query, part.candidate) == ("5990002", "Gamma")


def test_a_flag_that_tells_nothing_does_not_hinder_a_slip_of_one_digit() -> None:
    """Only a flag that conflicts makes two hulls of one digit."""
    imo = Part("imo", -1.0, P.imo_conflict, "two hulls", "9074729", "9574729")
    name = Part("name", 1.0, P.name_weight, "same name", "NAM SAN 8", "NAM SAN 8")
    for value, weight in ((0.0, P.imo_one_digit), (1.0, P.imo_one_digit), (-1.0, P.imo_conflict)):
        flag = Part("flag", value, 0.1, "flag")
        first = weigh([imo, name, flag], P)[0]
        assert first.weight == weight, value


def test_names_are_shown_beside_each_other_and_numbers_are_not() -> None:
    parts = [
        Part("name", 1.0, 0.85, "same name", "NAM SAN 8", "NAMSAN 8"),
        Part("mmsi", 1.0, 0.75, "same MMSI 445001000", "445001000", "445001000"),
    ]
    assert explain(parts, "possible") == (
        "Possible: same name (NAM SAN 8, NAMSAN 8); same MMSI 445001000."
    )


def test_a_near_miss_is_given_unless_it_is_not_wanted() -> None:
    ship = dict(name="NAM SAN 8", imo=7389704), dict(name="NAM SAN 8", imo=9074729)
    assert match(asked(ship[0]), listed(ship[1]))["verdict"].to_list() == ["no match"]
    bare = match(asked(ship[0]), listed(ship[1]), params=Params(keep_near_misses=False))
    assert bare.is_empty()


def test_the_two_scores_may_be_one_but_not_cross() -> None:
    assert Params(possible_score=0.8, match_score=0.8).possible_score == 0.8
    with pytest.raises(UsageError, match=r"possible_score 0\.8 and match_score 0\.7"):
        Params(possible_score=0.8, match_score=0.7)


def test_of_two_owners_that_agree_alike_the_first_is_shown() -> None:
    found = match(
        asked(dict(name="CRANE", owner="Gamma Tankers SA; Gamma Tankers")),
        listed(dict(name="GAMMA TANKERS SA", kind="company")),
    )
    assert "(Gamma Tankers SA, GAMMA TANKERS SA)" in found["explanation"].item()


def test_radio_identities_that_differ_do_not_doubt_a_conflict_of_numbers() -> None:
    """Only a name and a radio identity that both agree make one of the numbers look false."""
    imo = Part("imo", -1.0, P.imo_conflict, "two hulls", "7389704", "9074729")
    name = Part("name", 1.0, P.name_weight, "same name", "NAM SAN 8", "NAM SAN 8")
    for value, weight in ((1.0, P.imo_conflict_doubted), (0.0, P.imo_conflict)):
        radio = Part("call_sign", value, P.call_sign_weight, "call sign", "HMXY", "HMXZ")
        assert weigh([imo, name, radio], P)[0].weight == weight


def test_an_owner_is_found_by_the_company_number_whatever_it_is_called() -> None:
    found = match(
        asked(dict(name="CRANE", owner="Nobody At All", owner_imo=[5990002])),
        listed(dict(name="GAMMA TANKERS SA", kind="company", imo_text="IMO 5990002")),
    )
    assert found["explanation"].item().startswith("Match of the owner, not of the ship")


@pytest.mark.parametrize("spelt", ["AB CD", "ABCD"])
@pytest.mark.parametrize("printed", ["AB CD", "ABCD"])
def test_an_owner_of_few_letters_is_found_spaced_otherwise(spelt: str, printed: str) -> None:
    """Too short to be compared letter by letter."""
    found = match(
        asked(dict(name="CRANE", owner=spelt)), listed(dict(name=printed, kind="company"))
    )
    assert found["verdict"].to_list() == ["match"]


def test_parts_stay_readable_in_the_names_own_script() -> None:
    found = match(asked(dict(name="АНГАРА 8")), listed(dict(name="АНГАРА 8")))
    assert "АНГАРА 8" in found["parts"].item()


def test_the_same_number_under_another_name_is_a_renaming_and_no_conflict() -> None:
    imo = Part("imo", 1.0, P.imo_weight, "same IMO number", "9074729", "9074729")
    name = Part("name", -1.0, P.name_weight, "another name", "NAM SAN 8", "CHON MA 2")
    renamed = weigh([imo, name], P)[1]
    assert (renamed.value, renamed.weight) == (0.0, 0.0)
    assert renamed.detail == "under another name (NAM SAN 8 asked, CHON MA 2 listed)"


def test_a_ship_listed_under_two_printed_numbers_is_found_by_either() -> None:
    held = listed(dict(name="NAM SAN 8", imo_text="IMO 9074720; IMO 7389704"))
    for number in (9074720, 7389704):
        found = match(asked(dict(name="CHON MA 2", imo=number)), held)
        assert found.height == 1, number
