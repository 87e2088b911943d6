"""`http://0.0.0.0:8100/`: AIS-catcher's JSON, posted to this address (its option `-H`).

A post holds `{"stationid": ..., "msgs": [{...}, ...]}`, one message, or an array of them; each
message, with the station that heard it, becomes a line. The answer 200 means that every message is
on the disk; 400 that the body was not understood, and nothing of it was taken; 503 that the disk
had no room within half a minute: the sender may send it again.

Blind spot: nobody is asked who he is; listen on an address that only senders can reach.
"""

import gzip
import json
import threading
import zlib
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from ...errors import UsageError
from .channel import Channel

_LARGEST = 16 << 20
_ON_DISK_S = 30.0
_SLOW_S = 20.0  # a sender that stops in the middle of a post is not waited for any longer
_LOOK_S = 0.5
_EXPECTED = 'expected {"msgs": [{"nmea": [...], "rxtime": ...}, ...]}'


@dataclass(frozen=True, slots=True)
class HttpReceiver:
    """Takes posts of messages."""

    host: str
    port: int
    can_wait = True

    def run(self, channel: Channel) -> None:
        """Listen until the watch stops. Raises UsageError when the address cannot be used."""

        class Handler(BaseHTTPRequestHandler):
            timeout = _SLOW_S

            def do_POST(self) -> None:
                code, text = _posted(self, channel)
                body = (text + "\n").encode()
                self.send_response(code)
                self.send_header("Content-Type", "text/plain; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing of each request: counts stand in the metrics."""

        try:
            server = ThreadingHTTPServer((self.host, self.port), Handler)
        except OSError as error:
            raise UsageError(f"http://{self.host}:{self.port}: {error}") from error
        server.daemon_threads = True
        with server:
            thread = threading.Thread(target=server.serve_forever, args=(_LOOK_S,), daemon=True)
            thread.start()
            channel.connected()
            channel.stop.wait()
            server.shutdown()


def _posted(request: BaseHTTPRequestHandler, channel: Channel) -> tuple[int, str]:
    """Take one post; return the answer and its words."""
    try:
        body = _body(request)
        lines = _lines(_unpacked(body, request.headers.get("Content-Encoding", "")))
    except (ValueError, OSError) as error:
        channel.say(f"{channel.name}: a post was refused: {error}")
        return 400, str(error)
    if not lines:
        return 200, "0 messages"
    on_disk = threading.Event()
    channel.deliver(b"\n".join(lines) + b"\n", acknowledge=on_disk.set)
    if not on_disk.wait(_ON_DISK_S):
        return 503, "not on the disk yet; send it again later"
    return 200, f"{len(lines)} messages"


def _body(request: BaseHTTPRequestHandler) -> bytes:
    length = int(request.headers.get("Content-Length") or -1)
    if not 0 <= length <= _LARGEST:
        raise ValueError(f"Content-Length is {length}, expected 0 to {_LARGEST} bytes")
    body = request.rfile.read(length)
    if len(body) < length:
        raise ValueError(f"the post of {length} bytes broke off after {len(body)}")
    return body


def _unpacked(body: bytes, encoding: str) -> bytes:
    if encoding not in ("gzip", "deflate"):
        return body
    try:
        made = zlib.decompressobj(47).decompress(body, _LARGEST)
    except (zlib.error, gzip.BadGzipFile) as error:
        raise ValueError(f"the body is no {encoding}: {error}") from error
    if len(made) >= _LARGEST:
        raise ValueError(f"unpacked, the body has more than {_LARGEST} bytes")
    return made


def _lines(body: bytes) -> list[bytes]:
    """Return each message as a line of JSON. Raises ValueError for anything else."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"no JSON ({error}); {_EXPECTED}") from error
    station = value.get("stationid") or value.get("station_id") if isinstance(value, dict) else None
    messages = value.get("msgs", [value]) if isinstance(value, dict) else value
    if not isinstance(messages, list) or not all(isinstance(m, dict) for m in messages):
        raise ValueError(_EXPECTED)
    out = []
    for message in messages:
        if not isinstance(message.get("nmea"), list | str):
            raise ValueError(f"a message without 'nmea'; {_EXPECTED}")
        named = {"station_id": str(station), **message} if station else message
        out.append(json.dumps(named).encode())
    return out
