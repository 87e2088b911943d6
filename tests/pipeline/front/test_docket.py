"""The open docket: its tables against the files beside it, tracks against the archive."""

import json
import shutil
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

import seawarden as sw
from seawarden.errors import InputError, UsageError
from seawarden.ids import flags
from seawarden.units import AIS_UNITS_PER_DEG


@pytest.fixture(scope="module")
def folder(small_docket: Path) -> Path:
    return small_docket / "docket"


@pytest.fixture(scope="module")
def docket(folder: Path) -> sw.Docket:
    return sw.open(folder)


@pytest.mark.parametrize("name", ["events", "cases", "matches", "withdrawn"])
def test_a_table_is_what_the_parquet_file_beside_it_holds(
    docket: sw.Docket, folder: Path, name: str
) -> None:
    held = pl.read_parquet(folder / f"{name}.parquet")
    assert getattr(docket, name).equals(held)
    assert docket.table(name).equals(held)
    assert docket.table(name.upper()).equals(held)


def test_the_docket_is_not_empty_so_that_these_tests_say_something(docket: sw.Docket) -> None:
    assert docket.cases.height and docket.events.height and docket.ships.height


def test_run_is_the_record_with_the_command_that_does_the_same(
    docket: sw.Docket, folder: Path
) -> None:
    assert docket.run == json.loads((folder / "run.json").read_text())
    ais = next((folder.parent / "ais").glob("*.nmea"))
    assert docket.run["command"] == ["watch", str(ais), "--out", str(folder)]


def test_ships_are_hulls_that_are_ships_with_the_flag_of_their_mmsi(docket: sw.Docket) -> None:
    hulls = docket.table("hulls")
    assert docket.ships.drop("flag").equals(hulls.filter(pl.col("station") == "ship"))
    for mmsi, flag in docket.ships.select("mmsi", "flag").iter_rows():
        assert flag == flags.of_mmsi(mmsi)


def test_a_track_is_every_report_of_the_mmsi_in_order_of_time(
    docket: sw.Docket, folder: Path
) -> None:
    """The oracle is Polars on the archive's own files."""
    reports = pl.concat([pl.read_parquet(p) for p in (folder / "reports").rglob("*.parquet")])
    for mmsi in docket.ships["mmsi"].unique():
        track = docket.track(mmsi)
        kept = reports.filter(pl.col("mmsi") == mmsi).sort("time_utc", "lat_aisu", "lon_aisu")
        assert track["time_utc"].to_list() == kept["time_utc"].to_list()
        for axis in ("lat", "lon"):
            degrees = (kept[f"{axis}_aisu"] / AIS_UNITS_PER_DEG).alias(f"{axis}_deg")
            assert track[f"{axis}_deg"].equals(degrees)
        assert track["line"].sort().equals(kept["line"].sort())
        assert track["time_utc"].dtype == pl.Datetime("ms", "UTC")


def test_a_track_says_whose_report_it_is_where_ships_share_an_mmsi(docket: sw.Docket) -> None:
    hulls = docket.table("hulls")
    for mmsi in hulls["mmsi"].unique():
        ours = hulls.filter(pl.col("mmsi") == mmsi)
        for hull, rows in docket.track(mmsi).group_by("hull"):
            span = ours.filter(pl.col("hull") == hull[0])
            assert span.height == 1
            assert rows["time_utc"].min() >= span["start_utc"][0]
            assert rows["time_utc"].max() <= span["end_utc"][0]


def test_a_track_is_cut_at_both_ends_inclusively(docket: sw.Docket) -> None:
    track = docket.track(docket.ships["mmsi"][0])
    low, high = track["time_utc"][3], track["time_utc"][-4]
    cut = docket.track(docket.ships["mmsi"][0], start=low, end=high)
    expected = track.filter(pl.col("time_utc").is_between(low, high))
    assert cut.equals(expected)
    assert 0 < cut.height < track.height
    before = docket.track(docket.ships["mmsi"][0], end=low - timedelta(milliseconds=1))
    assert before.equals(track.filter(pl.col("time_utc") < low))


def test_a_ship_that_was_not_heard_has_an_empty_track(docket: sw.Docket) -> None:
    assert docket.track(999999999).schema == docket.track(docket.ships["mmsi"][0]).schema
    assert docket.track(999999999).is_empty()


def test_sql_counts_as_polars_counts_and_times_are_utc(docket: sw.Docket) -> None:
    answer = docket.sql(
        "SELECT kind, count(*) AS n, min(start_utc) AS first FROM events GROUP BY kind ORDER BY 1"
    )
    events = docket.events
    expected = events.group_by("kind").agg(n=pl.len(), first=pl.col("start_utc").min()).sort("kind")
    assert answer["first"].dtype.time_zone == "UTC"
    assert answer.rows() == expected.rows()
    reports = docket.sql("SELECT min(time_utc) AS t, count(*) AS n FROM reports")
    assert reports["t"].dtype.time_zone == "UTC"
    assert reports["n"][0] == sum(i["reports"] for i in docket.run["inputs"])


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("SELECT nothing FROM events", 'Referenced column "nothing" not found'),
        ("SELECT * FROM fleet", "Table with name fleet does not exist"),
        ("DELETE FROM events", "read-only"),
    ],
)
def test_a_query_that_cannot_be_answered_says_why_and_changes_nothing(
    docket: sw.Docket, query: str, line: str
) -> None:
    before = docket.events
    with pytest.raises(UsageError, match=f"^sql: .*{line}"):
        docket.sql(query)
    assert docket.events.equals(before)


def test_a_case_is_its_row_with_the_json_opened(docket: sw.Docket) -> None:
    for row in docket.cases.iter_rows(named=True):
        case = docket.case(row["case_id"])
        assert case["title"] == row["title"]
        assert case.ships == json.loads(row["ships"])
        assert case.evidence_for == json.loads(row["evidence_for"])


def test_what_is_not_there_is_named(docket: sw.Docket, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"^case 'c-1': no such case in "):
        docket.case("c-1")
    with pytest.raises(UsageError, match=r"^table 'fleet': expected one of reports, statics, "):
        docket.table("fleet")
    with pytest.raises(InputError, match=r"nowhere: no such folder, expected a docket that "):
        sw.open(tmp_path / "nowhere")
    with pytest.raises(InputError, match=r"docket"):
        sw.open(tmp_path)


def test_events_on_a_map_are_where_the_table_says(docket: sw.Docket, tmp_path: Path) -> None:
    geopandas = pytest.importorskip("geopandas", reason="needs the extra geo (geopandas)")
    made = docket.to_geopandas("events")
    assert made.geometry.x.tolist() == docket.events["lon_deg"].to_list()
    assert made.geometry.y.tolist() == docket.events["lat_deg"].to_list()
    assert made["event_id"].tolist() == docket.events["event_id"].to_list()
    path = docket.to_geoparquet(tmp_path / "events.geo.parquet")
    assert geopandas.read_parquet(path)["event_id"].tolist() == made["event_id"].tolist()
    track = docket.track(docket.ships["mmsi"][0])
    assert len(docket.to_geopandas(track)) == track.height
    with pytest.raises(UsageError, match="no column 'lat_deg'"):
        docket.to_geopandas("claims")


def test_a_later_watch_into_the_folder_shows_in_an_open_docket(
    small_docket: Path, tmp_path: Path
) -> None:
    """Also in one process, where a database that is held open would hide the new file."""
    shutil.copytree(small_docket / "docket", tmp_path / "docket")
    docket = sw.open(tmp_path / "docket")
    before = docket.events
    ais = next((small_docket / "ais").glob("*.nmea"))
    (tmp_path / "SIMULATED_part.nmea").write_text("".join(ais.open().readlines()[:300]))
    later = sw.watch(tmp_path / "SIMULATED_part.nmea", out=tmp_path / "docket")
    assert not later.events.equals(before)
    assert docket.events.equals(later.events)
    assert later.events.equals(pl.read_parquet(tmp_path / "docket" / "events.parquet"))
