"""Places at sea where things happen: boxes of open water, each joined to a lane waypoint.

The East China Sea boxes lie where notices of Japan's Foreign Ministry put transfers in 2018-2019
(some 250 to 450 km off Shanghai). The tests check that every box and the route into it are clear
of land.
"""

from dataclasses import dataclass

import numpy as np

from .harbours import Point


@dataclass(frozen=True, slots=True)
class Site:
    """A box of open water."""

    name: str
    south: float
    north: float
    west: float
    east: float
    waypoint: str
    meridian_deg: float | None = None  # drifts lie on this longitude in the middle of their span

    def point(self, rng: np.random.Generator) -> Point:
        """Return a random place in the box."""
        lat = float(rng.uniform(self.south, self.north))
        return lat, float(rng.uniform(self.west, self.east))


OPEN_SEA: tuple[Site, ...] = (
    Site("East China Sea, middle", 28.9, 30.2, 124.7, 126.3, "ecs_c"),
    Site("East China Sea, north", 31.0, 31.8, 124.6, 125.8, "ecs_n"),
    Site("East China Sea, south", 27.2, 28.3, 123.7, 125.0, "ecs_s"),
    Site("Yellow Sea, south", 34.3, 35.6, 122.6, 124.0, "yellow_3"),
    Site("Yellow Sea, middle", 35.8, 36.8, 123.2, 124.3, "yellow_2"),
    Site("Korea Bay", 37.9, 38.3, 123.5, 124.0, "yellow_n"),
)

FISHING_GROUNDS: tuple[Site, ...] = (
    Site("Yellow Sea ground", 36.3, 37.2, 123.8, 124.6, "yellow_1"),
    Site("Shidao ground", 36.6, 37.4, 123.0, 123.5, "yellow_1"),
    Site("Haizhou ground", 34.2, 35.0, 121.6, 122.6, "yellow_3"),
    Site("Changjiang ground", 31.2, 32.4, 123.0, 124.0, "ecs_n"),
    Site("Zhoushan ground", 28.9, 29.8, 123.3, 124.3, "zhoushan_off"),
)

OFF_PORT: tuple[Site, ...] = (
    Site("west of Nampo", 38.3, 38.6, 124.0, 124.4, "korea_bay"),
    Site("off Chongjin", 41.2, 41.5, 130.2, 130.6, "chongjin_off"),
)
"""Waiting grounds off DPRK ports."""

OPEN_ROADS: tuple[Site, ...] = (
    Site("off Zhoushan", 29.62, 29.84, 122.98, 123.2, "zhoushan_off"),
    Site("off the Changjiang", 31.2, 31.5, 122.8, 123.1, "ecs_n"),
    Site("west of Nampo, outer", 38.25, 38.5, 123.9, 124.3, "korea_bay"),
    Site("off Qingdao", 35.6, 35.8, 121.0, 121.3, "qingdao_off"),
    Site("off Incheon", 36.95, 37.1, 125.2, 125.5, "incheon_off"),
)
"""Open water 20 to 60 km off the coast where ships wait, and which no list of anchorages holds."""

ROADS: dict[str, Point] = {
    "CNDAL": (38.91, 121.755), "CNQIN": (35.99, 120.33), "TWKEL": (25.195, 121.775),
    "KRINC": (37.41, 126.56),
}  # fmt: skip
"""Roadsteads inside the limits of their harbours, by UN/LOCODE."""

INLAND: tuple[Point, ...] = ((36.32, 120.08), (37.20, 127.30), (31.10, 120.40))
"""Places on land, far from water that ships use; false positions point there."""
