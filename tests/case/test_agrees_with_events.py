"""Contract: a case says of its events what they say themselves, in every scenario of `simulate`.

One small docket of all scenarios together, those of the benchmarks too (SIMULATED, thirteen worlds
of 40 ships).
"""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import seawarden as sw
from seawarden.schema.kinds.purpose import NOT_SEPARATED, Purpose

from ..conftest import MadeOnce

MAKE = """
import sys
from pathlib import Path
import seawarden as sw
from benchmarks.truth import bench_scenarios
from seawarden.simulate.scenarios import SCENARIOS
folder = Path(sys.argv[1])
made = [
    sw.simulate(out=folder / name, seed=1100 + k, hours=40, vessels=40, scenario=name,
                format="parquet", mean_interval_min=15).ais
    for k, name in enumerate(sorted(SCENARIOS))
]
sw.watch(made, out=folder / "docket")
"""
"""In a process of its own: tests that were loaded before add scenarios, and their seeds shift."""

CALL = 0.5
DPRK_MID = 445
"""The DPRK's maritime identification digits, ITU."""
LIKELIEST = re.compile(r"the likeliest purpose is (.+?), with probability")

CARGO_MOVED = "that cargo was moved has probability"

Told = list[tuple[dict[str, Any], list[dict[str, Any]]]]


@pytest.fixture(scope="module")
def docket(made_once: MadeOnce) -> sw.Docket:
    def fill(folder: Path) -> None:
        subprocess.run([sys.executable, "-c", MAKE, str(folder)], check=True, capture_output=True)

    return sw.open(made_once("every-scenario", fill) / "docket")


@pytest.fixture(scope="module")
def told(docket: sw.Docket) -> Told:
    """Each case with its events, the likeliest first."""
    events = {e["event_id"]: e for e in docket.events.to_dicts()}
    return [
        (c, sorted((events[i] for i in c["event_ids"]), key=lambda e: -e["confidence"]))
        for c in docket.cases.to_dicts()
    ]


def transfers(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [e for e in events if e["kind"] == "sts"]


def leads(event: dict[str, Any]) -> str:
    return str(max(event["purpose"], key=lambda p: float(p["probability"]))["kind"])


def test_there_is_something_to_compare(told: Told) -> None:
    every = [e for _, events in told for e in transfers(events)]
    assert len(every) > 20
    assert {leads(e) for e in every} > {Purpose.TRANSFER, Purpose.BUNKERING}
    assert {c["kind"] for c, _ in told} >= {"sts", "dark_sts", "encounter", "gap", "identity"}


def test_a_headline_says_transfer_only_where_one_leads(told: Told) -> None:
    for case, events in told:
        if "transfer" in case["title"].lower():
            lead = next(e for e in events if e["kind"] in ("sts", "dark_sts"))
            assert lead["confidence"] >= CALL
            assert not lead["purpose"] or leads(lead) == Purpose.TRANSFER


def test_a_called_transfer_stands_in_a_case_that_does_not_belie_it(
    docket: sw.Docket, told: Told
) -> None:
    """Two ships of the DPRK together in its waters are no case: no other State is a party."""
    called = {e["event_id"] for e in docket.events.to_dicts()
              if e["kind"] == "sts" and e["confidence"] >= CALL
              and {e["mmsi"] // 1_000_000, e["other_mmsi"] // 1_000_000} != {DPRK_MID}}  # fmt: skip
    assert called <= {e["event_id"] for _, events in told for e in events}
    for case, events in told:
        if any(e["event_id"] in called for e in events):
            assert case["kind"] == "sts"
            assert case["grade"] in ("seen alongside", "probable transfer", "possible")
            assert not LIKELIEST.search(case["what_happened"])
            assert NOT_SEPARATED not in case["what_happened"]
            assert case["confidence"] >= CALL


def test_an_innocent_purpose_that_leads_is_what_the_case_says(told: Told) -> None:
    for case, events in told:
        found = transfers(events)
        if found and found[0]["confidence"] < CALL:
            said = LIKELIEST.search(case["what_happened"])
            assert "transfer" not in case["title"].lower()
            assert "probable transfer" not in case["what_happened"]
            if said:
                assert said[1] == leads(found[0]) != Purpose.TRANSFER
            elif leads(found[0]) == Purpose.TRANSFER:
                assert CARGO_MOVED in case["what_happened"]
            else:
                assert NOT_SEPARATED in case["what_happened"] or found[0]["contact"] < 0.7


def test_a_meeting_is_no_transfer(told: Told) -> None:
    for case, events in told:
        if case["kind"] == "encounter":
            assert not any(e["confidence"] >= CALL for e in transfers(events))
            assert "transfer" not in (case["title"] + case["what_happened"]).lower()


def test_no_case_is_surer_than_its_events(told: Told) -> None:
    """Draughts and sightings raise an event; a case only weighs explanations against it."""
    for case, events in told:
        surest = max((e["confidence"] for e in events if e["kind"] == case["kind"]), default=1.0)
        assert case["confidence"] <= max(surest, 0.02) + 0.10, case["title"]


def test_who_sends_from_elsewhere_too_is_no_reason_to_acquit(told: Told) -> None:
    """An MMSI sent twice is an `identity` event, and the transfer is called beside it."""
    doubted = [
        (c, e) for c, events in told for e in transfers(events)
        if "'s identity" in c["title"] and leads(e) == Purpose.TRANSFER
    ]  # fmt: skip
    assert len(doubted) >= 5
    assert all(e["confidence"] >= CALL for _, e in doubted)
