"""Runs of contacts: the stretches in which two hulls were near each other.

A run is a pair's contacts in time order, broken where the next one is `max_hole_h` or more away.
A contact is within 1 km by definition (`facts`), so the pair is within 1 km on both sides of any
hole that a run closes over. Each contact stands for one slot of time centred on it; a hole is
counted apart from slots, and a slot between reports more than an hour apart as inferred. No run
ends at midnight or at 180 deg.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...units import MS_PER_H

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs over a frame of contacts sorted by pair and time: run i is rows first[i]..last[i]."""

    first: Ints
    last: Ints

    @property
    def n(self) -> Ints:
        """Contacts in each run."""
        return self.last - self.first + 1

    def rows(self) -> tuple[Ints, Ints]:
        """Return (row, run of that row) of all rows of all runs, in order."""
        run = np.repeat(np.arange(self.first.size), self.n)
        begin = np.cumsum(self.n) - self.n
        return np.arange(run.size) - begin[run] + self.first[run], run

    def keep(self, mask: Bools) -> "Runs":
        """Return the runs where `mask` is True."""
        return Runs(self.first[mask], self.last[mask])


def runs(contacts: pl.DataFrame, max_hole_h: float) -> Runs:
    """Return the runs of a frame of CONTACTS that is sorted by pair and time."""
    n = contacts.height
    if n == 0:
        return Runs(np.empty(0, np.int64), np.empty(0, np.int64))
    hull, other = contacts["hull"].to_numpy(), contacts["other_hull"].to_numpy()
    time = time_ms(contacts["time_utc"])
    new = np.ones(n, dtype=bool)
    new[1:] = (np.diff(hull) != 0) | (np.diff(other) != 0)
    new[1:] |= np.diff(time) >= max_hole_h * MS_PER_H
    first = np.flatnonzero(new)
    return Runs(first, np.append(first[1:], n) - 1)


def runs_by(contacts: pl.DataFrame, supports: Bools, max_hole_h: float) -> Runs:
    """Return the runs whose ends support a meeting, with never `max_hole_h` between two that do.

    `supports`, (n,): contacts that may be one; the others of a run count in it, but neither begin
    nor end nor lengthen it, so that ships that lie near each other for weeks are not one run.
    """
    row = np.flatnonzero(supports)
    found = runs(contacts.select("hull", "other_hull", "time_utc")[row], max_hole_h)
    return Runs(row[found.first], row[found.last])


def time_ms(series: pl.Series) -> Ints:
    """Return times as whole milliseconds since 1970."""
    return np.asarray(series.to_physical().to_numpy(), dtype=np.int64)


def slot_hours(
    time: Ints, gap_s: Floats, run: Ints, slot_h: float, heard_h: float
) -> tuple[Floats, Floats]:
    """Return (observed, inferred) hours for each contact of runs laid end to end.

    A contact stands for one slot, observed where the reports around it are at most `heard_h`
    apart; the hole that follows it within its run, if any, is inferred.
    """
    heard = gap_s <= heard_h * 3600.0
    hole = np.zeros(time.size)
    if time.size > 1:
        step = np.diff(time) / MS_PER_H
        hole[:-1] = np.where(np.diff(run) == 0, np.maximum(step - slot_h, 0.0), 0.0)
        hole[hole < slot_h / 2] = 0.0
    return np.where(heard, slot_h, 0.0), np.where(heard, 0.0, slot_h) + hole


def look_weight(sigma_m: Floats, gap_s: Floats, slot_s: float, sharp_m: float) -> Floats:
    """Return how many independent looks each contact is worth, 0 to 1.

    Slots between the same two reports share their error, so together they are worth one look;
    a slot right beside both hulls' reports is a look of its own (its sigma is that of two
    reported positions, `sharp_m`).
    """
    shared = np.minimum(1.0, slot_s / np.maximum(gap_s, slot_s))
    sharp = np.minimum(1.0, (sharp_m / np.maximum(sigma_m, 1.0)) ** 2)
    return np.maximum(shared, sharp)
