"""The command line and Python are one door: the same verbs, the same options, all explained."""

import ast
import inspect
import keyword
from pathlib import Path
from typing import Any

import pytest

import seawarden

from .walk import Verb, verbs

VERBS = verbs()
ALL = pytest.mark.parametrize("verb", VERBS, ids=lambda v: " ".join(v.path))
ONLY_PYTHON = {"progress", "alert"}  # the command line draws and prints itself
ONLY_COMMAND = {"json"}  # Python has objects
CLI = Path(seawarden.__file__).parent / "cli"


def _in_python(name: str) -> str:
    """Return the name of a verb in Python, whose own words take an underscore."""
    return f"{name}_" if keyword.iskeyword(name) else name


def _function(verb: Verb) -> Any:
    found: Any = seawarden
    for name in verb.path:
        found = getattr(found, _in_python(name))
    return found


def _plain(value: Any) -> Any:
    """Return a default as both sides may write it: paths as text, rows as lists."""
    if callable(value):
        value = value()
    if isinstance(value, Path):
        return str(value)
    return list(value) if isinstance(value, list | tuple) else value


def test_every_verb_that_is_known_is_walked() -> None:
    """Guards the walk itself: a verb that it lost would be checked by nobody."""
    assert {" ".join(v.path) for v in VERBS} >= {
        "watch", "screen", "simulate", "doctor", "patrol plan", "patrol log", "patrol debrief",
        "chronicle add", "chronicle find", "chronicle compare", "chronicle timeline",
    }  # fmt: skip


@ALL
def test_the_python_verb_takes_the_same_with_the_same_defaults(verb: Verb) -> None:
    parameters = inspect.signature(_function(verb)).parameters
    by_place = [n for n, p in parameters.items() if p.kind is p.POSITIONAL_OR_KEYWORD]
    by_name = {n for n, p in parameters.items() if p.kind is p.KEYWORD_ONLY}
    assert by_place == list(verb.arguments)
    flags = {flag.replace("-", "_"): p for flag, p in verb.options.items()}
    assert by_name - ONLY_PYTHON == flags.keys() - ONLY_COMMAND
    for name, given in (verb.arguments | flags).items():
        if name in ONLY_COMMAND:
            continue
        if given.required:
            assert parameters[name].default is inspect.Parameter.empty, name
        else:
            assert _plain(parameters[name].default) == _plain(given.default), name


@ALL
def test_the_python_verb_is_typed_and_documented(verb: Verb) -> None:
    function = _function(verb)
    signature = inspect.signature(function)
    assert signature.return_annotation is not inspect.Signature.empty
    text = inspect.getdoc(function) or ""
    for name, parameter in signature.parameters.items():
        assert parameter.annotation is not inspect.Parameter.empty, name
        assert any(name in line.split("  ")[0] for line in text.splitlines()[1:]), name
    assert f"sw.{'.'.join(map(_in_python, verb.path))}(" in text, "an example"


@ALL
def test_every_option_has_help_and_every_verb_an_example_and_json(verb: Verb) -> None:
    for name, given in (verb.arguments | verb.options).items():
        assert (given.help or "").strip(), name
    assert f"Example: seawarden {' '.join(verb.path)}" in verb.command.help
    assert "json" in verb.options


@pytest.mark.parametrize("path", sorted(CLI.glob("*.py")), ids=lambda p: p.stem)
def test_the_command_line_reaches_the_verbs_through_the_front_door_only(path: Path) -> None:
    """It may import the front door, errors and what prints: no room that works."""
    allowed = {"", "errors", "report", "visible"}
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.level == 2:
            assert (node.module or "").split(".")[0] in allowed, ast.unparse(node)


def test_nothing_below_the_command_line_reads_the_command_line() -> None:
    package = CLI.parent
    readers = [
        str(path.relative_to(package))
        for path in package.rglob("*.py")
        if path.parent != CLI and any(
            isinstance(node, ast.Attribute) and node.attr == "argv"
            for node in ast.walk(ast.parse(path.read_text()))
        )
    ]  # fmt: skip
    assert readers == []
