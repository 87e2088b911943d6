"""The example package of docs/plugins.md, installed as a wheel: its readers and list are used."""

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[1] / "docs" / "plugins.md"
_BLOCK = re.compile(r"```(toml|python)\n(.*?)```", re.DOTALL)
MODULES = ("layout", "beacon", "atoll_list")


def wheel(folder: Path, blocks: list[str], points: str) -> Path:
    """Write the wheel of a package whose modules are `blocks`."""
    path, info = folder / "acme_ais-1.0-py3-none-any.whl", "acme_ais-1.0.dist-info"
    names = re.sub(r'\[project\.entry-points\."(.*?)"\]', r"[\1]", points).replace('"', "")
    files = {
        "acme_ais/__init__.py": "",
        **{f"acme_ais/{m}.py": text for m, text in zip(MODULES, blocks, strict=True)},
        f"{info}/METADATA": "Metadata-Version: 2.1\nName: acme-ais\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\n"
        "Tag: py3-none-any\n",
        f"{info}/entry_points.txt": names,
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
        archive.writestr(f"{info}/RECORD", "".join(f"{n},,\n" for n in (*files, f"{info}/RECORD")))
    return path


def installed(folder: Path, blocks: list[str], points: str) -> Path:
    """Install the package by pip, apart from the environment; return where it lies."""
    at = folder / "site"
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--target",
         str(at), str(wheel(folder, blocks, points))],
        check=True, capture_output=True,
    )  # fmt: skip
    return at


def seawarden(site: Path, *args: object) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(filter(None, (str(site), os.environ.get("PYTHONPATH"))))
    return subprocess.run(
        [sys.executable, "-c", "from seawarden.cli import main; main()", *map(str, args)],
        check=False, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip


@pytest.fixture(scope="module")
def blocks() -> tuple[list[str], str]:
    found = _BLOCK.findall(PAGE.read_text())
    (points,) = (text for kind, text in found if kind == "toml")
    return [text for kind, text in found if kind == "python"], points


def test_the_example_package_reads_its_files_and_its_list(
    tmp_path: Path, blocks: tuple[list[str], str]
) -> None:
    site = installed(tmp_path, *blocks)
    odd = tmp_path / "odd"
    odd.write_text("kennung;zeitpunkt;breite;laenge\n445123000;05.03.2024 06:07:08;38.25;124.5\n")
    done = seawarden(site, "inspect", odd, "--json")
    (one,) = json.loads(done.stdout)
    assert (one["format"], one["lines"]["reports"]) == ("acme", 1)
    beacon = tmp_path / "beacon"
    beacon.write_text("B|445123000|1709618828|38.25|124.5\nB|445123000|1709618838|95|124.5\n")
    (one,) = json.loads(seawarden(site, "inspect", beacon, "--json").stdout)
    assert (one["format"], one["lines"]["reports"], one["lines"]["rejects"]) == ("beacon", 1, 1)
    assert one["reports"][0]["line"] == 1
    lists = tmp_path / "lists"
    lists.mkdir()
    (lists / "a.csv").write_text(
        "atoll_ref,craft,hull_number,published\nAT-1,TOY STAR,9074729,2024-03-05\n"
    )
    done = seawarden(site, "screen", "--imo", "9074729", "--lists", lists)
    assert done.returncode == 3, done.stderr
    assert "Atoll list" in done.stdout


@pytest.mark.parametrize(
    ("fault", "match"),
    [
        ("raise RuntimeError('worn out')", "cannot be loaded.*worn out.*uninstall"),
        ("x = 1", "'acme' offers no `layout_of`"),
    ],
)
def test_a_package_that_is_broken_is_named(
    tmp_path: Path, blocks: tuple[list[str], str], fault: str, match: str
) -> None:
    modules, points = blocks
    site = installed(tmp_path, [fault, *modules[1:]], points)
    path = tmp_path / "a.csv"
    path.write_text("kennung;zeitpunkt\n1;2\n")
    done = seawarden(site, "inspect", path)
    assert done.returncode == 2
    assert re.search(match, done.stderr.replace("\n", " ")), done.stderr
    assert "Traceback" not in done.stderr
