"""A look between two reports: together, apart, or not known."""

import numpy as np
import pytest

from seawarden.detect.transfer.travelled import Params, _Track

HOUR = 3_600_000
M_PER_DEG = 111_195.0


@pytest.mark.parametrize(
    ("east_km", "north_km", "after_h", "could"),
    [
        (10.0, 0.0, 0.5, True),  # on her line
        (10.0, 4.0, 0.5, True),  # she may have turned
        (10.0, 20.0, 0.5, False),  # too far round
        (10.0, 0.0, 0.02, False),  # too soon
        (-15.0, 0.0, 0.5, False),  # behind her
    ],
)
def test_where_a_ship_could_have_been_between_two_reports(
    east_km: float, north_km: float, after_h: float, could: bool
) -> None:
    """She was heard twice, an hour and 20 km apart, on the equator."""
    track = _Track(np.array([0, HOUR]), np.zeros(2), np.array([0.0, 20_000.0 / M_PER_DEG]))
    at = np.array([round(after_h * HOUR)])
    lat, lon = np.array([north_km]) * 1e3 / M_PER_DEG, np.array([east_km]) * 1e3 / M_PER_DEG
    assert track.could_be(at, lat, lon, Params()).tolist() == [could]


def test_a_ship_at_rest_was_near_her_place() -> None:
    track = _Track(np.array([0, HOUR]), np.zeros(2), np.zeros(2))
    for km, could in ((0.2, True), (3.0, False)):
        lat = np.array([km * 1e3 / M_PER_DEG])
        assert track.could_be(np.array([HOUR // 2]), lat, np.zeros(1), Params()).tolist() == [could]
