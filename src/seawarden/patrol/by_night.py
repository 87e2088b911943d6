"""What each visit of a walk brings by the light in which it is flown.

A walk is chosen by the sweep width of the day; what of it is flown in the dark brings what the
sweep width at night allows, which is never more, so the bound holds. A flight most of which is
dark is planned by the width at night from the start (`plan_tasks`).
"""

from datetime import datetime, timedelta
from typing import Any

import numpy as np

from ..geo.sphere import Floats
from ..units import M_PER_NM
from .detection_probability import look
from .flights import Task
from .likelihood.grid import Grid
from .search.lattice import Lattice, Params
from .sun import is_dark


def looks(
    grid: Grid, lattice: Lattice, walk: Any, task: Task, takeoff: datetime, params: Params
) -> Floats:
    """Return -ln(1 - POD) of each visit of a walk that takes off at `takeoff`, shape (visits,)."""
    out = np.full(len(walk), lattice.look)
    if task.night_sweep_nm is None or task.night_sweep_nm >= task.sweep_nm:
        return out
    dark = float(look(task.night_sweep_nm * M_PER_NM / lattice.side_m, params.detection))
    lat, lon = grid.projection.to_sphere(*lattice.xy[walk[:, 0]].T)
    for i, tick in enumerate(walk[:, 2]):
        at = takeoff + timedelta(hours=float(tick) * lattice.tick_h + params.pattern_h / 2)
        if is_dark(lat[i], lon[i], at):
            out[i] = dark
    return out
