"""What a leg adds to the facts, wherever it lies: inside a span or across the border of two.

The scan applies `leg_facts` to each pair of successive reports of a track, `border` to the pair
that lies across the border; runs and half hours differ there, for both sides may hold one.
"""

from ...compiled import kernel
from .layout import Records, Report, Run, Track, Trail
from .legs import decimetres
from .rules import Rules
from .slots import fill_slots, next_slot
from .tables import Tables


@kernel(inline="always")
def leg_facts(track: Track, k: int, c: Report, metres: float, tables: Tables, r: Rules) -> int:
    """Apply the leg from track `k`'s last report to `c`: slots, length, time heard, silence.

    Returns the ms of the interval in which the ship counts as heard: COVERAGE is the caller's.
    """
    p = track.last
    counts = tables.counts[0]
    if c.t >= track.next_slot:
        counts.slots = fill_slots(p, c, metres, k, tables.slots, counts.slots, r)
        track.next_slot = next_slot(c.t, r)
    if r.contacts_only:
        return 0
    dt = c.t - p.t
    track.dm += decimetres(metres)
    heard_ms = dt if dt <= r.heard_ms else 0
    track.heard_ms += heard_ms
    if dt >= r.silence_ms:
        s = tables.silences[counts.silences]
        s.track = k
        s.n_at = track.n
        s.before = p
        s.after = c
        counts.silences += 1
    return heard_ms


@kernel
def emit_run(run: Run, k: int, at_start: int, stays: Records, n: int, r: Rules) -> int:
    """Write a closed run if it is long enough or begins with its track; return the new count."""
    if run.t1 - run.t0 >= r.stay_min_ms or at_start == 1:
        stays[n].track = k
        stays[n].at_start = at_start
        stays[n].run = run
        n += 1
    return n


@kernel
def emit_trail(trail: Trail, k: int, trails: Records, n: int) -> int:
    """Write a closed half hour; return the new count."""
    trails[n].track = k
    trails[n].trail = trail
    return n + 1
