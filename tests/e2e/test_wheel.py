"""The package as others get it: a wheel, installed into a fresh environment.

No download: the wheel is built by hatchling in this environment, installed without its
dependencies, and those are lent by a `.pth` line. Python reads no `.pth` of a folder that was
lent so, hence an editable install of the checkout stays out of sight.
"""

import os
import re
import shutil
import site
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
pytest.importorskip("hatchling", reason="needs hatchling, of the extra dev, to build the wheel")

ROOT = Path(__file__).parents[2]
TEN_LINES = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.S)[1]  # type: ignore[index]


def _run(*command: object, cwd: Path) -> str:
    """Run a command without anything of this process's Python around it; return its output."""
    keep = ("PATH", "HOME", "TMPDIR", "SYSTEMROOT")
    environment = {k: v for k, v in os.environ.items() if k in keep}
    done = subprocess.run(
        [str(c) for c in command], cwd=cwd, env=environment, check=False, capture_output=True,
        text=True, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", out, cwd=ROOT)
    (built,) = out.glob("seawarden-*.whl")
    return built


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a fresh environment that holds the wheel and borrows what it depends on."""
    home = tmp_path_factory.mktemp("fresh") / "env"
    venv.create(home, with_pip=False)
    inside = home / "bin" / "python"
    _run(
        sys.executable, "-m", "pip", "--python", inside, "install", "--quiet", "--no-deps",
        "--no-index", "--disable-pip-version-check", wheel, cwd=home,
    )  # fmt: skip
    packages = _run(
        inside, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=home
    )
    lent = "\n".join(site.getsitepackages())
    (Path(packages.strip()) / "lent.pth").write_text(f"{lent}\n")
    return inside


def test_the_package_is_the_wheels_own(python: Path, tmp_path: Path) -> None:
    """Guards the tests below: with the checkout in sight they would say nothing."""
    code = "import seawarden; print(seawarden.__file__)"
    where = Path(_run(python, "-c", code, cwd=tmp_path).strip())
    assert python.parents[1] in where.parents


def test_the_ten_lines_of_the_readme_run(python: Path, small_docket: Path, tmp_path: Path) -> None:
    shutil.copytree(small_docket / "docket", tmp_path / "demo" / "watch")
    assert 9 <= len([line for line in TEN_LINES.splitlines() if line.strip()]) <= 12
    printed = _run(python, "-c", TEN_LINES, cwd=tmp_path)
    assert "SIMULATED" in printed
    assert "match 0.98  RYE SONG GANG 1, IMO 7389704" in printed


def test_the_command_is_there_and_is_well(python: Path, tmp_path: Path) -> None:
    """`doctor` asks every table of facts that ships something of which the answer is known."""
    command = python.with_name("seawarden")
    assert "Usage: seawarden" in _run(command, "--help", cwd=tmp_path)
    assert "register: 59 ships" in _run(command, "doctor", cwd=tmp_path)


def test_the_wheel_holds_every_file_of_the_package_and_nothing_else(wheel: Path) -> None:
    held = {n for n in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in n}
    tracked = subprocess.run(
        ["git", "ls-files", "src/seawarden"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    if tracked.returncode:
        pytest.skip("no git here to say which files belong to the package")
    page = {n for n in held if n.startswith("seawarden/web/page/")}
    assert "seawarden/web/page/index.html" in page, "the page of the watch floor is built into it"
    assert held - page == {n.removeprefix("src/") for n in tracked.stdout.split()}
