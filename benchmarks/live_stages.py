"""How often each stage of an alert comes true, counted on simulated seas.

    python -m benchmarks.live_stages [--seeds 20] [--hours 24] [--vessels 30]

Each sea (SIMULATED) goes through the log, the reader, the spans and the stages, a look every five
minutes of the feed, as a live feed would. A stage came true when the truth holds a meeting of the
pair (a transfer, a raft, a transfer that the detectors need not find) that began at most two hours
after the alert and had not ended before it; `missed` counts transfers of two ships that send
throughout for which no stage was announced. Prints one JSON object.
"""

import argparse
import json
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

import seawarden as sw
from seawarden.detect.transfer.ship_kind import ship_kind
from seawarden.live.inbox import Arrival
from seawarden.live.meetings.stages import STAGES, Meetings
from seawarden.live.params import Params
from seawarden.live.session import Session

_EVERY_S = 300
_SOON = timedelta(hours=2)
_BOTH_SEND = ("sts_tanker", "sts_coal", "sts_strong_tide", "sts_raft", "sts_mother")


def alerts_of(nmea: Path, out: Path) -> list[dict[str, Any]]:
    """Return the alerts of a file of NMEA that comes as a feed, by the times in its tag blocks."""
    session, meetings = Session(out, Params()), Meetings()
    kinds: dict[int, str] = {}
    found: list[dict[str, Any]] = []
    lines: list[bytes] = []
    due = 0
    for line in nmea.read_bytes().splitlines(keepends=True):
        lines.append(line)
        at = line.find(b"c:")
        if at < 0:
            continue
        now_s = int(line[at + 2 : at + 12])
        if now_s < due:
            continue
        due = now_s + _EVERY_S
        session.receive([Arrival("sea", b"".join(lines), now_s * 1000, 0, None)])
        lines.clear()
        for node in session.spans.settle():
            meetings.add(node.span)
        for mmsi, code in session.ship_types.items():
            kinds[mmsi] = _KINDS[code]
        last = session.spans.peek()
        new = meetings.look(last.span if last else None, kinds, now_s * 1000)
        meetings.announce(new)
        found += new
    return found


_KINDS = dict(
    zip(range(256), pl.DataFrame({"t": range(256)}).select(ship_kind(pl.col("t")))["t"],
        strict=True)
)  # fmt: skip


def judged(found: list[dict[str, Any]], truth: pl.DataFrame) -> dict[str, list[int]]:
    """Return for each stage how many alerts there were and how many came true."""
    pairs = truth.filter(pl.col("other_mmsi").is_not_null()).to_dicts()
    counts = {stage: [0, 0] for stage in STAGES}
    for alert in found:
        at = datetime.fromisoformat(alert["at_utc"])
        counts[alert["stage"]][0] += 1
        counts[alert["stage"]][1] += any(
            {alert["mmsi"], alert["other_mmsi"]} == {t["mmsi"], t["other_mmsi"]}
            and t["start_utc"] - _SOON <= at <= t["end_utc"] + _SOON
            for t in pairs
        )
    return counts


def main() -> None:
    """Count over several seas and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--hours", type=float, default=24.0)
    parser.add_argument("--vessels", type=int, default=30)
    asked = parser.parse_args()
    total = {stage: np.zeros(2, np.int64) for stage in STAGES}
    transfers = seen = 0
    before_min: list[float] = []
    for seed in range(asked.first, asked.first + asked.seeds):
        with tempfile.TemporaryDirectory() as folder:
            sw.simulate(
                out=Path(folder) / "ais", seed=seed, hours=asked.hours, vessels=asked.vessels
            )
            (nmea,) = (Path(folder) / "ais").glob("SIMULATED_*.nmea")
            truth = pl.read_parquet(Path(folder) / "ais" / "truth.parquet")
            found = alerts_of(nmea, Path(folder) / "out")
        for stage, (n, true) in judged(found, truth).items():
            total[stage] += (n, true)
        for row in truth.filter(pl.col("behaviour").is_in(_BOTH_SEND)).to_dicts():
            if row["other_mmsi"] is None or row["end_utc"] - row["start_utc"] < _SOON:
                continue
            transfers += 1
            mine = [
                datetime.fromisoformat(a["at_utc"]) for a in found
                if {a["mmsi"], a["other_mmsi"]} == {row["mmsi"], row["other_mmsi"]}
            ]  # fmt: skip
            seen += bool(mine)
            before_min += [(row["end_utc"] - min(mine)) / timedelta(minutes=1)] if mine else []
    out = {
        "seeds": asked.seeds, "hours": asked.hours, "vessels": asked.vessels,
        "stages": {
            stage: {"alerts": int(n), "came_true": int(true),
                    "share": round(float(true / n), 2) if n else None}
            for stage, (n, true) in total.items()
        },
        "transfers_of_2_h_and_more": transfers, "announced": seen,
        "first_alert_before_end_min_p10": round(float(np.percentile(before_min, 10)), 0)
        if before_min else None,
    }  # fmt: skip
    print(json.dumps(out, indent=2))


if __name__ == "__main__":
    main()
