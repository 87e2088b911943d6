"""The second verifier, run as a program of its own or loaded from its file."""

import importlib.util
import json
import subprocess
import sys
from argparse import Namespace
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from types import ModuleType

import seawarden.store.package as room

FILE = Path(room.__file__).with_name("second_verifier.py")


def _loaded() -> ModuleType:
    spec = importlib.util.spec_from_file_location("second_verifier", FILE)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_MODULE = _loaded()


def problems(
    folder: Path, *, trust: Sequence[Path], now_utc: datetime, known: Path | None = None,
    roots: Sequence[Path] = (),
) -> set[tuple[str, str]]:  # fmt: skip
    """Return (kind, place) of what the second verifier finds."""
    args = Namespace(
        trust=[str(p) for p in trust], root=[str(p) for p in roots], now=now_utc.isoformat(),
        known=None if known is None else str(known),
    )  # fmt: skip
    check = _MODULE.Check(folder, args)
    check.run()
    return set(check.problems)


def as_program(folder: Path, *arguments: str) -> tuple[int, dict[str, object]]:
    """Run it with no path to Seawarden; return its exit code and what it prints."""
    code = (
        "import runpy, sys; sys.argv = sys.argv[1:]\n"
        "try: runpy.run_path(sys.argv[0], run_name='__main__')\n"
        "finally: assert not [m for m in sys.modules if m.startswith('seawarden')]"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code, str(FILE), str(folder), *arguments],
        capture_output=True, text=True, check=False, cwd=folder.parent,
    )  # fmt: skip
    return done.returncode, json.loads(done.stdout)
