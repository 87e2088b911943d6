"""Scenarios of the benchmarks only, made of the simulator's behaviours."""

from types import MappingProxyType

from seawarden.simulate.scenarios import SCENARIOS, Scenario

for _scenario in (
    Scenario("bench_deceit", "false positions and identities among ordinary traffic", "coast",
             MappingProxyType({
                 "spoofing": 8.0, "interference": 4.0, "identity_change": 8.0,
                 "identity_clone": 8.0, "gps_faults": 4.0, "clone_passing": 4.0,
                 "dirty_feed": 4.0,
             })),
    Scenario("bench_ocean", "many transfers across 180 degrees, and what looks like them", "ocean",
             MappingProxyType({
                 "sts_tanker": 20.0, "sts_midnight": 10.0, "silent_pair": 4.0,
                 "clone_passing": 4.0,
             })),
    Scenario("bench_dark", "transfers with one or both sides dark, and what looks like them",
             "coast",
             MappingProxyType({
                 "dark_one_side": 0.9, "dark_both": 0.7, "lone_drift": 1.5, "silent_pair": 0.7,
                 "loitering": 1.0, "switch_off": 0.7,
             })),
    Scenario("bench_dark_days", "the same, many in a few days", "coast",
             MappingProxyType({
                 "dark_one_side": 10.0, "dark_both": 6.0, "lone_drift": 10.0, "silent_pair": 4.0,
                 "loitering": 8.0, "switch_off": 12.0,
             })),
):  # fmt: skip
    SCENARIOS.setdefault(_scenario.name, _scenario)

DECEIT, DARK, OCEAN = "bench_deceit", "bench_dark", "bench_ocean"
DARK_DAYS = "bench_dark_days"
