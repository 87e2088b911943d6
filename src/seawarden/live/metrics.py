"""Health and rates as Prometheus metrics: a file that node_exporter picks up, or a port of our own.

Every figure that `health` and the sources count, by the name it has there; the text is Prometheus'
exposition format 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats/). The file
`metrics.prom` is written at every tick, in one rename.
"""

import re
import threading
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from ..errors import UsageError
from .sources.channel import Channel

NAME = "metrics.prom"
_STATES = ("connecting", "connected", "ended", "broken")
_ESCAPED = re.compile(r'[\\"\n]')
Row = tuple[str, str, str, dict[str, str], float]
"""Name, type, help, labels, value."""


def rows_of(health: dict[str, float], channels: Iterable[Channel]) -> list[Row]:
    """Return every metric as it is now."""
    rows: list[Row] = [
        (f"seawarden_live_{name}", _type(name), _HELP.get(name, name.replace("_", " ")), {}, value)
        for name, value in health.items()
    ]
    for channel in channels:
        of = {"source": channel.name}
        rows += [
            ("seawarden_live_source_lines_total", "counter", "lines that came", of, channel.lines),
            ("seawarden_live_source_bytes_total", "counter", "bytes that came", of,
             channel.bytes_in),
            ("seawarden_live_source_connects_total", "counter", "connections made", of,
             channel.connects),
            ("seawarden_live_source_failures_total", "counter", "connections that ended", of,
             channel.failures),
            ("seawarden_live_source_silences_total", "counter", "times it was found silent", of,
             channel.n_silent),
            ("seawarden_live_source_silent", "gauge", "connected, but sends nothing", of,
             channel.is_silent),
            ("seawarden_live_source_quiet_seconds", "gauge", "since its last line", of,
             round(channel.quiet_s(), 3)),
            ("seawarden_live_source_dropped_total", "counter",
             "datagrams that the kernel dropped", of, channel.dropped),
        ]  # fmt: skip
        rows += [
            ("seawarden_live_source_state", "gauge", "1 for the state it is in",
             {**of, "state": state}, channel.state == state)
            for state in _STATES
        ]  # fmt: skip
    return rows


_HELP = {
    "lines_total": "lines that were logged and decoded",
    "queue_bytes": "bytes that wait to be logged",
    "queue_waits_total": "times a source was held back",
    "disk_full": "1 while the disk is full and everything is held back",
}


def text_of(rows: list[Row]) -> str:
    """Return metrics in Prometheus' text format, those of one name together."""
    out: list[str] = []
    for name in dict.fromkeys(row[0] for row in rows):
        group = [row for row in rows if row[0] == name]
        out += [f"# HELP {name} {group[0][2]}", f"# TYPE {name} {group[0][1]}"]
        for _, _, _, labels, value in group:
            inside = ",".join(f'{k}="{_label(v)}"' for k, v in labels.items())
            out.append(
                f"{name}{{{inside}}} {_number(value)}" if inside else f"{name} {_number(value)}"
            )
    return "\n".join(out) + "\n"


def _number(value: float) -> str:
    """Return a value with every digit: a counter of sixty millions ends in its last line."""
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def serve(address: str, text: Callable[[], str]) -> ThreadingHTTPServer:
    """Serve the metrics at `host:port` until the server is shut down.

    Raises UsageError for an address that cannot be used.
    """
    host, _, port = address.rpartition(":")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = text().encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing of each request."""

    try:
        server = ThreadingHTTPServer((host or "127.0.0.1", int(port)), Handler)
    except (OSError, ValueError, OverflowError) as error:
        raise UsageError(f"--metrics '{address}': expected host:port: {error}") from error
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def _type(name: str) -> str:
    return "counter" if name.endswith("_total") else "gauge"


def _label(value: str) -> str:
    return _ESCAPED.sub(lambda m: "\\n" if m[0] == "\n" else "\\" + m[0], value)
