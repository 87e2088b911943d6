"""The write-ahead log: what was acknowledged is there, what was not is cut off, damage is named."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from seawarden.errors import InputError
from seawarden.live import log as room
from seawarden.live.log import DiskFullError, Log

LINE = b"!AIVDM,1,1,,A,181pDv@P1H93:U6EJEbpwG:@0000,0*74\n"


def logged(folder: Path, *blocks: bytes) -> Path:
    segment = Log(folder).begin("a", is_json=False)
    for block in blocks:
        segment.append(block)
        segment.commit(5, position=7)
    segment.close()
    return segment.path


def test_what_was_acknowledged_is_there_again(tmp_path: Path) -> None:
    logged(tmp_path, LINE, 3 * LINE)
    (found,) = Log(tmp_path).segments
    assert (found.size, found.position) == (4 * len(LINE), 7)
    assert b"".join(found.blocks()) == 4 * LINE


@pytest.mark.parametrize("torn", [b"!AIVDM,1,1", LINE, 2 * LINE])
def test_what_was_not_acknowledged_is_cut_off_and_named(tmp_path: Path, torn: bytes) -> None:
    path = logged(tmp_path, LINE)
    with path.open("ab") as file:
        file.write(torn)
    again = Log(tmp_path)
    assert path.read_bytes() == LINE
    assert f"{len(torn)} bytes" in again.notes[0]


def test_a_ledger_that_ends_in_half_an_entry_counts_up_to_it(tmp_path: Path) -> None:
    path = logged(tmp_path, LINE)
    sums = tmp_path / "feed" / "sums" / "000001.txt"
    with sums.open("ab") as file:
        file.write(b"999 0000")
    (found,) = Log(tmp_path).segments
    assert found.size == len(LINE) == path.stat().st_size
    found.append(LINE)
    found.commit(6)
    assert Log(tmp_path).segments[0].size == 2 * len(LINE)


def test_a_file_in_which_nothing_was_acknowledged_is_as_if_it_had_not_been(tmp_path: Path) -> None:
    """The place in a growing file is then that of the file of the log before."""
    logged(tmp_path, LINE)
    begun = Log(tmp_path).begin("a", is_json=False)
    begun.path.write_bytes(LINE[:9])
    (found,) = Log(tmp_path).segments
    assert (found.number, found.size, found.position) == (1, len(LINE), 7)
    assert not begun.path.exists()


def test_a_changed_byte_is_named(tmp_path: Path) -> None:
    path = logged(tmp_path, LINE, LINE)
    data = bytearray(path.read_bytes())
    data[len(LINE) + 20] ^= 1
    path.write_bytes(data)
    with pytest.raises(InputError, match=f"bytes {len(LINE)} to {2 * len(LINE)} do not fit"):
        Log(tmp_path)


def test_lost_bytes_are_named(tmp_path: Path) -> None:
    path = logged(tmp_path, LINE, LINE)
    os.truncate(path, len(LINE) - 3)
    with pytest.raises(InputError, match=f"but {2 * len(LINE)} were acknowledged"):
        Log(tmp_path)


def test_a_full_disk_acknowledges_nothing_and_can_be_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    segment = Log(tmp_path).begin("a", is_json=False)
    segment.append(LINE)
    segment.commit(1)
    real: Any = room._write

    def full(file: Any, data: bytes) -> None:
        real(file, data[:10])
        raise OSError(errno.ENOSPC, "No space left on device")

    segment.append(2 * LINE)
    monkeypatch.setattr(room, "_write", full)
    with pytest.raises(DiskFullError, match="No space left"):
        segment.commit(2)
    assert segment.path.read_bytes() == LINE
    monkeypatch.setattr(room, "_write", real)
    assert segment.commit(3) == 2 * LINE
    segment.close()
    assert Log(tmp_path).segments[0].size == 3 * len(LINE)
