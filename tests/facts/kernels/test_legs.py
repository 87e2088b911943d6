"""Speed and course as a velocity, in the one place where they become one."""

import math

import numpy as np
import pytest

from seawarden.facts.kernels.layout import REPORT
from seawarden.facts.kernels.legs import REST_KN, has_velocity, velocity_mps
from seawarden.units import MPS_PER_KN

NAN = math.nan


def at(sog: float, cog: float) -> np.void:
    report = np.zeros(1, REPORT)
    report["sog"], report["cog"] = sog, cog
    return report[0]


@pytest.mark.parametrize(
    ("cog", "north", "east"), [(0.0, 1, 0), (90.0, 0, 1), (180.0, -1, 0), (270.0, 0, -1)]
)
def test_course_is_clockwise_from_north(cog: float, north: int, east: int) -> None:
    speed = 2.0 * MPS_PER_KN
    assert velocity_mps(at(2.0, cog)) == pytest.approx((north * speed, east * speed), abs=1e-12)


@pytest.mark.parametrize("sog", [0.0, 0.1, REST_KN])
def test_a_ship_at_rest_without_a_course_goes_nowhere(sog: float) -> None:
    """She counted as heading north, and bent the path between two reports to the north."""
    report = at(np.float32(sog) if sog < REST_KN else np.float32(0.3) - np.float32(1e-6), NAN)
    assert has_velocity(report)
    assert velocity_mps(report) == (0.0, 0.0)


@pytest.mark.parametrize(("sog", "cog"), [(NAN, 90.0), (2.0, NAN), (NAN, NAN)])
def test_half_a_velocity_is_none(sog: float, cog: float) -> None:
    assert not has_velocity(at(sog, cog))
    assert velocity_mps(at(sog, cog)) == (0.0, 0.0)
