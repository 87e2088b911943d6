"""Ships silent amid silent ships, or under a receiver that was out: an outage, and no gap.

The benchmark `benchmarks.outages` tries hundreds; here each rule stands alone, with truth by hand.
"""

import numpy as np
import polars as pl
import pytest

from seawarden.detect.silence import nearest_silent, receiver_out, silent_disc
from seawarden.schema import COVERAGE, TRAILS, conform

from ..make import OPEN_SEA, at, silence, silences

HOURS = range(48)


def near(*rows: dict[str, object], heard_km: tuple[float, ...] = (), rule=nearest_silent) -> float:
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
    given = (np.full(made.height, 5.0),) if rule is silent_disc else ()  # all are surprising
    return float(rule.weight(made, asked, *given, trails, rule.Params())[asked][0])


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


def passes(n: int, km: float = 20.0) -> list:
    """Ships that cross a hole in turn, three hours each, while she lies in it."""
    return [
        silence(2 + k, 21.0 + 3.0 * k, 3.0, start_lat_deg=OPEN_SEA[0] + km / 111.2,
                end_lat_deg=OPEN_SEA[0] + km / 111.2, end_lon_deg=OPEN_SEA[1]) for k in range(n)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("crossing", "heard_km", "weight"),
    [
        (0, (5.0, 60.0), 0.0),  # nobody else is silent: hers alone
        (1, (60.0, 90.0), 0.0),  # one other may have met her
        (3, (60.0, 90.0), -14.0),  # each ship is silent while she crosses that water
        (3, (12.0, 18.0, 22.0), 0.0),  # but others are heard in it all the time
    ],
)
def test_ships_that_cross_one_disc_in_turn_and_are_silent_in_it_show_an_outage(
    crossing: int, heard_km: tuple[float, ...], weight: float
) -> None:
    """None begins or ends with another, and no two need be near at one moment."""
    rows = (silence(hours=12.0), *passes(crossing))
    assert near(*rows, heard_km=heard_km, rule=silent_disc) == pytest.approx(weight)


def receiver(out: range, *, others: bool = True, steady: bool = True, hulls: int = 3) -> float:
    """The weight where station A, which gives four of five reports, is out in some hours."""
    cell = int((OPEN_SEA[0] + 90) / 0.25) * 1440 + int((OPEN_SEA[1] + 180) / 0.25)
    rows = [("A", h, 40) for h in HOURS if h not in out and (steady or h % 6 == 0)]
    rows += [("B", h, 10) for h in HOURS] if others else []
    made = pl.DataFrame(
        [(cell, at(h), 1, who, n, hulls, 1.0) for who, h, n in rows], orient="row",
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
        ({"out": range(4, 48)}, -14.0),  # nor was it on the air for long before
        ({"out": range(0)}, 0.0),
        ({"out": range(0, 12)}, 0.0),  # at another time
        ({"out": range(24, 36), "others": False}, -14.0),  # always three ships, then nobody
        ({"out": range(24, 36), "others": False, "hulls": 1}, 0.0),  # it heard only her
        ({"out": range(24, 36), "steady": False}, 0.0),  # a satellite that passes now and then
    ],
)
def test_a_receiver_that_owed_reports_and_gave_none_was_out(
    given: dict[str, object], weight: float
) -> None:
    assert receiver(**given) == pytest.approx(weight)
