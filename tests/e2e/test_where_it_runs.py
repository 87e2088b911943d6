"""Homes that cannot be written, names in Latin-1, consoles without letters, other zones."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from ..conftest import MadeOnce
from .conftest import COMMAND

SCENE = "mmsi,time,lat,lon,sog,name\n" + "".join(
    f"{mmsi},2026-03-01T{m // 60:02d}:{m % 60:02d}:00Z,{34 + off:.5f},{124.5 + m * 1e-5:.5f},"
    f"0.4,{n}\n"
    for m in range(0, 480, 6)
    for mmsi, off, n in ((412000101, 0.0, "ÉTOILE"), (440000101, 0.0003, "海"))
)
BARE = {
    "HOME": "/proc/nowhere", "XDG_CACHE_HOME": "/proc/nowhere", "TZ": "Pacific/Kiritimati",
    "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PYTHONDONTWRITEBYTECODE": "1",
}  # fmt: skip


def run(*args: object, env: dict[str, str] | None = None) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [*COMMAND, *(a if isinstance(a, bytes) else str(a) for a in args)],
        capture_output=True, check=False, env={**os.environ, **(env or {})}, timeout=600,
    )  # fmt: skip


@pytest.fixture(scope="module")
def plain(made_once: MadeOnce) -> Path:
    """A docket made in the environment that the tests have."""

    def fill(folder: Path) -> None:
        (folder / "a.csv").write_text(SCENE, "utf-8")
        done = run("watch", folder / "a.csv", "--out", folder / "docket")
        assert done.returncode == 0, done.stderr

    return made_once("where-it-runs", fill)


@pytest.mark.skipif(sys.platform != "linux", reason="a name that is no UTF-8 needs Linux")
def test_no_home_no_letters_another_zone_and_a_name_in_latin_1(plain: Path, tmp_path: Path) -> None:
    given = os.fsencode(tmp_path) + b"/\xe9t\xe9.csv"
    with open(given, "wb") as file:  # noqa: PTH123 - a name that is no text
        file.write(SCENE.encode())
    out = tmp_path / "docket"
    done = run("watch", given, "--out", out, env=BARE)
    assert done.returncode == 0, done.stderr
    assert done.stdout.isascii()
    assert b"fault in Seawarden" not in done.stdout + done.stderr
    same = run("digest", out, plain / "docket")
    assert same.returncode in (0, 3), same.stderr
    events = [p.read_bytes() for p in (out / "events.csv", plain / "docket" / "events.csv")]
    assert [len(e.splitlines()) for e in events] == [len(events[0].splitlines())] * 2


@pytest.mark.parametrize("encoding", ["ascii", "utf-16", "cp949", "latin-1"])
def test_a_console_of_any_encoding_is_written_to(encoding: str, plain: Path) -> None:
    done = run("inspect", plain / "a.csv", env={"PYTHONIOENCODING": encoding})
    assert done.returncode == 0, done.stderr
    assert "mmsi" in done.stdout.decode(encoding)


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
def test_a_docket_is_its_owner_s_alone(plain: Path) -> None:
    """It names ships that are looked at, which is nobody else's business."""
    mode = (plain / "docket").stat().st_mode
    assert stat.S_IMODE(mode) & 0o077 == 0
