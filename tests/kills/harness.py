"""Kill a verb at a random moment, run it again, and compare with a run that nobody disturbed.

    python -m tests.kills --kills 100 --seed 1

Method: the real command in a process of its own on a copy of a prepared folder. It is stopped after
a random share of the time that an undisturbed run takes, in one of four ways: SIGKILL, SIGINT, a
disk that is full (a limit on the size of a file stands in for it), and a second writer beside it.
Then the same command runs to its end. Equal means: equal digests of the docket, the same versions
and history of its events and cases, the same rows of the chronicle. A reader polls meanwhile and
must find one generation, whole, each time.
"""

import hashlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from seawarden.store import generations
from seawarden.store.digest import digest_of_docket
from seawarden.store.docket import open_docket

COMMAND = [sys.executable, "-c", "from seawarden.cli import main; main()"]
LONGEST_S = 1_800
"""Of one run, on a machine that is busy with much else: what takes longer hangs."""
WAYS = ("SIGKILL", "SIGINT", "full disk", "two writers")


@dataclass(frozen=True)
class Verb:
    """A command on a folder, and what must come out the same: `state(folder)`."""

    name: str
    prepare: Callable[[Path], None]
    args: Callable[[Path], list[str]]
    state: Callable[[Path], str]
    docket: str | None = None  # where a docket lies that is read meanwhile
    share: int = 2  # of the kills, beside the other verbs'


@dataclass
class Outcome:
    """What was done, and what went wrong."""

    ways: Counter[str] = field(default_factory=Counter)
    stopped: int = 0  # runs that did not end by themselves with 0
    reads: int = 0
    faults: list[str] = field(default_factory=list)


def run(args: list[str], **more: object) -> "subprocess.Popen[str]":
    """Start the command."""
    return subprocess.Popen(
        [*COMMAND, *args],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, **more,
    )  # type: ignore[call-overload,no-any-return]  # fmt: skip


def ended(process: "subprocess.Popen[str]") -> str:
    """Wait for a process; return what it said. One that hangs is ended and raises."""
    try:
        return process.communicate(timeout=LONGEST_S)[1]
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise


def finish(args: list[str]) -> None:
    """Run the command to its end. Raises AssertionError with its words when it fails."""
    process = run(args)
    said = ended(process)
    assert process.returncode == 0, said


class Reader(threading.Thread):
    """Opens a docket through `CURRENT` again and again; keeps what does not fit together."""

    def __init__(self, folder: Path) -> None:
        super().__init__(daemon=True)
        self.folder, self.reads, self.faults, self.over = folder, 0, list[str](), threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.2):
            try:
                self._read()
            except Exception as error:
                self.faults.append(f"reader: {type(error).__name__}: {error}")

    def _read(self) -> None:
        place = generations.current(self.folder)
        with open_docket(place / "docket.duckdb") as docket:
            (number,) = docket.sql("SELECT generation FROM about").fetchall()[0]
            n_events = docket.sql("SELECT count(*) FROM events").fetchall()[0][0]
            docket.sql("SELECT count(*) FROM reports").fetchall()
        record = json.loads((place / "run.json").read_text(encoding="utf-8"))
        listed = pl.read_parquet(place / "events.parquet").height
        geo = (place / "events.geojson").open(encoding="utf-8").readline()
        is_one = record["complete"] and record["generation"] == number == int(place.name)
        if not (is_one and n_events == listed and f'"generation": {number},' in geo):
            self.faults.append(f"reader: a mixture in {place}")
        self.reads += 1


def disturb(verb: Verb, folder: Path, way: str, after_s: float) -> bool:
    """Run the verb on `folder` and stop it in the way named; tell whether it was stopped."""
    if way == "full disk":
        most = int(2 ** random.uniform(10, 18))
        process = run(
            verb.args(folder),
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
        )
        ended(process)
        return process.returncode != 0
    if way == "two writers":
        both = [run(verb.args(folder)) for _ in range(2)]
        said = [ended(p) for p in both]
        codes = [p.returncode for p in both]
        assert 0 in codes, said
        for code, text in zip(codes, said, strict=True):
            assert code == 0 or "process " in text, text
        return any(codes)
    process = run(verb.args(folder))
    time.sleep(after_s)
    process.send_signal(signal.SIGKILL if way == "SIGKILL" else signal.SIGINT)
    ended(process)
    return process.returncode != 0


def kill(verb: Verb, place: Path, n: int, rng: random.Random, outcome: Outcome) -> None:
    """Disturb a verb `n` times, each on a fresh copy, and compare what a second run makes of it."""
    prepared, undisturbed = place / "prepared", place / "undisturbed"
    verb.prepare(prepared)
    shutil.copytree(prepared, undisturbed)
    start = time.monotonic()
    finish(verb.args(undisturbed))
    takes_s = time.monotonic() - start
    expected = verb.state(undisturbed)
    for i in range(n):
        way = WAYS[i % len(WAYS)]
        folder = place / f"{i:03d}"
        shutil.copytree(prepared, folder)
        reader = Reader(folder / verb.docket) if verb.docket else None
        if reader:
            reader.start()
        where = f"{verb.name}, {way}, {i}"
        try:
            random.seed(rng.random())
            outcome.stopped += disturb(verb, folder, way, takes_s * rng.uniform(0.2, 1.0))
            finish(verb.args(folder))
            if verb.state(folder) != expected:
                outcome.faults.append(f"{where}: another state than undisturbed")
        except (AssertionError, subprocess.TimeoutExpired) as error:
            outcome.faults.append(f"{where}: {error}")
        finally:
            if reader:
                reader.over.set()
                reader.join()
                outcome.reads += reader.reads
                outcome.faults += [f"{where}: {fault}" for fault in reader.faults[:3]]
        outcome.ways[f"{verb.name}, {way}"] += 1
        shutil.rmtree(folder)


def docket_state(docket: Path) -> str:
    """Return the digest, and the versions and history of events and cases."""
    parts = [digest_of_docket(docket).sha256]
    with open_docket(docket) as held:
        for query in (
            "SELECT event_id, version FROM events ORDER BY ALL",
            "SELECT event_id, version FROM withdrawn ORDER BY ALL",
            "SELECT case_id, version, grade FROM cases ORDER BY ALL",
        ):
            parts.append(repr(held.sql(query).fetchall()))
    return "\n".join(parts)


def chronicle_state(folder: Path) -> str:
    """Return a hash of every table of a chronicle, clocks left out."""
    from seawarden.chronicle import Chronicle

    held = Chronicle(folder)
    frames = [held.documents(), held.statements()]
    frames += [held.table(n) for n in ("occurrences", "derivations", "checks", "links")]
    text = "\n".join(f.write_json() for f in frames).replace(str(folder.parent), "")
    return hashlib.sha256(text.encode()).hexdigest() + f" {len(held.batches())} batches"


def desk_state(docket: Path) -> str:
    """Return a hash of what the patrol desk keeps of a sortie."""
    files = [*docket.glob("patrol/track-*"), *docket.glob("patrol/contacts-*")]
    return "\n".join(
        f"{p.name} {hashlib.sha256(pl.read_parquet(p).write_json().encode()).hexdigest()}"
        for p in sorted(files)
    )


def undisturbed_environment() -> None:
    """One thread a process: two writers and a reader share the machine."""
    os.environ.setdefault("POLARS_MAX_THREADS", "2")
