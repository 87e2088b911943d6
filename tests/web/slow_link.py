"""A link as over a satellite, between a browser and a floor on the loopback.

Each direction is late by half the round trip; of the pieces of one TCP segment's size a share is
lost, and what follows a lost one waits with it until it is sent again, one round trip and a
retransmission timer later, as TCP delivers in order. The bandwidth is not bounded.
"""

import asyncio
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

SEGMENT_BYTES = 1_460


@dataclass
class Link:
    """A running link: where it listens, and what passed through it so far."""

    port: int = 0
    down_bytes: int = 0
    lost: int = 0
    is_up: threading.Event = field(default_factory=threading.Event)


@contextmanager
def slow_link(to_port: int, *, delay_s: float, loss: float, seed: int) -> Iterator[Link]:
    """Run a link to a port of the loopback; `delay_s` is the round trip."""
    link, chance = Link(), random.Random(seed)
    loop = asyncio.new_event_loop()

    async def carry(
        source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, is_down: bool
    ) -> None:
        queue: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

        async def deliver() -> None:
            while True:
                at, piece = await queue.get()
                await asyncio.sleep(max(0.0, at - loop.time()))
                if not piece:
                    sink.close()
                    return
                sink.write(piece)
                await sink.drain()

        delivery, free_at = asyncio.create_task(deliver()), 0.0
        while piece := await source.read(SEGMENT_BYTES):
            link.down_bytes += len(piece) * is_down
            at = loop.time() + delay_s / 2
            if chance.random() < loss:
                link.lost += 1
                at += delay_s * 2
            free_at = max(free_at, at)  # in order: what follows waits
            queue.put_nowait((free_at, piece))
        queue.put_nowait((max(free_at, loop.time() + delay_s / 2), b""))
        await delivery

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(delay_s)  # the handshake
        with suppress(OSError):
            up_reader, up_writer = await asyncio.open_connection("127.0.0.1", to_port)
            await asyncio.gather(
                carry(reader, up_writer, is_down=False), carry(up_reader, writer, is_down=True),
                return_exceptions=True,
            )  # fmt: skip

    async def run() -> None:
        server = await asyncio.start_server(accept, "127.0.0.1", 0)
        link.port = server.sockets[0].getsockname()[1]
        link.is_up.set()
        with suppress(asyncio.CancelledError):
            await server.serve_forever()
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for one in left:
            one.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    thread = threading.Thread(target=lambda: loop.run_until_complete(task), daemon=True)
    task = loop.create_task(run())
    thread.start()
    link.is_up.wait(10)
    try:
        yield link
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join(10)
