"""Tone, names, countries, language, quotation marks: the small parts, each on its own."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawarden.chronicle import paragraphs, tone
from seawarden.chronicle.documents import language
from seawarden.chronicle.statements import names, quotation_marks


def test_every_word_on_a_scale_has_its_reason_and_its_counts() -> None:
    for row in tone.lexicon():
        assert row["scale"] in tone.SCALES
        assert row["reason"], row["term"]
        assert row["kcna_2012_per_million"].isdigit(), row["term"]


def test_each_term_finds_itself_and_stands_once() -> None:
    seen = [(r["scale"], r["term"]) for r in tone.lexicon()]
    assert len(seen) == len(set(seen))
    for scale, term in seen:
        assert any(h.scale == scale for h in tone.hits(term.replace("*", ""))), term


def test_a_hit_carries_its_place_and_a_phrase_counts_once() -> None:
    text = "They demanded an end and vowed merciless retaliation, a nuclear war deterrent."
    found = tone.hits(text)
    assert all(text[h.start : h.end] == h.text for h in found)
    assert [h.term for h in found] == ["demand*", "vow*", "merciless*", "retaliat*", "nuclear war"]


@given(st.text(max_size=120), st.text(max_size=120))
def test_tone_of_two_paragraphs_is_the_sum_of_both(a: str, b: str) -> None:
    joined = f"{a}\n\n.\n\n{b}"
    assert len(tone.hits(joined)) == len(tone.hits(a)) + len(tone.hits(b))


@pytest.mark.parametrize(
    ("phrase", "kind", "name"),
    [
        ("Foreign Minister Winston Peters", "person", "Winston Peters"),
        ("Associate Minister of Foreign Affairs and Trade Simon Upton", "person", "Simon Upton"),
        ("The Minister of Veterans' Affairs, Judith Collins", "person", "Judith Collins"),
        ("Prime Minister the Hon Scott Morrison MP", "person", "Scott Morrison"),
        ("North Korean leader Kim Jong Un", "person", "Kim Jong Un"),
        ("the DPRK foreign ministry", "body", "DPRK foreign ministry"),
        ("Pyongyang", "state", "Pyongyang"),
        ("the spokesperson", "office", ""),
        ("She", "pronoun", "she"),
        ("The statement", "carrier", "The statement"),
        ("The sanctions", "none", "The sanctions"),
        ("", "none", ""),
    ],
)
def test_a_noun_phrase_names_this(phrase: str, kind: str, name: str) -> None:
    found = names.parse(phrase)
    assert (found.kind, found.name) == (kind, name)


def test_countries_are_found_by_name_demonym_and_capital_once_each() -> None:
    text = (
        "The statement mentioned New Zealand, alongside the UK, Canada, Germany, France and "
        "Australia; Russian and DPRK-flagged ships, the Republic of Korea, the U.S. and Wellington."
    )
    assert names.countries(text) == ["NZ", "GB", "CA", "DE", "FR", "AU", "RU", "KP", "KR", "US"]


@pytest.mark.parametrize(
    "text", ["in May", "the South China Sea", "us all", "it was so", "Jersey cows"]
)
def test_what_only_looks_like_a_country_is_none(text: str) -> None:
    assert names.countries(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The Minister said that the ship will sail to the port in June.", "en"),
        ("El Dirigente de la República dijo que el barco partió de Nampo.", "es"),
        ("Le ministre a dit que le navire est dans le port et que la mer est calme.", "fr"),
        ("E ai ki a ia ko te waka kei te moana me nga tangata o te iwi.", "mi"),
        ("외무성 대변인은 담화를 발표하였다", "ko"),
        ("МИД заявил, что судно вышло из порта", "ru"),
        ("12345 67890", None),
    ],
)
def test_the_language_is_told(text: str, code: str | None) -> None:
    assert language.identify(text) == code


def test_marks_pair_by_what_stands_beside_them() -> None:
    text = '”Wrong way round,“ he said. The 12" gun, "ours", and “one not closed'
    found = [text[r.start : r.end] for r in quotation_marks.runs(text)]
    assert found[0] == "”Wrong way round,“"
    assert '"ours"' in found
    assert found[-1] == "“one not closed"


def test_an_apostrophe_opens_nothing() -> None:
    assert (
        quotation_marks.runs("The ships’ masters didn’t know the Minister’s view of the ’90s.")
        == []
    )


@given(st.text(alphabet="ab “”\"‘’'.\n,", max_size=80))
def test_runs_are_ordered_disjoint_and_inside(text: str) -> None:
    found = quotation_marks.runs(text)
    assert all(0 <= r.start < r.end <= len(text) for r in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@given(st.text(max_size=300))
def test_paragraphs_and_sentences_are_slices_that_lose_no_letter(text: str) -> None:
    spans = paragraphs.paragraphs(text)
    assert all(text[p.start : p.end] == p.text for p in spans)
    kept = "".join(s.text for p in spans for s in paragraphs.sentences(p))
    assert [c for c in kept if c.isalnum()] == [c for c in text if c.isalnum()]
    for p in spans:
        assert all(text[s.start : s.end] == s.text for s in paragraphs.sentences(p))


def test_titles_and_initials_end_no_sentence() -> None:
    (p,) = paragraphs.paragraphs(
        "Mr. J. Smith of the U.S. Navy met Dr. Lee. They spoke at 5 p.m. on it."
    )
    assert [s.text for s in paragraphs.sentences(p)] == [
        "Mr. J. Smith of the U.S. Navy met Dr. Lee.",
        "They spoke at 5 p.m. on it.",
    ]
