"""A pipe is read once and to its end; one without a writer says so."""

import os
import threading
import time
from pathlib import Path

import pytest

from seawarden.errors import InputError
from seawarden.files.streams import is_stream, opened, read_once


def fed(path: Path, data: bytes, *, after_s: float = 0.0) -> threading.Thread:
    os.mkfifo(path)

    def write() -> None:
        time.sleep(after_s)
        with path.open("wb") as pipe:
            for start in range(0, len(data), 7_001):
                pipe.write(data[start : start + 7_001])
                pipe.flush()

    thread = threading.Thread(target=write)
    thread.start()
    return thread


@pytest.mark.parametrize("size", [1, 2, 65_535, 65_536, 1_000_003])
def test_a_fifo_gives_every_byte_once(tmp_path: Path, size: int) -> None:
    data = os.urandom(size)
    thread = fed(tmp_path / "pipe", data, after_s=0.1)
    assert is_stream(tmp_path / "pipe")
    assert read_once(tmp_path / "pipe") == data
    thread.join()


def test_a_fifo_without_a_writer_says_so(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match=r"pipe: a pipe that nobody writes to \(waited 0.2 s\)"):
        opened(tmp_path / "pipe", wait_s=0.2)


def test_a_file_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    assert not is_stream(tmp_path / "a")
    assert not is_stream(tmp_path / "gone")
    assert read_once(tmp_path / "a") == b"x"
    with pytest.raises(InputError, match="No such file"):
        opened(tmp_path / "gone")
    with pytest.raises(InputError, match="cannot be read"):
        opened(tmp_path)
