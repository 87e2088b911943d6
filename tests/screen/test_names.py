"""Names taken apart, and Korean romanisations folded."""

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from seawarden import lists
from seawarden.screen import korean
from seawarden.screen.compare import likeness
from seawarden.screen.names import parse
from seawarden.screen.params import Params

LETTERS = st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ", max_size=20)


@pytest.mark.parametrize(
    ("text", "letters", "numbers"),
    [
        ("RYE SONG GANG 1", "RYESONGGANG", (1,)),
        ("RyeSongGang-1", "RYESONGGANG", (1,)),
        ("Yu_Jong_3", "YUJONG", (3,)),
        ("BILLIONS NO. 18", "BILLIONS", (18,)),
        ("Bokwang No5", "BOKWANG", (5,)),
        ("Mv.Pan Hope", "PANHOPE", ()),
        ("M/T STAR", "STAR", ()),
        ("MT", "MT", ()),
        ("ARGO I", "ARGO", (1,)),
        ("MI RIM II", "MIRIM", (2,)),
        ("I", "I", ()),
        ("X", "X", ()),
        ("O UN CHONG NYON HO", "OUNCHONGNYON", ()),
        ("CHONGNYON-HO", "CHONGNYON", ()),
        ("OUNCHONGNYONHO 2", "OUNCHONGNYON", (2,)),
        ("MARTINHO", "MARTINHO", ()),
        ("DAE HO", "DAEHO", ()),
        ("MIN NING DE YOU 078", "MINNINGDEYOU", (78,)),
        ("CAPITÁN@@@", "CAPITAN", ()),
        ("'O HARA'", "OHARA", ()),
        ("508", "", (508,)),
        ("", "", ()),
        ("장자산", "JANGJASAN", ()),
        ("АНГАРА-3", "ANGARA", (3,)),
        ("ØRESUND STRAßE", "ORESUNDSTRASSE", ()),
    ],
)
def test_names_are_taken_apart(text, letters, numbers):
    name = parse(text)
    assert (name.letters, name.numbers) == (letters, numbers)


@pytest.mark.parametrize(
    "prefix",
    ["MV", "M/V", "M.T.", "M/S", "SS", "S.S.", "F/V", "FV", "SV", "RV", "R/V", "T/K", "TM", "MTS",
     "MTV", "FPV", "FSO", "FPSO", "LPG/C", "LPGC", "LNG/C", "LNGC"],
)  # fmt: skip
def test_a_prefix_of_the_trade_is_no_part_of_a_name(prefix):
    assert parse(f"{prefix} GREY HERON").words == ("GREY", "HERON")
    assert parse(prefix).letters != ""  # and a name that is nothing else stays


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("RAK-HO", ("RAK",)),  # the hyphen says that it is the word for ship
        ("RAK HO", ("RAK", "HO")),
        ("NAM UN HO", ("NAM", "UN")),
        ("PONGHWA HO", ("PONGHWA",)),
        ("NAM HUNG CHONGNYONHO", ("NAM", "HUNG", "CHONGNYON")),
    ],
)
def test_the_korean_word_for_ship_is_dropped_where_enough_is_left(text, words):
    assert parse(text).words == words


@given(LETTERS)
@example("RIRIRI")
@example("YEOEUI")
@example("LLYYI")
def test_folding_a_key_gives_the_key(letters):
    assert korean.fold(korean.fold(letters)) == korean.fold(letters)


@pytest.mark.parametrize(
    "spellings",
    [
        ("RYESONGGANG", "YESONGGANG", "YESEONGGANG", "YESEONGKANG", "RYESONGKANG"),
        ("RI", "YI", "LEE", "I"),
        ("RYONG", "YONG", "RYEONG", "LYONG"),
        ("RAKWON", "NAKWON"),
        ("PAEKMA", "BAEKMA", "PAEKMA"),
        ("THAEPHYONG", "TAEPYONG", "DAEPYEONG"),
        ("CHONGCHON", "JONGJON", "CHEONGCHEON", "CHHONGCHHON"),
        ("ZUZAGBONG", "JUJAKPONG", "CHUCHAKBONG"),
        ("KUM", "GEUM", "KEUM", "GUM"),
        ("HUICHON", "HEUICHEON", "HEECHON", "HICHON"),
        ("WOORI", "URI"),
        ("CHONGRIM", "CHEONGNIM"),
        ("SIN", "SHIN"),
        ("YOUNG", "YONG"),
        ("MOON", "MUN"),
        ("CHOE", "CHHOE", "JOE"),
        ("PAEKK", "PAECK", "BAEK"),
        ("HYON", "HYEON"),
        ("EUN", "UN"),
        ("SSANG", "SANG", "SHANG"),
        ("NYONGBYON", "YONGBYON", "YEONGBYEON"),
        ("CHONGRYON", "CHONGNYON", "CHEONGRYEON"),
    ],
)
def test_every_spelling_of_a_name_has_one_key(spellings):
    assert len({korean.fold(s) for s in spellings}) == 1


@pytest.mark.parametrize(
    ("a", "b"),
    [("SONG", "SUNG"), ("TAE", "TE"), ("NAMSAN", "NAMSONG"), ("PAEK", "PAK"), ("MYONG", "MONG"),
     ("SAMMA", "SAMA" "N"), ("CHON", "CHONG"), ("HAE", "HWA")],
)  # fmt: skip
def test_different_names_keep_different_keys(a, b):
    assert korean.fold(a) != korean.fold(b)


@pytest.mark.parametrize(
    ("name", "can_be", "must_be"),
    [
        ("RYE SONG GANG", True, True),
        ("YESONGGANG", True, False),
        ("NAM SAN", True, True),
        ("PAEK MA", True, True),
        ("TONG DA", True, False),
        ("HAI FENG", False, False),
        ("XIN GUANG HAI", False, False),
        ("OCEAN STAR", False, False),
        ("MARINA", True, False),
        ("", False, False),
    ],
)
def test_what_can_be_korean(name, can_be, must_be):
    words = parse(name).words
    assert (korean.is_korean(words), korean.is_distinct(words)) == (can_be, must_be)


def test_the_dprk_ships_of_ofac_are_read_as_korean(shared_data):
    ofac, _ = lists.read_file(shared_data / "lists" / "ofac_sdn_2021-07.csv")
    names = ofac.filter((pl.col("kind") == "ship") & (pl.col("flag") == "KP"))["name"]
    korean_names = [n for n in names if korean.is_korean(parse(n).words)]
    # The rest are foreign names (WOORY STAR, EVER BRIGHT) and a few clusters.
    assert len(korean_names) / len(names) > 0.85


@given(st.text(max_size=24), st.text(max_size=24), st.booleans())
@example("RYE SONG GANG 1", "YESONGGANG", True)
@example("JANG JA SAN CHONG NY", "JANG JA SAN CHONG NYON HO", False)
def test_likeness_is_symmetric_and_a_name_is_like_itself(a, b, context):
    first, second, params = parse(a), parse(b), Params()
    assert likeness(first, second, context, params) == likeness(second, first, context, params)
    if first.letters or first.numbers:
        assert likeness(first, first, context, params)[0] == 1.0


def test_spellings_that_one_list_gives_one_ship_are_found_alike(shared_data):
    """The UK prints RyeSongGang-1, Ju Jak Bong 5 and Zu Zag Bong 5: names of one IMO number."""
    uk, _ = lists.read_file(shared_data / "lists" / "uk_ships_2026-05-13.csv")
    row = uk.filter(imo=8712362).row(0, named=True)
    names = [row["name"], *row["other_names"]]
    params = Params()
    pairs = [("Ju Jak Bong 5", "Zu Zag Bong 5"), ("Jujakbong5", "Zuzagbong-5"),
             ("Chon Myong 1", "M/V Chon Myong 1"), ("Ju Jak Bong 5", "Jujakbonh-5")]  # fmt: skip
    for a, b in pairs:
        assert {a, b} <= set(names)
        assert likeness(parse(a), parse(b), True, params)[0] > 0.6, (a, b)
