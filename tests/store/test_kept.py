"""What a run keeps for the next: found under its key while it is whole, and under no other."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from seawarden.facts.kernels.layout import TRACK
from seawarden.store import kept
from seawarden.store.kept import FOLDER, SUFFIX, Kept, key_of

KEY = key_of("test", 1)


def test_what_was_kept_is_found_by_another_run(tmp_path: Path) -> None:
    tracks = np.zeros(3, TRACK)
    tracks["n"] = 7
    Kept(tmp_path).keep(KEY, {"tracks": tracks})
    found = Kept(tmp_path).arrays(KEY)
    assert found is not None
    assert (found["tracks"].view(TRACK) == tracks).all()
    frame = pl.DataFrame({"a": [1, None]})
    Kept(tmp_path).keep_frame(KEY, frame)
    held = Kept(tmp_path).frame(KEY)
    assert held is not None
    assert held.equals(frame)


@pytest.mark.parametrize("at", [0.1, 0.5, 0.9])
def test_what_is_torn_or_damaged_counts_as_not_there(tmp_path: Path, at: float) -> None:
    Kept(tmp_path).keep(KEY, {"a": np.arange(1000)})
    path = tmp_path / FOLDER / (KEY + SUFFIX)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * at)])
    assert Kept(tmp_path).arrays(KEY) is None
    bad = bytearray(whole)
    bad[int(len(whole) * 0.5)] ^= 1
    path.write_bytes(bytes(bad))
    assert Kept(tmp_path).arrays(KEY) is None


def test_objects_that_would_run_code_are_not_read(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    np.savez(tmp_path / FOLDER / (KEY + SUFFIX), a=np.array([{}], dtype=object))
    assert Kept(tmp_path).arrays(KEY) is None


def test_what_another_user_kept_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A partner's folder holds right names; without this user's key its marks are wrong."""
    Kept(tmp_path).keep(KEY, {"a": np.arange(3)})
    path = tmp_path / FOLDER / (KEY + SUFFIX)
    other = path.with_name(key_of("test", 2) + SUFFIX)
    path.rename(other)
    assert Kept(tmp_path).arrays(key_of("test", 2)) is None, "a right mark of another name"
    other.rename(path)
    with monkeypatch.context() as another:
        another.setenv("SEAWARDEN_CACHE", str(tmp_path / "home"))
        kept._secret.cache_clear()
        assert Kept(tmp_path).arrays(KEY) is None
        assert (tmp_path / "home" / "kernels" / "kept.key").stat().st_mode & 0o077 == 0
    kept._secret.cache_clear()
    assert Kept(tmp_path).arrays(KEY) is not None


def test_the_key_names_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    assert key_of("test", 1) == KEY != key_of("test", 2)
    monkeypatch.setattr(kept, "code", lambda: "other")
    assert key_of("test", 1) != KEY


def test_a_file_that_changed_is_hashed_again(tmp_path: Path) -> None:
    path = tmp_path / "reports" / "a.parquet"
    path.parent.mkdir()
    path.write_bytes(b"one")
    first = Kept(tmp_path)
    one = first.sha256(path)
    first.keep(KEY, {})
    first.forget_unused()
    assert Kept(tmp_path).sha256(path) == one
    path.write_bytes(b"two")
    assert Kept(tmp_path).sha256(path) != one


def test_what_a_run_did_not_ask_for_goes(tmp_path: Path) -> None:
    Kept(tmp_path).keep(KEY, {})
    other = key_of("test", 2)
    second = Kept(tmp_path)
    second.keep(other, {})
    second.forget_unused()
    assert Kept(tmp_path).arrays(KEY) is None
    assert Kept(tmp_path).arrays(other) == {}


def test_without_a_folder_nothing_is_kept() -> None:
    nowhere = Kept(None)
    nowhere.keep(KEY, {"a": np.arange(2)})
    nowhere.forget_unused()
    assert nowhere.arrays(KEY) is None
