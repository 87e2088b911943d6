"""One docket on one desk: the newest generation, the acts on it, and the floor's log.

Method: the small tables (cases, events, ships) of the generation that `CURRENT` names are read
once and kept until it names another; reports stay in the archive and are asked for by ship, time
and place. Acts are read from `decisions.sqlite` at each request: they are few, and two desks on
one docket must see each other's.
"""

import json
import secrets
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from ...errors import UsageError
from ...report.case_record import Case, cases_of
from ...schema import LISTINGS, REPORTS, SIGHTINGS, conform
from ...store import generations
from ...store.decisions import NAME as DECISIONS_FILE
from ...store.decisions import Act, Decisions, Entry
from ...store.evidence_key import evidence_key
from ...store.floor_log import NAME as LOG_FILE
from ...store.floor_log import FloorLog
from ...store.review import EVERY_CASE, Review, Word, reviews, undone
from ..front.docket import Docket
from .case_evidence import Evidence, evidence_of

NOTHING = "nothing"
"""`evidence_key` of an act that rests on no case."""


@dataclass(frozen=True)
class Snapshot:
    """What one generation holds, as far as every page needs it."""

    generation: int
    docket: Docket
    cases: tuple[Case, ...]  # ranked
    events: Mapping[str, Mapping[str, Any]]  # by event_id
    evidence: Mapping[str, Evidence]  # by case_id
    run: Mapping[str, Any]

    @cached_property
    def by_id(self) -> Mapping[str, Case]:
        """The cases by id."""
        return {case.case_id: case for case in self.cases}

    @cached_property
    def ships(self) -> pl.DataFrame:
        """HULLS that are ships, with `flag`."""
        return self.docket.ships

    @cached_property
    def ends(self) -> tuple[datetime, datetime] | None:
        """The times of the first and the last report heard from a ship; None without any."""
        if self.ships.is_empty():
            return None
        low, high = self.ships["start_utc"].min(), self.ships["end_utc"].max()
        assert isinstance(low, datetime) and isinstance(high, datetime)
        return low, high

    @property
    def is_simulated(self) -> bool:
        """Whether the input says that it is SIMULATED."""
        return bool(self.run.get("is_simulated"))

    def case(self, case_id: str) -> Case:
        """Return a case. Raises UsageError for an id that is none."""
        if case_id not in self.by_id:
            raise UsageError(f"case '{case_id}': no such case in the docket")
        return self.by_id[case_id]


class Desk:
    """A docket and what people do with it; safe to use from several threads."""

    def __init__(self, path: Path, *, is_floor: bool = True) -> None:
        """Open the docket in a folder. Raises InputError when there is none.

        `is_floor` is false for a verb that only keeps an act: nothing stands on a floor then, so
        no case is logged as raised.
        """
        self.path, self._is_floor = path, is_floor
        self._docket = Docket(path)
        self.decisions = Decisions(path / DECISIONS_FILE)
        self.log = FloorLog(path / LOG_FILE)
        self._lock = threading.Lock()
        self._held: Snapshot | None = None

    def snapshot(self, now_utc: datetime) -> Snapshot:
        """Return the newest generation; a case that is new on the floor is logged as raised."""
        number = generations.number_of(self.path) or 0
        with self._lock:
            if self._held is None or self._held.generation != number:
                self._held = self._read(number)
                shown = [(c.case_id, int(c["version"] or 1)) for c in self._held.cases]
                if self._is_floor:
                    self.log.raise_cases(shown, now_utc)
            return self._held

    def acts(self) -> list[Entry]:
        """Return every act, in order."""
        return self.decisions.read()

    def reviews(self, acts: Iterable[Entry] | None = None) -> Mapping[str, Review]:
        """Return the review of each case that has acts."""
        return reviews(self.acts() if acts is None else acts)

    def standing(self, word: Word, acts: Iterable[Entry] | None = None) -> list[Entry]:
        """Return the acts of a word that are about no one case and were not undone."""
        of_all = [a for a in (acts or self.acts()) if a.act.case_id == EVERY_CASE]
        void = undone(of_all)
        return [a for a in of_all if a.act.act == word and a.number not in void]

    def keep(
        self, actor: str, word: Word, case: Case | None, detail: Mapping[str, Any], now: datetime
    ) -> Entry:
        """Keep an act on a case, or on none, with the key of the evidence that lay before them."""
        act = Act(
            actor=actor,
            time_utc=now.astimezone(UTC),
            act=str(word),
            case_id=EVERY_CASE if case is None else case.case_id,
            evidence_key=NOTHING if case is None else self._key(case, now),
            detail=json.dumps(detail, ensure_ascii=False, sort_keys=True),
        )
        return self.decisions.append(act, salt=secrets.token_bytes(32))

    def _key(self, case: Case, now: datetime) -> str:
        mmsis = ", ".join(str(int(m)) for m in case["mmsis"] or ()) or "-1"
        docket = self.snapshot(now).docket
        within = " AND ".join(
            f"time_utc {sign} TIMESTAMPTZ '{case[name].isoformat()}'"
            for sign, name in ((">=", "start_utc"), ("<=", "end_utc"))
        )
        reports = docket.sql(f"SELECT * FROM reports WHERE mmsi IN ({mmsis}) AND {within}")
        held = set(case["listing_ids"] or ())
        listings = docket.table("listings").filter(pl.col("listing_id").is_in(list(held)))
        sightings = docket.table("sightings").filter(
            pl.col("time_utc").is_between(case["start_utc"], case["end_utc"])
        )
        return evidence_key(
            _typed(reports), conform(sightings, SIGHTINGS), conform(listings, LISTINGS)
        )

    def _read(self, number: int) -> Snapshot:
        docket = self._docket
        cases = tuple(cases_of(docket.cases))
        events = {row["event_id"]: row for row in docket.events.to_dicts()}
        seen = docket.table("sightings").to_dicts()
        evidence = {
            case.case_id: evidence_of(
                case, [events[e] for e in case["event_ids"] or () if e in events], seen
            )
            for case in cases
        }
        return Snapshot(number, docket, cases, events, evidence, docket.run)


def _typed(reports: pl.DataFrame) -> pl.DataFrame:
    """Give DuckDB's answer the dictionary's types."""
    if not reports.width:
        return REPORTS.empty()
    return conform(reports, REPORTS)
