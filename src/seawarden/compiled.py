"""Compiled kernels: compiled once for each version and processor, then loaded in milliseconds.

`kernel` is Numba's `njit` with a cache that is Seawarden's:

- It lies in the user's cache folder (`SEAWARDEN_CACHE` names another), which only the user may
  enter, so an installation that nobody may write to works, and users of one machine do not run
  each other's code. Where there is no such folder, each run compiles what it needs.
- An entry is named by all that the machine code comes from: the function's code and its constants,
  those of every kernel that it calls, the types, the options, the processor, Numba and Python. So
  none is ever out of date; Numba's cache looks at the time of one file only.
- Loading needs none of what Numba imports to compile, which is half a second and 40 MB.

Blind spot: a kernel may read a module's attribute only through a module of Seawarden or as a name
of a library, never a value that a library changes between releases but for Numba, NumPy and LLVM.
"""

import hashlib
import os
import pickle
import stat
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import numba
import numpy as np
import platformdirs
from llvmlite import __version__ as llvmlite_version
from numba.core import compiler
from numba.core.caching import _Cache
from numba.core.dispatcher import Dispatcher
from numba.core.runtime import rtsys
from numba.core.serialize import dumps

FOLDER = "SEAWARDEN_CACHE"
"""The variable of the environment that names the folder of the cache."""

_TOOLS = (sys.version, numba.__version__, llvmlite_version, np.__version__)

announce: list[Callable[[str], None]] = []
"""Called with a kernel's name before it is compiled: a user who waits should know for what."""


def kernel(function: Any = None, *, signature: Any = None, **options: Any) -> Any:
    """Compile a function by Numba: cached, holding no lock of Python's while it runs.

    Used plain or with options of `numba.njit`; with a `signature` it is compiled, or loaded, at
    once and for those types only.
    """
    if function is None:
        return lambda f: kernel(f, signature=signature, **options)
    made = numba.njit(nogil=True, **options)(function)
    made._cache = _Kept(made)
    if signature is not None:
        made.compile(signature)
        made.disable_compile()
    return made


def folder() -> Path | None:
    """Return the folder of the cache, made if need be; None where no private one can be had."""
    given = os.environ.get(FOLDER)
    path = Path(given) if given else platformdirs.user_cache_path("seawarden", appauthor=False)
    path = path / "kernels"
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return path if _is_private(path) else None
    except OSError:
        return None


def _is_private(path: Path) -> bool:
    """Return whether the folder is the user's and nobody else can put code into it."""
    if not hasattr(os, "getuid"):  # Windows: a profile's folders are the user's
        return True
    held = path.stat()
    return held.st_uid == os.getuid() and not held.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


class _Kept(_Cache):  # type: ignore[misc] # numba has no types
    """The cache of one kernel; Numba asks it before it compiles and hands it what it compiled."""

    def __init__(self, made: Dispatcher) -> None:
        self._made = made
        self._is_on = True

    @property
    def cache_path(self) -> str:
        return str(folder() or "")

    def enable(self) -> None:
        self._is_on = True

    def disable(self) -> None:
        self._is_on = False

    def flush(self) -> None:
        """Forget nothing: entries are named by what they are made from."""

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Return the machine code for these types, None where it has to be compiled."""
        path = self._path(sig, target_context.codegen())
        if path is not None and path.exists():
            with suppress(OSError, EOFError, pickle.UnpicklingError, ValueError):
                held = path.read_bytes()
                digest, data = held[:32], held[32:]
                if hashlib.sha256(data).digest() == digest:
                    rtsys.initialize(target_context)  # what arrays handed over are counted by
                    return compiler.CompileResult._rebuild(target_context, *pickle.loads(data))
        name = f"{self._made.py_func.__module__}.{self._made.py_func.__name__}"
        for tell in announce:
            tell(name)
        return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep what was compiled; a folder that cannot be written to costs the next run time."""
        path = self._path(sig, data.codegen)
        if path is None or data.lifted or data.library.has_dynamic_globals:
            return
        code = dumps(data._reduce())
        part = path.with_suffix(f".{uuid.uuid4().hex[:12]}")
        try:
            part.write_bytes(hashlib.sha256(code).digest() + code)
            part.replace(path)
        except OSError:
            with suppress(OSError):
                part.unlink()

    def _path(self, sig: Any, codegen: Any) -> Path | None:
        held = folder() if self._is_on else None
        if held is None:
            return None
        args, result = numba.core.sigutils.normalize_signature(sig)
        what = (
            *_TOOLS, codegen.magic_tuple(), *_of(self._made, set()),
            [*map(_spelled, args)], _spelled(result),
        )  # fmt: skip
        digest = hashlib.sha256(repr(what).encode()).hexdigest()[:24]
        return held / f"{self._made.py_func.__name__}-{digest}.bin"


def _of(made: Dispatcher, seen: set[int]) -> Iterator[object]:
    """Yield all that a kernel's machine code comes from, its types apart."""
    if id(made) in seen:
        return
    seen.add(id(made))
    function = made.py_func
    yield function.__qualname__, sorted((k, repr(v)) for k, v in made.targetoptions.items())
    yield function.__defaults__
    yield from _of_code(function.__code__, function.__globals__, seen)
    for cell in function.__closure__ or ():
        yield from _of_value(cell.cell_contents, (), seen)


def _of_code(code: CodeType, names: dict[str, Any], seen: set[int]) -> Iterator[object]:
    yield code.co_code, code.co_names, code.co_varnames
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _of_code(constant, names, seen)
        else:
            yield repr(constant)
    for name in code.co_names:
        if name in names:
            yield name
            yield from _of_value(names[name], code.co_names, seen)


def _of_value(value: Any, asked: tuple[str, ...], seen: set[int]) -> Iterator[object]:
    """Yield what a global name stands for; of a module of ours the attributes that are `asked`."""
    if isinstance(value, Dispatcher):
        yield from _of(value, seen)
    elif isinstance(value, ModuleType):
        yield value.__name__
        if value.__name__.startswith("seawarden."):
            for name in asked:
                if hasattr(value, name):
                    yield name
                    yield from _of_value(getattr(value, name), (), seen)
    elif isinstance(value, np.ndarray):
        yield str(value.dtype), value.shape, value.tobytes()
    elif isinstance(value, type):
        yield value.__qualname__, getattr(value, "_fields", ())
    elif callable(value):
        yield getattr(value, "__qualname__", type(value).__qualname__)
    else:
        yield repr(value)


def _spelled(given: Any) -> object:
    """Return a type's name, and the names of the fields wherever it is a named tuple."""
    parts = getattr(given, "types", None) or ()
    fields = getattr(given, "fields", ()) if parts else ()
    return str(given), str(fields), [_spelled(part) for part in parts]
