"""Cases that settle what `vessel-v1` is: each says why it is there.

The first seven are the ones in which nomenklatura's `logic-v2` misjudges ships.
"""

import pytest

from seawarden.screen import match

from .ships import asked, listed

MATCH, POSSIBLE, NO = "match", "possible", "no match"

CASES = [
    # --- the seven of the conventions ---
    (dict(name="MU BONG 1", imo=8610461), dict(name="MU BONG 1", imo=9074729), NO,
     "two hulls: IMO 8610461 asked, 9074729 listed, both valid",
     "two valid IMO numbers are two hulls, whatever the name"),
    (dict(name="SONG HAE", imo=7389704), dict(name="RYE SONG GANG 1", imo=7389704), MATCH,
     "under another name (SONG HAE asked, RYE SONG GANG 1 listed)",
     "the same hull under another name is the strongest finding"),
    (dict(name="RYE SONG GANG 1"), dict(name="YESONGGANG 1"), MATCH,
     "one Korean name in two romanisations", "one name, two romanisations"),
    (dict(name="MYONG RYU 1"), dict(name="MYONGRYU 1"), MATCH, "same name, spaced otherwise",
     "blanks tell nothing"),
    (dict(name="NAM SAN 8"), dict(name="NAM SAN 9"), NO,
     "the numeral tells the ships apart (8, 9)", "sister ships differ by their numeral"),
    (dict(name="YU SON", flag="PA"), dict(name="YU SON", flag="KP"), POSSIBLE,
     "flag differs (PA asked, KP listed)", "a common name under another flag is no finding"),
    (dict(name="ANY NAME", mmsi=445123000), dict(name="PAEK MA", mmsi=[445123000]), POSSIBLE,
     "same MMSI 445123000, which can be typed in", "an MMSI is weaker than an IMO number"),
    # --- romanisation, found ---
    (dict(name="YESEONGKANG 1"), dict(name="RYE SONG GANG 1"), MATCH, "two romanisations",
     "the South's spelling of a DPRK name"),
    (dict(name="LEE MYONG 3"), dict(name="RI MYONG 3"), MATCH, "two romanisations", "Ri and Lee"),
    (dict(name="YI MYEONG 3"), dict(name="RI MYONG 3"), MATCH, "two romanisations", "Ri and Yi"),
    (dict(name="ZU ZAG BONG 5"), dict(name="JU JAK BONG 5"), MATCH, "two romanisations",
     "both spellings stand on the UK list for IMO 8712362"),
    (dict(name="RYONGGANG 2"), dict(name="YONG KANG 2"), MATCH, "two romanisations",
     "initial r falls away"),
    (dict(name="NAKWON 2"), dict(name="RAK WON 2", is_dprk=True), MATCH, "two romanisations",
     "initial r becomes n"),
    (dict(name="CHEONGNIM 2"), dict(name="CHONG RIM 2", is_dprk=True), MATCH, "two romanisations",
     "r becomes n behind ng"),
    (dict(name="BAEKMA", mmsi=445001000), dict(name="PAEK MA", flag="KP"), MATCH,
     "two romanisations", "b and p, with the DPRK's own MID"),
    (dict(name="TAEDONGKANG 3"), dict(name="DAE DONG GANG 3"), MATCH, "two romanisations",
     "d and t, g and k"),
    (dict(name="WOORI 7"), dict(name="URI 7", is_dprk=True), POSSIBLE, "", "oo and u; short"),
    # --- romanisation, held back ---
    (dict(name="TONG DA 8"), dict(name="DONG DA 8"), POSSIBLE, "the same if both names are Korean",
     "two Chinese names: only the lists' context could make them one"),
    (dict(name="MARINA"), dict(name="MALINA"), None, "", "l and r are not one in English"),
    (dict(name="BELLA"), dict(name="PELLA"), None, "", "nor b and p"),
    (dict(name="HAI FENG 3"), dict(name="HE FENG 3"), None, "", "two Chinese names"),
    (dict(name="SONG HAE 2"), dict(name="SUNG HAE 2", is_dprk=True), None, "",
     "o and u are two vowels"),
    # --- numbers and decoration ---
    (dict(name="M/V CHON MYONG-HO NO. 1"), dict(name="CHONMYONG I"), MATCH, "same name",
     "prefix, -ho, No. and roman numerals are decoration"),
    (dict(name="MT SAM JONG 1"), dict(name="SAM JONG 1"), MATCH, "same name", "MT is a prefix"),
    (dict(name="JANG JA SAN CHONG NY"), dict(name="JANG JA SAN CHONG NYON HO"), MATCH,
     "as far as AIS can hold the name", "AIS cuts a name at 20 characters"),
    (dict(name="RYE SONG GANG"), dict(name="RYE SONG GANG 1"), POSSIBLE,
     "but for the numeral that one side lacks", "a numeral left out is doubt, no conflict"),
    (dict(name="MIN NING DE YOU 78"), dict(name="MIN NING DE YOU 078"), MATCH, "same name",
     "078 is 78"),
    (dict(name="L-126"), dict(name="L-409"), None, "", "fishing numbers are no near miss"),
    (dict(name="PI RUY GANG"), dict(name="PI RYU GANG", is_dprk=True), POSSIBLE, "names alike",
     "a slip that OFAC itself printed"),
    # --- commonness ---
    (dict(name="OCEAN STAR"), dict(name="OCEAN STAR"), POSSIBLE, "of words that many ships bear",
     "a name alone is no finding when every port has one"),
    (dict(name="LEO", flag="NO"), dict(name="LEO", flag="BB"), NO, "flag differs",
     "a yacht in Norway is not the listed tanker"),
    (dict(name="KOTI", flag="TG"), dict(name="KOTI", flag="PA", is_dprk=True), POSSIBLE,
     "flag differs", "a UN-designated ship was de-flagged: stay careful the other way"),
    # --- identifiers together ---
    (dict(name="PAEK MA", imo=9066978), dict(name="PAEK MA", imo=9066978), MATCH,
     "same IMO number 9066978", "all agrees"),
    (dict(name="PAEK MA", imo=9066977), dict(name="PAEK MA", imo=9066978, is_dprk=True), POSSIBLE,
     "IMO 9066977 fails its check digit and is not used", "a wrong number is no conflict"),
    (dict(imo=9066977), dict(name="X", imo_text="IMO 9066977"), POSSIBLE,
     "the same wrong IMO number", "the list printed the same slip"),
    (dict(imo=8628597), dict(name="HAO FAN 6", imo=8628597, flag="KM"), MATCH, "same IMO number",
     "a number alone is enough"),
    (dict(imo=8628597, mmsi=445123000), dict(name="HAO FAN 6", imo=8628597, flag="KM"), MATCH,
     "reflagged", "another flag on the same hull is told and lowers nothing"),
    (dict(name="PAEK MA", imo=8610461, mmsi=445001000),
     dict(name="PAEK MA", imo=9066978, mmsi=[445001000]), POSSIBLE, "one number may be false",
     "name and radio identity of a listed ship with another number: somebody typed one"),
    (dict(name="OTHER", imo=8610461, mmsi=445001000),
     dict(name="PAEK MA", imo=9066978, mmsi=[445001000]), NO, "two hulls",
     "an MMSI is issued anew: another ship has it now"),
    (dict(name="X Y", mmsi=445001000, call_sign="HMXY"),
     dict(name="PAEK MA", mmsi=[445001000], call_sign="HMXY"), MATCH, "same call sign HMXY",
     "MMSI and call sign together are one radio licence"),
    (dict(name="X Y", call_sign="NONE"), dict(name="PAEK MA", call_sign="NONE"), None, "",
     "what ships send for no call sign is no call sign"),
    (dict(name="TIGER CUB"), dict(name="AN SAN 1", former_names=["TIGER CUB"]), POSSIBLE,
     "a former name", "others take up a name that was given up"),
    (dict(name="NEW NAME 5", former_names=["NAM SAN 8"]), dict(name="NAM SAN 8"), POSSIBLE,
     "a former name", "former names of the ship asked count too"),
    (dict(name="ARKTIKA 2", mmsi=636012345, flag="PA"), dict(name="ARKTIKA 2", flag="PA"), MATCH,
     "the MMSI is of LR, the flag given is PA", "the MID against the flag is told"),
    (dict(name="CHONG HAE 4", flag="HK"), dict(name="CHONG HAE 4", flag="CN"), MATCH, "",
     "Hong Kong against China is no conflict"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "candidate", "verdict", "told", "why"), CASES, ids=[c[4] for c in CASES]
)
def test_case(query, candidate, verdict, told, why):
    found = match(asked(query), listed(candidate))
    if verdict is None:
        assert found.is_empty(), found["explanation"].to_list()
        return
    assert found["verdict"].to_list() == [verdict], (found["score"].item(), why)
    assert told in found["explanation"].item()


BY_NAME = [c[:3] for c in CASES if set(c[0]) | set(c[1]) <= {"name", "flag", "is_dprk"}]


@pytest.mark.parametrize(("query", "candidate", "verdict"), BY_NAME)
def test_a_case_by_name_reads_the_same_both_ways(query, candidate, verdict):
    turned = {k: v for k, v in candidate.items() if k != "is_dprk"}
    back = match(asked(turned), listed(query | {"is_dprk": candidate.get("is_dprk", False)}))
    assert (back["verdict"].to_list() or [None]) == [verdict]


def test_an_imo_number_ranks_above_a_name_and_a_name_above_an_mmsi_alone():
    found = match(
        asked(dict(name="NAM SAN 8", imo=7389704, mmsi=445001000)),
        listed(
            dict(name="NAM SAN 8", imo=None),
            dict(name="SONG HAE", imo=7389704),
            dict(name="PAEK MA", mmsi=[445001000]),
        ),
    )
    assert found["listed_name"].to_list() == ["SONG HAE", "NAM SAN 8", "PAEK MA"]


def test_a_name_that_several_listed_hulls_bear_weighs_less():
    one = match(asked(dict(name="SUN SHINE 3")), listed(dict(name="SUN SHINE 3", imo=7389704)))
    two = match(
        asked(dict(name="SUN SHINE 3")),
        listed(dict(name="SUN SHINE 3", imo=7389704), dict(name="SUN SHINE 3", imo=9074729)),
    )
    assert two["score"].max() < one["score"].item()
    assert "borne by 2 listed hulls" in two["explanation"][0]


def test_one_hull_on_several_lists_is_not_a_common_name():
    found = match(
        asked(dict(name="SUN SHINE 3")),
        listed(dict(name="SUN SHINE 3", imo=7389704), dict(name="SUN SHINE 3", imo=7389704)),
    )
    assert found["score"].to_list() == [0.85, 0.85]
