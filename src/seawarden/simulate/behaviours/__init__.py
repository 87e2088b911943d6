"""Behaviours: one a file, in rooms. To add one, write its module and name it in `BEHAVIOURS`.

Each module has a NAME, HARD_CASE (which of the ten innocent hard cases it is, else None), and
`stage(world, rng)`, which adds ships and truth to a world.
"""

from types import ModuleType

from .deceit import identity_change, identity_clone, interference, spoofing, switch_off
from .innocent import (
    anchored_neighbours,
    bunkering,
    clone_passing,
    convoy,
    dirty_feed,
    gnss_faults,
    lone_drift,
    pair_trawl,
    silent_pair,
    tug_and_pilot,
)
from .stops import loitering, port_calls
from .transfers import (
    both_dark,
    coal,
    lawful,
    midnight,
    mother,
    one_side_dark,
    raft,
    strong_tide,
    tanker,
)

BEHAVIOURS: dict[str, ModuleType] = {
    module.NAME: module
    for module in (
        tanker, coal, one_side_dark, both_dark, switch_off, port_calls, loitering,
        identity_clone, identity_change, spoofing, midnight, strong_tide, raft, mother, lawful,
        interference, bunkering, tug_and_pilot, convoy, pair_trawl, anchored_neighbours,
        silent_pair, lone_drift, clone_passing, dirty_feed, gnss_faults,
    )
}  # fmt: skip
"""Every behaviour by name, in the order in which they are staged: a world depends on it."""

HARD_CASES: dict[int, str] = {
    module.HARD_CASE: name for name, module in BEHAVIOURS.items() if module.HARD_CASE
}
"""The ten innocent hard cases by number; `docs/accuracy.md` reports on each."""
