"""A docket is read in one state, whatever happens to the run that writes the next."""

import multiprocessing
import os
import signal
from pathlib import Path

import pytest

from seawarden.errors import InputError, OutputError
from seawarden.files import lock
from seawarden.store import formats, generations
from seawarden.store.docket import open_docket, write_docket


def publish(folder: Path, text: str, keep: int = 3) -> None:
    with generations.publish(folder, generations.Params(generations=keep)) as made:
        write_docket(made.path / "docket.duckdb", {}, generation=made.number)
        (made.path / "run.json").write_text(text)


def generation_of(path: Path) -> int:
    with open_docket(path) as docket:
        return int(docket.sql("SELECT generation FROM about").fetchall()[0][0])


def test_the_folder_and_its_docket_file_lead_to_the_current_generation(tmp_path: Path) -> None:
    publish(tmp_path, "1")
    publish(tmp_path, "2")
    assert generations.number_of(tmp_path) == 2
    assert generation_of(tmp_path) == generation_of(tmp_path / "docket.duckdb") == 2
    assert generation_of(tmp_path / "generations" / "000001" / "docket.duckdb") == 1
    assert (tmp_path / "run.json").read_text() == "2"


@pytest.mark.parametrize("step", ["flush_folder", "write_text", "_copy_out", "prune"])
def test_a_run_stopped_at_any_step_leaves_one_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Before `CURRENT` changes the earlier generation is read, after it the new one."""
    publish(tmp_path, "1")

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(generations, step, stop)
        with pytest.raises(KeyboardInterrupt):
            publish(tmp_path, "2")
    expected = 1 if step in ("flush_folder", "write_text") else 2
    assert generation_of(tmp_path) == expected
    assert (generations.current(tmp_path) / "run.json").read_text() == str(expected)
    publish(tmp_path, "3")  # the next run is not in the way of what was left
    assert generation_of(tmp_path) == generations.number_of(tmp_path)
    assert (tmp_path / "run.json").read_text() == "3"


def test_a_failure_while_it_is_filled_leaves_nothing_behind(tmp_path: Path) -> None:
    publish(tmp_path, "1")
    with pytest.raises(OSError), generations.publish(tmp_path) as made:
        (made.path / "half").write_text("x")
        raise OSError
    assert [p.name for p in (tmp_path / "generations").iterdir()] == ["000001"]


def test_only_so_many_generations_are_kept(tmp_path: Path) -> None:
    for n in range(5):
        publish(tmp_path, str(n), keep=2)
    assert [p.name for p in generations.kept(tmp_path)] == ["000004", "000005"]


def test_a_current_that_names_nothing_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("7\n")
    with pytest.raises(InputError, match="CURRENT: names generation '7', which is not in"):
        open_docket(tmp_path)


def test_a_docket_from_the_future_is_refused_and_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(formats, "DOCKET", 99)
        write_docket(tmp_path / "docket.duckdb", {})
    with pytest.raises(InputError, match="docket of format 99, written by a later Seawarden"):
        open_docket(tmp_path)


def _hold(folder: Path, ready: "multiprocessing.synchronize.Event") -> None:
    with lock.writer(folder):
        ready.set()
        signal.pause()


def test_a_second_writer_hears_who_holds_it_and_a_dead_one_holds_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    other = context.Process(target=_hold, args=(tmp_path, ready))
    other.start()
    try:
        assert ready.wait(60)
        with pytest.raises(OutputError, match=f"process {other.pid} on "), lock.writer(tmp_path):
            pass
    finally:
        assert other.pid is not None
        os.kill(other.pid, signal.SIGKILL)
        other.join()
    with lock.writer(tmp_path):
        assert str(os.getpid()) in (tmp_path / ".lock").read_text()
