"""Behaviours: one a file, in rooms. To add one, write its module and name it in `BEHAVIOURS`.

Each module has a NAME, HARD_CASE (which of the ten innocent hard cases it is, else None), and
`stage(world, rng)`, which adds ships and truth to a world.
"""

from types import ModuleType

from .deceit import (
    identity_change,
    identity_clone,
    interference,
    name_toggle,
    spoofing,
    switch_off,
)
from .innocent import (
    anchored_neighbours,
    bunkering,
    clone_passing,
    convoy,
    dirty_feed,
    feed_outage,
    garbled_statics,
    gnss_faults,
    lone_drift,
    pair_trawl,
    silent_pair,
    tug_and_pilot,
)
from .stops import ferry, loitering, port_calls
from .together import (
    barge,
    bunkering_at_anchor,
    bunkering_at_sea,
    class_b_boat,
    fog,
    standby,
    tidal_anchorage,
    tow,
    twin_transponder,
)
from .transfers import (
    both_dark,
    clone,
    coal,
    decoy,
    lawful,
    midnight,
    mother,
    one_side_dark,
    raft,
    satellite_bursts,
    strong_tide,
    tanker,
)
from .transfers import (
    identity_change as sts_identity_change,
)

BEHAVIOURS: dict[str, ModuleType] = {
    module.NAME: module
    for module in (
        tanker, coal, one_side_dark, both_dark, switch_off, port_calls, loitering,
        identity_clone, identity_change, spoofing, midnight, strong_tide, raft, mother, lawful,
        interference, bunkering, tug_and_pilot, convoy, pair_trawl, anchored_neighbours,
        silent_pair, lone_drift, clone_passing, dirty_feed, gnss_faults,
        tow, barge, twin_transponder, bunkering_at_anchor, bunkering_at_sea, standby,
        class_b_boat, fog, tidal_anchorage, decoy, clone, sts_identity_change, satellite_bursts,
        ferry, garbled_statics, name_toggle, feed_outage,
    )
}  # fmt: skip
"""Every behaviour by name, in the order in which they are staged: a world depends on it."""

HARD_CASES: dict[int, str] = {
    module.HARD_CASE: name for name, module in BEHAVIOURS.items() if module.HARD_CASE
}
"""The ten innocent hard cases by number; `docs/accuracy.md` reports on each."""
