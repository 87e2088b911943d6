"""Tell a user who waits for the first run why: what is being compiled for this processor."""

import sys

from ..compiled import announce


def say_what_is_compiled() -> None:
    """Print a line for each room whose kernels are compiled in this run, once, to stderr."""
    rooms: set[str] = set()

    def tell(kernel: str) -> None:
        room = kernel.rpartition(".")[0].rpartition(".")[0]
        if room not in rooms:
            rooms.add(room)
            print(f"Compiling {room} for this processor, once; it is kept.", file=sys.stderr)

    announce.append(tell)
