"""What an officer waits for on a large docket, by the clock, in a real browser.

    python -m benchmarks.floor_browser DOCKET [--runs 3]

Serves the docket with `seawarden serve` in a process of its own, opens it in Chromium (software
WebGL), and times, `--runs` times over after one unmeasured opening: the first view (from address
to queue in focus, and until its map is drawn), a pan of the large map to another strait and a
zoom into it (from the key to the map drawn anew), a case opened from the queue (until its text
stands) and its replay (until the slider of both ships' reports can be moved). Prints as JSON the
medians in seconds, and the server's memory.
"""

import argparse
import json
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections import defaultdict
from pathlib import Path
from typing import Any

_FLAGS = ["--no-sandbox", "--disable-quic", "--enable-unsafe-swiftshader"]
_ROW, _DRAWN = "tbody tr:focus", ".chart[data-state=drawn]"


def served(docket: Path, port: int) -> subprocess.Popen[bytes]:
    """Start the floor; return when it answers."""
    command = [sys.executable, "-c", "from seawarden.cli import main; main()", "serve"]
    server = subprocess.Popen(
        [*command, str(docket), "--port", str(port)], stdout=subprocess.DEVNULL
    )
    while server.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api/session").close()
        except OSError:
            time.sleep(0.1)
        else:
            return server
    raise SystemExit("the floor ended before it answered")


def one_round(tab: Any, url: str) -> dict[str, float]:
    """Return the seconds of each thing that is waited for."""
    took: dict[str, float] = {}

    def timed(what: str, start: float) -> None:
        took[what] = time.perf_counter() - start

    start = time.perf_counter()
    tab.goto(url)
    tab.wait_for_selector(_ROW)
    timed("queue", start)
    tab.wait_for_selector(_DRAWN)
    timed("first view, map drawn", start)
    start = time.perf_counter()
    tab.keyboard.press("Enter")
    tab.wait_for_selector("text=Innocent explanations tested")
    timed("a case", start)
    tab.get_by_label("Time of the replay").wait_for()
    timed("its replay", start)
    tab.keyboard.press("Alt+2")
    tab.wait_for_selector("h1:has-text('Map')")
    tab.wait_for_selector(_DRAWN)
    tab.locator(".chart canvas").first.focus()
    for what, key in (("pan", "ArrowRight"), ("zoom into a strait", "Shift+=")):
        start = time.perf_counter()
        tab.keyboard.press(key)
        tab.wait_for_selector(".chart[data-state=loading]")
        tab.wait_for_selector(_DRAWN)
        timed(what, start)
    return took


def measured(docket: Path, runs: int) -> dict[str, Any]:
    """Return the medians over `runs` rounds."""
    from playwright.sync_api import sync_playwright

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server, rounds = served(docket, port), defaultdict(list)
    try:
        with sync_playwright() as playwright:
            path = shutil.which("chromium") or shutil.which("google-chrome")
            browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
            tab = browser.new_page(viewport={"width": 1280, "height": 800})
            tab.set_default_timeout(120_000)
            for k in range(runs + 1):
                for what, seconds in one_round(tab, f"http://127.0.0.1:{port}").items():
                    rounds[what].append(seconds)
                    if k == 0:
                        rounds[what].clear()
            browser.close()
        status = Path(f"/proc/{server.pid}/status").read_text("ascii")
    finally:
        server.terminate()
    peak = re.search(r"VmHWM:\s+(\d+) kB", status)
    return {what: round(statistics.median(s), 2) for what, s in rounds.items()} | {
        "server_peak_mb": int(peak[1]) // 1024 if peak else None
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("docket", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    sys.stdout.write(json.dumps(measured(asked.docket, asked.runs), indent=2) + "\n")


if __name__ == "__main__":
    main()
