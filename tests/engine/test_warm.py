"""After warming, no kernel is left to compile at the first watch."""

from seawarden.engine.warm import warm
from seawarden.read import cells_kernel, census, changes


def test_the_kernels_that_readers_call_are_compiled() -> None:
    warm()
    for kernel in (
        cells_kernel.read_lines,
        cells_kernel.fingerprints,
        census._lines,
        census._broken,
        changes._mark,
    ):
        assert kernel.signatures, kernel.py_func.__name__
