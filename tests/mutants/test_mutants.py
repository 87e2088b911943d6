"""The machine that makes mutants: which faults it makes, and how it counts them."""

import json
import os
import random
from pathlib import Path

import pytest
from scipy.stats import binomtest

from . import child
from .__main__ import Known, Tally, _count, wilson
from .places import Mutant, sample

TOY = '''"""A toy."""

LIMIT_M: float = 125.0
PARTS = ("gap", "silence")


def small(length_m: float) -> bool:
    """Tell."""
    return length_m < LIMIT_M
'''


@pytest.fixture
def made(tmp_path: Path) -> dict[str, Mutant]:
    """Every fault of the toy, by what the faulty line reads."""
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "toy.py").write_text(TOY)
    found = sample(tmp_path, Path("src"), 1000, random.Random(1))
    return {m.source.splitlines()[m.line - 1].strip(): m for m in found}


def test_thresholds_and_tables_outside_functions_are_mutated(made: dict[str, Mutant]) -> None:
    assert {
        "LIMIT_M: float = 250.0", "LIMIT_M: float = None", "return length_m <= LIMIT_M",
    } <= made.keys()  # fmt: skip
    assert {'PARTS = ("gap",)', 'PARTS = ("silence",)'} & made.keys()
    assert all("toy" in line or line in m.source for line, m in made.items())
    assert not any("Tell" in line or ": str" in line for line in made)


def test_one_seed_gives_one_sample_and_no_place_twice() -> None:
    root = Path(__file__).parents[2]
    one, two = (sample(root, Path("src/seawarden/ids"), 30, random.Random("a")) for _ in range(2))
    assert one == two
    assert len({m.source for m in one}) == 30
    assert one != sample(root, Path("src/seawarden/ids"), 30, random.Random("b"))


@pytest.mark.parametrize(("k", "n"), [(0, 7), (7, 7), (255, 300), (260, 300), (1, 2)])
def test_the_bounds_are_those_of_scipy(k: int, n: int) -> None:
    want = binomtest(k, n).proportion_ci(0.95, "wilson")
    assert wilson(k, n) == pytest.approx((want.low, want.high), abs=1e-6)


def test_nothing_measured_bounds_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


def test_only_a_failing_test_kills(made: dict[str, Mutant]) -> None:
    mutant = next(iter(made.values()))
    tally = Tally()
    for code in (0, 0, 1, 1):
        _count(tally, mutant, json.dumps({"code": code, "test": "t"}).encode())
    _count(tally, mutant, b"")  # killed by the clock: it never answered
    assert (tally.killed, len(tally.survived), len(tally.timed_out)) == (2, 2, 1)
    assert tally.n == 5


def test_the_tests_of_a_line_come_quick_ones_first_and_failing_ones_never() -> None:
    known = Known(
        {"slow": 9.0, "quick": 0.1, "broken": 0.0, "other": 1.0}, ["broken"],
        {"a.py": {"1": [""], "2": ["slow", "quick", "broken"]}},
    )  # fmt: skip
    at = [
        Mutant(Path(p), line, "", "", "", "") for p, line in (("a.py", 2), ("a.py", 1), ("b.py", 1))
    ]
    assert known.tests_of(at[0]) == ["quick", "slow"]
    assert known.tests_of(at[1]) == ["quick", "slow", "other"]  # it runs at import
    assert known.tests_of(at[2]) == ["quick", "other", "slow"]  # no test runs that file


def test_a_fault_that_a_test_sees_is_killed_and_one_that_none_sees_survives() -> None:
    """The machine itself, on a rule that `tests/ids/test_imo.py` holds."""
    root = Path(__file__).parents[2]
    path = Path("src/seawarden/ids/imo.py")
    text = (root / path).read_text("utf-8")
    test = "tests/ids/test_imo.py::test_a_real_number_passes"
    codes = []
    for was, became in (("range(7, 1, -1)", "range(8, 2, -1)"), ("9_999_999", "9_999_998")):
        mutant = Mutant(path, 1, "", was, became, text.replace(was, became))
        pid, pipe = child.fork(lambda m=mutant: child.kill(m, [test], root, 60))
        os.waitpid(pid, 0)
        codes.append(json.loads(os.read(pipe, 1 << 16))["code"])
        os.close(pipe)
    assert codes == [1, 0]


def test_a_changed_test_file_is_forgotten_and_what_it_shows_now_is_taken_in() -> None:
    known = Known(
        {"t/a.py::one": 1.0, "t/b.py::two": 2.0}, ["t/a.py::one"],
        {"s.py": {"1": [""], "2": ["t/a.py::one", "t/b.py::two"]}},
    )  # fmt: skip
    left = known.without({"t/a.py"})
    assert left == Known({"t/b.py::two": 2.0}, [], {"s.py": {"1": [""], "2": ["t/b.py::two"]}})
    left.add(Known({"t/a.py::new": 3.0}, [], {"s.py": {"1": [""], "2": ["t/a.py::new"]},
                                              "u.py": {"7": ["t/a.py::new"]}}))  # fmt: skip
    assert left.seconds == {"t/b.py::two": 2.0, "t/a.py::new": 3.0}
    assert left.lines == {
        "s.py": {"1": [""], "2": ["t/b.py::two", "t/a.py::new"]}, "u.py": {"7": ["t/a.py::new"]},
    }  # fmt: skip
