"""What may be given for a path, day, moment or box, as text or as an object."""

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawarden.errors import UsageError
from seawarden.pipeline.front import arguments

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
MOMENTS = st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1))


@given(MOMENTS, ZONES)
def test_a_moment_is_the_same_as_text_and_as_object(at: datetime, zone: timezone) -> None:
    at = at.replace(tzinfo=zone)
    read = arguments.moment("--start", at)
    assert read == at == arguments.moment("--start", at.isoformat())
    assert read is not None and read.tzinfo is UTC


@given(MOMENTS)
def test_text_without_a_zone_is_utc_and_an_object_without_one_is_refused(at: datetime) -> None:
    assert arguments.moment("--start", at.isoformat()) == at.replace(tzinfo=UTC)
    with pytest.raises(UsageError, match=r"^--start .*: no time zone, expected one"):
        arguments.moment("--start", at)


@pytest.mark.parametrize(
    "text", ["2024-04-15T22:00Z", "2024-04-15T22:00:00Z", "2024-04-15T22:00", "2024-04-16T06:00+08"]
)
def test_the_forms_that_the_help_names(text: str) -> None:
    assert arguments.moment("--start", text) == datetime(2024, 4, 15, 22, tzinfo=UTC)


@given(st.dates())
def test_a_day_is_the_same_as_text_and_as_object(day: date) -> None:
    assert arguments.day("--as-of", day) == day == arguments.day("--as-of", day.isoformat())


@pytest.mark.parametrize(
    ("read", "value", "line"),
    [
        (arguments.day, "May", "--x 'May' is no date, expected YYYY-MM-DD"),
        (arguments.day, "2024-02-30", "--x '2024-02-30' is no date, expected YYYY-MM-DD"),
        (
            arguments.day,
            datetime(2024, 5, 1, tzinfo=UTC),
            "--x datetime.datetime(2024, 5, 1, 0, 0, tzinfo=datetime.timezone.utc): expected a "
            "day, as date(2024, 5, 1) or '2024-05-01'",
        ),
        (
            arguments.moment,
            "noon",
            "--x 'noon' is no time, expected UTC as in 2024-05-01T06:00Z",
        ),
        (arguments.box, "here", "--x 'here': expected west,south,east,north in degrees"),
        (arguments.box, "1,2,3", "--x '1,2,3': expected west,south,east,north in degrees"),
        (arguments.box, (1, 2, None, 3), "--x '(1, 2, None, 3)': expected west,south,east,north "
         "in degrees"),
    ],
)  # fmt: skip
def test_what_is_none_of_these_is_refused_in_one_line(read, value, line) -> None:
    with pytest.raises(UsageError) as error:
        read("--x", value)
    assert str(error.value) == line


def test_nothing_given_is_nothing() -> None:
    assert arguments.path(None) is None
    assert arguments.day("--x", None) is arguments.day("--x", "") is None
    assert arguments.moment("--x", None) is arguments.moment("--x", "") is None
    assert arguments.box("--x", None) is None
    assert arguments.texts(None) == arguments.paths([]) == ()


def test_one_or_several_paths() -> None:
    assert arguments.texts("ais/") == ("ais/",)
    assert arguments.texts(Path("ais")) == ("ais",)
    assert arguments.texts(["a", Path("b")]) == ("a", "b")
    assert arguments.paths(p for p in ("a", "b")) == (Path("a"), Path("b"))


def test_a_box_is_the_same_as_text_and_as_numbers() -> None:
    assert arguments.box("--area", "121,27,129.5,34") == (121.0, 27.0, 129.5, 34.0)
    assert arguments.box("--area", [121, 27, 129.5, 34]) == (121.0, 27.0, 129.5, 34.0)
