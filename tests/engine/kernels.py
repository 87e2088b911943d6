"""Find every compiled function of the package, and those that warming leaves to compile.

    python -m tests.engine.kernels FOLDER...

prints, as JSON, the kernels that are left after warming (`left`) and, for each FOLDER of AIS,
what a watch of it and a walk of the patrol planner then compile all the same: a kernel that was
warmed with other types than real data have. It is asked of a new process: in one that has run
other tests, they would have compiled it.
"""

import contextlib
import importlib
import io
import json
import pkgutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from numba.core.dispatcher import Dispatcher

import seawarden


def kernels() -> dict[str, Dispatcher]:
    """Every compiled function of the package, by module and name."""
    found = {}
    for module in pkgutil.walk_packages(seawarden.__path__, "seawarden."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, Dispatcher):
                found[f"{value.py_func.__module__}.{value.py_func.__name__}"] = value
    return found


def left(found: dict[str, Dispatcher]) -> set[str]:
    """The kernels that neither Python nor a kernel that is compiled has called.

    One that was loaded from Numba's cache brings those that it calls with it, unseen.
    """
    seen: set[int] = set()
    to_see = [kernel for kernel in found.values() if kernel.signatures]
    while to_see:
        kernel = to_see.pop()
        if id(kernel) not in seen:
            seen.add(id(kernel))
            to_see += _called(kernel)
    return {name for name, kernel in found.items() if id(kernel) not in seen}


def _called(kernel: Dispatcher) -> Iterator[Dispatcher]:
    for name in kernel.py_func.__code__.co_names:
        value = kernel.py_func.__globals__.get(name)
        if isinstance(value, Dispatcher):
            yield value


def _signatures(found: dict[str, Dispatcher]) -> set[str]:
    return {f"{name}{signature}" for name, k in found.items() for signature in k.signatures}


def main() -> None:
    """Warm; print what is left, and what real work compiles after that."""
    from seawarden.engine.warm import warm

    warm()
    found = kernels()
    out = {"left": sorted(left(found))}
    for folder in sys.argv[1:]:
        before = _signatures(found)
        with tempfile.TemporaryDirectory() as docket, contextlib.redirect_stdout(io.StringIO()):
            _work(folder, f"{docket}/out")
        out[Path(folder).name] = sorted(_signatures(found) - before)
    print(json.dumps(out))


def _work(ais: str, out: str) -> None:
    from seawarden.cli import app
    from seawarden.patrol.search.best_walk import Work, best_walk

    from ..patrol.search.test_optimise import little

    app(["watch", ais, "--out", out, "--json"], standalone_mode=False)
    lattice = little()
    best_walk(lattice, lattice.look * lattice.xy[:, 0], Work(lattice))


if __name__ == "__main__":
    main()
