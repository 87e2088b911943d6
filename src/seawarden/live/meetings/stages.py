"""Open meetings, stage by stage: converging, alongside 20 min, alongside 1 h, parted.

Method: the facts of each new span are combined with the state so far (`facts.combine`), of which
only each ship's track and the slots of the last hours are kept, so that work and memory do not grow
with the feed. New contacts within `radius_m` of ships at `max_sog_kn` or less make the *run* of a
pair: it ends where the pair has none for `hole_min`. *Alongside* is a run of so many minutes.
*Parted* is a pair of that stage that was heard again and lies apart. *Converging* are two ships of
which one lies still and the other will pass within `meet_m` of her within `ahead_min`, at her
present course and speed, seen so for `hold_min`. Ports are left out, and so are service, fishing
and passenger vessels; an unknown type stays in.

A stage is announced once a meeting, in rising order; what was announced is read back after a stop
(`alert_log`), so that nothing is announced twice. `Params.came_true` says how often a stage came
true on simulated seas (docs/live.md has the measurement).

Blind spots: a report later than `settle_s` shows in the next generation of the docket, not here; so
does a meeting of which one side was unheard for more than `slots_h`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import numpy as np

from ...detect.transfer.ship_kind import FISHING, PASSENGER, SERVICE
from ...facts.combine import combine
from ...facts.params import Params as FactParams
from ...facts.span import Span
from ...geo.places import Places
from ...geo.sphere import distance_m
from ...ids.mmsi import may_be_ship
from ...thresholds import follows
from ...units import MS_PER_H
from .converging import Pair, Ships

CONVERGING, ALONGSIDE, LONG, PARTED = "converging", "alongside 20 min", "alongside 1 h", "parted"
STAGES = (CONVERGING, ALONGSIDE, LONG, PARTED)
_MIN_MS = 60_000
_NO_CARGO = (SERVICE, FISHING, PASSENGER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """What makes a stage."""

    radius_m: float = 500.0  # antennas of ships alongside [pipe-encounters]
    max_sog_kn: float = 3.0  # 2 kn [pipe-encounters], and a tide; as `sts` has it
    alongside_min: tuple[float, float] = (20.0, 60.0)  # own choice: time to divert an aircraft
    hole_min: float = 60.0  # own choice: five slots without the other end a run
    ahead_min: float = 40.0  # own choice: what an aircraft on patrol needs for 100 nm
    meet_m: float = 600.0  # own choice: `radius_m` and the error of a course over 3 nm
    near_nm: float = 6.0  # own choice: further away a course says little
    still_kn: float = 2.0  # the one that waits [miller2018]
    approach_kn: tuple[float, float] = (1.0, 12.0)  # the one that comes; own choice
    hold_min: float = 5.0  # seen converging for so long; own choice
    fresh_min: float = 15.0  # an older report says nothing of now; own choice
    slots_h: float = 2.0  # kept for pairing; own choice
    again_h: float = 3.0  # a pair that converged and did not meet may converge again; own choice
    slot_min: float = follows(FactParams, "slot_min")
    came_true: tuple[float, float, float] = (0.91, 0.98, 0.98)  # docs/live.md, "Alerts"


@dataclass(slots=True)
class Run:
    """A pair near each other and slow, without a hole."""

    since_ms: int
    last_ms: int
    lat_deg: float
    lon_deg: float
    least_m: float


@dataclass(slots=True)
class Announced:
    """The last stage of a pair that was announced, and when (time of the feed)."""

    stage: str
    at_ms: int


@dataclass(slots=True)
class Meetings:
    """All open meetings of a feed."""

    params: Params = field(default_factory=Params)
    facts: FactParams = field(default_factory=FactParams)
    places: Places = field(default_factory=Places)
    announced: dict[Pair, Announced] = field(default_factory=dict)
    runs: dict[Pair, Run] = field(default_factory=dict)
    _state: Span | None = None
    _coming: dict[Pair, int] = field(default_factory=dict)  # converging since

    def add(self, span: Span) -> None:
        """Take the facts of the next closed span."""
        joined = span if self._state is None else combine(self._state, span, self.facts)
        _take(self.runs, joined, self.params)
        self._state = self._stripped(joined)
        oldest = joined.t_max - round(2 * self.params.hole_min * _MIN_MS)
        kept = {p for p, a in self.announced.items() if a.stage != PARTED}
        self.runs = {p: r for p, r in self.runs.items() if r.last_ms >= oldest or p in kept}

    def look(
        self, last: Span | None, kinds: Mapping[int, str], now_ms: int
    ) -> list[dict[str, Any]]:
        """Return what is to be announced now; `last` are the facts of what is still open.

        `kinds` are the ships' kinds by MMSI (`ship_kind`); `now_ms` bounds a wrong clock.
        """
        now, runs = self._state, self.runs
        if last is not None:
            now = last if self._state is None else combine(self._state, last, self.facts)
            runs = {pair: replace(run) for pair, run in self.runs.items()}
            _take(runs, now, self.params)
        if now is None or not len(now.tracks):
            return []
        at = min(now.t_max, now_ms)
        ships = Ships(now)
        return [
            *self._alongside(runs, at, kinds), *self._parted(runs, ships, at),
            *self._converging(ships, runs, at, kinds),
        ]  # fmt: skip

    def announce(self, records: Iterable[Mapping[str, Any]]) -> None:
        """Note that these were announced: none of them comes again."""
        for record in records:
            at = datetime.fromisoformat(record["at_utc"])
            self.announced[(record["mmsi"], record["other_mmsi"])] = Announced(
                record["stage"], round(at.timestamp() * 1000)
            )

    def _alongside(
        self, runs: Mapping[Pair, Run], at: int, kinds: Mapping[int, str]
    ) -> list[dict[str, Any]]:
        out = []
        short, long = (round(m * _MIN_MS) for m in self.params.alongside_min)
        for pair, run in runs.items():
            lasted = run.last_ms - run.since_ms
            if lasted < short or at - run.last_ms > self.params.hole_min * _MIN_MS:
                continue
            stage = LONG if lasted >= long else ALONGSIDE
            if self._is_new(pair, stage, run) and self._counts(pair, run, kinds):
                out.append(self._record(stage, pair, run, at))
        return out

    def _parted(self, runs: Mapping[Pair, Run], ships: "Ships", at: int) -> list[dict[str, Any]]:
        out = []
        for pair, last in self.announced.items():
            run = runs.get(pair)
            if last.stage not in (ALONGSIDE, LONG) or run is None:
                continue
            a, b = (ships.last(mmsi) for mmsi in pair)
            quiet = run.last_ms + round(2 * self.params.slot_min * _MIN_MS)
            if a is None or b is None or min(a.t_ms, b.t_ms) <= quiet:
                continue  # unheard since: nobody knows
            apart = float(distance_m(a.lat, a.lon, b.lat, b.lon))
            if apart > 2 * self.params.radius_m:
                out.append({**self._record(PARTED, pair, run, at), "distance_m": round(apart)})
        return out

    def _converging(
        self, ships: "Ships", runs: Mapping[Pair, Run], at: int, kinds: Mapping[int, str]
    ) -> list[dict[str, Any]]:
        found = ships.converging(at, self.params)
        self._coming = {pair: self._coming.get(pair, at) for pair in found}
        out = []
        for pair, (lat, lon, metres) in found.items():
            if at - self._coming[pair] < self.params.hold_min * _MIN_MS or pair in runs:
                continue
            run = Run(self._coming[pair], at, lat, lon, metres)
            if self._is_new(pair, CONVERGING, run) and self._counts(pair, run, kinds):
                out.append(self._record(CONVERGING, pair, run, at))
        return out

    def _is_new(self, pair: Pair, stage: str, run: Run) -> bool:
        last = self.announced.get(pair)
        if last is None:
            return True
        if last.stage == PARTED:
            return run.last_ms > last.at_ms and run.since_ms > last.at_ms - round(
                self.params.hole_min * _MIN_MS
            )
        if last.stage == CONVERGING and stage == CONVERGING:
            return run.since_ms > last.at_ms + round(self.params.again_h * MS_PER_H)
        return STAGES.index(stage) > STAGES.index(last.stage)

    def _counts(self, pair: Pair, run: Run, kinds: Mapping[int, str]) -> bool:
        """Tell whether these two ships could do each other's cargo, away from port."""
        if any(kinds.get(mmsi) in _NO_CARGO for mmsi in pair):
            return False
        if not may_be_ship(np.array(pair)).all():
            return False
        return str(self.places.kind(np.array([run.lat_deg]), np.array([run.lon_deg]))[0]) != "port"

    def _record(self, stage: str, pair: Pair, run: Run, at: int) -> dict[str, Any]:
        share = None if stage == PARTED else self.params.came_true[STAGES.index(stage)]
        return {
            "stage": stage, "mmsi": pair[0], "other_mmsi": pair[1], "at_utc": _iso(at),
            "since_utc": _iso(run.since_ms), "lat_deg": round(run.lat_deg, 4),
            "lon_deg": round(run.lon_deg, 4), "distance_m": round(run.least_m),
            "came_true": share,
        }  # fmt: skip

    def _stripped(self, span: Span) -> Span:
        """Return what the next span needs of this one: tracks, and the slots of the last hours."""
        oldest = span.t_max - round(self.params.slots_h * MS_PER_H)
        tail = span.tail_slots
        tail = tail[tail["g"].astype(np.int64) * self.facts.slot_ms >= oldest]
        return replace(
            span, stays=span.stays[:0], silences=span.silences[:0], jumps=span.jumps[:0],
            trails=span.trails[:0], contacts=span.contacts[:0], head_slots=tail[:0],
            tail_slots=tail, coverage=span.coverage[:0],
        )  # fmt: skip


def _take(runs: dict[Pair, Run], span: Span, params: Params) -> None:
    """Carry the runs on by the contacts of a span."""
    contacts = span.contacts
    near = contacts["dist"] - 2 * contacts["sigma"] <= params.radius_m
    for name in ("sog", "sog2"):
        near &= ~(contacts[name] > params.max_sog_kn)
    contacts = contacts[near]
    contacts = contacts[np.argsort(contacts["g"], kind="stable")]
    mmsi = span.tracks["mmsi"].astype(np.int64)
    a, b = mmsi[contacts["track"]], mmsi[contacts["other"]]
    slot_ms, hole = round(params.slot_min * _MIN_MS), round(params.hole_min * _MIN_MS)
    columns = (contacts[n].tolist() for n in ("g", "lat", "lon", "dist"))
    for one, other, g, lat, lon, dist in zip(a.tolist(), b.tolist(), *columns, strict=True):
        if one == other:
            continue
        pair, t = (min(one, other), max(one, other)), g * slot_ms
        run = runs.get(pair)
        if run is None or t - run.last_ms > hole:
            runs[pair] = Run(t, t, lat, lon, dist)
        else:
            run.last_ms, run.lat_deg, run.lon_deg = max(run.last_ms, t), lat, lon
            run.since_ms, run.least_m = min(run.since_ms, t), min(run.least_m, dist)


def _iso(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
