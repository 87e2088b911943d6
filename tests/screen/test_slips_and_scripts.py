"""One-letter slips in short names, and names in other scripts: laws and cases."""

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from seawarden.screen import match, scripts, short_slips

from .ships import asked, listed

WORD = st.text("ABCDE", min_size=3, max_size=10)


@given(st.lists(WORD, max_size=8), st.lists(WORD, max_size=8))
def test_leaving_letters_out_finds_what_brute_force_finds(
    mine: list[str], other: list[str]
) -> None:
    found = {(a, b) for a, near in short_slips.pairs(mine, other).items() for b in near}
    assert found == {(a, b) for a in mine for b in other if short_slips.letters_slip(a, b)}


@given(WORD, WORD)
def test_a_slip_is_one_edit_and_goes_both_ways(a: str, b: str) -> None:
    if short_slips.letters_slip(a, b):
        assert OSA.distance(a, b) == 1 and a[0] == b[0]
        assert short_slips.letters_slip(b, a)


@pytest.mark.parametrize(
    ("query", "listing", "verdict"),
    [
        # A slip counts where flag or type agrees, and only as a lead.
        (dict(name="SIRUIS", flag="BB"), dict(name="SIRIUS", flag="BB"), "possible"),
        (dict(name="LATAFA", ship_type="Tanker"),
         dict(name="LATTAFA", ship_type="Crude Oil Tanker"), "possible"),
        (dict(name="SIRUIS", flag="SE"), dict(name="SIRIUS", flag="BB"), None),
        (dict(name="SIRUIS"), dict(name="SIRIUS", flag="BB"), None),
        (dict(name="SIRUIS", ship_type="Tug"),
         dict(name="SIRIUS", ship_type="Crude Oil Tanker"), None),
        # The first letter is seldom the one that slips; another number is another ship.
        (dict(name="HIRIUS", flag="BB"), dict(name="SIRIUS", flag="BB"), None),
        (dict(name="SIRUIS 2", flag="BB"), dict(name="SIRIUS 3", flag="BB"), None),
        (dict(name="SIRUIS", flag="BB", imo=9074729),
         dict(name="SIRIUS", flag="BB", imo=7389704), None),
        # Two edits are no slip, nor is one in a name of four letters.
        (dict(name="SIRUSI", flag="BB"), dict(name="SIRIUS", flag="BB"), None),
        (dict(name="AVOM", flag="KM"), dict(name="AVON", flag="KM"), None),
    ],
)  # fmt: skip
def test_a_slip_counts_where_something_else_agrees(
    query: dict[str, object], listing: dict[str, object], verdict: str | None
) -> None:
    found = match(asked(query), listed(listing)).filter(pl.col("verdict") != "no match")
    assert (found["verdict"].to_list() or [None]) == [verdict]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("КАПИТАН ЩЕТИНИНА", "KAPITAN SHCHETININA"), ("КАПИТАН ЩЕТИНИНА", "KAPITAN SCHETININA"),
        ("ЮРИЙ СЕНКЕВИЧ", "YURIY SENKEVICH"), ("ЮРИЙ СЕНКЕВИЧ", "YURII SENKEVICH"),
        ("АЛЕКСАНДР ТОЛСТЫХ", "ALEKSANDR TOLSTYH"), ("МИХАИЛ ЛАЗАРЕВ", "MIKHAIL LAZAREV"),
        ("АНГАРА 1", "ANGARA 1"), ("백마강", "PAEK MA GANG"), ("례성강 1", "RYE SONG GANG 1"),
        ("新光海", "XIN GUANG HAI"), ("天佑 8", "TIAN YOU 8"), ("ØRSTED STRØM", "ORSTED STROM"),
    ],
)  # fmt: skip
def test_a_name_in_its_script_is_the_name_in_latin_letters(typed: str, name: str) -> None:
    ship = listed(dict(name=name, is_dprk="GANG" in name))
    assert match(asked(dict(name=typed)), ship)["verdict"].to_list() == ["match"]


@pytest.mark.parametrize(
    ("typed", "name"), [("ناديا", "NADIA STAR"), ("АНГАРА", "ANGELA"), ("МИХАИЛ", "MIKHAILOV")]
)
def test_another_name_in_a_script_is_another_name(typed: str, name: str) -> None:
    found = match(asked(dict(name=typed)), listed(dict(name=name)))
    assert "match" not in found["verdict"].to_list()


def test_an_arabic_name_is_a_lead_by_its_consonants() -> None:
    found = match(asked(dict(name="بحر العرب")), listed(dict(name="BAHR AL ARAB", flag="IR")))
    assert found["verdict"].to_list() == ["possible"]


@given(st.text("ABCDEFGHIKLMNOPRSTUVXYZ", min_size=1, max_size=20))
@example("IYO")
def test_folding_a_fold_changes_nothing(letters: str) -> None:
    for script in ("cyrillic", "arabic"):
        once = scripts.fold(letters, script)
        assert scripts.fold(once, script) in (once, "")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("LPG/C GREY HERON", "GREY HERON"), ("FPV GREY HERON", "GREY HERON"),
        ("TM GREY HERON 568", "GREY HERON 568"), ("R/V GREY HERON", "GREY HERON"),
        ("GREY HERON TWO", "GREY HERON 2"), ("GREY HERON II", "GREY HERON NO. 2"),
        ("GREY HERON SEVEN", "GREY HERON VII"),
    ],
)  # fmt: skip
def test_prefixes_and_spelt_numerals_are_dress(typed: str, name: str) -> None:
    found = match(asked(dict(name=typed)), listed(dict(name=name)))
    assert found["verdict"].to_list() == ["match"]


def test_a_number_word_tells_sister_ships_apart() -> None:
    found = match(asked(dict(name="GREY HERON TWO")), listed(dict(name="GREY HERON 3")))
    assert found["verdict"].to_list() == ["no match"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("PYATNITSA", "PIATNITZA"), ("WOLGA", "VOLGA"), ("ALEXANDR", "ALEKSANDR"),
     ("SHCHUKA", "SCHUKA"), ("KHABAROVSK", "HABAROVSK"), ("ROSSIYA", "ROSIIA")],
)  # fmt: skip
def test_romanisations_of_one_cyrillic_name_have_one_key(one: str, other: str) -> None:
    assert scripts.fold(one, "cyrillic") == scripts.fold(other, "cyrillic") != ""


def test_three_consonants_of_an_arabic_name_are_a_key_and_two_are_none() -> None:
    """Vowels are not written: of a name of two consonants nothing is left that tells it."""
    assert scripts.fold("SALIM", "arabic") == scripts.fold("SALEEM", "arabic") == "SLM"
    assert scripts.fold("NADA", "arabic") == ""
