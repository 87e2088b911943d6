"""What the live feed carries: messages a second from another process, losses, latency, memory.

    python -m benchmarks.live_load [--rate 100000] [--minutes 10] [--ships 50000] [--udp]

A second process makes position reports of `--ships` MMSIs in motion (SIMULATED), a share of them in
pairs that drift beside each other, with the time in a tag block, and sends them over TCP (or UDP)
at `--rate` a second of the clock, `--speed` times as fast as the time in them. `seawarden live`
takes them, decodes, tracks, looks for meetings. Printed, as one JSON object: lines sent, received
and decoded; datagrams that the kernel dropped (`/proc/net/udp`); processor seconds of the watch a
million messages; alert latency p50 and p99 (from the arrival of the oldest line of a tick to the
alert); memory at its highest. On a machine that is shared the processor seconds are the figure to
trust.
"""

import argparse
import json
import multiprocessing
import multiprocessing.pool
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

_COMMAND = [sys.executable, "-c", "from seawarden.cli import main; main()", "live"]
_SIX = np.array([c + 48 if c < 40 else c + 56 for c in range(64)], np.uint8)
_EPOCH_S = 1_772_409_600
_PAIRS = 0.002


def sentences(ships: int, step_s: float, at_s: float) -> bytes:
    """Return a report of every ship at one moment, as sentences with tag blocks (SIMULATED)."""
    i = np.arange(ships)
    n_pairs = int(ships * _PAIRS) // 2
    lead = np.where(i < 2 * n_pairs, i // 2, i)
    lat = -60 + 120 * ((lead * 0.6180339887) % 1)
    lon = -180 + 360 * ((lead * 0.7548776662) % 1)
    sog = np.where(i < 2 * n_pairs, 0.4, 11.0)
    lat = lat + np.where(i < 2 * n_pairs, (i % 2) * 0.0007, 0) + 11 / 3600 / 60 * at_s * (sog > 1)
    return _encoded(410_000_000 + i, lat, lon, sog, np.zeros(ships), _EPOCH_S + at_s, step_s)


def _encoded(
    mmsi: Any, lat: Any, lon: Any, sog: Any, cog: Any, at_s: float, step_s: float
) -> bytes:
    n = len(mmsi)
    bits = np.zeros((n, 168), np.uint8)

    def put(start: int, size: int, value: Any) -> None:
        value = np.broadcast_to(np.asarray(value), n).astype(">i8")
        spread = np.unpackbits(value.view(np.uint8).reshape(n, 8), axis=1)
        bits[:, start : start + size] = spread[:, 64 - size :]

    seconds = at_s + np.arange(n) / n * step_s
    put(0, 6, 1)
    put(8, 30, mmsi)
    put(50, 10, np.rint(sog * 10))
    put(61, 28, np.rint(lon * 600_000).astype(np.int64) & ((1 << 28) - 1))
    put(89, 27, np.rint(lat * 600_000).astype(np.int64) & ((1 << 27) - 1))
    put(116, 12, np.rint(cog * 10))
    put(128, 9, 511)
    put(137, 6, seconds.astype(np.int64) % 60)
    weights = (1 << np.arange(5, -1, -1)).astype(np.uint8)
    payload = _SIX[np.einsum("ijk,k->ij", bits.reshape(n, 28, 6), weights)]
    body = np.concatenate(
        [np.tile(np.frombuffer(b"AIVDM,1,1,,A,", np.uint8), (n, 1)), payload,
         np.tile(np.frombuffer(b",0", np.uint8), (n, 1))], axis=1,
    )  # fmt: skip
    stamp = np.char.mod("%013d", (seconds * 1000).astype(np.int64)).astype("S13")
    tag = np.concatenate(
        [np.tile(np.frombuffer(b"s:SIMULATED-LOAD,c:", np.uint8), (n, 1)),
         stamp.view(np.uint8).reshape(n, 13)], axis=1,
    )  # fmt: skip
    parts = [_byte(n, b"\\"), tag, _byte(n, b"*"), _hex(tag), _byte(n, b"\\!"), body,
             _byte(n, b"*"), _hex(body), _byte(n, b"\n")]  # fmt: skip
    return np.concatenate(parts, axis=1).tobytes()


def _byte(n: int, text: bytes) -> Any:
    return np.tile(np.frombuffer(text, np.uint8), (n, 1))


def _hex(rows: Any) -> Any:
    digits = np.frombuffer(b"0123456789ABCDEF", np.uint8)
    total = np.bitwise_xor.reduce(rows, axis=1)
    return np.stack([digits[total >> 4], digits[total & 15]], axis=1)


def send(address: tuple[str, int], is_udp: bool, rate: float, seconds: float, ships: int,
         speed: float, sent: Any) -> None:  # fmt: skip
    """Send at the rate asked; `sent` counts the lines."""
    step_s = ships / rate * speed
    kind = socket.SOCK_DGRAM if is_udp else socket.SOCK_STREAM
    with socket.socket(socket.AF_INET, kind) as line:
        if is_udp:
            line.connect(address)
            to = line
        else:
            line.bind(address)
            line.listen(1)
            to, _ = line.accept()
        start, at_s = time.monotonic(), 0.0
        while time.monotonic() - start < seconds:
            data = sentences(ships, step_s, at_s)
            size = data.index(b"\n") + 1  # every line is as long as the first
            for k in range(0, ships, 2_000):
                n = min(2_000, ships - k)
                due = start + (sent.value + n) / rate
                if (wait := due - time.monotonic()) > 0:
                    time.sleep(wait)
                part = data[k * size : (k + n) * size]
                if is_udp:
                    for j in range(0, len(part), 10 * size):
                        to.send(part[j : j + 10 * size])
                else:
                    to.sendall(part)
                sent.value += n
            at_s += step_s
        to.close()


def main() -> None:
    """Run the load and print one JSON object."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rate", type=float, default=100_000)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--ships", type=int, default=50_000)
    parser.add_argument("--speed", type=float, default=1.0, help="feed seconds a second")
    parser.add_argument("--publish-s", type=float, default=120.0)
    parser.add_argument("--udp", action="store_true")
    asked = parser.parse_args()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    sent = multiprocessing.Value("q", 0)
    with tempfile.TemporaryDirectory() as name:
        out = Path(name) / "out"
        arguments = (("127.0.0.1", port), asked.udp, asked.rate, asked.minutes * 60, asked.ships,
                     asked.speed, sent)  # fmt: skip
        sender = multiprocessing.Process(target=send, args=arguments)
        if not asked.udp:
            sender.start()
        watch = subprocess.Popen(
            [*_COMMAND, f"{'udp' if asked.udp else 'tcp'}://127.0.0.1:{port}", "--out", str(out),
             "--json", "--publish-s", str(asked.publish_s)],
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        if asked.udp:
            while watch.poll() is None and not _is_bound(port):
                time.sleep(0.1)
            sender.start()
        reader = multiprocessing.pool.ThreadPool(1).apply_async(_read, (watch,))
        peaks = []
        while sender.is_alive():
            time.sleep(1.0)
            peaks.append(_memory_mb(watch.pid))
        start, before = time.monotonic(), -1
        while time.monotonic() - start < 600:  # what still waits
            time.sleep(2.0)
            text = (out / "metrics.prom").read_text() if (out / "metrics.prom").exists() else ""
            now = int(_metric(text, "seawarden_live_lines_total"))
            if now >= sent.value or now == before:
                break
            before = now
        caught_up_s = time.monotonic() - start
        watch.send_signal(signal.SIGTERM)
        alerts, generations = reader.get()
        watch.wait()
        used = os.times()
        print(json.dumps({
            "rate_asked": asked.rate, "minutes": asked.minutes, "ships": asked.ships,
            "speed": asked.speed, "udp": asked.udp,
            "sent": sent.value, "sent_a_second": round(sent.value / (asked.minutes * 60)),
            "decoded": int(_metric(text, "seawarden_live_lines_total")),
            "rejected": int(_metric(text, "seawarden_live_rejects_total")),
            "kernel_dropped": int(_metric(text, "seawarden_live_source_dropped_total")),
            "caught_up_after_s": round(caught_up_s, 1),
            "processor_s_a_million": round(
                (used.children_user + used.children_system) / max(sent.value, 1) * 1e6, 2),
            "alerts": len(alerts),
            "alert_latency_p50_s": _share(alerts, 50), "alert_latency_p99_s": _share(alerts, 99),
            "generations": generations, "peak_memory_mb": max(peaks, default=0),
        }, indent=2))  # fmt: skip


def _is_bound(port: int) -> bool:
    return f":{port:04X} " in Path("/proc/net/udp").read_text("ascii")


def _read(watch: subprocess.Popen[str]) -> tuple[list[float], int]:
    alerts, generations = [], 0
    assert watch.stdout is not None
    for line in watch.stdout:
        record = json.loads(line)
        if record["type"] == "alert":
            alerts.append(float(record["latency_s"]))
        generations += record["type"] == "generation"
    return alerts, generations


def _share(values: list[float], q: float) -> float | None:
    return round(float(np.percentile(values, q)), 3) if values else None


def _metric(text: str, name: str) -> float:
    found = re.search(rf"^{name}(?:{{[^}}]*}})? ([0-9.e+]+)$", text, re.MULTILINE)
    return float(found[1]) if found else 0.0


def _memory_mb(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    found = re.search(r"VmRSS:\s+(\d+) kB", text)
    return int(found[1]) // 1024 if found else 0


if __name__ == "__main__":
    main()
