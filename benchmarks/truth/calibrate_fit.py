"""Fit the table that `seawarden.detect.calibrate` reads.

    python -m benchmarks.truth.calibrate_fit [--tuning N] [--check N] [--write]

Platt's line is fitted kind by kind on worlds of the tuning seeds (1000 onwards) and checked on
worlds of checking seeds (1020 to 1039, also tuning). A kind keeps its line only if that lowers its
expected calibration error there; `docs/accuracy.md` then shows, on testing seeds that had no part
in it, what the table is worth. Prints what was fitted, kept and left; `--write` writes the table.
"""

import argparse
from pathlib import Path

import numpy as np
import polars as pl
from scipy.optimize import minimize

from seawarden.detect import calibrate

from . import reliability
from .score import calibration_error
from .settings import TUNING_SEEDS

LEAST = 25
"""Events of the rarer outcome that a line is fitted on; with fewer the kind stays as it is."""

SLOPES = (0.5, 3.0)
"""Bounds of the slope: evidence is never taken for nothing, nor for more than thrice itself."""

_HALF = len(TUNING_SEEDS) // 2
_HEAD = (
    "# Calibrated log odds = intercept + slope * raw log odds, by kind. Written by\n"
    "# benchmarks/truth/calibrate_fit.py; never edited by hand. See docs/calibration.md.\n"
    "kind,intercept,slope,n,source\n"
)


def fit(is_true: np.ndarray, raw: np.ndarray) -> tuple[float, float]:
    """Return (intercept, slope) of Platt's line, with his smoothed targets; slope in `SLOPES`.

    Platt 1999: the targets are (n+ + 1)/(n+ + 2) and 1/(n- + 2), which keeps a kind that was
    always right from being certain.
    """
    p = np.clip(raw, 1e-6, 1.0 - 1e-6)
    odds = np.log(p / (1.0 - p))
    yes, no = float(is_true.sum()), float((~is_true).sum())
    target = np.where(is_true, (yes + 1.0) / (yes + 2.0), 1.0 / (no + 2.0))

    def loss(x: np.ndarray) -> float:
        z = x[0] + x[1] * odds
        return float((np.logaddexp(0.0, z) - target * z).mean())

    best = minimize(loss, np.array([0.0, 1.0]), bounds=[(-12.0, 12.0), SLOPES])
    return float(best.x[0]), float(best.x[1])


def lines(tuning: pl.DataFrame, check: pl.DataFrame, source: str) -> dict[str, calibrate.Line]:
    """Return the lines that lower the expected calibration error on `check`; print all."""
    kept: dict[str, calibrate.Line] = {}
    for kind in sorted(tuning["kind"].unique()):
        part = tuning.filter(pl.col("kind") == kind)
        is_true = part["is_true"].to_numpy()
        rare = int(min(is_true.sum(), (~is_true).sum()))
        if rare < LEAST:
            print(f"{kind}: {part.height} events, {rare} of the rarer outcome: left as it is")
            continue
        a, b = fit(is_true, part["raw"].to_numpy())
        line = calibrate.Line(kind, round(a, 4), round(b, 4), part.height, source)
        unseen = check.filter(pl.col("kind") == kind)
        before = calibration_error(unseen["is_true"], unseen["raw"])
        after = calibration_error(unseen["is_true"], _mapped(unseen["raw"].to_numpy(), line))
        verdict = "kept" if after < before else "left as it is"
        print(f"{kind}: {a:+.3f} {b:+.3f} x, error {before:.4f} -> {after:.4f}: {verdict}")
        if after < before:
            kept[kind] = line
    return kept


def _mapped(raw: np.ndarray, line: calibrate.Line) -> np.ndarray:
    p = np.clip(raw, 1e-6, 1.0 - 1e-6)
    return np.asarray(1.0 / (1.0 + np.exp(-line.intercept - line.slope * np.log(p / (1.0 - p)))))


def written(kept: dict[str, calibrate.Line]) -> str:
    """Return the text of the table."""
    rows = [f"{x.kind},{x.intercept},{x.slope},{x.n},{x.source}" for x in kept.values()]
    return _HEAD + "".join(f"{row}\n" for row in rows)


def main() -> None:
    """Fit, check, print, and with `--write` write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tuning", type=int, default=_HALF, help="worlds of each scenario to fit")
    parser.add_argument("--check", type=int, default=_HALF // 2, help="worlds of each to check")
    parser.add_argument("--write", action="store_true", help="write calibration.csv")
    said = parser.parse_args()
    if not (1 <= said.tuning <= _HALF and 1 <= said.check <= _HALF):
        parser.error(f"expected 1 to {_HALF} worlds each")
    sizes = {"vessels": 150, "hours": 72.0}
    tuning = reliability.events(list(TUNING_SEEDS)[: said.tuning], **sizes)
    check = reliability.events(list(TUNING_SEEDS)[_HALF:][: said.check], **sizes)
    first = TUNING_SEEDS[0]
    last = first + said.tuning - 1
    source = f"simulated seeds {first}-{last} benchmarks/truth/reliability.py MIX"
    text = written(lines(tuning, check, source))
    print(text)
    if said.write:
        Path(calibrate.__file__).with_name("calibration.csv").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
