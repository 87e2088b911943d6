"""A small MQTT 3.1.1 broker for tests, that can misbehave: one client, QoS 1.

Written from the standard (OASIS MQTT 3.1.1, chapters 2 and 3): CONNECT, CONNACK, SUBSCRIBE, SUBACK,
PUBLISH, PUBACK, PINGREQ, PINGRESP, DISCONNECT.
"""

import socket
import struct
import threading
from collections.abc import Callable

CONNECT, CONNACK, PUBLISH, PUBACK, SUBSCRIBE, SUBACK = 1, 2, 3, 4, 8, 9
PINGREQ, PINGRESP, DISCONNECT = 12, 13, 14


class Client:
    """The broker's side of one connection."""

    def __init__(self, line: socket.socket, broker: "Broker") -> None:
        self.line, self.broker = line, broker

    def publish(self, topic: str, payload: bytes, number: int, *, again: bool = False) -> None:
        """Send a message with QoS 1."""
        name = topic.encode()
        body = struct.pack("!H", len(name)) + name + struct.pack("!H", number) + payload
        self.line.sendall(packet(PUBLISH, body, 0x02 | (0x08 if again else 0)))


class Broker:
    """Takes connections one after the other; `session(client, n)` runs after each subscription."""

    def __init__(self, session: Callable[[Client, int], None], *, refuse: int = 0) -> None:
        self.session, self.refuse = session, refuse
        self.acknowledged: list[int] = []
        self.topics: list[str] = []
        self.clean: list[bool] = []
        self.is_acknowledged = threading.Condition()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Take no further connection."""
        self._listener.close()

    def wait_for(self, number: int, wait_s: float = 10.0) -> bool:
        """Wait until the client acknowledged a message."""
        with self.is_acknowledged:
            return self.is_acknowledged.wait_for(lambda: number in self.acknowledged, wait_s)

    def _serve(self) -> None:
        n = 0
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            n += 1
            with line:
                try:
                    self._talk(line, n)
                except (OSError, EOFError):
                    continue

    def _talk(self, line: socket.socket, n: int) -> None:
        while True:
            kind, body = read(line)
            if kind == CONNECT:
                self.clean.append(bool(body[7] & 2))
                line.sendall(packet(CONNACK, bytes([0, self.refuse])))
                if self.refuse:
                    return
            elif kind == SUBSCRIBE:
                size = struct.unpack("!H", body[2:4])[0]
                self.topics.append(body[4 : 4 + size].decode())
                line.sendall(packet(SUBACK, body[:2] + b"\x01"))
                client = Client(line, self)
                threading.Thread(target=self.session, args=(client, n), daemon=True).start()
            elif kind == PUBACK:
                with self.is_acknowledged:
                    self.acknowledged.append(struct.unpack("!H", body[:2])[0])
                    self.is_acknowledged.notify_all()
            elif kind == PINGREQ:
                line.sendall(packet(PINGRESP, b""))
            elif kind == DISCONNECT:
                return


def packet(kind: int, body: bytes, flags: int = 0) -> bytes:
    """Return a control packet: fixed header with its length, and the rest."""
    length, n = b"", len(body)
    while True:
        n, digit = divmod(n, 128)
        length += bytes([digit | (0x80 if n else 0)])
        if not n:
            return bytes([kind << 4 | flags]) + length + body


def read(line: socket.socket) -> tuple[int, bytes]:
    """Return the next packet's kind and body. Raises EOFError at the end."""
    head = _exactly(line, 1)[0]
    size, shift = 0, 0
    while True:
        digit = _exactly(line, 1)[0]
        size |= (digit & 0x7F) << shift
        shift += 7
        if not digit & 0x80:
            return head >> 4, _exactly(line, size)


def _exactly(line: socket.socket, n: int) -> bytes:
    out = b""
    while len(out) < n:
        part = line.recv(n - len(out))
        if not part:
            raise EOFError
        out += part
    return out
