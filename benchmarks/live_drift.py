"""How far the first figure of a finding on a feed drifts to its final one, on simulated seas.

    python -m benchmarks.live_drift [--seeds 2] [--hours 36] [--vessels 30] [--every-h 3]

A sea (SIMULATED) comes piece by piece, and a generation is made after each, by the CONTEXT of the
whole: what `live` would publish then, for live equals batch. Of each event the confidence in the
first generation that holds it is compared with that in the last. Printed as JSON by kind: events,
those called (0.5 and more) at first, those of them that are called in the end, the median and the
90th percentile of the drift, and those that were withdrawn. Blind spot: an event that was there and
gone between two generations is not seen.
"""

import argparse
import json
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

import seawarden as sw

_CALL = 0.5


def pieces(nmea: Path, folder: Path, every_h: float) -> list[Path]:
    """Cut a file of NMEA with times in tag blocks into files of so many hours."""
    folder.mkdir()
    lines = nmea.read_bytes().splitlines(keepends=True)
    at = np.array([_time_s(line) for line in lines])
    at = np.maximum.accumulate(at)  # a line without a time goes with the one before it
    step_s = every_h * 3600
    edges = np.arange(at[at > 0][0] + step_s, at[-1], step_s)
    cuts = [0, *np.searchsorted(at, edges).tolist(), len(lines)]
    out = []
    for k, (low, high) in enumerate(pairwise(cuts)):
        out.append(folder / f"SIMULATED_{k:03d}.nmea")
        out[-1].write_bytes(b"".join(lines[low:high]))
    return out


def _time_s(line: bytes) -> int:
    found = line.find(b"c:")
    return int(line[found + 2 : found + 12]) if found >= 0 else 0


def drifts(folder: Path, seed: int, hours: float, vessels: int, every_h: float) -> pl.DataFrame:
    """Return a row for each event that any generation held: kind, first and final confidence."""
    made = sw.simulate(out=folder / "sea", seed=seed, hours=hours, vessels=vessels)
    files = pieces(Path(made.ais), folder / "pieces", every_h)
    sw.watch(files, out=folder / "whole")
    context = folder / "whole" / "context.parquet"
    columns = ("event_id", "kind", "confidence")
    seen = pl.DataFrame(schema={"event_id": pl.String, "kind": pl.String, "first": pl.Float64})
    last = seen
    for k in range(1, len(files) + 1):
        sw.watch(files[:k], out=folder / "grown", context=context)
        events = pl.read_parquet(folder / "grown" / "events.parquet", columns=list(columns))
        last = events.select("event_id", "kind", first=pl.col("confidence").cast(pl.Float64))
        seen = pl.concat([seen, last.join(seen, on="event_id", how="anti")])
    final = last.select("event_id", final="first")
    return seen.join(final, on="event_id", how="left", maintain_order="left")


def summed(rows: pl.DataFrame) -> dict[str, Any]:
    """Return the figures by kind."""
    out = {}
    for (kind,), of in rows.sort("kind").group_by("kind", maintain_order=True):
        stayed = of.drop_nulls("final")
        drift = (stayed["final"] - stayed["first"]).abs()
        called = of.filter(pl.col("first") >= _CALL)
        out[str(kind)] = {
            "events": of.height,
            "called_at_first": called.height,
            "called_in_the_end": int((called["final"].fill_null(0.0) >= _CALL).sum()),
            "drift_median": round(float(drift.median() or 0.0), 3),  # type: ignore[arg-type]
            "drift_p90": round(float(drift.quantile(0.9) or 0.0), 3),
            "withdrawn": of.height - stayed.height,
        }
    return out


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--hours", type=float, default=36)
    parser.add_argument("--vessels", type=int, default=30)
    parser.add_argument("--every-h", type=float, default=3.0)
    asked = parser.parse_args()
    found = []
    for seed in range(3100, 3100 + asked.seeds):
        with tempfile.TemporaryDirectory() as name:
            found.append(
                drifts(Path(name), seed, asked.hours, asked.vessels, asked.every_h)
            )  # fmt: skip
    print(json.dumps(summed(pl.concat(found)), indent=2))


if __name__ == "__main__":
    main()
