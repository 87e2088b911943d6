"""Tasks on a cluster: one function over many rows, each row a task, by the Spark API.

Method: `mapInArrow` and nothing else of it. A task's row says which file, span or stretch of time
it is about; the worker reads that for itself, writes what is large to the folder that it shares
with the driver, and sends back a few figures. The same code runs on Apache Spark, on Sail and on
any server of Spark Connect. Rows are sent one a partition, the largest first where the caller says
so, so that one long task does not wait behind short ones.

An error of ours in a worker (`SeawardenError`) comes back as it is. Any other fault fails the task:
the engine tries it again where it does that (Spark: four times in all), and what is still missing
then is asked for once more (Sail does not try again by itself). Tasks therefore write whole files
or none, and the same ones each time.

Blind spot: a worker must be able to import this same Seawarden; another version is refused.
"""

import pickle
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib import import_module
from typing import Any, TypeVar

from ..errors import InputError, SeawardenError
from .session import Session, workers_by_setting

Row = TypeVar("Row")
Result = TypeVar("Result")

_SCHEMA = "task long, result binary"


@dataclass(slots=True)
class Cluster:
    """A session and what went through it."""

    session: Session
    sent: int = 0  # rows sent to workers, each a task
    came_back: int = 0  # rows that came back, one a task

    def run(self, work: Callable[[Row], Result], rows: Sequence[Row]) -> list[Result]:
        """Return `work(row)` of each row, in the order of `rows`, worked out by workers.

        `work` is a function of a module of ours (or a `partial` of one), for workers import it.
        Raises what a worker raised of ours, in the order of rows; InputError in one line for what
        ended a task in every try.
        """
        done: dict[int, Any] = {}
        for last in (*(False,) * (self.session.tries - 1), True):
            waiting = [i for i in range(len(rows)) if i not in done]
            if not waiting:
                break
            self.sent += len(waiting)
            task = partial(_work, work, _version(), [rows[i] for i in waiting], waiting)
            try:
                answers = self.session.map(task, len(waiting), _SCHEMA)
            except Exception as error:
                if last or not self.session.is_alive():
                    why = _short(error)
                    raise InputError(
                        f"--engine {self.session.name}: a task failed: {why}"
                    ) from error
                continue
            self.came_back += answers.num_rows
            for i, answer in zip(
                *(answers[c].to_pylist() for c in ("task", "result")), strict=True
            ):
                done[i] = pickle.loads(answer)
        results = [done[i] for i in range(len(rows))]
        for result in results:
            if isinstance(result, SeawardenError):
                raise result
        return results


def _work(
    work: Callable[[Any], Any], version: str, rows: Sequence[Any], numbers: Sequence[int],
    batches: Iterator[Any],
) -> Iterator[Any]:  # fmt: skip
    """Run in a worker: the tasks whose places among `rows` stand in `batches`."""
    import pyarrow as pa

    if version != _version():
        raise InputError(f"the worker has Seawarden {_version()}, the driver {version}")
    for batch in batches:
        for at in batch.column(0).to_pylist():
            try:
                with _at_once():
                    result = work(rows[at])
            except SeawardenError as error:
                result = error
            columns = [pa.array([numbers[at]], pa.int64()), pa.array([pickle.dumps(result)])]
            yield pa.RecordBatch.from_arrays(columns, names=["task", "result"])


_opening = threading.Lock()  # tasks of one process begin at once


def _at_once() -> threading.BoundedSemaphore:
    """Return what bounds the tasks of this process: Sail would run all of a stage at once."""
    with _opening:
        return _bound()


@cache
def _bound() -> threading.BoundedSemaphore:
    return threading.BoundedSemaphore(workers_by_setting())


def _version() -> str:
    """Return the version of the package here; it stands at the top of the house."""
    return str(import_module("seawarden").__version__)


def _short(error: Exception) -> str:
    """Return the line of a worker's error that says what happened."""
    lines = [x.strip() for x in str(error).splitlines() if x.strip()]
    named = [x for x in lines if "Error" in x.split(" ")[0] and ":" in x]
    return (named or lines or [type(error).__name__])[-1][:300]


__all__ = ["Cluster"]
