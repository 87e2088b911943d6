"""(a) Transfers between two visible ships, and the ten hard cases, by mean report interval.

An event counts as found when the same two ships are named and its span has IoU of 0.5 or more
with the true one. A false event is a call (confidence 0.5 or more) of two ships that made no
transfer at any time of it; an event at the right time but with IoU below 0.5 is no false
accusation, but costs precision and recall.
"""

from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np
import polars as pl

from seawarden.detect.calibration.calibrate import CALL
from seawarden.simulate import START_UTC

from . import bench_scenarios
from .rules import bucket_rule, gfw_rule
from .run import Setting, World, world
from .score import Counts, matched, overlaps, with_pair
from .settings import INTERVALS_MIN, Settings

METHODS = ("seawarden", "GFW rule", "200 m, 8 x 15 min")
_HARD = (
    "bunkering", "tug_or_pilot", "convoy", "pair_trawlers", "anchored_neighbours", "silent_pair",
    "lone_drift", "clone_passing", "dirty_feed", "gps_faults", "teleport_onto_tanker",
)  # fmt: skip


@dataclass(slots=True)
class Tally:
    """Sums over worlds of one method at one interval."""

    counts: Counts = field(default_factory=Counts)
    false_events: int = 0
    vessel_days: float = 0.0
    start_error_min: list[float] = field(default_factory=list)
    end_error_min: list[float] = field(default_factory=list)
    by_behaviour: dict[str, list[int]] = field(default_factory=dict)  # name -> [found, all]
    fooled: dict[str, list[int]] = field(default_factory=dict)  # hard case -> [called, all]
    misses: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def false_per_1000(self) -> float:
        """Return false events per 1,000 vessel-days."""
        return self.false_events / self.vessel_days * 1000.0


def measure(settings: Settings) -> dict[tuple[float, str], Tally]:
    """Return a tally for each interval and method."""
    out: dict[tuple[float, str], Tally] = {}
    for interval in INTERVALS_MIN:
        for seed in settings.test_seeds():
            for scenario in ("transfers_only", "hard_cases_only"):
                made = world(
                    Setting(scenario=scenario, seed=seed, hours=settings.hours,
                            vessels=settings.vessels, mean_interval_min=interval),
                    reports=True,
                )  # fmt: skip
                for method in METHODS:
                    tally = out.setdefault((interval, method), Tally())
                    add(tally, made, called(made, method))
    return out


def edges(settings: Settings) -> dict[str, Tally]:
    """Return tallies (ours only) of what fools others: 180 deg and midnight."""
    out: dict[str, Tally] = {}
    for seed in settings.test_seeds(100):
        for interval in (5.0, 20.0, 60.0):
            ocean = world(
                Setting(
                    scenario=bench_scenarios.OCEAN,
                    seed=seed,
                    hours=96.0,
                    vessels=120,
                    mean_interval_min=interval,
                )
            )
            add(out.setdefault(f"across 180°, {interval:g} min", Tally()), ocean,
                called(ocean, "seawarden"))  # fmt: skip
            # The same traffic twice, its clock shifted by half a day: midnights fall elsewhere.
            for shift in (0, 12):
                made = world(
                    Setting(scenario="transfers_only", seed=seed, hours=settings.hours,
                            vessels=settings.vessels, mean_interval_min=interval,
                            start_utc=START_UTC + timedelta(hours=shift)))  # fmt: skip
                night = _over_midnight(made.truth)
                for name, part in (("over midnight", night), ("within a day", ~night)):
                    tally = out.setdefault(f"{name}, {interval:g} min", Tally())
                    add(tally, made, called(made, "seawarden"), only=part)
    return out


def _over_midnight(truth: pl.DataFrame) -> pl.Series:
    return truth["start_utc"].dt.date() != truth["end_utc"].dt.date()


def called(made: World, method: str) -> pl.DataFrame:
    """Return what a method calls a transfer (a rule that gives no confidence calls all it says)."""
    found = made.found
    if method == "seawarden":
        return found.events.filter((pl.col("kind") == "sts") & (pl.col("confidence") >= CALL))
    rule = gfw_rule if method == "GFW rule" else bucket_rule
    return rule.events(found.reports, found.places)


def add(tally: Tally, made: World, calls: pl.DataFrame, only: pl.Series | None = None) -> None:
    """Add one world to a tally; `only` masks the truth that is asked for.

    With `only`, calls of other true transfers are left out of the counts.
    """
    every = made.truth.filter(pl.col("kind") == "sts")
    truth = every if only is None else made.truth.filter(only & (made.truth["kind"] == "sts"))
    other = set(overlaps(every, calls)["found"].to_list())
    mine = set(overlaps(truth, calls)["found"].to_list())
    best = matched(truth, calls)
    hit = set(best["found"].to_list())
    wrong = [i for i in range(calls.height) if i not in other]
    late = [i for i in mine if i not in hit]
    tally.counts += Counts(
        best.height, len(late) + (len(wrong) if only is None else 0), truth.height - best.height
    )
    if only is None:
        tally.false_events += len(wrong)
        tally.vessel_days += made.vessel_days
    tally.start_error_min += best["start_error_min"].to_list()
    tally.end_error_min += best["end_error_min"].to_list()
    found = set(best["truth"].to_list())
    for i, name in enumerate(truth["behaviour"]):
        one = tally.by_behaviour.setdefault(name, [0, 0])
        one[0] += i in found
        one[1] += 1
        if i not in found:
            tally.misses.append(_words(made, truth, i))
    for i in wrong:
        tally.wrong.append(_words(made, calls, i))
    _hard_cases(tally, made, calls)


def _hard_cases(tally: Tally, made: World, calls: pl.DataFrame) -> None:
    hard = made.truth.filter(pl.col("behaviour").is_in(_HARD))
    if hard.is_empty():
        return
    at = with_pair(calls)
    for row in with_pair(hard).iter_rows(named=True):
        ships = {s for s in (row["a"], row["b"]) if s}
        hit = at.filter(
            (pl.col("start_utc") < row["end_utc"]) & (pl.col("end_utc") > row["start_utc"])
            & (pl.col("a").is_in(ships) | pl.col("b").is_in(ships))
        )  # fmt: skip
        one = tally.fooled.setdefault(row["behaviour"], [0, 0])
        one[0] += hit.height > 0
        one[1] += 1


def _words(made: World, rows: pl.DataFrame, i: int) -> str:
    row = rows.row(i, named=True)
    hours = (row["end_utc"] - row["start_utc"]).total_seconds() / 3600
    what = row.get("behaviour") or f"called at {row.get('confidence', 1.0):.2f}"
    setting = made.setting
    return (
        f"{setting.scenario} seed {setting.seed}, {setting.mean_interval_min or 0:g} min: "
        f"{row['mmsi']} and {row['other_mmsi']}, {row['start_utc']:%d %b %H:%M}, {hours:.1f} h, "
        f"{what}"
    )


def spread(values: list[float]) -> tuple[float, float]:
    """Return the median and the 90th percentile of the sizes of errors; NaN without any."""
    if not values:
        return float("nan"), float("nan")
    sizes = np.abs(np.asarray(values))
    return float(np.median(sizes)), float(np.quantile(sizes, 0.9))
