"""The lock: everything that is installed for the tests, to the version and by hash."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
TESTED, RUNTIME = (ROOT / "requirements" / f"{name}.txt" for name in ("tested", "runtime"))


def pinned(path: Path) -> dict[str, list[tuple[Requirement, list[str]]]]:
    """Return the pins of a lock by package: each with its hashes; some hold for some Pythons."""
    out: dict[str, list[tuple[Requirement, list[str]]]] = {}
    for entry in re.split(r"\n(?=\S)", path.read_text("utf-8").strip()):
        head, *hashes = re.split(r"\s*\\?\n?\s*--hash=", entry)
        pin = Requirement(head.strip().rstrip("\\"))
        out.setdefault(canonicalize_name(pin.name), []).append((pin, hashes))
    return out


def asked(*extras: str) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = [*project["dependencies"]]
    for extra in extras:
        lines += project["optional-dependencies"][extra]
    return [r for r in map(Requirement, lines) if r.name != "seawarden"]


@pytest.mark.parametrize("path", [TESTED, RUNTIME], ids=lambda p: p.name)
def test_every_line_is_one_version_with_hashes(path: Path) -> None:
    for name, pins in pinned(path).items():
        for pin, hashes in pins:
            assert re.fullmatch(r"==[^,*]+", str(pin.specifier)), name
            assert pin.url is None, f"{name}: comes from a place, not from the registry"
            assert hashes, name
            assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", h) for h in hashes), name


def test_what_the_project_asks_for_is_locked_within_its_range() -> None:
    extras = ("case", "chronicle", "floor", "ftm", "geo", "live", "patrol")
    for path, wanted in ((RUNTIME, asked(*extras)), (TESTED, asked(*extras, "dev"))):
        held = pinned(path)
        for requirement in wanted:
            for pin, _ in held[canonicalize_name(requirement.name)]:
                (version,) = (s.version for s in pin.specifier)
                assert requirement.specifier.contains(version), f"{path.name}: {requirement}"


def test_the_tests_run_on_what_users_get() -> None:
    tested = pinned(TESTED)
    for name, pins in pinned(RUNTIME).items():
        assert {str(p.specifier) for p, _ in pins} == {str(p.specifier) for p, _ in tested[name]}


def test_no_host_is_named() -> None:
    assert not re.search(r"https?:|--(extra-)?index-url|--find-links", TESTED.read_text("utf-8"))
    assert not re.search(r"https?:|--(extra-)?index-url|--find-links", RUNTIME.read_text("utf-8"))
