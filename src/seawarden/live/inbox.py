"""What sources handed over and nobody has logged yet: counted, bounded, never dropped.

A source that can be held back (a connection, a file) waits while more than `most` bytes do; one
that cannot (datagrams, a serial line) hands on up to four times as much, and then waits too: what
its kernel drops meanwhile is counted there.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from .sources.channel import Acknowledge

_LOOK_S = 0.2


@dataclass(frozen=True, slots=True)
class Arrival:
    """Whole lines of one source that came together."""

    source: str
    data: bytes
    received_ms: int
    position: int
    acknowledge: Acknowledge | None


class Inbox:
    """Arrivals on their way from the sources' threads to the watch."""

    def __init__(self, most_bytes: int, stop: threading.Event) -> None:
        """`most_bytes` may wait; `stop` frees whoever waits."""
        self._most, self._stop = most_bytes, stop
        self._held: deque[Arrival] = deque()
        self._is_changed = threading.Condition()
        self.waiting_bytes = 0
        self.waits = 0  # how often a source was held back

    def put(
        self, source: str, data: bytes, position: int, acknowledge: Acknowledge | None, *,
        can_wait: bool = True, now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:  # fmt: skip
        """Hand over whole lines; blocks while too much waits."""
        most = self._most if can_wait else 4 * self._most
        received_ms = now_ms()
        with self._is_changed:
            if self.waiting_bytes > most:
                self.waits += 1
            while self.waiting_bytes > most and not self._stop.is_set():
                self._is_changed.wait(_LOOK_S)
            self._held.append(Arrival(source, data, received_ms, position, acknowledge))
            self.waiting_bytes += len(data)
            self._is_changed.notify_all()

    def take(self, wait_s: float, most_bytes: int) -> list[Arrival]:
        """Return what waits, up to about `most_bytes`; waits for the first `wait_s`."""
        with self._is_changed:
            if not self._held:
                self._is_changed.wait(wait_s)
            taken: list[Arrival] = []
            n = 0
            while self._held and n < most_bytes:
                arrival = self._held.popleft()
                taken.append(arrival)
                n += len(arrival.data)
            self.waiting_bytes -= n
            self._is_changed.notify_all()
            return taken
