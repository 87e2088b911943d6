"""The probability surface: what each part says, and that its laws hold."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawarden.errors import FormatError, UsageError
from seawarden.geo.sphere import distance_m
from seawarden.patrol.likelihood.additions import crew_field, lane_distance_m, wave_height_m
from seawarden.patrol.likelihood.reachable_region import reachable, water_distance_m
from seawarden.patrol.likelihood.surface import Hints, make_surface

from ..conftest import NOW, case, cases, event, events


def mean_place(grid, field):
    return (field * grid.lat_deg).sum() / field.sum(), (field * grid.lon_deg).sum() / field.sum()


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["sts", "gap", "loitering", "dark_ship", "encounter"]),
            st.floats(27.5, 33.5),
            st.floats(122.5, 128.5),
            st.floats(1, 2000),
            st.booleans(),
        ),
        max_size=6,
    )
)
@settings(max_examples=20, deadline=None)
def test_parts_and_whole_are_probabilities_over_water(grid, leads):
    rows = [
        event(k, a, b, h, event_id=str(i), is_open=o) for i, (k, a, b, h, o) in enumerate(leads)
    ]
    surface = make_surface(grid, events(*rows) if rows else events(event()).head(0), cases(), NOW)
    assert surface.poc.sum() == pytest.approx(1.0)
    assert sum(surface.weights.values()) == pytest.approx(1.0)
    for part in surface.parts.values():
        assert part.sum() == pytest.approx(1.0) and (part >= 0).all()
        assert (part[~grid.water] == 0).all()


def test_a_plan_does_not_know_the_future(grid):
    known = make_surface(grid, events(event()), cases(), NOW)
    later = make_surface(grid, events(event(), event(lat=33.0, hours_ago=-5)), cases(), NOW)
    assert np.array_equal(known.poc, later.poc)


def test_the_newest_version_of_an_event_counts(grid):
    old, new = event(event_id="e", confidence=0.0), event(event_id="e", version=2, lat=32.0)
    surface = make_surface(grid, events(new, old), cases(), NOW)
    assert mean_place(grid, surface.parts["past"])[0] == pytest.approx(32.0, abs=0.3)


def test_a_case_of_the_first_tier_weighs_more(grid):
    a, b = event(event_id="a", lat=30.0), event(event_id="b", lat=32.5)
    plain = make_surface(grid, events(a, b), cases(), NOW).parts["past"]
    marked = make_surface(grid, events(a, b), cases(case(event_ids=["b"])), NOW).parts["past"]
    assert mean_place(grid, marked)[0] > mean_place(grid, plain)[0] + 0.4


def test_this_season_and_hour_count_more_than_others(grid):
    now, half_year = (
        event(event_id="a", lat=30.0, hours_ago=24 * 365.25),
        event(event_id="b", lat=32.5, hours_ago=24 * 180),
    )
    surface = make_surface(grid, events(now, half_year), cases(), NOW)
    assert mean_place(grid, surface.parts["past"])[0] < 31.2


def test_a_silent_ships_region_grows_and_stays_on_water(grid):
    field = {h: reachable(grid, 30.5, 123.5, h, 11.0) for h in (6, 24)}
    d = distance_m(30.5, 123.5, grid.lat_deg, grid.lon_deg) / 1852
    for h, f in field.items():
        assert d[f > 0].max() <= h * 11 + 1.5 * grid.cell_nm
        assert (f[~grid.water] == 0).all()
        assert f.sum() <= 1 + 1e-9
    assert (field[24] > 0).sum() > (field[6] > 0).sum()


def test_the_way_over_water_goes_round_land():
    """Across the Korean peninsula: 124 nm as the bird flies, far more by sea."""
    from seawarden.patrol.likelihood.grid import make_grid

    grid = make_grid(124, 33, 131, 38, cell_nm=10)
    way = water_distance_m(grid, 36.0, 126.0)
    cell = int(grid.cell_of(36.0, 129.8))
    assert way[cell] > 1.5 * distance_m(36.0, 126.0, 36.0, 129.8)
    open_cell = int(grid.cell_of(34.0, 125.0))
    straight = distance_m(36.0, 126.0, 34.0, 125.0)
    assert straight * 0.95 <= way[open_cell] <= straight * 1.12


def area(name, w, s, e, n):
    import json

    ring = [[w, s], [e, s], [e, n], [w, n], [w, s]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": {"name": name}, "geometry": geometry}
    return json.dumps({"type": "FeatureCollection", "features": [feature]})


def point(**properties):
    import json

    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [125.0, 30.0]},
        "properties": properties,
    }
    return json.dumps({"type": "FeatureCollection", "features": [feature]})


def test_what_the_crew_adds_is_a_part(grid):
    crew = crew_field(area("box", 124, 29, 126, 31), "add.geojson", grid, NOW)
    surface = make_surface(grid, events(event()), cases(), NOW, hints=Hints(crew=crew))
    assert mean_place(grid, surface.parts["crew"]) == pytest.approx((30.0, 125.0), abs=0.2)
    ship = crew_field(point(time_utc="2024-04-19T12:00:00Z", speed_kn=10), "add.geojson", grid, NOW)
    assert (
        distance_m(30, 125, grid.lat_deg[ship > 0], grid.lon_deg[ship > 0]).max()
        < (120 + 30) * 1852
    )


def test_an_addition_on_land_or_in_the_future_is_one_line(grid):
    with pytest.raises(UsageError) as error:
        crew_field(area("hill", 121.0, 28.9, 121.2, 29.1), "add.geojson", grid, NOW)
    assert str(error.value) == (
        "add.geojson, feature 1 'hill': lies on land or outside the search area, "
        "expected some water"
    )
    with pytest.raises(UsageError) as error:
        crew_field(point(time_utc="2025-04-20T00:00:00Z"), "add.geojson", grid, NOW)
    assert str(error.value) == (
        "add.geojson, feature 1: 2025-04-20 00:00 UTC is after the sortie (2024-04-20 00:00 UTC)"
    )
    with pytest.raises(FormatError) as error:
        crew_field(point(weight=-1), "add.geojson", grid, NOW)
    assert str(error.value) == "add.geojson, feature 1: weight is -1, expected a number above 0"


def test_lanes_and_waves_make_parts(grid):
    lanes = '{"features":[{"geometry":{"type":"LineString","coordinates":[[125,27],[125,34]]}}]}'
    far = lane_distance_m(lanes, "lanes.geojson", grid)
    near = np.abs(grid.lon_deg - 125) * np.cos(np.radians(grid.lat_deg)) * 60 * 1852
    assert np.abs(far - near)[grid.water].max() < 12_000
    waves = wave_height_m("lat,lon,wave_m\n28,125,3\n33,125,0.5\n", "waves.csv", grid)
    surface = make_surface(
        grid, events(event()), cases(), NOW, hints=Hints(lanes_m=far, wave_m=waves)
    )
    assert mean_place(grid, surface.parts["shelter"])[0] > 30.8
    assert {"lanes", "shelter"} <= set(surface.parts)


def test_a_sighting_without_ais_spreads_with_time(grid):
    spread = []
    for hours in (6, 100):
        f = make_surface(grid, events(event("dark_ship", hours_ago=hours)), cases(), NOW).parts[
            "dark"
        ]
        spread.append((f * distance_m(30.5, 125.0, grid.lat_deg, grid.lon_deg)).sum())
    assert spread[1] > 1.5 * spread[0]
