"""Outages: receivers, feeds and hours drop out, and no silence that they cause is a call.

`python -m benchmarks.outages [--n 500] [--seed N] [--real DIR]` takes a SIMULATED sea, as its
stations and satellites hear it (and the real tracks of the Nordic and Baltic, where they are
present), removes from its reports what one outage would, and looks for `gap` with all learnt anew.
Removed is, by turns

    feed      everything for 0.5 to 24 h
    station   everything within 0.3 to 2.5 deg of a ship, for 0.5 to 24 h
    receiver  all of one receiver, for 0.5 to 24 h or for good
    satellite every report that one receiver alone heard beyond the reach of the coast's, for hours

and always what carried five ships and more. Caused is a call (0.5 and more) of a ship that lost
reports, over a time in which she lost them, that was none before. Prints each, and their number;
exits with 1 where there is one.
"""

import argparse
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

import seawarden as sw
from seawarden.detect import gap
from seawarden.detect.calibration import calibrate
from seawarden.detect.learning.learn import READS, learn
from seawarden.facts.span import scan_span
from seawarden.facts.tables import tables
from seawarden.pipeline.watch.ingest import ingest
from seawarden.read import Options
from seawarden.units import AIS_UNITS_PER_DEG, MS_PER_H

KINDS = ("feed", "station", "receiver", "satellite")
LEAST_SHIPS = 5


@dataclass(frozen=True, slots=True)
class Outage:
    """What was removed: its kind, the rows, and whose they were."""

    kind: str
    lost: pl.Series  # True for each report that was not heard
    ships: int


def sea(seed: int, *, hours: float = 60.0, vessels: int = 90) -> pl.DataFrame:
    """Return the REPORTS of a simulated sea in which nobody switches off."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        made = sw.simulate(out=out / "ais", seed=seed, hours=hours, vessels=vessels,
                           scenario="quiet", format="parquet")  # fmt: skip
        return _reports(made.ais, out / "watch")


def real(folder: Path) -> pl.DataFrame:
    """Return the REPORTS of the real tracks of the Nordic and Baltic, 14 days."""
    with tempfile.TemporaryDirectory() as out:
        return _reports(folder / "ais" / "tracks" / "nordic_baltic_2026-07.parquet", Path(out))


def _reports(ais: Path, out: Path) -> pl.DataFrame:
    archive = ingest((str(ais),), out, Options(), progress=lambda _what, _share: None).archive
    return pl.concat([frame for _, frame in archive.scan()])


def outage(reports: pl.DataFrame, kind: str, rng: np.random.Generator) -> Outage | None:
    """Draw one outage of a kind; None where what it took carried fewer than five ships."""
    ms = reports["time_utc"].to_physical().to_numpy()
    begin = rng.uniform(ms[0], ms[-1])
    hours = float(np.exp(rng.uniform(np.log(0.5), np.log(24.0))))
    inside = (ms >= begin) & (ms < begin + hours * MS_PER_H)
    lat = reports["lat_aisu"].to_numpy() / AIS_UNITS_PER_DEG
    lon = reports["lon_aisu"].to_numpy() / AIS_UNITS_PER_DEG
    if kind == "station":
        at = int(rng.integers(reports.height))
        reach = rng.uniform(0.3, 2.5)
        east = (lon - lon[at] + 180.0) % 360.0 - 180.0
        inside &= np.hypot(lat - lat[at], east * np.cos(np.radians(lat[at]))) <= reach
    elif kind in ("receiver", "satellite"):
        names = reports["receiver"].drop_nulls().unique().sort()
        if names.is_empty():
            return None
        name = names[int(rng.integers(names.len()))]
        if kind == "receiver" and rng.random() < 0.3:
            inside = ms >= begin  # it never came back
        inside &= (reports["receiver"] == name).fill_null(False).to_numpy()
        if kind == "satellite":
            coast = np.abs(lat - np.median(lat)) + np.abs(lon - np.median(lon))
            inside &= coast >= np.quantile(coast, 0.3)
    lost = pl.Series(inside)
    ships = int(reports.filter(lost)["mmsi"].n_unique())
    return Outage(kind, lost, ships) if ships >= LEAST_SHIPS else None


def calls(reports: pl.DataFrame) -> pl.DataFrame:
    """Return the `gap` calls in REPORTS, with all learnt from them."""
    made = tables(scan_span([(0, reports)]))
    given = {"HULLS": made.hulls, "STAYS": made.stays, "SILENCES": made.silences,
             "JUMPS": made.jumps, "COVERAGE": made.coverage, "TRAILS": made.trails,
             "CONTACTS": made.contacts}  # fmt: skip
    given |= {t.name: t.empty() for t in READS if t.name not in given}
    context = learn(given)
    found = gap.detect(*(given[t.name] for t in gap.READS), places=context.places,
                       context=context)  # fmt: skip
    return calibrate.calibrated(found).filter(pl.col("confidence") >= calibrate.CALL)


def caused(reports: pl.DataFrame, made: Outage, before: pl.DataFrame) -> pl.DataFrame:
    """Return the calls that the outage causes; `before` are those of all reports."""
    left = calls(reports.filter(~made.lost))
    lost = reports.filter(made.lost).select("mmsi", at="time_utc")
    hit = (
        left.join(lost, on="mmsi")
        .filter(pl.col("at").is_between("start_utc", "end_utc"))
        .unique("event_id")
    )
    known = hit.join(before.select("mmsi", "start_utc", "end_utc"), on="mmsi", suffix="_before")
    known = known.filter(
        (pl.col("start_utc_before") < pl.col("end_utc"))
        & (pl.col("end_utc_before") > pl.col("start_utc"))
    )
    return hit.join(known, on="event_id", how="anti")


def run(reports: pl.DataFrame, n: int, seed: int) -> list[str]:
    """Try `n` outages; return a line for each call that one of them caused."""
    rng, before, out, tried = np.random.default_rng(seed), calls(reports), [], 0
    for k in range(20 * n):
        made = outage(reports, KINDS[k % len(KINDS)], rng)
        if made is None:
            continue
        tried += 1
        for e in caused(reports, made, before).iter_rows(named=True):
            out.append(
                f"{made.kind} of {made.ships} ships, {made.lost.sum()} reports: {e['mmsi']} "
                f"{e['start_utc']:%d %b %H:%M} to {e['end_utc']:%d %b %H:%M} at "
                f"{e['confidence']:.2f}"
            )
        if tried == n:
            break
    return out


def main() -> None:
    """Print the calls that outages caused, and how many there were."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--n", type=int, default=500, help="outages in all (500)")
    parser.add_argument("--seed", type=int, default=20261128)
    parser.add_argument("--each", type=int, default=50, help="outages a sea (50)")
    parser.add_argument("--real", type=Path, help="folder of the real data")
    given = parser.parse_args()
    found, tried, k = [], 0, 0
    while tried < given.n:
        each = min(given.each, given.n - tried)
        is_real = given.real is not None and k == 0
        reports = real(given.real) if is_real else sea(given.seed % 100_000 + k)
        caused_here = run(reports, each, given.seed + k)
        tried, k, found = tried + each, k + 1, found + caused_here
        print("\n".join([*caused_here, f"sea {k}: {tried} outages"]), flush=True)
    print(f"{len(found)} gap calls caused by {tried} outages in {k} seas (seed {given.seed})")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
