"""The one law: `combine(facts(a), facts(b)) == facts(a then b)`, associatively.

Spans must follow each other in time and be cut between two different times. Each track of the
later span is offered, in the order of their first reports, to the earlier span's tracks of the
same MMSI, newest first, exactly as its first report would have been; the leg between is then
judged by the code that the scan uses (`interval`), and its slots are paired with the slots that
both spans kept of the hours beside the border.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numba as nb
import numpy as np

from ..errors import InputError
from ..ids.mmsi import may_be_ship
from .interval import (
    Rules,
    fill_slots,
    is_stay,
    leg_m,
    reachable,
    rules,
    run_begin,
    run_extend,
    run_join,
)
from .layout import JUMP, SILENCE, SLOT, STAY, TRACK, TRAIL_ROW
from .params import Params
from .scan import emit_run, emit_trail, is_ship
from .span import Array, Span, add_coverage, orient, pair
from .trail import trail_join


def combine(a: Span, b: Span, params: Params = Params()) -> Span:
    """Return the facts of `a` then `b`.

    Raises InputError when `b` does not begin after `a` ends.
    """
    if not len(a.tracks):
        return b
    if not len(b.tracks):
        return a
    if b.t_min <= a.t_max:
        raise InputError("spans must follow each other: the later one begins before the end")
    r = rules(params)
    receivers, keyed = _recode(a, b)
    tracks, number, crossed = _link(a, keyed, r)
    slots, contacts = _pair_border(a, b, number, crossed["slots"], params)
    window, t_max = r.slot_max_ms, b.t_max
    g_ms = slots["g"].astype(np.int64) * r.slot_ms
    return Span(
        tracks=tracks,
        stays=np.concatenate(
            [a.stays, crossed["stays"], _kept_stays(len(a.tracks), keyed, number)]
        ),
        silences=np.concatenate([a.silences, crossed["silences"], _shifted(a, keyed, number)]),
        jumps=np.concatenate([a.jumps, crossed["jumps"], _renumbered(keyed.jumps, number)]),
        trails=np.concatenate(
            [a.trails, crossed["trails"], _kept_trails(len(a.tracks), keyed, number)]
        ),
        contacts=contacts,
        head_slots=slots[g_ms <= a.t_min + window],
        tail_slots=slots[g_ms >= t_max - window],
        coverage=_no_empty(add_coverage(a.coverage, keyed.coverage, crossed["coverage"])),
        receivers=receivers,
        t_min=a.t_min,
        t_max=t_max,
        n_reports=a.n_reports + b.n_reports,
        n_duplicates=a.n_duplicates + b.n_duplicates,
    )


def _recode(a: Span, b: Span) -> tuple[tuple[str, ...], Span]:
    """Return the joint receiver names, and `b` with its coverage keys in their codes."""
    codes = {name: i for i, name in enumerate(a.receivers)}
    table = np.array([codes.setdefault(name, len(codes)) for name in b.receivers], np.int64)
    names = tuple(codes)
    if names[: len(b.receivers)] == b.receivers:
        return names, b

    def recode(keys: Array) -> Array:
        return np.asarray((keys >> 16 << 16) | table[keys & 0xFFFF])

    tracks, coverage = b.tracks.copy(), b.coverage.copy()
    silences, jumps = b.silences.copy(), b.jumps.copy()
    for rows, sides in ((tracks, ("first", "last")), (silences, _SIDES), (jumps, _SIDES)):
        for side in sides:
            rows[side]["key"] = recode(rows[side]["key"])
    coverage[:, 0] = recode(coverage[:, 0])
    return names, Span(
        tracks=tracks, stays=b.stays, silences=silences, jumps=jumps, trails=b.trails,
        contacts=b.contacts,
        head_slots=b.head_slots, tail_slots=b.tail_slots, coverage=coverage, receivers=names,
        t_min=b.t_min, t_max=b.t_max, n_reports=b.n_reports, n_duplicates=b.n_duplicates,
    )  # fmt: skip


_SIDES = ("before", "after")


def _link(a: Span, b: Span, r: Rules) -> tuple[Array, Array, dict[str, Array]]:
    """Return the joint tracks, the new number of each track of `b`, and the border's facts."""
    n_a, n_b = len(a.tracks), len(b.tracks)
    tracks = np.zeros(n_a + n_b, TRACK)
    tracks[:n_a] = a.tracks
    by_mmsi = np.lexsort((-a.tracks["last"]["row"], a.tracks["mmsi"]))
    head_runs = np.full(n_b, -1, np.int64)
    touching = np.flatnonzero(b.stays["at_start"] == 1)
    head_runs[b.stays["track"][touching]] = touching
    slots_each = r.slot_max_ms // r.slot_ms + 2
    out = {
        "stays": np.zeros(2 * n_b, STAY),
        "silences": np.zeros(n_b, SILENCE),
        "jumps": np.zeros(n_b, JUMP),
        "slots": np.zeros(n_b * slots_each, SLOT),
        "coverage": np.zeros((2 * n_b, 4), np.int64),
        "trails": np.zeros(2 * n_b, TRAIL_ROW),
    }
    head_trails = np.full(n_b, -1, np.int64)
    starts = np.flatnonzero(
        b.trails["trail"]["row0"] == b.tracks["first"]["row"][b.trails["track"]]
    )
    head_trails[b.trails["track"][starts]] = starts
    number = np.zeros(n_b, np.int32)
    n = np.zeros(7, np.int64)
    _link_tracks(
        tracks, n_a, b.tracks, a.tracks["mmsi"][by_mmsi], by_mmsi, b.stays, head_runs,
        b.trails, head_trails, number,
        out["stays"], out["silences"], out["jumps"], out["slots"], out["coverage"], out["trails"],
        n, r,
    )  # fmt: skip
    for i, name in enumerate(("stays", "silences", "jumps", "slots", "coverage", "trails")):
        out[name] = out[name][: n[i + 1]]
    return tracks[: n[0]], number, out


@nb.njit(cache=True, nogil=True)
def _link_tracks(
    tracks: Any, n_a: Any, later: Any, mmsis: Any, by_mmsi: Any, b_stays: Any, head_runs: Any,
    b_trails: Any, head_trails: Any, number: Any, stays: Any, silences: Any, jumps: Any,
    slots: Any, cov: Any, trails: Any, n: Any, r: Any,
) -> None:  # fmt: skip
    """Offer each later track to the earlier ones of its MMSI, newest first."""
    taken = np.zeros(n_a, np.bool_)
    seen = np.zeros(n_a, np.bool_)  # by head: the MMSI's first later track has been offered
    asked = np.zeros(n_a, np.bool_)  # the same of each sender
    n[0] = n_a
    for k in range(len(later)):
        c = later[k].first
        mmsi = later[k].mmsi
        start = np.searchsorted(mmsis, mmsi)
        end = np.searchsorted(mmsis, mmsi, side="right")
        ship = is_ship(mmsi)
        match = -1
        metres = 0.0
        is_first = False
        if start < end:
            is_first = not seen[start]
            seen[start] = True
        is_newest = True  # of its sender, as in the scan
        for i in range(start, end):
            t = by_mmsi[i]
            if ship and tracks[t].sender != later[k].sender:
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
        if is_first and match != by_mmsi[start]:
            j = jumps[n[3]]
            j.track = by_mmsi[start]
            j.other = match if match != -1 else n[0]
            j.before = tracks[by_mmsi[start]].last
            j.after = c
            n[3] += 1
        if match == -1:
            number[k] = n[0]
            tracks[n[0]] = later[k]
            n[0] += 1
            continue
        taken[match] = True
        number[k] = match
        if ship:
            n[6] = _cross_trail(
                tracks[match], match, later[k], metres, b_trails, head_trails[k], trails, n[6]
            )
        _cross(
            tracks, match, later[k], metres, ship, b_stays, head_runs[k],
            stays, silences, slots, cov, n, r,
        )  # fmt: skip


@nb.njit(cache=True, nogil=True)
def _cross(
    tracks: Any, k: Any, later: Any, metres: Any, ship: Any, b_stays: Any, head_run: Any,
    stays: Any, silences: Any, slots: Any, cov: Any, n: Any, r: Any,
) -> None:  # fmt: skip
    """Join `later` to track `k` by the leg across the border."""
    track = tracks[k]
    c = later.first
    dt = c.t - track.last.t
    if track.last.key == c.key:  # the later span counted an entry that is none
        cov[n[5], 0] = c.key
        cov[n[5], 2] = -1
        n[5] += 1
    if ship:
        track.dm += int(metres * 10 + 0.5)
        if dt <= r.heard_ms:
            track.heard_ms += dt
            cov[n[5], 0] = track.last.key
            cov[n[5], 3] = dt
            n[5] += 1
        if dt >= r.silence_ms:
            s = silences[n[2]]
            s.track = k
            s.n_at = track.n
            s.before = track.last
            s.after = c
            n[2] += 1
        if c.t >= track.next_slot:
            n[4] = fill_slots(track.last, c, metres, k, slots, n[4], r)
        n[1] = _cross_run(track, k, later, metres, b_stays, head_run, stays, n[1], r)
    track.n += later.n
    track.n_same += later.n_same
    track.n_a += later.n_a
    track.n_b += later.n_b
    track.dm += later.dm
    track.heard_ms += later.heard_ms
    track.last = later.last
    track.next_slot = later.next_slot


@nb.njit(cache=True, nogil=True)
def _cross_trail(
    track: Any, k: Any, later: Any, metres: Any, b_trails: Any, head: Any, trails: Any, n: Any,
) -> Any:  # fmt: skip
    """Carry the half hour that is open at the border across it; return the new count.

    The later track's first half hour is `head` among its closed ones, or still open. Where both
    sides share a half hour it is joined; otherwise both stand.
    """
    is_open = head == -1
    first = later.trail if is_open else b_trails[head].trail
    if first.bin == track.trail.bin:
        trail_join(track.trail, first, track.last, later.first, metres)
        if is_open:
            return n
        n = emit_trail(track.trail, k, trails, n)
    else:
        n = emit_trail(track.trail, k, trails, n)
        if not is_open:
            n = emit_trail(first, k, trails, n)
    track.trail = later.trail
    return n


@nb.njit(cache=True, nogil=True)
def _cross_run(
    track: Any, k: Any, later: Any, metres: Any, b_stays: Any, head_run: Any, stays: Any,
    n: Any, r: Any,
) -> Any:  # fmt: skip
    """Carry the run that is open at the border across it; return the new count of stays."""
    p = track.last
    c = later.first
    if not is_stay(p, c, metres, r):
        if track.run.n > 0:
            n = emit_run(track.run, k, track.run_touches_start, stays, n, r)
        if head_run != -1:
            n = emit_run(b_stays[head_run].run, k, 0, stays, n, r)
        track.run = later.run
        track.run_touches_start = 0
        return n
    if track.run.n == 0:
        run_begin(track.run, p)
        track.run_touches_start = 1 if track.n == 1 else 0
    if head_run != -1:
        run_join(track.run, b_stays[head_run].run, p, c, metres, r)
    elif later.run.n > 0 and later.run_touches_start == 1:
        run_join(track.run, later.run, p, c, metres, r)
        return n
    else:
        run_extend(track.run, p, c, metres, r)
        if later.n == 1:
            return n
    n = emit_run(track.run, k, track.run_touches_start, stays, n, r)
    track.run = later.run
    track.run_touches_start = 0
    return n


def _kept_stays(n_a: int, b: Span, number: Array) -> Array:
    """Return the stays of `b` that its border leaves alone, renumbered.

    A stay that touches the start of a track which was joined to an earlier one has been carried
    across the border and written there.
    """
    joined = number[b.stays["track"]] < n_a
    return _renumbered(b.stays[~((b.stays["at_start"] == 1) & joined)], number)


def _kept_trails(n_a: int, b: Span, number: Array) -> Array:
    """Return the half hours of `b` that its border leaves alone, renumbered."""
    of = b.trails["track"]
    at_start = b.trails["trail"]["row0"] == b.tracks["first"]["row"][of]
    ship = may_be_ship(b.tracks["mmsi"][of])
    return _renumbered(b.trails[~(at_start & ship & (number[of] < n_a))], number)


def _shifted(a: Span, b: Span, number: Array) -> Array:
    """Return the silences of `b`, counting the reports that came before the border."""
    silences = _renumbered(b.silences, number)
    inside = silences["track"] < len(a.tracks)
    silences["n_at"][inside] += a.tracks["n"][silences["track"][inside]]
    return silences


def _renumbered(rows: Array, number: Array) -> Array:
    rows = rows.copy()
    for column in ("track", "other"):
        if column in (rows.dtype.names or ()):
            rows[column] = number[rows[column]]
    return rows


def _pair_border(
    a: Span, b: Span, number: Array, crossing: Array, params: Params
) -> tuple[Array, Array]:
    """Return the slots at the joint span's edges, and all contacts."""
    old = np.concatenate([_renumbered(b.head_slots, number), _renumbered(b.tail_slots, number)])
    old = np.concatenate([a.head_slots, a.tail_slots, old])
    _, once = np.unique(
        np.stack([old["track"].astype(np.int64), old["g"].astype(np.int64)]),
        axis=1,
        return_index=True,
    )
    old = old[once]
    slots = np.concatenate([old, crossing])
    new: list[Array] = []
    if len(crossing):
        fresh = np.zeros(len(slots), np.bool_)
        fresh[len(old) :] = True
        near = np.isin(slots["g"], crossing["g"])
        with ThreadPoolExecutor(2) as pool:
            new = pair(slots[near], fresh[near], params, pool)
    later = _renumbered(b.contacts, number)
    return slots, orient(np.concatenate([a.contacts, later, *new]))


def _no_empty(coverage: Array) -> Array:
    return coverage[coverage[:, 1] > 0]
