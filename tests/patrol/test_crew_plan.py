"""What a crew flies from: closed regions, the unit's figures, daylight, passes, patterns."""

import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from seawarden.cli.patrol import app
from seawarden.errors import UsageError
from seawarden.patrol.airspace import zones
from seawarden.patrol.by_night import looks
from seawarden.patrol.likelihood.grid import make_grid
from seawarden.patrol.search.lattice import Params as LatticeParams
from seawarden.patrol.search.optimise import optimise
from seawarden.patrol.sun import is_dark
from seawarden.pipeline.patrol import identification, plan_tasks
from seawarden.pipeline.patrol.plan_options import PlanOptions

from .conftest import NOW, case, cases, event, events, task

UNIT = """
[P-8A]
transit_ft = 25000
search_ft = 1500
transit_tas_kn = 430
wind_from_deg = 310
wind_kn = 30
fuel_kg = 30000
reserve_kg = 4000
transit_kg_h = 2900
search_kg_h = 3300
"""
AREA = "123,36.5,126,39.5"


@pytest.fixture(scope="module")
def off_nampo(tmp_path_factory):
    """A docket whose leads lie off Nampo, in the Pyongyang region."""
    folder = tmp_path_factory.mktemp("nampo")
    leads = [event(lat=38.3 + i / 20, lon=124.3, hours_ago=20 + 40 * i) for i in range(4)]
    events(*leads).write_parquet(folder / "events.parquet")
    cases(case(lat_deg=38.3, lon_deg=124.3)).write_parquet(folder / "cases.parquet")
    (folder / "unit.toml").write_text(UNIT)
    return folder


def plan(docket, *args):
    result = CliRunner().invoke(
        app,
        ["plan", str(docket), "--aircraft", "P-8A@RKJK", "--start", "2024-04-20T00:00Z", "--quick",
         "--area", AREA, "--cell", "15", "--hours", "6", "--territorial", "", *args],
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    return result.output


def points(docket):
    row = pl.read_parquet(docket / "patrol" / "sorties.parquet").to_dicts()[-1]
    legs = json.loads(row["legs"])
    return np.array([(p["lat_deg"], p["lon_deg"]) for p in legs])


def test_the_pyongyang_region_is_closed_until_it_is_opened_and_then_said(off_nampo):
    """The demo's plan once entered it without a word."""
    pyongyang = next(z for z in zones.shipped() if z.code == "ZKKP")
    told = plan(off_nampo)
    assert not pyongyang.area.contains(*points(off_nampo).T).any()
    assert "Pyongyang FIR (ZKKP): 14 CFR 91.1615 (SFAR No. 79)" in told
    told = plan(off_nampo, "--enter", "ZKKP", "--performance", str(off_nampo / "unit.toml"))
    assert pyongyang.area.contains(*points(off_nampo).T).any()
    assert "ENTERS THE PYONGYANG FIR (ZKKP) 20 Apr" in told
    page = (off_nampo / "patrol" / "briefing-20240420.html").read_text()
    assert "ENTERS THE PYONGYANG FIR" in page
    for line in (
        "commence search point (CSP)", "track spacing, sweep width", "transit 25,000 ft, search",
        "310 true / 30 kn", "30,000 kg at take-off", "4,000 kg", "diversion", "nearest to the end",
        "Moon", "Planning aid, not for navigation", "identification passes budgeted: 1",
        "Identification pass: one budgeted",
    ):  # fmt: skip
        assert line in page, line
    assert "transit ____________ kn" not in page and "search ____________ kn" in page


def test_what_cannot_be_opened_is_one_line(off_nampo):
    with pytest.raises(UsageError, match=r"^--enter 'RJJJ': expected one of ZKKP$"):
        plan_tasks.keepouts_of(
            PlanOptions(docket=off_nampo, opened=("RJJJ",)),
            make_grid(123, 36.5, 126, 39.5, cell_nm=30.0), [], NOW.date(),
        )  # fmt: skip


GRID = make_grid(124.0, 30.0, 126.0, 32.0, cell_nm=30.0)


@given(st.datetimes(datetime(2024, 1, 1), datetime(2025, 1, 1), timezones=st.just(UTC)))
@settings(max_examples=60, deadline=None)
def test_daylight_never_moves_a_take_off_before_the_start_asked_for(asked):
    """It once took off the evening before: an hour before a sunrise that had been."""
    takeoff, (low, high) = plan_tasks._light(SimpleNamespace(grid=GRID), asked)
    assert asked <= takeoff <= asked + timedelta(hours=25)
    lit = [takeoff + timedelta(hours=h) for h in (low + 0.1, (low + high) / 2, high - 0.1)]
    for at in lit:
        assert not is_dark([30.0, 32.0], [124.0, 126.0], at).any()
    assert high - low >= 2.0


def test_what_is_searched_in_the_dark_counts_by_the_width_at_night(grid, desk, hill):
    """Oracle: a flight into the evening, each visit judged by the clock of sunset there."""
    from dataclasses import replace

    flight = replace(task(takeoff=NOW + timedelta(hours=5)), night_sweep_nm=12.0)
    lattice = desk.lattice(flight)
    walk = optimise([lattice], hill, desk.params.search).walks[0]
    light = looks(grid, lattice, walk, flight, flight.takeoff_utc, LatticeParams())
    # 20 April at 31 N 125 E: the Sun sets about 10:20 UTC (20 min either way over the area).
    at_h = 5.0 + walk[:, 2] * lattice.tick_h
    assert (light[at_h < 9.7] == lattice.look).all() and (at_h < 9.7).any()
    night = 12.0 / (lattice.side_m / 1852)
    assert light[at_h > 11.0] == pytest.approx(night) and (at_h > 11.0).any()
    by_day = looks(grid, lattice, walk, task(), NOW, LatticeParams())
    assert (by_day == lattice.look).all()


def test_a_camera_without_figures_for_the_night_finds_nothing_then():
    from seawarden.patrol.aircraft import fleet

    plane = fleet.find("P-8A")
    assert plane.sweep_nm("camera", "large", "calm", is_night=True) == 12.0
    assert plane.sweep_nm("radar", "large", "calm", is_night=True) == 100.0
    blind = SimpleNamespace(sweep=plane.sweep, night={})
    assert fleet.Aircraft.sweep_nm(blind, "camera", "large", "calm", is_night=True) == 0.0


def budget(named, density, **more):
    from seawarden.patrol.aircraft import fleet

    desk = SimpleNamespace(options=PlanOptions(docket=None, **more), grid=GRID)
    return identification.budget(desk, fleet.find("P-8A"), 8.0, named, density)


def test_traffic_is_the_mean_of_ships_at_one_time_by_area(monkeypatch):
    """By hand: two ships in the area every hour and a third in every second one, one far off."""
    rows = [
        (mmsi, NOW - timedelta(hours=h, minutes=30), lat, 125.0)
        for h in range(24)
        for mmsi, lat in ((1, 30.5), (2, 31.5), *(((3, 31.0),) if h % 2 else ()), (4, 50.0))
    ]
    frame = pl.DataFrame(rows, orient="row", schema=["mmsi", "time_utc", "lat_deg", "lon_deg"])
    asked = []
    monkeypatch.setattr(
        identification.docket, "positions", lambda _f, a, b: asked.append((a, b)) or frame
    )
    desk = SimpleNamespace(folder=None, grid=GRID)
    found = identification.traffic_nm2(desk, NOW)
    assert found == pytest.approx(2.5 / (GRID.water.sum() * 900))
    assert asked == [(NOW - timedelta(hours=24), NOW)]
    frame = frame.clear()
    assert identification.traffic_nm2(desk, NOW) is None


def test_passes_follow_the_ships_and_the_traffic():
    """GRID holds about 12,000 nm2, all of which eight hours sweep: 0.01 a mile are 120 ships."""
    assert budget(3, None).passes == 3 and budget(3, None).traffic is None
    busy = budget(3, 0.01)
    assert busy.traffic == pytest.approx(0.01 * GRID.water.sum() * 900)
    assert busy.passes == min(3 + int(np.ceil(busy.traffic / 20)), 12)
    assert budget(40, 1.0).passes == 12  # 15 % of 8 h at 6 min each
    assert budget(3, 0.01, passes=0).passes == 0
    assert budget(0, None, passes=7).hours == pytest.approx(0.7)
    with pytest.raises(UsageError, match=r"^--passes 99: P-8A flies 8.0 h"):
        budget(0, None, passes=99)
