"""Packages that were made once still verify: by this version, by the second verifier, and later.

`golden/` holds a whole package of a SIMULATED case (accepted, two photographs, one of them with
C2PA, a time stamp), an edition of it, and the same package after its personal data was erased, all
of format 1, made by Seawarden 0.1.0. They are never made anew: a change that cannot read them any
longer breaks a promise to whoever keeps such a package.
"""

import json
import lzma
import shutil
import tarfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from seawarden.pipeline.case_file import verify as room
from seawarden.pipeline.case_file.verify import Verified, VerifyOptions, verify

from ...conftest import MadeOnce
from . import second

HERE = Path(__file__).with_name("golden")
HELD: dict[str, Any] = json.loads((HERE / "golden.json").read_text())
NOW = datetime.fromisoformat(HELD["now_utc"])
TRUST, ROOTS = [HERE / "keys.json"], [HERE / "root.pem"]
ALL = pytest.mark.parametrize("name", HELD["packages"])


@pytest.fixture(scope="module")
def golden(made_once: MadeOnce) -> Path:
    """The packages, unpacked; not to be changed."""

    def fill(folder: Path) -> None:
        for name in HELD["packages"]:
            with lzma.open(HERE / f"{name}.tar.xz") as file, tarfile.open(fileobj=file) as held:
                held.extractall(folder, filter="data")

    return made_once("golden", fill)


def _verified(package: Path, *, rerun: bool = True) -> Verified:
    options = VerifyOptions(package=package, trust=TRUST, roots=ROOTS, rerun=rerun, now_utc=NOW)
    return verify(options, lambda _what, _share: None)


@ALL
def test_each_is_whole_to_both_verifiers(name: str, golden: Path) -> None:
    held = _verified(golden / name, rerun=False).held
    assert held.outcome.problems == []
    assert second.problems(golden / name, trust=TRUST, roots=ROOTS, now_utc=NOW) == set()
    assert held.signed is not None
    wanted = HELD["packages"][name]
    assert (len(held.leaves), held.signed.statement.root) == (wanted["items"], wanted["root"])
    if name != "edition":
        assert any("test.tsr: stamped at" in line for line in held.outcome.confirmed)


@ALL
def test_one_bit_of_each_is_missed_by_neither(name: str, golden: Path, tmp_path: Path) -> None:
    """Or the test above would pass with a verifier that no longer looks."""
    package = Path(shutil.copytree(golden / name, tmp_path / name))
    place = package / "seal" / "leaves.jsonl"
    content = bytearray(place.read_bytes())
    content[len(content) // 2] ^= 1
    place.write_bytes(bytes(content))
    mine = {(p.kind, p.place) for p in _verified(package, rerun=False).held.outcome.problems}
    assert mine == second.problems(package, trust=TRUST, roots=ROOTS, now_utc=NOW)
    assert ("changed", "seal/leaves.jsonl") in mine


def test_a_later_version_weighs_it_again(golden: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What this code finds in the old rows is told apart as a re-evaluation, and is no fault."""
    monkeypatch.setattr(room, "__version__", "99.0.0")
    found = _verified(golden / "whole").as_dict()
    assert found["ok"]
    again = found["reproduction"]
    assert not again["is_same_version"]
    assert again["numbers"] >= HELD["packages"]["whole"]["numbers"]
    # Detectors may judge otherwise one day; rows that no longer give a case at all are a fault.
    assert again["confirmed"] > again["numbers"] // 2
    assert again["rows_read_again"] > 100
