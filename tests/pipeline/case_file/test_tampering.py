"""Every falsified package is found out by both verifiers, and what was done to it is named.

`make proof-tampering` tries 10,000; a run of the tests tries a fiftieth, other ones each time.
"""

import os
import random
import shutil
from pathlib import Path

import pytest

from seawarden.pipeline.case_file.verify import VerifyOptions, verify

from . import second
from .conftest import NOW, World
from .tampering import TIERS, Case

COUNT = int(os.environ.get("SEAWARDEN_TAMPERINGS", "200"))
SEED = os.environ.get("SEAWARDEN_SEED")


def _found(folder: Path, world: World, case: Case, expected: object = None) -> set[tuple[str, str]]:
    trust = getattr(expected, "trust", None) or world.keys / "keys.json"
    known = getattr(expected, "known", None)
    now_utc = getattr(expected, "now_utc", None) or NOW
    roots = getattr(expected, "roots", ())
    checked = verify(
        VerifyOptions(
            package=folder, trust=[trust], roots=roots, known=known, rerun=False, now_utc=now_utc
        ),
        lambda _what, _share: None,
    )
    mine = {(p.kind, p.place) for p in checked.held.outcome.problems}
    theirs = second.problems(folder, trust=[trust], now_utc=now_utc, known=known, roots=roots)
    assert mine == theirs, "the two verifiers disagree"
    return mine


@pytest.mark.parametrize("tier", TIERS)
def test_every_falsification_is_found_and_named(tier: str, world: World, tmp_path: Path) -> None:
    if tier == "stamp" and world.stamped is None:
        pytest.skip("openssl is not there")
    seed = SEED or str(random.SystemRandom().randrange(2**32))
    for i in range(-(-COUNT // len(TIERS))):
        rng = random.Random(f"{seed} {tier} {i}")
        folder = tmp_path / "package"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(world.package, folder)
        case = Case(folder, world.older, world.keys, tmp_path, NOW, world.stamped, world.root, rng)
        expected = TIERS[tier](case)
        found = _found(folder, world, case, expected)
        named = {k for k, place in found if expected.place in (None, place)}
        assert named & set(expected.kinds), (seed, i, expected, found)


def test_an_untouched_package_has_no_problem(world: World, tmp_path: Path) -> None:
    """Or the tests above would pass with a verifier that cries at everything."""
    for folder in (world.package, world.older):
        assert _found(folder, world, Case(folder, folder, world.keys, tmp_path, NOW)) == set()


def test_the_second_verifier_needs_nothing_of_seawarden(world: World) -> None:
    trust = ("--trust", str(world.keys / "keys.json"), "--now", NOW.isoformat())
    assert second.as_program(world.package, *trust) == (0, {"problems": [], "untried": []})
