"""Other lists, all else the same: ships are screened and cases weighed anew, nothing is detected.

Method: what a run finds on the sea rests on its reports, thresholds, sightings and CONTEXT, none of
which knows a list. Where all of these are those of the run before, its facts and events are taken
from its docket. That the CONTEXT is the same is proved by its hash: of the one that is given, or
of what the same facts teach once more.
"""

from collections.abc import Mapping
from typing import Any

import polars as pl

from ...detect import ALL
from ...detect.calibration import calibrate
from ...detect.learning import context as contexts
from ...detect.learning import learn as learning
from ...detect.learning.context import Context
from ...errors import InputError
from ...facts.tables import Facts
from ...schema import (
    CLAIMS,
    CONTACTS,
    CONTEXT,
    COVERAGE,
    FIXES,
    HULLS,
    JUMPS,
    SIGHTINGS,
    SILENCES,
    STAYS,
    TABLES,
    TRAILS,
)
from ...schema.kinds import all_kinds
from ...store.archive import Archive
from ...store.docket import open_docket
from ..run_record import Record
from . import earlier_run
from .facts import Tables, is_simulated
from .given import Given

_HELD = (HULLS, CLAIMS, STAYS, TRAILS, SILENCES, JUMPS, COVERAGE, CONTACTS, FIXES, SIGHTINGS)


def same_sea(
    archive: Archive, given: Given, before: earlier_run.Earlier, record: Record
) -> Tables | None:
    """Return what the run before found where nothing but the lists differs; else None: detect.

    The archive must be the same, as a whole (`Ingested.is_reused`).
    """
    with record.step("facts at rest") as step:
        now = earlier_run.summary(record.as_dict())
        same = ("version", "parameters_sha256", "sightings", "inputs")
        if not before.about or any(now[name] != before.about.get(name) for name in same):
            return None
        if not _is_current(before.events):  # of a release before: what it found is found anew
            return None
        try:
            with open_docket(record.folder) as docket:
                frames = {t.name: docket.table(t) for t in _HELD}
                known = contexts.read(docket.table(CONTEXT))
        except InputError:
            return None
        frames = {name: _in_places(frame, name, archive) for name, frame in frames.items()}
        context = given.context or _learnt(frames, given.params, known)
        if context.sha256 != before.about.get("context_sha256"):
            return None
        held = Tables(
            archive, Facts.of(frames), frames["HULLS"], frames["CLAIMS"], given.lists.listings,
            given.sightings, frames["FIXES"], context=context,
            vessel_days=calibrate.vessel_days(frames["HULLS"]),
            events=before.events, withdrawn=before.withdrawn,
        )  # fmt: skip
        record.context_sha256, record.withdrawn = context.sha256, before.withdrawn.height
        record.vessel_days = round(held.vessel_days, 1)
        record.is_simulated = is_simulated(record, (), held.claims)
        record.events = {d.NAME: int((held.events["kind"] == d.NAME).sum()) for d in ALL}
        record.notes.append("nothing but the lists changed: screened and weighed anew")
        step.rows_in = step.rows_out = held.events.height
    return held


def _is_current(events: pl.DataFrame) -> bool:
    """Tell whether the detail of every event is written as detectors write it now."""
    newest = {kind.name: kind.detail_version for kind in all_kinds()}
    asked = events["kind"].replace_strict(newest, default=None, return_dtype=pl.Int32)
    return bool((events["detail_version"] == asked).fill_null(value=False).all())


def _learnt(
    frames: Mapping[str, pl.DataFrame], params: Mapping[str, Any], known: Context
) -> Context:
    return learning.learn(frames, learning.Params.of(params), shared=known.shared)


def _in_places(frame: pl.DataFrame, name: str, archive: Archive) -> pl.DataFrame:
    """Return a table at rest with its packed rows turned into places."""
    (table,) = (t for t in TABLES if t.name == name)
    columns = [c.name for c in table.columns if c.unit == "archive row"]
    return frame.with_columns(
        pl.Series(c, archive.places_of(frame[c].fill_null(-1).to_numpy()), dtype=pl.Int64).zip_with(
            frame[c].is_not_null(), pl.Series([None], dtype=pl.Int64)
        )
        for c in columns
    )
