"""Sources of plain lines: servers that close, stall and stop in the middle; datagrams; files."""

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawarden.live.params import Params
from seawarden.live.sources.channel import Lines
from seawarden.live.sources.source import sources_of

from .listening import LINE, listening


@contextmanager
def server(*sessions: list[bytes | float]) -> Iterator[int]:
    """Serve one session after the other: bytes are sent, numbers waited (s); then it closes."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            for session in sessions:
                line, _ = listener.accept()
                with line:
                    for part in session:
                        if isinstance(part, bytes):
                            line.sendall(part)
                        else:
                            time.sleep(part)

        threading.Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1]


def test_a_server_that_closes_in_a_line_is_connected_again_and_the_half_is_kept() -> None:
    """Half a message is a line that the reader rejects by its checksum; it is not lost silently."""
    with server([LINE, LINE[:20]], [LINE, 5.0]) as port:
        (source,) = sources_of((f"tcp://127.0.0.1:{port}",))
        with listening(source) as heard:
            heard.until(lambda: heard.data.count(b"\n") == 3)
    assert heard.data == LINE + LINE[:20] + b"\n" + LINE
    assert heard.channel.connects == 2
    assert "closed the connection; connecting again in 0.05 s" in heard.said[0]


def test_a_slow_server_gives_whole_lines_only() -> None:
    with server([LINE[:9], 0.05, LINE[9:30], 0.05, LINE[30:] + LINE[:3], 0.05, LINE[3:], 5.0]) as p:
        (source,) = sources_of((f"tcp://127.0.0.1:{p}",))
        with listening(source) as heard:
            heard.until(lambda: heard.data == 2 * LINE)
    assert all(block.endswith(b"\n") for block in heard.blocks)


def test_nobody_there_is_tried_again_later_each_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    (source,) = sources_of((f"tcp://127.0.0.1:{port}",))
    with listening(source, Params(reconnect_first_s=0.02, reconnect_most_s=0.1)) as heard:
        heard.until(lambda: heard.channel.failures >= 4)
    waits = [float(text.split(" in ")[1].split()[0]) for text in heard.said[:4]]
    assert waits == [0.02, 0.04, 0.08, 0.1]


def test_a_silent_server_is_noticed_once_and_heard_again() -> None:
    """Connected but silent is the receiver's trouble; its ships have not fallen silent."""
    params = Params(silent_min_s=0.3, silent_times_usual=3.0)
    with server([LINE, 0.05, LINE, 0.05, LINE, 1.2, LINE, 5.0]) as port:
        (source,) = sources_of((f"tcp://127.0.0.1:{port}",))
        with listening(source, params) as heard:
            heard.until(lambda: heard.data.count(b"\n") == 3)
            heard.until(lambda: bool(heard.channel.look()) or heard.channel.is_silent)
            heard.channel.look()
            heard.until(lambda: heard.data.count(b"\n") == 4)
    assert heard.channel.n_silent == 1
    assert "connected, but silent" in heard.said[0] and "sends again" in heard.said[1]


def test_datagrams_become_lines_and_the_kernel_dropped_none() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (source,) = sources_of((f"udp://127.0.0.1:{port}",))
    with listening(source) as heard, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        heard.until(lambda: heard.channel.connects == 1)
        for _ in range(500):
            out.sendto(LINE.strip(), ("127.0.0.1", port))
        heard.until(lambda: heard.data.count(b"\n") == 500)
    assert heard.data == 500 * LINE
    assert heard.channel.dropped == 0


def test_an_address_in_use_is_named() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        (source,) = sources_of((f"udp://127.0.0.1:{taken.getsockname()[1]}",))
        with listening(source) as heard:
            heard.until(lambda: heard.channel.state == "broken")
    assert "in use" in heard.said[0]


def test_a_file_that_another_one_replaces_is_read_from_its_start(tmp_path: Path) -> None:
    """Loggers begin a new file under the same name."""
    path = tmp_path / "a.nmea"
    path.write_bytes(2 * LINE)
    (source,) = sources_of((str(path),))
    with listening(source, resume_at=len(LINE)) as heard:
        heard.until(lambda: heard.data == LINE)
        fresh = tmp_path / "fresh"
        fresh.write_bytes(3 * LINE)
        fresh.replace(path)
        heard.until(lambda: heard.data == 4 * LINE)
        with path.open("ab") as file:
            file.write(LINE)
        heard.until(lambda: heard.data == 5 * LINE)


def test_a_serial_line_gives_lines() -> None:
    pytest.importorskip("serial")
    master, slave = os.openpty()
    (source,) = sources_of((f"serial://{os.ttyname(slave)}?baud=38400",))
    with listening(source) as heard:
        heard.until(lambda: heard.channel.connects == 1)
        os.write(master, LINE[:10])
        os.write(master, LINE[10:])
        heard.until(lambda: heard.data.replace(b"\r", b"") == LINE)
    os.close(slave)
    os.close(master)


@given(parts=st.lists(st.binary(max_size=40)))
def test_lines_are_cut_and_nothing_is_lost(parts: list[bytes]) -> None:
    lines = Lines()
    out = [lines.feed(part) for part in parts]
    assert all(block == b"" or block.endswith(b"\n") for block in out)
    rest = lines.held
    whole = b"".join(out) + lines.end()
    assert whole == b"".join(parts) + (b"\n" if rest else b"")
