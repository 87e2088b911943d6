"""(e) Interference and false positions, (f) false identities: precision and recall by behaviour.

A false position is found when a call of `spoofing` names the ship and overlaps the lie in time. An
interference is found when a call that names no ship overlaps it in time and lies within 60 nm of
its circle or of the place that was shown; a call that names a ship which was merely jammed is
false: it accuses a victim. An identity is found when a call of `identity` names one of its MMSIs.
"""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import polars as pl

from seawarden.detect.calibration.calibrate import CALL
from seawarden.geo.sphere import distance_m
from seawarden.units import M_PER_NM

from . import bench_scenarios, run
from .score import Counts
from .settings import Settings

INTERVALS_MIN: tuple[float | None, ...] = (5.0, 20.0, None)
"""Mean report intervals; None is what the simulated network hears."""

_SLACK = timedelta(hours=1)
_NEAR_NM = 60.0


@dataclass(slots=True)
class Deceit:
    """Sums over worlds at one interval."""

    by_behaviour: dict[str, list[int]] = field(default_factory=dict)  # name -> [found, all]
    counts: dict[str, Counts] = field(default_factory=dict)  # kind -> counts
    victims: int = 0  # jammed ships that were called liars
    vessel_days: float = 0.0
    misses: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def measure(settings: Settings) -> dict[float | None, Deceit]:
    """Return the sums for each interval; kinds that are not built have no counts."""
    out: dict[float | None, Deceit] = {}
    for interval in INTERVALS_MIN:
        for seed in settings.test_seeds(500):
            made = run.world(
                run.Setting(scenario=bench_scenarios.DECEIT, seed=seed, hours=settings.hours,
                            vessels=settings.vessels, mean_interval_min=interval)
            )  # fmt: skip
            tally = out.setdefault(interval, Deceit())
            tally.vessel_days += made.vessel_days
            for kind in ("spoofing", "identity"):
                if kind in run.built():
                    _add(tally, made, kind)
    return out


def _add(tally: Deceit, made: run.World, kind: str) -> None:
    calls = made.found.events.filter(
        (pl.col("kind") == kind) & (pl.col("confidence") >= CALL)
    ).to_dicts()
    truth = made.truth.filter(pl.col("kind") == kind).to_dicts()
    explained: set[int] = set()
    missed = 0
    for true in truth:
        hit = [i for i, call in enumerate(calls) if _fits(true, call)]
        explained.update(hit)
        one = tally.by_behaviour.setdefault(true["behaviour"], [0, 0])
        one[0] += bool(hit)
        one[1] += 1
        missed += not hit
        if not hit:
            tally.misses.append(_words(made, true, true["behaviour"]))
    jams = [t for t in truth if t["behaviour"] == "interference"]
    wrong = [c for i, c in enumerate(calls) if i not in explained]
    for call in wrong:
        is_victim = any(_in_time(j, call) and _near(j, call) for j in jams)
        tally.victims += is_victim and call["mmsi"] is not None
        tally.wrong.append(_words(made, call, f"called {kind} at {call['confidence']:.2f}, "
                                              f"{(call['detail'] or '')[:90]}"))  # fmt: skip
    old = tally.counts.get(kind, Counts())
    tally.counts[kind] = old + Counts(len(truth) - missed, len(wrong), missed)


def _fits(true: dict[str, Any], call: dict[str, Any]) -> bool:
    if true["behaviour"] == "interference":
        return call["mmsi"] is None and _in_time(true, call) and _near(true, call)
    about = json.loads(true["detail"])
    names = {true["mmsi"], about.get("new_mmsi")} - {None}
    named = {call["mmsi"], call["other_mmsi"]} - {None}
    if true["kind"] == "identity":
        return bool(names & named)
    return true["mmsi"] in named and _in_time(true, call)


def _in_time(true: dict[str, Any], call: dict[str, Any]) -> bool:
    return bool(
        call["start_utc"] - _SLACK <= true["end_utc"]
        and call["end_utc"] + _SLACK >= true["start_utc"]
    )


def _near(jam: dict[str, Any], call: dict[str, Any]) -> bool:
    about = json.loads(jam["detail"])
    reach = (about["radius_nm"] + _NEAR_NM) * M_PER_NM
    places = [(jam["lat_deg"], jam["lon_deg"]), tuple(about["shown_at"])]
    return any(
        float(distance_m(lat, lon, call["lat_deg"], call["lon_deg"])) <= reach
        for lat, lon in places
    )


def _words(made: run.World, row: dict[str, Any], what: str) -> str:
    setting = made.setting
    interval = "network" if setting.mean_interval_min is None else f"{setting.mean_interval_min:g}"
    return f"seed {setting.seed}, {interval}: {row['mmsi']}, {row['start_utc']:%d %b %H:%M}, {what}"
