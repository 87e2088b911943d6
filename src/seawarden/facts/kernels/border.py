"""The border of two spans: each later track offered to the earlier ones of its MMSI.

Each is offered newest first, exactly as its first report would have been in the scan, and the leg
between is judged by the code that the scan uses (`leg_facts`).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...compiled import kernel
from .layout import Records, Track
from .leg_facts import emit_run, emit_trail, leg_facts
from .legs import leg_m, reachable
from .rules import Rules
from .runs import is_stay, run_begin, run_extend, run_join
from .scan import is_ship
from .tables import ENTRIES, HEARD_MS, KEY, Tables
from .trails import trail_join


class Earlier(NamedTuple):
    """The earlier span's tracks by MMSI, of one MMSI the newest first; each of shape (tracks,)."""

    mmsi: NDArray[np.uint32]
    track: NDArray[np.int64]


class Later(NamedTuple):
    """The later span, and where what is open at its start stands."""

    tracks: Records
    stays: Records
    head_stay: NDArray[np.int64]  # of each track: the stay that begins with it, -1 none
    trails: Records
    head_trail: NDArray[np.int64]  # of each track: the closed half hour that begins with it, or -1


@kernel
def link_tracks(
    earlier: Earlier, later: Later, tables: Tables, number: NDArray[np.int32], r: Rules
) -> None:
    """Join both spans' tracks and write the facts of the legs across the border.

    `tables` holds the earlier span's tracks, with room for the later ones, and nothing else;
    `number` (later tracks,) takes the new number of each later track. A row of coverage written
    here is a change of the same key's row: entries less, ms more.
    """
    tracks = tables.tracks
    n = tables.counts[0]
    n_earlier = n.tracks
    taken = np.zeros(n_earlier, np.bool_)
    seen = np.zeros(n_earlier, np.bool_)  # by head: the MMSI's first later track has been offered
    asked = np.zeros(n_earlier, np.bool_)  # the same of each sender
    for k in range(len(later.tracks)):
        c = later.tracks[k].first
        mmsi = later.tracks[k].mmsi
        start = np.searchsorted(earlier.mmsi, mmsi)
        end = np.searchsorted(earlier.mmsi, mmsi, side="right")
        ship = is_ship(mmsi)
        match = -1
        metres = 0.0
        is_first = False
        if start < end:
            is_first = not seen[start]
            seen[start] = True
        is_newest = True  # of its sender, as in the scan
        for i in range(start, end):
            t = earlier.track[i]
            if ship and tracks[t].sender != later.tracks[k].sender:
                continue
            is_offered = is_newest and not asked[i]
            if is_newest:
                is_newest = False
                asked[i] = True
            if taken[t]:
                continue
            p = tracks[t].last
            if not ship:
                match = t
                break
            if is_offered or c.t - p.t <= r.memory_ms:
                metres = leg_m(p.lat, p.lon, c.lat, c.lon)
                if reachable(p, c, metres, r):
                    match = t
                    break
        if is_first and match != earlier.track[start]:
            j = tables.jumps[n.jumps]
            j.track = earlier.track[start]
            j.other = match if match != -1 else n.tracks
            j.before = tracks[earlier.track[start]].last
            j.after = c
            n.jumps += 1
        if match == -1:
            number[k] = n.tracks
            tracks[n.tracks] = later.tracks[k]
            n.tracks += 1
            continue
        taken[match] = True
        number[k] = match
        _cross(tracks[match], match, later, k, metres, ship, tables, r)


@kernel
def _cross(
    track: Track, match: int, later: Later, k: int, metres: float, ship: bool, tables: Tables,
    r: Rules,
) -> None:  # fmt: skip
    """Join the later track `k` to `track`, number `match`, by the leg across the border."""
    after = later.tracks[k]
    c = after.first
    if track.last.key == c.key:  # the later span counted an entry that is none
        _change_coverage(tables, c.key, -1, 0)
    if ship:
        _cross_trail(track, match, later, k, metres, tables)
        _cross_run(track, match, later, k, metres, tables, r)
        heard_ms = leg_facts(track, match, c, metres, tables, r)
        if heard_ms > 0:
            _change_coverage(tables, track.last.key, 0, heard_ms)
    track.n += after.n
    track.n_same += after.n_same
    track.n_a += after.n_a
    track.n_b += after.n_b
    track.dm += after.dm
    track.heard_ms += after.heard_ms
    track.last = after.last
    track.next_slot = after.next_slot


@kernel
def _change_coverage(tables: Tables, key: int, entries: int, heard_ms: int) -> None:
    """Write what is to be added to the row of `key`."""
    n = tables.counts[0]
    row = tables.coverage[n.coverage]
    row[KEY] = key
    row[ENTRIES] = entries
    row[HEARD_MS] = heard_ms
    n.coverage += 1


@kernel
def _cross_trail(
    track: Track, match: int, later: Later, k: int, metres: float, tables: Tables
) -> None:
    """Carry the half hour that is open at the border across it.

    The later track's first half hour is among its closed ones, or still open. Where both sides
    share a half hour it is joined; otherwise both stand.
    """
    n = tables.counts[0]
    after = later.tracks[k]
    head = later.head_trail[k]
    first = after.trail if head == -1 else later.trails[head].trail
    if first.bin == track.trail.bin:
        trail_join(track.trail, first, track.last, after.first, metres)
        if head == -1:
            return
        n.trails = emit_trail(track.trail, match, tables.trails, n.trails)
    else:
        n.trails = emit_trail(track.trail, match, tables.trails, n.trails)
        if head != -1:
            n.trails = emit_trail(first, match, tables.trails, n.trails)
    track.trail = after.trail


@kernel
def _cross_run(
    track: Track, match: int, later: Later, k: int, metres: float, tables: Tables, r: Rules
) -> None:
    """Carry the run that is open at the border across it."""
    n = tables.counts[0]
    stays = tables.stays
    after = later.tracks[k]
    head = later.head_stay[k]
    p = track.last
    c = after.first
    if not is_stay(p, c, metres, r):
        if track.run.n > 0:
            n.stays = emit_run(track.run, match, track.run_touches_start, stays, n.stays, r)
        if head != -1:
            n.stays = emit_run(later.stays[head].run, match, 0, stays, n.stays, r)
        track.run = after.run
        track.run_touches_start = 0
        return
    if track.run.n == 0:
        run_begin(track.run, p)
        track.run_touches_start = 1 if track.n == 1 else 0
    if head != -1:
        run_join(track.run, later.stays[head].run, p, c, metres, r)
    elif after.run.n > 0 and after.run_touches_start == 1:
        run_join(track.run, after.run, p, c, metres, r)
        return
    else:
        run_extend(track.run, p, c, metres, r)
        if after.n == 1:
            return
    n.stays = emit_run(track.run, match, track.run_touches_start, stays, n.stays, r)
    track.run = after.run
    track.run_touches_start = 0
