"""UNREVIEWED falls away by an analyst's act alone, on the evidence that lay before them."""

import json
import secrets
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from seawarden.errors import UsageError
from seawarden.pipeline.case_file import fields, review
from seawarden.pipeline.case_file.editions.share import ShareOptions, share
from seawarden.pipeline.case_file.export import ExportOptions, export
from seawarden.pipeline.floor import acts
from seawarden.pipeline.floor.desk import Desk
from seawarden.store.decisions import NAME, Act, Decisions
from seawarden.store.package import keys, leaves, statement
from seawarden.store.package.write import LEAVES, STATEMENT

from ...conftest import MadeOnce
from . import second
from .conftest import NOW, World
from .tampering import Case


def _exported(docket: Path, out: Path, **more: object) -> dict[str, object]:
    export(
        ExportOptions(docket=docket, case="1", out=out, now_utc=NOW, **more),  # type: ignore[arg-type]
        lambda _what, _share: None,
    )
    return json.loads((out / "data" / "case.json").read_text())


@pytest.fixture(scope="module")
def accepted(made_once: MadeOnce, world: World) -> Path:
    """A docket whose case the floor passed on, and its package in which all parties were asked."""

    def fill(folder: Path) -> None:
        shutil.copytree(world.docket, folder / "docket")
        desk = Desk(folder / "docket")
        acts.act(desk, "analyst A", "passed on", cases=[world.case_id], now_utc=NOW)
        asked = [
            {"ship": ship, "party": p, "asked": "2026-10-01", "answered": "no answer"}
            for ship in ("1", "2") for p in fields.PARTIES
        ]  # fmt: skip
        entered = fields.Entered(asked=asked)
        _exported(folder / "docket", folder / "package", entered=entered, keys=world.keys)

    return made_once("case-accepted", fill)


def test_a_case_that_the_floor_passed_on_is_accepted_in_its_file(
    accepted: Path, world: World
) -> None:
    data = accepted / "package" / "data"
    status = json.loads((data / "case.json").read_text())["header.status"]
    assert (status["status"], status["reviewed_by"]) == ("ACCEPTED", "analyst A")
    assert status["reviewed_utc"] == f"{NOW:%Y-%m-%dT%H:%M:%SZ}"
    assert "UNREVIEWED" not in (data / "case.html").read_text()
    chain = json.loads((accepted / "package" / "seal" / "chain.json").read_text())
    assert "passed on" in {x["act"]["act"] for x in chain if "act" in x}, "the act goes along, open"


def test_an_undone_or_other_decision_and_other_evidence_count_for_nothing(
    accepted: Path, world: World, tmp_path: Path
) -> None:
    docket = Path(shutil.copytree(accepted / "docket", tmp_path / "docket"))
    desk, log = Desk(docket), Decisions(docket / NAME)
    key = next(e.act.evidence_key for e in log.read() if e.act.act == "passed on")

    def state() -> review.Status:
        return review.status(log.read(), world.case_id, key)

    assert state().status == "ACCEPTED"
    assert review.status(log.read(), world.case_id, "of other rows").status == "UNREVIEWED"
    assert "about other evidence" in review.status(log.read(), world.case_id, "of other").words
    for word, then in (("explained", "REJECTED"), ("watch further", "UNREVIEWED"),
                       ("passed on", "ACCEPTED"), ("reopened", "UNREVIEWED"),
                       ("passed on", "ACCEPTED")):  # fmt: skip
        detail = {"by": "an anchorage"}
        acts.act(desk, "B", word, cases=[world.case_id], detail=detail, now_utc=NOW)
        assert state().status == then, word
    acts.undo(desk, "B", log.read()[-1].number, NOW)
    assert state().status == "UNREVIEWED"
    forged = Act(actor="B", time_utc=NOW, act="accepted", case_id=world.case_id, evidence_key=key)
    log.append(forged, salt=secrets.token_bytes(32))
    assert state().status == "UNREVIEWED", "a word that is no decision of the floor's"


def _public(package: Path, world: World, out: Path, **more: object) -> None:
    markings = out.with_suffix(".toml")
    markings.write_text('[default]\ntlp = "CLEAR"\n')
    options = {"by": "C", "released_by": "chief B", "keys": world.keys, "now_utc": NOW}
    share(
        ShareOptions(package=package, to="public", out=out, markings=markings,
                     **{**options, **more})  # type: ignore[arg-type]
    )  # fmt: skip


def test_what_was_accepted_and_asked_may_go_to_the_public(
    accepted: Path, world: World, tmp_path: Path
) -> None:
    package, out = accepted / "package", tmp_path / "e"
    for who in ("c ", "ANALYST a"):
        with pytest.raises(UsageError, match="a second person releases it"):
            _public(package, world, out, released_by=who)
    reopened = tmp_path / "docket"
    reopened.mkdir()
    shutil.copy(accepted / "docket" / NAME, reopened / NAME)
    log = Decisions(reopened / NAME)
    act = next(e.act for e in log.read() if e.act.act == "passed on")
    log.append(replace(act, act="reopened"), salt=secrets.token_bytes(32))
    with pytest.raises(UsageError, match="while the case is UNREVIEWED: nobody decided it"):
        _public(package, world, out, docket=reopened)
    _public(package, world, out)
    trust = [world.keys / "keys.json"]
    assert second.problems(out, trust=trust, now_utc=NOW) == set()
    page = (out / "data" / "case.html").read_text()
    assert "ACCEPTED" in page
    assert "TLP:CLEAR" in page
    assert not (out / "data" / "ais").exists()


def test_one_party_that_nobody_asked_keeps_it_from_the_public(
    accepted: Path, world: World, tmp_path: Path
) -> None:
    """The fixture's package sealed anew with one answer taken out, as if it were never asked."""
    package = Path(shutil.copytree(accepted / "package", tmp_path / "package"))
    case = Case(package, world.older, world.keys, tmp_path, NOW)
    rows = case.rows()
    at = next(i for i, r in enumerate(rows) if r.opened().name == "ship.2.parties")
    text = rows[at].item.replace('"asked":"2026-10-01"', '"asked":"not asked"', 1)
    rows[at] = replace(rows[at], item=text)
    (package / LEAVES).write_text(leaves.to_text(rows))
    signed = case.resealed(leaves.root_of(rows), len(rows))
    (package / STATEMENT).write_bytes(statement.sign(signed, keys.signer_in(world.keys)))
    case.remade()
    with pytest.raises(UsageError, match=r"while not asked: ship\.2 owner"):
        _public(package, world, tmp_path / "e")
