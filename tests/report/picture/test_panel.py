"""Paths and marks say where the points are; axes have round ticks."""

import re
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawarden.report.picture import ticks
from seawarden.report.picture.panel import Panel, marks, path

from .read_path import lines, spots

POINTS = st.lists(st.tuples(st.floats(-5e3, 5e3), st.floats(-5e3, 5e3)), min_size=1, max_size=30)


@given(POINTS, st.data())
def test_a_path_read_back_is_the_line_drawn(
    points: list[tuple[float, float]], data: st.DataObject
) -> None:
    starts = sorted(data.draw(st.sets(st.integers(0, len(points) - 1), max_size=4)))
    cuts = sorted({0, *starts, len(points)})
    drawn = lines(path(points, starts))
    assert len(drawn) == len(cuts) - 1
    for got, a, b in zip(drawn, cuts, cuts[1:], strict=False):
        asked = np.rint(np.array(points[a:b]) * 10)
        moved = np.r_[True, (np.diff(asked, axis=0) != 0).any(axis=1)]
        assert np.array_equal(np.array(got), asked[moved])


def test_no_points_are_no_path() -> None:
    assert path(np.empty((0, 2))) == ""
    assert marks("circle", np.empty((0, 2)), 2) == ""


@pytest.mark.parametrize("shape", ["circle", "square", "triangle", "diamond", "cross", "plus"])
def test_a_mark_is_centred_on_its_point(shape: str) -> None:
    assert spots(marks(shape, [[100.0, 50.0], [7.0, 3.0]], 2.2), shape, 22) == [
        (1000, 500), (70, 30)
    ]  # fmt: skip


def test_marks_on_one_spot_are_drawn_once() -> None:
    assert marks("circle", [[1, 1], [1, 1.004]], 2) == marks("circle", [[1, 1]], 2)


def test_a_panel_turns_y_upwards() -> None:
    panel = Panel(10, 20, 100, 50, (0, 1), (0, 1))
    assert panel.at([0, 1], [0, 1]).tolist() == [[10, 70], [110, 20]]


@given(st.floats(-1e5, 1e5), st.floats(1e-2, 1e5))
def test_ticks_are_round_few_and_within(low: float, size: float) -> None:
    values = np.array([v for v, _ in ticks.linear(low, low + size)])
    assert 2 <= values.size <= 8
    step = float(np.diff(values).mean())
    assert f"{step:.0e}"[0] in "125"
    hair = size * 1e-8  # a tick at the very edge may lie outside by less than can be drawn
    assert values.min() >= low - hair
    assert values.max() <= low + size + hair


@given(st.floats(0, 4e9), st.floats(12 * 3600, 3e8))
def test_clock_ticks_are_few_and_within(start: float, size: float) -> None:
    at = [t for t, _ in ticks.clock(start, start + size)]
    assert len(at) <= 8 + size // (365 * 86_400)
    assert all(start - 1e-3 <= t <= start + size for t in at)


def test_a_day_of_ticks_reads_as_a_clock_with_the_date_at_midnight() -> None:
    start = datetime(2026, 3, 2, 19, tzinfo=UTC).timestamp()
    labels = [label for _, label in ticks.clock(start, start + 16 * 3600)]
    assert labels == ["21:00", "3 Mar", "03:00", "06:00", "09:00"]


def test_distances_by_powers_of_ten() -> None:
    assert [label for _, label in ticks.powers(40, 1500)] == [
        "50 m", "100 m", "200 m", "500 m", "1 km"
    ]  # fmt: skip
    assert not any(re.match("[25]", label) for _, label in ticks.powers(1, 1e6))
