"""In every process that a cluster starts: its tasks fail as the file `SEAWARDEN_TEST_FAULT` says.

    kill     each kind of task kills its process once, when it has done its work
    raise    each kind of task raises once, when it has done its work
    blind    no detector finds anything

Python runs this file by its name where this folder is the first in `PYTHONPATH`; the guard of
`tests/no_network` is run from here too.
"""

import importlib.util
import os
import runpy
import signal
import sys
from importlib.abc import MetaPathFinder
from pathlib import Path
from types import ModuleType
from typing import Any

_ROOM = "seawarden.pipeline.watch.cluster."
_TASKS = {
    f"{_ROOM}reading": ("_read", "_merge"), f"{_ROOM}spans": ("_scan", "_combine"),
    f"{_ROOM}tables": ("_tables", "_learn"), f"{_ROOM}stretches": ("_detect",),
}  # fmt: skip


def _fault() -> str:
    try:
        return Path(os.environ["SEAWARDEN_TEST_FAULT"]).read_text().strip()
    except (KeyError, OSError):
        return ""


def _once(name: str) -> bool:
    mark = Path(os.environ["SEAWARDEN_TEST_FAULT"]).with_name(f"{_fault()}-{name}")
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _failing(work: Any, name: str) -> Any:
    def task(*given: Any) -> Any:
        made = work(*given)
        fault = _fault()
        if fault == "kill" and _once(name):
            os.kill(os.getpid(), signal.SIGKILL)
        if fault == "raise" and _once(name):
            raise RuntimeError("the machine is gone")
        if fault == "blind" and name == "_detect":
            return made.clear()
        return made

    task.__module__, task.__qualname__ = work.__module__, work.__qualname__
    return task


class _After(MetaPathFinder):
    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if name not in _TASKS:
            return None
        sys.meta_path.remove(self)
        try:
            spec = importlib.util.find_spec(name)
        finally:
            sys.meta_path.insert(0, self)
        assert spec is not None and spec.loader is not None
        run = spec.loader.exec_module

        def exec_module(module: ModuleType) -> None:
            run(module)
            for task in _TASKS[name]:
                setattr(module, task, _failing(getattr(module, task), task))

        spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec


sys.meta_path.insert(0, _After())
runpy.run_path(str(Path(__file__).parents[2] / "no_network" / "sitecustomize.py"))
