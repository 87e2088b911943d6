"""What a sensor makes of a ship: is she detected, how long does she look, which way does she lie.

Method: plain error models with documented defaults. Length: a normal error that grows with the
ship, with a share of gross errors. Heading: known only up to 180 deg in an image. Detection: the
chance to see a ship rises with her length. Blind spots: sea state, ice and incidence are not
modelled; crews estimate lengths worse than instruments measure them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...normal import probability_below

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """How a sensor errs, and what ships there are.

    Fields without a source: own choice, measured together in docs/accuracy.md.
    What has no unit in its name is a share of 1, or a ratio that says so.
    """

    length_m: float = 20.0  # 1-sigma; with the share: MAE 27 m over all ships [ai2 S1 card]
    length_share: float = 0.12  # of the length; own choice
    length_gross: float = 0.05  # lengths that say nothing; own choice
    longest_m: float = 400.0
    heading_deg: float = 12.0  # 1-sigma of an axis that is right; own choice
    heading_gross: float = 0.25  # axes that say nothing [ai2 S1 card: axis score 0.74]
    seen_most: float = 0.95  # of the largest ships; own choice
    seen_half_m: float = 20.0  # half of such ships are seen; own choice
    seen_width_m: float = 15.0  # own choice
    dark_median_m: float = 60.0  # of ships not on AIS that a sensor sees; own choice
    dark_spread: float = 0.8  # log-normal; own choice
    false_median_m: float = 30.0  # of detections of nothing; own choice
    false_spread: float = 0.6  # log-normal; own choice
    false_share: float = 0.5  # of detections that no ship on AIS explains; own choice
    must_length_m: float = 45.0  # about 300 GT, own estimate; the duty [SOLAS V/19.2.4]
    crew_false_share: float = 0.03  # people seldom report what is not there; own choice


def log_normal(x: Floats, mean: Floats, sigma: Floats) -> Floats:
    """Return the log density of a normal distribution; 0 where `x` is not known."""
    out = -0.5 * ((x - mean) / sigma) ** 2 - np.log(sigma * np.sqrt(2 * np.pi))
    return np.asarray(np.where(np.isnan(x), 0.0, out))


def sigma_of(length: Floats, params: Params) -> Floats:
    """Return the 1-sigma error of a measured length for ships of `length`, metres."""
    return np.asarray(np.hypot(params.length_m, params.length_share * length))


def log_length(seen: Floats, true: Floats, params: Params) -> Floats:
    """Return the log density of a length seen given the hull's own, shapes broadcast.

    Where the hull's is not known, that of ships at large; where none was measured, 0.
    """
    right = np.nan_to_num(log_normal(seen, true, sigma_of(true, params)))
    gross = -np.log(params.longest_m)
    mixed = np.logaddexp(np.log1p(-params.length_gross) + right,
                         np.log(params.length_gross) + gross)  # fmt: skip
    out = np.where(np.isnan(true), log_dark_length(seen, params), mixed)
    return np.asarray(np.where(np.isnan(seen), 0.0, out))


def log_dark_length(seen: Floats, params: Params) -> Floats:
    """Return the log density of a length seen among ships that are not on AIS."""
    return _log_size(seen, params.dark_median_m, params.dark_spread)


def log_false_length(seen: Floats, params: Params) -> Floats:
    """Return the same for detections of nothing (clutter, wakes, buoys)."""
    return _log_size(seen, params.false_median_m, params.false_spread)


def _log_size(seen: Floats, median: float, spread: float) -> Floats:
    x = np.maximum(seen, 5.0)
    z = np.log(x / median) / spread
    out = -0.5 * z**2 - np.log(x * spread * np.sqrt(2 * np.pi))
    return np.asarray(np.where(np.isnan(seen), 0.0, out))


def log_axis(seen: Floats, true: Floats, params: Params) -> Floats:
    """Return the log density ratio of an axis seen against any axis; 0 where not known."""
    off = np.abs((seen - true + 90.0) % 180.0 - 90.0)
    right = np.exp(-0.5 * (off / params.heading_deg) ** 2)
    right = right / (params.heading_deg * np.sqrt(2 * np.pi)) * 180.0
    mixed = np.log((1 - params.heading_gross) * right + params.heading_gross)
    return np.asarray(np.where(np.isnan(off), 0.0, mixed))


def seen_share(length: Floats, params: Params) -> Floats:
    """Return the chance that a ship of `length` in the scene is detected."""
    share = params.seen_most * probability_below(
        (length - params.seen_half_m) / params.seen_width_m
    )
    return np.asarray(np.where(np.isnan(length), 0.8 * params.seen_most, np.maximum(share, 0.01)))


def must_share(length: Floats, params: Params) -> Floats:
    """Return the chance that a ship of measured `length` is large enough to owe an AIS signal."""
    known = np.where(np.isnan(length), params.dark_median_m, length)
    share = probability_below((known - params.must_length_m) / sigma_of(known, params))
    return np.asarray(np.where(np.isnan(length), 0.6, share))
