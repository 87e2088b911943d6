"""The real engines: Spark, Sail and a server of Spark Connect give the digest of one machine.

The commands are those of docs/cluster.md, as printed. Sail knows no PySpark after 4.2, Spark here
is 4.3: the client for Sail lies in a folder of its own beside the environment (see Makefile).
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import seawarden as sw
from tests.docs import commands

_HERE = Path(__file__).parent
_PAGE = _HERE.parents[1] / "docs" / "cluster.md"
_SAIL = Path(sys.prefix) / "sail"
"""Where `make` puts the client that Sail knows."""


def needs(is_there: bool, what: str) -> None:
    """CI installs all of it: nothing is skipped there."""
    if not is_there and "CI" not in os.environ:
        pytest.skip(f"{what} is not installed")
    assert is_there, f"{what} is not installed"


def printed(engine: str) -> str:
    """Return the line of the page that watches on an engine."""
    (line,) = {
        x for x in _PAGE.read_text("utf-8").splitlines()
        if x.startswith("seawarden watch") and f"--engine {engine}" in x
    }  # fmt: skip
    return line


@pytest.fixture
def desk(feed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the page's commands are run; `fault` in it says what goes wrong."""
    (tmp_path / "ais").symlink_to(feed / "ais")
    (tmp_path / "on-laptop").symlink_to(feed / "local")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def fault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A file whose word the workers read before they answer; the environment that leads them."""
    needs(_has("pyspark"), "pyspark")
    path = tmp_path_factory.mktemp("fault") / "fault"
    path.touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEAWARDEN_TEST_FAULT", str(path))
        places = [str(_HERE / "faults"), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, places)))
        yield path


def _has(name: str) -> bool:
    import importlib.util

    return importlib.util.find_spec(name) is not None


def test_spark_is_equal_though_tasks_are_killed(desk: Path, fault: Path) -> None:
    fault.write_text("kill")
    said = commands.run(printed("spark"))
    fault.write_text("")
    assert len(list(fault.parent.glob("kill-*"))) == 6  # one span: nothing to combine
    assert "reports 0." in " ".join(said.split())
    assert sw.digest("on-laptop", "on-spark").data["differs"] == []


def test_it_is_workers_that_detect(desk: Path, fault: Path) -> None:
    """Detectors that find nothing in the workers find nothing; those of the driver are whole."""
    fault.write_text("blind")
    docket = sw.watch("ais", out="blind", engine="spark")
    fault.write_text("")
    assert docket.events.is_empty()
    assert any(x.startswith("EVENTS: ") for x in sw.digest("on-laptop", "blind").data["differs"])


@pytest.fixture
def sail(fault: Path) -> dict[str, str]:
    """The environment of a process that runs on Sail."""
    needs(_has("pysail") and _SAIL.is_dir(), f"Sail with {_SAIL}")
    root = str(_HERE.parents[1] / "src")
    places = [str(_SAIL), os.environ["PYTHONPATH"], root]
    return {
        **os.environ, "PYTHONPATH": os.pathsep.join(places), "SPARK_HOME": str(_SAIL / "pyspark"),
        "SEAWARDEN_WORKERS": "2",
    }  # fmt: skip


def run(line: str, env: dict[str, str]) -> str:
    """Run a line of the page in a process of its own."""
    name, *rest = commands.words(line)
    assert name == "seawarden"
    code = "from seawarden.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, *rest],
        env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def test_sail_is_equal_though_tasks_fail(
    desk: Path, feed: Path, fault: Path, sail: dict[str, str]
) -> None:
    """Cut small, as tests/pipeline/cluster cuts it."""
    fault.write_text("raise")
    line, cut = printed("sail"), f" --config {feed / 'small.toml'}"
    said = run(line + cut, sail)
    fault.write_text("")
    assert len(list(fault.parent.glob("raise-*"))) == 7
    assert "reports 0." in " ".join(said.split())
    assert sw.digest("on-laptop", "on-sail").data["differs"] == []


def test_a_server_is_equal(desk: Path, sail: dict[str, str]) -> None:
    """A server in another process; only its port is not the one that is printed."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "pysail", "spark", "server", "--port", str(port)]
    server = subprocess.Popen(command, env=sail, stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        run(printed("sc://").replace("sc://driver.example:50051", f"sc://127.0.0.1:{port}"), sail)
    finally:
        server.terminate()
        server.wait(30)
    assert sw.digest("on-laptop", "on-cluster").data["differs"] == []


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server does not answer")
