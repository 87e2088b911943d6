"""(g) Reliability: of the findings with confidence 0.7, are 7 in 10 true?

The mix of worlds: transfers, hard cases, everything as the simulated network hears it, deceit, and
transfers with a dark side.
The same mix, on the tuning seeds, is what `calibrate_fit` fits on; here it is drawn anew on seeds
that nothing was fitted on. Every event counts, those below a call too.
"""

from collections.abc import Iterator

import polars as pl

from . import bench_scenarios
from .labels import labelled
from .run import Setting, World, world
from .settings import Settings

MIX: tuple[tuple[str, tuple[float | None, ...]], ...] = (
    ("transfers_only", (5.0, 20.0, 60.0)),
    ("hard_cases_only", (20.0, 5.0, 60.0)),
    ("east_china_sea", (None,)),
    (bench_scenarios.DECEIT, (None,)),
    (bench_scenarios.DARK_DAYS, (None,)),
)
"""Scenarios, and the mean report intervals they take turns in, seed by seed."""


def worlds(seeds: list[int], *, vessels: int, hours: float) -> Iterator[World]:
    """Yield the worlds of the mix, one of each scenario a seed."""
    for seed in seeds:
        for scenario, intervals in MIX:
            yield world(
                Setting(scenario=scenario, seed=seed, hours=hours, vessels=vessels,
                        mean_interval_min=intervals[seed % len(intervals)])
            )  # fmt: skip


def events(seeds: list[int], *, vessels: int, hours: float) -> pl.DataFrame:
    """Return the labelled events of the mix; those that nobody can decide are left out."""
    frames = [
        labelled(w).with_columns(scenario=pl.lit(w.setting.scenario), seed=w.setting.seed)
        for w in worlds(seeds, vessels=vessels, hours=hours)
    ]
    return pl.concat(frames).filter(pl.col("is_true").is_not_null())


def measure(settings: Settings) -> pl.DataFrame:
    """Return the labelled events of the testing seeds."""
    seeds = settings.test_seeds(700)
    return events(seeds, vessels=settings.vessels, hours=settings.hours)
