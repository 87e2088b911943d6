"""A small share of `make kills` in every run: each way of stopping once, and a reader meanwhile."""

import os
import random
from pathlib import Path

import pytest

from .harness import WAYS, Outcome, kill, undisturbed_environment
from .verbs import all_of

SEED = os.environ.get("SEAWARDEN_SEED", "1")


@pytest.mark.parametrize(("name", "n"), [("chronicle add", len(WAYS)), ("watch", 1)])
def test_a_verb_that_was_stopped_is_finished_by_the_next_run(
    name: str, n: int, small_docket: Path, tmp_path: Path
) -> None:
    undisturbed_environment()
    verb = next(v for v in all_of(small_docket) if v.name == name)
    outcome = Outcome()
    kill(verb, tmp_path / "verb", n, random.Random(SEED), outcome)
    assert outcome.faults == []
    assert sum(outcome.ways.values()) == n
