"""Charts: as tall as the map, so that no blank stands above and below it on the page."""

import math

import pytest

from seawarden.patrol.briefing import charts


@pytest.mark.parametrize(
    "box", [(176.0, -21.0, 184.0, -14.0), (121.0, 27.0, 129.0, 34.0), (150.0, -60.0, 170.0, -55.0)]
)
def test_the_picture_has_the_shape_of_its_map(box: charts.Box) -> None:
    west, south, east, north = box
    wide_nm = (east - west) * 60 * math.cos(math.radians((south + north) / 2))
    tall_in, wide_in = 0.93 * charts._tall_in(box), 0.9 * charts._WIDE_IN
    assert tall_in / wide_in == pytest.approx((north - south) * 60 / wide_nm, rel=1e-6)


def test_a_tall_map_still_fits_the_page() -> None:
    assert charts._tall_in((0.0, 0.0, 2.0, 30.0)) == charts._TALLEST_IN
