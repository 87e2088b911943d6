"""How the NMEA kernels are compiled: with their types declared.

So declared, Numba compiles each function once (left to itself, once for every constant argument),
and without reference counting, which the kernels do not need: they allocate nothing. The first
import compiles them (about 18 s of one core; `import seawarden.read.nmea.sentences` does
it beforehand), later ones load them from the cache (`seawarden.compiled`); so `read.nmea` imports
them where they are used.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import numba
from numba import types

from ... import compiled
from .state import new_out, new_state

F = TypeVar("F", bound=Callable[..., Any])

BYTES = types.Array(types.uint8, 1, "C")
INTS = types.Array(types.int64, 1, "C")
STATE = numba.typeof(new_state())
OUT = numba.typeof(new_out(0))
I8, BOOL, VOID = types.int64, types.boolean, types.void
PAIR = types.UniTuple(types.int64, 2)


def kernel(signature: object, *, inline: bool = False) -> Callable[[F], F]:
    """Compile a function for `signature`: cached on disk, holding no lock, no allocation.

    `inline` has its code stand in its callers': the tables are many arguments to hand over.
    """
    decorator: Callable[[F], F] = compiled.kernel(
        signature=signature, _nrt=False, error_model="numpy", forceinline=inline
    )
    return decorator
