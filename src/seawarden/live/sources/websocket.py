"""`wss://stream.aisstream.io/v0/stream`: AISStream's protocol, which others speak too.

Method: the subscription is the first message and is sent as soon as the connection stands (the
service closes it after 3 s without one): the key, and the boxes that are asked for, by default the
world. Each message is one JSON envelope (`read.json_objects.aisstream`). A refusal
(`{"error": ...}`) ends the connection and is shown. Options behind `#`:
`box=lat,lon,lat,lon` (two corners, degrees; several joined by `;`).
Source: https://aisstream.io/documentation.
"""

import json
from dataclasses import dataclass, field

from ...errors import UsageError
from .channel import Channel
from .reconnect import keep_connected

_OPEN_S = 10.0
_LOOK_S = 0.5
_LARGEST = 1 << 20
_WORLD = (((-90.0, -180.0), (90.0, 180.0)),)
Corner = tuple[float, float]
Box = tuple[Corner, Corner]


@dataclass(frozen=True, slots=True)
class WebSocket:
    """Subscribes to a service and reads its messages."""

    url: str
    key: str = field(default="", repr=False)
    boxes: tuple[Box, ...] = _WORLD
    can_wait = True

    @classmethod
    def of(cls, text: str, options: dict[str, str], key: str) -> "WebSocket":
        """Return the source that was given. Raises UsageError for a box that is none."""
        boxes = tuple(_box(text, part) for part in options.get("box", "").split(";") if part)
        return cls(text.partition("#")[0], key, boxes or _WORLD)

    def run(self, channel: Channel) -> None:
        """Read until the watch stops; a connection that ends is made again.

        Raises UsageError when the package `websockets` is missing.
        """
        try:
            from websockets.exceptions import WebSocketException
            from websockets.sync.client import connect
        except ImportError as error:
            raise UsageError("wss: needs websockets; pip install 'seawarden[live]'") from error

        def session() -> str:
            try:
                with connect(self.url, open_timeout=_OPEN_S, max_size=_LARGEST) as line:
                    line.send(json.dumps(self.subscription()))
                    channel.connected()
                    while not channel.stop.is_set():
                        try:
                            message = line.recv(timeout=_LOOK_S)
                        except TimeoutError:
                            continue
                        if why := _take(message, channel):
                            return why
            except WebSocketException as error:
                return f"{type(error).__name__}: {error}"
            return "stopped"

        keep_connected(channel, session)

    def subscription(self) -> dict[str, object]:
        """Return what is asked of the service."""
        return {"APIKey": self.key, "BoundingBoxes": [[list(c) for c in box] for box in self.boxes]}


def _take(message: str | bytes, channel: Channel) -> str:
    """Hand a message on as one line; return why the connection must end, or nothing."""
    data = message.encode() if isinstance(message, str) else bytes(message)
    if b'"error"' in data[:200] and b'"MessageType"' not in data:
        return f"the service says {data[:200].decode('utf-8', 'replace')}"
    channel.deliver(b" ".join(data.split(b"\n")).strip() + b"\n")
    return ""


def _box(text: str, part: str) -> Box:
    try:
        south, west, north, east = (float(n) for n in part.split(","))
    except ValueError as error:
        raise UsageError(
            f"source '{text}': box '{part}': expected lat,lon,lat,lon in degrees"
        ) from error
    return ((south, west), (north, east))
