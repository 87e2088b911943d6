"""`-`: lines from standard input; the watch ends when it does."""

import os
import select
import sys
from dataclasses import dataclass

from .channel import Channel, Lines

_LOOK_S = 0.5
_READ_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Stdin:
    """Reads standard input to its end."""

    can_wait = True

    def run(self, channel: Channel) -> None:
        """Read until the input ends or the watch stops."""
        channel.connected()
        lines, descriptor = Lines(), sys.stdin.fileno()
        while not channel.stop.is_set():
            if not select.select([descriptor], [], [], _LOOK_S)[0]:
                continue
            data = os.read(descriptor, _READ_BYTES)
            if not data:
                break
            if whole := lines.feed(data):
                channel.deliver(whole)
        if rest := lines.end():
            channel.deliver(rest)
        channel.ended()
