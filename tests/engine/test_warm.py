"""After warming, no kernel is left to compile at the first watch."""

from seawarden.engine.warm import warm
from seawarden.facts import hypotheses
from seawarden.read import cells_kernel, census, changes


def test_the_kernels_that_readers_call_are_compiled() -> None:
    warm()
    for kernel in (
        cells_kernel.read_lines,
        cells_kernel.fold_numbers,
        cells_kernel.fold_texts,
        census._lines,
        census._broken,
        changes._mark,
    ):
        assert kernel.signatures, kernel.py_func.__name__


def test_the_kernels_that_tell_ships_of_one_mmsi_apart_are_compiled() -> None:
    warm()
    for kernel in (hypotheses._follow, hypotheses._traced):
        assert kernel.signatures, kernel.py_func.__name__
