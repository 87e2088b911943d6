"""Who said what: direct, indirect and mixed speech, and whose it is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawarden.chronicle.statements import speech
from seawarden.chronicle.statements.statement import Statement


def said(text: str, *authors: str) -> list[Statement]:
    return speech.read(text, authors=authors, publisher_state="NZ")


def test_a_quotation_with_its_attribution_behind_it_is_direct() -> None:
    text = "“We condemn the launch of this missile,” Foreign Minister Jane Doe said today."
    (one,) = said(text)
    assert (one.kind, one.speaker, one.verb) == ("direct", "Jane Doe", "say")
    assert text[one.start : one.end] == "“We condemn the launch of this missile,”"


@pytest.mark.parametrize(
    ("opening", "closing"),
    [("“", "”"), ('"', '"'), ("“", '"'), ('"', "”"), ("‘‘", "’’"), ("«", "»")],
)
def test_curly_straight_and_mixed_marks_are_one_and_the_same(opening: str, closing: str) -> None:
    """Releases open with one kind of mark and close with another."""
    (one,) = said(f"{opening}We stand by our partners in this,{closing} says Mr Smith.")
    assert (one.kind, one.speaker) == ("direct", "Smith")


def test_a_paragraph_that_opens_and_does_not_close_hands_its_speaker_on() -> None:
    text = (
        "Prime Minister Ann Lee welcomed the resolution.\n\n“It is a clear message.\n\n"
        "“It will be enforced at sea.\n\n“Every State must act,” Defence Minister Bo Ray said."
    )
    found = said(text)
    assert [s.kind for s in found] == ["indirect", "direct", "direct", "direct"]
    assert [s.speaker for s in found] == ["Ann Lee", "Bo Ray", "Bo Ray", "Bo Ray"]


def test_a_closed_quotation_without_attribution_goes_on_from_the_paragraph_before() -> None:
    text = "“We regret the launch,” said Mr Goff.\n\n“It must not happen again.”"
    assert [s.speaker for s in said(text, "Hon Phil Goff")] == ["Phil Goff", "Phil Goff"]


def test_two_runs_around_an_attribution_are_of_one_speaker() -> None:
    text = "“This is our second flight,” said Mr Mark. “It is important that it goes on.”"
    found = said(text, "Hon Ron Mark")
    assert [s.speaker for s in found] == ["Ron Mark", "Ron Mark"]


def test_a_fragment_in_a_report_makes_it_mixed_and_the_sentence_is_kept_whole() -> None:
    text = 'Foreign Minister Ann Lee has rejected the "aggressive rhetoric" of Pyongyang.'
    (one,) = said(text)
    assert (one.kind, one.verb, text[one.start : one.end]) == ("mixed", "reject", text)


@pytest.mark.parametrize(
    "sentence",
    [
        'She travelled with Clarence "Clarry" Maskill and James "Jim" Neilsen.',
        "The Councils chose “Partnership and Innovation” for the Forum.",
        "The missile’s flight path took it over Japan.",
        "The two sides agreed to resume the talks in March.",
        "Missiles were condemned by nobody.",
        "Mr Smith will announce the deployment tomorrow.",
        "Mr Smith concluded his visit to Seoul today.",
    ],
)
def test_names_acts_passives_and_plans_are_no_statements(sentence: str) -> None:
    """What is not said must not be put into a mouth."""
    assert said(sentence) == []


def test_an_aside_between_commas_does_not_hide_the_speaker() -> None:
    found = said("Foreign Minister Ann Lee spoke.\n\nLee, on Tuesday, said the ships would sail.")
    assert [(s.speaker, s.kind) for s in found] == [("Ann Lee", "indirect")]


def test_the_statement_of_a_ministry_through_its_agency_has_both() -> None:
    text = (
        "Pyongyang, on Monday, demanded an immediate stop, a statement released by the DPRK "
        "foreign ministry to the Korean Central News Agency (KCNA). The statement mentioned "
        "Canada and France. The outlet added that steps would be taken."
    )
    first, second, third = said(text)
    assert (first.speaker, first.via) == (
        "DPRK foreign ministry",
        "Korean Central News Agency (KCNA)",
    )
    assert first.state == "KP"
    assert second.speaker == "DPRK foreign ministry"
    assert third.speaker.startswith("Korean Central News Agency")


def test_the_spokesperson_speaks_for_the_body_that_spoke_before() -> None:
    text = "The Ministry of Defence confirmed the flight.\n\nThe spokesperson said it was routine."
    assert [s.speaker for s in said(text)] == [
        "Ministry of Defence",
        "Ministry of Defence spokesperson",
    ]


@pytest.mark.parametrize(("pronoun", "who"), [("He", "Kim Jong Un"), ("It", "New Zealand")])
def test_a_pronoun_is_the_subject_before_it(pronoun: str, who: str) -> None:
    before = {
        "He": "North Korean leader Kim Jong Un inspected a battery of rockets.",
        "It": "New Zealand has paid into the fund since 1995.",
    }
    found = said(f"{before[pronoun]} {pronoun} has urged all sides to comply with the text.")
    assert [s.speaker for s in found] == [who]


def test_a_knight_is_found_by_his_first_name() -> None:
    text = "Treasurer Sir William Birch denied it.\n\n“It is wrong,” Sir William says."
    assert {s.speaker for s in said(text)} == {"William Birch"}


def test_the_person_who_speaks_may_be_another_than_the_author_in_the_head() -> None:
    """A release of 1998 is filed under a colleague; its words are not his."""
    text = '"It is inward looking," Minister of Trade Don McKinnon said. Mr McKinnon said so twice.'
    assert {s.speaker for s in said(text, "Doug Graham")} == {"Don McKinnon"}


def test_text_after_a_colon_is_direct_without_marks() -> None:
    text = (
        "A spokesman for the Foreign Ministry of the DPRK said on Saturday:\n\n"
        "The drills are a grave provocation.\n\nWe will answer them."
    )
    found = said(text)
    assert [s.kind for s in found] == ["indirect", "direct", "direct"]
    assert {s.speaker for s in found} == {"spokesman for the Foreign Ministry of the DPRK"}


def test_a_lost_opening_mark_does_not_lose_the_quotation() -> None:
    text = "This is a setback for all of us,” Mr Goff said."
    (one,) = said(text, "Phil Goff")
    assert (one.start, one.kind, one.speaker) == (0, "direct", "Phil Goff")


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab AB.,“”\"'’‘\n:said Mr Goff he", max_size=300))
def test_any_text_gives_statements_inside_it_in_order(text: str) -> None:
    """A law: places lie in the text, in order, and the words are those of the text."""
    found = speech.read(text)
    assert all(0 <= s.start < s.end <= len(text) for s in found)
    assert [s.start for s in found] == sorted(s.start for s in found)
    assert all(s.kind in {"direct", "mixed", "indirect"} for s in found)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 200))
def test_what_stands_before_the_body_moves_the_places_and_nothing_else(n: int) -> None:
    """A law: offsets count in the whole text, front matter included."""
    body = "“We condemn the launch,” Foreign Minister Ann Lee said.\n\nShe urged all to comply."
    moved = speech.read("x" * n + "\n" + body, n + 1)
    here = speech.read(body)
    assert [(s.start - n - 1, s.end - n - 1, s.speaker) for s in moved] == [
        (s.start, s.end, s.speaker) for s in here
    ]


WIRE = (
    "North Korea fired missiles on Thursday, South Korea's military said, a day after that.\n\n"
    "South Korea's Joint Chiefs of Staff (JCS) said the missiles fell into the sea.\n\n"
    '"This is a clear provocation," the JCS said in a statement.\n\n'
    "Mr Peters - who is in Tokyo - told RNZ the deployment would go on.\n\n"
    "Australia's Foreign Minister Penny Wong and her New Zealand counterpart Winston Peters "
    "condemned the launches.\n\n"
    "North Korea's Foreign Ministry, in a statement carried by KCNA, called the flights a hostile "
    "act.\n\n"
    '"Nobody," Wong said, "should doubt our resolve."\n'
)


def test_newswire_is_attributed() -> None:
    """Written for this test in the manner of an agency; no agency's text."""
    found = said(WIRE)
    assert [(s.kind, s.speaker) for s in found] == [
        ("indirect", "South Korea's military"),
        ("indirect", "South Korea's Joint Chiefs of Staff"),
        ("direct", "Joint Chiefs of Staff"),
        ("indirect", "Winston Peters"),
        ("indirect", "Penny Wong; Winston Peters"),
        ("indirect", "North Korea's Foreign Ministry"),
        ("direct", "Penny Wong"),
        ("direct", "Penny Wong"),
    ]
    assert found[5].via == "KCNA"


@pytest.mark.parametrize(
    "wall",
    [
        "North Korea And The Of Minister " * 4000,
        "“a b " * 4000,
        '"We do," he said. ' * 1500,
        "Lee said and the ministry warned that " * 3000,
        "2018, 2019 and " * 4000,
    ],
)
def test_a_wall_of_text_is_read_in_the_time_it_takes_to_read_it(wall: str) -> None:
    """No pattern may run away: each of these once took minutes or could."""
    assert isinstance(said(wall), list)
