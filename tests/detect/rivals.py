"""The innocent explanations, as tracks: what must not be called a transfer, by docs/events.md."""

import numpy as np

from .sea import STEP_S, Ship, come_and_go, drift, grid, place

KN = 1852 / 3600


def _size(rng: np.random.Generator, low: int = 70, high: int = 230) -> tuple[int, int, int, int]:
    length = int(rng.integers(low, high))
    bow, half = int(length * rng.uniform(0.7, 0.9)), max(int(length / 6.5) // 2, 5)
    return bow, length - bow, half, half


def _swing(t: np.ndarray, rng: np.random.Generator, phase: float, axis: float):
    """A ship on her anchor: she lies down-tide of it and turns with the tide."""
    radius = rng.uniform(100, 200)
    ahead = axis + np.where(np.cos(2 * np.pi * t / 44_714 + phase) > 0, 0.0, 180.0)
    window = np.hanning(41) / np.hanning(41).sum()
    turned = np.convolve(np.pad(np.exp(1j * np.radians(ahead)), 20, "edge"), window, "valid")
    yaw = 8 * np.sin(2 * np.pi * t / 1500 + rng.uniform(0, 6))
    heading = np.degrees(np.angle(turned)) + rng.normal(0, 1) + yaw
    return (-radius * np.sin(np.radians(heading)), -radius * np.cos(np.radians(heading)),
            heading % 360)  # fmt: skip


def anchored_neighbours(rng: np.random.Generator, mmsi: int, at: tuple[float, float], hours: float,
                        known: bool = True) -> list[Ship]:  # fmt: skip
    """Two ships swinging at anchors 300-450 m apart, abeam of the tide or not."""
    t, ships = grid(hours), []
    phase, axis = rng.uniform(0, 6.28), rng.uniform(0, 360)
    apart, bearing = rng.uniform(300, 450), np.radians(rng.uniform(0, 360))
    for i in range(2):
        e, n, heading = _swing(t, rng, phase + rng.normal(0, 0.08), axis)
        lat, lon = place(t, at, e + i * apart * np.sin(bearing), n + i * apart * np.cos(bearing))
        size = _size(rng) if known else None
        ships.append(Ship(mmsi + i, lat, lon, heading, 80 if known else None, size))
    return ships


def drifters(rng: np.random.Generator, mmsi: int, at: tuple[float, float],
             hours: float) -> list[Ship]:  # fmt: skip
    """Two ships that drift in one water some hundred metres apart, each a little her own way."""
    t, ships = grid(hours), []
    e, n = drift(t, rng.uniform(0.3, 1.6), rng.uniform(0, 6.28), rng.uniform(0, 360))
    for i in range(2):
        apart, bearing = i * rng.uniform(250, 900), rng.uniform(0, 6.28)
        own = rng.normal(0, 0.12, 2) * KN
        lat, lon = place(t, at, e + apart * np.sin(bearing) + own[0] * t,
                         n + apart * np.cos(bearing) + own[1] * t)  # fmt: skip
        heading = (rng.uniform(0, 360) + 10 * np.sin(t / 2000)) % 360
        ships.append(Ship(mmsi + i, lat, lon, heading, 70, _size(rng)))
    return ships


def abreast(rng: np.random.Generator, mmsi: int, at: tuple[float, float], hours: float,
            knots: float, types: tuple[int | None, int | None]) -> list[Ship]:  # fmt: skip
    """Two ships side by side 200-500 m apart, to and fro: a pair trawl, a convoy, a twin tow."""
    t, ships = grid(hours), []
    course = np.radians(rng.uniform(0, 360))
    way = np.abs(np.mod(knots * KN * t, 40_000) - 20_000)
    for i in range(2):
        apart = i * rng.uniform(200, 500)
        wander = 20 * np.sin(t / 600 + i)
        lat, lon = place(t, at, way * np.sin(course) + apart * np.cos(course) + wander,
                         way * np.cos(course) - apart * np.sin(course))  # fmt: skip
        heading = np.full(t.size, np.degrees(course))
        ships.append(Ship(mmsi + i, lat, lon, heading, types[i], _size(rng, 30, 60)))
    return ships


def formation(rng: np.random.Generator, mmsi: int, at: tuple[float, float], hours: float,
              apart: float, types: tuple[int | None, int | None]) -> list[Ship]:  # fmt: skip
    """Two trawlers that turn every hour or two and keep abeam of each other: the mean place of
    the one is the other's own."""
    t, ships = grid(hours), []
    legs = np.repeat(rng.uniform(0, 360, int(hours) + 2), 75)[: t.size]
    course = np.radians(np.interp(np.arange(t.size), np.arange(0, t.size, 5), legs[::5]))
    step = 2.8 * KN * STEP_S
    east, north = np.cumsum(np.sin(course)) * step, np.cumsum(np.cos(course)) * step
    for i in range(2):
        lat, lon = place(t, at, east + i * apart * np.cos(course),
                         north - i * apart * np.sin(course))  # fmt: skip
        ships.append(Ship(mmsi + i, lat, lon, np.degrees(course) % 360, types[i], None))
    return ships


def visitor(rng: np.random.Generator, mmsi: int, at: tuple[float, float], minutes: float,
            knots: float, types: tuple[int | None, int | None]) -> list[Ship]:  # fmt: skip
    """A ship at `knots` with a small craft alongside for some minutes: a tug, a pilot, a launch."""
    t = grid(12)
    course = np.radians(rng.uniform(0, 360))
    way = knots * KN * t
    east, north = way * np.sin(course), way * np.cos(course)
    go_e, go_n = come_and_go(t, 5.0, 5.0 + minutes / 60, 10, rng.uniform(0, 360))
    heading = np.full(t.size, np.degrees(course))
    lat, lon = place(t, at, east, north)
    lat2, lon2 = place(t, at, east + go_e + 25, north + go_n)
    return [Ship(mmsi, lat, lon, heading, types[0], _size(rng)),
            Ship(mmsi + 1, lat2, lon2, heading, types[1], (10, 8, 3, 3))]  # fmt: skip


def silenced(ship: Ship, from_h: float, to_h: float) -> list[Ship]:
    """A ship heard only before `from_h` and after `to_h`: two sendings of one MMSI."""
    early = Ship(ship.mmsi, ship.lat, ship.lon, ship.heading, ship.ship_type, ship.size,
                 to_h=from_h)  # fmt: skip
    late = Ship(ship.mmsi, ship.lat, ship.lon, ship.heading, ship.ship_type, ship.size,
                from_h=to_h)  # fmt: skip
    return [early, late]


def clone(
    ship: Ship, at: tuple[float, float], knots: float, passes_h: float, metres: float
) -> Ship:
    """Another hull under the same MMSI that passes a place at some metres."""
    t = np.arange(ship.lat.size) * STEP_S
    way = knots * KN * (t - passes_h * 3600)
    lat, lon = place(t, at, way, np.full(t.size, metres))
    return Ship(ship.mmsi, lat, lon, np.full(t.size, 90.0), ship.ship_type, ship.size)
