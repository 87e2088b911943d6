"""What a source hands its lines to; how it fares is known here.

A *silent* source is connected and sends nothing: it is noticed by its own rate. Usual is the mean
interval between its deliveries, each new one counting a tenth.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from ..params import Params

Acknowledge = Callable[[], None]
Say = Callable[[str], None]
_NEW_SHARE = 0.1


class Deliver(Protocol):
    """Takes whole lines; blocks while too much waits. `acknowledge` is called when on the disk."""

    def __call__(
        self, source: str, data: bytes, position: int, acknowledge: Acknowledge | None, /
    ) -> None:
        """Take whole lines of a source."""


@dataclass(slots=True)
class Channel:
    """One source's way in: counts, state and rate."""

    name: str
    params: Params
    stop: threading.Event
    take: Deliver
    say: Say
    resume_at: int = 0  # bytes of a growing file that were acknowledged
    state: str = "connecting"
    lines: int = 0
    bytes_in: int = 0
    connects: int = 0
    failures: int = 0
    is_silent: bool = False
    n_silent: int = 0
    dropped: int = 0  # datagrams that the kernel threw away
    usual_s: float = 0.0
    _last_s: float = field(default_factory=time.monotonic)

    def deliver(
        self, data: bytes, *, position: int = 0, acknowledge: Acknowledge | None = None
    ) -> None:
        """Hand on whole lines, each with its line feed."""
        now = time.monotonic()
        if self.lines:
            gap = now - self._last_s
            self.usual_s += _NEW_SHARE * (gap - self.usual_s) if self.usual_s else gap
        self._last_s = now
        if self.is_silent:
            self.is_silent = False
            self.say(f"{self.name}: sends again")
        self.lines += data.count(b"\n")
        self.bytes_in += len(data)
        self.take(self.name, data, position, acknowledge)

    def connected(self) -> None:
        """Note a connection."""
        self.connects += 1
        self.state = "connected"
        self._last_s = time.monotonic()

    def failed(self, why: str) -> None:
        """Note the end of a connection, and say why."""
        self.failures += 1
        self.state = "connecting"
        self.say(f"{self.name}: {why}")

    def ended(self) -> None:
        """Note that the source will send no more."""
        self.state = "ended"

    def quiet_s(self) -> float:
        """Return the time since the last line, or since the connection was made."""
        return time.monotonic() - self._last_s

    def look(self) -> None:
        """Say it, once, when the source is connected and sends nothing."""
        limit = max(self.params.silent_min_s, self.params.silent_times_usual * self.usual_s)
        if self.state == "connected" and not self.is_silent and self.quiet_s() > limit:
            self.is_silent = True
            self.n_silent += 1
            self.say(
                f"{self.name}: connected, but silent for {self.quiet_s():.0f} s "
                f"(usual: a line every {self.usual_s:.1f} s); its ships are not taken to be silent"
            )


class Lines:
    """Cuts a stream of bytes into whole lines."""

    def __init__(self, most: int = 1 << 20) -> None:
        """A line longer than `most` bytes is cut there: it is no line of AIS."""
        self._rest = b""
        self._most = most

    def feed(self, data: bytes) -> bytes:
        """Return the whole lines that are there now."""
        data = self._rest + data
        cut = data.rfind(b"\n") + 1
        self._rest = data[cut:]
        if len(self._rest) > self._most:
            cut_line, self._rest = self._rest, b""
            return data[:cut] + cut_line + b"\n"
        return data[:cut]

    def end(self) -> bytes:
        """Return the line that was begun and never ended, with an end; empty without one."""
        rest, self._rest = self._rest, b""
        return rest + b"\n" if rest else b""

    @property
    def held(self) -> int:
        """Bytes of the line that was begun."""
        return len(self._rest)
