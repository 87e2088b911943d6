"""A generation of the docket from what has come so far: the steps of a watch, on facts at hand.

Method: the facts are those of all spans combined, the rest is `pipeline.watch.run`, step by step,
so that the docket of a feed that ended equals that of a watch of its log. While the feed goes on,
what was learnt is that of the UTC days that are over (`detect.learning`); when it has ended, of
all of it, as in a watch. A CONTEXT that was given is taken instead, and nothing is learnt.

What days that are over gave (`store.kept`: lines of events, tracks and pictures of cases, facts
where MMSIs are shared) is taken from the generation before; their reports are not read again.

Events that were not over in the generation before are not *superseded* when they grow: they follow
under their id without a new version.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from ..detect.learning import learn as learning
from ..detect.learning.context import Context
from ..facts import claims as facts_claims
from ..facts.shared_mmsi import senders
from ..facts.tables import Facts, tables
from ..pipeline import settings_file
from ..pipeline.read_lists import Lists
from ..pipeline.run_record import Record
from ..pipeline.watch import earlier_run
from ..pipeline.watch import run as steps
from ..pipeline.watch.facts import CHOSEN, Known, Tables, facts_of
from ..schema import SIGHTINGS
from ..store.archive import Archive
from ..store.kept import Kept
from .log import FOLDER
from .spans import Whole

_OVER = timedelta(hours=1)
"""An event that ended so long before the newest report of its generation was over in it."""


@dataclass(frozen=True, slots=True)
class Published:
    """A generation that was written: its record, and which ships are listed."""

    run: dict[str, Any]
    matches: pl.DataFrame


@dataclass(slots=True)
class Publisher:
    """Writes generations; holds what stays the same from one to the next."""

    out: Path
    params: dict[str, Any]
    lists: Lists
    given: Context | None
    command: tuple[str, ...]
    notes: list[str] = field(default_factory=list)
    learnt: Context | None = None
    _learnt_until: datetime | None = None

    def publish(self, archive: Archive, whole: Whole, *, is_ended: bool) -> Published:
        """Write the docket of everything that came; return the record and the matches.

        Raises OutputError when it cannot be written: the generation before it stays.
        """
        params = self.params
        plain = settings_file.plain(params)
        record = Record(self.out / FOLDER, plain, settings_file.digest(plain), [*self.command])
        before = earlier_run.read(self.out)
        record.earlier = before.about
        record.lists = self.lists.sources
        record.incomplete += self.lists.unread
        record.notes += [*self.lists.notes, *self.notes]
        record.inputs = archive.inputs
        record.n_reports = archive.n_reports
        kept = Kept(self.out)
        known = self._known(archive, whole, record, kept)
        empty = SIGHTINGS.empty()
        held = steps.tables_of(archive, known, self.lists.listings, empty, self.given, record)
        held.kept = kept
        if held.context is None and not is_ended:
            held.context = self._of_closed_days(held, archive)
        steps.find(held, params, record, _quiet)
        steps.screen(held, params, record, _quiet)
        self.learnt = held.context
        steps.follow(held, _finished(before), record)
        steps.weigh(held, before, params, record, _quiet)
        steps.write(self.out, held, params["store"], record, _quiet)
        kept.forget_unused()
        return Published(record.as_dict(), held.matches)

    def _known(self, archive: Archive, whole: Whole, record: Record, kept: Kept) -> Known:
        """Return the facts of all spans; where ships share an MMSI, of a pass that parts them."""
        params = self.params["facts"]
        with record.step("facts") as step:
            facts = tables(whole.span, params)
            facts = Facts.of(whole.places(facts.by_name()))
            claims = facts_claims.claims(archive.statics_by_day(), facts.hulls, facts.jumps)
            shared = None if self.given is None else self.given.shared
            if shared is None:
                shared = senders.contested(facts.hulls, facts.jumps, claims, self.params["senders"])
            if shared.is_empty():
                hulls = facts_claims.identify(facts.hulls, claims)
                known = Known(facts, hulls, claims, whole.span.receivers, 0, CHOSEN.to_frame())
            else:
                known = facts_of(archive, params, self.params["senders"], shared, kept=kept)
            step.rows_in, step.rows_out = archive.n_reports, known.hulls.height
        return known

    def _of_closed_days(self, held: Tables, archive: Archive) -> Context:
        """Return what the days that are over teach; learnt anew when another day is."""
        times = archive.time_range()
        assert times is not None
        until = times[1].replace(hour=0, minute=0, second=0, microsecond=0)
        if self.learnt is None or until != self._learnt_until:
            asked = learning.Params.of(self.params)
            self.learnt = learning.learn(held.by_name(), asked, until, held.shared)
            self._learnt_until = until
        return self.learnt


def _finished(before: earlier_run.Earlier) -> earlier_run.Earlier:
    """Return the earlier findings without the events that were still going on."""
    if before.events.is_empty():
        return before
    newest: Any = before.events["end_utc"].max()
    over = ~pl.col("is_open") & (pl.col("end_utc") < newest - _OVER)
    return replace(before, events=before.events.filter(over.fill_null(value=False)))


def _quiet(_what: str, _share: float) -> None:
    """Show no progress: a feed has no end to come nearer to."""
