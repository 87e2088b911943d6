"""What was erased is gone from every byte, and what is left is still proved."""

import json
import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from securesystemslib.signer import CryptoSigner

from seawarden.errors import UsageError
from seawarden.pipeline.case_file.editions.share import ShareOptions, share
from seawarden.pipeline.case_file.erase import EraseOptions, erase
from seawarden.pipeline.case_file.verify import VerifyOptions, verify
from seawarden.store.decisions import NAME, Decisions
from seawarden.store.package import keys, leaves, statement
from seawarden.store.package.write import ERASED, LEAVES, STATEMENT

from . import second
from .conftest import NOW, World
from .tampering import Case


@pytest.fixture
def package(world: World, tmp_path: Path) -> Path:
    return Path(shutil.copytree(world.package, tmp_path / "package"))


def _erase(package: Path, world: World, *fits: str, **more: object) -> list[str]:
    return erase(
        EraseOptions(
            package=package, by="records officer", fits=fits,
            **{"keys": world.keys, "now_utc": NOW, **more},  # type: ignore[arg-type]
        )
    )  # fmt: skip


def _problems(
    package: Path, *lists: Path, now_utc: datetime = NOW, rerun: bool = False
) -> set[tuple[str, str]]:
    """Return what both verifiers find, which must be the same."""
    found = verify(
        VerifyOptions(package=package, trust=lists, rerun=rerun, now_utc=now_utc),
        lambda _what, _share: None,
    )
    mine = {(p.kind, p.place) for p in found.held.outcome.problems}
    assert mine == second.problems(package, trust=lists, now_utc=now_utc)
    if rerun:
        assert found.reproduction and found.reproduction["differs"] == []
        assert any("items: they were erased" in line for line in found.not_tried)
    return mine


def test_what_is_erased_is_in_no_byte_and_the_rest_comes_out_again(
    package: Path, world: World, tmp_path: Path
) -> None:
    rows = leaves.from_text((package / LEAVES).read_text(), LEAVES)
    salt = next(r.salt for r in rows if r.opened().name == "header.question")
    told = json.loads((package / "data" / "case.json").read_text())["header.question"]
    names = _erase(package, world, "header.question")
    assert {"header.question", "data/case.json", "data/case.docx"} <= set(names)
    held = b"".join(p.read_bytes() for p in package.rglob("*") if p.is_file())
    assert told.encode() not in held
    assert salt.encode() not in held
    assert b"analyst 1" not in held, "the open acts named people"
    lists = (world.keys / "keys.json",)
    assert _problems(package, *lists, rerun=True) == set()
    assert _problems(package) == set(), "by the enclosed list as well"
    # Once more, of what is left; and an edition of the rest gives documents again.
    assert "header.lawful_basis" in _erase(package, world, "header.lawful_basis")
    assert _problems(package, *lists) == set()
    markings = tmp_path / "clear.toml"
    markings.write_text('[default]\ntlp = "GREEN"\n[recipient.own]\nrelations = ["community"]\n')
    share(
        ShareOptions(package=package, to="own", out=tmp_path / "edition", markings=markings,
                     keys=world.keys, by="A", released_by="B", now_utc=NOW)
    )  # fmt: skip
    assert _problems(tmp_path / "edition", *lists) == set()
    assert "header.question" not in (tmp_path / "edition" / "data" / "case.json").read_text()


def test_taking_out_without_the_signers_word_is_found(
    package: Path, world: World, tmp_path: Path
) -> None:
    """Or anybody could erase the evidence against."""
    lists = (world.keys / "keys.json",)
    case = Case(package, world.older, world.keys, tmp_path, NOW)
    rows = case.rows()
    at = next(i for i, r in enumerate(rows) if r.opened().name.startswith("evidence.against."))
    rows[at] = leaves.Leaf(at, "", "", erased=rows[at].hash.hex())
    (package / LEAVES).write_text(leaves.to_text(rows))
    case.remade()
    assert _problems(package, *lists) == {("missing", ERASED)}
    # Signed by somebody else whom the reader trusts too, for packages of their own.
    keys.make(tmp_path / "other", "Another Ministry", NOW - timedelta(days=3))
    gone = [rows[at]]
    said = replace(
        case.signed().statement, root=leaves.root_of(gone), size=1, of=case.signed().statement.root
    )
    (package / ERASED).write_bytes(statement.sign(said, keys.signer_in(tmp_path / "other")))
    case.remade()
    found = _problems(package, *lists, tmp_path / "other" / "keys.json")
    assert found == {("erased", LEAVES)}
    (package / ERASED).write_bytes(statement.sign(said, CryptoSigner.generate_ed25519()))
    case.remade()
    assert ("foreign key", ERASED) in _problems(package, *lists)
    # Signed by the right one, for another leaf.
    wrong = replace(said, root=leaves.root_of([rows[at - 1]]))
    (package / ERASED).write_bytes(statement.sign(wrong, keys.signer_in(world.keys)))
    case.remade()
    assert _problems(package, *lists) == {("erased", LEAVES)}


def test_by_the_period_of_its_marking(package: Path, world: World, tmp_path: Path) -> None:
    case = Case(package, world.older, world.keys, tmp_path, NOW)
    rows = case.rows()
    for i, row in enumerate(rows):
        item = row.opened()
        if item.name.endswith(".parties"):
            kept = replace(item, marking={**item.marking, "retention_days": 30})
            rows[i] = replace(row, item=kept.text())
    (package / LEAVES).write_text(leaves.to_text(rows))
    signed = case.resealed(leaves.root_of(rows), len(rows))
    (package / STATEMENT).write_bytes(statement.sign(signed, keys.signer_in(world.keys)))
    case.remade()
    made = case.signed().statement.made
    with pytest.raises(UsageError, match=f"the next period ends {made + timedelta(30):%Y-%m-%d}"):
        _erase(package, world, now_utc=made + timedelta(days=29))
    docket = tmp_path / "docket"
    docket.mkdir()
    shutil.copy(world.docket / NAME, docket / NAME)
    later = made + timedelta(days=30)
    names = _erase(package, world, now_utc=later, docket=docket)
    assert {n for n in names if not n.startswith("data/")} == {"ship.1.parties", "ship.2.parties"}
    assert _problems(package, world.keys / "keys.json", now_utc=later) == set()
    last = Decisions(docket / NAME).read()[-1].act
    assert (last.act, last.actor, last.case_id) == ("erased", "records officer", world.case_id)


def test_what_cannot_be_erased_is_said(package: Path, world: World) -> None:
    with pytest.raises(UsageError, match=r"nothing to erase: no item fits ship\.9\.\*"):
        _erase(package, world, "ship.9.*")
    with pytest.raises(UsageError, match="no item has a period"):
        _erase(package, world)
