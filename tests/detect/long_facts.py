"""Facts of months, so that a cut in time leaves events on both sides further off than `NEEDS`.

Random tables of a few days (`random_tables`), laid one after the other in time: some days apart, so
that what belongs together may lie in two of them, and the ships of all are the same.
"""

import os
from datetime import datetime, timedelta
from functools import cache
from types import ModuleType

import polars as pl

from seawarden.detect.learning.context import Context
from seawarden.detect.learning.learn import READS, learn
from seawarden.schema import TIME

from .random_tables import tables

CUTS = int(os.environ.get("SEAWARDEN_CUTS", "8"))
"""Random cuts a detector; the proof takes fifty."""


@cache
def made(seed: int, worlds: int, apart_h: float) -> tuple[dict[str, pl.DataFrame], Context]:
    """Return (tables by name, what they teach): `worlds` random ones, `apart_h` from each other."""
    parts = [shifted(tables(seed * 100 + k), k * apart_h, k) for k in range(worlds)]
    joined = {name: pl.concat([part[name] for part in parts]) for name in parts[0]}
    # The ships are there all the while: a hull whose rows outlive her is none that a pass makes.
    times = [f[c] for f in joined.values() for c in ("start_utc", "end_utc") if c in f.columns]
    joined["HULLS"] = (
        joined["HULLS"]
        .unique("hull", keep="first", maintain_order=True)
        .with_columns(
            start_utc=pl.lit(min(t.min() for t in times), TIME),
            end_utc=pl.lit(max(t.max() for t in times), TIME),
        )
    )
    return joined, learn({t.name: joined[t.name] for t in READS})


def long_facts(
    detector: ModuleType, seed: int
) -> tuple[dict[str, pl.DataFrame], Context, pl.DataFrame]:
    """Return (tables, context, the detector's events) of a time long beside its `NEEDS`."""
    return _found(detector.NAME, detector, seed)


@cache
def _found(
    name: str, detector: ModuleType, seed: int
) -> tuple[dict[str, pl.DataFrame], Context, pl.DataFrame]:
    needs = detector.NEEDS
    around_h = needs.before_h + needs.after_h
    worlds, apart_h = (8, 0.45 * around_h) if around_h > 500.0 else (4, 61.0)
    # Spaced unlike for each seed: a border may not lie between two of them by luck alone.
    facts, context = made(seed, worlds, apart_h + 7.3 * seed)
    found = detector.detect(
        *(facts[t.name] for t in detector.READS), places=context.places, context=context
    )
    return facts, context, found


def shifted(made: dict[str, pl.DataFrame], hours: float, k: int) -> dict[str, pl.DataFrame]:
    """Return tables so many hours later; sightings and scenes get names of their own."""
    later = timedelta(milliseconds=round(hours * 3_600_000))
    if hours and "COVERAGE" in made:
        whole = timedelta(hours=round(hours))
        later = whole  # COVERAGE counts whole hours
    out = {
        name: frame.with_columns(pl.col(c) + later for c, t in frame.schema.items() if t == TIME)
        for name, frame in made.items()
    }
    prefix = pl.lit(f"{k}:")
    out["SIGHTINGS"] = out["SIGHTINGS"].with_columns(
        (prefix + pl.col(c)).alias(c) for c in ("sighting_id", "scene_id")
    )
    # A scene's name holds its time: made anew from the shifted sightings.
    from seawarden.facts.fixes import scenes_of

    before, after = scenes_of(made["SIGHTINGS"]), scenes_of(out["SIGHTINGS"])
    names = before.select("sighting_id", old="scene").join(
        after.select(pl.col("sighting_id").str.strip_prefix(f"{k}:"), new="scene"), on="sighting_id"
    ).unique("old", keep="any").select(scene="old", new="new")  # fmt: skip
    fixes = out["FIXES"].join(names, on="scene", how="left", maintain_order="left")
    out["FIXES"] = fixes.with_columns(scene="new").drop("new")
    return out


def extent(events: pl.DataFrame) -> tuple[datetime, datetime]:
    """Return the first start and the last end of events."""
    return events["start_utc"].min(), events["end_utc"].max()  # type: ignore[return-value]


def far(events: pl.DataFrame, at: datetime, side: str, detector: ModuleType) -> pl.DataFrame:
    """Return the events on one side of a cut that lie further from it than `NEEDS`."""
    needs = detector.NEEDS
    if side == "before":
        return events.filter(pl.col("end_utc") < at - timedelta(hours=needs.after_h))
    return events.filter(pl.col("start_utc") > at + timedelta(hours=needs.before_h))
