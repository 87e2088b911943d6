"""A growing file: what is in it, and what is added to it.

Method: read from where the acknowledged bytes end, so that a watch that was stopped or killed goes
on where it was. A file that became shorter, or another file under its name (a logger that begins a
new one), is read from its start.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from .channel import Channel, Lines
from .reconnect import keep_connected

_LOOK_S = 0.2
_READ_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class GrowingFile:
    """Reads a file and waits for more."""

    path: Path
    can_wait = True

    def run(self, channel: Channel) -> None:
        """Read until the watch stops."""
        start = [channel.resume_at]
        keep_connected(channel, lambda: self._session(channel, start))

    def _session(self, channel: Channel, start: list[int]) -> str:
        with self.path.open("rb") as file:
            held = os.fstat(file.fileno())
            if held.st_size < start[0]:
                channel.say(
                    f"{self.path}: is shorter than what was read of it; read from its start"
                )
                start[0] = 0
            file.seek(start[0])
            channel.connected()
            lines, at = Lines(), start[0]
            while not channel.stop.is_set():
                data = file.read(_READ_BYTES)
                if data:
                    at += len(data)
                    whole = lines.feed(data)
                    if whole:
                        channel.deliver(whole, position=at - lines.held)
                        start[0] = at - lines.held
                    continue
                now = self.path.stat()
                if (now.st_dev, now.st_ino) != (held.st_dev, held.st_ino) or now.st_size < at:
                    if rest := lines.end():
                        channel.deliver(rest, position=at)
                    start[0] = 0
                    return "another file has taken its place"
                channel.stop.wait(_LOOK_S)
        return "stopped"
