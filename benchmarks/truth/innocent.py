"""Ships that lie or travel together for innocent reasons: how many are called a transfer.

`python -m benchmarks.truth.innocent [--seeds N] [--first SEED]` prints a row a kind and mean report
interval: pairs, calls, and the upper end of the one-sided 95 % interval of the rate (Clopper and
Pearson 1934). The pairs are staged many to a sea, so that a few worlds give hundreds; transfers of
the same seas show what is found meanwhile, as contact and as call. Seeds from 9800 are for testing;
weights were set on seeds below 2000.
"""

import argparse
from collections.abc import Iterator
from types import MappingProxyType

import polars as pl
from scipy.stats import beta

from seawarden.detect.calibration.calibrate import CALL
from seawarden.simulate.scenarios import SCENARIOS, Scenario

from .run import Setting, World, world
from .score import with_pair

INTERVALS_MIN = (1.0, 20.0, 60.0)
INNOCENT = (
    "tow", "barge_alongside", "twin_transponder", "bunkering_at_anchor", "bunkering_at_sea",
    "standby", "class_b_boat", "fog", "tidal_anchorage",
)  # fmt: skip
TRANSFERS = ("sts_tanker", "sts_coal", "sts_lawful", "sts_raft", "sts_mother")
_HOURS, _VESSELS = 60.0, 260
NAME = "innocent_and_transfers"


def scenario(pairs: float) -> str:
    """Register the scenario with about so many pairs of each kind a world; return its name."""
    days = _VESSELS * _HOURS / 24.0
    rates = dict.fromkeys(INNOCENT, pairs * 1000.0 / days)
    rates |= dict.fromkeys(TRANSFERS, pairs * 500.0 / days)
    SCENARIOS[NAME] = Scenario(NAME, "pairs of every kind", "coast", MappingProxyType(rates))
    return NAME


def rows(made: World) -> Iterator[tuple[str, bool, bool, bool]]:
    """Yield (behaviour, is a transfer, called, contact at 0.5) of each true pair."""
    sts = with_pair(made.found.events.filter(pl.col("kind") == "sts"))
    for row in with_pair(made.truth.filter(pl.col("other_mmsi").is_not_null())).iter_rows(
        named=True
    ):
        if row["behaviour"] not in (*INNOCENT, *TRANSFERS):
            continue
        hit = sts.filter(
            (pl.col("a") == row["a"]) & (pl.col("b") == row["b"])
            & (pl.col("start_utc") < row["end_utc"]) & (pl.col("end_utc") > row["start_utc"])
        )  # fmt: skip
        outer = "outer" in row["detail"]
        yield (
            row["behaviour"] + (" outer" if outer else ""),
            row["kind"] == "sts",
            bool((hit["confidence"] >= CALL).any()),
            bool((hit["contact"] >= CALL).any()),
        )


def bound(calls: int, pairs: int) -> float:
    """Return the upper end of the one-sided 95 % interval of a rate."""
    return 1.0 if calls >= pairs else float(beta.ppf(0.95, calls + 1, pairs - calls))


def measured(seeds: range, pairs: float, intervals: tuple[float, ...]) -> pl.DataFrame:
    """Return a row a kind and interval: pairs, called, contacts, bound of the rate of calls."""
    name, found = scenario(pairs), []
    for interval in intervals:
        for seed in seeds:
            made = world(
                Setting(scenario=name, seed=seed, hours=_HOURS, vessels=_VESSELS,
                        mean_interval_min=interval)
            )  # fmt: skip
            found += [(interval, *row) for row in rows(made)]
    frame = pl.DataFrame(
        found, orient="row",
        schema=["interval_min", "behaviour", "is_transfer", "called", "contact"],
    )  # fmt: skip
    counted = frame.group_by("interval_min", "is_transfer", "behaviour").agg(
        pairs=pl.len(), called=pl.col("called").sum(), contact=pl.col("contact").sum()
    )
    return counted.sort("is_transfer", "behaviour", "interval_min").with_columns(
        bound=pl.struct("called", "pairs").map_elements(
            lambda x: bound(x["called"], x["pairs"]), return_dtype=pl.Float64
        )
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seeds", type=int, default=1, help="worlds an interval")
    parser.add_argument("--first", type=int, default=9800, help="first seed (9800)")
    parser.add_argument("--pairs", type=float, default=12.0, help="pairs a kind and world")
    parser.add_argument("--interval", type=float, action="append", help="minutes (1, 20, 60)")
    given = parser.parse_args()
    seeds = range(given.first, given.first + given.seeds)
    with pl.Config(tbl_rows=-1, tbl_cols=-1, tbl_width_chars=120):
        print(measured(seeds, given.pairs, tuple(given.interval or INTERVALS_MIN)))


if __name__ == "__main__":
    main()
