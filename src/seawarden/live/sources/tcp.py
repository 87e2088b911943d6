"""`tcp://host:port`: lines from a server, as receivers and AIS hubs offer them."""

import socket
from dataclasses import dataclass

from .channel import Channel, Lines
from .reconnect import keep_connected

_CONNECT_S = 10.0
_LOOK_S = 0.5
_READ_BYTES = 1 << 18


@dataclass(frozen=True, slots=True)
class Tcp:
    """Connects to a server and reads lines."""

    host: str
    port: int
    can_wait = True

    def run(self, channel: Channel) -> None:
        """Read until the watch stops; a connection that ends is made again."""
        keep_connected(channel, lambda: self._session(channel))

    def _session(self, channel: Channel) -> str:
        with socket.create_connection((self.host, self.port), _CONNECT_S) as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            line.settimeout(_LOOK_S)
            channel.connected()
            lines = Lines()
            try:
                while not channel.stop.is_set():
                    try:
                        data = line.recv(_READ_BYTES)
                    except TimeoutError:
                        continue
                    if not data:
                        return "the server closed the connection"
                    if whole := lines.feed(data):
                        channel.deliver(whole)
            finally:
                if rest := lines.end():
                    channel.deliver(rest)
        return "stopped"
