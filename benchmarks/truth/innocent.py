"""Contact and purpose: what is found of transfers, and how many innocent pairs are called one.

`python -m benchmarks.truth.innocent [--seeds N] [--first SEED] [--write]` stages many pairs of each
kind to a sea, so that a few worlds give hundreds, and prints a row a kind and mean report interval:
pairs, contacts at 0.5, calls, pairs that a case words as a transfer, and the upper end of the
one-sided 95 % interval of the rate of calls (Clopper and Pearson 1934). Transfers stand apart by
whether type, draught, place or course separates their purpose. Every event is held against truth
too: how often contacts and purposes of a given probability were so. `--write` writes
`docs/accuracy-contact.md`; a small share of it stands in `docs/accuracy.md`. Seeds from 9800 are
for testing; weights were set on seeds below 3000.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import polars as pl
from scipy.stats import beta

from seawarden.detect.calibration.calibrate import CALL
from seawarden.schema.kinds.purpose import Purpose
from seawarden.simulate.scenarios import SCENARIOS, Scenario

from .run import Setting, World, world
from .score import with_pair
from .settings import Settings

INTERVALS_MIN = (1.0, 20.0, 60.0)
ALONGSIDE = (
    "barge_alongside", "twin_transponder", "bunkering_at_anchor", "bunkering_at_sea",
    "class_b_boat",
)  # fmt: skip
APART = ("tow", "standby", "fog", "tidal_anchorage")
INNOCENT = (*ALONGSIDE, *APART)
TRANSFERS = ("sts_tanker", "sts_coal", "sts_lawful", "sts_raft", "sts_mother")
ALIBIS = ("sts_decoy", "sts_clone")
"""Transfers while the MMSI of a party is sent from elsewhere too: worlds of their own."""
_HOURS = 60.0
NAME = "innocent_and_transfers"
FIRST_SEED = 9800
_FEW_SHIPS = 300  # in a world of decoys and clones


@dataclass(slots=True)
class Contacts:
    """Pairs of truth with what was found of them, and events with what was true of them."""

    pairs: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=PAIRS))
    events: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=FOUND))


PAIRS = {
    "interval_min": pl.Float64, "behaviour": pl.String, "is_transfer": pl.Boolean,
    "contact": pl.Boolean, "called": pl.Boolean, "worded": pl.Boolean, "separated": pl.Boolean,
}  # fmt: skip
FOUND = {
    "interval_min": pl.Float64, "contact": pl.Float64, "touched": pl.Boolean,
    "purpose": pl.Float64, "is_transfer": pl.Boolean,
}  # fmt: skip


def scenario(pairs: float, vessels: int, hours: float, *, alibis: bool = False) -> str:
    """Register the scenario with about so many pairs of each kind a world; return its name."""
    days = vessels * hours / 24.0
    rates = dict.fromkeys(() if alibis else INNOCENT, pairs * 1000.0 / days)
    rates |= dict.fromkeys(ALIBIS if alibis else TRANSFERS, pairs * 500.0 / days)
    SCENARIOS[NAME] = Scenario(NAME, "pairs of every kind", "coast", MappingProxyType(rates))
    return NAME


def pairs(made: World) -> Iterator[tuple[Any, ...]]:
    """Yield a row of PAIRS for each true pair."""
    sts = with_pair(made.found.events.filter(pl.col("kind") == "sts"))
    for row in _truth(made).iter_rows(named=True):
        hits = sts.filter(
            (pl.col("a") == row["a"]) & (pl.col("b") == row["b"])
            & (pl.col("start_utc") < row["end_utc"]) & (pl.col("end_utc") > row["start_utc"])
        ).sort("confidence").to_dicts()  # fmt: skip
        separated = [_separated(e) for e in hits]
        yield (
            made.setting.mean_interval_min,
            row["behaviour"] + (" outer" if _is_outer(row) else ""),
            row["kind"] == "sts",
            any(e["contact"] >= CALL for e in hits),
            any(e["confidence"] >= CALL for e in hits),
            any(e["confidence"] >= CALL and s and _leads(e)
                for e, s in zip(hits, separated, strict=True)),
            bool(separated) and separated[-1],
        )  # fmt: skip


def events(made: World) -> Iterator[tuple[Any, ...]]:
    """Yield a row of FOUND for each event: did the hulls touch, and was cargo moved?"""
    truth = _truth(made)
    for e in with_pair(made.found.events.filter(pl.col("kind") == "sts")).iter_rows(named=True):
        true = truth.filter(
            (pl.col("a") == e["a"]) & (pl.col("b") == e["b"])
            & (pl.col("start_utc") < e["end_utc"]) & (pl.col("end_utc") > e["start_utc"])
        )  # fmt: skip
        moved = (true["kind"] == "sts").fill_null(False)
        inner = ~true["detail"].str.contains('"role": "outer', literal=True)
        touched = bool((moved | (true["behaviour"].is_in(ALONGSIDE) & inner)).any())
        yield (made.setting.mean_interval_min, e["contact"], touched,
               _share(e, Purpose.TRANSFER), bool(moved.any()))  # fmt: skip


def _truth(made: World) -> pl.DataFrame:
    staged = (*INNOCENT, *TRANSFERS, *ALIBIS)
    return with_pair(
        made.truth.filter(
            pl.col("other_mmsi").is_not_null() & pl.col("behaviour").is_in(staged)
        )
    )  # fmt: skip


def _is_outer(row: dict[str, Any]) -> bool:
    """Return whether a row of truth is of the outer ships of a raft; sites are "outer" too."""
    return str(json.loads(row["detail"]).get("role", "")).startswith("outer")


def _separated(event: dict[str, Any]) -> bool:
    return json.loads(event["detail"])["separated_by"] is not None


def _share(event: dict[str, Any], of: Purpose) -> float:
    return next(float(p["probability"]) for p in event["purpose"] if p["kind"] == of)


def _leads(event: dict[str, Any]) -> bool:
    """Return whether a case may say "transfer" (`case.wording.explain.transfer_leads`)."""
    most = max(event["purpose"], key=lambda p: float(p["probability"]))
    return bool(most["kind"] == Purpose.TRANSFER)


def bound(calls: int, of: int) -> float:
    """Return the upper end of the one-sided 95 % interval of a rate."""
    return 1.0 if calls >= of else float(beta.ppf(0.95, calls + 1, of - calls))


def measured(
    seeds: range, many: float, vessels: int, hours: float = _HOURS,
    intervals: tuple[float, ...] = INTERVALS_MIN, *, alibis: bool = False,
) -> Contacts:  # fmt: skip
    """Return what was found of `many` pairs of each kind a world, world by world."""
    name, out = scenario(many, vessels, hours, alibis=alibis), Contacts()
    for interval in intervals:
        for seed in seeds:
            made = world(
                Setting(scenario=name, seed=seed, hours=hours, vessels=vessels,
                        mean_interval_min=interval)
            )  # fmt: skip
            out.pairs.vstack(pl.DataFrame(list(pairs(made)), PAIRS, orient="row"), in_place=True)
            out.events.vstack(pl.DataFrame(list(events(made)), FOUND, orient="row"), in_place=True)
    return out


def measure(settings: Settings) -> Contacts:
    """Return the share of it that stands in `docs/accuracy.md`: small worlds."""
    return measured(range(FIRST_SEED, FIRST_SEED + settings.seeds), 8.0, 150, 48.0)


def summed(found: Contacts) -> pl.DataFrame:
    """Return a row a kind and interval: pairs, contacts, called, worded, bound of the calls."""
    counts = found.pairs.group_by("is_transfer", "behaviour", "interval_min").agg(
        pl.len().alias("pairs"), pl.col("contact", "called", "worded").sum()
    )
    return counts.sort("is_transfer", "behaviour", "interval_min").with_columns(
        bound=pl.struct("called", "pairs").map_elements(
            lambda x: bound(x["called"], x["pairs"]), return_dtype=pl.Float64
        )
    )


def main() -> None:
    """Print the tables, or write the page."""
    from .pages import contact_page  # the page imports this module

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seeds", type=int, default=1, help="worlds an interval")
    parser.add_argument("--first", type=int, default=FIRST_SEED, help="first seed (9800)")
    parser.add_argument("--pairs", type=float, default=40.0, help="pairs a kind and world")
    parser.add_argument("--vessels", type=int, default=800, help="ships a world")
    parser.add_argument("--interval", type=float, action="append", help="minutes (1, 20, 60)")
    parser.add_argument("--write", action="store_true", help="write docs/accuracy-contact.md")
    given = parser.parse_args()
    seeds = range(given.first, given.first + given.seeds)
    times = tuple(given.interval or INTERVALS_MIN)
    found = measured(seeds, given.pairs, given.vessels, intervals=times)
    hidden = measured(seeds[:1], given.pairs, _FEW_SHIPS, intervals=times, alibis=True)
    text = contact_page.page(found, hidden, seeds, given.pairs, given.vessels)
    if given.write:
        contact_page.PATH.write_text(text, encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
