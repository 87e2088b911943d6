"""`patrol plan`: from a docket to flights, their briefing, and files that others read."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime
from typing import Any

import numpy as np

from ...files import lock
from ...patrol.debrief import memory
from ...patrol.likelihood import additions
from ...patrol.likelihood.grid import make_grid
from ...patrol.likelihood.params import Params as SurfaceParams
from ...patrol.likelihood.surface import Hints, Surface, make_surface
from ...patrol.plan import Desk, Params, plan_days
from ...patrol.search.lattice import Params as LatticeParams
from ...patrol.search.optimise import Params as Search
from . import docket, plan_outputs, plan_tasks
from .plan_options import Planning, PlanOptions


def plan(
    options: PlanOptions, progress: Callable[[str, float], None] = lambda _what, _share: None
) -> dict[str, Any]:
    """Plan, write it into the docket's `patrol` folder (or `out` alone), return `plan.json`.

    Raises UsageError, InputError or OutputError, one line each.
    """
    folder = docket.open_folder(options.docket)
    known = plan_tasks.known_aircraft(options)
    start = plan_tasks.start_of(options, folder)
    fields = plan_tasks.known_airfields(options)
    units = plan_tasks.known_performance(options)
    pairs = [plan_tasks.pair(text, known, fields) for text in options.aircraft]
    progress("laying the grid", 0.05)
    grid = make_grid(*plan_tasks.area_of(options, folder, pairs), cell_nm=options.cell_nm)
    keepouts = plan_tasks.keepouts_of(options, grid, pairs, start.date())
    desk = Planning(
        options,
        folder,
        grid,
        keepouts,
        docket.load_memory(folder),
        notes=plan_tasks.far_keepouts(keepouts, grid, [base for _, base in pairs]),
        units=units,
        airfields=fields,
    )
    days = plan_tasks.tasks_of(desk, pairs, start)
    is_quick = options.quick or sum(len(day) for day in days) > 2
    params = Params(
        search=Search.fast() if is_quick else Search(),
        lattice=LatticeParams(detection=options.detection),
        pattern_loss=options.pattern_loss,
    )
    work = Desk(grid, desk.keepouts, params)
    progress("planning", 0.2)
    generator = None if options.secret_seed is None else np.random.default_rng(options.secret_seed)
    past = memory.flights(grid, desk.entries)
    planned = plan_days(work, days, lambda t: _surface(desk, t), past, generator)
    progress("writing", 0.8)
    with lock.writer(options.docket) if plan_outputs.is_kept(desk) else nullcontext():
        return plan_outputs.write(desk, planned)


def _surface(desk: Planning, time: datetime) -> Surface:
    o = desk.options
    events = memory.recall(desk.folder.events, desk.entries)
    hints = Hints(
        lanes_m=None
        if o.lanes is None
        else additions.lane_distance_m(docket.read_text(o.lanes), str(o.lanes), desk.grid),
        wave_m=None
        if o.waves is None
        else additions.wave_height_m(docket.read_text(o.waves), str(o.waves), desk.grid),
        crew=None
        if o.add is None
        else additions.crew_field(docket.read_text(o.add), str(o.add), desk.grid, time),
        found=memory.finds(desk.grid, desk.entries),
        weights=memory.weights(SurfaceParams().weights, desk.entries),
    )
    return make_surface(desk.grid, events, desk.folder.cases, time, hints=hints)
