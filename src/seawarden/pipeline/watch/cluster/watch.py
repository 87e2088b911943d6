"""The facts and the events of an archive, found by workers, and the tables for the docket.

What reaches the driver is counted: rows that came back through the engine (one a task), events,
and the rows of the fact tables that the docket holds; of reports there is none.
"""

import polars as pl

from ....detect.calibration import calibrate
from ....engine.cluster import Cluster
from ....facts.tables import Facts
from ....store.archive import Archive
from ...run_record import Record
from ..facts import Tables, is_simulated, shared_note
from ..given import Given
from . import shared, stretches, tables


def find_on(cluster: Cluster, archive: Archive, given: Given, record: Record) -> Tables:
    """Return facts, context and events of an archive, as the steps of one machine find them."""
    docket = archive.folder.resolve()
    work = shared.folder_of(docket)
    params = {**given.params, "cluster": given.sizes}
    job = tables.Job(docket, work, params)
    context = given.context
    with record.step("facts") as step:
        known = None if context is None else context.shared
        made = tables.tables_on(cluster, job, archive, known)
        step.rows_in, step.rows_out = archive.n_reports, made.rows["HULLS"]
    record.notes += made.notes
    with record.step("learn") as step:
        context = tables.learn_on(cluster, job, given.sightings, context, made.shared)
        step.rows_in, step.rows_out = made.rows["SILENCES"], context.table().height
    with record.step("detect") as step:
        inputs = tuple({k: i[k] for k in ("path", "sha256")} for i in record.inputs)
        looking = stretches.Job(docket, work, params, inputs)
        events, tasks = stretches.events_on(cluster, looking)
        step.rows_in, step.rows_out = sum(tasks.values()), events.height
    frames = {name: pl.read_parquet(tables.table_at(work, name)) for name in tables.NAMES}
    held = Tables(
        archive, Facts.of(frames), frames["HULLS"], frames["CLAIMS"], given.lists.listings,
        given.sightings, frames["FIXES"], shared=made.shared, context=context,
        vessel_days=calibrate.vessel_days(frames["HULLS"]), events=events,
    )  # fmt: skip
    _say(record, held, made, cluster, frames)
    return held


def _say(
    record: Record, held: Tables, made: tables.Made, cluster: Cluster,
    frames: dict[str, pl.DataFrame],
) -> None:  # fmt: skip
    record.notes += shared_note(made.n_contested)
    assert held.context is not None
    record.context_sha256 = held.context.sha256
    record.vessel_days = round(held.vessel_days, 1)
    record.is_simulated = is_simulated(record, made.receivers, held.claims)
    rows = sum(frame.height for frame in frames.values())
    record.cluster = {
        "engine": cluster.session.name, "tasks": cluster.sent, "rows_to_driver": cluster.came_back,
        "reports_to_driver": 0, "events_to_driver": held.events.height, "facts_to_docket": rows,
    }  # fmt: skip
