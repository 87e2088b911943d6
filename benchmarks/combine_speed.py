"""What it costs to scan days apart and combine them, as every watch does: beside one pass.

    python -m benchmarks.combine_speed [--days 3] [--thin 4] [--runs 7]

Some days of a SIMULATED feed, one report in `--thin`, a hundred of its MMSIs taken for shared, so
that the facts of each span carry who sent what. Prints medians of interleaved runs in one process,
in seconds of the clock and of all processors: other work on the machine disturbs the first. The
bar is 1.1 times one pass by the second. Fails when it is passed, or when the facts differ.
"""

import argparse
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import polars as pl

from benchmarks.feed import SHIPS, batches
from seawarden.engine.threads import span_of
from seawarden.facts.tables import Facts, tables
from seawarden.pipeline.watch import shared_mmsi
from seawarden.pipeline.watch.facts import CHOSEN, SCANNED
from seawarden.store.archive import Archive
from seawarden.store.archive.writer import ArchiveWriter

BAR = 1.1
_SHARED = 100
_ROWS_A_DAY = 24 * SHIPS * 104


def make(folder: Path, days: int, thin: int) -> Archive:
    """Write an archive of some days, one report in `thin`."""
    with ArchiveWriter(folder) as writer:
        for batch in batches(days * _ROWS_A_DAY):
            reports = batch.reports.gather_every(thin)
            writer.add(replace(batch, reports=reports, n_reports=reports.height,
                               lines=reports.height))  # fmt: skip
        return writer.finish([{"path": "SIMULATED feed", "sha256": ""}])


def same(one: Facts, two: Facts) -> bool:
    """Whether two passes gave the same tables."""
    names = ("hulls", "stays", "trails", "silences", "jumps", "coverage", "contacts")
    return all(getattr(one, n).equals(getattr(two, n)) for n in names)


def main() -> int:
    """Measure, print, and return 1 above the bar."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--days", type=int, default=3)
    parser.add_argument("--thin", type=int, default=4)
    parser.add_argument("--runs", type=int, default=7)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        archive = make(Path(folder), asked.days, asked.thin)
        first = next(iter(archive.scan(SCANNED)))[1]
        some = first["mmsi"].unique().sort().head(_SHARED).to_frame()
        chosen = some.with_columns(several=pl.lit(value=True)).cast(dict(CHOSEN))
        who = shared_mmsi.share(archive, chosen)

        def once(span_reports: int) -> tuple[float, float, Facts]:
            begun, cpu = time.perf_counter(), time.process_time()
            span = span_of(archive.scan(SCANNED), senders=who, span_reports=span_reports)
            made = tables(span)
            return time.perf_counter() - begun, time.process_time() - cpu, made

        n = archive.n_reports
        wall: dict[str, list[float]] = {"one pass": [], "combined": []}
        busy: dict[str, list[float]] = {"one pass": [], "combined": []}
        facts = {}
        for run in range(asked.runs + 1):
            for name, size in (("one pass", n + 1), ("combined", n // asked.days // 2)):
                took, cpu, facts[name] = once(size)
                if run:  # the first warms caches
                    wall[name].append(took)
                    busy[name].append(cpu)
        equal = same(facts["one pass"], facts["combined"])
    print(f"{n:,} reports of {asked.days} days, {len(who.rows):,} of them under {some.height} "
          "shared MMSIs")  # fmt: skip
    ratio = 0.0
    for what, seconds in (("clock", wall), ("processors", busy)):
        one, both = (statistics.median(seconds[name]) for name in ("one pass", "combined"))
        ratio = both / one
        print(f"{what}: one pass {one:.2f} s, combined {both:.2f} s, ratio {ratio:.3f}")
    print(f"bar {BAR} (processors); facts {'equal' if equal else 'DIFFER'}")
    return 0 if equal and ratio <= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
