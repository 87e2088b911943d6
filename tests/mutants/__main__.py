"""`make mutants`: put small faults into the code and see which ones the tests notice.

    python -m tests.mutants ROOM... [--sample 300] [--seed S] [--jobs 2] [--seconds T] [--again]

For each room (a folder of `src/seawarden`) its tests (the same folder of `tests`) run once and
the lines that each test runs are noted; of a room measured before, only changed test files run,
unless the code changed too. Then, for each fault, the tests that run its line, quick
ones first, run in a fork until one fails. A fault in a class body or a module table, which runs
when the module is imported, is given to every test that runs anything in that file, then to all
others of the room, as far as the budget of seconds reaches.

Printed a room: killed, survived and timed out; the share killed with its 95 % bounds (Wilson).
A time-out is no kill, nor is a failure of a test that only restates a default (marker
`restates`). Survivors are printed one a line and written to `.mutants/ROOM.txt`; those that are
understood stand with their reasons in docs/mutants.md.

`--again` asks only after the survivors of the last run (the same seed), when a test was added.
`--named` puts in the faults chosen by hand (`named.py`) and exits with 1 if one goes unnoticed.
`--seconds` ends a room's run by the clock; `--floor 0.85` exits with 1 when the upper bound of a
room's share lies below it. `--rotate` takes one of the rooms, chosen by the seed.
"""

import argparse
import hashlib
import importlib
import json
import math
import os
import random
import select
import signal
import sys
import time
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from . import child
from .named import NAMED
from .places import Mutant, sample

ROOT = Path(__file__).parents[2]
ROOMS = ("case", "detect", "screen", "ids")
BUDGET_S = 20.0  # of the processor: of a mutant's tests without a fault; own choice
FILES_AT_ONCE = 8  # test files measured in one process: a room of minutes may be stopped between
HEAVY = (
    "numpy", "polars", "numba.core.dispatcher", "scipy.optimize", "scipy.spatial", "pyarrow",
    "rapidfuzz.fuzz", "shapely", "duckdb", "hypothesis.extra.numpy",
)  # fmt: skip
"""Imported once, before the forks; none of it starts a thread that a fork would miss."""


@dataclass
class Known:
    """What the first run showed of a room's tests."""

    seconds: dict[str, float]
    failed: list[str]
    lines: dict[str, dict[str, list[str]]]

    def tests_of(self, mutant: Mutant) -> list[str]:
        """The tests that run the mutant's line, quick ones first, within the budget."""
        lines = self.lines.get(str(mutant.path), {})
        first, rest = set(lines.get(str(mutant.line), [])), set[str]()
        if not first or "" in first:  # runs at import
            first, rest = {n for tests in lines.values() for n in tests}, set(self.seconds)
        usable = self.seconds.keys() - set(self.failed)
        out: list[str] = []
        spent = 0.0
        for name in (*self._quick_first(first & usable), *self._quick_first(rest & usable - first)):
            spent += self.seconds[name]
            if out and spent > BUDGET_S:
                break
            out.append(name)
        return out

    def without(self, files: Collection[str]) -> "Known":
        """Return the same without the tests of some files."""

        def kept(names: Iterable[str]) -> list[str]:
            return [n for n in names if n.partition("::")[0] not in files]

        return Known(
            {n: self.seconds[n] for n in kept(self.seconds)}, kept(self.failed),
            {f: {k: kept(v) for k, v in of.items()} for f, of in self.lines.items()},
        )  # fmt: skip

    def add(self, other: "Known") -> None:
        """Take in what another run of other tests showed."""
        self.seconds |= other.seconds
        self.failed += other.failed
        for path, of in other.lines.items():
            mine = self.lines.setdefault(path, {})
            for line, names in of.items():
                mine[line] = [*dict.fromkeys([*mine.get(line, []), *names])]

    def _quick_first(self, names: set[str]) -> list[str]:
        return sorted(names, key=lambda n: (self.seconds[n], n))


@dataclass
class Tally:
    """What became of a room's mutants."""

    killed: int = 0
    survived: list[Mutant] = field(default_factory=list)
    timed_out: list[Mutant] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)  # pytest itself failed: no kill
    by: dict[str, int] = field(default_factory=dict)  # test: how many it killed

    @property
    def n(self) -> int:
        return self.killed + len(self.survived) + len(self.timed_out) + len(self.unclear)

    def bounds(self) -> tuple[float, float]:
        """The 95 % bounds of the share killed."""
        return wilson(self.killed, self.n)


def wilson(k: int, n: int, z: float = 1.959964) -> tuple[float, float]:
    """Return the bounds of a share of which `k` of `n` were seen (E. B. Wilson, 1927)."""
    if n == 0:
        return 0.0, 1.0
    middle, half = k / n + z * z / (2 * n), z * math.sqrt(k * (n - k) / n**3 + z * z / (4 * n * n))
    return (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)


def main() -> None:
    """Run the rooms asked for and print what became of their mutants."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("rooms", nargs="*", default=ROOMS, help=f"default: {' '.join(ROOMS)}")
    parser.add_argument("--sample", type=int, default=300, help="mutants a room (default 300)")
    parser.add_argument("--seed", default="1", help="any text, such as a commit's hash")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="forks at once")
    parser.add_argument("--seconds", type=float, default=math.inf, help="a room, by the clock")
    parser.add_argument("--floor", type=float, default=0.0, help="exit with 1 if surely below")
    parser.add_argument("--again", action="store_true", help="only last run's survivors")
    parser.add_argument("--named", action="store_true", help="only the faults chosen by hand")
    parser.add_argument("--rotate", action="store_true", help="one room, chosen by the seed")
    chosen = parser.parse_args()
    os.chdir(ROOT)
    os.environ["POLARS_MAX_THREADS"] = "1"
    for name in HEAVY:
        importlib.import_module(name)
    if chosen.named:
        sys.exit(_named())
    rooms = list(chosen.rooms)
    if chosen.rotate:
        rooms = [random.Random(chosen.seed).choice(rooms)]
    is_below = False
    for room in rooms:
        tally = _room(room, chosen)
        low, high = tally.bounds()
        print(
            f"{room}: {tally.n} mutants, {tally.killed} killed "
            f"({tally.killed / max(tally.n, 1):.1%}, 95 % bounds {low:.1%} to {high:.1%}), "
            f"{len(tally.survived)} survived, {len(tally.timed_out)} timed out, "
            f"{len(tally.unclear)} unclear",
            flush=True,
        )
        is_below |= high < chosen.floor
    sys.exit(1 if is_below else 0)


def _named() -> int:
    """Put in the faults chosen by hand, one at a time; return 1 if one is not noticed."""
    unnoticed = 0
    for named in NAMED:
        mutant = named.mutant(ROOT)
        pid, pipe = child.fork(lambda m=mutant, t=named.tests: child.kill(m, t, ROOT, 120))
        answer = json.loads(os.read(pipe, 1 << 16) or "{}")
        os.close(pipe)
        os.waitpid(pid, 0)
        is_killed = answer.get("code") == 1 and not answer["test"].startswith("import")
        unnoticed += not is_killed
        print(f"{'killed' if is_killed else 'NOT NOTICED'} {named.name}: {answer}", flush=True)
    print(f"chosen by hand: {len(NAMED)} faults, {len(NAMED) - unnoticed} killed", flush=True)
    return min(unnoticed, 1)


def _room(room: str, chosen: argparse.Namespace) -> Tally:
    ends = time.monotonic() + chosen.seconds
    rng = random.Random(f"{chosen.seed} {room}")
    waiting = sample(ROOT, Path("src/seawarden") / room, chosen.sample, rng)
    if chosen.again:
        last = (ROOT / ".mutants" / f"{room}.txt").read_text().splitlines()
        waiting = [m for m in waiting if not {f"survived {m}", f"timed out {m}"}.isdisjoint(last)]
    known = _known(room)
    if known.failed:
        print(f"{room}: left out, for they do not pass: {', '.join(known.failed)}", flush=True)
    kept = child.below(room)
    tally, running = Tally(), {}
    waiting.reverse()
    while (waiting and time.monotonic() < ends) or running:
        while waiting and len(running) < chosen.jobs and time.monotonic() < ends:
            mutant = waiting.pop()
            tests = known.tests_of(mutant)
            cpu_s = 20 + 10 * sum(known.seconds[t] for t in tests)
            pid, pipe = child.fork(
                lambda m=mutant, t=tests, s=cpu_s: child.kill(m, t, ROOT, s, kept)
            )
            running[pipe] = (pid, mutant, time.monotonic() + 6 * cpu_s)
        ready, _, _ = select.select(list(running), [], [], 1.0)
        for pipe in ready:
            pid, mutant, _ = running.pop(pipe)
            _count(tally, mutant, os.read(pipe, 1 << 16))
            if tally.n % 25 == 0:
                print(f"{room}: {tally.killed} of {tally.n} killed so far", flush=True)
            os.close(pipe)
            os.waitpid(pid, 0)
        for pid, _, until in running.values():
            if time.monotonic() > until:
                os.kill(pid, signal.SIGKILL)
    _write(room, tally)
    return tally


def _known(room: str) -> Known:
    """Run those of the room's tests that are new since the last time, and return what all showed.

    Anything but a test file changed: all of them run again.
    """
    out = ROOT / ".mutants" / f"{room}.json"
    out.parent.mkdir(exist_ok=True)
    now = _state(room)
    old = json.loads(out.read_text()) if out.exists() else {}
    if old.get("state", {}).get("") != now[""]:
        old = {"state": {}, "known": asdict(Known({}, [], {}))}
    changed = {f for f in now.keys() | old["state"].keys() if now.get(f) != old["state"].get(f)}
    known = Known(**old["known"]).without(changed)
    done = {f: digest for f, digest in now.items() if f not in changed or not f}
    fresh = sorted(f for f in changed if f in now and f)
    source, part = Path("src/seawarden") / room, out.with_suffix(".part")
    for at in range(0, len(fresh), FILES_AT_ONCE):
        some = fresh[at : at + FILES_AT_ONCE]
        part.unlink(missing_ok=True)
        pid, pipe = child.fork(lambda f=some: child.measure(f, source, ROOT, part))
        os.waitpid(pid, 0)
        os.close(pipe)
        if not part.exists():
            sys.exit(f"{room}: tests do not run without a fault either: pytest {' '.join(some)}")
        known.add(Known(**json.loads(part.read_text())))
        done |= {f: now[f] for f in some}
        out.write_text(json.dumps({"state": done, "known": asdict(known)}))
    part.unlink(missing_ok=True)
    out.write_text(json.dumps({"state": now, "known": asdict(known)}))
    return known


def _state(room: str) -> dict[str, str]:
    """Return a digest of each test file, and under "" one of all else that a test may depend on."""
    files = sorted((ROOT / "tests" / room).rglob("*.py"))
    tests = [f for f in files if f.name.startswith("test_")]
    rest = [*sorted((ROOT / "src").rglob("*.py")), *(f for f in files if f not in tests)]
    out = {str(f.relative_to(ROOT)): hashlib.sha256(f.read_bytes()).hexdigest() for f in tests}
    out[""] = hashlib.sha256(b"".join(f.read_bytes() for f in rest)).hexdigest()
    return out


def _count(tally: Tally, mutant: Mutant, answer: bytes) -> None:
    if not answer:
        tally.timed_out.append(mutant)
        return
    found = json.loads(answer)
    if "error" in found:
        tally.unclear.append(f"{mutant}: {found['error']}")
        print(f"unclear {tally.unclear[-1]}", flush=True)
        return
    if found["code"] == 0:  # all passed, or there was no test
        tally.survived.append(mutant)
        print(f"survived {mutant}", flush=True)
        return
    tally.killed += 1
    tally.by[found["test"]] = tally.by.get(found["test"], 0) + 1


def _write(room: str, tally: Tally) -> None:
    lines = [f"survived {m}" for m in tally.survived] + [f"timed out {m}" for m in tally.timed_out]
    lines += [f"unclear {text}" for text in tally.unclear]
    lines += [f"killed {n} by {t}" for t, n in sorted(tally.by.items(), key=lambda i: -i[1])]
    (ROOT / ".mutants" / f"{room}.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
