"""Ends only: a stay of which one silence makes up nearly all was inferred, not seen.

Two reports at one place a day apart fit a ship that lay there, and one that sailed a hundred miles
and came back. Where a single silence takes up a share of the stay near to all of it, and is longer
than usual reporting leaves, what lies between its two ends is a guess: the weight says so in log
odds, and brings whatever rests on it below a call.

Blind spot: a ship heard once in the middle of the day counts as heard, though she may have left
twice.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from ..contract.columns import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """When a stay rests on its ends; own choice, measured on tuning seeds 2100-2103."""

    share: tuple[float, float] = (0.80, 0.97)  # of the stay in one silence: nothing, all of it
    longer_h: tuple[float, float] = (5.0, 10.0)  # and that silence so long: nothing, all of it
    weight: float = -4.0  # log odds where both hold


def weight(longest_silence_h: pl.Series, hours: pl.Series, params: Params) -> Floats:
    """Return the log odds that one silence takes from each stay of so many hours."""
    silence = longest_silence_h.fill_null(0.0).cast(pl.Float64).to_numpy()
    share = silence / np.maximum(hours.cast(pl.Float64).to_numpy(), 1e-9)
    most = np.interp(share, params.share, (0.0, 1.0))
    long = np.interp(silence, params.longer_h, (0.0, 1.0))
    return np.asarray(params.weight * most * long)


def words(taken: Floats, longest_silence_h: pl.Series) -> pl.Series:
    """Return in words that a stay was inferred from its ends; null where it was seen."""
    hours = longest_silence_h.fill_null(0.0).round(1).cast(pl.String)
    frame = pl.DataFrame({"taken": taken, "hours": hours})
    sentence = pl.format("inferred from reports at both ends of {} h without one", "hours")
    return frame.select(pl.when(pl.col("taken") < -1.0).then(sentence)).to_series()
