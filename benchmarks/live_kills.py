"""`kill -9` at random moments of a live run with known truth: nothing lost, nothing doubled.

    python -m benchmarks.live_kills [--kills 100] [--full 20] [--seed 1]

A simulated sea (SIMULATED) is written to a growing file while `seawarden live` reads it. The watch
is killed with SIGKILL at a random moment (before it listens, between blocks, while it writes a
generation), and started again, `--kills` times; after each kill the docket must open and everything
acknowledged must stand in the log. Then it runs to the end. Checked: the log holds every line once
and in order; the docket's digest is that of a run that nobody disturbed; no alert stands twice.

With `--full` it is done that many times with a full disk instead: the folder lies on a small tmpfs
that a ballast fills while lines come; the watch must say so, hold back, and go on when the ballast
is gone. Where no tmpfs can be mounted the limit is that of file sizes (RLIMIT_FSIZE), which the
kernel answers with EFBIG: that part is then left out, and the result says so.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import seawarden as sw
from seawarden.errors import SeawardenError

_COMMAND = [sys.executable, "-c", "from seawarden.cli import main; main()", "live"]


class Watch:
    """A watch of a growing file in a process of its own, and what it prints."""

    def __init__(self, feed: Path, out: Path, config: Path, *more: str) -> None:
        self.process = subprocess.Popen(
            [*_COMMAND, str(feed), "--out", str(out), "--config", str(config), "--json", *more],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.records: list[dict[str, Any]] = []
        self.began = threading.Event()  # something was acknowledged
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            try:
                record = json.loads(line)
            except ValueError:
                continue  # the kill cut it
            self.records.append(record)
            if record["type"] == "acknowledged":
                self.began.set()

    def end(self, number: int | None = None) -> str:
        """Send a signal, if any, wait for the end and return what it said of errors."""
        if number is not None:
            self.process.send_signal(number)
        assert self.process.stderr is not None
        error = self.process.stderr.read()
        self.process.wait(timeout=600)
        self._reader.join()
        return error

    def of(self, kind: str) -> list[dict[str, Any]]:
        """Return the records of one type."""
        return [r for r in self.records if r["type"] == kind]


def settings(folder: Path) -> Path:
    """Write settings under which much happens in little time."""
    path = folder / "live.toml"
    path.write_text(
        "[live]\npublish_s = 0.5\npublish_share = 0.9\ntick_s = 0.1\nacknowledge_s = 0.02\n"
        "archive_reports = 500\nlog_segment_mb = 0.1\ndisk_full_retry_s = 0.2\n"
    )
    return path


def logged(out: Path) -> bytes:
    """Return all lines of the log."""
    folder = out / "feed" / "lines"
    return b"".join(p.read_bytes() for p in sorted(folder.iterdir())) if folder.is_dir() else b""


def kills(
    folder: Path, n: int, seed: int, *, hours: float = 24.0, vessels: int = 12
) -> dict[str, Any]:
    """Kill the watch `n` times at random moments; return what was found. Raises AssertionError."""
    rng = random.Random(seed)
    sw.simulate(out=folder / "ais", seed=seed, hours=hours, vessels=vessels)
    (nmea,) = (folder / "ais").glob("SIMULATED_*.nmea")
    data, feed, out = nmea.read_bytes(), folder / "SIMULATED_feed.nmea", folder / "killed"
    config = settings(folder)
    feed.write_bytes(b"")
    written = opened = begun = 0
    for i in range(n):
        watch = Watch(feed, out, config)
        goal = len(data) * (i + 1) // n
        with feed.open("ab") as file:
            while written < goal:
                step = min(goal - written, rng.randrange(1, 20_000))
                file.write(data[written : written + step])
                file.flush()
                written += step
                time.sleep(rng.uniform(0, 0.02))
        if rng.random() < 0.8:  # else before it has begun, or while it takes up what lies there
            watch.began.wait(60.0)
        time.sleep(rng.uniform(0.0, rng.choice([0.3, 3.0])))
        watch.end(signal.SIGKILL)
        begun += watch.began.is_set()
        acknowledged = watch.of("acknowledged")
        size = sum(acknowledged[-1]["log_bytes"].values()) if acknowledged else 0
        held = logged(out)
        assert len(held) >= size, f"kill {i}: {size} bytes acknowledged, {len(held)} in the log"
        if (out / "CURRENT").exists():
            sw.open(out).events.height  # noqa: B018 - it must open
            opened += 1
    with feed.open("ab") as file:
        file.write(data[written:])
    last = Watch(feed, out, config, "--stop-after-s", "2")
    error = last.end()
    assert last.process.returncode == 0, error
    assert logged(out) == data, "the log is not the feed"
    straight = folder / "straight"
    sw.watch(nmea, out=straight)
    sw.watch(out / "feed" / "lines", out=folder / "again")
    assert sw.digest(out, folder / "again").is_equal, "the docket is not that of its log"
    told = out / "alerts.jsonl"  # none where no meeting was near
    alerts = [json.loads(line) for line in told.read_text().splitlines()] if told.exists() else []
    keys = [(a["mmsi"], a["other_mmsi"], a["stage"], a["since_utc"]) for a in alerts]
    assert len(keys) == len(set(keys)), "an alert came twice"
    mine, theirs = sw.open(out).events, sw.open(straight).events
    same = ("kind", "mmsi", "other_mmsi", "start_utc", "end_utc", "confidence")
    assert mine.select(same).sort(same).equals(theirs.select(same).sort(same)), "events differ"
    return {
        "kills": n, "seed": seed, "lines": data.count(b"\n"), "killed_after_it_began": begun,
        "dockets_opened": opened,
        "events": mine.height, "alerts": len(alerts), "lost": 0, "doubled": 0,
    }  # fmt: skip


def full_disks(folder: Path, n: int, seed: int) -> dict[str, Any]:
    """Fill the disk `n` times while lines come; return what was found. Raises AssertionError."""
    small = folder / "small"
    small.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(small)],
        capture_output=True, check=False,
    )  # fmt: skip
    if done.returncode:
        return {"full_disks": 0, "left_out": done.stderr.decode().strip()}
    try:
        return _full_disks(folder, small, n, seed)
    finally:
        subprocess.run(["umount", str(small)], check=False)


def _full_disks(folder: Path, small: Path, n: int, seed: int) -> dict[str, Any]:
    sw.simulate(out=folder / "ais2", seed=seed + 1, hours=24, vessels=12)
    (nmea,) = (folder / "ais2").glob("SIMULATED_*.nmea")
    data, feed, out = nmea.read_bytes(), folder / "SIMULATED_feed2.nmea", small / "out"
    feed.write_bytes(b"")
    watch = Watch(feed, out, settings(folder), "--stop-after-s", "8")
    ballast, written, held_back = small / "ballast", 0, 0
    while watch.process.poll() is None and not (out / "metrics.prom").exists():
        time.sleep(0.1)  # it has begun: a full disk before that is an error of the start
    with feed.open("ab") as file:
        for i in range(n):
            if i == 1:
                watch.began.wait(60.0)
            time.sleep(1.0)
            with ballast.open("wb") as weight:
                try:
                    while True:
                        os.write(weight.fileno(), bytes(4096))
                except OSError:
                    held_back += 1
            goal = len(data) * (i + 1) // n
            file.write(data[written:goal])
            file.flush()
            written = goal
            time.sleep(0.7)
            ballast.unlink()
    error = watch.end()
    assert watch.process.returncode == 0, error
    assert logged(out) == data, "the log is not the feed"
    said = [r for r in watch.of("note") if "full" in r]
    assert any(r["full"] for r in said), "nothing was said of the full disk"
    sw.watch(out / "feed" / "lines", out=folder / "again2")
    assert sw.digest(out, folder / "again2").is_equal, "the docket is not that of its log"
    return {"full_disks": held_back, "said": len(said), "lost": 0}


def main() -> None:
    """Run what was asked and print one JSON object."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--full", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = kills(folder, asked.kills, asked.seed) if asked.kills else {}
        found |= full_disks(folder, asked.full, asked.seed) if asked.full else {}
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    try:
        main()
    except (AssertionError, SeawardenError) as error:
        sys.exit(f"live_kills: {error}")
