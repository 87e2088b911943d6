"""After warming, no kernel is left to compile at the first watch."""

from seawarden.engine.warm import warm
from seawarden.facts.shared_mmsi import hypotheses
from seawarden.read.delimited import plain_lines_kernel
from seawarden.read.input import line_census
from seawarden.read.table import changed_statics


def test_the_kernels_that_readers_call_are_compiled() -> None:
    warm()
    for kernel in (
        plain_lines_kernel.read_lines,
        plain_lines_kernel.fold_numbers,
        plain_lines_kernel.fold_texts,
        line_census._lines,
        line_census._broken,
        changed_statics._mark,
    ):
        assert kernel.signatures, kernel.py_func.__name__


def test_the_kernels_that_tell_ships_of_one_mmsi_apart_are_compiled() -> None:
    warm()
    for kernel in (hypotheses._follow, hypotheses._traced):
        assert kernel.signatures, kernel.py_func.__name__
