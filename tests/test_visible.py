"""Signs that act or hide are shown; all else is left as it was sent."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawarden.visible import in_json, one_line, visible

ANY = st.text(st.characters(exclude_categories=()), max_size=60)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("RED\x1b[31m", "RED‹U+001B›[31m"),
        ("\x9b31m", "‹U+009B›31m"),
        ("A\u202eB", "A‹U+202E›B"),
        ("A\u200bB\u2800", "A‹U+200B›B‹U+2800›"),
        ("\x7f\x00\x07", "‹U+007F›‹U+0000›‹U+0007›"),
        ("\ud800", "‹U+D800›"),
        ("MÚ BÔNG 무봉 $$ [red] <b>", "MÚ BÔNG 무봉 $$ [red] <b>"),
        ("e" + "\u0301" * 5, "e" + "\u0301" * 4 + "‹U+0301›"),
    ],
)
def test_each_kind_of_sign(sent: str, shown: str) -> None:
    assert visible(sent) == shown


@given(ANY)
def test_nothing_that_acts_is_left(sent: str) -> None:
    """Unicode's own categories are the oracle: control, format, surrogate, private, separators."""
    shown = visible(sent)
    bad = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert all(unicodedata.category(c) not in bad or c in "\n\t" for c in shown)
    assert visible(shown) == shown


@given(st.text(st.characters(categories=("L", "N", "P", "S")), max_size=40))
def test_letters_figures_and_signs_are_left_alone(sent: str) -> None:
    assert visible(sent) == sent or any(c in "\u115f\u1160\u3164\uffa0\u2800" for c in sent)


@given(ANY)
def test_one_line_is_one_line(sent: str) -> None:
    assert len(one_line(sent).splitlines()) <= 1


@given(st.dictionaries(ANY, ANY | st.integers() | st.lists(ANY, max_size=3), max_size=4))
def test_json_stays_the_same_json_and_acts_on_no_terminal(data: dict[str, object]) -> None:
    made = in_json(json.dumps(data, indent=1, ensure_ascii=False))
    assert json.loads(made) == data
    assert visible(made) == made or any(unicodedata.combining(c) for c in made)
