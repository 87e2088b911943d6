"""AIS-catcher's posts: taken when whole and understood, answered when on the disk."""

import gzip
import http.client
import json
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from seawarden.live.sources.source import sources_of
from seawarden.read.json_objects.feed import Feed

from .listening import LINE, Heard, listening

MESSAGE = {"class": "AIS", "rxtime": "20260302000008", "nmea": [LINE.decode().strip()]}
POST = {"protocol": "jsonaiscatcher", "stationid": "busan", "msgs": [MESSAGE, MESSAGE]}


@pytest.fixture
def receiver() -> Iterator[tuple[Heard, int]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (source,) = sources_of((f"http://127.0.0.1:{port}/",))
    with listening(source) as heard:
        heard.until(lambda: heard.channel.connects == 1)
        yield heard, port


def post(port: int, body: bytes, **headers: str) -> tuple[int, str]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    line.request("POST", "/", body, headers)
    answer = line.getresponse()
    return answer.status, answer.read().decode()


@pytest.mark.parametrize("is_packed", [False, True])
def test_a_post_becomes_lines_with_their_station(
    receiver: tuple[Heard, int], is_packed: bool
) -> None:
    heard, port = receiver
    body = json.dumps(POST).encode()
    headers = {"Content-Encoding": "gzip"} if is_packed else {}
    assert post(port, gzip.compress(body) if is_packed else body, **headers)[0] == 200
    batch = Feed(0, "aiscatcher").push(heard.data)
    assert (batch.lines, batch.n_reports) == (2, 2)
    assert batch.reports["receiver"].to_list() == ["busan", "busan"]
    assert str(batch.reports["time_utc"][0]) == "2026-03-02 00:00:08+00:00"


def test_the_answer_waits_for_the_disk(receiver: tuple[Heard, int]) -> None:
    heard, port = receiver
    heard.is_acknowledging = False
    answers: list[int] = []
    body = json.dumps(POST).encode()
    thread = threading.Thread(target=lambda: answers.append(post(port, body)[0]))
    thread.start()
    heard.until(lambda: bool(heard.waiting))
    assert answers == []
    heard.waiting[0]()
    thread.join(10)
    assert answers == [200]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"{", "no JSON"),
        (b'"text"', "expected"),
        (b'{"msgs": [1]}', "expected"),
        (b'{"msgs": [{"mmsi": 1}]}', "without 'nmea'"),
        (b"[" * 200_000, "no JSON"),
    ],
)
def test_what_is_not_understood_is_refused_whole(
    receiver: tuple[Heard, int], body: bytes, said: str
) -> None:
    heard, port = receiver
    code, text = post(port, body)
    assert code == 400 and said in text
    assert heard.data == b"" and said in heard.said[0]


def test_half_a_post_takes_nothing_and_the_next_is_taken(receiver: tuple[Heard, int]) -> None:
    heard, port = receiver
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(b'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n{"msgs": [')
        line.shutdown(socket.SHUT_WR)
        assert b"400" in line.recv(100)
    assert post(port, json.dumps(MESSAGE).encode())[0] == 200
    assert heard.data.count(b"\n") == 1


def test_a_packed_bomb_is_refused(receiver: tuple[Heard, int]) -> None:
    _, port = receiver
    code, text = post(port, gzip.compress(bytes(40 << 20)), **{"Content-Encoding": "gzip"})
    assert code == 400 and "more than" in text


def test_nobody_is_asked_for_a_body_without_a_length(receiver: tuple[Heard, int]) -> None:
    _, port = receiver
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(b"POST / HTTP/1.1\r\nHost: x\r\n\r\n")
        answer: Any = line.recv(200)
    assert b"400" in answer
