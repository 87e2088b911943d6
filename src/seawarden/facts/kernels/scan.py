"""The scan: reports in time order, each looked at once, into tracks, runs, silences and slots.

A report goes to the newest track of its MMSI and sender (`senders`; 0 for nearly all) that can
have sent it; if none can, it begins a track. Because the newest track is asked first, the tracks
of a span are the same whatever came before it, and only the first report of each must be looked
at again when spans are joined: that is what makes `combine` exact.
"""

from functools import partial

import numba as nb

from ...compiled import kernel
from .coverage_key import pack
from .hash_tables import coverage_row, newest_track, part_of, ship_entry, ship_place
from .layout import Records, Report, Track
from .leg_facts import emit_run, emit_trail, leg_facts
from .legs import leg_m, reachable
from .rules import Rules
from .runs import is_stay, run_begin, run_extend
from .slots import next_slot, slots_an_interval
from .tables import ENTRIES, HEARD_MS, REPORTS, Columns, Lookup, Part, Tables
from .trails import TRAIL_MS, trail_begin, trail_extend


@kernel(inline="always")
def _is_mid(digits: int) -> bool:
    return 200 <= digits < 800


@kernel
def is_ship(mmsi: int) -> bool:
    """Return whether a ship may be behind an MMSI: no station, aid, aircraft or beacon.

    The same as `ids.mmsi.may_be_ship`, for the kernel (tests/facts/test_scan.py holds them
    equal): the ship form and numbers of no form at all, which somebody typed in.
    """
    million = mmsi // 1_000_000
    if million in (970, 972, 974, 979):
        return False
    if million == 111 and _is_mid(mmsi // 1_000 % 1_000):
        return False
    if mmsi < 100_000_000:
        return not (_is_mid(mmsi // 100_000) or _is_mid(mmsi // 10_000))
    if mmsi >= 980_000_000:
        return not _is_mid(mmsi // 10_000 % 1_000)
    return not (mmsi >= 800_000_000 and mmsi < 900_000_000 and _is_mid(mmsi // 100_000 % 1_000))


@kernel
def _begin(track: Track, mmsi: int, sender: int, rep: Report) -> None:
    """Begin a track at its first report."""
    track.mmsi = mmsi
    track.sender = sender
    track.is_ship = is_ship(mmsi)
    track.older = -1
    track.n = 1
    track.n_same = 0
    track.n_a = 0
    track.n_b = 0
    track.dm = 0
    track.heard_ms = 0
    track.run_touches_start = 0
    track.run.n = 0
    track.coverage_at = -1
    track.first = rep
    track.last = rep
    trail_begin(track.trail, rep)


@kernel(inline="always")
def _leg(track: Track, k: int, rep: Report, metres: float, tables: Tables, r: Rules) -> None:
    """Apply one leg of track `k`, from its last report to `rep`."""
    p = track.last
    heard_ms = leg_facts(track, k, rep, metres, tables, r)
    if r.contacts_only:
        return
    counts = tables.counts[0]
    tables.coverage[track.coverage_at, HEARD_MS] += heard_ms
    if rep.t // TRAIL_MS == track.trail.bin:
        trail_extend(track.trail, p, rep, metres)
    else:
        counts.trails = emit_trail(track.trail, k, tables.trails, counts.trails)
        trail_begin(track.trail, rep)
    if is_stay(p, rep, metres, r):
        if track.run.n == 0:
            run_begin(track.run, p)
            track.run_touches_start = 1 if track.n == 1 else 0
        run_extend(track.run, p, rep, metres, r)
    elif track.run.n > 0:
        counts.stays = emit_run(
            track.run, k, track.run_touches_start, tables.stays, counts.stays, r
        )
        track.run.n = 0


@kernel
def _room(tables: Tables, lookup: Lookup, r: Rules) -> int:
    """Return how many reports fit whatever they are: a report adds at most one row a table."""
    n = tables.counts[0]
    room: int = min(
        len(tables.tracks) - n.tracks,
        len(tables.stays) - n.stays,
        len(tables.silences) - n.silences,
        len(tables.jumps) - n.jumps,
        (len(tables.slots) - n.slots) // slots_an_interval(r),
        len(tables.trails) - n.trails,
        len(tables.coverage) - n.coverage,
        len(lookup.keys) // 2 - n.coverage,
        len(lookup.ships) // 2 - n.ships,
    )
    return room


_scan_kernel = partial(kernel, _nrt=False)
"""Nothing is allocated in the loop over reports, so no array's references need counting: that would
cost half as much again."""


@_scan_kernel
def scan(
    i: int, columns: Columns, share: Part, tables: Tables, lookup: Lookup, r: Rules, rep1: Records
) -> int:
    """Read reports from place `i`; return the place reached (short of the end: grow, ask again).

    `tables.counts` is updated in place. Only MMSIs of this part are read, so that threads share
    the input and nothing else. `rep1`, one REPORT, is scratch.
    """
    times, mmsis, classes, senders = (
        columns.time_ms, columns.mmsi, columns.ais_class, columns.sender,
    )  # fmt: skip
    lats, lons, receivers = columns.lat, columns.lon, columns.receiver
    sogs, cogs, headings = columns.sog, columns.cog, columns.heading
    tracks, ships = tables.tracks, lookup.ships
    n = tables.counts[0]
    rep = rep1[0]
    room = nb.int64(0)
    for at in range(i, len(times)):
        mmsi = mmsis[at]
        if share.n_parts > 1 and part_of(mmsi, share.n_parts) != nb.uint64(share.part):
            continue
        if room <= 0:
            room = _room(tables, lookup, r)
            if room <= 0:
                return at
        room -= 1
        cls = classes[at]
        rep.t = times[at]
        rep.lat = lats[at]
        rep.lon = lons[at]
        rep.sog = sogs[at]
        rep.cog = cogs[at]
        rep.hdg = headings[at]
        rep.row = share.first_row + at
        if not r.contacts_only:
            rep.key = pack(rep.t, rep.lat, rep.lon, cls, receivers[at])
        place = ship_place(ships, mmsi)
        head = newest_track(ships[place])
        if head == -1:
            n.ships += 1
        ship = tracks[head].is_ship if head != -1 else is_ship(mmsi)
        sender = senders[at] if len(senders) else nb.uint16(0)
        k = head
        before = -1
        metres = 0.0
        is_newest = True  # of its sender: offered however long it was silent
        while k != -1:
            last = tracks[k].last
            if not ship:
                break
            if tracks[k].sender != sender:
                before = k
                k = tracks[k].older
                continue
            box = r.box_aisu + r.box_aisu_per_ms * (rep.t - last.t)
            if (
                abs(rep.lat - last.lat) <= box
                and abs(rep.lon - last.lon) <= box
                and rep.t < tracks[k].next_slot
            ):
                break  # within reach at any latitude, and no fact asks how far
            if is_newest or rep.t - last.t <= r.memory_ms:
                metres = leg_m(last.lat, last.lon, rep.lat, rep.lon)
                if reachable(last, rep, metres, r):
                    break
            is_newest = False
            before = k
            k = tracks[k].older
        if k != -1 and tracks[k].last.t == rep.t:
            # The same second again: the track already has a position for it. A second position
            # is still one of the hull's reports.
            last = tracks[k].last
            n.duplicates += 1
            if rep.lat != last.lat or rep.lon != last.lon:
                tracks[k].n_same += 1
            continue
        if k != head and head != -1:
            j = tables.jumps[n.jumps]
            j.track = head
            j.other = k if k != -1 else n.tracks
            j.before = tracks[head].last
            j.after = rep
            n.jumps += 1
        if k == -1:
            k = n.tracks
            n.tracks += 1
            _begin(tracks[k], mmsi, sender, rep)
            tracks[k].next_slot = next_slot(rep.t, r)
            tracks[k].older = head
            ships[place] = ship_entry(mmsi, k)
        else:
            if before != -1:
                tracks[before].older = tracks[k].older
                tracks[k].older = head
                ships[place] = ship_entry(mmsi, k)
            if ship:
                _leg(tracks[k], k, rep, metres, tables, r)
        track = tracks[k]
        if not r.contacts_only:
            c = track.coverage_at
            if c == -1 or track.last.key != rep.key:
                c, n.coverage = coverage_row(
                    rep.key, tables.coverage, lookup.keys, lookup.rows, n.coverage
                )
                tables.coverage[c, ENTRIES] += 1
                track.coverage_at = c
            tables.coverage[c, REPORTS] += 1
        if track.last.row != rep.row:
            track.n += 1
            track.last = rep
        if cls == 1:
            track.n_a += 1
        elif cls == 2:
            track.n_b += 1
    return len(times)
