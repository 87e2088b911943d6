"""`watch`: AIS and lists in, a ranked docket of cases out.

The steps: read every input into the archive; one pass for the facts; what each hull claimed;
learning; detectors; screening; cases; files. A run that was stopped leaves `run.json` with
`complete: false`; the same command again reuses the archive, if that was whole, and finishes.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from ... import report
from ...case import build as build_cases
from ...case import corrected, is_outdated, supersede, supersede_events
from ...detect import ALL
from ...detect.calibration import calibrate
from ...detect.learning import learn as learning
from ...detect.learning.context import Context
from ...engine.cluster import Cluster
from ...facts import crowd_note
from ...files import lock
from ...schema.kinds import transfers
from ...screen import match
from ...store import generations
from ...store.archive import Archive
from ...store.docket import write_docket, write_findings
from ...store.kept import Kept
from .. import people_links, settings_file
from ..keep_reading import keep_reading
from ..run_record import Record, unless_stopped
from . import earlier_run, evidence, rescreen, sightings
from .cluster.opened import opened
from .cluster.watch import find_on
from .docket_folder import claim_docket
from .facts import Known, Tables, facts_of, is_simulated, shared_note
from .given import Given, Options, given_by, say_lists
from .growth.kept_pictures import drawn_once
from .ingest import ingest
from .screening import queries_of
from .tracks import tracks_of
from .unread import withheld

Tell = Callable[[str, float], None]
PICTURES = 30
"""Cases that get a map picture in the report."""


@dataclass(frozen=True, slots=True)
class Result:
    """A finished watch: the record of the run, the ranked docket and where it lies."""

    out: Path
    run: dict[str, Any]
    cases: pl.DataFrame


def watch(options: Options, *, progress: Tell | None = None) -> Result:
    """Run the watch. Raises SeawardenError, in one line, for whatever stopped it.

    What is named wrongly stops it before the folder is touched; whatever stops it before the new
    generation is there leaves `run.json` of a finished docket as it was.
    """
    given = given_by(options)
    claim_docket(options.out, options.inputs, [options.lists, options.sightings, options.config])
    with lock.writer(options.out), unless_stopped(options.out), opened(options) as cluster:
        return _watch(options, given, cluster, progress)


def _watch(
    options: Options, given: Given, cluster: Cluster | None, progress: Tell | None
) -> Result:
    tell = progress or (lambda _what, _share: None)
    params, seen = given.params, given.sightings
    before = earlier_run.read(options.out)
    record = _begin(options, params)
    record.earlier = before.about
    record.write()
    say_lists(given, record)
    record.sightings = given.sightings_about
    archive, unread, is_reused = _read(options, given, cluster, record, tell)
    kept = Kept(options.out)
    held = rescreen.same_sea(archive, given, before, record) if is_reused else None
    is_anew = held is None
    if held is None and cluster is not None:
        held = find_on(cluster, archive, given, record)
    elif held is None:
        held = _facts(
            archive, given.lists.listings, seen, given.context, params, record, tell, kept
        )
        find(held, params, record, tell)
    held.kept = kept
    screen(held, params, record, tell)
    if is_anew:
        held.events, n_held = withheld(held.events, unread)
        if n_held:
            record.notes.append(
                f"{n_held} silence(s) or unseen ship(s) are not called: what was not read of "
                f"{len(unread)} input(s) that look like AIS could explain them"
            )
        follow(held, before, record)
    weigh(held, before, params, record, tell)
    write(options.out, held, params["store"], record, tell)
    held.archive.remove_unused()
    # A run that only screened asked for little of what the next may want.
    if is_anew and cluster is None:
        kept.forget_unused()
    return Result(options.out, record.as_dict(), held.cases)


def _begin(options: Options, params: dict[str, Any]) -> Record:
    """Say in the folder that the run is not complete."""
    plain = settings_file.plain(params)
    record = Record(options.out, plain, settings_file.digest(plain), [*options.command])
    record.write()
    return record


def _read(
    options: Options, given: Given, cluster: Cluster | None, record: Record, tell: Tell
) -> tuple[Archive, list[str], bool]:
    """Read the inputs; return the archive, the inputs that were not wholly read, and whether the
    archive is the same as the run before had."""
    with record.step("read") as step:
        ingested = ingest(
            options.inputs, options.out, given.reading, found=given.sources, progress=tell,
            cluster=cluster,
        )  # fmt: skip
        record.inputs = ingested.inputs
        record.n_reports = ingested.archive.n_reports
        record.incomplete += ingested.incomplete
        record.notes += ingested.notes
        step.rows_in = sum(r["lines"] for r in record.inputs)
        step.rows_out = ingested.archive.n_reports
    if options.save_reading is not None:
        keep_reading(options.save_reading, given.sources, given.reading)
    return ingested.archive, ingested.incomplete, ingested.is_reused


def _facts(
    archive: Archive, listings: pl.DataFrame, seen: pl.DataFrame, context: Context | None,
    params: dict[str, Any], record: Record, tell: Tell, kept: Kept,
) -> Tables:  # fmt: skip
    n = max(archive.n_reports, 1)
    with record.step("facts") as step:
        known = facts_of(
            archive,
            params["facts"],
            params["senders"],
            shared=None if context is None else context.shared,
            progress=lambda done: tell("one pass over the reports", 0.4 + 0.2 * done / n),
            kept=kept,
        )
        step.rows_in, step.rows_out = archive.n_reports, known.hulls.height
    record.notes += crowd_note.note(known.facts.contacts, params["facts"])
    made = tables_of(archive, known, listings, seen, context, record)
    made.kept = kept
    return made


def tables_of(
    archive: Archive, known: Known, listings: pl.DataFrame, seen: pl.DataFrame,
    context: Context | None, record: Record,
) -> Tables:  # fmt: skip
    """Return what the detectors read: the facts that are known, and the reports around scenes."""
    facts, hulls, claims = known.facts, known.hulls, known.claims
    record.notes += shared_note(known.n_contested)
    record.is_simulated = is_simulated(record, known.receivers, claims)
    with record.step("sightings") as step:
        fixes = sightings.fixes_of(archive, seen, hulls, facts.jumps)
        step.rows_in, step.rows_out = seen.height, fixes.height
    return Tables(
        archive, facts, hulls, claims, listings, seen, fixes, shared=known.shared, context=context
    )


def find(held: Tables, params: dict[str, Any], record: Record, tell: Tell) -> None:
    """Learn, run every detector by what was learnt, and lead each event back to its lines."""
    frames = held.by_name()
    with record.step("learn") as step:
        held.vessel_days = calibrate.vessel_days(held.hulls)
        if held.context is None:
            asked = learning.Params.of(params)
            held.context = learning.learn(frames, asked, shared=held.shared)
        context = held.context
        record.context_sha256 = context.sha256
        record.vessel_days = round(held.vessel_days, 1)
        step.rows_in, step.rows_out = held.facts.silences.height, context.table().height
    found = []
    for i, detector in enumerate(ALL):
        tell(f"looking for {detector.NAME}", 0.62 + 0.15 * i / len(ALL))
        with record.step(detector.NAME) as step:
            given = [frames[table.name] for table in detector.READS]
            events = detector.detect(
                *given, params=params[detector.NAME], places=context.places, context=context
            )
            step.rows_in, step.rows_out = given[0].height, events.height
        found.append(events)
    with record.step("evidence") as step:
        tell("tracing events to their lines", 0.78)
        events = calibrate.calibrated(pl.concat(found))
        held.events = evidence.resolve(events, held.archive, record.inputs, held.kept)
        step.rows_in = step.rows_out = events.height


def screen(held: Tables, params: dict[str, Any], record: Record, tell: Tell) -> None:
    """Compare every ship heard with the lists."""
    with record.step("screen") as step:
        tell("screening", 0.82)
        queries = queries_of(held.hulls, held.claims)
        held.matches = match(queries, held.listings, params=params["screen"])
        step.rows_in, step.rows_out = queries.height, held.matches.height


def follow(held: Tables, before: earlier_run.Earlier, record: Record) -> None:
    """Give events the ids and versions that follow on an earlier run's, and keep what it lost."""
    with record.step("versions") as step:
        done = supersede_events(
            held.events, before.events, before.withdrawn, earlier_run.cause_of(before.about, record)
        )
        held.events, held.withdrawn = done.events, done.withdrawn
        record.events = {d.NAME: int((held.events["kind"] == d.NAME).sum()) for d in ALL}
        record.superseded, record.withdrawn = done.n_changed, done.withdrawn.height
        step.rows_in, step.rows_out = before.events.height, held.events.height


def weigh(
    held: Tables, before: earlier_run.Earlier, params: dict[str, Any], record: Record, tell: Tell
) -> None:
    """Fuse and weigh the cases; what an earlier run said of them sets their versions."""
    with record.step("cases") as step:
        tell("weighing cases", 0.86)
        cases = build_cases(
            held.events, held.matches, held.hulls, held.claims, held.listings,
            params=params["case"], now_utc=datetime.now(UTC), is_simulated=record.is_simulated,
        )  # fmt: skip
        anew = is_outdated(before.events)
        why = "weighed anew" if anew else earlier_run.cause_of_cases(before.about, record)
        held.cases = supersede(cases, before.cases, why)
        held.cases = people_links.with_people_links(held.cases, people_links.acts_of(record.folder))
        record.notes += corrected(held.cases, before.cases) if anew else []
        step.rows_in, step.rows_out = held.events.height, held.cases.height
    record.cases = held.cases.height
    if held.vessel_days > 0:
        alarms = calibrate.expected_false_alarms(held.events, held.vessel_days, kinds=transfers())
        record.false_alarms = round(alarms, 2)
        most = params["case"].false_a_day
        record.cut = calibrate.cut(held.hulls, held.cases["confidence"], most)


def write(out: Path, held: Tables, params: Any, record: Record, tell: Tell) -> None:
    """Write a generation of the docket, and make it the current one when all of it is there."""
    with generations.publish(out, params) as made:
        record.generation = made.number
        with record.step("write") as step:
            tell("writing the docket", 0.9)
            findings = {
                "EVENTS": held.events, "WITHDRAWN": held.withdrawn, "MATCHES": held.matches,
                "CASES": held.cases, "CONTEXT": (held.context or Context()).table(),
                "REJECTS": held.archive.rejects(),
            }  # fmt: skip
            write_findings(made.path, findings, generation=made.number)
            tables = {**held.archive.at_rest(held.by_name()), "LISTINGS": held.listings, **findings}
            # DuckDB fills its file while the report is drawn; a fault of either stops the run.
            with ThreadPoolExecutor(1) as pool:
                docket = made.path / "docket.duckdb"
                filled = pool.submit(write_docket, docket, tables, generation=made.number)
                tell("drawing the report", 0.93)
                tracks = tracks_of(
                    held.archive,
                    held.cases,
                    held.hulls,
                    held.facts.jumps,
                    most=PICTURES,
                    kept=held.kept,
                )
                report.write_all(
                    made.path, events=held.events, matches=held.matches, cases=held.cases,
                    tracks=tracks, run=record.as_dict(), drawn=drawn_once(held.kept),
                )  # fmt: skip
                filled.result()
            held.archive.pin(made.path)
            step.rows_in = step.rows_out = held.cases.height
        record.complete = True
        record.write(made.path)
