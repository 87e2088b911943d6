"""What a block of false positions weighs, part by part, and which pattern it is given."""

import math

import polars as pl
import pytest

from seawarden.detect.false_position.interference import ONE, SAME
from seawarden.detect.false_position.jumps import jumped
from seawarden.schema import TRAILS, conform

from ..make import at

NM = 1 / 60.0
HERE, THERE = (30.0, 125.0), (30.5, 125.0)
BLOCK: dict[str, object] = {
    "hull": 100_000, "mmsi": 1, "is_home": False, "one_sender": 0.9, "distance_m": 55_000.0,
    "speed_kn": 500.0, "is_one_way": False, "n_reports": 40, "heard": "another", "first_row": 1,
    "last_row": 40, "before_utc": at(9.9), "start_utc": at(10.0), "end_utc": at(12.0),
    "after_utc": at(12.1), "from_lat_deg": HERE[0], "from_lon_deg": HERE[1],
    "lat_deg": THERE[0], "lon_deg": THERE[1], "end_lat_deg": THERE[0], "end_lon_deg": THERE[1],
    "to_lat_deg": HERE[0], "to_lon_deg": HERE[1],
}  # fmt: skip
"""Two hours 30 nm north of where she was before and after."""
ROUNDS = pl.DataFrame(
    schema={"hull": pl.Int64, "start_utc": pl.Datetime("ms", "UTC"),
            "end_utc": pl.Datetime("ms", "UTC"), "log_odds": pl.Float64}
)  # fmt: skip
TIMES = dict.fromkeys(("before_utc", "start_utc", "end_utc", "after_utc"), ROUNDS.schema["end_utc"])


def trails() -> pl.DataFrame:
    """One half hour of hers, long before."""
    row = dict.fromkeys(TRAILS.names, 0) | {
        "hull": 100_000, "mmsi": 1, "start_utc": at(1.0), "end_utc": at(1.4),
    }  # fmt: skip
    return conform(pl.DataFrame([row]), TRAILS)


def weighed(rounds: pl.DataFrame = ROUNDS, **given: object) -> dict[str, object]:
    away = pl.DataFrame([{**BLOCK, **given}], schema_overrides=TIMES)
    return jumped(away, trails(), rounds).row(0, named=True)


def test_a_one_way_jump_of_a_ship_without_a_half_hour_is_weighed_all_the_same() -> None:
    """A few reports far apart leave no trail: nothing to compare with, and nothing to fail on."""
    away = pl.DataFrame([{**BLOCK, "is_one_way": True}], schema_overrides=TIMES)
    found = jumped(away, TRAILS.empty(), ROUNDS).row(0, named=True)
    assert (found["pattern"], found["w_return"]) == ("teleport", -1.5)
    assert found["half_hours"] is None


SENDER = math.log(9.0)


@pytest.mark.parametrize(
    ("given", "part", "weight"),
    [
        ({}, "w_sender", SENDER),
        ({"one_sender": 0.5}, "w_sender", 0.0),
        ({"one_sender": 1.0}, "w_sender", 4.0),  # no sender is surer than that
        ({"one_sender": 0.2}, "w_sender", -math.log(4.0)),
        ({}, "w_return", 0.0),
        ({"is_one_way": True}, "w_return", -1.5),  # far and fast: no fix drifts there
        ({"is_one_way": True, "distance_m": 19_999.0}, "w_return", -4.5),
        ({"is_one_way": True, "speed_kn": 99.0}, "w_return", -4.5),
        ({"is_one_way": True, "distance_m": 20_000.0, "speed_kn": 100.0}, "w_return", -1.5),
        ({}, "w_length", 0.0),
        ({"n_reports": 5}, "w_length", 0.0),
        ({"n_reports": 4}, "w_length", -1.5),
        ({"distance_m": 9_000.0}, "w_length", 0.0),
        ({"distance_m": 8_999.0}, "w_length", -1.0),
        ({"distance_m": 8_999.0, "n_reports": 1}, "w_length", -2.5),
        ({}, "w_heard", 0.0),
        ({"heard": ONE}, "w_heard", -2.0),
        ({"heard": SAME}, "w_heard", 0.5),
        ({}, "w_pattern", 0.0),
    ],
)
def test_what_a_block_weighs(given: dict[str, object], part: str, weight: float) -> None:
    found = weighed(**given)
    assert found[part] == pytest.approx(weight)
    parts = ("w_sender", "w_return", "w_length", "w_heard", "w_pattern")
    assert found["log_odds"] == pytest.approx(math.fsum(float(str(found[p])) for p in parts))


@pytest.mark.parametrize(
    ("given", "n"),
    [({}, 1), ({"is_home": True}, 0), ({"one_sender": 0.19}, 0), ({"one_sender": 0.2}, 1),
     ({"distance_m": 4_999.0}, 0), ({"distance_m": 5_000.0}, 1)],
)  # fmt: skip
def test_two_senders_and_slips_are_left_to_others(given: dict[str, object], n: int) -> None:
    away = pl.DataFrame([{**BLOCK, **given}], schema_overrides=TIMES)
    assert jumped(away, TRAILS.empty(), ROUNDS).height == n


@pytest.mark.parametrize(
    ("span", "log_odds", "hull", "pattern"),
    [
        ((11.0, 11.5), 1.0, 100_000, "circle"),
        ((9.0, 10.5), 1.0, 100_000, "circle"),
        ((12.0, 14.0), 1.0, 100_000, "teleport"),  # begins as the block ends
        ((8.0, 10.0), 1.0, 100_000, "teleport"),
        ((11.0, 11.5), 0.0, 100_000, "teleport"),  # no surer than even
        ((11.0, 11.5), 1.0, 200_000, "teleport"),  # another hull
    ],
)
def test_going_round_a_point_meanwhile_is_a_circle(
    span: tuple[float, float], log_odds: float, hull: int, pattern: str
) -> None:
    rounds = pl.DataFrame(
        [{"hull": hull, "start_utc": at(span[0]), "end_utc": at(span[1]), "log_odds": log_odds}],
        schema=ROUNDS.schema,
    )
    found = weighed(rounds)
    assert found["pattern"] == pattern
    assert found["w_pattern"] == (1.5 if pattern == "circle" else 0.0)


def test_a_block_keeps_how_far_off_it_lies() -> None:
    found = weighed()
    assert found["offset_nm"] == pytest.approx(55_000.0 / 1852.0)
    assert found["replayed_from_h_earlier"] is None
    assert "block" not in found
