"""`seawarden case` from the command line: exit codes and what is said."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

import seawarden as sw
from seawarden.cli import app
from seawarden.errors import UsageError

RUN = CliRunner()


def _json(*words: str, code: int = 0) -> object:
    done = RUN.invoke(app, [*words, "--json"], catch_exceptions=False)
    assert done.exit_code == code, done.output
    return json.loads(done.stdout)


def test_list_and_show(small_docket: Path) -> None:
    docket = str(small_docket / "docket")
    rows = _json("case", "list", docket)
    assert isinstance(rows, list)
    assert [r["rank"] for r in rows] == list(range(1, len(rows) + 1))
    assert {r["status"] for r in rows} == {"UNREVIEWED"}
    by_rank = _json("case", "show", "1", docket)
    assert by_rank == _json("case", "show", rows[0]["case_id"], docket)
    assert by_rank == _json("case", "show", docket, rows[0]["case_id"]), "the other way round too"
    assert by_rank["ships"][0]["mmsi"]  # type: ignore[index, call-overload]
    with pytest.raises(UsageError, match="no such case"):
        RUN.invoke(app, ["case", "show", "C-none", docket], catch_exceptions=False)


def test_keys_export_verify_and_a_changed_byte(small_docket: Path, tmp_path: Path) -> None:
    docket = Path(shutil.copytree(small_docket / "docket", tmp_path / "docket"))
    keys, package = tmp_path / "keys", tmp_path / "package"
    _json("case", "keys", str(keys), "--holder", "A State")
    kept = _json("case", "decide", "1", str(docket), "--decision", "passed on", "--by", "A")
    assert kept["status"] == _json("case", "list", str(docket))[0]["status"] == "ACCEPTED"  # type: ignore[index, call-overload]
    made = _json("case", "export", "1", str(docket), "--out", str(package), "--keys", str(keys))
    assert made["differs"] == []  # type: ignore[index, call-overload]
    assert "ACCEPTED" in (package / "data" / "case.html").read_text()
    assert not (docket / "floor.sqlite").exists(), "no case was raised: nobody stood on a floor"
    trust = ("--trust", str(keys / "keys.json"))
    found = _json("case", "verify", str(package), *trust)
    assert found["ok"]  # type: ignore[index, call-overload]
    with pytest.raises(UsageError, match="expected one of passed on"):
        sw.case.decide("1", docket, decision="accepted", by="A")
    gone = _json("case", "erase", str(package), "--keys", str(keys), "--by", "R", "--fits",
                 "header.question", "--docket", str(docket))  # fmt: skip
    assert "header.question" in gone["erased"]  # type: ignore[index, call-overload]
    assert _json("case", "verify", str(package), "--no-rerun", *trust)["ok"]  # type: ignore[index, call-overload]
    with (package / "data" / "lists" / "listings.csv").open("ab") as file:
        file.write(b" ")
    found = _json("case", "verify", str(package), *trust, code=1)
    assert found["integrity"]["problems"][0]["kind"] == "changed"  # type: ignore[index, call-overload]
