"""Time stamps, two hours after the package was signed, by an authority of the tests' own."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from seawarden.errors import InputError
from seawarden.pipeline.case_file.verify import Verified, VerifyOptions, verify
from seawarden.store.package import keys, stamps, statement
from seawarden.store.package.write import STATEMENT

from . import second
from .authority import authority
from .conftest import World
from .tampering import Case

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not there")


@pytest.fixture
def stamped(world: World, tmp_path: Path) -> tuple[Path, Path]:
    """A copy of the package that was signed two hours before it was stamped; the root."""
    assert world.stamped and world.root
    return Path(shutil.copytree(world.stamped, tmp_path / "package")), world.root


def _both(
    folder: Path, world: World, roots: list[Path], now_utc: datetime, trust: Path | None = None
) -> Verified:
    lists = [trust or world.keys / "keys.json"]
    found = verify(
        VerifyOptions(package=folder, trust=lists, roots=roots, rerun=False, now_utc=now_utc),
        lambda _what, _share: None,
    )
    mine = {(p.kind, p.place) for p in found.held.outcome.problems}
    assert mine == second.problems(folder, trust=lists, roots=roots, now_utc=now_utc)
    return found


def test_a_stamp_of_a_trusted_authority_is_confirmed(
    stamped: tuple[Path, Path], world: World
) -> None:
    folder, root = stamped
    out = _both(folder, world, [root], datetime.now(UTC)).held.outcome
    assert out.problems == []
    assert any("test.tsr: stamped at" in line for line in out.confirmed)
    out = _both(folder, world, [], datetime.now(UTC)).held.outcome
    assert any("not on your list" in line for line in out.unconfirmed)


def test_two_authorities_stamp_one_statement(
    stamped: tuple[Path, Path], world: World, tmp_path: Path
) -> None:
    """Each for itself: one that the reader does not trust takes nothing from the other."""
    folder, root = stamped
    (tmp_path / "second").mkdir()
    with authority(tmp_path / "second") as two:
        response = stamps.ask(two, (folder / STATEMENT).read_bytes())
    (folder / stamps.FOLDER / "second.tsr").write_bytes(response)
    (folder / stamps.FOLDER / "second.pem").write_bytes(two.chain)
    Case(folder, world.older, world.keys, tmp_path, datetime.now(UTC)).remade()
    roots = [root, tmp_path / "second" / "ca.pem"]
    out = _both(folder, world, roots, datetime.now(UTC)).held.outcome
    assert out.problems == []
    assert [sum(f"{n}.tsr: stamped at" in line for line in out.confirmed)
            for n in ("test", "second")] == [1, 1]  # fmt: skip
    out = _both(folder, world, [root], datetime.now(UTC)).held.outcome
    assert any("test.tsr: stamped at" in line for line in out.confirmed)
    assert any("second.tsr" in line and "not on your list" in line for line in out.unconfirmed)


def test_a_stamp_from_the_future_is_found(stamped: tuple[Path, Path], world: World) -> None:
    folder, root = stamped
    out = _both(folder, world, [root], datetime.now(UTC) - timedelta(hours=1)).held.outcome
    assert [(p.kind, p.place) for p in out.problems] == [("future", "seal/stamps/test.tsr")]


def test_a_stamp_of_another_statement_does_not_hold(
    stamped: tuple[Path, Path], world: World, tmp_path: Path
) -> None:
    folder, root = stamped
    case = Case(folder, world.older, world.keys, tmp_path, datetime.now(UTC))
    stated = case.signed().statement
    signed = statement.sign(case.resealed(stated.root, stated.size), keys.signer_in(world.keys))
    (folder / STATEMENT).write_bytes(signed.replace(b"\n", b"\n "))
    case.remade()
    out = _both(folder, world, [root], datetime.now(UTC)).held.outcome
    assert [(p.kind, p.place) for p in out.problems] == [("stamp", "seal/stamps/test.tsr")]


def test_a_stamp_from_before_the_key_was_revoked_keeps_the_signature(
    stamped: tuple[Path, Path], world: World, tmp_path: Path
) -> None:
    folder, root = stamped
    listed = tmp_path / "keys"
    shutil.copytree(world.keys, listed)
    key = keys.read(listed / keys.PUBLIC).keys[-1].keyid
    keys.revoke(listed, key, "stolen", datetime.now(UTC) + timedelta(days=1))
    soon, trust = datetime.now(UTC) + timedelta(days=2), listed / keys.PUBLIC
    kinds = {p.kind for p in _both(folder, world, [], soon, trust).held.outcome.problems}
    assert kinds == {"revoked key"}, "a stamp of nobody's authority proves no time"
    assert "revoked key" not in {
        p.kind for p in _both(folder, world, [root], soon, trust).held.outcome.problems
    }


def test_an_authority_that_does_not_answer_is_named() -> None:
    silent = stamps.Authority("silent", "http://127.0.0.1:9", b"")
    with pytest.raises(InputError, match="time stamp authority silent: no answer"):
        stamps.ask(silent, b"x")
