"""Where a case lies, as a watch officer would say it; bearings by hand from the port's position."""

import numpy as np
import pytest

from seawarden.case.place import Where, nm_text, wheres
from seawarden.geo import ports
from seawarden.geo.sphere import destination, distance_m


def where(lat: float = 33.0, lon: float = 126.0, **given: object) -> Where:
    known = {"port": "Cheju", "port_country": "KR", "port_m": 38 * 1852.0, "point": "south-west",
             "coast_m": 31 * 1852.0, "kind": "open sea"}  # fmt: skip
    return Where(lat, lon, **{**known, **given})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "38 nm south-west of Cheju (South Korea), 31 nm off the coast"),
        ({"port_m": 1851.0}, "at Cheju (South Korea)"),
        ({"port_m": 1852.0}, "1.0 nm south-west of Cheju (South Korea), 31 nm off the coast"),
        ({"coast_m": np.inf}, "38 nm south-west of Cheju (South Korea)"),
        ({"port_country": "KP", "port": "Nampo"},
         "38 nm south-west of Nampo (DPRK), 31 nm off the coast"),
        ({"port_country": ""}, "38 nm south-west of Cheju, 31 nm off the coast"),
    ],
)  # fmt: skip
def test_a_place_in_words(given: dict[str, object], words: str) -> None:
    assert where(**given).phrase() == words  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lat", "lon", "text"),
    [
        (33.1033, 125.9, "33°06.2′N 125°54.0′E"),
        (-33.1033, -5.9, "33°06.2′S 005°54.0′W"),
        (0.0, 0.0, "00°00.0′N 000°00.0′E"),
        (9.99999, 179.99999, "10°00.0′N 180°00.0′E"),
    ],
)
def test_a_position_in_degrees_and_minutes(lat: float, lon: float, text: str) -> None:
    assert where(lat, lon).position() == text


@pytest.mark.parametrize(
    ("metres", "text"),
    [(0.0, "0.0 nm"), (1852.0, "1.0 nm"), (9074.8, "4.9 nm"), (9260.0, "5 nm"), (64820.0, "35 nm")],
)
def test_a_distance_has_a_decimal_below_five_miles(metres: float, text: str) -> None:
    assert nm_text(metres) == text


POINTS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")


@pytest.mark.parametrize(("n", "point"), list(enumerate(POINTS)))
def test_each_point_of_the_compass_is_seen_from_the_port(n: int, point: str) -> None:
    """Ten metres inside either edge of the octant, from a port that lies alone at sea."""
    name, lat, lon = _lone_port()
    for turn in (-22.0, 0.0, 22.0):
        y, x = destination(lat, lon, (45.0 * n + turn) % 360.0, 20_000.0)
        found = wheres([float(y)], [float(x)], 10_000.0)[0]
        assert (found.port, found.point) == (name, point)
        assert found.port_m == pytest.approx(20_000.0, rel=1e-3)
        assert (found.lat_deg, found.lon_deg) == (float(y), float(x))


def _lone_port() -> tuple[str, float, float]:
    """A port with no other within 300 km."""
    frame = ports.ports()
    lat, lon = frame["lat_deg"].to_numpy(), frame["lon_deg"].to_numpy()
    for i in range(frame.height):
        metres = distance_m(lat[i], lon[i], lat, lon)
        if np.sort(metres)[1] > 300_000.0 and abs(lat[i]) < 60.0:
            return frame["name"][i], float(lat[i]), float(lon[i])
    raise AssertionError("no port lies alone")


def test_a_larger_port_is_named_unless_a_very_small_one_is_much_nearer() -> None:
    """By brute force: distance, times 1.6 for a very small port or one of unknown size."""
    frame = ports.ports()
    lat, lon = frame["lat_deg"].to_numpy(), frame["lon_deg"].to_numpy()
    factor = np.where(frame["size"].is_in(["V", ""]).to_numpy(), 1.6, 1.0)
    rng = np.random.default_rng(3)
    ys, xs = rng.uniform(30, 40, 60), rng.uniform(118, 142, 60)
    nearest, named = 0, 0
    for at, found in enumerate(wheres(list(ys), list(xs), 10_000.0)):
        metres = np.asarray(distance_m(ys[at], xs[at], lat, lon))
        six = np.argsort(metres)[:6]
        best = six[np.argmin(metres[six] * factor[six])]
        assert found.port == frame["name"][int(best)]
        assert found.port_m == pytest.approx(metres[best], abs=1.0)
        assert found.port_country == (frame["country"][int(best)] or "")
        nearest += best == six[0]
        named += 1
    assert 0 < nearest < named  # in some places the rule changes the answer


def test_no_positions_have_no_place() -> None:
    assert wheres([], [], 10_000.0) == []


def test_how_far_a_port_reaches_is_what_was_asked() -> None:
    name, lat, lon = _lone_port()
    y, x = destination(lat, lon, 180.0, 8_000.0)
    kinds = {m: wheres([float(y)], [float(x)], m)[0].kind for m in (7_000.0, 9_000.0)}
    assert kinds[9_000.0] == "port"
    assert kinds[7_000.0] != "port", name
