"""One rule stands in one place: what follows another field gets its value and no other."""

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import seawarden
from seawarden.errors import UsageError
from seawarden.pipeline import settings_file
from seawarden.pipeline.watch import default_params
from seawarden.thresholds import filled, follows, places, sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    slot_min: float = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    slot_min: float = follows(Grid, "slot_min")
    far_m: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outer:
    inner: Inner = field(default_factory=Inner)
    again_min: float = follows(Inner, "slot_min")


def test_a_field_that_follows_has_the_default_of_its_source() -> None:
    assert (Inner().slot_min, Outer().again_min) == (10.0, 10.0)
    assert sources(Inner)["slot_min"] == (Grid, "slot_min")


def test_filling_reaches_fields_inside_others_and_through_a_chain() -> None:
    rooms = filled({"facts": Grid(slot_min=5.0), "sts": Outer()})
    assert rooms["sts"] == Outer(inner=Inner(slot_min=5.0), again_min=5.0)


def test_filling_leaves_the_rest_and_the_input_alone() -> None:
    given = {"facts": Grid(), "sts": Outer(inner=Inner(far_m=3.0))}
    assert filled(given) == given
    assert given["sts"].inner.far_m == 3.0


def test_a_field_can_only_follow_one_that_is_there() -> None:
    with pytest.raises(TypeError, match="Grid has no 'slot' to follow"):
        follows(Grid, "slot")


def test_the_settings_file_refuses_it_by_name(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_text("[sts.inner]\nslot_min = 5\n")
    with pytest.raises(UsageError) as error:
        settings_file.load(path, {"facts": Grid(), "sts": Outer()})
    expected = f"{path}: [sts.inner] 'slot_min' follows [facts] slot_min; set it there"
    assert str(error.value) == expected


def _all_params(params: Any, place: str) -> Iterator[tuple[str, Any]]:
    yield place, params
    for f in fields(params):
        if is_dataclass(value := getattr(params, f.name)):
            yield from _all_params(value, f"{place}.{f.name}")


HOUSE = [
    pair for room, params in default_params.defaults().items() for pair in _all_params(params, room)
]


def test_the_grid_step_is_set_in_one_place(tmp_path: Path) -> None:
    """Every `slot_min` of the house must move with `[facts]`, or hours are counted wrong."""
    path = tmp_path / "s.toml"
    path.write_text("[facts]\nslot_min = 5\nsilence_times_usual = 6\ncontact_radius_m = 800\n")
    rooms = settings_file.load(path, default_params.defaults())
    found = [p for room in rooms for _, p in _all_params(rooms[room], room)]
    steps = [p.slot_min for p in found if any(f.name == "slot_min" for f in fields(p))]
    assert len(steps) >= 5
    assert set(steps) == {5.0}
    assert rooms["gap"].expect.silence_times_usual == 6.0
    assert rooms["sts"].nearness.radius_m == 800.0


@pytest.mark.parametrize(("place", "params"), HOUSE, ids=[place for place, _ in HOUSE])
def test_what_a_field_follows_is_a_setting_of_the_house(place: str, params: Any) -> None:
    known = places(default_params.defaults())
    for name, source in sources(params).items():
        assert source.params in known, f"[{place}] {name}"


ROOT = Path(seawarden.__file__).parent
FILES = {
    ".".join(("seawarden", *path.relative_to(ROOT).with_suffix("").parts)): ast.parse(
        path.read_text(encoding="utf-8")
    )
    for path in ROOT.rglob("*.py")
}


@cache
def _imports(module: str) -> set[str]:
    """Return the modules and names that a module imports, in full."""
    found = set()
    for node in ast.walk(FILES[module]):
        if isinstance(node, ast.ImportFrom):
            base = module.split(".")[: -node.level] if node.level else []
            source = ".".join([*base, *((node.module or "").split(".") if node.module else [])])
            found |= {source, *(f"{source}.{name.name}" for name in node.names)}
    return found


@cache
def _reads(module: str) -> set[str]:
    """Return every attribute that a module takes, `x.name`."""
    return {
        node.attr
        for node in ast.walk(FILES[module])
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)
    }


@cache
def _carries_params(module: str) -> bool:
    """Whether a class of the module has a field `params: Params`."""
    return any(
        isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and field.target.id == "params"
        for node in ast.walk(FILES[module])
        if isinstance(node, ast.ClassDef)
        for field in node.body
    )


def _readers(defined_in: str) -> set[str]:
    """Return the modules that may read a class: where it stands, and who imports it from there.

    A package that hands it on (`case/__init__.py`) counts as where it stands, too, and so does a
    record that carries it as a field (`case/scene.py`).
    """
    stands = {defined_in}
    stands |= {m for m in FILES if m.endswith(".__init__") and defined_in in _imports(m)}
    stands |= {m for m in FILES if defined_in in _imports(m) and _carries_params(m)}
    names = stands | {m.removesuffix(".__init__") for m in stands}
    return stands | {m for m in FILES if names & _imports(m)}


def test_every_threshold_is_read() -> None:
    """A field that nothing reads is a promise in the settings that nothing keeps."""
    unread = []
    for place, params in HOUSE:
        read = set().union(*map(_reads, _readers(type(params).__module__)))
        unread += [f"[{place}] {f.name}" for f in fields(params) if f.name not in read]
    assert unread == []


def test_the_check_above_finds_a_field_that_nothing_reads() -> None:
    """Its own readers only: `near_m` read of another class is not this one's."""
    read = set().union(*map(_reads, _readers("seawarden.facts.params")))
    assert {"slot_min", "glitch_share"} <= read
    assert "crowd_share" not in read


SOURCE = re.compile(
    r"\[[^\]]+\]|own choice|judged|fitted|measured|docs/|`[a-z_.]+Params\.", re.IGNORECASE
)
"""What a source looks like: a publication by its tag, a page, or a choice that says it is one."""
FOR_THE_REST = re.compile(
    r"(own choice|chosen|fitted|judged)\b.*(docs/|`tests/|seeds|simulated|the module)",
    re.IGNORECASE | re.DOTALL,
)
"""What a class may say once for all fields without a source: whose choice, and measured where."""
UNITS = re.compile(
    r"_(m|km|nm|kn|kn2|deg|s|min|h|ms|mps|mps2|pct|share|times|kn_per_h|mps_per_s|days|cells|sin|km2)$"
)
OF_NO_UNIT = re.compile(
    r"log odds|nats|probabilit|share|confidence|score|factor|times|reports|between 0 and 1|"
    r"sigma|weights|number|ratio|degrees|hours|metres|knots|odds|hulls|looks|contact|pairs",
    re.IGNORECASE,
)


def _described(cls: type) -> Iterator[tuple[str, str, str]]:
    """Yield name, type and what is written (comments, docstring) of each field of a class."""
    lines = textwrap.dedent(inspect.getsource(cls)).splitlines()
    body = next(n for n in ast.parse("\n".join(lines)).body if isinstance(n, ast.ClassDef)).body
    for node, after in zip(body, [*body[1:], None], strict=True):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            written = [line.partition("#")[2] for line in lines[node.lineno - 1 : node.end_lineno]]
            if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
                written.append(str(after.value.value))
            yield node.target.id, ast.unparse(node.annotation), " ".join(written)


CLASSES = list(dict.fromkeys(type(params) for _, params in HOUSE))


def _without_source(cls: type) -> list[str]:
    if FOR_THE_REST.search(cls.__doc__ or ""):
        return []
    nested = {f.name for f in fields(cls) if f.default_factory is not MISSING}
    return [
        name for name, _, text in _described(cls)
        if name not in nested and name not in sources(cls) and not SOURCE.search(text)
    ]  # fmt: skip


@pytest.mark.parametrize("cls", CLASSES, ids=lambda c: f"{c.__module__}.{c.__name__}")
def test_every_threshold_has_a_source_or_says_whose_choice_it_is(cls: type) -> None:
    assert _without_source(cls) == []


@pytest.mark.parametrize("cls", CLASSES, ids=lambda c: f"{c.__module__}.{c.__name__}")
def test_every_measure_carries_its_unit(cls: type) -> None:
    """In its name; else it has none, and the field or the class says what it is."""
    said_once = bool(OF_NO_UNIT.search(cls.__doc__ or ""))
    without = [
        name for name, kind, text in _described(cls)
        if kind.startswith("float") and name not in sources(cls)
        and not UNITS.search(name) and not OF_NO_UNIT.search(f"{name} {text}")
    ]  # fmt: skip
    assert said_once or without == []


def test_the_checks_above_find_a_field_that_says_nothing() -> None:
    assert _without_source(Undocumented) == ["far_m"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Undocumented:
    """Thresholds."""

    near_m: float = 1.0  # own choice
    far_m: float = 2.0
    """How far."""
    slot_min: float = follows(Grid, "slot_min")
