"""`import seawarden as sw`: light, listed, typed, and the verb wins over the room of its name."""

import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

import seawarden as sw

PAGE = Path(__file__).parents[1] / "docs" / "python.md"


@pytest.mark.parametrize("name", sw.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(sw, name) is not None
    assert name in dir(sw)


def test_the_page_lists_what_is_public_and_nothing_else() -> None:
    table = PAGE.read_text().split("## What is public")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| `(?:sw\.)?(\w+)", table, re.M)) == set(sw.__all__)


def test_a_name_that_is_not_public_is_refused_in_the_usual_words() -> None:
    with pytest.raises(AttributeError, match="module 'seawarden' has no attribute 'wach'"):
        sw.wach  # noqa: B018


def test_importing_it_imports_nothing_heavy() -> None:
    code = "import sys, seawarden; print(*(m.partition('.')[0] for m in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )  # fmt: skip
    loaded = set(done.stdout.split())
    assert "seawarden" in loaded
    heavy = {"polars", "numpy", "numba", "duckdb", "pyarrow", "matplotlib", "scipy", "typer"}
    assert not loaded & heavy


@pytest.mark.parametrize("first", ["room", "verb"])
def test_a_verb_keeps_its_name_whichever_of_room_and_verb_is_imported_first(first: str) -> None:
    """Python binds a loaded module to its package; here the verb stands."""
    room = "import seawarden.screen, seawarden.patrol.plan, seawarden.simulate.run"
    verb = "import seawarden as sw; sw.screen, sw.patrol, sw.simulate"
    code = f"{room}\n{verb}\n" if first == "room" else f"{verb}\n{room}\n"
    code += (
        "from seawarden.screen import match\n"
        "import seawarden as sw\n"
        "assert sw.screen.__module__ == 'seawarden.pipeline.front.screen'\n"
        "assert sw.simulate.__module__ == 'seawarden.pipeline.front.simulate'\n"
        "assert sw.patrol.plan.__module__ == 'seawarden.pipeline.front.patrol'\n"
        "assert match.__module__ == 'seawarden.screen.vessel_v1'\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("room", ["screen", "simulate", "patrol", "chronicle", "lists", "errors"])
def test_rooms_stay_importable(room: str) -> None:
    assert importlib.import_module(f"seawarden.{room}").__name__ == f"seawarden.{room}"
