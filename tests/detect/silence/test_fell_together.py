"""Silences that begin or end together are an outage; one ship alone is not."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawarden.detect.silence.fell_together import Params, weight
from seawarden.geo.sphere import distance_m

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


def _one_by_one(made: pl.DataFrame, params: Params) -> list[float]:
    """The rule of the module's docstring, each silence against all others."""
    h = {c: made[c].to_physical().to_numpy() / 3_600_000 for c in ("start_utc", "end_utc")}
    hull, hours = made["hull"].to_numpy(), made["duration_h"].to_numpy()
    usual = made["mean_interval_s"].fill_null(0.0).to_numpy() / 3600
    out = []
    for i in range(made.height):
        most = 0.0
        for end in ("start", "end"):
            t = h[f"{end}_utc"]
            lat, lon = (made[f"{end}_{c}_deg"].to_numpy() for c in ("lat", "lon"))
            away = distance_m(lat[i], lon[i], lat, lon)
            near = (hull != hull[i]) & (away <= params.within_m) & (hours >= 0.33 * hours[i])
            near &= abs(t - t[i]) <= params.around_h
            apart = np.minimum(1.0, 0.25 + np.maximum(usual, usual[i]))
            met = near & (abs(t - t[i]) <= apart)
            width = apart[near].mean() if near.any() else 0.25
            rate = (near & ~met).sum() * width / (params.around_h - width)
            most = max(most, len(set(hull[met])) - rate - 3 * np.sqrt(rate))
        out.append(params.weight * float(np.clip((most - 1) / 2, 0, 1)))
    return out


@settings(max_examples=30)
@given(seed=st.integers(0, 2**32 - 1), n=st.integers(1, 60), spread=st.sampled_from([0.1, 8, 170]))
def test_found_in_cubes_they_are_those_of_brute_force(seed: int, n: int, spread: float) -> None:
    rng = np.random.default_rng(seed)
    rows = [
        silence(int(rng.integers(1, 9)), 24.0 + float(rng.choice([0.0, rng.uniform(-25, 25)])),
                float(rng.uniform(2, 30)), mean_interval_s=float(rng.choice([30, 900, 9000])),
                start_lat_deg=float(rng.uniform(-89, 89) * spread / 170),
                start_lon_deg=float(180 - rng.uniform(0, spread)),
                end_lat_deg=float(rng.uniform(-89, 89) * spread / 170),
                end_lon_deg=float(180 - rng.uniform(0, spread)))
        for _ in range(n)
    ]  # fmt: skip
    assert taken(*rows) == pytest.approx(_one_by_one(silences(*rows), Params()), abs=1e-6)


def test_of_a_crowd_a_part_is_counted_and_an_outage_still_seen() -> None:
    """Four hundred that fall silent together among 2,000 at any time: every 25th shows it."""
    rng = np.random.default_rng(5)
    noise = [silence(1000 + k, 24.0 + float(h), 4.0) for k, h in
             enumerate(rng.uniform(-20, 20, 2000))]  # fmt: skip
    together = [silence(100 + k, 24.0, 4.0) for k in range(400)]
    made = silences(silence(hours=4.0), *together, *noise)
    every = np.ones(made.height, bool)
    assert weight(made, every, Params(most=100))[0] == -14.0
    mute = weight(silences(silence(hours=4.0), *noise), every[400:], Params(most=100))
    assert (mute < 0).mean() < 0.05
