"""Derivation: passages reused, quotations kept, cut or altered, what is added and left out."""

import itertools
import random
from difflib import SequenceMatcher

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawarden.chronicle.reuse import alignment, derivation, passage_index

WORDS = st.lists(st.sampled_from([f"w{k}" for k in range(12)]), max_size=60)


@settings(max_examples=150, deadline=None)
@given(WORDS, WORDS)
def test_a_passage_has_the_same_words_in_both_texts_and_none_twice(
    a: list[str], b: list[str]
) -> None:
    story, source = " ".join(a), " ".join(b)
    found = alignment.passages(story, source)
    for p in found:
        left = [w.text for w in alignment.words(story, p.start, p.end)]
        assert left == [w.text for w in alignment.words(source, p.source_start, p.source_end)]
        assert len(left) == p.words >= alignment.MIN_RUN
    for x, y in itertools.pairwise(found):
        assert x.end <= y.start
    places = sorted((p.source_start, p.source_end) for p in found)
    assert all(x[1] <= y[0] for x, y in itertools.pairwise(places))


@settings(max_examples=100, deadline=None)
@given(WORDS, WORDS)
def test_the_longest_common_run_is_always_among_the_passages(a: list[str], b: list[str]) -> None:
    """Oracle: difflib's longest match (its autojunk off), an implementation of another kind."""
    longest = SequenceMatcher(None, a, b, autojunk=False).find_longest_match().size
    found = alignment.passages(" ".join(a), " ".join(b))
    assert max((p.words for p in found), default=0) == (longest if longest >= 5 else 0)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from([f"w{k}" for k in range(40)]), min_size=5, max_size=80))
def test_a_text_beside_itself_is_reused_whole(words: list[str]) -> None:
    text = " ".join(words)
    result = derivation.compare(text, text)
    assert (result.share_reused, result.share_used) == (1.0, 1.0)


def test_marks_case_and_hyphens_do_not_part_a_passage() -> None:
    (p,) = alignment.passages(
        'the "Six-Party" talks on the Peninsula', "The six party talks, on the peninsula"
    )
    assert p.words == 7


SOURCE = (
    "“The ship will sail in May with a crew of ninety,” Mr Lee said.\n\n"
    "“We will watch every transfer at sea and report what we see to the Council.”\n\n"
    "“No State stands alone in this work, and none should.”"
)


def _quotes(text: str, *starts: str) -> list[derivation.Quote]:
    out = []
    for start in starts:
        at = text.index(start)
        out.append(derivation.Quote(at, text.index("”", at) + 1, "Lee"))
    return out


@pytest.mark.parametrize(
    ("story", "fate", "change"),
    [
        (
            "“We will watch every transfer at sea and report what we see to the Council.”",
            "kept",
            "",
        ),
        ("“We will watch every transfer at sea,” he said.", "cut", "cut"),
        (
            "“We will watch every transfer at sea and tell what we see to the Council.”",
            "altered",
            "report>tell",
        ),
        ("It was a fine day in the harbour, and nothing was said of it.", "left out", ""),
    ],
)
def test_a_quotation_is_kept_cut_altered_or_left_out(story: str, fate: str, change: str) -> None:
    (quote,) = _quotes(SOURCE, "“We will watch")
    result = derivation.compare(story, SOURCE, source_quotes=[quote])
    (found,) = result.source_quotes
    assert found.fate == fate
    edits = [c for c in found.changes if c.kind != "same"]
    if change == "cut":
        assert {c.kind for c in edits} == {"cut"}
    elif change:
        assert [(c.kind, f"{c.source}>{c.story}") for c in edits] == [("altered", change)]


def test_sentences_are_reused_altered_or_added_and_left_out_on_the_other_side() -> None:
    story = (
        "The weather in the capital was fair. “The ship will sail in May with a crew of ninety,” "
        "Lee said. “No State stands alone in this hard work, and none should.”"
    )
    result = derivation.compare(story, SOURCE)
    assert [f.fate for f in result.story_sentences] == ["added", "altered", "altered"]
    fates = [f.fate for f in result.source_sentences]
    assert fates == ["altered", "left out", "altered"]
    assert result.rests_on


def test_the_edits_lead_from_one_text_to_the_other() -> None:
    """A law: cutting and adding what is listed turns the source's words into the story's."""
    a, b = "we will watch and report what we see", "we shall watch closely and see"
    steps = alignment.changes(a, b)
    assert " ".join(s.story for s in steps if s.story) == b
    assert " ".join(s.source for s in steps if s.source) == a


def test_the_index_finds_the_source_among_many_and_nothing_in_strangers() -> None:
    dice = random.Random(7)
    words = [f"word{k}" for k in range(3000)]
    texts = [" ".join(dice.choices(words, k=12)) + "." for _ in range(4000)]
    documents = [" ".join(texts[k * 8 : k * 8 + 8]) for k in range(500)]
    segment = passage_index.build(documents)
    story = " ".join(texts[137 * 8 : 137 * 8 + 3]) + " " + " ".join(dice.choices(words, k=80)) + "."
    assert passage_index.query(segment, story)[0].document == 137
    assert passage_index.query(segment, " ".join(dice.choices(words, k=200)) + ".") == []
    assert passage_index.query(segment, "") == []


def test_the_index_ranks_as_brute_force_does() -> None:
    """Oracle: the true likeness of the word triples of every passage, without sketches."""
    dice = random.Random(11)
    words = [f"w{k}" for k in range(60)]
    documents = [" ".join(dice.choices(words, k=14)) + "." for _ in range(300)]

    def triples(text: str) -> set[tuple[str, ...]]:
        w = text.rstrip(".").split()
        return {tuple(w[i : i + 3]) for i in range(len(w) - 2)}

    segment = passage_index.build(documents)
    right = 0
    for k in range(0, 300, 10):
        kept = documents[k].rstrip(".").split()
        kept[dice.randrange(14)] = "changed"
        story = " ".join(kept) + "."
        best = max(
            range(300),
            key=lambda d: (
                len(triples(story) & triples(documents[d]))
                / len(triples(story) | triples(documents[d]))
            ),
        )
        hits = passage_index.query(segment, story)
        right += bool(hits) and hits[0].document == best
    assert right >= 28, f"{right} of 30 altered passages led to the likest document"


def test_a_segment_is_the_same_after_a_round_through_files(tmp_path) -> None:  # type: ignore[no-untyped-def]
    texts = ["one two three four five six seven eight nine ten. " * 3, "a b c d e f g h i j k."]
    made = passage_index.build(texts)
    made.save(tmp_path / "s")
    read = passage_index.Segment.load(tmp_path / "s")
    assert read is not None
    assert (read.keys == made.keys).all()
    assert read.n_documents == 2
    (tmp_path / "s" / "count").unlink()
    assert passage_index.Segment.load(tmp_path / "s") is None, "not whole without its last file"
