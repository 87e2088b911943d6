"""The docket: every table with its meaning, whole or not at all, one clear line on failure."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawarden.errors import InputError, OutputError, SchemaError
from seawarden.schema import CASES, EVENTS, LISTINGS, REPORTS, TABLES, conform
from seawarden.store.ddl import sql_type, statements
from seawarden.store.docket import (
    ARCHIVED,
    open_docket,
    write_docket,
    write_findings,
    write_parquet,
)

T0 = datetime(2024, 5, 3, 1, 2, 3, tzinfo=UTC)


def events(n: int = 2, name: str = "EV") -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "event_id": f"{name}{i}", "version": 1, "kind": "gap", "mmsi": 445000000 + i,
                "other_mmsi": None, "hull": 445000000000 + i, "other_hull": None, "start_utc": T0,
                "end_utc": T0, "is_open": False, "lat_deg": 37.5, "lon_deg": 123.0,
                "confidence": 0.5, "observed_h": 0.0, "inferred_h": 3.25, "detail": '{"a": "\'"}',
                "evidence": [
                    {"file": "a.nmea", "sha256": "00", "first_line": 1, "last_line": 9, "mmsi": 7}
                ],
            }
            for i in range(n)
        ],
        schema=EVENTS.schema,
    )  # fmt: skip


def test_what_is_written_is_read_back_to_the_last_field(tmp_path: Path) -> None:
    listings = pl.DataFrame(
        [{"listing_id": "un1718:1", "list_code": "un1718", "list_name": "1718 ships",
          "as_of": date(2024, 1, 2), "kind": "ship", "name": "CHON MA SAN", "mmsi": [445123000],
          "is_dprk": True, "source": "x.csv", "sha256": "ab", "line": 4}],
        schema_overrides={"mmsi": pl.List(pl.UInt32)},
    )  # fmt: skip
    path = tmp_path / "docket.duckdb"
    write_docket(path, {"EVENTS": events(), "LISTINGS": listings})
    with open_docket(path) as docket:
        assert docket.table(EVENTS).equals(events())
        assert docket.table(LISTINGS)["mmsi"].to_list() == [[445123000]]
        assert docket.table(CASES).equals(CASES.empty())
    assert sorted(p.name for p in tmp_path.iterdir()) == ["docket.duckdb"]


def test_every_table_and_column_stands_in_the_file_with_its_meaning(tmp_path: Path) -> None:
    """A stranger with DuckDB alone must be able to read the docket."""
    write_docket(tmp_path / "d.duckdb", {})
    with duckdb.connect(str(tmp_path / "d.duckdb"), read_only=True) as con:
        held = {
            (t, c): comment
            for t, c, comment in con.execute(
                "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal"
            ).fetchall()
        }
    expected = {
        (t.name.lower(), c.name) for t in TABLES if t.name not in ARCHIVED for c in t.columns
    }
    assert set(held) == expected | {("about", "format"), ("about", "generation")}
    assert held[("events", "inferred_h")] == "time inferred across silence [h]"
    assert all(held.values())


def test_duckdb_accepts_the_ddl_of_every_table() -> None:
    con = duckdb.connect()
    for table in TABLES:
        for statement in statements(table):
            con.execute(statement)
        types = [r[0] for r in con.execute(
            "SELECT data_type FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index",
            [table.name.lower()],
        ).fetchall()]  # fmt: skip
        assert [t.replace('"', "") for t in types] == [
            sql_type(c.dtype).replace('"', "") for c in table.columns
        ]


def test_the_archive_beside_the_docket_is_seen_wherever_the_folder_is_moved(
    tmp_path: Path,
) -> None:
    first = tmp_path / "first"
    (first / "reports" / "day=2024-05-03").mkdir(parents=True)
    row = {"time_utc": T0, "mmsi": 445123000, "lat_aisu": 1, "lon_aisu": 2, "ais_class": 1,
           "file_id": 0, "line": 7}  # fmt: skip
    frame = pl.DataFrame([row]).cast({"time_utc": REPORTS.schema["time_utc"]})
    frame.write_parquet(first / "reports" / "day=2024-05-03" / "a.parquet")
    write_docket(first / "docket.duckdb", {})
    first.rename(tmp_path / "it's moved")
    with open_docket(tmp_path / "it's moved" / "docket.duckdb") as docket:
        assert docket.sql("SELECT mmsi FROM reports").fetchall() == [(445123000,)]


def test_the_findings_are_always_there_even_when_nothing_was_found(tmp_path: Path) -> None:
    paths = write_findings(tmp_path, {"EVENTS": events(3)})
    assert [p.name for p in paths] == [
        "withdrawn.parquet", "events.parquet", "matches.parquet", "cases.parquet",
        "context.parquet", "rejects.parquet",
    ]  # fmt: skip
    assert pl.read_parquet(paths[1]).height == 3
    assert pl.read_parquet(paths[3]).schema == CASES.schema
    assert not list(tmp_path.glob("*.part"))


def test_the_same_rows_in_any_order_give_the_same_bytes(tmp_path: Path) -> None:
    a = write_parquet(tmp_path / "a.parquet", events(5), EVENTS).read_bytes()
    b = write_parquet(tmp_path / "b.parquet", events(5).reverse(), EVENTS).read_bytes()
    assert a == b


def test_a_frame_that_is_not_its_table_names_the_column_and_leaves_nothing(tmp_path: Path) -> None:
    wrong = events().drop("kind")
    with pytest.raises(SchemaError, match="table EVENTS: column 'kind' is missing"):
        write_docket(tmp_path / "d.duckdb", {"EVENTS": wrong})
    with pytest.raises(SchemaError, match="table EVENTS: column 'kind' is missing"):
        write_findings(tmp_path, {"EVENTS": wrong})
    assert not list(tmp_path.iterdir())


def test_a_missing_folder_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "none" / "d.duckdb"
    with pytest.raises(OutputError, match=r"d\.duckdb: cannot be written: ") as caught:
        write_docket(path, {})
    assert "\n" not in str(caught.value)
    with pytest.raises(OutputError, match=r"withdrawn\.parquet: cannot be written: ") as caught:
        write_findings(tmp_path / "none", {})
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_one_line(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(OutputError, match="Permission denied"):
            write_findings(tmp_path, {})
    finally:
        tmp_path.chmod(0o700)


FULL = """
import resource, signal, sys
from pathlib import Path
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
sys.path.insert(0, {tests!r})
from tests.store.test_docket import events
from seawarden.errors import OutputError
from seawarden.store.docket import write_docket, write_findings
resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
for write in (lambda: write_docket(Path({out!r}) / "docket.duckdb", {{"EVENTS": events(5000)}}),
              lambda: write_findings(Path({out!r}), {{"EVENTS": events(5000)}})):
    try:
        write()
    except OutputError as error:
        print(error)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file size limit")
def test_a_disk_that_fills_up_leaves_the_older_file_and_no_half_one(tmp_path: Path) -> None:
    """A limit on file size stands in for the full disk: the write fails midway in the kernel."""
    (tmp_path / "docket.duckdb").write_text("older")
    (tmp_path / "events.parquet").write_text("older")
    script = FULL.format(tests=str(Path(__file__).parents[2]), out=str(tmp_path))
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    lines = done.stdout.splitlines()
    assert len(lines) == 2, done.stderr
    assert "docket.duckdb: cannot be written: " in lines[0]
    assert "events.parquet: cannot be written: " in lines[1]
    assert (tmp_path / "docket.duckdb").read_text() == "older"
    assert (tmp_path / "events.parquet").read_text() == "older"
    # What is withdrawn is written before EVENTS lose it; empty, it still found room.
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "docket.duckdb",
        "events.parquet",
        "withdrawn.parquet",
    ]


def test_no_docket_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nothing\.duckdb: no such docket"):
        open_docket(tmp_path / "nothing.duckdb")
    (tmp_path / "text.duckdb").write_text("hello, this is no database file at all" * 500)
    with pytest.raises(InputError, match=r"text\.duckdb: not a docket: "):
        open_docket(tmp_path / "text.duckdb")
    duckdb.connect(str(tmp_path / "other.duckdb")).close()
    with pytest.raises(InputError, match="without the table 'cases'"):
        open_docket(tmp_path / "other.duckdb")


@settings(max_examples=15, deadline=None)
@given(st.text(min_size=1, max_size=30).filter(lambda s: "\x00" not in s))
def test_any_text_survives_the_docket(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("any") / "d.duckdb"
    text = text.encode("utf-8", "replace").decode()
    frame = events(1).with_columns(detail=pl.lit(text))
    write_docket(path, {"EVENTS": frame})
    with open_docket(path) as docket:
        assert docket.table(EVENTS)["detail"].to_list() == [text]


def test_signs_of_a_pattern_in_a_folder_are_its_name(tmp_path: Path) -> None:
    """The rows pass through a file beside the docket, and DuckDB takes * and [ for patterns."""
    folder = tmp_path / "week [1] * it's"
    folder.mkdir()
    write_docket(folder / "docket.duckdb", {"EVENTS": conform(events(), EVENTS)})
    with duckdb.connect(str(folder / "docket.duckdb"), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM events").fetchone() == (2,)
    assert [p.name for p in folder.iterdir()] == ["docket.duckdb"]


def test_writing_a_docket_imports_no_pandas(tmp_path: Path) -> None:
    """It would cost half a second of every watch."""
    write_parquet(tmp_path / "events.parquet", conform(events(), EVENTS), EVENTS)
    code = (
        "import sys, polars as pl; from pathlib import Path;"
        "from seawarden.store.docket import write_docket;"
        f"write_docket(Path({str(tmp_path / 'docket.duckdb')!r}),"
        f"{{'EVENTS': pl.read_parquet({str(tmp_path / 'events.parquet')!r})}});"
        "print({'pandas', 'pyarrow.dataset'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "set()"
