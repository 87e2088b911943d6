"""Writing works where the system opens no folder, as Windows does not."""

import os
from pathlib import Path

import pytest

from seawarden.files.atomic import flush_folder, write_text


def test_a_folder_that_cannot_be_opened_is_not_flushed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def of_windows(path: str | Path, flags: int, *more: int) -> int:
        if Path(path).is_dir():
            raise PermissionError(13, "Permission denied")
        return real(path, flags, *more)

    monkeypatch.setattr(os, "open", of_windows)
    write_text(tmp_path / "a.txt", "whole\n")
    flush_folder(tmp_path)
    assert (tmp_path / "a.txt").read_bytes() == b"whole\n"
