"""The house as docs/house.md draws it: short files, small rooms, arrows that point down only."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src" / "seawarden"
LINES, FILES = 300, 16
"""A file is read in one sitting; a room holds about fifteen."""

CODE = sorted(SRC.rglob("*.py"))
KERNEL = re.compile(r"^(@|_kernel = partial\()(numba\.)?(njit|kernel)\b", re.MULTILINE)


def module_of(path: Path) -> str:
    parts = path.relative_to(SRC.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: Path) -> Iterator[str]:
    """Yield the modules that a file imports, also inside functions, but not for types alone."""
    here = module_of(path).split(".")
    package = here if path.name == "__init__.py" else here[:-1]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for part in node.body for inner in ast.walk(part)
    }  # fmt: skip
    for node in ast.walk(tree):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            base = base + (node.module or "").split(".") if node.module else base
            for name in node.names:
                full = ".".join([*base, name.name])
                yield full if full in MODULES else ".".join(base)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


MODULES = {module_of(path) for path in CODE}
GRAPH = {
    module_of(path): {name for name in imports_of(path) if name in MODULES - {"seawarden"}}
    - {module_of(path)}
    for path in CODE
}
"""What each module imports. The front door itself is left out as a target: rooms ask it for the
version alone, and it loads what it hands on when that is asked for."""


def layers() -> list[set[str]]:
    """Return the rooms of the first import contract, the top first."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = settings["tool"]["importlinter"]["contracts"][0]
    return [set(line.split(" | ")) for line in contract["layers"]]


def room_of(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def test_a_file_reads_in_one_sitting() -> None:
    """Kernels apart: one loop that may not be cut costs more lines than a reader's sitting."""
    places = [*CODE, *(ROOT / "benchmarks").rglob("*.py")]
    assert places
    texts = {p: p.read_text(encoding="utf-8") for p in places}
    long = {
        str(p.relative_to(ROOT)): text.count("\n")
        for p, text in texts.items() if text.count("\n") > LINES and not KERNEL.search(text)
    }  # fmt: skip
    assert long == {}


@pytest.mark.parametrize("top", ["src/seawarden", "benchmarks"])
def test_a_room_holds_about_fifteen_files(top: str) -> None:
    rooms = [p for p in (ROOT / top).rglob("*") if p.is_dir() and p.name != "__pycache__"]
    assert rooms
    held = {room: len([f for f in room.glob("*.py") if f.stem != "__init__"]) for room in rooms}
    assert {str(r): n for r, n in held.items() if n > FILES} == {}


def test_the_contract_names_every_room() -> None:
    rooms = {p.stem for p in SRC.iterdir() if p.suffix == ".py" or (p / "__init__.py").exists()}
    assert rooms - {"__init__", "__main__"} == set().union(*layers())


def test_every_room_is_drawn() -> None:
    """docs/house.md is what a stranger opens first."""
    drawn = (ROOT / "docs" / "house.md").read_text(encoding="utf-8").split("```")[1]
    words = set(re.findall(r"[a-z_]+", drawn))
    assert set().union(*layers()) <= words


def test_arrows_point_down() -> None:
    """By the import statements themselves, those inside functions among them."""
    level = {room: at for at, rooms in enumerate(layers()) for room in rooms}
    up = {
        f"{one} -> {other}"
        for one, others in GRAPH.items() for other in others
        if room_of(one) in level and room_of(other) in level
        and room_of(one) != room_of(other) and level[room_of(one)] >= level[room_of(other)]
    }  # fmt: skip
    assert up == set()


def test_no_modules_import_each_other_in_a_circle() -> None:
    try:
        order = list(TopologicalSorter(GRAPH).static_order())
    except CycleError as error:
        pytest.fail(f"a circle of imports: {' -> '.join(error.args[1])}")
    assert len(order) == len(MODULES)


def test_only_behaviours_stand_on_top_of_detect() -> None:
    """A stranger finds the file of any behaviour by its name alone."""
    from seawarden.schema.kinds import all_kinds

    on_top = {p.stem for p in (SRC / "detect").iterdir() if p.is_file()} - {"__init__"}
    assert on_top == {
        kind.name for kind in all_kinds() if (SRC / f"detect/{kind.name}.py").exists()
    }
    assert len(on_top) >= 9


def test_make_plans_every_target_that_it_names() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    phony = set(re.search(r"\.PHONY:((?:.*\\\n)*.*)", text).group(1).replace("\\", "").split())  # type: ignore[union-attr]
    targets = re.findall(r"^([a-z][a-z-]*):", text, re.MULTILINE)
    assert sorted(targets) == sorted(phony)
    done = subprocess.run(
        ["make", "--dry-run", *targets], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""  # a recipe written twice is a warning
