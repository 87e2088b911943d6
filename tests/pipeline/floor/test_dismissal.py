"""A dismissal holds on replay, late copies and a new run, and falls on what is new.

The law is tried in 1,000 random orders (SEAWARDEN_ORDERS): a case is built up from deliveries, as
data come in, is dismissed at random points, and the oracle is whether anything new was delivered
since.
"""

import json
import os
import random
from collections.abc import Sequence
from typing import Any

import pytest

from seawarden.pipeline.floor.acts import DECISIONS
from seawarden.pipeline.floor.case_evidence import Evidence, Item, evidence_of, new_items
from seawarden.pipeline.floor.dismissal import standing
from seawarden.report.case_record import Case
from seawarden.store.decisions import Act, Entry
from seawarden.store.review import DISMISSALS, Review

from .made import START, case, event, ship, sighting

ORDERS = int(os.environ.get("SEAWARDEN_ORDERS", "1000"))
GRADES = ("cannot be excluded", "possible", "probable transfer", "seen alongside")
"""Weakest first."""

MORE_OF_THE_SAME = ("replay", "late copy", "longer", "surer")
NEW = ("sighting", "listing", "draught", "identity", "meeting", "grade")


class World:
    """What has been delivered so far, and the case that a run makes of it."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.sightings: list[float] = []  # hours into the case
        self.listings: list[str] = []
        self.draughts = [5.0]
        self.names = ["AMBER"]
        self.meetings = [[0.0, 3.0]]
        self.grade = 0
        self.confidence = 0.3
        self.run = 0

    def deliver(self, what: str) -> bool:
        """Let one thing come in; return whether it is new in the sense of the law."""
        rng = self.rng
        n = rng.randrange(10**9)
        if what == "longer":
            span = rng.choice(self.meetings)
            span[0] -= rng.uniform(0, 0.5)
            span[1] += rng.uniform(0, 0.5)
        elif what == "surer":
            self.confidence = rng.uniform(0.02, 0.98)
        elif what == "sighting":
            self.sightings.append(len(self.sightings) / 60)
        elif what == "listing":
            self.listings.append(f"un:{n}")
        elif what == "draught":
            self.draughts.append(round(6.0 + len(self.draughts) / 10, 1))
        elif what == "identity":
            self.names.append(f"NAME {n}")
        elif what == "meeting":
            start = self.meetings[-1][1] + rng.uniform(30, 60)
            self.meetings.append([start, start + 2])
        elif what == "grade":
            if self.grade + 1 == len(GRADES):
                return False
            self.grade += 1
        return what in NEW

    def look(self) -> tuple[Case, Evidence]:
        """Return the case and evidence of a run on all that was delivered, in another order."""
        rng, self.run = self.rng, self.run + 1
        mixed: Any = lambda xs: rng.sample(list(xs), len(xs))  # noqa: E731
        sides = [
            ship(412111110, name, draughts=tuple(mixed(self.draughts)))
            for name in mixed(self.names)
        ]
        sides.append(ship(440222220, "BRIGHT"))
        events = [
            event(a, b, event_id=f"sts-{self.run}-{i}")
            for i, (a, b) in enumerate(mixed(self.meetings))
        ]
        # A late copy of a meeting, cut at other places, is the same meeting.
        events += [event(a + 0.1, b - 0.1, kind="encounter") for a, b in self.meetings]
        made = case(
            version=self.run, grade=GRADES[self.grade], confidence=self.confidence,
            ships=json.dumps(mixed(sides)), listing_ids=mixed(self.listings),
            event_ids=[e["event_id"] for e in events],
        )  # fmt: skip
        seen = [sighting(h, sighting_id=f"{self.run}-{h}") for h in mixed(self.sightings)]
        return made, evidence_of(made, mixed(events), seen)


def decided(word: str, made: Case, evidence: Evidence, number: int = 1) -> Review:
    detail = json.dumps({"version": made["version"], "evidence": evidence.as_json()})
    act = Act(actor="Kim", time_utc=START, act=word, case_id="C-1", evidence_key="k", detail=detail)
    return Review(decision=Entry(number, act, "s", "c", "p"))


@pytest.mark.parametrize("part", range(10))
def test_a_dismissal_falls_on_new_evidence_and_on_nothing_else(part: int) -> None:
    for seed in range(part, ORDERS, 10):
        rng = random.Random(seed)
        world = World(rng)
        for _ in range(rng.randrange(6)):
            world.deliver(rng.choice(MORE_OF_THE_SAME + NEW))
        made, evidence = world.look()
        word = rng.choice(DISMISSALS)
        review, fresh = decided(word, made, evidence), 0
        for _ in range(rng.randrange(1, 14)):
            fresh += world.deliver(rng.choice(MORE_OF_THE_SAME * 3 + NEW))
            made, evidence = world.look()
            found = standing(made, evidence, review)
            assert found.state == ("returned" if fresh else word), seed
            assert bool(found.new) == bool(fresh), seed
            if not fresh and made["version"] > 1:
                assert found.noted, "more of the same is noted, silently"
            if fresh and rng.random() < 0.3:
                review, fresh = decided(word, made, evidence), 0
                assert standing(made, evidence, review).state == word


def test_what_is_new_is_named() -> None:
    world = World(random.Random(1))
    made, evidence = world.look()
    review = decided("explained", made, evidence)
    for what in NEW:
        world.deliver(what)
    made, evidence = world.look()
    found = standing(made, evidence, review).new
    assert found[0] == "graded 'possible', was 'cannot be excluded'"
    for word in ("sighting", "listing", "draught", "identity", "meeting"):
        assert any(line.startswith(f"new {word}: ") for line in found), word


@pytest.mark.parametrize("word", [w for w in DECISIONS if w not in DISMISSALS])
def test_a_case_passed_on_or_watched_stays_so_and_says_what_came(word: str) -> None:
    world = World(random.Random(2))
    review = decided(word, *world.look())
    world.deliver("sighting")
    found = standing(*world.look(), review)
    assert found.state == word
    assert found.new


def test_a_weaker_wording_and_back_brings_nothing_back() -> None:
    made = case(grade="probable transfer")
    evidence = evidence_of(made, [event(0, 3)])
    review = decided("explained", made, evidence)
    for grade in ("cannot be excluded", "withdrawn", "possible", "probable transfer"):
        later = case(grade=grade)
        assert standing(later, evidence_of(later, [event(0, 3)]), review).state == "explained"


@pytest.mark.parametrize(
    ("start_h", "is_new"), [(2.0, False), (6.9, False), (7.1, True), (-6.9, False), (-7.1, True)]
)
def test_a_meeting_is_new_beyond_the_gap_over_which_contacts_merge(
    start_h: float, is_new: bool
) -> None:
    """The old one lasts from 0 to 3 h; the other begins at `start_h` and lasts 3 h."""
    then = evidence_of(case(), [event(0, 3)])
    now = evidence_of(case(), [event(start_h, start_h + 3)])
    assert bool(new_items(now, then)) is is_new


def test_the_pair_is_one_whichever_ship_stands_first() -> None:
    one = evidence_of(case(), [event(0, 3)])
    other = evidence_of(case(), [event(0, 3, mmsi=440222220, other_mmsi=412111110)])
    assert one == other


def test_what_an_act_keeps_is_read_back_as_it_was() -> None:
    world = World(random.Random(3))
    for what in NEW:
        world.deliver(what)
    _, evidence = world.look()
    assert Evidence.from_json(json.loads(json.dumps(evidence.as_json()))) == evidence


@pytest.mark.parametrize("kept", [{}, {"items": None}, {"items": [1, ["a"]], "grade": 3}])
def test_an_act_that_holds_no_evidence_holds_none(kept: dict[str, Any]) -> None:
    empty: Sequence[Item] = ()
    assert Evidence.from_json(kept).items == frozenset(empty)


@pytest.mark.parametrize(
    ("given", "is_about"),
    [({}, True), ({"lat_deg": 35.017}, True), ({"lat_deg": 35.019}, False), ({"hour": 3.1}, False),
     ({"lat_deg": 36.0, "mmsi": 412111110}, True), ({"lat_deg": 36.0, "mmsi": 1}, False)],
)  # fmt: skip
def test_a_sighting_is_about_a_case_in_its_time_and_place_or_by_its_ship(
    given: dict[str, Any], is_about: bool
) -> None:
    """2 km are 0.01799 degrees of latitude; the case lasts from 0 to 3 h."""
    seen = sighting(given.pop("hour", 1.0), **given)
    assert bool(evidence_of(case(ships="[]"), [], [seen]).items) is is_about
