"""A package stands on its own: its case comes out of it again, number by number."""

import json
import shutil
from pathlib import Path

import bagit
import polars as pl
import pytest

from seawarden.errors import InputError, OutputError, UsageError
from seawarden.pipeline.case_file import enclosed
from seawarden.pipeline.case_file.export import ExportOptions, export
from seawarden.pipeline.case_file.verify import Verified, VerifyOptions, verify

from .conftest import NOW, World


def _quiet(_what: str, _share: float) -> None:
    pass


def _verified(package: Path, world: World) -> Verified:
    trust = [world.keys / "keys.json"]
    return verify(VerifyOptions(package=package, trust=trust, now_utc=NOW), _quiet)


def test_every_number_comes_out_again(world: World) -> None:
    found = _verified(world.package, world).as_dict()
    assert found["ok"]
    again = found["reproduction"]
    assert again["differs"] == []
    assert again["confirmed"] == again["numbers"] > 300
    assert again["rows_read_again"] > 100


def test_a_number_that_was_changed_and_sealed_anew_is_found(world: World, tmp_path: Path) -> None:
    """Whoever holds the key can sign a lie; running the rows again finds it."""
    from seawarden.store.package import keys, leaves, statement
    from seawarden.store.package.write import LEAVES, STATEMENT

    from .tampering import Case

    folder = tmp_path / "package"
    shutil.copytree(world.package, folder)
    case = Case(folder, world.older, world.keys, tmp_path, NOW)
    rows = case.rows()
    at = next(i for i, r in enumerate(rows) if r.opened().name == "incident.time")
    item = rows[at].opened()
    lie = type(item)(item.kind, item.name, {**item.value, "observed_h": 1.5}, item.marking)
    rows[at] = leaves.Leaf(at, rows[at].salt, lie.text())
    (folder / LEAVES).write_text(leaves.to_text(rows))
    signed = case.resealed(leaves.root_of(rows), len(rows))
    (folder / STATEMENT).write_bytes(statement.sign(signed, keys.signer_in(world.keys)))
    case.remade()
    found = _verified(folder, world).as_dict()
    assert found["integrity"]["problems"] == []
    assert found["reproduction"]["differs"] == ["field incident.time.observed_h"]
    assert not found["ok"]


def test_the_versions_that_it_ran_on_go_along_and_others_are_named(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = json.loads((world.package / enclosed.VERSIONS).read_text())
    assert {"python", "seawarden", "numpy", "polars", "numba"} <= set(told)
    assert enclosed.other_versions(world.package) == []
    monkeypatch.setattr(enclosed, "versions", lambda: {**told, "numpy": "99.1"})
    assert enclosed.other_versions(world.package) == [f"numpy 99.1, was {told['numpy']}"]
    assert enclosed.other_versions(world.keys) == [], "a package of before they were enclosed"


def test_the_library_of_congress_reads_the_bag(world: World) -> None:
    bagit.Bag(str(world.package)).validate(processes=1)


def test_each_row_leads_back_to_file_line_and_hash(world: World) -> None:
    rows = pl.read_csv(world.package / "data" / "ais" / "reports.csv", infer_schema_length=None)
    run = json.loads((world.package / "data" / "inference" / "run.json").read_text())
    assert set(rows["file_sha256"]) <= {i["sha256"] for i in run["inputs"]}
    assert rows["line"].min() >= 1  # type: ignore[operator]


def test_the_export_is_an_act_in_the_chain(world: World) -> None:
    chain = json.loads((world.package / "seal" / "chain.json").read_text())
    opened = [link["act"] for link in chain if "act" in link]
    assert opened[-1]["act"] == "exported"
    assert {a["case_id"] for a in opened} == {world.case_id}, "another case's acts stay closed"


def test_what_is_wrong_is_said_in_one_line(world: World, tmp_path: Path) -> None:
    def made(**more: object) -> None:
        options = {"docket": world.docket, "case": "1", "out": tmp_path / "p"}
        export(ExportOptions(**{**options, **more}), _quiet)  # type: ignore[arg-type]

    with pytest.raises(UsageError, match="case 'C-none': no such case"):
        made(case="C-none")
    with pytest.raises(InputError, match="no such docket"):
        made(docket=tmp_path / "none")
    with pytest.raises(OutputError, match="is there and not empty"):
        made(out=world.keys)
    with pytest.raises(OutputError, match="lies inside the input"):
        made(out=world.docket / "reports" / "p")
    with pytest.raises(InputError, match="no package of Seawarden"):
        _verified(tmp_path, world)
