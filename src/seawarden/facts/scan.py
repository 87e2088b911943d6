"""The scan: reports in time order, each looked at once, into tracks, runs, silences and slots.

A report goes to the newest track of its MMSI and sender (`senders`; 0 for nearly all) that can
have sent it; if none can, it begins a track. Because the newest track is asked first, the tracks
of a span are the same whatever came before it, and only the first report of each must be looked
at again when spans are joined: that is what makes `combine` exact.
"""

from typing import Any

import numba as nb
import numpy as np

from ..units import AIS_UNITS_PER_DEG, MS_PER_H
from .interval import (
    fill_slots,
    is_stay,
    leg_m,
    next_slot,
    reachable,
    run_begin,
    run_extend,
    slots_an_interval,
)
from .trail import TRAIL_MS, trail_begin, trail_extend

CELL_DEG = 0.25
"""Cells of COVERAGE [quarter of the 1 deg cells of Welch 2022, for coastal waters]."""
_CELL = round(CELL_DEG * AIS_UNITS_PER_DEG)
_COLUMNS = round(360 / CELL_DEG)
_ROWS = round(180 / CELL_DEG)
RECEIVER_BITS = 16
"""The lowest bits of a coverage key are the receiver's code."""


@nb.njit(cache=True, nogil=True, inline="always")
def _is_mid(digits: Any) -> Any:
    return 200 <= digits < 800


@nb.njit(cache=True, nogil=True)
def is_ship(mmsi: Any) -> Any:
    """Tell what may be a ship from stations, aids, aircraft, handhelds and beacons.

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


@nb.njit(cache=True, nogil=True, inline="always")
def coverage_key(t: Any, lat: Any, lon: Any, cls: Any, receiver: Any) -> Any:
    """Pack hour, cell, class and receiver code into one number."""
    row = min(_ROWS - 1, (nb.int64(lat) + 90 * AIS_UNITS_PER_DEG) // _CELL)
    col = ((nb.int64(lon) + 180 * AIS_UNITS_PER_DEG) // _CELL) % _COLUMNS
    cell = row * _COLUMNS + col
    return ((t // MS_PER_H * 2_097_152 + cell) * 4 + cls) * (1 << RECEIVER_BITS) + receiver


@nb.njit(cache=True, nogil=True)
def _find(keys: Any, key: Any) -> Any:
    """Return the place of a coverage key, or the empty place where it belongs.

    The receiver is added to the hash of the rest: those of one cell and hour lie together.
    """
    mask = nb.int64(len(keys) - 1)
    high = nb.uint64(key >> RECEIVER_BITS)
    h = (high * nb.uint64(0x9E3779B97F4A7C15)) >> nb.uint64(24)
    i = (nb.int64(h) + (key & ((1 << RECEIVER_BITS) - 1))) & mask
    while keys[i] != -1 and keys[i] != key:
        i = (i + 1) & mask
    return i


@nb.njit(cache=True, nogil=True, inline="always")
def _find_ship(ships: Any, mmsi: Any) -> Any:
    """Return the place of an MMSI among `ships`, or the empty place where it belongs.

    An entry is the MMSI plus one in the upper half and its newest track in the lower one, so that
    a report touches one cache line here; 0 is empty.
    """
    mask = nb.int64(len(ships) - 1)
    key = nb.uint64(mmsi) + nb.uint64(1)
    i = nb.int64((key * nb.uint64(0x9E3779B97F4A7C15)) >> nb.uint64(24)) & mask
    while ships[i] != 0 and (ships[i] >> nb.uint64(32)) != key:
        i = (i + 1) & mask
    return i


@nb.njit(cache=True, nogil=True)
def rehash_ships(old: Any, ships: Any) -> None:
    """Move every entry to a larger table."""
    for entry in old:
        if entry != 0:
            ships[_find_ship(ships, (entry >> nb.uint64(32)) - nb.uint64(1))] = entry


@nb.njit(cache=True, nogil=True)
def rehash(old_keys: Any, old_values: Any, keys: Any, values: Any) -> None:
    """Move every entry of one open-addressing table to a larger one; -1 marks an empty place."""
    for i in range(len(old_keys)):
        if old_keys[i] != -1:
            j = _find(keys, old_keys[i])
            keys[j] = old_keys[i]
            values[j] = old_values[i]


@nb.njit(cache=True, nogil=True)
def _cover(key: Any, counts: Any, keys: Any, values: Any, n: Any) -> Any:
    """Return (place of `key` in `counts`, new length)."""
    j = _find(keys, key)
    if keys[j] == -1:
        keys[j] = key
        values[j] = n
        counts[n, 0] = key
        counts[n, 1] = 0
        counts[n, 2] = 0
        counts[n, 3] = 0
        return n, n + 1
    return nb.int64(values[j]), n


@nb.njit(cache=True, nogil=True)
def emit_run(run: Any, k: Any, at_start: Any, stays: Any, n: Any, r: Any) -> Any:
    """Write a closed run if it is long enough or begins with its track; return the new count."""
    if run.t1 - run.t0 >= r.stay_min_ms or at_start == 1:
        stays[n].track = k
        stays[n].at_start = at_start
        stays[n].run = run
        n += 1
    return n


@nb.njit(cache=True, nogil=True)
def emit_trail(trail: Any, k: Any, trails: Any, n: Any) -> Any:
    """Write a closed half hour; return the new count."""
    trails[n].track = k
    trails[n].trail = trail
    return n + 1


@nb.njit(cache=True, nogil=True)
def _begin(track: Any, mmsi: Any, sender: Any, rep: Any) -> None:
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
    track.first = rep
    track.last = rep
    trail_begin(track.trail, rep)


@nb.njit(cache=True, nogil=True, inline="always")
def _leg(
    tracks: Any,
    k: Any,
    rep: Any,
    metres: Any,
    stays: Any,
    silences: Any,
    slots: Any,
    trails: Any,
    cov: Any,
    n: Any,
    r: Any,
) -> None:
    """Apply one leg of track `k`, from its last report to `rep`, to every fact but coverage."""
    track = tracks[k]
    p = track.last
    if rep.t >= track.next_slot:
        n[3] = fill_slots(p, rep, metres, k, slots, n[3], r)
        track.next_slot = next_slot(rep.t, r)
    if r.contacts_only:
        return
    if rep.t // TRAIL_MS == track.trail.bin:
        trail_extend(track.trail, p, rep, metres)
    else:
        n[8] = emit_trail(track.trail, k, trails, n[8])
        trail_begin(track.trail, rep)
    dt = rep.t - p.t
    track.dm += int(metres * 10 + 0.5)
    if dt <= r.heard_ms:
        track.heard_ms += dt
        cov[track.cov, 3] += dt
    if dt >= r.silence_ms:
        s = silences[n[2]]
        s.track = k
        s.n_at = track.n
        s.before = p
        s.after = rep
        n[2] += 1
    if is_stay(p, rep, metres, r):
        if track.run.n == 0:
            run_begin(track.run, p)
            track.run_touches_start = 1 if track.n == 1 else 0
        run_extend(track.run, p, rep, metres, r)
    elif track.run.n > 0:
        n[1] = emit_run(track.run, k, track.run_touches_start, stays, n[1], r)
        track.run.n = 0


@nb.njit(cache=True, nogil=True)
def scan(
    i: Any,
    times: Any,
    mmsis: Any,
    lats: Any,
    lons: Any,
    sogs: Any,
    cogs: Any,
    hdgs: Any,
    classes: Any,
    receivers: Any,
    senders: Any,
    first_row: Any,
    part: Any,
    n_parts: Any,
    tracks: Any,
    ships: Any,
    stays: Any,
    silences: Any,
    jumps: Any,
    slots: Any,
    trails: Any,
    cov: Any,
    cov_keys: Any,
    cov_values: Any,
    n: Any,
    r: Any,
    rep1: Any,
) -> Any:
    """Read reports from place `i`; return the place reached (short of the end: grow, ask again).

    `n` counts tracks, stays, silences, slots, jumps, coverage rows, ships, duplicates and half
    hours, in that order, and is updated in place. Only MMSIs of this `part` (of `n_parts`) are
    read, so that threads share the input and nothing else. `senders` is empty where no MMSI is
    contested.
    """
    rep = rep1[0]
    most_slots = slots_an_interval(r)
    room = nb.int64(0)  # so many reports fit whatever they are: a report adds one row a table
    for at in range(i, len(times)):
        mmsi = mmsis[at]
        if n_parts > 1:
            # The hash's upper half, scaled to 0 .. n_parts - 1 without a division.
            upper = ((nb.uint64(mmsi) * nb.uint64(2654435761)) >> nb.uint64(16)) & nb.uint64(0xFFFF)
            if (upper * nb.uint64(n_parts)) >> nb.uint64(16) != nb.uint64(part):
                continue
        if room <= 0:
            room = min(
                len(tracks) - n[0],
                len(stays) - n[1],
                len(silences) - n[2],
                (len(slots) - n[3]) // most_slots,
                len(jumps) - n[4],
                len(cov) - n[5],
                len(cov_keys) // 2 - n[5],
                len(ships) // 2 - n[6],
                len(trails) - n[8],
            )
            if room <= 0:
                return at
        room -= 1
        cls = classes[at]
        rep.t = times[at]
        rep.lat = lats[at]
        rep.lon = lons[at]
        rep.sog = sogs[at]
        rep.cog = cogs[at]
        rep.hdg = hdgs[at]
        rep.row = first_row + at
        if not r.contacts_only:
            rep.key = coverage_key(rep.t, rep.lat, rep.lon, cls, receivers[at])
        place = _find_ship(ships, mmsi)
        head = nb.int64(-1)
        if ships[place] == 0:
            n[6] += 1
        else:
            head = nb.int64(ships[place] & nb.uint64(0xFFFFFFFF))
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
            near = r.near_aisu + r.near_aisu_per_ms * (rep.t - last.t)
            if (
                abs(rep.lat - last.lat) <= near
                and abs(rep.lon - last.lon) <= near
                and rep.t < tracks[k].next_slot
            ):
                break  # near enough at any latitude, and nobody asks how near
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
            n[7] += 1
            if rep.lat != last.lat or rep.lon != last.lon:
                tracks[k].n_same += 1
            continue
        if k != head and head != -1:
            j = jumps[n[4]]
            j.track = head
            j.other = k if k != -1 else n[0]
            j.before = tracks[head].last
            j.after = rep
            n[4] += 1
        if k == -1:
            k = n[0]
            n[0] += 1
            _begin(tracks[k], mmsi, sender, rep)
            tracks[k].next_slot = next_slot(rep.t, r)
            tracks[k].older = head
            ships[place] = (nb.uint64(mmsi) + nb.uint64(1)) << nb.uint64(32) | nb.uint64(k)
            tracks[k].cov = -1
        else:
            if before != -1:
                tracks[before].older = tracks[k].older
                tracks[k].older = head
                ships[place] = (nb.uint64(mmsi) + nb.uint64(1)) << nb.uint64(32) | nb.uint64(k)
            if ship:
                _leg(tracks, k, rep, metres, stays, silences, slots, trails, cov, n, r)
        track = tracks[k]
        if not r.contacts_only:
            c = track.cov
            if c == -1 or track.last.key != rep.key:
                c, n[5] = _cover(rep.key, cov, cov_keys, cov_values, n[5])
                cov[c, 2] += 1
                track.cov = c
            cov[c, 1] += 1
        if track.last.row != rep.row:
            track.n += 1
            track.last = rep
        if cls == 1:
            track.n_a += 1
        elif cls == 2:
            track.n_b += 1
    return len(times)


def empty_hash(size: int, values: Any = np.int32) -> tuple[Any, Any]:
    """Return the keys and values of an empty table with `size` (a power of two) places."""
    return np.full(size, -1, np.int64), np.zeros(size, values)
