"""The guard itself: what leaves the machine is refused, in this process and in those it starts."""

import os
import socket
import subprocess
import sys

import pytest

REFUSED = "tests reach no other machine"
"""By the words: a worker's own `sitecustomize` raises a class of its own."""


@pytest.mark.parametrize("kind", [socket.SOCK_STREAM, socket.SOCK_DGRAM])
def test_another_machine_is_not_reached(kind: int) -> None:
    with socket.socket(socket.AF_INET, kind) as line:
        line.settimeout(0.1)
        with pytest.raises(RuntimeError, match=REFUSED):
            line.connect(("192.0.2.1", 9))  # an address that belongs to nobody (RFC 5737)
        if kind == socket.SOCK_DGRAM:
            with pytest.raises(RuntimeError, match=REFUSED):
                line.sendto(b"x", ("192.0.2.1", 9))


def test_a_name_is_not_looked_up() -> None:
    with pytest.raises(RuntimeError, match=REFUSED):
        socket.getaddrinfo("example.org", 443)


def test_this_machine_is_reached() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5) as line,
    ):
        assert line.getpeername() == server.getsockname()


def test_a_process_that_a_test_starts_is_held_too() -> None:
    code = "import socket; socket.create_connection(('192.0.2.1', 9), 0.1)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=os.environ
    )
    assert "ReachedOut" in done.stderr
