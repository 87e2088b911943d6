"""Measures of the patrol room; one run prints all. `nice python benchmarks/patrol.py [--quick]`

1. one sortie: gap to the proven bound and seconds, on 12 surfaces (one thread)
2. ten days, three aircraft: seconds
3. seasons: finds of plan, plan without learning, ladder, uniform; ratios with 95 % intervals
4. patterns (`--only patterns`): what each of `--losses` costs on the same surfaces, by flight

Seasons 900 to 911 were used in building; those measured are 151 to 200, never looked at before.
Seeds 1 to 11 and 101 to 150 were seen with an earlier learner and are not used. What a pattern may
cost was looked at on 300 to 311.
"""

import argparse
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
import patrol_season as seasons
from patrol_ladder import ladder_track

from seawarden.geo.sphere import distance_m
from seawarden.patrol.aircraft import airfields, fleet
from seawarden.patrol.airspace.keepout import territorial_seas
from seawarden.patrol.flights import Task
from seawarden.patrol.likelihood import lessons
from seawarden.patrol.likelihood.grid import make_grid
from seawarden.patrol.likelihood.params import Params as SurfaceParams
from seawarden.patrol.likelihood.surface import Hints, Surface, make_surface
from seawarden.patrol.plan import Desk, Params, plan_day, plan_days
from seawarden.patrol.search import plain_searches
from seawarden.patrol.search.optimise import Params as Search
from seawarden.patrol.search.optimise import optimise
from seawarden.schema import CASES
from seawarden.units import M_PER_NM

QUICK = Params(search=Search(dual_steps=-1, tries=2, polish_rounds=2, kicks=0, pieces=(10, 20, 40)))
LEARN = "fwn"
EVERY = 2  # days between flights
STRATEGIES = ("plan", "no learning", "ladder", "ladder on leads", "uniform")
"""ladder: square after square over the box that holds nine tenths of the meetings on record;
ladder on leads: a square about the centre of mass of the day's whole surface, the same leads that
the plan has; uniform: a square about any place in reach. All fly no longer than the plan."""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "--quick", action="store_true", help="few surfaces and seasons, to see that it runs"
    )
    parser.add_argument(
        "--seasons", type=int, nargs=2, default=(151, 200), help="first and last seed"
    )
    parser.add_argument("--only", choices=("sortie", "plan", "season", "patterns"))
    parser.add_argument("--pattern-loss", type=float, default=Params().pattern_loss)
    parser.add_argument("--losses", type=float, nargs="+", default=(0.005, 0.01, 0.02, 0.03))
    args = parser.parse_args()
    if args.only in (None, "sortie"):
        one_sortie(3 if args.quick else 12)
    if args.only in (None, "plan"):
        ten_days()
    if args.only in (None, "season"):
        first, last = (900, 903) if args.quick else args.seasons
        season_table(range(first, last + 1), args.pattern_loss)
    if args.only == "patterns":
        first, last = (900, 903) if args.quick else args.seasons
        import patrol_patterns  # which uses this file's seasons and flights

        patrol_patterns.table(range(first, last + 1), args.losses)


def one_sortie(n):
    print("1. One sortie (P-8A from RODN, 9.45 h): plan, proven bound, gap")
    grid = make_grid(118, 24, 131, 39.5)
    desk = Desk(grid, territorial_seas(["CN", "KP"], grid))
    task = _task(0)
    lattice = desk.lattice(task)
    optimise([lattice], _hills(grid, 99))  # compiles
    gaps, seconds = [], []
    for seed in range(1, n + 1):
        mass = _hills(grid, seed)
        start, cpu = time.perf_counter(), time.process_time()
        s = optimise([lattice], mass)
        seconds.append((time.perf_counter() - start, time.process_time() - cpu))
        gaps.append(s.gap)
        print(
            f"   surface {seed:2d}: POS {s.found:.4f}  bound {s.bound:.4f}  gap {s.gap:5.1%}  "
            f"{seconds[-1][0]:5.1f} s wall, {seconds[-1][1]:5.1f} s CPU"
        )
    print(
        f"   gap: median {np.median(gaps):.1%}, largest {max(gaps):.1%}; "
        f"CPU: largest {max(s[1] for s in seconds):.1f} s"
    )


def ten_days():
    grid = make_grid(118, 24, 131, 39.5)
    types = (("P-8A", "RODN"), ("P-3K2", "RJFY"), ("MQ-9B", "RJFY"))
    days = []
    for d in range(10):
        start = seasons.START + timedelta(days=d)
        days.append(
            [
                Task(
                    f"{d}-{a}",
                    fleet.find(a),
                    airfields.find(b),
                    start,
                    fleet.find(a).sweep_nm("camera", "large", "calm"),
                )
                for a, b in types
            ]
        )
    surface = Surface(grid, {"background": _hills(grid, 5)}, {"background": 1.0})
    start, cpu = time.perf_counter(), time.process_time()
    desk = Desk(grid, territorial_seas(["CN", "KP"], grid), Params(search=Search.fast()))
    planned = plan_days(desk, days, lambda _time: surface)
    print(
        f"2. Ten days, three aircraft: {time.perf_counter() - start:.0f} s wall, "
        f"{time.process_time() - cpu:.0f} s CPU; "
        f"each day's gap {min(d.gap for d in planned):.1%} to {max(d.gap for d in planned):.1%}"
    )


def season_table(seeds, pattern_loss):
    print(f"3. Seasons {seeds[0]} to {seeds[-1]}: 12 flights of a P-8A from RODN in 24 days")
    grid = make_grid(*seasons.AREA, cell_nm=20.0)
    desk = Desk(grid, [], replace(QUICK, pattern_loss=pattern_loss))
    print(f"   a pattern may cost {pattern_loss:g} of POS")
    finds = {name: [] for name in STRATEGIES}
    hours = {name: 0.0 for name in finds}
    for seed in seeds:
        for name, kept in finds.items():
            found, flown = fly_season(desk, seed, name)
            kept.append(found)
            hours[name] += flown
        print(f"   {seed}: " + ", ".join(f"{k} {v[-1]}" for k, v in finds.items()), flush=True)
    for name, values in finds.items():
        low, high = _interval(np.array(values))
        print(
            f"   {name:<16} {np.mean(values):5.2f} a season ({low:.2f} to {high:.2f}), "
            f"{hours[name] / len(seeds):.0f} h a season"
        )
    for other in STRATEGIES[1:]:
        low, high = _interval(np.array(finds["plan"]), np.array(finds[other]))
        ratio = np.mean(finds["plan"]) / max(np.mean(finds[other]), 1e-9)
        print(f"   plan / {other:<16} {ratio:.2f} (95 % {low:.2f} to {high:.2f})")


def fly_season(desk, seed, strategy):
    """Return (finds, flight hours) of one season under one strategy."""
    season = seasons.Season(seed)
    flights, contacts, promised = [], [], []
    first = SurfaceParams().weights
    chance = np.random.default_rng([seed, 3])
    tiles, hours = None, 0.0
    for day in range(season.days):
        season.advance()
        if day % EVERY:
            continue
        task = _task(day)
        surface = _surface(desk, season, task, strategy, first, flights, contacts, promised)
        if strategy in ("plan", "no learning"):
            mass = surface.poc
            if strategy == "plan" and "n" in LEARN:
                mass = surface.after(flights, task.middle_utc)
            sortie = plan_day(desk, [task], surface, mass).sorties[0]
            track = _of_legs(sortie)
            effort = sortie.effort
        else:
            lattice = desk.lattice(task)
            tiles = tiles or _tiles(desk, lattice, surface.parts.get("past", surface.poc))
            if strategy == "ladder":
                centre = tiles[(day // EVERY) % len(tiles)]
            elif strategy == "ladder on leads":
                centre = _middle(lattice, surface.poc)
            else:
                centre = tuple(lattice.xy[chance.integers(lattice.n)])
            track, effort = ladder_track(desk, lattice, task, centre), None
        hours += (track[1][-1] - track[1][0]).total_seconds() / 3600
        finds = season.fly(*track)
        if strategy == "plan":
            flights.append(
                lessons.Flight(task.sortie_id, task.middle_utc, effort, tuple(f[:2] for f in finds))
            )
            cells = [int(desk.grid.cell_of(a, b)) for a, b, _ in finds]
            contacts += [
                (f, {p: float(q[c]) for p, q in surface.parts.items()})
                for f, c in zip(finds, cells, strict=True)
            ]
            promised.append(
                {p: float((q * -np.expm1(-effort)).sum()) for p, q in surface.parts.items()}
            )
    return season.found, hours


def _surface(desk, season, task, strategy, first, flights, contacts, promised):
    """Return the surface; learning adds the crew's finds and the weights that they taught."""
    events = season.docket(task.takeoff_utc)
    if strategy != "plan":
        return make_surface(desk.grid, events, CASES.empty(), task.middle_utc)
    credit = [c for _, c in contacts]
    known = {p: w for p, w in first.items() if p != "crew"}
    return make_surface(
        desk.grid,
        events,
        CASES.empty(),
        task.middle_utc,
        hints=Hints(
            found=lessons.keep_finds(desk.grid, flights) if "f" in LEARN else [],
            weights=lessons.learn_weights(known, credit, promised) if "w" in LEARN else None,
        ),
    )


def _task(day):
    aircraft = fleet.find("P-8A")
    start = seasons.START + timedelta(days=day)
    return Task(f"day{day}", aircraft, airfields.find("RODN"), start, 24.0)


def _hills(grid, seed):
    r = np.random.default_rng(seed)
    water = np.flatnonzero(grid.water)
    total = np.zeros(grid.n)
    for _ in range(int(r.integers(3, 12))):
        c = r.choice(water)
        d = distance_m(grid.lat_deg[c], grid.lon_deg[c], grid.lat_deg, grid.lon_deg) / M_PER_NM
        total += r.random() * np.exp(-0.5 * (d / r.uniform(20, 90)) ** 2)
    total = np.where(grid.water, total / total[grid.water].sum() + 0.2 / water.size, 0.0)
    return total / total.sum()


def _of_legs(sortie):
    points = [sortie.legs[0].start] + [leg.end for leg in sortie.legs]
    times = [sortie.task.takeoff_utc] + [leg.end_utc for leg in sortie.legs]
    return points, times, [leg.kind == "search" for leg in sortie.legs]


def _tiles(desk, lattice, poc):
    """Return ladder squares over the box that holds nine tenths of the leads, nearest first."""
    mass = np.bincount(lattice.owner, poc[lattice.member], minlength=lattice.n)
    order = np.argsort(-mass)
    held = order[: int(np.searchsorted(np.cumsum(mass[order]), 0.9 * mass.sum())) + 1]
    low, high = lattice.xy[held].min(axis=0), lattice.xy[held].max(axis=0)
    base = desk.transit(airfields.find("RODN")).base
    middle = (low + high) / 2
    side = plain_searches.ladder_side_m(desk.grid, lattice, tuple(middle), base)
    centres = [
        (x, y)
        for x in np.arange(low[0] + side / 2, high[0] + side / 2, side)
        for y in np.arange(low[1] + side / 2, high[1] + side / 2, side)
    ]
    wet = [
        c
        for c in centres
        if (np.hypot(*(lattice.xy - c).T) < side / 2).sum() > 0.3 * (side / lattice.side_m) ** 2
    ]
    x, y = desk.grid.projection.to_plane(*base)
    return sorted(wet or centres, key=lambda c: np.hypot(c[0] - x, c[1] - y))


def _middle(lattice, poc):
    """Return the search cell nearest to the centre of mass."""
    mass = np.bincount(lattice.owner, poc[lattice.member], minlength=lattice.n)
    middle = (mass[:, None] * lattice.xy).sum(axis=0) / mass.sum()
    return tuple(lattice.xy[np.argmin(np.hypot(*(lattice.xy - middle).T))])


def _interval(a, b=None):
    """Return the 95 % bootstrap interval of a mean, or of a ratio of means over paired seasons."""
    r = np.random.default_rng(7)
    at = r.integers(0, a.size, (4000, a.size))
    values = (
        a[at].mean(axis=1)
        if b is None
        else a[at].mean(axis=1) / np.maximum(b[at].mean(axis=1), 1e-9)
    )
    return np.percentile(values, [2.5, 97.5])


if __name__ == "__main__":
    main()
