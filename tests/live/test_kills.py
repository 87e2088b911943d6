"""`kill -9` at any moment loses nothing that was acknowledged and repeats no alert: a few of it.

The long proof is `make proof-live-kills` (docs/live.md has its result).
"""

import os
from pathlib import Path

from benchmarks.live_kills import kills

KILLS = int(os.environ.get("SEAWARDEN_LIVE_KILLS", "2"))


def test_a_watch_that_is_killed_goes_on_and_ends_as_one_that_was_not(tmp_path: Path) -> None:
    found = kills(tmp_path, KILLS, seed=5, hours=8, vessels=3)
    assert found["kills"] == KILLS
    assert (found["lost"], found["doubled"]) == (0, 0)
