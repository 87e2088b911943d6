"""Keys are made once, replaced with the old one's signature, revoked with a reason."""

import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from seawarden.errors import FormatError, InputError, OutputError, UsageError
from seawarden.store.package import keys

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def test_the_private_key_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    keys.make(tmp_path, "A State", NOW)
    assert stat.S_IMODE((tmp_path / keys.PRIVATE).stat().st_mode) == 0o600
    assert b"PRIVATE" not in (tmp_path / keys.PUBLIC).read_bytes()


def test_keys_are_not_overwritten(tmp_path: Path) -> None:
    keys.make(tmp_path, "A State", NOW)
    with pytest.raises(OutputError, match="holds keys already"):
        keys.make(tmp_path, "A State", NOW)


def test_a_new_key_is_signed_for_by_the_old_one(tmp_path: Path) -> None:
    """A partner who trusts the old key can follow to the new one."""
    old = keys.make(tmp_path, "A State", NOW).keys[0]
    listed = keys.rotate(tmp_path, NOW + timedelta(days=1))
    assert [k.retired_utc is None for k in listed.keys] == [False, True]
    signed = {s["keyid"] for s in json.loads((tmp_path / keys.PUBLIC).read_text())["signatures"]}
    assert signed == {old.keyid, listed.keys[1].keyid}
    assert keys.signer_in(tmp_path).public_key.keyid == listed.keys[1].keyid
    assert keys.read(tmp_path / keys.PUBLIC) == listed


def test_the_key_in_use_is_replaced_when_it_is_revoked(tmp_path: Path) -> None:
    old = keys.make(tmp_path, "A State", NOW).keys[0]
    listed = keys.revoke(tmp_path, old.keyid, "laptop stolen", NOW + timedelta(days=1))
    assert (listed.keys[0].reason, listed.keys[1].revoked_utc) == ("laptop stolen", None)
    signed = {s["keyid"] for s in json.loads((tmp_path / keys.PUBLIC).read_text())["signatures"]}
    assert signed == {listed.keys[1].keyid}, "a revoked key signs for nothing"
    with pytest.raises(UsageError, match="no key"):
        keys.revoke(tmp_path, old.keyid, "again", NOW)
    with pytest.raises(UsageError, match="needs a --reason"):
        keys.revoke(tmp_path, listed.keys[1].keyid, " ", NOW)


def test_a_list_that_was_changed_is_refused(tmp_path: Path) -> None:
    keys.make(tmp_path, "A State", NOW)
    path = tmp_path / keys.PUBLIC
    held = json.loads(path.read_text())
    held["payload"] = held["payload"][:-8] + "AAAAAAA="
    path.write_text(json.dumps(held))
    with pytest.raises(FormatError, match="its signature does not hold"):
        keys.read(path)
    with pytest.raises(InputError, match="cannot be read"):
        keys.read(tmp_path / "none.json")
    with pytest.raises(InputError, match="seawarden case keys"):
        keys.signer_in(tmp_path / "elsewhere")
