"""A source as it is given on the command line.

    tcp://host:4001                       lines of a server
    udp://0.0.0.0:10110                   datagrams sent to this address
    wss://stream.aisstream.io/v0/stream   AISStream's protocol; the key is a setting
    mqtt://user@broker:1883/ais/#         a broker's topic; mqtts:// with TLS
    http://0.0.0.0:8100/                  receive AIS-catcher's JSON at this address
    serial:///dev/ttyUSB0?baud=38400      a receiver on a serial line
    -                                     standard input
    PATH, file://PATH                     a growing file

Behind `#`, or `?` for mqtt, whose topics hold `#`: `name=busan` names the station, `late_s=10800`
says how late its messages may come.
"""

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from ...errors import UsageError
from ...files.streams import is_stream
from ..stamp import name_of
from .channel import Channel

EXPECTED = "expected tcp://, udp://, ws(s)://, mqtt(s)://, http://, serial://, a file or -"


class Reads(Protocol):
    """A kind of source."""

    @property
    def can_wait(self) -> bool:
        """Whether the sender keeps what is not taken yet."""

    def run(self, channel: Channel) -> None:
        """Hand lines to the channel until the watch stops or the source ends."""


@dataclass(frozen=True, slots=True)
class Source:
    """One source: what it is called, how it is read, how late it may be."""

    name: str
    reads: Reads
    late_s: float | None = None

    def start(self, channel: Channel) -> threading.Thread:
        """Read in a thread of its own."""
        thread = threading.Thread(target=self._run, args=(channel,), name=self.name, daemon=True)
        thread.start()
        return thread

    def _run(self, channel: Channel) -> None:
        try:
            self.reads.run(channel)
        except Exception as error:  # a source that breaks must not take the others with it
            channel.failed(f"stopped: {error}")
            channel.state = "broken"


@dataclass(frozen=True, slots=True)
class Secrets:
    """What is kept out of the command line and of every record."""

    key: str = ""  # AISStream's
    password: str = ""  # of an MQTT broker


def sources_of(given: tuple[str, ...], secrets: Secrets = Secrets()) -> list[Source]:
    """Return the sources that were given, each under a name of its own.

    Raises UsageError for one that is not understood.
    """
    if not given:
        raise UsageError(f"live: no source; {EXPECTED}")
    found: list[Source] = []
    for text in given:
        try:
            source = _source(text, secrets)
        except ValueError as error:  # of an address or a number in it
            raise UsageError(f"source '{text}': {error}") from error
        names = {s.name for s in found}
        name, n = source.name, 1
        while name in names:
            n += 1
            name = f"{source.name}-{n}"
        found.append(Source(name, source.reads, source.late_s))
    return found


def _source(text: str, secrets: Secrets) -> Source:
    if text == "-":
        from .stdin import Stdin

        return Source("stdin", Stdin())
    if "://" not in text:
        return _file(text)
    url = urlsplit(text)
    options = dict(parse_qsl(url.query)) | dict(parse_qsl(url.fragment))
    late_s = float(options["late_s"]) if "late_s" in options else None
    port = url.port
    reads = _reads(text, url, options, port, secrets)
    plain = f"{url.scheme}-{url.hostname or ''}{url.path}-{port or ''}"
    return Source(name_of(options.get("name", plain)), reads, late_s)


def _file(text: str) -> Source:
    from .file import GrowingFile

    path, _, options = text.partition("#")
    given = dict(parse_qsl(options))
    if is_stream(Path(path)):
        raise UsageError(f"source '{text}': a pipe, which ends; give it as -: ... live - < {path}")
    if not Path(path).is_file():
        raise UsageError(f"source '{text}': no such file; {EXPECTED}")
    late = float(given["late_s"]) if "late_s" in given else None
    return Source(name_of(given.get("name", Path(path).stem)), GrowingFile(Path(path)), late)


def _reads(
    text: str, url: SplitResult, options: dict[str, str], port: int | None, secrets: Secrets
) -> Reads:
    host = url.hostname or ""
    match url.scheme:
        case "tcp" | "udp":
            from .tcp import Tcp
            from .udp import Udp

            if port is None or (url.scheme == "tcp" and not host):
                raise UsageError(f"source '{text}': expected {url.scheme}://host:port")
            return Tcp(host, port) if url.scheme == "tcp" else Udp(host or "0.0.0.0", port)
        case "file":
            return _file(unquote(url.path)).reads
        case "serial":
            from .serial import Serial

            return Serial(unquote(url.path) or host, int(options.get("baud", "38400")))
        case "ws" | "wss":
            from .websocket import WebSocket

            return WebSocket.of(text, options, secrets.key)
        case "mqtt" | "mqtts":
            from .mqtt import Mqtt

            return Mqtt.of(text, secrets.password)
        case "http":
            from .http import HttpReceiver

            return HttpReceiver(host or "127.0.0.1", port or 80)
    raise UsageError(f"source '{text}': {EXPECTED}")
