"""The compiled pass over plain lines of CSV against the careful path, on the same file.

    python -m benchmarks.csv_paths [--rows N] [--rounds K]

A SIMULATED file in the layout of NOAA, read to tables by both: `plain_lines` with what it sets
aside (one line in a thousand has a quoted name), and all of it by `careful_lines` and Polars. It
prints the processor seconds, the least of the rounds in turns, and their ratio; the tables must be
equal.
"""

import argparse
import sys
import time
from io import BytesIO
from unittest import mock

import polars as pl

from seawarden.read.delimited import header, plain_lines, reader
from seawarden.read.table.choices import Choices
from tests.read.scene import FIXES

_HEAD = (
    "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,"
    "Length,Width,Draft,Cargo,TransceiverClass"
)


def _file(rows: int) -> bytes:
    lines = [_HEAD]
    for i in range(rows):
        f = FIXES[i % len(FIXES)]
        name = f'"{f.name}, THE"' if i % 1000 == 0 else f.name
        lines.append(
            f"{f.mmsi},{f.when:%Y-%m-%dT%H:%M:%S},{f.lat},{f.lon},{f.sog},{f.cog},{f.heading},{name},"
            f"IMO{f.imo},{f.call_sign},{f.ship_type},0,180,30,{f.draught},0,A"
        )
    return ("\n".join(lines) + "\n").encode()


def _read(data: bytes) -> tuple[float, pl.DataFrame, pl.DataFrame]:
    layout, dialect = header.understand(
        data[:131072].decode(), place="a.csv", choices=Choices(), is_complete=False
    )
    start = time.process_time()
    batches = list(
        reader.read(BytesIO(data), layout, dialect, file_id=0, place="a.csv", size=24 << 20)
    )
    spent = time.process_time() - start
    reports = pl.concat([batch.reports for batch in batches])
    return spent, reports, pl.concat([batch.statics for batch in batches])


def main() -> None:
    """Print the seconds of both and their ratio."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=300_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    data = _file(asked.rows)
    fast, careful = [], []
    for _ in range(asked.rounds):
        spent, reports, statics = _read(data)
        fast.append(spent)
        with mock.patch.object(plain_lines, "plan", return_value=None):
            spent, same_reports, same_statics = _read(data)
        careful.append(spent)
        if not (reports.equals(same_reports) and statics.equals(same_statics)):
            sys.exit("the two paths differ")
    sys.stdout.write(
        f"{asked.rows:,} rows: {min(fast):.2f} s by the compiled pass, {min(careful):.2f} s "
        f"carefully, {min(careful) / min(fast):.1f} times\n"
    )


if __name__ == "__main__":
    main()
