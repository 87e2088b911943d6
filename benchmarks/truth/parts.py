"""The parts of the benchmark, measured several at once each in a process.

Parts share no world, and each has a seed, so the figures are the same for any number of
processes.
"""

import multiprocessing
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from . import dark, dark_sts, deceit, gaps, innocent, reliability, splitting, transfers
from .settings import Settings

PARTS: dict[str, tuple[str, Callable[[Settings], object]]] = {
    "transfers": ("transfers", transfers.measure),
    "edges": ("edges", transfers.edges),
    "gaps": ("gaps", gaps.measure),
    "splitting": ("splitting", splitting.measure),
    "dark": ("dark", lambda s: dark.measure(s) if dark.is_built() else None),
    "dark_sts": ("dark_sts", dark_sts.measure),
    "deceit": ("deceit", deceit.measure),
    "reliability": ("events", reliability.measure),
    "contacts": ("contacts", innocent.measure),
}
"""Name of a part: the field of `targets.Results` that it fills, and what measures it."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one part gave."""

    part: str
    field: str  # of `targets.Results`
    value: object
    seconds: float


def measured(names: Iterable[str], settings: Settings, jobs: int) -> Iterator[Measured]:
    """Measure the parts named, `jobs` at once; yield them in the order of `names`."""
    if jobs == 1:
        for name in names:
            yield _measure(name, settings)
        return
    # Started anew, not forked: the threads of Polars do not live on in a fork.
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=fresh) as pool:
        for job in [pool.submit(_measure, name, settings) for name in names]:
            yield job.result()


def _measure(name: str, settings: Settings) -> Measured:
    field, measure = PARTS[name]
    start = time.perf_counter()
    value = measure(settings)
    return Measured(name, field, value, time.perf_counter() - start)
