"""Comparisons of what was found with what was true; each is a few lines of arithmetic.

`matched` pairs events by ships and time. Precision, recall and F1 follow. Average precision is the
area under the precision-recall steps (as scikit-learn defines it). Expected calibration error:
Naeini 2015, equal-width bins. Adjusted Rand index: Hubert and Arabie 1985.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Counts:
    """Found and true, found and not true, true and not found."""

    hits: int = 0
    false: int = 0
    missed: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        """Return the sums."""
        return Counts(self.hits + other.hits, self.false + other.false, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """Return the share of what was found that is true; NaN if nothing was found."""
        return self.hits / (self.hits + self.false) if self.hits + self.false else float("nan")

    @property
    def recall(self) -> float:
        """Return the share of what is true that was found; NaN if nothing is true."""
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else float("nan")

    @property
    def f1(self) -> float:
        """Return 2 hits / (2 hits + false + missed)."""
        total = 2 * self.hits + self.false + self.missed
        return 2 * self.hits / total if total else float("nan")


def with_pair(events: pl.DataFrame) -> pl.DataFrame:
    """Return events with `a` < `b`, their two MMSIs in order; 0 stands for none."""
    one, two = (pl.col(c).cast(pl.Int64).fill_null(0) for c in ("mmsi", "other_mmsi"))
    return events.with_columns(a=pl.min_horizontal(one, two), b=pl.max_horizontal(one, two))


def overlaps(truth: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Return (`truth`, `found`, `iou`, ...) for every true and found event of the same ships.

    `truth` and `found` are row numbers; IoU is intersection over union of the two spans of time;
    only pairs that overlap at all are returned.
    """
    t = with_pair(truth).select("a", "b", "start_utc", "end_utc").with_row_index("truth")
    f = with_pair(found).select("a", "b", "start_utc", "end_utc").with_row_index("found")
    both = t.join(f, on=["a", "b"], suffix="_found")
    together = (
        pl.min_horizontal("end_utc", "end_utc_found")
        - pl.max_horizontal("start_utc", "start_utc_found")
    ).dt.total_milliseconds()
    either = (
        pl.max_horizontal("end_utc", "end_utc_found")
        - pl.min_horizontal("start_utc", "start_utc_found")
    ).dt.total_milliseconds()
    minute = 60_000
    return (
        both.with_columns(
            iou=together / either.clip(lower_bound=1),
            start_error_min=(pl.col("start_utc_found") - pl.col("start_utc"))
            .dt.total_milliseconds() / minute,
            end_error_min=(pl.col("end_utc_found") - pl.col("end_utc"))
            .dt.total_milliseconds() / minute,
            together=together,
        )
        .filter(pl.col("together") > 0)
        .select("truth", "found", "iou", "start_error_min", "end_error_min")
    )  # fmt: skip


def matched(truth: pl.DataFrame, found: pl.DataFrame, min_iou: float = 0.5) -> pl.DataFrame:
    """Return the rows of `overlaps` with at least `min_iou`, best first, each event used once."""
    rows = overlaps(truth, found).filter(pl.col("iou") >= min_iou)
    rows = rows.sort("iou", "truth", "found", descending=[True, False, False])
    seen_t: set[int] = set()
    seen_f: set[int] = set()
    keep = []
    for i, (t, f) in enumerate(rows.select("truth", "found").iter_rows()):
        if t not in seen_t and f not in seen_f:
            seen_t.add(t)
            seen_f.add(f)
            keep.append(i)
    return rows[keep]


def average_precision(is_true: ArrayLike, score: ArrayLike, n_true: int | None = None) -> float:
    """Return the area under the precision-recall steps, ties taken together.

    `n_true` counts all that is true, when some never got a score; NaN when nothing is true.
    """
    curve = pr_curve(is_true, score, n_true)
    if curve.shape[0] == 0:
        return float("nan")
    recall = np.concatenate([[0.0], curve[:, 1]])
    return float((np.diff(recall) * curve[:, 2]).sum())


def pr_curve(is_true: ArrayLike, score: ArrayLike, n_true: int | None = None) -> Floats:
    """Return (threshold, recall, precision) rows, from the highest threshold down."""
    y, s = np.asarray(is_true, bool), np.asarray(score, np.float64)
    total = int(y.sum()) if n_true is None else n_true
    if total == 0 or y.size == 0:
        return np.empty((0, 3))
    order = np.argsort(-s, kind="stable")
    y, s = y[order], s[order]
    last = np.append(np.flatnonzero(np.diff(s)), y.size - 1)
    hits = np.cumsum(y)[last]
    return np.column_stack([s[last], hits / total, hits / (last + 1)])


def reliability(is_true: ArrayLike, p: ArrayLike, bins: int = 10) -> pl.DataFrame:
    """Return one row a bin that holds events: `low`, `high`, `n`, `mean` (confidence), `true`."""
    y, p = np.asarray(is_true, np.float64), np.asarray(p, np.float64)
    at = np.minimum((p * bins).astype(np.int64), bins - 1)
    rows = [
        (b / bins, (b + 1) / bins, int((at == b).sum()), float(p[at == b].mean()),
         float(y[at == b].mean()))
        for b in range(bins) if (at == b).any()
    ]  # fmt: skip
    schema = {"low": pl.Float64, "high": pl.Float64, "n": pl.Int64, "mean": pl.Float64,
              "true": pl.Float64}  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def calibration_error(is_true: ArrayLike, p: ArrayLike, bins: int = 10) -> float:
    """Return the expected calibration error: mean |confidence - true| over bins, by size."""
    y, p = np.asarray(is_true, np.float64), np.asarray(p, np.float64)
    if not p.size:
        return float("nan")
    at = np.minimum((p * bins).astype(np.int64), bins - 1)
    mean, true = np.bincount(at, p, minlength=bins), np.bincount(at, y, minlength=bins)
    return float(np.abs(mean - true).sum() / p.size)


def calibration_noise(p: ArrayLike, bins: int = 10, draws: int = 400) -> tuple[float, float]:
    """Return (mean, 95th percentile) of the calibration error that chance alone would give.

    Truths are drawn as probable as their confidences, `draws` times: what perfect confidences
    would be charged with for being few. An error below the 95th percentile is no proof of bad
    calibration, and with a handful of events none of good.
    """
    p = np.asarray(p, np.float64)
    if not p.size:
        return float("nan"), float("nan")
    rng = np.random.default_rng(20260101)  # the page is the same in every run
    errors = [calibration_error(rng.random(p.size) < p, p, bins) for _ in range(draws)]
    return float(np.mean(errors)), float(np.quantile(errors, 0.95))


def adjusted_rand(a: ArrayLike, b: ArrayLike) -> float:
    """Return the adjusted Rand index of two labellings: 1 the same, 0 as by chance."""
    _, x = np.unique(np.asarray(a), return_inverse=True)
    _, y = np.unique(np.asarray(b), return_inverse=True)
    if x.size < 2:
        return 1.0
    cells = np.unique(x.astype(np.int64) * (int(y.max()) + 1) + y, return_counts=True)[1]

    def pairs(counts: NDArray[np.int64]) -> float:
        counts = counts.astype(np.float64)
        return float((counts * (counts - 1) / 2).sum())

    rows, columns = pairs(np.bincount(x)), pairs(np.bincount(y))
    everything = x.size * (x.size - 1) / 2
    expected = rows * columns / everything
    most = (rows + columns) / 2
    return 1.0 if most == expected else (pairs(cells) - expected) / (most - expected)
