"""The fold of a case's acts: the last decision that stands, undo by a further row."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from seawarden.store.decisions import Act, Entry
from seawarden.store.review import DECISIONS, UNREVIEWED, Review, Word, review, reviews, undone

START = datetime(2026, 3, 2, tzinfo=UTC)


def entry(at: int, word: str, /, *, case_id: str = "c-1", **detail: Any) -> Entry:
    act = Act(
        actor="Kim", time_utc=START + timedelta(minutes=at), act=word, case_id=case_id,
        evidence_key="k", detail=json.dumps(detail) if detail else "",
    )  # fmt: skip
    return Entry(at, act, "s", "c", "p")


def test_a_case_is_unreviewed_until_somebody_decides() -> None:
    assert review([]).label == UNREVIEWED
    looked = [entry(1, Word.OPENED), entry(2, Word.NOTED, text="two tugs about")]
    assert review(looked).label == UNREVIEWED
    assert not review(looked).is_reviewed
    assert review([*looked, entry(3, Word.PASSED_ON, version=2)]).label == (
        "passed on by Kim, 2026-03-02 00:03 UTC, version 2"
    )


def test_an_undo_is_a_row_and_can_be_undone() -> None:
    acts = [entry(1, Word.EXPLAINED), entry(2, Word.UNDONE, number=1)]
    assert review(acts).decision is None
    again = [*acts, entry(3, Word.UNDONE, number=2)]
    assert review(again).is_dismissed
    assert len(review(again).acts) == 3


def test_reopening_takes_the_decision_back_and_keeps_the_rest() -> None:
    acts = [
        entry(1, Word.ASSIGNED, to="Rita"), entry(2, Word.TAGGED, tag="coal"),
        entry(3, Word.INSUFFICIENT), entry(4, Word.REOPENED), entry(5, Word.UNTAGGED, tag="oil"),
    ]  # fmt: skip
    found = review(acts)
    assert (found.decision, found.assignee, found.tags) == (None, "Rita", frozenset({"coal"}))


def test_acts_of_each_case_stay_apart() -> None:
    found = reviews([entry(1, Word.PASSED_ON), entry(2, Word.EXPLAINED, case_id="c-2")])
    assert found["c-1"].is_accepted
    assert found["c-2"].is_dismissed
    assert "c-3" not in found


WORDS = st.lists(st.sampled_from([*DECISIONS, Word.REOPENED, Word.NOTED, Word.UNDONE]), max_size=12)


@given(WORDS, st.randoms())
def test_the_fold_is_that_of_the_acts_that_stand(words: list[str], random: Any) -> None:
    """Oracle: strike the undone ones from the newest back, then take the last word that decides."""
    acts = [
        entry(n, word, **({"number": random.randint(1, n)} if word == Word.UNDONE else {}))
        for n, word in enumerate(words, start=1)
    ]
    struck: set[int] = set()
    for act in reversed(acts):
        if act.act.act == Word.UNDONE and act.number not in struck:
            aim = json.loads(act.act.detail)["number"]
            if aim != act.number:
                struck.add(aim)
    left = [a for a in acts if a.number not in struck]
    last = next((a for a in reversed(left) if a.act.act in (*DECISIONS, Word.REOPENED)), None)
    expected = None if last is None or last.act.act == Word.REOPENED else last
    mixed = list(acts)
    random.shuffle(mixed)
    assert undone(mixed) == struck
    assert review(mixed).decision == expected


def test_a_detail_that_is_no_json_counts_as_none() -> None:
    odd = Act(
        actor="x", time_utc=START, act=Word.UNDONE, case_id="c", evidence_key="k", detail="{not"
    )
    assert review([Entry(1, odd, "s", "c", "p")]) == Review(acts=(Entry(1, odd, "s", "c", "p"),))
