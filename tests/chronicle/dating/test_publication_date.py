"""Publication dates: UTC dates, what the text says against them, dates nobody can use."""

from datetime import date

import pytest

from seawarden.chronicle.dating import publication_date

from ..reading import from_bytes

NZ = "https://www.beehive.govt.nz/release/x"


def test_a_utc_date_leaves_two_local_days_and_says_so() -> None:
    """The New Zealand corpus prints UTC dates: one day early for a morning's release."""
    found = publication_date.resolve("2024-05-13", NZ, "t", "Mr Peters has today expressed regret.")
    assert (found.first, found.last) == (date(2024, 5, 13), date(2024, 5, 14))
    assert "is the UTC date; at Pacific/Auckland it was 2024-05-13 or 2024-05-14" in found.note


def test_the_weekday_in_the_text_decides_and_the_conflict_is_shown() -> None:
    found = publication_date.resolve("2024-05-13", NZ, "t", "He said so today (Tuesday).")
    assert (found.first, found.last) == (date(2024, 5, 14), date(2024, 5, 14))
    assert "the day after the printed UTC date (2024-05-13)" in found.note


def test_a_text_that_names_another_day_widens_the_span_and_is_told() -> None:
    """A visit to Washington is told in Washington's Monday."""
    found = publication_date.resolve(
        "2007-11-20", NZ, "t", "They met today (Monday) in Washington."
    )
    assert (found.first, found.last) == (date(2007, 11, 19), date(2007, 11, 21))
    assert "but the text says" in found.note


def test_a_moment_with_its_zone_is_turned_to_the_publishers_day() -> None:
    found = publication_date.resolve("2024-05-13T20:05:00Z", NZ, "t", "x")
    assert found.on == date(2024, 5, 14)


def test_year_one_is_kept_as_printed_and_not_used() -> None:
    found = publication_date.resolve("0001-01-01", NZ, "t", "x")
    assert (found.given, found.on) == ("0001-01-01", None)
    assert found.note == "date 0001-01-01 lies outside 1900 to 2100: kept as printed, not used"


def test_a_date_in_another_tongue_is_read() -> None:
    assert publication_date.resolve("13 Mai 2024", None, "t", "x").on == date(2024, 5, 13)


def test_nonsense_is_told() -> None:
    assert (
        publication_date.resolve("soon 99", None, "t", "x").note == "date 'soon 99' cannot be read"
    )


def test_the_zone_comes_from_the_longest_ending_of_the_host() -> None:
    who = publication_date.publisher("http://www.kcna.co.jp/item/2012/x.html")
    assert who is not None and (who.state, who.zone) == ("KP", "Asia/Pyongyang")
    assert publication_date.publisher("http://[broken") is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Wellington, 14 May 2024", date(2024, 5, 14)),
        ("Published on 3 June 2024", date(2024, 6, 3)),
        ("Pyongyang, June 3, Juche 113 (2024) (KCNA) -- A spokesman", date(2024, 6, 3)),
        ("주체113(2024)년 6월 3일 평양", date(2024, 6, 3)),
        ("令和6年5月31日", date(2024, 5, 31)),
        ("令和元年5月31日", date(2019, 5, 31)),
        ("２０２４年５月３１日", date(2024, 5, 31)),
        ("Statement on the launch of 3 May 2024", None),
        ("Report of the Panel from 3 May 2024", None),
    ],
)
def test_a_text_without_a_head_has_the_day_it_prints(line: str, day: date | None) -> None:
    """Not the day of what it is about."""
    (made,) = from_bytes("a.txt", f"{line}\n\nThe ship sailed in the month of May.\n".encode())
    assert made.document["published_on"] == day


def test_the_sentence_before_a_quotation_gives_it_no_weekday() -> None:
    text = (
        "---\ndate: 2024-05-13\n---\nThe ship sailed on Tuesday, Minister Ann Lee said.\n"
        "“We saw it,” Lee told reporters.\n"
    )
    (made,) = from_bytes("a.md", text.encode())
    assert [s["said_on"] for s in made.statements][-1] == date(2024, 5, 13)
