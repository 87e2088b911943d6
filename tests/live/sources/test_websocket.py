"""AISStream's protocol against a server that keeps it, and that misbehaves."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from seawarden.live.intake import kind_of
from seawarden.live.sources.source import Secrets, sources_of
from seawarden.read.json_objects.feed import Feed

from .listening import listening

websockets = pytest.importorskip("websockets.sync.server")

MESSAGE = {
    "MessageType": "PositionReport",
    "MetaData": {"MMSI": 440123456, "time_utc": "2026-03-02 00:00:08.5 +0000 UTC"},
    "Message": {
        "PositionReport": {
            "MessageID": 1, "Latitude": 35.1, "Longitude": 129.2, "Sog": 0.4, "Cog": 12.0,
            "TrueHeading": 13, "NavigationalStatus": 0,
        }
    },
}  # fmt: skip


@contextmanager
def service(session: Callable[[Any, int], None]) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Speak as AISStream: wait 3 s for the subscription, else close; then run `session`."""
    import threading

    asked: list[dict[str, Any]] = []

    def handler(line: Any) -> None:
        try:
            asked.append(json.loads(line.recv(timeout=3.0)))
        except TimeoutError:
            return
        session(line, len(asked))

    with websockets.serve(handler, "127.0.0.1", 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.socket.getsockname()[1], asked
        server.shutdown()


def test_it_subscribes_at_once_and_reads_envelopes() -> None:
    def session(line: Any, _n: int) -> None:
        line.send(json.dumps(MESSAGE, indent=1))
        line.send(json.dumps(MESSAGE).encode())
        time.sleep(0.5)

    with service(session) as (port, asked):
        (source,) = sources_of(
            (f"ws://127.0.0.1:{port}/v0/stream#box=30,120,40,130&name=ais",), Secrets(key="k")
        )
        with listening(source) as heard:
            heard.until(lambda: heard.data.count(b"\n") >= 2)
    assert asked[0] == {"APIKey": "k", "BoundingBoxes": [[[30.0, 120.0], [40.0, 130.0]]]}
    assert kind_of(heard.data) == "aisstream"
    batch = Feed(0, "aisstream").push(heard.data)
    assert batch.n_reports == batch.lines
    assert batch.reports["mmsi"].to_list()[:2] == [440123456] * 2


def test_the_key_stands_in_no_text_about_the_source() -> None:
    (source,) = sources_of(("wss://example.org/x",), Secrets(key="secret", password="secret"))
    (broker,) = sources_of(("mqtt://me@example.org/x",), Secrets(key="secret", password="secret"))
    assert "secret" not in repr(source) + repr(broker)


def test_a_refusal_is_shown_and_tried_again() -> None:
    def session(line: Any, _n: int) -> None:
        line.send(json.dumps({"error": "Api Key Is Not Valid"}))
        time.sleep(0.3)

    with service(session) as (port, asked):
        (source,) = sources_of((f"ws://127.0.0.1:{port}/",))
        with listening(source) as heard:
            heard.until(lambda: len(asked) >= 2)
    assert "Api Key Is Not Valid" in heard.said[0]
    assert heard.data == b""


def test_wrong_json_and_half_a_message_are_rejected_lines_and_the_feed_goes_on() -> None:
    def session(line: Any, n: int) -> None:
        if n == 1:
            line.send("no json")
            line.send(json.dumps(MESSAGE)[:80])
            line.send(b"\xff\xfe{}")
            line.close()
        else:
            line.send(json.dumps(MESSAGE))
            time.sleep(0.5)

    with service(session) as (port, _):
        (source,) = sources_of((f"ws://127.0.0.1:{port}/",))
        with listening(source) as heard:
            heard.until(lambda: heard.data.count(b"\n") >= 4)
    feed = Feed(0, "aisstream")
    batch = feed.push(heard.data)
    assert (batch.n_reports, batch.n_rejects, batch.lines) == (1, 3, 4)
