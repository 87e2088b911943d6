"""One made-up docket that the report tests share."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
import pytest

from seawarden.report import TRACKS
from seawarden.schema import CASES, EVENTS, MATCHES
from tests.case.world import (
    DPRK,
    LINES,
    PANAMA,
    SEA,
    TOGO,
    approach,
    build,
    claim,
    claims,
    event,
    events,
    hulls,
    match,
    matches,
    sts,
)  # fmt: skip

EVIL = '<script>alert("x")</script>"\'><img src=x onerror=alert(1)>&amp;\u202eGNP]]>'
"""A ship may call herself anything; AIS allows 20 signs, other feeds allow more."""

RUN: Mapping[str, Any] = {
    "version": "0.1.0",
    "parameters_hash": "12ab34",
    "inputs": [
        {"path": "feed.nmea", "format": "nmea", "bytes": 9, "sha256": "ab" * 32, "lines": 1000,
         "reports": 900, "statics": 50, "other": 40, "rejects": 10},
        {"path": EVIL, "format": "csv", "bytes": 9, "sha256": "cd" * 32, "lines": 7,
         "reports": 5, "statics": 0, "other": 0, "rejects": 1},
    ],
    "lists": [{"path": "un.xml", "name": "UN list", "as_of": "2024-01-02", "sha256": "ef" * 32,
               "listings": 59}],
    "steps": [{"name": "read", "seconds": 1.2, "rows_in": 1000, "rows_out": 950}],
}  # fmt: skip


@dataclass(frozen=True)
class Docket:
    """The frames that a report is made of."""

    events: pl.DataFrame
    matches: pl.DataFrame
    cases: pl.DataFrame
    tracks: pl.DataFrame
    run: Mapping[str, Any]

    def given(self) -> dict[str, Any]:
        return dict(vars(self))


def make(name: str | None = None, *, simulated: bool = False) -> Docket:
    """A docket of four cases; `name` is what the DPRK-flagged ship calls herself."""
    found = events(
        sts(evidence=[{**LINES[0], "file": name or "feed.nmea"}]),
        event("gap", PANAMA, start=-9, end=-6.5, observed_h=0.0, inferred_h=2.5),
        event("dark_sts", TOGO, start=10, end=16, confidence=0.62, at=(37.2, 123.4)),
        sts(PANAMA, TOGO, start=30, end=34, at=(20.0, 179.999), detail={"place": name}),
    )
    called = {f"of_{DPRK}": {"name": name}} if name else {}
    cases = build(
        found,
        known=hulls(**called),
        named=matches(match(listed_name=name or "CHON MYONG 9", explanation=name or "IMO")),
        said=claims(claim(DPRK, -9, 9, name=name, destination=name)),
        simulated=simulated,
    )
    tracks = pl.concat([
        approach(DPRK, 320), approach(PANAMA, 150, (SEA[0] + 0.0004, SEA[1]), silent=(-4, -1.5)),
        approach(TOGO, 90, (20.0, 179.999)),
    ])  # fmt: skip
    return Docket(found, matches(match()), cases, tracks, RUN)


@pytest.fixture(scope="session")
def docket() -> Docket:
    return make()


@pytest.fixture(scope="session")
def hostile() -> Docket:
    """Every text that comes from outside tries to break out."""
    return make(EVIL)


@pytest.fixture(scope="session")
def empty() -> Docket:
    return Docket(EVENTS.empty(), MATCHES.empty(), CASES.empty(), TRACKS.to_frame(), {})
