"""Silences that begin or end together are an outage; one ship alone is not."""

import numpy as np
import polars as pl
import pytest

from seawarden.detect.silence.fell_together import Params, weight

from ..make import OPEN_SEA, silence, silences


def taken(*rows: dict[str, object]) -> list[float]:
    made = silences(*rows)
    return weight(made, np.ones(made.height, bool), Params()).tolist()


def others(n: int, start_h: float = 24.05, hours: float = 10.0, lat: float = 0.0) -> list:
    """More ships half a degree from each other, silent from a few minutes later."""
    return [
        silence(2 + k, start_h + 0.02 * k, hours, start_lat_deg=OPEN_SEA[0] + lat + 0.5 * k,
                end_lat_deg=OPEN_SEA[0] + lat + 0.5 * k)
        for k in range(n)
    ]  # fmt: skip


@pytest.mark.parametrize(("n", "log_odds"), [(0, 0.0), (1, 0.0), (2, -7.0), (3, -14.0), (9, -14.0)])
def test_the_more_fall_silent_with_her_the_less_it_says(n: int, log_odds: float) -> None:
    assert taken(silence(), *others(n))[0] == pytest.approx(log_odds)


def test_ships_that_come_back_together_are_an_outage_too() -> None:
    """She had been silent for two hours more when the receiver failed."""
    back = others(4, start_h=26.0, hours=8.0)
    assert taken(silence(), *back)[0] == -14.0


@pytest.mark.parametrize(
    "far",
    [
        others(4, start_h=30.0, hours=9.0),  # at another time
        others(4, lat=20.0),  # in another sea
        others(4, hours=1.0),  # for a moment
        [silence(1, 24.05 + k, 10.0) for k in range(4)],  # she herself, again and again
    ],
)
def test_what_is_not_with_her_does_not_count(far: list) -> None:
    assert taken(silence(), *far)[0] == 0.0


def test_where_silences_are_daily_bread_a_few_that_meet_say_nothing() -> None:
    """Two hundred silences a day: that some begin with hers is chance, and rarely counts."""
    muted = 0
    for seed in range(20):
        rng = np.random.default_rng(seed)
        noise = [silence(100 + k, 24.0 + float(h), 4.0) for k, h in
                 enumerate(rng.uniform(-20, 20, 200))]  # fmt: skip
        muted += taken(silence(hours=4.0), *noise)[0] < 0.0
    assert muted <= 2


def test_the_order_of_rows_means_nothing() -> None:
    made = silences(silence(), *others(3))
    mixed = made.sample(fraction=1.0, shuffle=True, seed=3)
    every = np.ones(made.height, bool)
    ours = pl.DataFrame({"hull": made["hull"], "w": weight(made, every, Params())}).sort("hull")
    theirs = pl.DataFrame({"hull": mixed["hull"], "w": weight(mixed, every, Params())})
    assert ours.equals(theirs.sort("hull"))
