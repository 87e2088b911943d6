"""Facts, detectors, screening and the case once more, from what a package encloses.

Everything runs as in `watch`, with the recorded parameters and the enclosed CONTEXT, so nothing is
learnt anew. The reports are laid into an archive of a temporary folder first.
"""

import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from ...case import build
from ...detect import ALL as DETECTORS
from ...detect.calibration import calibrate
from ...detect.learning import context as learnt
from ...read.batch import Batch
from ...schema import EVENTS, REJECTS
from ...screen import match
from ...store.archive import Archive
from ...store.archive.writer import ArchiveWriter
from ..watch import evidence, sightings
from ..watch.default_params import defaults
from ..watch.facts import facts_of
from ..watch.screening import queries_of
from .enclosed import ALL, Enclosed
from .parameters import params_of


@dataclass(frozen=True, slots=True)
class Again:
    """What came out: the events, matches and cases of the enclosed rows."""

    events: pl.DataFrame
    matches: pl.DataFrame
    cases: pl.DataFrame
    context_sha256: str
    tables: dict[str, pl.DataFrame]  # facts by name, for the fields of the file


def rerun(held: Enclosed, now_utc: datetime) -> Again:
    """Return what is found in the enclosed rows; `now_utc` is when the file was made.

    Raises InputError or SchemaError when a part does not fit.
    """
    params = params_of(held.run["parameters"], defaults())
    context = learnt.read(held.context)
    with tempfile.TemporaryDirectory(prefix="seawarden-case-") as folder:
        archive = _archive(Path(folder), held)
        known = facts_of(archive, params["facts"], params["senders"], shared=context.shared)
        facts, hulls, claims = known.facts, known.hulls, known.claims
        fixes = sightings.fixes_of(archive, held.sightings, hulls, facts.jumps)
        tables = {
            **facts.by_name(), "HULLS": hulls, "CLAIMS": claims,
            "COVERAGE": facts.coverage if held.reach == ALL else held.coverage,
            "SIGHTINGS": held.sightings, "FIXES": fixes,
        }  # fmt: skip
        found = [
            d.detect(*(tables[t.name] for t in d.READS), params=params[d.NAME],
                     places=context.places, context=context)
            for d in DETECTORS
        ]  # fmt: skip
        events = calibrate.calibrated(pl.concat(found))
        events = evidence.resolve(events, archive, held.run["inputs"])
    matches = match(queries_of(hulls, claims), held.listings, params=params["screen"])
    cases = build(
        events, matches, hulls, claims, held.listings, params=params["case"], now_utc=now_utc,
        is_simulated=bool(held.run["is_simulated"]),
    )  # fmt: skip
    return Again(events.select(EVENTS.names), matches, cases, context.sha256, tables)


def _archive(folder: Path, held: Enclosed) -> Archive:
    with ArchiveWriter(folder) as writer:
        n = held.reports.height
        writer.add(
            Batch(
                reports=held.reports,
                statics=held.statics,
                rejects=REJECTS.empty(),
                lines=n,
                n_reports=n,
                n_statics=0,
                n_other=0,
                n_rejects=0,
            )
        )
        return writer.finish(held.run["inputs"], key="")
