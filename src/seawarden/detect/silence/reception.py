"""How often would a ship have been heard there and then? Learnt from the data themselves.

Method: the rate (reports per ship-hour on the air) is reports heard over ship-hours present, both
summed by cell and class in `learning.coverage_sums`. Rates are gamma-Poisson, each level the prior
of the next: all waters -> 1 deg around -> the 0.25 deg cell, for classes A and B apart. The hour
then scales the rate: reports over those expected at the rates of the place, for each receiver (is
it alive?) -> 4 deg block -> 1 deg block. What a silent ship herself adds to the ships present is
taken out before she is judged.

Blind spots: moving and still ships are not distinguished in COVERAGE; where nobody sails nothing is
learnt, and `weight` says so; what a receiver hears is known by its reports only.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ...units import MS_PER_H
from .cell_grid import COLUMNS, ROWS, Grid, Window, around

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

HOURS_IN_KEY = 4_000_000  # more hours than any time we meet; packs block and hour in one number


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """How quickly the data outweigh the level above; own choice, on seeds below 1000.

    What has no unit in its name counts reports or looks, or is a share of 1.
    """

    kernel_cells: int = 5  # two box filters of it: 1 deg to either side
    around_h: float = 3.0  # ship-hours around a cell that outweigh all waters
    cell_h: float = 6.0  # ship-hours in a cell that outweigh what lies around
    around_reports: float = 20.0  # the same in reports that all waters would give
    cell_reports: float = 40.0
    class_b: float = 0.3  # class B rate over class A where class B is not heard: 2 W, not 12.5
    class_b_h: float = 20.0  # ship-hours that outweigh it
    receiver_reports: float = 10.0  # expected reports that outweigh "receiver as usual"
    block_reports: float = 6.0  # the same for a 4 deg block, and a 1 deg block, in an hour
    usual_share: float = 0.25  # of a block's usual traffic is there in any hour
    max_factor: float = 3.0  # of an hour: a satellite overhead
    unknown_looks: float = 0.25  # looks at which half the rate is believed
    beside_cells: int = 3  # box around a cell in which ships must have been heard
    beside_share: float = 0.05  # of the ship-hours heard within 1 deg
    beside_h: float = 1.0  # ship-hours there that need no proof
    same_ships_h: float = 4.0  # ship-hours as good as one independent look at the rate


@dataclass(frozen=True, slots=True)
class Blocks:
    """Reports heard and expected by (block, hour), sorted by key, and what the level above says.

    `least` is expected at least, by the block's usual traffic: in an hour in which no ship at all
    is known to have been there, it is likelier that none was heard.
    """

    key: Ints
    heard: Floats
    expected: Floats
    least: Floats
    above: Floats

    def factor(self, key: Ints, above: Floats, own: Floats, reports: float) -> Floats:
        """Return how well it was heard, of 1 as usual; `above` where the block is not known."""
        if self.key.size == 0:
            return above
        at = np.minimum(np.searchsorted(self.key, key), self.key.size - 1)
        known = self.key[at] == key
        expected = np.maximum(self.expected[at] - own, self.least[at])
        factor = (self.heard[at] + reports * self.above[at]) / (expected + reports)
        return np.where(known, factor, above)


@dataclass(frozen=True, slots=True)
class Cells:
    """Sums by class and cell (`at`: class B x ROWS x COLUMNS + cell), sorted by it.

    Reports, milliseconds of ships being heard, and of all ships there, heard or not.
    """

    at: Ints
    reports: Floats
    heard_ms: Floats
    all_ms: Floats


@dataclass(frozen=True, slots=True)
class Sums:
    """All that reception is made from: what is kept of days that are closed."""

    cells: Cells
    one: Blocks
    """Blocks of 1 deg; `above` and `least` are not looked at."""
    four: Blocks
    """Blocks of 4 deg; `above`: how well their receivers heard elsewhere in that hour."""


@dataclass(frozen=True, slots=True)
class Reception:
    """Rates by cell and class, and how well each hour was heard."""

    rate: Grid  # reports per ship-hour
    rate_heard: Grid  # the same among ships being heard
    looks: Grid  # independent looks behind a rate
    edge: Grid  # 0 to 1: heard around, but nobody just here
    one: Blocks  # 1 deg
    four: Blocks  # 4 deg
    params: Params

    def at(self, lat: Floats, lon: Floats, hour: Ints, is_b: Bools, own_h: Floats,
           guessed: Bools) -> tuple[Floats, Floats, Floats, Floats]:  # fmt: skip
        """Return (expected reports an hour, looks behind it, hour factor, others' reports).

        `own_h`: what the asking ship herself adds to ships present unheard. `guessed`: no later
        report says that she came this way, so she may have left coverage.
        """
        row, column = cells(lat, lon)
        of, p = is_b.astype(np.int64), self.params
        looks = self.looks.at(of, row, column)
        looks_share = looks / (looks + p.unknown_looks)  # nobody heard: nothing known or expected
        rate = self.rate.at(of, row, column) * looks_share
        rate = np.where(guessed, rate * self.edge.at(of, row, column), rate)
        own = rate * own_h
        above = np.ones(rate.size)
        wide = self.four.factor(block_hour_key(row, column, hour, 16), above, own, p.block_reports)
        key = block_hour_key(row, column, hour, 4)
        factor = np.minimum(self.one.factor(key, wide, own, p.block_reports), p.max_factor)
        return rate * factor, looks, factor, self._heard(key)

    def _heard(self, key: Ints) -> Floats:
        if self.one.key.size == 0:
            return np.zeros(key.size)
        at = np.minimum(np.searchsorted(self.one.key, key), self.one.key.size - 1)
        return np.where(self.one.key[at] == key, self.one.heard[at], 0.0)

    def usual(self, lat: Floats, lon: Floats, is_b: Bools) -> Floats:
        """Return the rate among ships being heard around a place."""
        row, column = cells(lat, lon)
        return self.rate_heard.at(is_b.astype(np.int64), row, column)


def cells(lat: Floats, lon: Floats) -> tuple[Ints, Ints]:
    """Return (row, column) of the cells of COVERAGE."""
    row = np.clip(np.floor((lat + 90.0) / 0.25), 0, ROWS - 1).astype(np.int64)
    return row, np.floor((lon + 180.0) / 0.25).astype(np.int64) % COLUMNS


def modelled(sums: Sums, params: Params = Params()) -> Reception:
    """Return rates by cell and class and how well each hour was heard, from the sums alone."""
    rate, rate_heard, heard_h = grids(sums.cells, params)
    near_h = around(heard_h.inside, params.kernel_cells)
    one, four = with_usual(sums.one, params), with_usual(sums.four, params)
    above = four.factor(_parent(one.key), np.ones(one.key.size), np.zeros(one.key.size),
                        params.block_reports)  # fmt: skip
    looks = Grid(heard_h.window, near_h / params.same_ships_h, np.zeros(2))
    edge, one = _edge(heard_h, near_h, params), replace(one, above=above)
    return Reception(rate, rate_heard, looks, edge, one, four, params)


def grids(known: Cells, params: Params) -> tuple[Grid, Grid, Grid]:
    """Return rates, rates among ships being heard, and ship-hours heard."""
    window = Window.around(known.at, 2 * max(params.kernel_cells, params.beside_cells))
    reports = window.sums(known.at, known.reports)
    heard_h = window.sums(known.at, known.heard_ms) / MS_PER_H
    hours = heard_h + window.sums(known.at, known.all_ms - known.heard_ms) / MS_PER_H
    return (
        _rates(window, reports, hours, params), _rates(window, reports, heard_h, params),
        Grid(window, heard_h, np.zeros(2)),
    )  # fmt: skip


def _rates(window: Window, reports: Floats, hours: Floats, params: Params) -> Grid:
    """Return reports per ship-hour by class and cell."""
    total, total_h = reports.sum(axis=(1, 2)), hours.sum(axis=(1, 2))
    whole = np.zeros(2)
    whole[0] = total[0] / total_h[0] if total_h[0] > 0 else 0.0
    by_a = whole[0] * params.class_b * params.class_b_h
    whole[1] = (total[1] + by_a) / (total_h[1] + params.class_b_h)
    size = params.kernel_cells
    near, near_h = around(reports, size), around(hours, size)
    prior = whole[:, None, None]
    # Where reports are rare, an hour of a ship tells little: so many reports are asked for too.
    least_h = 1.0 / np.maximum(prior, 1e-9)
    around_h = np.maximum(params.around_h, np.minimum(params.around_reports * least_h, 1e3))
    cell_h = np.maximum(params.cell_h, np.minimum(params.cell_reports * least_h, 1e3))
    wide = (near + around_h * prior) / (near_h + around_h)
    return Grid(window, (reports + cell_h * wide) / (hours + cell_h), whole)


def _edge(heard_h: Grid, near_h: Floats, params: Params) -> Grid:
    """Return how far a cell is within coverage, 0 to 1.

    Many heard within 1 deg but nobody in or beside the cell: out of hearing (or land), rather
    than empty.
    """
    here = params.beside_h + around(heard_h.inside, params.beside_cells, passes=1)
    return Grid(heard_h.window, here / (here + params.beside_share * near_h), np.ones(2))


def block_hour_key(row: Ints, column: Ints, hour: Ints, size: int) -> Ints:
    """Return block and hour in one number, for blocks of `size` by `size` cells."""
    block = (row // size) * (COLUMNS // size) + column // size
    return np.asarray(block * HOURS_IN_KEY + hour)


def _parent(key: Ints) -> Ints:
    """Return the 4 deg key of 1 deg keys."""
    block, hour = key // HOURS_IN_KEY, key % HOURS_IN_KEY
    row, column = block // (COLUMNS // 4), block % (COLUMNS // 4)
    return np.asarray(((row // 4) * (COLUMNS // 16) + column // 4) * HOURS_IN_KEY + hour)


def with_usual(blocks: Blocks, params: Params) -> Blocks:
    """Return the blocks with `least`, by the traffic that is usual in each."""
    if blocks.key.size == 0:
        return blocks
    hour = blocks.key % HOURS_IN_KEY
    _, block = np.unique(blocks.key // HOURS_IN_KEY, return_inverse=True)
    usual = np.bincount(block, blocks.expected) / (hour.max() - hour.min() + 1)
    return replace(blocks, least=params.usual_share * usual[block])
