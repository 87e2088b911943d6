"""False positions: circle, constant offset, teleport, replay, a place on land.

Each ship does something ordinary in truth and says something else; `tracks_truth.parquet` has
what she did.
"""

from collections.abc import Callable

import numpy as np

from ...movement.alongside import whereabouts
from ...movement.motion import track
from ...radio.false_positions import Change, Falsification, Fixes, circle, offset, replay, standing
from ...ship import Ship
from ...waters.sites import INLAND
from ...world import Rng, World

NAME, HARD_CASE = "spoofing", None


def stage(world: World, rng: Rng) -> None:
    """Add one ship for each of the five shapes."""
    for shape in (_circle, _offset, _teleport, _replay, _on_land):
        ship = world.cast(rng, str(rng.choice(["tanker", "bulk", "general"])))
        ship.pieces = world.region.roam(ship, rng)
        hours = min(float(rng.uniform(4.0, 10.0)), world.hours * 0.3)
        start = world.when(rng, hours)
        span = (start, start + hours * 3600.0)
        here = whereabouts(ship, start)
        change, about = shape(world, rng, here, span, _true(world, ship))
        ship.falsifications.append(Falsification(*span, change))
        world.record_truth(
            "spoofing",
            f"spoofing_{shape.__name__[1:]}",
            ship,
            None,
            span,
            here,
            is_breach=True,
            **about,
        )


Made = tuple[Change, dict[str, object]]
Span = tuple[float, float]
Point = tuple[float, float]
True_ = Callable[[np.ndarray], Fixes]


def _true(world: World, ship: Ship) -> True_:
    def fixes(t: np.ndarray) -> Fixes:
        made = track(ship.pieces, world.until_s)
        values = (made.lat, made.lon, made.east_mps, made.north_mps)
        return tuple(np.interp(t, made.t, v) for v in values)

    return fixes


def _circle(world: World, rng: Rng, here: Point, span: Span, true: True_) -> Made:
    radius = float(rng.uniform(400.0, 2000.0))
    speed = float(rng.uniform(5.0, 20.0))
    return circle(*here, radius, speed), {"radius_m": round(radius), "speed_kn": round(speed, 1)}


def _offset(world: World, rng: Rng, here: Point, span: Span, true: True_) -> Made:
    nm = float(rng.uniform(3.0, 25.0))
    angle = float(rng.uniform(0, 2 * np.pi))
    change = offset(nm * 1852 * np.sin(angle), nm * 1852 * np.cos(angle))
    return change, {"offset_nm": round(nm, 1)}


def _teleport(world: World, rng: Rng, here: Point, span: Span, true: True_) -> Made:
    there = world.site(rng).point(rng)
    return standing(*there), {"shown_at": list(there)}


def _replay(world: World, rng: Rng, here: Point, span: Span, true: True_) -> Made:
    back = min(span[0], float(rng.uniform(6.0, 20.0)) * 3600.0)
    return replay(true, back), {"replayed_from_h_earlier": round(back / 3600.0, 1)}


def _on_land(world: World, rng: Rng, here: Point, span: Span, true: True_) -> Made:
    there = INLAND[rng.integers(len(INLAND))]
    return circle(*there, 600.0, 6.0), {"shown_at": list(there)}
