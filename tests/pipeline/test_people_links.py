"""What people merged and split reaches the cases of a new run, and nothing else of them."""

import json
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawarden.errors import InputError
from seawarden.pipeline.people_links import acts_of, with_people_links
from seawarden.schema import CASES
from seawarden.store.decisions import Act, Entry
from seawarden.store.review import EVERY_CASE, Word

from .floor.made import case

NAMES = "ABCDE"


def cases(**linked: list[str]) -> pl.DataFrame:
    """Return five cases, each of one event ("e-A" of "A"), ranked by name."""
    rows = [
        case(case_id=n, rank=i, event_ids=[f"e-{n}"], linked_case_ids=linked.get(n, [])).row
        for i, n in enumerate(NAMES, start=1)
    ]
    return pl.DataFrame(rows, schema=CASES.schema)


def act(number: int, word: Word, *names: str) -> Entry:
    detail = json.dumps({"anchors": [f"e-{n}" for n in names]})
    kept = Act(
        actor="anna", time_utc=datetime(2026, 3, 2, tzinfo=UTC), act=str(word), case_id=EVERY_CASE,
        evidence_key="nothing", detail=detail,
    )  # fmt: skip
    return Entry(number, kept, "", "", "")


def links(frame: pl.DataFrame) -> dict[str, list[str]]:
    return {row["case_id"]: row["linked_case_ids"] for row in frame.to_dicts()}


def test_a_merge_links_all_of_a_group_and_keeps_what_the_ships_link() -> None:
    found = with_people_links(
        cases(A=["E"], E=["A"]), [act(1, Word.MERGED, "A", "B"), act(2, Word.MERGED, "B", "C")]
    )
    assert links(found) == {
        "A": ["B", "C", "E"], "B": ["A", "C"], "C": ["A", "B"], "D": [], "E": ["A"],
    }  # fmt: skip


def test_a_split_unlinks_what_ships_or_people_linked_until_a_newer_merge() -> None:
    frame, split = cases(A=["B"], B=["A"]), act(2, Word.SPLIT, "B")
    merged = act(1, Word.MERGED, "B", "C")
    assert links(with_people_links(frame, [merged, split])) == {n: [] for n in NAMES}
    again = [merged, split, act(3, Word.MERGED, "A", "B")]
    assert links(with_people_links(frame, again))["B"] == ["A"]


WORDS = st.sampled_from([Word.MERGED, Word.SPLIT])
ACTS = st.lists(st.tuples(WORDS, st.sets(st.sampled_from(NAMES), min_size=1)), max_size=6)


@given(ACTS)
def test_links_are_mutual_and_nothing_else_of_a_case_moves(
    given_acts: list[tuple[Word, set[str]]],
) -> None:
    frame = cases(A=["B", "C"], B=["A"], C=["A"])
    acts = [act(i, word, *sorted(names)) for i, (word, names) in enumerate(given_acts, start=1)]
    found = with_people_links(frame, acts)
    held = links(found)
    assert all(one in held[other] for one in held for other in held[one])
    assert all(one not in held[one] for one in held)
    assert found.drop("linked_case_ids").equals(frame.drop("linked_case_ids"))
    if not acts:
        assert found is frame


def test_no_decisions_are_no_acts_and_a_stranger_is_refused(tmp_path: Path) -> None:
    assert acts_of(tmp_path) == []
    (tmp_path / "decisions.sqlite").write_bytes(b"not ours")
    with pytest.raises(InputError):
        acts_of(tmp_path)
