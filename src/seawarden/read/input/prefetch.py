"""Prefetching: the next items are made in threads while the caller uses this one."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

S = TypeVar("S")
T = TypeVar("T")


def prefetched(items: Iterator[T]) -> Iterator[T]:
    """Yield `items` unchanged; an error comes where it would have come, after those before it.

    At most one item waits, so memory grows by one.
    """
    nothing = object()
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, items, nothing)
        while (item := coming.result()) is not nothing:
            coming = pool.submit(next, items, nothing)
            yield item  # type: ignore[misc]


def mapped_in_threads(make: Callable[[S], T], items: Iterator[S], threads: int = 2) -> Iterator[T]:
    """Yield `make(item)` for each item, in order; up to `threads` are made at a time.

    An error, of `items` or of `make`, comes where it would have come, after those before it. As
    many results as there are threads wait, so memory grows by that many.
    """
    with ThreadPoolExecutor(threads) as pool:
        coming: deque[Future[T]] = deque()
        problem: Exception | None = None
        while True:
            while problem is None and len(coming) < threads:
                try:
                    coming.append(pool.submit(make, next(items)))
                except Exception as error:
                    problem = error
            if not coming:
                break
            yield coming.popleft().result()
        if problem is not None and not isinstance(problem, StopIteration):
            raise problem
