"""Named airspace: where it lies, who forbids it, what of it a flight crosses, what is not known."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest

from seawarden.errors import FormatError
from seawarden.patrol.airspace import zones
from seawarden.patrol.airspace.crossings import crossings
from seawarden.patrol.airspace.keepout import territorial_seas
from seawarden.patrol.briefing.airspace_table import airspace_notes, airspace_table
from seawarden.patrol.flights import Sortie
from seawarden.patrol.likelihood.grid import make_grid
from seawarden.patrol.search.legs import Leg
from tests.patrol.conftest import NOW, task

BY_CODE = {zone.code: zone for zone in zones.shipped()}


@pytest.fixture(scope="module")
def yellow_sea():
    return make_grid(121.0, 36.0, 126.0, 39.5, cell_nm=20.0)


def flight(*points, minutes=60.0):
    """Return a sortie over these points, each leg of so many minutes."""
    legs = [
        Leg("search", a, b, NOW + timedelta(minutes=i * minutes),
            NOW + timedelta(minutes=(i + 1) * minutes), 60.0, 0.0)
        for i, (a, b) in enumerate(pairwise(points))
    ]  # fmt: skip
    return Sortie(task(), legs, legs[-1].end_utc, np.zeros(1), 0.0, 0.0, 0.0)


def test_every_zone_has_its_source_and_date():
    for zone in zones.shipped():
        assert len(zone.source) > 20 and zone.as_of <= date(2026, 11, 29)
        assert zone.kind in ("FIR", "ADIZ")
        assert not zone.is_official or "VATSIM" not in zone.source
    assert [(p.zone, p.state) for p in zones.prohibitions()] == [("ZKKP", "US")]


@pytest.mark.parametrize(
    ("lat", "lon", "codes"),
    [
        (38.5, 124.5, {"ZKKP"}),  # off Nampo
        (39.0, 131.0, {"ZKKP"}),  # east of Wonsan
        (36.0, 125.0, {"RKRR", "KR-ADIZ"}),  # west of Kunsan
        (31.0, 124.5, {"RKRR", "KR-ADIZ", "CN-ADIZ"}),  # Ieodo lies near
        (31.0, 123.0, {"ZSHA", "CN-ADIZ"}),
        (37.0, 136.0, {"RJJJ"}),  # off Noto
        (24.0, 122.0, {"RCAA"}),
        (38.5, 121.5, {"ZYSH"}),
        (46.0, 138.5, {"UHHH"}),
        (0.0, -30.0, set()),
    ],
)
def test_known_places_lie_in_their_regions(lat, lon, codes):
    held = {code for code, zone in BY_CODE.items() if zone.area.contains(lat, lon)}
    assert held - {"KR-ADIZ"} == codes - {"KR-ADIZ"}
    assert codes <= held


def test_regions_do_not_overlap_by_more_than_their_rounding():
    """A share of the work is one centre's alone; corners are rounded to a minute."""
    lat, lon = (
        a.ravel() for a in np.meshgrid(np.arange(21.6, 45, 0.25), np.arange(118.1, 150, 0.25))
    )
    inside = np.array([z.area.contains(lat, lon) for z in zones.shipped() if z.kind == "FIR"])
    assert (inside.sum(axis=0) > 1).mean() < 0.005


def test_a_prohibition_closes_while_it_holds_and_until_it_is_opened(yellow_sea):
    closed = zones.closed_by_states(yellow_sea, NOW.date())
    assert [k.name for k in closed] == ["Pyongyang FIR (ZKKP): 14 CFR 91.1615 (SFAR No. 79)"]
    assert closed[0].holds(np.array([38.5]), np.array([124.5]), yellow_sea.projection).all()
    assert zones.closed_by_states(yellow_sea, NOW.date(), ("ZKKP",)) == []
    assert zones.closed_by_states(yellow_sea, date(2028, 9, 19)) == []


def test_a_flight_names_what_it_crosses_and_when():
    """Oracle: along 124.5 E from 37 N the 38th parallel is crossed after half the leg."""
    sortie = flight((37.0, 124.5), (39.0, 124.5))
    found = crossings(sortie, [BY_CODE["ZKKP"], BY_CODE["RKRR"], BY_CODE["CN-ADIZ"]])
    assert [c.zone.code for c in found] == ["RKRR", "ZKKP"]
    assert abs(found[1].enters_utc - (NOW + timedelta(minutes=30))) < timedelta(minutes=1)
    assert found[1].inside_h == pytest.approx(0.5, abs=0.02)
    assert found[1].lat_deg == pytest.approx(38.0, abs=0.05)


def test_entering_what_a_state_forbids_is_said_aloud():
    notes = airspace_notes([flight((37.0, 124.5), (39.0, 124.5))], zones.shipped())
    assert re.match(
        r"20240420-1-P-8A ENTERS THE PYONGYANG FIR \(ZKKP\) 20 Apr 00:30Z at 38 0[01]\.\dN "
        r"124 30\.0E, for 30 min: 14 CFR 91\.1615",
        notes[0],
    )
    assert "14 CFR 91.1615 (SFAR No. 79) of US forbids it to US air carriers" in notes[0]
    assert any("claims a military boundary 50 miles" in n for n in notes)
    rows = airspace_table([flight((37.0, 124.5), (39.0, 124.5))], zones.shipped())
    assert any(r[1] == "Pyongyang FIR (ZKKP)" and r[6].startswith("not official") for r in rows)
    assert airspace_table([flight((0.0, -30.0), (1.0, -30.0))], zones.shipped()) == ()


def test_what_is_not_held_is_said(yellow_sea):
    assert any(
        "Japan's ADIZ is not held" in s for s in zones.not_known(make_grid(130, 37, 136, 40))
    )
    fiji = make_grid(176.0, -20.0, -178.0, -15.0, cell_nm=40.0)
    assert zones.near(fiji) == []
    assert zones.not_known(fiji)[0].startswith("No flight information region is held here for 100%")
    assert not any("for 100%" in s for s in zones.not_known(yellow_sea))


def test_a_corner_that_cannot_be_read_is_one_line():
    with pytest.raises(FormatError, match=r"zones.toml: corner '38N', expected e.g. 3838N13339E"):
        zones._corner("38N")


def test_all_coasts_but_the_own_are_kept_off(yellow_sea):
    """Once three States were named by default; Korea's own sea was flown by guests of Japan."""
    names = {k.name[-2:]: k for k in territorial_seas(None, yellow_sea, allowed=["KR"])}
    assert {"CN", "KP"} <= set(names) and "KR" not in names
    near, far = (
        territorial_seas(["KP"], yellow_sea, stand_off_nm=nm)[0].shape.area for nm in (0.5, 6.0)
    )
    assert far > near


def test_the_way_from_a_far_base_keeps_off_coasts_outside_the_area():
    """A base south of a third State's island: its sea is closed though the area is far from it."""
    grid = make_grid(150.0, 20.0, 152.0, 22.0, cell_nm=30.0)
    assert territorial_seas(None, grid, allowed=["GU", "MP"]) == []
    kept = territorial_seas(None, grid, allowed=["GU"], bases=[(13.58, 144.93)])
    assert "territorial sea of MP" in {k.name for k in kept}


def test_times_of_crossings_are_of_the_flight_not_of_the_clock():
    late = flight((37.0, 124.5), (39.0, 124.5))
    shifted = replace(late, task=replace(late.task, takeoff_utc=NOW))
    assert isinstance(crossings(shifted, zones.shipped())[0].enters_utc, datetime)
