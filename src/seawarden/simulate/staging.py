"""From a scenario to a World: who sails, what happens, what each ship claims of itself."""

from dataclasses import replace
from datetime import datetime, timedelta
from zlib import crc32

import numpy as np

from ..geo.sphere import distance_m
from ..units import M_PER_NM
from .behaviours import BEHAVIOURS
from .movement.motion import Berth, place_at, wrapped
from .movement.traffic import fill
from .scenarios import Scenario
from .ship import Claim, Ship
from .ships.identity import Registry
from .waters.harbours import HARBOURS
from .world import DoesNotFit, Outage, World

_NAMES = {h.code: h.name for h in HARBOURS}


def stage(scenario: Scenario, seed: int, hours: float, vessels: int,
          start_utc: datetime) -> tuple[World, dict[str, int], dict[str, str]]:  # fmt: skip
    """Return the world, how often each behaviour took place, and why others did not."""
    world = World(hours, vessels, Registry(_rng(seed, "registry"), vessels),
                  scenario.region(hours * 3600.0))  # fmt: skip
    next_day = datetime.combine(start_utc.date(), datetime.min.time(), start_utc.tzinfo)
    world.midnight_s = (next_day + timedelta(days=1) - start_utc).total_seconds()
    wanted = {
        name: scenario.count(name, vessels * hours / 24.0) for name in scenario.per_1000_vessel_days
    }
    staged: dict[str, int] = {}
    missed: dict[str, str] = {}
    for turn in range(max(wanted.values(), default=0)):
        for name, count in wanted.items():
            if turn < count:
                try:
                    _perform(world, name, _rng(seed, name, turn))
                    staged[name] = staged.get(name, 0) + 1
                except DoesNotFit as reason:
                    missed.setdefault(name, str(reason))
    fill(world, _rng(seed, "traffic"))
    for ship in world.ships:
        _fill_in(ship, _rng(seed, "claims", ship.no), world.until_s)
        _out_of_hearing(ship, world.outages)
    return world, staged, missed


def _out_of_hearing(ship: Ship, outages: list[Outage]) -> None:
    """Let nobody hear a ship while she is within an outage (to five minutes)."""
    for outage in outages:
        t = np.arange(outage.start_s, outage.end_s + 1.0, 300.0)
        lat, lon, _, _ = place_at(ship.pieces, t)
        away = np.asarray(distance_m(lat, wrapped(lon), outage.lat, outage.lon))
        ship.unheard += [
            (at, min(at + 300.0, outage.end_s)) for at in t[away <= outage.radius_nm * M_PER_NM]
        ]


def _rng(seed: int, name: str, number: int = 0) -> np.random.Generator:
    """Return the random stream of one purpose; streams do not depend on one another."""
    return np.random.default_rng([seed, crc32(name.encode()), number])


def _perform(world: World, name: str, rng: np.random.Generator) -> None:
    """Stage one behaviour, or leave the world as it was and say that it does not fit."""
    before = (
        len(world.ships),
        len(world.truths),
        len(world.scenes),
        len(world.jams),
        len(world.outages),
    )
    listed = list(world.listed)
    try:
        BEHAVIOURS[name].stage(world, rng)
    except DoesNotFit:
        for rows, size in zip(
            (world.ships, world.truths, world.scenes, world.jams, world.outages),
            before,
            strict=True,
        ):
            del rows[size:]  # type: ignore[attr-defined]
        world.listed = listed
        raise


def _fill_in(ship: Ship, rng: np.random.Generator, until_s: float) -> None:
    """Enter destinations, and new draughts on leaving a berth, as crews do.

    A ship whose draughts are part of a behaviour keeps them; its destinations are entered.
    """
    stays = [p for p in ship.pieces if isinstance(p, Berth)]
    plain = len(ship.claims) == 1
    deepest = ship.first.draught_m
    changes: list[tuple[float, str, float | None]] = []
    first = next((s for s in stays if s.start_s > 0.0), None)
    changes.append((-1e11, _NAMES[first.harbour] if first else "FOR ORDERS", None))
    for stay, after in zip(stays, [*stays[1:], None], strict=False):
        if 0.0 < stay.end_s < until_s:
            where = _NAMES[after.harbour] if after else "FOR ORDERS"
            loads = plain and ship.hull.kind not in ("tug", "pilot", "service", "passenger")
            draught = round(deepest * float(rng.uniform(0.72, 1.0)), 1) if loads else None
            changes.append((stay.end_s - float(rng.uniform(0, 3600)), where, draught))
    ship.claims[:] = _merged(ship.claims, changes)


def _merged(claims: list[Claim], changes: list[tuple[float, str, float | None]]) -> list[Claim]:
    """Return the claims with the changes put in between, in order of time."""
    out: list[Claim] = []
    times = sorted({c.from_s for c in claims} | {t for t, _, _ in changes})
    destination, draught = "", None
    for t in times:
        claim = [c for c in claims if c.from_s <= t][-1]
        for when, where, new in changes:
            if when == t:
                destination, draught = where, new if new is not None else draught
        out.append(replace(claim, from_s=t, destination=destination,
                           draught_m=claim.draught_m if draught is None else draught))  # fmt: skip
    return out
