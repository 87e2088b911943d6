"""Text is escaped unless it was made here."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawarden.report.markup import Safe, table, tag, text
from seawarden.visible import visible


class Reader(HTMLParser):
    """Collects elements, attributes and text as a browser would see them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.said = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.said += data


def read(markup: str) -> Reader:
    reader = Reader()
    reader.feed(markup)
    reader.close()
    return reader


@given(st.text(), st.text())
def test_no_text_can_open_an_element_or_leave_an_attribute(body: str, title: str) -> None:
    seen = read(tag("p", body, title=title))
    assert seen.tags == ["p"]
    assert [name for name, _ in seen.attributes] == ["title"]
    assert seen.said == visible(body)


def test_children_are_joined_and_none_is_left_out() -> None:
    assert tag("p", "a", None, ["b", tag("b", "c")], 4) == "<p>ab<b>c</b>4</p>"
    assert tag("img", alt="x", src=None) == '<img alt="x">'
    assert text(Safe("<b>")) == "<b>"


def test_a_mark_that_turns_the_reading_direction_is_made_visible() -> None:
    """U+202E would print what follows a name backwards."""
    assert text("A\u202eB") == "A‹U+202E›B"


@given(st.lists(st.lists(st.text(), min_size=3, max_size=3), max_size=4))
def test_a_table_built_by_columns_is_the_one_built_cell_by_cell(rows: list[list[str]]) -> None:
    cells = "".join(
        tag("tr", tag("th", first, scope="row"), [tag("td", c) for c in rest])
        for first, *rest in rows
    )
    assert f"<tbody>{cells}</tbody>" in table(("A", "B", "C"), rows, caption="T")


def test_rows_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match=r"longer|shorter"):
        table(("A",), [("1",), ("1", "2")], caption="C")


def test_a_table_is_a_table_for_a_screen_reader() -> None:
    made = table(("A", "B"), [("1", "2")], caption="C")
    assert "<caption>C</caption>" in made
    assert made.count('scope="col"') == 2
    assert made.count('scope="row"') == 1
