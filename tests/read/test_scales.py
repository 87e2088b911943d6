"""Whole numbers of a part of a degree beside speeds of any unit: the truth, or a question.

Two unknowns that lean on each other: 18,900,000 with 6.17 is 31.5 degrees at 12 kn in m/s, or
18.9 degrees at 6.17 kn. A wrong answer would put a fleet into another sea without a word.
"""

import random
from itertools import product

import pytest

from seawarden.errors import FormatError
from seawarden.read.delimited import header
from seawarden.read.table.choices import Choices
from seawarden.read.table.layout import Layout

SCALES = {"1/600000": 6e5, "1e-7": 1e7, "1e-6": 1e6, "1e-5": 1e5, "1/60000": 6e4}
TO_KN = {"kn": 1.0, "kn/10": 0.1, "km/h": 1 / 1.852, "m/s": 3600 / 1852, "mph": 1.609344 / 1.852}
PLACES = ((31.5, 125.0), (-33.9, 18.1), (3.0, 2.5), (61.2, -0.4), (-8.0, 115.0), (1.2, 103.9))


def _table(scale: float, unit: str, place: tuple[float, float], head: str | None) -> str:
    """Return reports of ships at 9 to 17 kn, every five minutes, on steady courses."""
    rng = random.Random(f"{scale} {unit} {place}")
    lines = ["mmsi,time,lat,lon" + (f",{head}" if head else "")]
    for ship in range(4):
        speed, north = rng.uniform(9, 17), rng.choice((-1, 1))
        for i in range(12):
            lat = place[0] + 0.02 * ship + north * speed * i / 12 / 60
            written = f",{speed / TO_KN[unit]:.{0 if unit == 'kn/10' else 2}f}" if head else ""
            lines.append(
                f"41211111{ship},2026-03-01T{i // 12:02}:{i % 12 * 5:02}:00Z,"
                f"{lat * scale:.0f},{(place[1] + 0.01 * ship) * scale:.0f}{written}"
            )
    return "\n".join([*lines, ""])


def _settled(text: str, **columns: str) -> Layout | None:
    try:
        choices = Choices(columns=columns)
        return header.understand(text, place="a.csv", choices=choices, is_complete=True)[0]
    except FormatError as refusal:
        assert "--columns lat=" in str(refusal) or "swapped" in str(refusal), refusal
        return None


@pytest.mark.parametrize(("scale", "unit"), [*product(SCALES, TO_KN)])
def test_a_scale_is_right_or_asked_about(scale: str, unit: str) -> None:
    for place, head in product(PLACES, ("SOG", None)):
        layout = _settled(_table(SCALES[scale], unit, place, head))
        if layout is None:
            continue
        assert layout.factors.get("lat") == pytest.approx(1 / SCALES[scale]), (place, head)
        if head:
            assert layout.factors.get("sog", 1.0) == pytest.approx(TO_KN[unit], rel=1e-3)


@pytest.mark.parametrize("scale", ["1/600000", "1e-7", "1e-6", "1e-5"])
def test_knots_settle_every_scale(scale: str) -> None:
    layout = _settled(_table(SCALES[scale], "kn", PLACES[0], "SOG"))
    assert layout is not None
    assert layout.factors["lat"] == pytest.approx(1 / SCALES[scale])


@pytest.mark.parametrize(("scale", "unit"), [*product(SCALES, TO_KN)])
def test_a_stated_unit_leaves_one_unknown(scale: str, unit: str) -> None:
    text = _table(SCALES[scale], unit, PLACES[0], "V")
    layout = _settled(text, sog=f"V:{unit}")
    assert layout is not None
    assert layout.factors["lat"] == pytest.approx(1 / SCALES[scale])


def test_places_that_fit_two_scales_are_asked_about_without_speeds() -> None:
    assert _settled(_table(6e5, "kn", PLACES[0], None)) is None


def test_speeds_that_contradict_the_only_scale_are_asked_about() -> None:
    """Semicircles (2**31 in 180 degrees) have the size of 1e-7, and are a sixth off."""
    assert _settled(_table(2**31 / 180, "kn", PLACES[0], "SOG")) is None
