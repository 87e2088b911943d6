"""A channel that keeps what a source hands over, and waits for it."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from seawarden.live.params import Params
from seawarden.live.sources.channel import Acknowledge, Channel
from seawarden.live.sources.source import Source

WAIT_S = 20.0
LINE = b"!AIVDM,1,1,,A,181pDv@P1H93:U6EJEbpwG:@0000,0*74\n"


@dataclass
class Heard:
    """What came from a source."""

    channel: Channel
    blocks: list[bytes] = field(default_factory=list)
    waiting: list[Acknowledge] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    is_acknowledging: bool = True

    @property
    def data(self) -> bytes:
        return b"".join(self.blocks)

    def until(self, done: Callable[[], bool]) -> None:
        """Wait until `done`; fails after `WAIT_S`."""
        end = time.monotonic() + WAIT_S
        while not done():
            assert time.monotonic() < end, (self.data[-500:], self.said)
            time.sleep(0.01)


@contextmanager
def listening(
    source: Source, params: Params = Params(reconnect_first_s=0.05), resume_at: int = 0
) -> Iterator[Heard]:
    """Run a source until the block is left."""
    stop = threading.Event()

    def take(_name: str, data: bytes, _position: int, acknowledge: Acknowledge | None, /) -> None:
        heard.blocks.append(data)
        if acknowledge is not None:
            if heard.is_acknowledging:
                acknowledge()
            else:
                heard.waiting.append(acknowledge)

    said: list[str] = []
    channel = Channel(source.name, params, stop, take, said.append, resume_at=resume_at)
    heard = Heard(channel, said=said)
    thread = source.start(channel)
    try:
        yield heard
    finally:
        stop.set()
        thread.join(10.0)
        assert not thread.is_alive(), "a source must end when the watch stops"
