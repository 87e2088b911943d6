"""A small sea, a docket folder and a flight to test the patrol room on."""

import json
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from seawarden.patrol.aircraft import airfields, fleet
from seawarden.patrol.airspace.keepout import territorial_seas
from seawarden.patrol.flights import Task
from seawarden.patrol.likelihood.grid import make_grid
from seawarden.patrol.plan import Desk, Params
from seawarden.patrol.search.optimise import Params as Search
from seawarden.schema import CASES, EVENTS, conform

NOW = datetime(2024, 4, 20, tzinfo=UTC)


@pytest.fixture(scope="session")
def grid():
    """The East China Sea, 20 nm cells."""
    return make_grid(121, 27, 129, 34, cell_nm=20.0)


@pytest.fixture(scope="session")
def desk(grid):
    """A desk that keeps out of Chinese territorial seas, with a quick search."""
    quick = Search(dual_steps=15, tries=2, polish_rounds=1, kicks=0, pieces=(10, 20))
    return Desk(grid, territorial_seas(["CN"], grid), Params(search=quick))


@pytest.fixture(scope="session")
def hill(grid):
    """A probability surface with two hills, sum 1."""
    x, y = grid.centres_m()
    out = np.zeros(grid.n)
    for lat, lon, sigma in ((30.5, 125.0, 60e3), (32.5, 124.0, 90e3)):
        px, py = grid.projection.to_plane(lat, lon)
        out += np.exp(-0.5 * ((x - px) ** 2 + (y - py) ** 2) / sigma**2)
    out = np.where(grid.water, out + 0.02, 0.0)
    return out / out.sum()


def task(name="20240420-1-P-8A", takeoff=NOW, aircraft="P-8A", base="RODN", **more):
    """Return a flight to plan."""
    kind = fleet.find(aircraft)
    return Task(
        name, kind, airfields.find(base), takeoff, kind.sweep_nm("camera", "large", "calm"), **more
    )


def event(kind="sts", lat=30.5, lon=125.0, hours_ago=20.0, **more):
    """Return one EVENTS row."""
    start = NOW - timedelta(hours=hours_ago)
    row = {
        "event_id": f"{kind}-{lat}-{lon}-{hours_ago}",
        "version": 1,
        "kind": kind,
        "start_utc": start,
        "end_utc": start + timedelta(hours=4),
        "is_open": False,
        "lat_deg": lat,
        "lon_deg": lon,
        "confidence": 0.8,
        "observed_h": 4.0,
        "inferred_h": 0.0,
        "detail": "{}",
    }
    return row | more


def events(*rows):
    """Return EVENTS."""
    times = {"start_utc": EVENTS.schema["start_utc"], "end_utc": EVENTS.schema["end_utc"]}
    return conform(pl.DataFrame(list(rows), schema_overrides=times), EVENTS)


def case(**more):
    """Return one CASES row of a transfer by a listed ship, marked as simulated."""
    row = {
        "case_id": "case-1",
        "version": 1,
        "rank": 1,
        "tier": 1,
        "kind": "sts",
        "grade": "strongly suspected",
        "title": "A transfer",
        "what_happened": "PAEK MA lay alongside.",
        "what_would_change_it": "A port call.",
        "start_utc": NOW - timedelta(hours=20),
        "end_utc": NOW - timedelta(hours=16),
        "lat_deg": 30.5,
        "lon_deg": 125.0,
        "confidence": 0.9,
        "priority": 0.5,
        "mmsis": [445000001],
        "hulls": [445000001000],
        "ships": json.dumps([{"mmsi": 445000001, "name": "PAEK MA", "imo": 9066978, "flag": "KP"}]),
        "measures": json.dumps(
            [
                {
                    "resolution": "2375",
                    "paragraph": "11",
                    "certainty": "M",
                    "text": "no ship-to-ship transfers with DPRK ships",
                }
            ]
        ),
        "evidence_for": "[]",
        "evidence_against": "[]",
        "event_ids": ["sts-30.5-125.0-20.0"],
        "listing_ids": [],
        "is_simulated": True,
    }
    return row | more


def cases(*rows):
    """Return CASES."""
    return conform(pl.DataFrame(list(rows), schema=CASES.schema), CASES) if rows else CASES.empty()


@pytest.fixture
def docket(tmp_path):
    """A folder as `watch` writes it, with some leads."""
    leads = [event(lat=30.5 + i / 10, lon=125 - i / 10, hours_ago=20 + 40 * i) for i in range(6)]
    leads += [event("gap", 31.5, 124.2, 12, is_open=True), event("loitering", 32.4, 124.0, 60)]
    folder = tmp_path / "docket"
    folder.mkdir()
    events(*leads).write_parquet(folder / "events.parquet")
    cases(case()).write_parquet(folder / "cases.parquet")
    return folder
