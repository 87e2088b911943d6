"""`run.json`: what went in, what was done, what came out, and whether it is whole.

It is written when the run begins, after steps (at most once a second) and at the end; `complete` is
false until the very end, so a folder that was left in the middle says so itself.
"""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .. import __version__
from ..detect.calibration import calibrate
from ..files.atomic import atomic, write_text
from ..store import generations

NAME = "run.json"
_EVERY_S = 1.0  # between two writes after steps; own choice: a write takes 0.03 s


@dataclass(slots=True)
class Step:
    """One step of a run: what it read and wrote, in rows."""

    name: str
    rows_in: int = 0
    rows_out: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class Record:
    """The record of one run, kept on disk as it grows."""

    folder: Path
    parameters: dict[str, Any]
    parameters_sha256: str
    command: list[str]
    inputs: list[dict[str, Any]] = field(default_factory=list)
    lists: list[dict[str, Any]] = field(default_factory=list)
    sightings: list[dict[str, Any]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    events: dict[str, int] = field(default_factory=dict)
    superseded: int = 0  # events that late data changed
    withdrawn: int = 0  # events of earlier runs that are no longer found
    earlier: dict[str, Any] = field(default_factory=dict)  # the last complete run, in short
    incomplete: list[str] = field(default_factory=list)  # AIS and lists that were not all read
    notes: list[str] = field(default_factory=list)
    context_sha256: str = ""  # what was learnt, by the hash of its rows
    cluster: dict[str, Any] | None = None  # the engine, its tasks, what reached the driver
    cases: int = 0
    vessel_days: float = 0.0
    false_alarms: float | None = None  # transfers, expected per 1,000 vessel-days at the cut
    cut: dict[str, float] | None = None  # the cases that keep to so many false ones a day
    n_reports: int = 0
    is_simulated: bool = False
    complete: bool = False
    generation: int | None = None  # of the docket that this run wrote
    began: float = field(default_factory=time.monotonic)
    written: float = 0.0  # when, by the monotonic clock

    def as_dict(self) -> dict[str, Any]:
        """Return the record in the fixed layout of `run.json`."""
        seconds = time.monotonic() - self.began
        return {
            "version": __version__,
            "generation": self.generation,
            "command": self.command,
            "parameters": self.parameters,
            "parameters_sha256": self.parameters_sha256,
            "context_sha256": self.context_sha256,
            "inputs": self.inputs,
            "lists": self.lists,
            "sightings": self.sightings,
            "steps": [
                {
                    "name": s.name,
                    "seconds": round(s.seconds, 3),
                    "rows_in": s.rows_in,
                    "rows_out": s.rows_out,
                }
                for s in self.steps
            ],
            "events": self.events,
            "events_superseded": self.superseded,
            "events_withdrawn": self.withdrawn,
            "cluster": self.cluster,
            "cases": self.cases,
            "vessel_days": self.vessel_days,
            "expected_false_transfers_per_1000_vessel_days": self.false_alarms,
            "calls_per_1000_vessel_days_in_real_seas": {
                k: round(v, 2) for k, v in calibrate.real_rates().items()
            },
            "cut": self.cut,
            "is_simulated": self.is_simulated,
            "incomplete": self.incomplete,
            "notes": self.notes,
            "seconds": round(seconds, 3),
            "reports_per_s": round(self.n_reports / seconds, 1) if seconds else 0.0,
            "peak_rss_mb": peak_rss_mb(),
            # Until this run is whole, what the next one must know of the one before it.
            **({} if self.complete else {"earlier": self.earlier}),
            "complete": self.complete,
        }

    def write(self, folder: Path | None = None) -> None:
        """Write `run.json` into the run's folder, or another, whole or not at all.

        Raises OutputError when it cannot be written.
        """
        text = json.dumps(self.as_dict(), indent=2, default=str)
        write_text((folder or self.folder) / NAME, text + "\n")
        self.written = time.monotonic()

    @contextmanager
    def step(self, name: str, *, already_s: float = 0.0) -> Iterator[Step]:
        """Time a step; add it to the record when it is done. `already_s`: what it took before."""
        step, start = Step(name), time.monotonic() - already_s
        yield step
        step.seconds = time.monotonic() - start
        self.steps.append(step)
        if time.monotonic() - self.written >= _EVERY_S:
            self.write()


@contextmanager
def unless_stopped(folder: Path) -> Iterator[None]:
    """Put a finished docket's `run.json` back if the block ends in an error before it publishes.

    What an earlier run finished is still there and current, so the folder must not say otherwise.
    """
    path, number = folder / NAME, generations.number_of(folder)
    before = path.read_bytes() if path.is_file() else None
    try:
        yield
    except BaseException:
        if before is not None and number is not None and generations.number_of(folder) == number:
            with suppress(Exception), atomic(path) as part:  # the first error is the one to show
                part.write_bytes(before)
        raise


def peak_rss_mb() -> float | None:
    """Return the most memory that this process held, MB; None where the system does not say.

    On Linux `ru_maxrss` of a new process begins at its parent's peak; `VmHWM` is its own.
    """
    status = Path("/proc/self/status")
    if status.exists():
        mark = next((x for x in status.read_text().splitlines() if x.startswith("VmHWM")), None)
        if mark is not None:
            return round(int(mark.split()[1]) / (1 << 10), 1)
    try:
        import resource
    except ImportError:  # Windows
        return None
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(used / (1 << 20 if sys.platform == "darwin" else 1 << 10), 1)
