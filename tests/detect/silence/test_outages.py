"""Ships silent amid silent ships, or under a receiver that was out: an outage, and no gap.

The benchmark `benchmarks.outages` tries hundreds; here each rule stands alone, with truth by hand.
"""

import numpy as np
import polars as pl
import pytest

from seawarden.detect.silence import nearest_silent, receiver_out
from seawarden.schema import COVERAGE, TRAILS, conform

from ..make import OPEN_SEA, at, silence, silences

HOURS = range(48)


def near(*rows: dict[str, object], heard_km: tuple[float, ...] = ()) -> float:
    """The weight of the first silence, with ships heard all the time so far north of her."""
    made = silences(*rows)
    hours = [
        {"hull": 100 + k, "mmsi": 100 + k, "start_utc": at(h / 2), "end_utc": at(h / 2 + 0.4),
         "n_reports": 5, "first_row": 0, "last_row": 0, "track_nm": 0.0, "turn_deg": 0.0,
         "start_lat_deg": OPEN_SEA[0] + km / 111.2, "end_lat_deg": OPEN_SEA[0] + km / 111.2,
         "start_lon_deg": OPEN_SEA[1], "end_lon_deg": OPEN_SEA[1], "south_deg": 0.0,
         "north_deg": 0.0, "west_deg": 0.0, "east_deg": 0.0}
        for k, km in enumerate(heard_km) for h in range(96)
    ]  # fmt: skip
    trails = conform(pl.DataFrame(hours), TRAILS) if hours else TRAILS.empty()
    asked = made["mmsi"].to_numpy() == 1
    params = nearest_silent.Params()
    return float(nearest_silent.weight(made, asked, trails, params)[asked][0])


def others(n: int, km: float, start_h: float = 20.0, hours: float = 18.0) -> list:
    """More silent ships, each `km` further north and later: they sailed in one by one."""
    return [
        silence(2 + k, start_h + k, hours, start_lat_deg=OPEN_SEA[0] + km * (k + 1) / 111.2,
                end_lat_deg=OPEN_SEA[0] + km * (k + 1) / 111.2)
        for k in range(n)
    ]  # fmt: skip


def test_one_silent_ship_among_ships_that_are_heard_is_alone() -> None:
    assert near(silence(), heard_km=(5.0, 20.0)) == 0.0


def test_silent_neighbours_nearer_than_any_ship_heard_are_an_outage() -> None:
    assert near(silence(), *others(3, 10.0), heard_km=(60.0, 80.0, 90.0)) == -14.0


def test_silent_ships_beyond_a_ship_that_is_heard_are_none() -> None:
    assert near(silence(), *others(1, 80.0), heard_km=(5.0, 20.0, 30.0)) == 0.0


def test_two_that_are_silent_together_may_have_met() -> None:
    assert near(silence(), *others(1, 1.0), heard_km=(20.0, 30.0)) == 0.0


def test_many_of_all_within_reach_silent_are_an_outage() -> None:
    """The one ship heard beside her may be larger, or at the edge of the hole."""
    assert near(silence(), *others(3, 30.0), heard_km=(5.0, 6.0)) == -14.0


def receiver(out: range, *, others: bool = True, steady: bool = True) -> float:
    """The weight where station A, which gives four of five reports, is out in some hours."""
    cell = int((OPEN_SEA[0] + 90) / 0.25) * 1440 + int((OPEN_SEA[1] + 180) / 0.25)
    rows = [("A", h, 40) for h in HOURS if h not in out and (steady or h % 6 == 0)]
    rows += [("B", h, 10) for h in HOURS] if others else []
    made = pl.DataFrame(
        [(cell, at(h), 1, who, n, 3, 1.0) for who, h, n in rows], orient="row",
        schema=["cell", "hour_utc", "ais_class", "receiver", "n_reports", "n_hulls", "heard_h"],
    )  # fmt: skip
    hers = silences(silence())
    asked = np.ones(1, dtype=bool)
    params = receiver_out.Params()
    return float(receiver_out.weight(hers, asked, conform(made, COVERAGE), params)[0])


@pytest.mark.parametrize(
    ("given", "weight"),
    [
        ({"out": range(24, 36)}, -14.0),  # her ten silent hours
        ({"out": range(24, 48)}, -14.0),  # it never came back
        ({"out": range(0)}, 0.0),
        ({"out": range(0, 12)}, 0.0),  # at another time
        ({"out": range(24, 36), "others": False}, 0.0),  # nobody proves that ships were there
        ({"out": range(24, 36), "steady": False}, 0.0),  # a satellite that passes now and then
    ],
)
def test_a_receiver_that_owed_reports_and_gave_none_was_out(
    given: dict[str, object], weight: float
) -> None:
    assert receiver(**given) == pytest.approx(weight)
