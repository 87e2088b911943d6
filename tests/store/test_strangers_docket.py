"""A docket that came from a stranger: opening it runs nothing that lies in it, and reaches nothing
outside its own archive."""

import json
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest

from seawarden.errors import InputError
from seawarden.store.decisions import Act, Decisions
from seawarden.store.docket import open_docket, write_docket
from seawarden.store.layout import files_of


@pytest.fixture
def docket(tmp_path: Path) -> Path:
    folder = tmp_path / "theirs"
    folder.mkdir()
    write_docket(folder / "docket.duckdb", {})
    return folder


def altered(folder: Path, statement: str) -> Path:
    with duckdb.connect(str(folder / "docket.duckdb")) as connection:
        connection.execute(statement)
    return folder


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("CREATE VIEW spy AS SELECT * FROM read_text('/etc/hostname')", "the view 'spy'"),
        ("DROP TABLE events; CREATE VIEW events AS SELECT 1 AS event_id", "the view 'events'"),
        ("CREATE MACRO lower(x) AS 'x'", "the macro 'lower'"),
        ("CREATE MACRO spy() AS TABLE SELECT * FROM read_text('/etc/hostname')", "the macro 'spy'"),
    ],
)
def test_what_would_run_when_it_is_read_is_refused(docket: Path, statement: str, what: str) -> None:
    with pytest.raises(InputError, match=what) as error:
        open_docket(altered(docket, statement))
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM read_text('{secret}')",
        "SELECT * FROM read_csv('{secret}')",
        "SELECT * FROM '{secret}'",
        "COPY (SELECT 1) TO '{folder}/new.csv'",
        "ATTACH '{folder}/new.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET allowed_directories = ['/']",
        "RESET lock_configuration",
    ],
)
def test_a_query_reaches_no_other_file_and_no_setting(
    docket: Path, tmp_path: Path, query: str
) -> None:
    (tmp_path / "secret.csv").write_text("a\n1\n")
    with open_docket(docket) as opened:
        with pytest.raises(duckdb.Error):
            opened.sql(query.format(secret=tmp_path / "secret.csv", folder=tmp_path)).fetchall()
        assert opened.sql("SELECT count(*) FROM events").fetchall() == [(0,)]
    assert {p.name for p in tmp_path.iterdir()} == {"theirs", "secret.csv"}


def test_the_archive_itself_can_be_read(docket: Path) -> None:
    manifest(docket, "2026-03-01.parquet", rows=2)
    with open_docket(docket) as opened:
        assert opened.sql("SELECT count(*) FROM reports").fetchall() == [(2,)]


def manifest(folder: Path, name: object, rows: int) -> None:
    (folder / "reports").mkdir(exist_ok=True)
    pl.DataFrame({"mmsi": [1, 2]}).write_parquet(folder / "reports" / "2026-03-01.parquet")
    about = {"reports": [{"file": name, "rows": rows}], "statics": []}
    (folder / "reports" / "manifest.json").write_text(json.dumps(about))


@pytest.mark.parametrize(
    ("name", "rows", "message"),
    [
        ("../../secret.parquet", 2, "expected a file in reports/"),
        ("/etc/hostname", 2, "expected a file in reports/"),
        ("*.parquet", 2, "expected a file in reports/"),
        ("..", 2, "expected a file in reports/"),
        (None, 2, "expected a file in reports/"),
        ("gone.parquet", 2, "in the manifest, but no file lies there"),
        ("2026-03-01.parquet", 3, "holds 2 rows, the manifest says 3"),
    ],
)
def test_files_are_held_against_the_manifest(
    docket: Path, name: object, rows: int, message: str
) -> None:
    manifest(docket, name, rows)
    with pytest.raises(InputError, match=message):
        files_of(docket / "docket.duckdb", "reports")


def test_a_link_in_the_archive_is_not_followed(docket: Path, tmp_path: Path) -> None:
    manifest(docket, "link.parquet", rows=2)
    pl.DataFrame({"mmsi": [1, 2]}).write_parquet(tmp_path / "theirs.parquet")
    (docket / "reports" / "link.parquet").symlink_to(tmp_path / "theirs.parquet")
    with pytest.raises(InputError, match="no file lies there"):
        files_of(docket / "docket.duckdb", "reports")


def test_a_docket_opens_many_times_at_once_and_each_is_shut(docket: Path) -> None:
    """Connections of one process to one file share settings; threads may open it together."""

    def opened(_: int) -> tuple[object, ...]:
        with open_docket(docket) as one, open_docket(docket) as two:
            with pytest.raises(duckdb.Error):
                two.sql("SELECT * FROM read_text('/etc/hostname')").fetchall()
            query = "SELECT current_setting('TimeZone'), count(*) FROM events"
            return (*one.sql(query).fetchall(), *two.sql(query).fetchall())

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(opened, range(40))) == {(("UTC", 0), ("UTC", 0))}


ACT = Act(
    actor="A", time_utc=datetime(2026, 3, 1, tzinfo=UTC), act="opened", case_id="C-1",
    evidence_key="e",
)  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("CREATE TRIGGER spy AFTER INSERT ON acts BEGIN SELECT 1; END", "the trigger 'spy'"),
        ("DROP TRIGGER acts_stay; CREATE TRIGGER acts_stay AFTER INSERT ON acts BEGIN SELECT 1;"
         " END", "the trigger 'acts_stay'"),
        ("DROP TABLE acts; CREATE VIEW acts AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT"
         " x + 1 FROM n) SELECT x AS number FROM n", "the view 'acts'"),
    ],
)  # fmt: skip
def test_acts_of_a_stranger_run_nothing(tmp_path: Path, statement: str, what: str) -> None:
    path = tmp_path / "decisions.sqlite"
    Decisions(path).append(ACT, salt=b"x" * 32)
    with sqlite3.connect(path) as opened:
        opened.executescript(statement)
    for use in (
        lambda: Decisions(path).read(),
        lambda: Decisions(path).append(ACT, salt=b"x" * 32),
    ):
        with pytest.raises(InputError, match=what):
            use()


def test_acts_are_not_kept_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "decisions.sqlite").symlink_to(tmp_path / "theirs.sqlite")
    with pytest.raises(InputError, match="a symbolic link"):
        Decisions(tmp_path / "decisions.sqlite").append(ACT, salt=b"x" * 32)
    assert not (tmp_path / "theirs.sqlite").exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no FIFO")
@pytest.mark.parametrize(
    "name", ["CURRENT", "run.json", "docket.duckdb", "reports/manifest.json", "reports/a.parquet"]
)
def test_a_pipe_among_its_files_is_not_waited_for(docket: Path, name: str) -> None:
    """A tar archive can bring one; whoever opened it would wait for ever."""
    (docket / "reports").mkdir()
    (docket / name).unlink(missing_ok=True)
    os.mkfifo(docket / name)
    with pytest.raises(InputError, match="a pipe or device, expected a file"):
        open_docket(docket)
