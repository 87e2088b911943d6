"""All reports of a run, each whole or not at all."""

from pathlib import Path

import polars as pl
import pytest

from seawarden import report
from seawarden.errors import OutputError, SchemaError
from seawarden.files.atomic import atomic

from .conftest import Docket, make

NAMES = ["report.html", "events.geojson", "events.kml", "events.csv", "cases.csv"]


def test_every_report_is_written_and_nothing_else(docket: Docket, tmp_path: Path) -> None:
    paths = report.write_all(tmp_path, **docket.given())
    assert [p.name for p in paths] == NAMES
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(NAMES)
    assert all(p.stat().st_size for p in paths)


def test_an_empty_run_writes_them_all_too(empty: Docket, tmp_path: Path) -> None:
    given = empty.given() | {"tracks": pl.DataFrame()}
    assert len(report.write_all(tmp_path, **given)) == len(NAMES)


def test_a_simulated_docket_is_marked_in_every_file(tmp_path: Path) -> None:
    for path in report.write_all(tmp_path, **make(simulated=True).given()):
        text = path.read_text(encoding="utf-8")
        assert "SIMULATED" in text or "is_simulated" in text.splitlines()[0]


def test_a_folder_that_is_not_there_is_one_clear_line(docket: Docket, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"report\.html: cannot be written: ") as caught:
        report.write_all(tmp_path / "none", **docket.given())
    assert "\n" not in str(caught.value)


def test_a_wrong_table_is_named(docket: Docket, tmp_path: Path) -> None:
    given = docket.given() | {"cases": docket.cases.drop("grade")}
    with pytest.raises(SchemaError, match="report: table CASES: column 'grade' is missing"):
        report.write_all(tmp_path, **given)


def test_a_failure_in_the_middle_leaves_the_older_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("older")
    with pytest.raises(RuntimeError), atomic(path) as part:
        part.write_text("half")
        raise RuntimeError("power cut")
    assert path.read_text() == "older"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_a_track_frame_may_lack_what_was_not_sent(docket: Docket, tmp_path: Path) -> None:
    given = docket.given() | {"tracks": docket.tracks.drop("heading_deg", "sog_kn")}
    report.write_all(tmp_path, **given)
