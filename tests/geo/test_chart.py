"""The base chart: what it shows, at every scale and across 180 deg."""

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

mpl.use("Agg")
from matplotlib.figure import Figure

from seawarden.geo import chart


@pytest.mark.parametrize(
    "box",
    [
        (125.38, 38.70, 125.42, 38.72),
        (119, 28, 131, 40),
        (174, -45, -172, -30),
        (100, -60, 290, 60),
    ],
)
def test_the_box_asked_for_is_the_box_drawn(box: tuple[float, float, float, float]) -> None:
    ax = Figure().add_subplot()
    chart.draw(ax, *box)
    east = box[2] + 360 if box[2] < box[0] else box[2]
    assert ax.get_xlim() == pytest.approx((box[0], east))
    assert ax.get_ylim() == pytest.approx((box[1], box[3]))
    texts = [t.get_text() for t in ax.texts]
    assert any(t.endswith(" nm") for t in texts)
    assert len(ax.patches) > 3  # land; the scale bar is three
    labels = [t.get_text() for t in ax.get_xticklabels()]
    assert 2 <= len(labels) <= 9


def test_labels_past_180_are_west() -> None:
    ax = Figure().add_subplot()
    chart.draw(ax, 174, -45, -172, -30)
    assert [t.get_text() for t in ax.get_xticklabels()] == ["175°E", "180°", "175°W"]


@pytest.mark.parametrize(
    ("value", "letters", "step", "text"),
    [
        (31.5, "NS", 0.5, "31°30′N"),
        (-31.5, "NS", 0.5, "31°30′S"),
        (0.0, "NS", 5.0, "0°"),
        (181.0, "EW", 1.0, "179°W"),
        (124 + 5.5 / 60, "EW", 1 / 120, "124°05.50′E"),
        (31 + 59.9999999 / 60, "NS", 1 / 60, "32°00′N"),
    ],
)
def test_coordinates_read_as_on_a_chart(value: float, letters: str, step: float, text: str) -> None:
    assert chart.degrees_text(value, letters, step) == text


@given(
    st.lists(st.tuples(st.floats(-85, 85), st.floats(-180, 180)), min_size=1, max_size=8),
)
def test_the_box_around_points_holds_them_all(points: list[tuple[float, float]]) -> None:
    lat, lon = np.array(points).T
    west, south, east, north = chart.around(lat, lon)
    x = chart.on_axis(lon, west)
    x = np.where(x < west - 1e-9, x + 360, x)
    assert ((x >= west - 1e-6) & (x <= east + 1e-6)).all()
    assert ((lat >= south - 1e-6) & (lat <= north + 1e-6)).all()
    assert east - west <= 360.0 + 1e-9


def test_points_on_both_sides_of_180_make_a_small_box() -> None:
    west, _, east, _ = chart.around([52.0, 51.5], [179.8, -179.7])
    assert east - west < 2.0


def test_a_chart_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="a chart needs at least one position"):
        chart.around([np.nan], [1.0])
