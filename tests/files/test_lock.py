"""One writer a folder, also where the system locks in Windows' way."""

import builtins
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from seawarden.errors import OutputError
from seawarden.files import lock


def test_the_lock_is_gone_when_the_writer_is(tmp_path: Path) -> None:
    with lock.writer(tmp_path):
        assert (tmp_path / lock.NAME).is_file()
    assert list(tmp_path.iterdir()) == []


def test_what_a_dead_process_left_is_no_lock(tmp_path: Path) -> None:
    (tmp_path / lock.NAME).write_text('{"pid": 1, "host": "elsewhere"}')
    with lock.writer(tmp_path):
        pass


def test_a_link_in_place_of_the_lock_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    (tmp_path / lock.NAME).symlink_to(tmp_path / "mine")
    with pytest.raises(OutputError, match="a symbolic link"), lock.writer(tmp_path):
        pass
    assert (tmp_path / "mine").read_text() == "mine"


def test_windows_locks_by_a_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without `fcntl` the same promise rests on `msvcrt.locking`, simulated here."""
    held: set[int] = set()

    def locking(descriptor: int, mode: int, n: int) -> None:
        assert (mode, n) == (2, 1)
        if held:
            raise PermissionError(13, "locked")
        held.add(descriptor)

    real = builtins.__import__

    def without_fcntl(name: str, *args: Any, **more: Any) -> Any:
        if name == "fcntl":
            raise ImportError(name)
        return real(name, *args, **more)

    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(locking=locking, LK_NBLCK=2))
    monkeypatch.setattr(builtins, "__import__", without_fcntl)
    with (
        lock.writer(tmp_path),
        pytest.raises(OutputError, match="writes to this docket"),
        lock.writer(tmp_path),
    ):
        pass
    assert len(held) == 1
