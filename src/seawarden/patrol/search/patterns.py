"""Search patterns as crews know them, flown on the lattice: names and best placing.

IAMSAR's patterns [iamsar, section 12]: parallel track (PS: legs along the long side of a
rectangle), creeping line (CS: along its short side), expanding square (SS), track line (TS, one
leg). Each is a walk on the lattice like any other, so times, legs and effort are made the same
way; track spacing is the side of a lattice cell.

Method: from every cell, on every heading and to either side, the pattern of each leg length is
flown leg by leg until the hours end; the one that finds the most, each cell searched once, is
taken. Exact over these patterns. Blind spot: no sector search (VS): it is for a small datum, of
which a surface knows nothing; no rectangle aslant to the lattice.

[iamsar] IAMSAR Manual, vol. III, 2019, section 12: Searching.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ...geo.sphere import Floats
from .lattice import Ints, Lattice

NAMES = {
    "PS": "parallel track (PS)",
    "CS": "creeping line (CS)",
    "SS": "expanding square (SS)",
    "TS": "track line (TS)",
    "": "no standard pattern",
}


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """A walk (rows of cell, heading, tick) and the pattern's short name."""

    code: str
    walk: Ints


def best_pattern(lattice: Lattice, mass: Floats) -> Pattern | None:
    """Return the pattern that finds the most of `mass` (per grid cell); None where none fits."""
    each = mass[lattice.member]
    gain = np.bincount(lattice.owner, each, minlength=lattice.n).astype(np.float64)
    longest = max(
        1, (lattice.last_tick - int((lattice.start + lattice.home).min())) // lattice.step
    )
    wide = int(max(np.ptp(lattice.column), np.ptp(lattice.row))) + 1
    best: tuple[float, str, int, list[int]] = (0.0, "", -1, [])
    for heading in range(4):
        for turn in (1, 3):
            for length in range(1, min(longest, wide - 1) + 1):
                legs = _ladder(heading, turn, length, longest)
                best = max(best, _place(lattice, gain, legs, "PS"), key=lambda b: b[0])
            best = max(
                best, _place(lattice, gain, _square(heading, turn, longest), "SS"),
                key=lambda b: b[0],
            )  # fmt: skip
    value, code, cell, headings = best
    if value <= 0.0:
        return None
    return Pattern(code, _walk(lattice, cell, headings))


def name_of(walk: Ints) -> str:
    """Return the short name of the pattern that a walk flies, "" when it is none."""
    if not len(walk):
        return ""
    runs = _runs(walk)
    if len(runs) == 1:
        return "TS"
    legs, steps = runs[::2], runs[1::2]
    along = [n for _, n in legs]
    is_ladder = all(n == 1 for _, n in steps) and len({h for h, _ in steps}) == 1
    is_ladder &= all((b - a) % 4 == 2 for (a, _), (b, _) in pairwise(legs))
    if is_ladder and len(set(along[:-1])) <= 1 and along[-1] <= along[0]:
        return "PS" if along[0] + 1 >= len(legs) else "CS"
    turns = {(b - a) % 4 for (a, _), (b, _) in pairwise(runs)}
    grown = [1 + i // 2 for i in range(len(runs))]
    is_square = len(turns) == 1 and len(runs) > 2 and [n for _, n in runs] == grown
    return "SS" if is_square else ""


def _runs(walk: Ints) -> list[tuple[int, int]]:
    """Return (heading, moves) of each straight run; the arrival in the first cell is no move."""
    out: list[tuple[int, int]] = []
    for heading in walk[1:, 1].tolist():
        if out and out[-1][0] == heading:
            out[-1] = (heading, out[-1][1] + 1)
        else:
            out.append((heading, 1))
    return out or [(int(walk[0, 1]), 0)]


def _ladder(heading: int, turn: int, length: int, longest: int) -> list[list[int]]:
    """Return the moves of each leg: `length` along, one across, back, and so on."""
    legs, along, n = [], heading, 1
    while n < longest:
        legs.append([along] * length)
        n += length + 1
        if n <= longest:
            legs.append([(heading + turn) % 4])
            along = (along + 2) % 4
    return legs


def _square(heading: int, turn: int, longest: int) -> list[list[int]]:
    """Return the moves of each leg of a square that grows from its middle."""
    legs, n, k = [], 1, 0
    while n < longest:
        legs.append([(heading + k * turn) % 4] * (1 + k // 2))
        n += 1 + k // 2
        k += 1
    return legs


def _place(
    lattice: Lattice, gain: Floats, legs: list[list[int]], code: str
) -> tuple[float, str, int, list[int]]:
    """Return (value, code, first cell, headings) of the best cell to begin at, cut after the leg
    at which the most is found in time."""
    first = legs[0][0] if legs else 0
    cell = np.arange(lattice.n)
    tick = np.maximum(lattice.start[:, first], lattice.light[0] + (lattice.step + 1) // 2)
    found, heading = gain.copy(), first
    is_good = tick <= lattice.last_tick
    best: tuple[float, str, int, list[int]] = (0.0, code, -1, [])
    done: list[int] = []
    for leg in legs:
        for to in leg:
            cell = np.where(is_good, lattice.next[cell, to], -1)
            is_good &= cell >= 0
            tick = tick + lattice.step + (lattice.turn if to != heading else 0)
            found = found + np.where(is_good, gain[cell], 0.0)
            heading = to
        done += leg
        half = (lattice.step + 1) // 2
        in_time = is_good & (tick + lattice.home[cell, heading] <= lattice.last_tick)
        in_time &= tick + half <= lattice.light[1]
        if not in_time.any():
            break
        value = np.where(in_time, found, -1.0)
        at = int(np.argmax(value))
        if value[at] > best[0]:
            best = (float(value[at]), code, at, done.copy())
    return best


def _walk(lattice: Lattice, cell: int, headings: list[int]) -> Ints:
    heading = headings[0]
    tick = max(int(lattice.start[cell, heading]), lattice.light[0] + (lattice.step + 1) // 2)
    rows = [(cell, heading, tick)]
    for to in headings:
        cell = int(lattice.next[cell, to])
        tick += lattice.step + (lattice.turn if to != heading else 0)
        heading = to
        rows.append((cell, heading, tick))
    return np.array(rows, dtype=np.int64)
