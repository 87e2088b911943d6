"""How fast the archive becomes events, beside DuckDB merely scanning and sorting it.

    python -m benchmarks.watch_speed [--rows 10000000] [--memory]

Prints medians of interleaved runs in one process, as ratios to DuckDB scanning the columns that
the pass reads and sorting them by MMSI and time. `--memory` measures the peak memory of the pass
and detectors in a separate process, at one and five times the rows.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from benchmarks.feed import batches
from seawarden.detect import ALL
from seawarden.detect.learning.learn import learn
from seawarden.engine.threads import span_of
from seawarden.facts.tables import tables
from seawarden.geo.places import Places
from seawarden.pipeline.run_record import peak_rss_mb
from seawarden.pipeline.watch.facts import SCANNED
from seawarden.schema import CLAIMS
from seawarden.store.archive import Archive
from seawarden.store.archive.writer import ArchiveWriter

_MEETING = ("time_utc", "mmsi", "lat_aisu", "lon_aisu", "sog_kn", "cog_deg")


def make(folder: Path, rows: int) -> Archive:
    """Write an archive of about `rows` reports."""
    with ArchiveWriter(folder) as writer:
        for batch in batches(rows):
            writer.add(batch)
        return writer.finish([{"path": "SIMULATED feed", "sha256": ""}])


def all_events(archive: Archive) -> dict[str, int]:
    """Run the pass and every detector of the watch; return events by kind."""
    facts = tables(span_of(archive.scan(SCANNED)))
    given = {
        "HULLS": facts.hulls, "CLAIMS": CLAIMS.empty(), "STAYS": facts.stays,
        "TRAILS": facts.trails, "SILENCES": facts.silences, "JUMPS": facts.jumps,
        "COVERAGE": facts.coverage, "CONTACTS": facts.contacts,
    }  # fmt: skip
    context = learn(given)
    return {
        d.NAME: d.detect(
            *(given[t.name] for t in d.READS), places=context.places, context=context
        ).height
        for d in ALL
        if d.NAME in FIVE
    }


FIVE = ("encounter", "sts", "gap", "loitering", "port_visit")


def encounters(archive: Archive) -> int:
    """Run the pass for contacts only, and the encounter detector."""
    detector = next(d for d in ALL if d.NAME == "encounter")
    pieces = (
        (row, frame.with_columns(_ONE, _NONE, _NO_HEADING)) for row, frame in archive.scan(_MEETING)
    )
    facts = tables(span_of(pieces, contacts_only=True))
    given = {"CONTACTS": facts.contacts, "HULLS": facts.hulls, "CLAIMS": CLAIMS.empty()}
    return int(detector.detect(*(given[t.name] for t in detector.READS), places=Places()).height)


_ONE = pl.lit(1, pl.UInt8).alias("ais_class")
_NONE = pl.lit(None, pl.String).alias("receiver")
_NO_HEADING = pl.lit(None, pl.Float32).alias("heading_deg")  # an encounter asks for none


def duckdb_sort(folder: Path, columns: tuple[str, ...]) -> int:
    """Scan `columns` and sort them by MMSI and time; DuckDB keeps the result as a table."""
    with duckdb.connect() as connection:
        connection.execute(f"SET threads = 2; SET temp_directory = '{folder}/spill'")
        connection.execute(
            f"CREATE TABLE sorted AS SELECT {', '.join(columns)} FROM "
            f"read_parquet('{folder}/reports/*.parquet') ORDER BY mmsi, time_utc"
        )
        return 1


def unsorted(folder: Path, target: Path) -> int:
    """Bring the reports, shuffled, into time order by DuckDB's sort."""
    with duckdb.connect() as connection:
        connection.execute(f"SET threads = 2; SET temp_directory = '{folder}/spill'")
        connection.execute(
            f"COPY (SELECT * FROM read_parquet('{target}') ORDER BY time_utc, mmsi) "
            f"TO '{folder}/sorted.parquet' (COMPRESSION zstd)"
        )
        return 1


def timed(what: Callable[[], Any]) -> float:
    """Return the seconds a call takes."""
    start = time.perf_counter()
    what()
    return time.perf_counter() - start


def speed(rows: int, runs: int) -> dict[str, Any]:
    """Return medians and ratios; the contestants take turns, so noise hits all alike."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive = make(folder, rows)
        found = all_events(archive)  # warm: files in cache, kernels compiled
        shuffled = folder / "shuffled.parquet"
        with duckdb.connect() as connection:
            connection.execute(
                f"COPY (SELECT * FROM read_parquet('{folder}/reports/*.parquet') "
                f"ORDER BY hash(line)) TO '{shuffled}' (COMPRESSION zstd)"
            )
        contestants: dict[str, Callable[[], Any]] = {
            "duckdb scan and sort": lambda: duckdb_sort(folder, SCANNED),
            "five kinds of event": lambda: all_events(archive),
            "duckdb scan and sort, 6 columns": lambda: duckdb_sort(folder, _MEETING),
            "encounters alone": lambda: encounters(archive),
            "unsorted input, duckdb's sort by time": lambda: unsorted(folder, shuffled),
        }
        seconds: dict[str, list[float]] = {name: [] for name in contestants}
        for _ in range(runs):
            for label, what in contestants.items():
                seconds[label].append(timed(what))
        medians = {label: statistics.median(values) for label, values in seconds.items()}
        base = medians["duckdb scan and sort"]
        return {
            "rows": archive.n_reports,
            "events": found,
            "seconds": {k: round(v, 3) for k, v in medians.items()},
            "ratio": {k: round(v / base, 3) for k, v in medians.items()},
        }


def peak_mb(rows: int) -> float:
    """Return the peak memory of the pass and detectors on `rows` reports, in a new process."""
    with tempfile.TemporaryDirectory() as name:
        subprocess.run(
            [sys.executable, "-m", "benchmarks.watch_speed", "--write", name, "--rows", str(rows)],
            check=True,
        )
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.watch_speed", "--read", name],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        return float(done.stdout)


def main() -> None:
    """Parse the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--write", type=Path)
    parser.add_argument("--read", type=Path)
    given = parser.parse_args()
    if given.write:
        make(given.write, given.rows)
    elif given.read:
        all_events(Archive(given.read))
        print(peak_rss_mb())
    else:
        print(json.dumps(speed(given.rows, given.runs), indent=2))
        if given.memory:
            small, large = peak_mb(given.rows), peak_mb(5 * given.rows)
            print(f"peak memory: {small:.0f} MB, five times the rows {large:.0f} MB", end=" ")
            print(f"({large / small:.2f} times)")


if __name__ == "__main__":
    main()
