"""The one law: `combine(facts(a), facts(b)) == facts(a then b)`, associatively.

Spans must follow each other in time and be cut between two different times. Each track of the
later span is offered, in the order of their first reports, to the earlier span's tracks of the
same MMSI, newest first, exactly as its first report would have been; the leg between is then
judged by the code that the scan uses (`kernels.leg_facts`), and its slots are paired with the
slots that both spans kept of the hours beside the border.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from ..errors import InputError
from ..ids.mmsi import may_be_ship
from .kernels.border import Earlier, Later, link_tracks
from .kernels.coverage_key import with_receivers
from .kernels.crowd import thinned
from .kernels.rules import Rules, rules
from .kernels.slots import slots_an_interval
from .kernels.tables import KEY, REPORTS, Tables, empty, used
from .pairing import Array, orient, pair
from .params import Params
from .span import Span, add_coverage


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
    border, number = _link(a, keyed, r)
    crossing = used(border, "slots")
    jumps = _renumber(keyed.jumps.copy(), number)
    t_max, window = b.t_max, r.slot_max_ms
    return Span(
        tracks=used(border, "tracks"),
        stays=np.concatenate(
            [a.stays, used(border, "stays"), _kept_stays(len(a.tracks), keyed, number)]
        ),
        silences=np.concatenate([a.silences, used(border, "silences"), _shifted(a, keyed, number)]),
        jumps=np.concatenate([a.jumps, used(border, "jumps"), jumps]),
        trails=np.concatenate(
            [a.trails, used(border, "trails"), _kept_trails(len(a.tracks), keyed, number)]
        ),
        contacts=_contacts(a, b, number, crossing, params, r),
        head_slots=_slots(a, b, number, crossing, (0, a.t_min + window), r),
        tail_slots=_slots(a, b, number, crossing, (t_max - window, _NEVER_MS), r),
        coverage=_no_empty(add_coverage(a.coverage, keyed.coverage, used(border, "coverage"))),
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

    tracks, coverage = b.tracks.copy(), b.coverage.copy()
    silences, jumps = b.silences.copy(), b.jumps.copy()
    for rows, sides in ((tracks, ("first", "last")), (silences, _SIDES), (jumps, _SIDES)):
        for side in sides:
            rows[side]["key"] = with_receivers(rows[side]["key"], table)
    coverage[:, KEY] = with_receivers(coverage[:, KEY], table)
    return names, Span(
        tracks=tracks, stays=b.stays, silences=silences, jumps=jumps, trails=b.trails,
        contacts=b.contacts,
        head_slots=b.head_slots, tail_slots=b.tail_slots, coverage=coverage, receivers=names,
        t_min=b.t_min, t_max=b.t_max, n_reports=b.n_reports, n_duplicates=b.n_duplicates,
    )  # fmt: skip


_SIDES = ("before", "after")
_NEVER_MS = 1 << 62


def _link(a: Span, b: Span, r: Rules) -> tuple[Tables, Array]:
    """Return the joint tracks with the facts of the border, and the new number of `b`'s tracks."""
    n_a, n_b = len(a.tracks), len(b.tracks)
    border = empty(
        tracks=n_a + n_b, stays=2 * n_b, silences=n_b, jumps=n_b,
        slots=n_b * slots_an_interval(r), trails=2 * n_b, coverage=2 * n_b,
    )  # fmt: skip
    border.tracks[:n_a] = a.tracks
    border.counts["tracks"] = n_a
    newest_first = np.lexsort((-a.tracks["last"]["row"], a.tracks["mmsi"]))
    head_stay = np.full(n_b, -1, np.int64)
    touching = np.flatnonzero(b.stays["at_start"] == 1)
    head_stay[b.stays["track"][touching]] = touching
    head_trail = np.full(n_b, -1, np.int64)
    starts = np.flatnonzero(_begins_track(b))
    head_trail[b.trails["track"][starts]] = starts
    number = np.zeros(n_b, np.int32)
    link_tracks(
        Earlier(a.tracks["mmsi"][newest_first], newest_first),
        Later(b.tracks, b.stays, head_stay, b.trails, head_trail),
        border, number, r,
    )  # fmt: skip
    return border, number


def _begins_track(span: Span) -> Array:
    """Return which closed half hours begin with their track."""
    return np.asarray(
        span.trails["trail"]["row0"] == span.tracks["first"]["row"][span.trails["track"]]
    )


def _kept_stays(n_a: int, b: Span, number: Array) -> Array:
    """Return the stays of `b` that its border leaves alone, renumbered.

    A stay that touches the start of a track which was joined to an earlier one has been carried
    across the border and written there.
    """
    joined = number[b.stays["track"]] < n_a
    return _renumber(b.stays[~((b.stays["at_start"] == 1) & joined)], number)


def _kept_trails(n_a: int, b: Span, number: Array) -> Array:
    """Return the half hours of `b` that its border leaves alone, renumbered."""
    of = b.trails["track"]
    carried = (may_be_ship(b.tracks["mmsi"]) & (number < n_a))[of]
    return _renumber(b.trails[~(_begins_track(b) & carried)], number)


def _shifted(a: Span, b: Span, number: Array) -> Array:
    """Return the silences of `b`, counting the reports that came before the border."""
    silences = _renumber(b.silences.copy(), number)
    inside = silences["track"] < len(a.tracks)
    silences["n_at"][inside] += a.tracks["n"][silences["track"][inside]]
    return silences


def _renumber(rows: Array, number: Array) -> Array:
    """Give rows of the later span the numbers of the joint tracks, in place; return them."""
    for column in ("track", "other"):
        if column in (rows.dtype.names or ()):
            rows[column] = number[rows[column]]
    return rows


def _slots(
    a: Span, b: Span, number: Array, crossing: Array, span_ms: tuple[int, int], r: Rules
) -> Array:
    """Return the slots of a span of time, each once; those that cross the border come last."""
    low, high = -(-span_ms[0] // r.slot_ms), span_ms[1] // r.slot_ms
    of_a, of_b, new = (
        [rows[(rows["g"] >= low) & (rows["g"] <= high)] for rows in kept]
        for kept in ((a.head_slots, a.tail_slots), (b.head_slots, b.tail_slots), (crossing,))
    )
    old = np.concatenate([*of_a, *(_renumber(rows, number) for rows in of_b)])
    # The head and the tail of a short span hold the same slots.
    _, once = np.unique(old["track"].astype(np.int64) << 32 | old["g"], return_index=True)
    return np.concatenate([old[once], *new])


def _contacts(
    a: Span, b: Span, number: Array, crossing: Array, params: Params, r: Rules
) -> Array:  # fmt: skip
    """Return all contacts: those of either span, and those of the slots that cross the border."""
    new: list[Array] = []
    times = np.unique(crossing["g"])
    if len(crossing):
        span_ms = (int(times[0]) * r.slot_ms, int(times[-1]) * r.slot_ms)
        slots = _slots(a, b, number, crossing, span_ms, r)
        fresh = np.zeros(len(slots), np.bool_)
        fresh[-len(crossing) :] = True
        touched = np.isin(slots["g"], times)
        with ThreadPoolExecutor(2) as pool:
            new = pair(slots[touched], fresh[touched], params, pool)
    later = orient(np.concatenate([_renumber(b.contacts.copy(), number), *new]))
    contacts = np.concatenate([a.contacts, later])  # those of `a` keep their numbers and sides
    return thinned(contacts, times, params.contact_most)


def _no_empty(coverage: Array) -> Array:
    return coverage[coverage[:, REPORTS] > 0]
