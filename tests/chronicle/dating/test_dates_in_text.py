"""Dates: printed and relative, each with the days it can mean."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawarden.chronicle.dating import dates_in_text, text_date

REF = date(2024, 5, 14)  # a Tuesday
DAYS = st.dates(date(1950, 1, 1), date(2050, 12, 31))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("on 25 June 1950", "1950-06-25", "1950-06-25"),
        ("May 3, 2024", "2024-05-03", "2024-05-03"),
        ("2024-05-13", "2024-05-13", "2024-05-13"),
        ("on Oct. 3", "2024-10-03", "2024-10-03"),
        ("from mid-April to early May 2024", "2024-04-11", "2024-05-10"),
        ("between 19 and 23 September", "2024-09-19", "2024-09-23"),
        ("in September 2018", "2018-09-01", "2018-09-30"),
        ("in September and October 2018", "2018-09-01", "2018-10-31"),
        ("since 2018", "2018-01-01", "2018-12-31"),
        ("on Monday", "2024-05-13", "2024-05-13"),
        ("on Tuesday", "2024-05-14", "2024-05-14"),
        ("last Tuesday", "2024-05-07", "2024-05-07"),
        ("yesterday", "2024-05-13", "2024-05-13"),
        ("last month", "2024-04-01", "2024-04-30"),
        ("three years ago", "2021-01-01", "2021-12-31"),
        ("leaves on Friday", "2024-05-17", "2024-05-17"),
    ],
)
def test_a_date_means_these_days(text: str, first: str, last: str) -> None:
    found = dates_in_text.find(text, REF)[0]
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


@given(DAYS, st.sampled_from(sorted(text_date.WEEKDAYS)))
def test_a_weekday_is_the_last_such_day_on_or_before_the_reference(ref: date, name: str) -> None:
    """Oracle: walk back a day at a time."""
    day = ref
    while day.strftime("%A").lower() != name:
        day -= timedelta(1)
    (found,) = dates_in_text.find(f"He said so on {name.title()}.", ref)
    assert (found.first, found.last) == (day, day)


@given(DAYS)
def test_every_printed_day_is_read_back(day: date) -> None:
    for form in ("%d %B %Y", "%B %d, %Y", "%A %d %B %Y", "%Y-%m-%d"):
        (found,) = dates_in_text.find(f"It took place on {day.strftime(form)}.", None)
        assert (found.first, found.last, found.precision) == (day, day, "day")


def test_a_weekday_decides_between_two_days_of_publication() -> None:
    """The release can be of the 13th or 14th: "Tuesday" is the 14th, "Monday" the 13th."""
    both = (date(2024, 5, 13), date(2024, 5, 14))
    assert dates_in_text.find("said on Tuesday", *both)[0].first == date(2024, 5, 14)
    assert dates_in_text.find("said on Monday", *both)[0].last == date(2024, 5, 13)


def test_a_weekday_that_belies_its_date_is_told() -> None:
    assert "not a Monday" in dates_in_text.find("on Monday 14 May 2024", None)[0].how


def test_impossible_days_and_far_years_are_no_days() -> None:
    found = dates_in_text.find("on 31 February 2024, 30.2. and 0001-01-01", None)
    assert [d.precision for d in found] == ["month"], "the month stands, the day does not"


def test_without_a_reference_only_dates_with_their_year_are_given() -> None:
    assert dates_in_text.find("on Monday, last month, 3 June", None) == []


@given(st.text(max_size=200), DAYS)
def test_any_text_gives_ordered_disjoint_dates(text: str, ref: date) -> None:
    found = dates_in_text.find(text, ref)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(d.first <= d.last for d in found)
