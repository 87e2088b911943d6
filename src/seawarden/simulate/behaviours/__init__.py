"""Behaviours: one a file. Each has a NAME, the HARD_CASE it is (1 to 10, or None), and `stage`."""

from types import ModuleType

from . import (
    dark_both,
    dark_one_side,
    hard_bunkering,
    hard_clone_passing,
    hard_convoy,
    hard_dirty_feed,
    hard_gps,
    hard_lone_drift,
    hard_neighbours,
    hard_pair_trawl,
    hard_silent_pair,
    hard_tug_pilot,
    identity_change,
    identity_clone,
    interference,
    loitering,
    port_calls,
    spoofing,
    sts_coal,
    sts_lawful,
    sts_midnight,
    sts_mother,
    sts_raft,
    sts_strong_tide,
    sts_tanker,
    switch_off,
)  # fmt: skip

BEHAVIOURS: dict[str, ModuleType] = {
    module.NAME: module
    for module in (
        sts_tanker, sts_coal, dark_one_side, dark_both, switch_off, port_calls, loitering,
        identity_clone, identity_change, spoofing, sts_midnight, sts_strong_tide, sts_raft,
        sts_mother, sts_lawful, interference, hard_bunkering, hard_tug_pilot, hard_convoy,
        hard_pair_trawl, hard_neighbours, hard_silent_pair, hard_lone_drift, hard_clone_passing,
        hard_dirty_feed, hard_gps,
    )
}  # fmt: skip
"""Every behaviour by name, in the order in which they take the stage."""

HARD_CASES: dict[int, str] = {
    module.HARD_CASE: name for name, module in BEHAVIOURS.items() if module.HARD_CASE
}
"""The ten hard cases of the design, by number."""
