"""What a standard pattern costs by flight: `nice python benchmarks/patrol.py --only patterns`.

On each surface of seasons flown without patterns stand the plan and, where it costs no more POS
than a loss, the pattern; both are measured by POS and by the meetings that their tracks would find
on average (no draw of luck, and no sites that move because of it, as between whole seasons).
"""

from dataclasses import replace

import numpy as np
import patrol_season as seasons
from patrol import EVERY, QUICK, _interval, _of_legs, _task

from seawarden.patrol.likelihood import lessons
from seawarden.patrol.likelihood.grid import make_grid
from seawarden.patrol.likelihood.surface import make_surface
from seawarden.patrol.plan import Desk, plan_day
from seawarden.schema import CASES


def table(seeds, losses):
    """Print the table for seasons and losses."""
    print(f"4. Flights of seasons {seeds[0]} to {seeds[-1]}, by the POS that a pattern may cost")
    grid = make_grid(*seasons.AREA, cell_nm=20.0)
    free, bound = (Desk(grid, [], replace(QUICK, pattern_loss=loss)) for loss in (0.0, max(losses)))
    rows = []
    for seed in seeds:
        season = seasons.Season(seed)
        flights = []
        for day in range(season.days):
            season.advance()
            if day % EVERY:
                continue
            task = _task(day)
            surface = make_surface(
                grid, season.docket(task.takeoff_utc), CASES.empty(), task.middle_utc
            )
            mass = surface.after(flights, task.middle_utc)
            best, other = (
                plan_day(desk, [task], surface, mass).sorties[0] for desk in (free, bound)
            )
            finds = [season.expected(*_of_legs(s)) for s in (best, other)]
            rows.append((best.pos, other.pos, *finds, bool(other.pattern)))
            season.fly(*_of_legs(best))
            flights.append(lessons.Flight(task.sortie_id, task.middle_utc, best.effort, ()))
        print(f"   {seed}: {len(rows)} flights", flush=True)
    pos, other_pos, finds, other_finds, is_pattern = np.array(rows, dtype=float).T
    for loss in losses:
        taken = (is_pattern > 0) & (other_pos >= (1 - loss) * pos)
        cells = []
        for free_found, found in ((pos, other_pos), (finds, other_finds)):
            flown = np.where(taken, found, free_found)
            low, high = _interval(flown, free_found)
            cells.append(f"{flown.sum() / free_found.sum():.4f} ({low:.4f} to {high:.4f})")
        print(f"   loss {loss:<5g} patterns {taken.mean():4.0%}, POS {cells[0]}, finds {cells[1]}")
