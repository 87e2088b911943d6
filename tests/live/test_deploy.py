"""The unit and the compose file name options that the verb has."""

import re
from pathlib import Path

import pytest

from tests.cli.walk import verbs

DEPLOY = Path(__file__).parents[2] / "docs" / "deploy"


def options() -> set[str]:
    (verb,) = (v for v in verbs() if v.path == ("live",) or list(v.path) == ["live"])
    return {f"--{name}" for name in verb.options}


def test_the_unit_starts_the_verb_with_options_that_it_has() -> None:
    text = (DEPLOY / "seawarden-live.service").read_text()
    command = re.search(r"ExecStart=(.*?)\n(?!\s)", text, re.DOTALL)
    assert command is not None and " live tcp://" in command[1]
    assert set(re.findall(r"--[a-z-]+", command[1])) <= options()
    for section in ("[Unit]", "[Service]", "[Install]"):
        assert section in text


def test_the_compose_file_starts_the_verb_with_options_that_it_has() -> None:
    yaml = pytest.importorskip("yaml")
    made = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    command = made["services"]["live"]["command"]
    assert command[0] == "live"
    assert {word.split("=")[0] for word in command if word.startswith("--")} <= options()
