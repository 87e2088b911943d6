"""CSV to archive, against DuckDB's CSV to Parquet of the same file; and memory.

    python benchmarks/csv_to_archive.py [--rows N] [--rounds K] [--memory]

The files are synthetic, in the exact Danish and MarineCadastre layouts, a day in time order,
drawn by a fixed seed. Each round runs both, each in a separate process with warm caches, and
the ratio of the medians counts, not figures of two machines. DuckDB reads with its own
detection of types and writes every column unsorted (`COPY (FROM read_csv(...)) TO ... (FORMAT
parquet, COMPRESSION zstd)`); ours is the reading step of `watch` as it stands: it also hashes the
file, checks each row, counts rejects, sorts, and splits off the static fields. Both have all
the machine's threads; the order changes from round to round. With `--memory`, 10 and 50 million
rows in no order over files: the same day again and again, so that every file overlaps every
other (the hard case).
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl

DANISH_TIME, ISO_TIME = "%d/%m/%Y %H:%M:%S", "%Y-%m-%dT%H:%M:%S"

_DUCKDB = """
import sys, time, duckdb
t, busy = time.perf_counter(), time.process_time()
duckdb.sql(f"COPY (FROM read_csv('{sys.argv[1]}')) TO '{sys.argv[2]}/x.parquet' "
           "(FORMAT parquet, COMPRESSION zstd)")
took = time.perf_counter() - t
"""
_OURS = """
import sys, time, shutil
from pathlib import Path
from seawarden.pipeline.watch.ingest import ingest
from seawarden.read import Options
def read(path, folder):
    shutil.rmtree(folder, ignore_errors=True)
    ingest((path,), folder, Options(), progress=lambda what, share: None)
read(sys.argv[3], Path(sys.argv[2]))
t, busy = time.perf_counter(), time.process_time()
read(sys.argv[1], Path(sys.argv[2]))
took = time.perf_counter() - t
"""
_UNSORTED = """
import sys, time
from seawarden.read import open_and_read, sources
from seawarden.store.archive.writer import ArchiveWriter
t, busy = time.perf_counter(), time.process_time()
with ArchiveWriter(sys.argv[2]) as writer:
    for again in range(int(sys.argv[3])):
        for source in sources([sys.argv[1]]):
            for batch in open_and_read(source, file_id=again):
                writer.add(batch)
    writer.finish()
took = time.perf_counter() - t
"""
_TAIL = """
import json, resource
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([took, time.process_time() - busy, used.ru_maxrss / 1024]))
"""


def _run(code: str, *arguments: str) -> tuple[float, float, float]:
    """Return (seconds, CPU seconds, peak MB) of a piece of code in a separate process."""
    out = subprocess.run(
        [sys.executable, "-c", code + _TAIL, *arguments], check=True, capture_output=True, text=True
    )
    seconds, busy, peak_mb = json.loads(out.stdout.splitlines()[-1])
    return float(seconds), float(busy), float(peak_mb)


def ships(rows: int, seed: int = 1) -> pl.DataFrame:
    """Return a day of reports of 4,000 ships in time order, with what they say of themselves."""
    rng = np.random.default_rng(seed)
    n = 4_000
    ship = rng.integers(0, n, rows)
    start = np.datetime64("2024-03-01", "ms")
    time = start + np.sort(rng.integers(0, 86_400, rows)).astype("timedelta64[s]")
    return pl.DataFrame(
        {
            "ship": ship,
            "mmsi": (200_000_000 + rng.integers(0, 575_000_000, n))[ship],
            "time": time,
            "lat": ((54 + 3 * rng.random(n))[ship] + rng.normal(0, 0.01, rows)).round(6),
            "lon": ((8 + 6 * rng.random(n))[ship] + rng.normal(0, 0.01, rows)).round(6),
            "sog": rng.integers(0, 200, rows) / 10,
            "cog": rng.integers(0, 3_600, rows) / 10,
            "heading": rng.integers(0, 360, rows),
            "imo": 9_000_000 + ship,
            "is_b": ship % 5 == 0,
            "length": ship % 200 + 20,
            "beam": ship % 30 + 5,
            "draught": ship % 120 / 10,
        }
    )


def write_danish(frame: pl.DataFrame, path: Path) -> None:
    """Write the Danish layout."""
    c, empty = pl.col, pl.lit("")
    frame.select(
        c("time").dt.strftime(DANISH_TIME).alias("# Timestamp"),
        pl.when("is_b")
        .then(pl.lit("Class B"))
        .otherwise(pl.lit("Class A"))
        .alias("Type of mobile"),
        c("mmsi").alias("MMSI"),
        c("lat").alias("Latitude"),
        c("lon").alias("Longitude"),
        pl.lit("Under way using engine").alias("Navigational status"),
        pl.lit("0.0").alias("ROT"),
        c("sog").alias("SOG"),
        c("cog").alias("COG"),
        c("heading").alias("Heading"),
        pl.when("is_b").then(pl.lit("Unknown")).otherwise(c("imo").cast(pl.String)).alias("IMO"),
        pl.format("OX{}", "ship").alias("Callsign"),
        pl.format("SHIP NAME {}", "ship").alias("Name"),
        pl.lit("Cargo").alias("Ship type"),
        empty.alias("Cargo type"),
        c("beam").alias("Width"),
        c("length").alias("Length"),
        pl.lit("GPS").alias("Type of position fixing device"),
        c("draught").alias("Draught"),
        pl.lit("COPENHAGEN").alias("Destination"),
        empty.alias("ETA"),
        pl.lit("AIS").alias("Data source type"),
        (c("length") // 2).alias("A"),
        (c("length") - c("length") // 2).alias("B"),
        (c("beam") // 2).alias("C"),
        (c("beam") - c("beam") // 2).alias("D"),
    ).write_csv(path, quote_style="never")


def write_marinecadastre(frame: pl.DataFrame, path: Path) -> None:
    """Write the MarineCadastre layout."""
    c = pl.col
    frame.select(
        c("mmsi").alias("MMSI"),
        c("time").dt.strftime(ISO_TIME).alias("BaseDateTime"),
        c("lat").round(5).alias("LAT"),
        c("lon").round(5).alias("LON"),
        c("sog").alias("SOG"),
        c("cog").alias("COG"),
        c("heading").cast(pl.Float64).alias("Heading"),
        pl.format("SHIP NAME {}", "ship").alias("VesselName"),
        pl.when("is_b").then(pl.lit("")).otherwise(pl.format("IMO{}", "imo")).alias("IMO"),
        pl.format("WD{}", "ship").alias("CallSign"),
        pl.lit(70).alias("VesselType"),
        pl.lit(0.0).alias("Status"),
        c("length").cast(pl.Float64).alias("Length"),
        c("beam").cast(pl.Float64).alias("Width"),
        c("draught").alias("Draft"),
        pl.lit(70.0).alias("Cargo"),
        pl.when("is_b").then(pl.lit("B")).otherwise(pl.lit("A")).alias("TransceiverClass"),
    ).write_csv(path, quote_style="never")


def _speed(folder: Path, rows: int, rounds: int) -> None:
    frame = ships(rows)
    for name, write in (("Danish", write_danish), ("MarineCadastre", write_marinecadastre)):
        path, small = folder / f"{name}.csv", folder / f"{name}-small.csv"
        write(frame, path)
        write(frame.head(1_000), small)
        ours: list[tuple[float, float, float]] = []
        theirs: list[tuple[float, float, float]] = []
        for i in range(rounds):
            for is_ours in (i % 2 == 0, i % 2 == 1):  # neither always comes first
                if is_ours:
                    ours.append(_run(_OURS, str(path), str(folder / "out"), str(small)))
                else:
                    theirs.append(_run(_DUCKDB, str(path), str(folder)))
        mine, busy, peak = (statistics.median(figures) for figures in zip(*ours, strict=True))
        other, other_busy, _ = (statistics.median(figures) for figures in zip(*theirs, strict=True))
        size = path.stat().st_size / 1e6
        print(
            f"{name} CSV to archive, {rows:,} rows, {size:.0f} MB: {mine:.2f} s; DuckDB CSV to "
            f"Parquet {other:.2f} s; ratio {mine / other:.2f} (to be at most 1); CPU {busy:.1f} s "
            f"against {other_busy:.1f} s; peak {peak:.0f} MB"
        )
        path.unlink()


def _memory(folder: Path) -> None:
    frame = ships(2_000_000)
    path = folder / "day.csv"
    write_marinecadastre(frame, path)
    peaks: list[float] = []
    for times in (5, 25):
        took, _, peak = _run(_UNSORTED, str(path), str(folder / "out"), str(times))
        peaks.append(peak)
        print(f"{2 * times} million rows, unsorted over files: {took:.0f} s, peak {peak:.0f} MB")
    print(f"memory, 50 against 10 million rows: {peaks[1] / peaks[0]:.2f} (to be at most 1.5)")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", action="store_true")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        if chosen.memory:
            _memory(Path(folder))
        else:
            _speed(Path(folder), chosen.rows, chosen.rounds)


if __name__ == "__main__":
    main()
