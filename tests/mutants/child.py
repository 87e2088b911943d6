"""One run of pytest in a process of its own: the measured first run, or one with a fault in."""

import functools
import importlib.abc
import importlib.machinery
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import coverage
import pytest
from hypothesis import HealthCheck, Phase, settings

from .places import Mutant

RESTATES = "restates"
"""Mark of a test that only repeats a default or a generated page: it kills no mutant."""


@functools.cache
def _cached() -> None:
    """Stand for its type, which has no public name."""


class Quick:
    """Hypothesis with fixed examples, kept nowhere, and not made smaller when one fails."""

    def pytest_sessionstart(self) -> None:
        settings.register_profile(
            "mutants", deadline=None, database=None, derandomize=True,
            phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        settings.load_profile("mutants")


class Watch(Quick):
    """Note each test's seconds of the processor and the lines that it ran."""

    def __init__(self, source: Path) -> None:
        self._coverage = coverage.Coverage(data_file=None, source=[str(source)])
        self._package = f"seawarden.{source.name}"
        self.seconds: dict[str, float] = {}
        self.failed: set[str] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item):  # type: ignore[no-untyped-def]
        self._forget()
        self._coverage.switch_context(item.nodeid)
        began = time.process_time()  # a busy machine makes no test longer
        try:
            return (yield)
        finally:
            self.seconds[item.nodeid] = time.process_time() - began

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.outcome != "passed":
            self.failed.add(report.nodeid)

    def _forget(self) -> None:
        """Empty the caches, or what is kept in one would count for its first test only."""
        for name, module in list(sys.modules.items()):
            if name.startswith(self._package):
                for value in list(vars(module).values()):
                    if isinstance(value, type(_cached)):
                        value.cache_clear()

    def start(self) -> None:
        self._coverage.start()

    def lines(self, root: Path) -> dict[str, dict[int, list[str]]]:
        """File: line: the tests that ran it; the empty name stands for importing."""
        self._coverage.stop()
        data = self._coverage.get_data()
        return {
            str(Path(name).relative_to(root)): data.contexts_by_lineno(name)
            for name in data.measured_files()
        }


class First(Quick):
    """Note the first test that failed."""

    name = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and not self.name:
            self.name = report.nodeid

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed and not self.name:
            self.name = f"{report.nodeid} (import)"


def fork(work: Callable[[], object]) -> tuple[int, int]:
    """Do `work` in a child, silent; return its process id and where its JSON can be read.

    What it raises comes back as `error`.
    """
    read, write = os.pipe()
    pid = os.fork()
    if pid:
        os.close(write)
        return pid, read
    os.close(read)
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    try:
        answer = work()
    except BaseException as error:
        answer = {"error": repr(error)}
    os.write(write, json.dumps(answer).encode())
    os._exit(0)


LEFT_OUT = (
    "tests/detect/test_dark_sts_simulated.py",
    "tests/detect/test_contract.py::test_cutting_in_time_changes_nothing",
    "tests/detect/test_contract.py::test_the_cut_test_looks_at_events",
    "tests/detect/time_span/test_cut_simulated.py",
)
"""Minutes each: no fault is given to a test that takes longer than all its tests may."""


def measure(tests: Sequence[str], source: Path, root: Path, out: Path) -> None:
    """Run `tests` with no fault in; write to `out` their seconds, failures and lines."""
    watch = Watch(root / source)
    watch.start()
    _pytest([*tests], watch)
    found = {"seconds": watch.seconds, "failed": sorted(watch.failed), "lines": watch.lines(root)}
    out.write_text(json.dumps(found))


def below(room: str) -> frozenset[str]:
    """Import a room; return the modules of the rooms below it, which no fault in it changes."""
    importlib.import_module(f"seawarden.{room}")
    mine = (f"seawarden.{room}", f"seawarden.{room}.")
    return frozenset(
        n for n in sys.modules
        if n.startswith("seawarden.") and n != mine[0] and not n.startswith(mine[1])
    )  # fmt: skip


def kill(
    mutant: Mutant, tests: Sequence[str], root: Path, cpu_s: float,
    kept: frozenset[str] = frozenset(),
) -> dict[str, object]:  # fmt: skip
    """Run `tests` with the fault in until one fails; return pytest's exit code and that test.

    All modules of the package but those `kept` are imported anew.
    """
    resource.setrlimit(resource.RLIMIT_CPU, (int(cpu_s) + 1, int(cpu_s) + 1))
    for name in [n for n in sys.modules if n.startswith(("seawarden", "tests."))]:
        if not name.startswith("tests.mutants") and name not in kept:
            del sys.modules[name]
    for name in kept:
        parent, _, last = name.rpartition(".")
        if parent == "seawarden":
            setattr(importlib.import_module(parent), last, sys.modules[name])
    faulty = _Faulty(root / mutant.path, mutant)
    sys.meta_path.insert(0, faulty)
    try:
        importlib.import_module(faulty.name)
    except Exception as error:
        return {"code": 1, "test": f"import: {type(error).__name__}"}
    if not tests:
        return {"code": 0, "test": ""}
    first = First()
    code = int(_pytest(["-x", *tests], first))
    if code == 4 and not first.name:  # a fault in what a test is named after: ask the whole files
        code = int(_pytest(["-x", *dict.fromkeys(t.partition("::")[0] for t in tests)], first))
    if code in (1, 2, 4) and first.name:  # 4: the file of a test named could not be collected
        return {"code": 1, "test": first.name}
    if code == 0:
        return {"code": 0, "test": ""}
    raise RuntimeError(f"pytest ended with {code}")


def _pytest(arguments: list[str], plugin: Quick) -> int:
    with tempfile.TemporaryDirectory() as folder:
        return pytest.main(
            [
                "-q", "--tb=no", "--assert=plain", "-p", "no:cacheprovider", "-p", "no:xdist",
                "-p", "no:warnings", f"--basetemp={folder}/t", "-m", f"not {RESTATES}",
                *(word for test in LEFT_OUT for word in ("--deselect", test)), *arguments,
            ],
            plugins=[plugin],
        )  # fmt: skip


class _Faulty(importlib.abc.MetaPathFinder):
    """Give the import system the mutant's text for its file."""

    def __init__(self, path: Path, mutant: Mutant) -> None:
        parts = mutant.path.with_suffix("").parts[1:]  # without `src`
        self.name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        self._path, self._source = path, mutant.source

    def find_spec(self, name, path=None, target=None):  # type: ignore[no-untyped-def]
        if name != self.name:
            return None
        loader = _Text(name, str(self._path), self._source)
        return importlib.machinery.PathFinder.find_spec(name, path) and (
            importlib.util.spec_from_file_location(name, self._path, loader=loader)
        )


class _Text(importlib.machinery.SourceFileLoader):
    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self._source = source

    def get_code(self, fullname):  # type: ignore[no-untyped-def]
        return compile(self._source, self.path, "exec", dont_inherit=True)
