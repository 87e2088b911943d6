"""(d, second half) Transfers with one side dark, and with both: a simulated month at a time.

One side dark: a call of `dark_sts` that names the ship on AIS and overlaps the transfer is right,
any other call for a single ship is false. Both dark: the month's `dark_sts` events of two ships
are ranked by confidence; the rank of each true pair is printed.
"""

from dataclasses import dataclass, field

import polars as pl

from seawarden.detect.calibration.calibrate import CALL

from . import bench_scenarios, run
from .score import Counts, overlaps
from .settings import Settings


@dataclass(slots=True)
class DarkTransfers:
    """Sums over months."""

    one_side: Counts = field(default_factory=Counts)
    both_ranks: list[int | None] = field(default_factory=list)  # None: not among the events
    both_events: int = 0
    months: int = 0
    notes: list[str] = field(default_factory=list)


def measure(settings: Settings) -> DarkTransfers:
    """Return the sums; without a detector nothing is counted."""
    out = DarkTransfers()
    if "dark_sts" not in run.built():
        return out
    for seed in settings.test_seeds(600):
        made = run.world(
            run.Setting(scenario=bench_scenarios.DARK, seed=seed, hours=720.0,
                        vessels=settings.vessels)
        )  # fmt: skip
        add(out, made)
    return out


def add(out: DarkTransfers, made: run.World) -> None:
    """Add one month."""
    out.months += 1
    events = made.found.events.filter(pl.col("kind") == "dark_sts")
    truth = made.truth.filter(pl.col("kind") == "dark_sts")
    both = truth.filter(pl.col("behaviour") == "dark_both")
    pairs = events.filter(pl.col("other_mmsi").is_not_null()).sort(
        "confidence", "event_id", descending=[True, False]
    )
    out.both_events += pairs.height
    hits = overlaps(both, pairs).group_by("truth").agg(pl.col("found").min())
    rank = dict(hits.rows())
    out.both_ranks += [rank[i] + 1 if i in rank else None for i in range(both.height)]
    one = truth.filter(pl.col("behaviour") == "dark_one_side")
    calls = events.filter(pl.col("confidence") >= CALL)
    right = 0
    explained: set[str] = set()
    for true in truth.iter_rows(named=True):
        ships = [true["mmsi"], true["other_mmsi"]]
        hit = calls.filter(
            (pl.col("mmsi").is_in(ships) | pl.col("other_mmsi").is_in(ships))
            & (pl.col("start_utc") < true["end_utc"]) & (pl.col("end_utc") > true["start_utc"])
        )  # fmt: skip
        explained |= set(hit["event_id"])
        if true["behaviour"] == "dark_one_side":
            right += hit.height > 0
            if not hit.height:
                out.notes.append(f"seed {made.setting.seed}: missed {ships} {true['start_utc']}")
    single = calls.filter(pl.col("other_mmsi").is_null() & ~pl.col("event_id").is_in(
        list(explained)))  # fmt: skip
    out.notes += [
        f"seed {made.setting.seed}: false {r['mmsi']} {r['start_utc']} {r['confidence']:.2f}"
        for r in single.iter_rows(named=True)
    ]
    out.one_side += Counts(right, single.height, one.height - right)
