"""What pages ask for and keep beside the queue: the cut, versions, contacts, a chart, outages."""

import json
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import httpx
import polars as pl
import pytest

from seawarden.errors import InputError
from seawarden.pipeline.floor.outages import outages
from seawarden.schema import SORTIES
from seawarden.web.floor_settings import MapSettings, read_settings
from seawarden.web.guard import POLICY

from .conftest import Floor, Serve

NAME = """=HYPERLINK("x'; DROP TABLE acts; --")"""


@pytest.fixture(scope="module")
def own(serve: Serve, small_docket: Path, tmp_path_factory: pytest.TempPathFactory) -> Floor:
    """A floor with a chart of its own, and a planned sortie beside its docket."""
    chart = tmp_path_factory.mktemp("chart") / "chart.pmtiles"
    chart.write_bytes(b"PMTiles\x03" + bytes(range(256)) * 8)
    given = MapSettings(tiles=str(chart), attribution="Own")
    floor = serve(small_docket / "docket", map=given)
    case = floor.door.desk.snapshot(floor.door.now()).cases[0]
    start = case["start_utc"]
    point = {"lat_deg": case["lat_deg"], "lon_deg": case["lon_deg"], "time_utc": start.isoformat()}
    row = dict.fromkeys(SORTIES.names) | {
        "plan_id": "0001-20260302", "sortie_id": "20260302-1-P-8A", "state": "planned",
        "aircraft": "P-8A", "base": "RODN", "takeoff_utc": start,
        "landing_utc": start + timedelta(hours=4), "flight_h": 4.0, "search_h": 2.0,
        "transit_nm": 200.0, "search_nm": 300.0, "sweep_width_nm": 24.0, "area_nm2": 4000.0,
        "coverage": 1.0, "pos_planned": 0.4, "is_simulated": True,
        "legs": json.dumps([{"name": "S1", "leg": "search", **point}]),
    }  # fmt: skip
    (floor.folder / "patrol").mkdir()
    pl.DataFrame([row], schema=SORTIES.schema).write_parquet(
        floor.folder / "patrol" / "sorties.parquet"
    )
    return floor


def test_a_cut_is_kept_for_everybody_and_undone(own: Floor) -> None:
    with closing(own.client()) as client, closing(own.client()) as another:
        n = len(client.get("/api/queue").json()["rows"])
        cuts = {c["cut"]: c for c in client.get("/api/quality").json()["cuts"]}
        cases = own.door.desk.snapshot(own.door.now()).cases
        assert cuts[0.0]["cases"] == len(cases)
        expected = sum(1 - c["confidence"] for c in cases)
        assert cuts[0.0]["expected_false"] == pytest.approx(expected, abs=0.01)
        assert client.post("/api/cut", json={"least": 1.01}).status_code == 422
        (number,) = client.post("/api/cut", json={"least": 1.0}).json()["numbers"]
        seen = another.get("/api/queue").json()
        assert (seen["rows"], seen["cut"]) == ([], 1.0)
        assert len(another.get("/api/queue?least=0").json()["rows"]) == n
        kept = another.get("/api/quality").json()["kept_cut"]
        assert (kept["least"], kept["number"]) == (1.0, number)
        sent = client.post("/api/acts", json={"act": "cut set", "detail": {"least": 0.5}})
        assert sent.status_code == 400, "no way round the role"
        client.post("/api/undo", json={"number": number})
        assert len(client.get("/api/queue").json()["rows"]) == n


def test_realised_false_alarms_are_those_of_known_outcomes(own: Floor) -> None:
    first, second = (c.case_id for c in own.door.desk.snapshot(own.door.now()).cases[:2])
    with closing(own.client()) as client:
        for case, outcome in ((first, "refuted"), (second, "unknown")):
            detail = {"outcome": outcome, "by": "boarding"}
            client.post("/api/acts", json={"act": "outcome", "cases": [case], "detail": detail})
        found = client.get("/api/quality").json()
    assert (found["known_outcomes"], found["refuted"]) == (1, 1)
    assert found["cuts"][0]["unknown"] == found["cuts"][0]["cases"] - 1


def test_contacts_are_entered_against_a_plan(own: Floor) -> None:
    case = own.door.desk.snapshot(own.door.now()).cases[0]
    lat, lon, start = case["lat_deg"], case["lon_deg"], case["start_utc"]
    times = [start + timedelta(minutes=m) for m in (20, 30, 40)]
    track = "time_utc,lat,lon\n" + "".join(f"{t:%Y-%m-%dT%H:%M:%SZ},{lat},{lon}\n" for t in times)
    contact = {"time_utc": f"{times[1]:%Y-%m-%dT%H:%M:%SZ}", "lat": f"{lat}", "lon": f"{lon}",
               "name": NAME, "activity": "alongside"}  # fmt: skip
    form = {"sortie": "20260302-1-P-8A", "plan": "", "contacts": json.dumps([contact])}
    with closing(own.client()) as client:
        page = client.get("/api/patrol").json()
        assert [s["sortie_id"] for s in page["sorties"]] == [form["sortie"]]
        assert page["legs"][0]["points"][0]["name"] == "S1"
        assert page["contacts"] == []
        for wrong, why in (
            ({**form, "sortie": "none"}, "was not planned"),
            ({**form, "contacts": json.dumps([{**contact, "lat": "95"}])}, "line 2, lat"),
            ({**form, "contacts": "{"}, "expected JSON"),
        ):
            sent = client.post("/api/patrol/log", data=wrong, files={"track": ("f.csv", track)})
            assert sent.status_code == 400 and why in sent.json()["error"], sent.text
        sent = client.post("/api/patrol/log", data=form, files={"track": ("../f.exe", track)})
        assert sent.status_code == 400
        sent = client.post("/api/patrol/log", data=form, files={"track": ("f.csv", track)})
        assert sent.status_code == 200, sent.text
        assert sent.json()["contacts"] == 1
        (kept,) = client.get("/api/patrol").json()["contacts"]
    assert kept["name"] == NAME
    assert kept["match"] != "unknown", "she lay where the case lies"


def test_listings_of_a_ship_are_those_of_a_day(own: Floor) -> None:
    snapshot = own.door.desk.snapshot(own.door.now())
    listed = next(c for c in snapshot.cases if c["kind"] == "listed")
    with closing(own.client()) as client:
        url = f"/api/ships/{listed['mmsis'][0]}"
        now = client.get(url).json()["listed"]
        dated = [row for row in now if row["listed_on"]]
        assert dated
        before = client.get(url, params={"as_of": "1999-01-01"}).json()["listed"]
    assert len(before) == len(now) - len(dated)


def test_versions_stand_side_by_side_and_say_what_changed(own: Floor) -> None:
    case = own.door.desk.snapshot(own.door.now()).cases[0]
    held = own.folder / "generations"
    (now,) = held.iterdir()
    later = pl.read_parquet(now / "cases.parquet").with_columns(
        version=pl.lit(2, dtype=pl.Int32),
        version_reason=pl.lit("late data"),
        tier=pl.col("tier") + 1,
    )
    with closing(own.client()) as client:
        url = f"/api/cases/{case.case_id}/versions"
        (only,) = client.get(url).json()
        assert (only["version"], only["grade"], only["changed"]) == (1, case["grade"], [])
        (held / "000009").mkdir()
        later.write_parquet(held / "000009" / "cases.parquet")
        first, second = client.get(url).json()
    assert first == only
    assert (second["version"], second["generation"]) == (2, 9)
    assert set(second["changed"]) == {"version_reason", "tier"}


def test_a_chart_of_ones_own_is_sent_by_ranges(own: Floor, floor: Floor) -> None:
    with closing(own.client()) as client:
        assert client.get("/api/map/chart").json()["kind"] == "pmtiles"
        part = client.get("/api/map/chart.pmtiles", headers={"range": "bytes=8-11",
                          "accept-encoding": "identity"})  # fmt: skip
    assert (part.status_code, part.content) == (206, bytes(range(4)))
    with closing(floor.client()) as client:
        assert client.get("/api/map/chart").json()["kind"] == "land"
        assert client.get("/api/map/chart.pmtiles").status_code == 404


def test_a_tile_source_is_the_one_other_host_that_may_be_asked(
    serve: Serve, small_docket: Path
) -> None:
    given = MapSettings(tiles="https://tiles.example/{z}/{x}/{y}.png")
    other = serve(small_docket / "docket", map=given)
    sent = httpx.get(other.url + "/api/session", timeout=120).headers["content-security-policy"]
    assert sent == POLICY.replace("connect-src 'self'", "connect-src 'self' https://tiles.example")


@pytest.mark.parametrize(("text", "why"), [
    ("[map]\ntiles = 'none.pmtiles'", "no such file"),
    ("[map]\ntiles = 'floor.toml'", "not a PMTiles archive"),
    ("[map]\ntiles = 'https://tiles.example/a.png'", "expected {z}"),
    ("[map]\ntile = 'x'", "map.tiles"),
    ("[oidc]\nissuer = 'http://id.example'", "oidc"),
    ("[oidc", "cannot be read as TOML"),
])  # fmt: skip
def test_a_wrong_setting_is_one_clear_line(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "floor.toml"
    path.write_text(text)
    with pytest.raises(InputError) as caught:
        read_settings(path)
    assert why in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_outage_is_a_hole_between_two_heard_hours(own: Floor) -> None:
    coverage = own.door.desk.snapshot(own.door.now()).docket.table("coverage")
    hours = coverage["hour_utc"].unique().sort()
    cut = hours[len(hours) // 2]
    holed = coverage.filter(pl.col("hour_utc") != cut)
    before = outages(coverage).filter(pl.col("since_utc") == cut).height
    found = outages(holed).filter(pl.col("since_utc") == cut)
    assert found.height > before
    assert found["hours"][0] >= 1.0
    with closing(own.client()) as client:
        layer = client.get("/api/map/layers/outages").json()
    assert len(layer["features"]) == 0 or outages(coverage).height
