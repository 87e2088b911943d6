"""Fit the table that `seawarden.detect.calibration.calibrate` reads.

    python -m benchmarks.truth.calibrate_fit [--tuning N] [--check N] [--write]

A rising curve is fitted kind by kind on worlds of the tuning seeds (1000 onwards) and checked on
worlds of checking seeds (1020 to 1039, also tuning). A kind gets a curve only if that lowers its
expected calibration error there; the curve that is kept is fitted on both. `docs/accuracy.md` then
shows, on testing seeds that had no part in it, what the table is worth. Prints what was fitted,
kept and left; `--write` writes the table.
"""

import argparse
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from seawarden.detect.calibration import calibrate

from . import reliability
from .score import calibration_error
from .settings import TUNING_SEEDS

Floats = NDArray[np.float64]

LEAST = 10
"""Events of the rarer outcome that a curve is fitted on; with fewer the kind stays as it is."""

BLOCK = 20
"""Events that a step of a curve rests on, at least."""

_HALF = len(TUNING_SEEDS) // 2
_HEAD = (
    "# Calibrated log odds at raw log odds, straight between, by kind. Written by\n"
    "# benchmarks/truth/calibrate_fit.py; never edited by hand. See docs/calibration.md.\n"
    "kind,raw,calibrated,n,source\n"
)


def fit(is_true: Floats, raw: Floats) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the knots (raw, calibrated) of a rising curve, both in log odds.

    Isotonic regression by pooling adjacent violators (Ayer 1955; for calibration Zadrozny and
    Elkan 2002): events in order of `raw` fall into blocks of `BLOCK` and more, blocks that turn
    round are joined. A block of n events, k of them true, says (k + 1/2) / (n + 1), which keeps
    a block that was always right from being certain. Rises at least by `calibrate.TILT`.
    """
    p = np.clip(raw, 1e-6, 1.0 - 1e-6)
    order = np.argsort(p, kind="stable")
    odds, truth = np.log(p / (1.0 - p))[order], is_true[order].astype(np.float64)
    # Equal confidences are one: a step between them would rest on the order of rows.
    _, first = np.unique(odds, return_index=True)
    blocks: list[tuple[float, float, float]] = []  # events, true ones, sum of log odds
    for some in np.split(np.arange(odds.size), first[1:]):
        n, k, x = float(some.size), float(truth[some].sum()), float(odds[some].sum())
        if blocks and blocks[-1][0] < BLOCK:
            last = blocks.pop()
            n, k, x = n + last[0], k + last[1], x + last[2]
        blocks.append((n, k, x))
        while len(blocks) > 1 and blocks[-1][0] >= BLOCK and _rate(blocks[-2]) >= _rate(blocks[-1]):
            last, before = blocks.pop(), blocks.pop()
            blocks.append(tuple(a + b for a, b in zip(before, last, strict=True)))  # type: ignore[arg-type]
    if len(blocks) > 1 and (blocks[-1][0] < BLOCK or _rate(blocks[-2]) >= _rate(blocks[-1])):
        last, before = blocks.pop(), blocks.pop()
        blocks.append(tuple(a + b for a, b in zip(before, last, strict=True)))  # type: ignore[arg-type]
    x = np.array([b[2] / b[0] for b in blocks])
    rate = np.array([_rate(b) for b in blocks])
    y = np.log(rate / (1.0 - rate)) - calibrate.TILT * x
    y = np.maximum.accumulate(y) + calibrate.TILT * x
    return tuple(x.round(4).tolist()), tuple(y.round(4).tolist())


def _rate(block: tuple[float, float, float]) -> float:
    n, k, _ = block
    return (k + 0.5) / (n + 1.0)


def curves(tuning: pl.DataFrame, check: pl.DataFrame, source: str) -> dict[str, calibrate.Curve]:
    """Return the curves that lower the expected calibration error on `check`; print all."""
    kept: dict[str, calibrate.Curve] = {}
    for kind in sorted(tuning["kind"].unique()):
        part = tuning.filter(pl.col("kind") == kind)
        is_true = part["is_true"].to_numpy()
        rare = int(min(is_true.sum(), (~is_true).sum()))
        if rare < LEAST:
            print(f"{kind}: {part.height} events, {rare} of the rarer outcome: left as it is")
            continue
        raw, calibrated = fit(is_true, part["raw"].to_numpy())
        curve = calibrate.Curve(kind, raw, calibrated, part.height, source)
        unseen = check.filter(pl.col("kind") == kind)
        before = calibration_error(unseen["is_true"], unseen["raw"])
        after = calibration_error(unseen["is_true"], curve.at(unseen["raw"].to_numpy()))
        verdict = "kept" if after < before else "left as it is"
        print(f"{kind}: {len(raw)} knots on {part.height} events, error on {unseen.height} others "
              f"{before:.4f} -> {after:.4f}: {verdict}")  # fmt: skip
        if after < before:
            both = pl.concat([part, unseen])
            raw, calibrated = fit(both["is_true"].to_numpy(), both["raw"].to_numpy())
            kept[kind] = calibrate.Curve(kind, raw, calibrated, both.height, source)
    return kept


def written(kept: dict[str, calibrate.Curve]) -> str:
    """Return the text of the table."""
    rows = [
        f"{c.kind},{x},{y},{c.n},{c.source}\n"
        for c in kept.values() for x, y in zip(c.raw, c.calibrated, strict=True)
    ]  # fmt: skip
    return _HEAD + "".join(rows)


def main() -> None:
    """Fit, check, print, and with `--write` write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tuning", type=int, default=_HALF, help="worlds of each scenario to fit")
    parser.add_argument("--check", type=int, default=_HALF, help="worlds of each to check")
    parser.add_argument("--write", action="store_true", help="write calibration.csv")
    arguments = parser.parse_args()
    if not (1 <= arguments.tuning <= _HALF and 1 <= arguments.check <= _HALF):
        parser.error(f"expected 1 to {_HALF} worlds each")
    sizes = {"vessels": 150, "hours": 72.0}
    tuning = reliability.events(list(TUNING_SEEDS)[: arguments.tuning], **sizes)
    check = reliability.events(list(TUNING_SEEDS)[_HALF:][: arguments.check], **sizes)
    first, half = TUNING_SEEDS[0], TUNING_SEEDS[_HALF]
    source = (
        f"simulated seeds {first}-{first + arguments.tuning - 1} and "
        f"{half}-{half + arguments.check - 1} "
        "benchmarks/truth/reliability.py MIX"
    )
    text = written(curves(tuning, check, source))
    print(text)
    if arguments.write:
        Path(calibrate.__file__).with_name("calibration.csv").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
