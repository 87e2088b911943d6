"""The watch cut into tasks finds what the watch of one machine finds, to the digest."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

import seawarden as sw
from seawarden.detect import ALL
from seawarden.engine import session
from seawarden.errors import InputError, UsageError
from seawarden.pipeline.watch.cluster import reading, shared, spans, stretches, tables

from .here import Here


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "opened", lambda _engine: Here())


def test_the_feed_is_as_unkind_as_it_should_be(feed: Path) -> None:
    """A transfer over midnight, 180 deg and the corner of four cells; one MMSI with a tenth."""
    docket = sw.open(feed / "local")
    found = docket.events.filter(pl.col("kind") == "sts", pl.col("confidence") > 0.5)
    assert found.height == 2
    for start, end in found.select("start_utc", "end_utc").iter_rows():
        assert start.date() < end.date()
    track = docket.track(int(found["mmsi"][0]))
    alongside = track.filter(
        pl.col("time_utc").is_between(found["start_utc"][0], found["end_utc"][0])
    )
    assert alongside["lon_deg"].min() < -179.9 < 179.9 < alongside["lon_deg"].max()  # type: ignore[operator]
    assert alongside["lat_deg"].min() < 20 < alongside["lat_deg"].max()  # type: ignore[operator]
    sent = docket.sql("SELECT max(n_reports) / sum(n_reports) AS share FROM hulls")["share"][0]
    assert 0.09 < sent < 0.12
    assert {d.NAME for d in ALL if docket.run["events"][d.NAME]} >= {
        "encounter", "sts", "loitering", "gap", "port_visit", "spoofing",
    }  # fmt: skip


@pytest.mark.usefixtures("here")
def test_cut_into_tasks_the_docket_is_the_same(
    feed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Spans, days, stretches and cells; each kind of task fails once, after it has done its work;
    and nothing but counts and events comes to the driver.
    """
    asked: dict[str, list[Any]] = {}
    for room, name in (
        (reading, "_read"), (reading, "_merge"), (spans, "_scan"), (spans, "_combine"),
        (tables, "_tables"), (tables, "_learn"), (stretches, "_detect"),
    ):  # fmt: skip

        def once(*given: Any, work: Any = getattr(room, name), name: str = name) -> Any:
            made = work(*given)
            if name not in asked:
                asked[name] = []
                raise RuntimeError("the machine is gone")
            asked[name].append(given[-1])
            return made

        monkeypatch.setattr(room, name, once)
    out = tmp_path / "d"
    docket = sw.watch(feed / "ais", out=out, config=feed / "small.toml", engine="sail")
    assert sw.digest(feed / "local", out).data["differs"] == []
    assert len(asked) == 7
    n_spans = len({row.number for row in asked["_scan"]})
    assert n_spans >= 4
    assert len({row[:2] for row in asked["_combine"]}) == n_spans - 1
    of_pairs = [s for s in asked["_detect"] if s.detector == "encounter"]
    assert len({s.start for s in of_pairs}) >= 4
    assert any(len(parts) > 1 for s in of_pairs for parts in s.cells.values())  # the harbour
    about = docket.run["cluster"]
    assert about["reports_to_driver"] == 0
    assert about["rows_to_driver"] < about["tasks"]  # those of tries that failed did not come
    assert about["events_to_driver"] == docket.events.height
    assert not shared.folder_of(out).exists()


@pytest.mark.usefixtures("here")
def test_a_task_that_always_fails_is_one_line(
    feed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise ZeroDivisionError("no way")

    monkeypatch.setattr(reading, "_read", broken)
    with pytest.raises(InputError, match=r"^--engine here: a task failed: no way$"):
        sw.watch(feed / "ais", out=tmp_path / "d", engine="sail")


@pytest.mark.usefixtures("here")
def test_what_a_worker_finds_wrong_with_a_file_is_said_as_ever(tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("not,ais\n1,2\n")
    with pytest.raises(InputError, match=r"bad\.csv"):
        sw.watch(bad, out=tmp_path / "d", engine="sail")


@pytest.mark.usefixtures("here")
def test_standard_input_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import io
    import sys

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"mmsi,time,lat,lon\n")))
    with pytest.raises(UsageError, match="cannot read standard input"):
        sw.watch("-", out=tmp_path / "d", engine="sail")


@pytest.mark.parametrize("name", ["flink", "sc:/host", "sc://", "SPARK"])
def test_an_engine_that_is_none_is_named(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=f"--engine {name}: expected one of local, sail, spark"):
        sw.watch(tmp_path, out=tmp_path / "d", engine=name)


def test_a_server_that_does_not_answer_is_named(tmp_path: Path, feed: Path) -> None:
    pytest.importorskip("grpc")
    with pytest.raises(InputError, match=r"no server answers at 127\.0\.0\.1:9 "):
        sw.watch(feed / "ais", out=tmp_path / "d", engine="sc://127.0.0.1:9")


def test_an_extra_that_is_missing_is_named(
    tmp_path: Path, feed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    for engine in ("spark", "sail"):
        with pytest.raises(UsageError, match=rf"pip install 'seawarden\[{engine}\]'"):
            sw.watch(feed / "ais", out=tmp_path / "d", engine=engine)
