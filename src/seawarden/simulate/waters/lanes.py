"""Lanes of the Yellow Sea, East China Sea and East Sea: waypoints over water and the legs between.

Waypoints were placed by hand along the coast, clear of land by more than the lane's half-width;
`tests/simulate/waters/test_lanes.py` checks every leg against two coastlines. A route is the
shortest chain of legs (Floyd and Warshall, 1962). Blind spot: no traffic separation scheme is
drawn; ships keep to the right by an offset to starboard.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ...geo.sphere import bearing_deg, destination, distance_m
from .harbours import HARBOURS, Harbour

Floats = NDArray[np.float64]

WAYPOINTS: dict[str, tuple[float, float]] = {
    # Bohai and its strait
    "bohai_w": (38.75, 118.50),
    "bohai_c": (38.75, 119.60),
    "bohai_n": (39.55, 120.35),
    "longkou_off": (38.05, 120.10),
    "laotieshan": (38.58, 120.95),
    # north Yellow Sea and Korea Bay
    "yantai_off": (38.05, 121.60),
    "dalian_off": (38.65, 121.95),
    "chengshan": (37.75, 122.95),
    "yellow_n": (38.30, 123.10),
    "dandong_off": (39.20, 123.90),
    "korea_bay": (38.45, 124.20),
    # middle and south Yellow Sea
    "yellow_1": (37.20, 123.60),
    "yellow_2": (36.20, 123.60),
    "yellow_3": (35.00, 123.60),
    "yellow_4": (33.80, 123.80),
    "qingdao_off": (35.75, 121.10),
    "rizhao_off": (35.20, 120.40),
    "incheon_off": (37.05, 125.35),
    "taean_off": (36.50, 125.40),
    "kunsan_off": (35.85, 125.80),
    "heuksan_w": (34.40, 124.90),
    # Jeju and the south coast of Korea
    "jeju_w": (33.40, 125.60),
    "jeju_nw": (33.80, 125.90),
    "jeju_n": (33.78, 126.75),
    "jeju_s": (32.80, 126.40),
    "yosu_off": (34.10, 127.90),
    "busan_sw": (34.65, 128.95),
    "busan_off": (34.95, 129.25),
    # Korea Strait and the East Sea
    "ulsan_off": (35.35, 129.65),
    "pohang_off": (36.15, 129.85),
    "east_1": (37.55, 129.80),
    "east_2": (38.80, 129.60),
    "east_3": (40.30, 130.20),
    "wonsan_off": (39.30, 128.20),
    "chongjin_off": (41.60, 130.20),
    "najin_off": (42.00, 130.75),
    "vladivostok_off": (42.60, 131.75),
    "nakhodka_off": (42.50, 132.80),
    "tsushima_e": (34.45, 130.00),
    "hakata_off": (33.98, 130.00),
    "iki_w": (33.60, 129.05),
    # Kyushu and the Nansei islands
    "goto_w": (32.70, 128.05),
    "nagasaki_off": (32.55, 129.45),
    "koshiki_w": (31.60, 129.20),
    "kagoshima_off": (31.05, 130.20),
    # East China Sea
    "ecs_ne": (31.60, 126.60),
    "ecs_n": (31.90, 124.30),
    "ecs_c": (30.40, 124.60),
    "ecs_e": (29.60, 127.00),
    "ecs_s": (28.40, 123.40),
    "changjiang": (31.10, 122.95),
    "zhoushan_off": (29.70, 123.10),
    "wenzhou_off": (27.60, 121.90),
    "matsu_off": (26.30, 121.20),
    "keelung_off": (25.45, 121.95),
    "taiwan_strait": (24.80, 119.90),
    "taichung_off": (24.35, 120.15),
}

LEGS: tuple[tuple[str, str], ...] = (
    ("bohai_w", "bohai_c"), ("bohai_c", "bohai_n"), ("bohai_c", "laotieshan"),
    ("bohai_n", "laotieshan"), ("bohai_c", "longkou_off"), ("longkou_off", "laotieshan"),
    ("laotieshan", "yantai_off"), ("laotieshan", "dalian_off"), ("yantai_off", "dalian_off"),
    ("yantai_off", "chengshan"), ("dalian_off", "yellow_n"), ("dalian_off", "chengshan"),
    ("yantai_off", "yellow_n"), ("dandong_off", "yellow_n"), ("dandong_off", "korea_bay"),
    ("korea_bay", "yellow_n"), ("korea_bay", "yellow_1"), ("chengshan", "yellow_1"),
    ("chengshan", "yellow_n"), ("yellow_n", "yellow_1"), ("yellow_1", "yellow_2"),
    ("yellow_2", "yellow_3"), ("yellow_3", "yellow_4"), ("yellow_1", "incheon_off"),
    ("chengshan", "incheon_off"), ("yellow_2", "taean_off"), ("yellow_2", "qingdao_off"),
    ("yellow_3", "qingdao_off"), ("qingdao_off", "rizhao_off"), ("yellow_3", "rizhao_off"),
    ("yellow_3", "kunsan_off"), ("incheon_off", "taean_off"), ("taean_off", "kunsan_off"),
    ("kunsan_off", "heuksan_w"), ("yellow_3", "heuksan_w"), ("yellow_4", "heuksan_w"),
    ("heuksan_w", "jeju_nw"), ("jeju_nw", "jeju_w"),
    ("jeju_nw", "jeju_n"), ("jeju_n", "yosu_off"), ("yosu_off", "busan_sw"),
    ("busan_sw", "busan_off"), ("busan_off", "ulsan_off"), ("ulsan_off", "pohang_off"),
    ("pohang_off", "east_1"), ("east_1", "east_2"), ("east_2", "east_3"),
    ("east_2", "wonsan_off"), ("east_3", "wonsan_off"), ("east_3", "chongjin_off"),
    ("chongjin_off", "najin_off"), ("najin_off", "vladivostok_off"),
    ("east_3", "vladivostok_off"), ("vladivostok_off", "nakhodka_off"),
    ("east_3", "nakhodka_off"), ("busan_off", "tsushima_e"), ("ulsan_off", "tsushima_e"),
    ("tsushima_e", "hakata_off"), ("busan_sw", "iki_w"),
    ("iki_w", "goto_w"), ("yosu_off", "goto_w"), ("goto_w", "koshiki_w"),
    ("nagasaki_off", "koshiki_w"), ("koshiki_w", "kagoshima_off"), ("jeju_w", "jeju_s"),
    ("jeju_s", "goto_w"), ("jeju_s", "ecs_ne"), ("yellow_4", "jeju_s"), ("yellow_4", "jeju_w"),
    ("yellow_4", "ecs_n"), ("ecs_n", "changjiang"), ("ecs_n", "jeju_s"), ("ecs_n", "ecs_c"),
    ("ecs_n", "ecs_ne"), ("ecs_ne", "ecs_c"), ("ecs_ne", "goto_w"), ("ecs_ne", "koshiki_w"),
    ("ecs_ne", "ecs_e"), ("ecs_e", "ecs_c"), ("ecs_e", "koshiki_w"), ("ecs_e", "ecs_s"),
    ("ecs_c", "changjiang"), ("ecs_c", "zhoushan_off"), ("ecs_c", "ecs_s"),
    ("changjiang", "zhoushan_off"), ("zhoushan_off", "ecs_s"), ("zhoushan_off", "wenzhou_off"),
    ("wenzhou_off", "ecs_s"), ("wenzhou_off", "matsu_off"), ("ecs_s", "keelung_off"),
    ("matsu_off", "keelung_off"), ("matsu_off", "taiwan_strait"),
    ("taiwan_strait", "taichung_off"), ("ecs_c", "yellow_4"),
)  # fmt: skip

HALF_WIDTH_NM = 1.2
"""Ships keep within this distance of the leg's line; tests check that it is clear of land.
Own choice."""


@dataclass(frozen=True, slots=True)
class _Graph:
    names: tuple[str, ...]
    cost: Floats
    after: NDArray[np.int64]  # the next waypoint on the route from row to column


@cache
def _graph() -> _Graph:
    names = tuple(WAYPOINTS)
    index = {name: i for i, name in enumerate(names)}
    n = len(names)
    cost = np.full((n, n), np.inf)
    np.fill_diagonal(cost, 0.0)
    after = np.tile(np.arange(n), (n, 1))
    for a, b in LEGS:
        i, j = index[a], index[b]
        cost[i, j] = cost[j, i] = float(distance_m(*WAYPOINTS[a], *WAYPOINTS[b]))
    for k in range(n):
        through = cost[:, k, None] + cost[None, k, :]
        better = through < cost
        cost = np.where(better, through, cost)
        after = np.where(better, after[:, k, None], after)
    return _Graph(names, cost, after)


def chain(start: str, end: str) -> list[str]:
    """Return the waypoints of the shortest route from `start` to `end`, both included."""
    graph = _graph()
    i, j = graph.names.index(start), graph.names.index(end)
    out = [graph.names[i]]
    while i != j:
        i = int(graph.after[i, j])
        out.append(graph.names[i])
    return out


def route(start: str, end: str, side: float) -> Floats:
    """Return the (n, 2) points of the route, each `side` half-widths to starboard of its line.

    `side` runs from 0 (on the line) to 1. Each waypoint is moved square to the mean of the
    directions in and out of it, so that both legs beside it keep the same distance.
    """
    names = chain(start, end)
    points = np.array([WAYPOINTS[name] for name in names])
    if len(points) < 2:
        return points
    legs = bearing_deg(points[:-1, 0], points[:-1, 1], points[1:, 0], points[1:, 1])
    before, behind = np.r_[legs[0], legs], np.r_[legs, legs[-1]]
    turn = (behind - before + 180.0) % 360.0 - 180.0
    mean = before + turn / 2
    lat, lon = destination(points[:, 0], points[:, 1], mean + 90.0, side * HALF_WIDTH_NM * 1852.0)
    return np.column_stack([lat, lon])


def passage(start: Harbour, end: Harbour, side: float) -> Floats:
    """Return the (n, 2) points from the fairway of `start` to that of `end`."""
    middle = route(start.waypoint, end.waypoint, side)
    return np.vstack([out_of(start), middle, out_of(end)[::-1]])


def out_of(harbour: Harbour) -> Floats:
    """Return the (n, 2) points of the channel, from inside to the fairway."""
    return np.array(harbour.channel)


def harbour(code: str) -> Harbour:
    """Return the harbour with this UN/LOCODE; KeyError if it is not one of ours."""
    return _by_code()[code]


@cache
def _by_code() -> dict[str, Harbour]:
    return {h.code: h for h in HARBOURS}
