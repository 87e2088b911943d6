"""Each wording has its rule, and no case says more than its evidence."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawarden.case.params import Params
from seawarden.case.wording import grade
from seawarden.case.wording.grade import Grounds
from seawarden.schema.kinds.kind import Role

P = Params()
FULL = Grounds(confidence=0.9, observed_h=3.0, both_visible=True, alongside=True)


def test_seen_alongside_needs_both_ships_hull_to_hull_for_an_hour() -> None:
    assert grade.meeting(FULL, P) == "seen alongside"
    assert grade.meeting(replace(FULL, observed_h=1.0), P) == "seen alongside"
    for less in (
        replace(FULL, both_visible=False),
        replace(FULL, alongside=False),
        replace(FULL, observed_h=0.9),
        replace(FULL, confidence=0.69),
    ):
        assert grade.meeting(less, P) != "seen alongside"


def test_probable_needs_two_hours_in_part_seen() -> None:
    """Inferred hours add to the length, but something must have been seen."""
    near = Grounds(confidence=0.8, observed_h=0.5, inferred_h=1.6, both_visible=True)
    assert grade.meeting(near, P) == "probable transfer"
    assert grade.meeting(replace(near, inferred_h=1.4), P) == "possible"
    assert grade.meeting(replace(near, confidence=0.69), P) == "possible"
    assert grade.meeting(replace(near, observed_h=0.0, inferred_h=9.0), P) == "possible"


def test_one_dark_side_is_probable_only_when_something_corroborates_it() -> None:
    dark = Grounds(confidence=0.9, observed_h=6.0)
    assert grade.meeting(dark, P) == "possible"
    assert grade.meeting(replace(dark, corroborated=True), P) == "probable transfer"


def test_a_sheltered_place_asks_for_corroboration() -> None:
    """Side by side is what berths and roads are for."""
    berth = Grounds(confidence=0.9, observed_h=6.0, both_visible=True, open_sea=False)
    assert grade.meeting(berth, P) == "possible"
    assert grade.meeting(replace(berth, corroborated=True), P) == "probable transfer"


def test_below_one_half_it_only_cannot_be_excluded() -> None:
    assert grade.meeting(Grounds(confidence=0.5), P) == "possible"
    assert grade.meeting(Grounds(confidence=0.49), P) == "cannot be excluded"


def test_one_ship_is_never_seen_alongside() -> None:
    for role in set(Role) - {Role.MEETING}:
        assert grade.single(role, FULL, P) in ("probable", "seen in port")
    assert grade.single(Role.PORT_CALL, FULL, P) == "seen in port"
    assert grade.single(Role.PORT_CALL, replace(FULL, observed_h=0.0), P) == "probable"
    assert grade.single(Role.SILENCE, Grounds(confidence=0.6), P) == "possible"
    assert grade.single(Role.SILENCE, Grounds(confidence=0.2), P) == "cannot be excluded"


GROUNDS = st.builds(
    Grounds,
    confidence=st.floats(0, 1),
    observed_h=st.sampled_from([0.0, 0.1, 0.99, 1.0, 1.5, 2.0, 9.0]),
    inferred_h=st.sampled_from([0.0, 0.5, 1.0, 1.5, 2.0, 30.0]),
    both_visible=st.booleans(),
    alongside=st.booleans(),
    open_sea=st.booleans(),
    corroborated=st.booleans(),
)


@given(GROUNDS, GROUNDS)
def test_more_evidence_never_lowers_a_grade(a: Grounds, b: Grounds) -> None:
    more = Grounds(**{f.name: max(getattr(a, f.name), getattr(b, f.name)) for f in fields(Grounds)})
    for kind in ("gap", "port_visit", "listed"):
        low, high = grade.single(kind, a, P), grade.single(kind, more, P)
        assert grade.STRENGTH[low] <= grade.STRENGTH[high]
    assert grade.STRENGTH[grade.meeting(a, P)] <= grade.STRENGTH[grade.meeting(more, P)]


@given(GROUNDS)
def test_what_was_not_observed_is_never_called_more_than_possible(a: Grounds) -> None:
    unseen = replace(a, observed_h=0.0)
    assert grade.meeting(unseen, P) in ("possible", "cannot be excluded")


@pytest.mark.parametrize(
    ("p", "said"),
    [(1.0, "almost certain"), (0.95, "almost certain"), (0.94, "very likely"), (0.8, "very likely"),
     (0.55, "likely"), (0.5, "about as likely as not"), (0.44, "unlikely"), (0.2, "unlikely"),
     (0.19, "very unlikely"), (0.04, "remote"), (0.0, "remote")],
)  # fmt: skip
def test_a_number_and_its_words_agree(p: float, said: str) -> None:
    """The scale of US ICD 203, so that readers of other assessments read ours alike."""
    assert grade.words(p) == said
