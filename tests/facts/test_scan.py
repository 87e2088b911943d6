"""The kernel's own small rules, each held against the module that states it for all."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from seawarden.facts.kernels.legs import leg_m
from seawarden.facts.kernels.scan import is_ship
from seawarden.facts.params import Params
from seawarden.facts.span import scan_span
from seawarden.facts.tables import tables
from seawarden.geo.sphere import distance_m
from seawarden.ids.mmsi import may_be_ship

from .traffic import EPOCH_MS, reports

DEG = 600_000


def test_the_kernel_knows_ships_as_the_house_does():
    """A base station taken for a ship would lie alongside everything that passes it."""
    rng = np.random.default_rng(1)
    number = np.concatenate(
        [rng.integers(0, 10**k, 20_000) for k in range(6, 10)] + [np.arange(0, 10**9, 99_991)]
    )
    assert [bool(is_ship(n)) for n in number] == may_be_ship(number).tolist()


@given(
    lat=st.integers(-90 * DEG, 90 * DEG),
    lon=st.integers(-180 * DEG, 180 * DEG),
    dlat=st.integers(-40_000, 40_000),
    dlon=st.integers(-40_000, 40_000),
)
def test_the_leg_is_the_great_circle(lat, lon, dlat, dlon):
    lat2 = max(-90 * DEG, min(90 * DEG, lat + dlat))
    lon2 = (lon + dlon + 180 * DEG) % (360 * DEG) - 180 * DEG
    expected = float(distance_m(lat / DEG, lon / DEG, lat2 / DEG, lon2 / DEG))
    assert abs(leg_m(lat, lon, lat2, lon2) - expected) <= 0.05 + 1e-6 * expected


def test_a_fine_grid_fills_more_slots_than_the_usual_one():
    """Five hours of seconds between two reports: no table may be written past its end."""
    t = [EPOCH_MS + k * 4 * 3_600_000 for k in range(8)]
    frame = reports(
        {"t": t, "mmsi": [440_000_001] * 8, "lat": [35.0] * 8, "lon": [129.0] * 8, "sog": [0.5] * 8}
    )
    span = scan_span([(0, frame)], Params(slot_min=1 / 60))
    slots = np.unique(np.concatenate([span.head_slots["g"], span.tail_slots["g"]]))
    first, last = t[0] // 1000, t[-1] // 1000
    assert (slots[0], slots[-1]) == (first + 1, last)
    assert tables(span, Params(slot_min=1 / 60)).hulls["n_reports"].to_list() == [8]
