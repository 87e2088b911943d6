"""Blocks: stretches of one MMSI's reports between two jumps, and who sent them.

Method: between two JUMPS of an MMSI all reports are one hull's. The hull with most reports is
the MMSI's home hull; every block of another hull is asked: did a second ship send it, or the
same transmitter, with positions that jumped away? Natural log odds of one transmitter:

    silence   a second ship would not have silenced the first: with `expected` reports of the
              home hull due in the time, none came by chance with (1 + expected / k)^-k, k = 2
              (the negative binomial of `gap`)
    handover  one transmitter goes on after a jump as it went before: the wait g beside the usual
              interval u and the whole silence s has the likelihood ratio s u / (g + u)^2
    mixing    two ships on the air take turns: turns seen over those expected of two independent
              senders, 2 n m / (n + m), above a tenth speaks for two ships

Blind spots: a ship that is silent by chance just while a namesake far away is heard; hulls that
the pass joined (jumps below 5 km) have no blocks; which of two places is the true one is not
known when the jump is never undone (`is_one_way`).
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...geo.sphere import distance_m
from ...ids.mmsi import forms
from ...units import M_PER_NM, MS_PER_H
from ..contract.columns import Floats, floats

Ints = NDArray[np.int64]

COLUMNS = (
    "mmsi", "hull", "home_hull", "is_home", "start_utc", "end_utc", "before_utc", "after_utc",
    "lat_deg", "lon_deg", "end_lat_deg", "end_lon_deg",
    "from_lat_deg", "from_lon_deg", "to_lat_deg", "to_lon_deg",
    "distance_m", "n_reports", "expected_reports", "turns", "mixing", "is_shared",
    "speed_kn", "is_one_way", "one_sender", "hull_start_utc", "hull_end_utc",
    "first_row", "last_row",
)  # fmt: skip
"""One row a block. `from_*`, `before_utc`: last report of the MMSI before it; `to_*`,
`after_utc`: first one after it; both null where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """What tells one transmitter from two: log odds of own choice, measured in docs/accuracy.md."""

    prior: float = -0.5  # log odds; jumps of a well-formed MMSI; own choice
    prior_unassigned: float = -4.5  # numbers nobody issued are typed in by many; own choice
    dispersion: float = 2.0  # of the negative binomial, as in `gap.Params`
    silence_max: float = 6.0  # log odds; own choice
    handover_min: float = -3.0  # log odds, each end; own choice
    handover_max: float = 2.0
    mixing_min: float = 0.1  # turns over those of independent senders; own choice
    mixing: float = -25.0  # log odds a unit above it; own choice
    shared_mixing: float = 0.3  # one hull so mixed shows that ships share the MMSI; own choice
    shared_turns: int = 5
    shared: float = -6.0  # log odds for every block of such an MMSI
    near_h: float = 24.0  # jumps of the MMSI so near to the block are counted
    near_turns: int = 4  # jumps of one lie with a falter; own choice
    near: float = -0.7  # log odds for each further one
    slow_kn: float = 60.0  # a move barely beyond a ship's reach is doubtful; own choice
    slow: float = -2.5  # log odds
    few_reports: int = 3  # fewer: a bit error or one bad fix
    few: float = -5.0  # log odds


def blocks(jumps: pl.DataFrame, trails: pl.DataFrame, params: Params = Params()) -> pl.DataFrame:
    """Return the blocks (`COLUMNS`) of MMSIs with a jump between hulls, by MMSI and time.

    Those of the home hull are there too, with `is_home` and `one_sender` 0.

    `jumps` and `trails` are JUMPS and TRAILS of whole MMSIs, in any order.
    """
    jumping = trails.filter(pl.col("mmsi").is_in(jumps["mmsi"].unique().implode()))
    stretches = _stretches(jumps, lives(jumping))
    counts = _Counts(jumping, "hull")
    stretches = stretches.with_columns(
        n_reports=pl.Series(counts.between(*_hull_span(stretches, "hull", "start", "end")))
    ).with_columns(
        turns=pl.len().over("hull"),
        home_h=(pl.col("end_utc") - pl.col("start_utc")).dt.total_milliseconds().sum()
        .over("hull") / MS_PER_H,
    )  # fmt: skip
    homes = (
        stretches.group_by("mmsi", "hull")
        .agg(
            pl.col("hull_reports").first().alias("home_reports"), pl.col("home_h").first(),
        )
        .sort("mmsi", "home_reports", "hull", descending=[False, True, False])
        .unique("mmsi", keep="first", maintain_order=True)
        .rename({"hull": "home_hull"})
    )  # fmt: skip
    away = stretches.drop("home_h").join(homes, on="mmsi").with_columns(
        is_home=pl.col("hull") == pl.col("home_hull")
    )  # fmt: skip
    away = _mix(away, counts, _Counts(jumping, "mmsi"), params)
    near = _turns_near(away, jumps, params.near_h)
    return _weigh(away, near, params).select(COLUMNS).sort("mmsi", "start_utc", "hull")


def lives(trails: pl.DataFrame) -> pl.DataFrame:
    """Return one row a hull: when and where it was first and last heard, how often."""
    return (
        trails.sort("hull", "start_utc", "first_row")
        .group_by("hull", maintain_order=True)
        .agg(
            pl.col("mmsi").first(),
            pl.col("start_utc", "start_lat_deg", "start_lon_deg", "first_row").first(),
            pl.col("end_utc", "end_lat_deg", "end_lon_deg", "last_row").last(),
            pl.col("n_reports").sum(),
        )
    )


def _stretches(jumps: pl.DataFrame, hulls: pl.DataFrame) -> pl.DataFrame:
    """Return every stretch of every MMSI that has a jump from one hull to another."""
    moves = jumps.filter(pl.col("hull") != pl.col("other_hull")).sort(
        "mmsi", "start_utc", "first_row", "hull", "other_hull"
    )
    life = hulls.select(
        "hull", hull_start_utc="start_utc", hull_end_utc="end_utc", hull_reports="n_reports",
        hull_first_row="first_row", hull_last_row="last_row",
        hull_lat_deg="start_lat_deg", hull_lon_deg="start_lon_deg",
        hull_end_lat_deg="end_lat_deg", hull_end_lon_deg="end_lon_deg",
    )  # fmt: skip
    after = moves.select(pl.exclude("mmsi").shift(-1).over("mmsi"))
    closed = pl.DataFrame(
        {
            "mmsi": moves["mmsi"], "hull": moves["other_hull"],
            "before_hull": moves["hull"], "after_hull": after["other_hull"],
            "before_utc": moves["start_utc"], "start_utc": moves["end_utc"],
            "from_lat_deg": moves["start_lat_deg"], "from_lon_deg": moves["start_lon_deg"],
            "lat_deg": moves["end_lat_deg"], "lon_deg": moves["end_lon_deg"],
            "end_utc": after["start_utc"], "after_utc": after["end_utc"],
            "end_lat_deg": after["start_lat_deg"], "end_lon_deg": after["start_lon_deg"],
            "to_lat_deg": after["end_lat_deg"], "to_lon_deg": after["end_lon_deg"],
            "distance_m": moves["distance_m"], "first_row": moves["last_row"],
            "last_row": after["first_row"],
        }
    ).join(life, on="hull", how="inner").with_columns(
        pl.col("end_utc").fill_null(pl.col("hull_end_utc")),
        pl.col("last_row").fill_null(pl.col("hull_last_row")),
        pl.col("end_lat_deg").fill_null(pl.col("hull_end_lat_deg")),
        pl.col("end_lon_deg").fill_null(pl.col("hull_end_lon_deg")),
    )  # fmt: skip
    first = moves.unique("mmsi", keep="first", maintain_order=True).join(life, on="hull")
    opening = first.select(
        "mmsi", "hull", before_hull=pl.lit(None, pl.Int64), after_hull="other_hull",
        before_utc=pl.lit(None, moves.schema["start_utc"]),
        start_utc="hull_start_utc",
        from_lat_deg=pl.lit(None, pl.Float64), from_lon_deg=pl.lit(None, pl.Float64),
        lat_deg="hull_lat_deg", lon_deg="hull_lon_deg",
        end_utc="start_utc", after_utc="end_utc",
        end_lat_deg="start_lat_deg", end_lon_deg="start_lon_deg",
        to_lat_deg="end_lat_deg", to_lon_deg="end_lon_deg",
        distance_m="distance_m", first_row="hull_first_row", last_row="first_row",
        **{c: pl.col(c) for c in life.columns if c != "hull"
           and c not in ("hull_first_row", "hull_lat_deg", "hull_lon_deg")},
        hull_first_row="hull_first_row", hull_lat_deg="hull_lat_deg", hull_lon_deg="hull_lon_deg",
    )  # fmt: skip
    rows = pl.concat([opening.select(closed.columns), closed])
    return rows.filter(
        (pl.col("start_utc") <= pl.col("end_utc")) & (pl.col("first_row") <= pl.col("last_row"))
    )


class _Counts:
    """How many reports a hull (or MMSI) sent between two times, by its half hours."""

    def __init__(self, trails: pl.DataFrame, by: str) -> None:
        rows = trails.select(pl.col(by).cast(pl.Int64), "start_utc", "n_reports")
        rows = rows.sort(by, "start_utc")
        self._hulls, first = np.unique(rows[by].to_numpy(), return_index=True)
        self._time = rows["start_utc"].to_physical().to_numpy()
        self._ends = np.append(first, rows.height)
        self._sum = np.concatenate([[0], np.cumsum(rows["n_reports"].to_numpy())])

    def between(self, hull: Ints, start: Ints, end: Ints) -> Ints:
        """Return reports in half hours that begin in `start` <= time <= `end` (ms)."""
        if not len(self._hulls):
            return np.zeros(hull.size, np.int64)
        nth = np.minimum(np.searchsorted(self._hulls, hull), len(self._hulls) - 1)
        known = self._hulls[nth] == hull
        a, b = self._ends[nth], self._ends[nth + 1]
        low = _search(self._time, start, a, b, "left")
        high = _search(self._time, end, a, b, "right")
        out: Ints = np.where(known, self._sum[np.maximum(high, low)] - self._sum[low], 0)
        return out


def _search(times: Ints, value: Ints, low: Ints, high: Ints, side: str) -> Ints:
    """Return where each value stands in its own sorted piece `low` to `high` of `times`."""
    low, high = low.copy(), high.copy()
    while (open_ := low < high).any():
        middle = (low + high) // 2
        at = times[np.minimum(middle, times.size - 1)]
        right = (at < value) if side == "left" else (at <= value)
        low = np.where(open_ & right, middle + 1, low)
        high = np.where(open_ & ~right, middle, high)
    return low


def _hull_span(frame: pl.DataFrame, hull: str, start: str, end: str) -> tuple[Ints, Ints, Ints]:
    return (
        frame[hull].to_numpy(),
        frame[f"{start}_utc"].to_physical().to_numpy(),
        frame[f"{end}_utc"].to_physical().to_numpy(),
    )


def _turns_near(away: pl.DataFrame, jumps: pl.DataFrame, near_h: float) -> Ints:
    """Return how many jumps between hulls each block's MMSI makes around it."""
    moves = jumps.filter(pl.col("hull") != pl.col("other_hull"))
    # One number for MMSI and time: 4e12 ms are 127 years.
    key = np.sort(_key(moves["mmsi"], moves["start_utc"].to_physical().to_numpy()))
    reach = int(near_h * MS_PER_H)
    start, end = _hull_span(away, "hull", "start", "end")[1:]
    high = np.searchsorted(key, _key(away["mmsi"], end + reach), side="right")
    out: Ints = high - np.searchsorted(key, _key(away["mmsi"], start - reach), side="left")
    return out


def _key(mmsi: pl.Series, ms: Ints) -> Ints:
    out: Ints = mmsi.to_numpy().astype(np.int64) * 4_000_000_000_000 + ms
    return out


def _mix(away: pl.DataFrame, hulls: _Counts, mmsis: _Counts, params: Params) -> pl.DataFrame:
    """Return the blocks with `mixing`, and whether the MMSI is plainly shared by ships."""
    life = _hull_span(away, "hull", "hull_start", "hull_end")
    n = hulls.between(*life).astype(np.float64)
    others = mmsis.between(away["mmsi"].to_numpy().astype(np.int64), *life[1:]) - n
    independent = 2.0 * n * others / np.maximum(n + others, 1.0)
    turns = away["turns"].to_numpy()
    mixing = np.where(others > 0, 2.0 * turns / np.maximum(independent, 1.0), 0.0)
    plain = (mixing >= params.shared_mixing) & (turns >= params.shared_turns)
    return away.with_columns(mixing=pl.Series(mixing), is_shared=pl.Series(plain)).with_columns(
        pl.col("is_shared").any().over("mmsi")
    )


def _weigh(away: pl.DataFrame, near: Ints, params: Params) -> pl.DataFrame:
    """Return the blocks with `one_sender`, the probability of one transmitter."""
    mixing = away["mixing"].to_numpy()
    start, end = _hull_span(away, "hull", "start", "end")[1:]
    before, after = _ms(away, "before_utc", start), _ms(away, "after_utc", end)
    silence = (after - before) / MS_PER_H
    rate = away["home_reports"].to_numpy() / np.maximum(away["home_h"].to_numpy(), 0.1)
    expected = rate * silence
    sent = np.maximum(away["n_reports"].to_numpy(), 1)
    usual = np.maximum(1.0 / np.maximum(rate, 1e-6), (end - start) / MS_PER_H / sent)
    log_odds = np.minimum(
        params.dispersion * np.log1p(expected / params.dispersion), params.silence_max
    )
    for wait, known in (
        ((start - before) / MS_PER_H, away["before_utc"].is_not_null().to_numpy()),
        ((after - end) / MS_PER_H, away["after_utc"].is_not_null().to_numpy()),
    ):
        ratio = np.log(np.maximum(silence * usual, 1e-9) / (wait + usual) ** 2)
        log_odds += np.where(known, np.clip(ratio, params.handover_min, params.handover_max), 0)
    is_ship = forms(away["mmsi"].to_numpy()) == "ship"
    log_odds += np.where(is_ship, params.prior, params.prior_unassigned)
    log_odds += params.mixing * np.maximum(mixing - params.mixing_min, 0.0)
    log_odds += np.where(away["is_shared"], params.shared, 0.0)
    log_odds += params.near * np.maximum(near - params.near_turns, 0)
    speed = _speed_kn(away)
    log_odds += np.where(speed < params.slow_kn, params.slow, 0.0)
    log_odds += np.where(away["n_reports"].to_numpy() < params.few_reports, params.few, 0.0)
    # A ship that came from one hull and went on as another is not seen to return.
    one_way = away["before_hull"].ne_missing(away["after_hull"])
    return away.with_columns(
        expected_reports=pl.Series(expected),
        one_sender=pl.when(away["is_home"])
        .then(0.0)
        .otherwise(pl.Series(1.0 / (1.0 + np.exp(-np.clip(log_odds, -50.0, 50.0))))),
        is_one_way=one_way,
        speed_kn=pl.Series(speed),
    )


def _ms(frame: pl.DataFrame, column: str, default: Ints) -> Ints:
    values = frame[column].to_physical()
    out: Ints = np.where(values.is_null(), default, values.fill_null(0).to_numpy())
    return out


def _speed_kn(away: pl.DataFrame) -> Floats:
    """Return the higher of the speeds that the jumps to and from each block ask for."""
    out = np.zeros(away.height)
    for here, there, start, end in (
        ("", "from_", "before_utc", "start_utc"), ("end_", "to_", "end_utc", "after_utc"),
    ):  # fmt: skip
        metres = distance_m(*(floats(away[f"{side}{axis}_deg"])
                              for side in (there, here) for axis in ("lat", "lon")))  # fmt: skip
        hours = _ms(away, end, np.zeros(1, np.int64)) - _ms(away, start, np.zeros(1, np.int64))
        speed = metres / M_PER_NM / np.maximum(hours / MS_PER_H, 1.0 / 3600)
        out = np.fmax(out, speed)
    return out
