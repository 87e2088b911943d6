"""`udp://host:port`: datagrams of sentences, sent to us; `host` is the address to listen on.

What the kernel throws away because nobody took it in time is counted from its own counter
(`/proc/net/udp`, `/proc/net/udp6`, column `drops`; Linux).
"""

import socket
from dataclasses import dataclass
from pathlib import Path

from ...errors import UsageError
from .channel import Channel

_LOOK_S = 0.5
_BUFFER_BYTES = 64 << 20
_AT_ONCE = 4_096  # datagrams handed on together
_LARGEST = 65_536


@dataclass(frozen=True, slots=True)
class Udp:
    """Listens for datagrams."""

    host: str
    port: int
    can_wait = False

    def run(self, channel: Channel) -> None:
        """Listen until the watch stops. Raises UsageError when the address cannot be used."""
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family, socket.SOCK_DGRAM) as line:
            for option in (getattr(socket, "SO_RCVBUFFORCE", 33), socket.SO_RCVBUF):
                try:
                    line.setsockopt(socket.SOL_SOCKET, option, _BUFFER_BYTES)
                    break
                except OSError:
                    continue  # beyond what an ordinary user may have: the plain option is capped
            try:
                line.bind((self.host, self.port))
            except OSError as error:
                raise UsageError(f"udp://{self.host}:{self.port}: {error}") from error
            channel.connected()
            descriptor = f"/proc/self/fd/{line.fileno()}"
            while not channel.stop.is_set():
                if data := _received(line):
                    channel.deliver(data)
                channel.dropped = drops_of(descriptor)


def _received(line: socket.socket) -> bytes:
    """Return the datagrams that wait, each ended by a line feed; waits for the first."""
    line.settimeout(_LOOK_S)
    try:
        parts = [line.recv(_LARGEST)]
    except TimeoutError:
        return b""
    line.setblocking(False)
    try:
        while len(parts) < _AT_ONCE:
            parts.append(line.recv(_LARGEST))
    except BlockingIOError:
        pass
    return b"".join(p if p.endswith(b"\n") else p + b"\n" for p in parts if p)


def drops_of(descriptor: str) -> int:
    """Return how many datagrams the kernel dropped on a socket (`/proc/self/fd/N`); 0 unknown."""
    try:
        inode = Path(descriptor).readlink().name.removeprefix("socket:[").removesuffix("]")
        for table in ("/proc/net/udp", "/proc/net/udp6"):
            for row in Path(table).read_text(encoding="ascii").splitlines()[1:]:
                cells = row.split()
                if cells[9] == inode:
                    return int(cells[12])
    except (OSError, IndexError, ValueError):
        return 0
    return 0
