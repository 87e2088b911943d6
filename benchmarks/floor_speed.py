"""What the watch floor's server needs for a large docket: first view, a strait, a case, its replay.

    python -m benchmarks.floor_speed DOCKET

Prints as JSON, for each request, the median seconds of three (by the clock, and of processor), the
bytes of the answer, and at the end the peak memory. The first of each is left out of the median
and printed as `cold_s`. A docket of ten million positions: `python -m benchmarks.whole_watch`
writes the feed (`benchmarks.sea_feed`), `seawarden watch` makes the docket.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from seawarden.pipeline.floor.desk import Desk
from seawarden.pipeline.floor.pages.case_page import case_page, replay
from seawarden.pipeline.floor.queue import Filter, queue
from seawarden.pipeline.floor.tracks import TrailCache, view
from seawarden.pipeline.run_record import peak_rss_mb

RUNS = 3


def timed(ask: Callable[[], Any], size: Callable[[Any], int]) -> dict[str, float]:
    """Return what a request costs, asked once cold and `RUNS` times more."""
    walls, works = [], []
    for _ in range(RUNS + 1):
        wall, work = time.perf_counter(), time.process_time()
        answer = ask()
        walls.append(time.perf_counter() - wall)
        works.append(time.process_time() - work)
    return {
        "cold_s": round(walls[0], 3),
        "median_s": round(statistics.median(walls[1:]), 3),
        "processor_s": round(statistics.median(works[1:]), 3),
        "bytes": size(answer),
    }


def measured(folder: Path) -> dict[str, Any]:
    """Return the cost of each request on a docket."""
    desk, trails, now = Desk(folder), TrailCache(), datetime.now(UTC)
    wall = time.perf_counter()
    snapshot = desk.snapshot(now)
    opened = time.perf_counter() - wall
    assert snapshot.ends and snapshot.cases
    first, last = snapshot.ends
    case = snapshot.cases[0]
    lat, lon = case["lat_deg"], case["lon_deg"]
    strait = (lon - 1.5, lat - 1.5, lon + 1.5, lat + 1.5)
    near = (lon - 0.4, lat - 0.4, lon + 0.4, lat + 0.4)
    hours = (case["start_utc"] - timedelta(hours=3), case["end_utc"] + timedelta(hours=3))

    def text(answer: Any) -> int:
        return len(json.dumps(answer, default=str))

    def binary(answer: Any) -> int:
        return len(answer.as_bytes(0))

    world = (-180.0, -90.0, 180.0, 90.0)
    return {
        "reports": sum(i["reports"] for i in snapshot.run["inputs"]),
        "cases": len(snapshot.cases),
        "open_s": round(opened, 3),
        "queue": timed(lambda: queue(desk, Filter(), now), lambda q: len(str(q.rows))),
        "first_view": timed(lambda: view(snapshot, trails, world, first, last), binary),
        "strait": timed(lambda: view(snapshot, trails, strait, first, last), binary),
        "reports_near_a_case": timed(lambda: view(snapshot, trails, near, *hours), binary),
        "case": timed(lambda: case_page(desk, case.case_id, now), text),
        "replay": timed(lambda: replay(desk, case.case_id, now), text),
        "peak_mb": peak_rss_mb(),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measured(Path(sys.argv[1])), indent=2) + "\n")
