"""The sums of COVERAGE that reception is made from: reports heard and ships there, heard or not.

Method: ships present are those heard (`COVERAGE.heard_h`) and those silent (SILENCES, laid along
their ways): a hole in coverage is where ships pass and are not heard. Summed by class and cell, and
by hour in blocks of 1 and 4 deg; for each 4 deg block also how well its receivers heard elsewhere
in that hour. What the sums say is `silence.reception`.
"""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...units import MS_PER_H
from ..silence.cell_grid import COLUMNS, GRID_CELLS
from ..silence.reception import (
    HOURS_IN_KEY,
    Blocks,
    Cells,
    Params,
    Sums,
    block_hour_key,
    cells,
    grids,
    with_usual,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_CLASS_B = 2


@dataclass(frozen=True, slots=True)
class Counted:
    """COVERAGE as numbers: cell, hour since 1970, class B, reports, milliseconds, receiver."""

    cell: Ints
    hour: Ints
    is_b: Ints
    n: Floats
    ms: Floats
    name: Ints


@dataclass(frozen=True, slots=True)
class Present:
    """Ships on the air but not heard: positions, hours since 1970, class, and milliseconds."""

    lat: Floats
    lon: Floats
    hour: Ints
    is_b: Bools
    ms: Floats
    """Whole numbers, so that sums do not depend on the order of rows."""


def counted(coverage: pl.DataFrame) -> Counted:
    """Return COVERAGE as numbers; receivers are numbered in the order of their names."""
    names = coverage["receiver"].fill_null("")
    known = pl.Enum(names.unique().sort())
    return Counted(
        coverage["cell"].to_numpy().astype(np.int64),
        coverage["hour_utc"].to_physical().to_numpy() // MS_PER_H,
        (coverage["ais_class"].to_numpy() == _CLASS_B).astype(np.int64),
        coverage["n_reports"].to_numpy().astype(np.float64),
        np.rint(coverage["heard_h"].to_numpy() * MS_PER_H),
        names.cast(known).to_physical().to_numpy().astype(np.int64),
    )


def summed(seen: Counted, present: Present, between_ms: Floats,
           params: Params = Params()) -> Sums:  # fmt: skip
    """Return the sums of COVERAGE that reception rests on, given who was there unheard.

    `between_ms`, (2,): milliseconds for each report of class A and B that ships spend in
    intervals too long for `heard_h` and too short for a silence.
    """
    ms = seen.ms + seen.n * np.rint(between_ms)[seen.is_b]
    row, column = cells(present.lat, present.lon)
    unheard = present.is_b.astype(np.int64) * GRID_CELLS + row * COLUMNS + column
    at = np.concatenate([seen.is_b * GRID_CELLS + seen.cell, unheard])
    none = np.zeros(row.size)
    known, inverse = np.unique(at, return_inverse=True)
    n, heard_ms, all_ms = (
        np.bincount(inverse, values, minlength=known.size).astype(np.float64)
        for values in (
            np.concatenate([seen.n, none]), np.concatenate([ms, none]),
            np.concatenate([ms, present.ms]),
        )
    )  # fmt: skip
    in_cells = Cells(known, n, heard_ms, all_ms)
    rate = grids(in_cells, params)[0]
    # Whole thousandths: their sums do not depend on the order of rows.
    place = at // GRID_CELLS, at % GRID_CELLS // COLUMNS, at % COLUMNS
    expected = np.rint(rate.at(*place) * np.concatenate([ms, present.ms]) / MS_PER_H * 1e3)
    hours = np.concatenate([seen.hour, present.hour])
    heard = np.concatenate([seen.n, none])
    where = (*place[1:], hours)
    four = _sums(block_hour_key(*where, 16), heard, expected, params)
    four = replace(four, above=_alive(four, seen, params))
    return Sums(in_cells, _sums(block_hour_key(*where, 4), heard, expected, params), four)


def _sums(key: Ints, heard: Floats, expected: Floats, params: Params) -> Blocks:
    keys, inverse = np.unique(key, return_inverse=True)
    sums = np.bincount(inverse, expected, minlength=keys.size) / 1e3
    n = np.bincount(inverse, heard, minlength=keys.size).astype(np.float64)
    return with_usual(Blocks(keys, n, sums, sums, np.ones(keys.size)), params)


def _alive(four: Blocks, seen: Counted, params: Params) -> Floats:
    """Return how well the receivers of each block heard elsewhere in each hour, of 1 as usual.

    A receiver is expected to hear its share of each block's expected reports. By pairs that occur:
    years of hours times the blocks of the globe would not fit in memory.
    """
    if seen.name.size == 0:
        return np.ones(four.key.size)
    hours, when = np.unique(four.key % HOURS_IN_KEY, return_inverse=True)
    blocks, where = np.unique(four.key // HOURS_IN_KEY, return_inverse=True)
    names = int(seen.name.max()) + 1
    block = (seen.cell // COLUMNS // 16) * (COLUMNS // 16) + seen.cell % COLUMNS // 16
    in_block, n = _summed(np.searchsorted(blocks, block) * names + seen.name, seen.n)
    of = in_block // names
    share = n / np.maximum(np.bincount(of, n, minlength=blocks.size), 1.0)[of]
    # Every receiver of each block and hour, one after the other.
    first = np.searchsorted(of, np.arange(blocks.size + 1))
    n_of = np.diff(first)[where]
    entry = np.repeat(np.arange(where.size), n_of)
    at = first[where][entry] + np.arange(entry.size) - np.repeat(np.cumsum(n_of) - n_of, n_of)
    key = when[entry] * names + in_block[at] % names
    expected = np.maximum(four.expected, four.least)[entry] * share[at]
    asked, nth = np.unique(key, return_inverse=True)
    by_name = np.bincount(nth, expected, minlength=asked.size)
    known, heard = _summed(np.searchsorted(hours, seen.hour) * names + seen.name, seen.n)
    place = np.minimum(np.searchsorted(known, asked), known.size - 1)
    heard_there = np.where(known[place] == asked, heard[place], 0.0)
    alive = (heard_there + params.receiver_reports) / (by_name + params.receiver_reports)
    out = np.bincount(entry, share[at] * alive[nth], minlength=where.size)
    return np.where(n_of > 0, out, 1.0)


def _summed(key: Ints, values: Floats) -> tuple[Ints, Floats]:
    """Return the keys that occur, in order, and the sum of the values of each."""
    keys, inverse = np.unique(key, return_inverse=True)
    return keys, np.bincount(inverse, values, minlength=keys.size).astype(np.float64)
