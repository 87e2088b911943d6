"""The verbs on a docket folder: plan, log, debrief, and the next plan; errors in one line."""

import hashlib
import json
import re
from dataclasses import replace
from datetime import timedelta

import polars as pl
import pytest
from typer.testing import CliRunner

from seawarden.cli.patrol import app
from seawarden.errors import InputError, OutputError, SeawardenError, UsageError
from seawarden.patrol.briefing import pdf
from seawarden.pipeline.patrol import PlanOptions, plan
from seawarden.pipeline.patrol.log import DebriefOptions, LogOptions, debrief, log_sortie

from .conftest import NOW

AREA = (121.0, 27.0, 129.0, 34.0)
FIRST = "20240420-1-P-8A"


def options(docket, **more):
    base = {
        "docket": docket,
        "start_utc": NOW,
        "area": AREA,
        "cell_nm": 20.0,
        "territorial": ("CN",),
        "quick": True,
    }
    return PlanOptions(**(base | more))


def fly(docket, sortie=FIRST):
    """Write a crew's files: the legs flown as planned, a transfer, an unknown ship."""
    row = (
        pl.read_parquet(docket / "patrol" / "sorties.parquet")
        .filter(pl.col("sortie_id") == sortie)
        .sort("plan_id")
        .to_dicts()[-1]
    )
    legs = json.loads(row["legs"])
    track, seen = docket / "track.csv", docket / "seen.csv"
    track.write_text(
        "time_utc,lat,lon\n"
        + "".join(f"{p['time_utc']},{p['lat_deg']},{p['lon_deg']}\n" for p in legs)
    )
    at = legs[len(legs) // 2]
    (docket / "a.jpg").write_bytes(b"picture")
    seen.write_text(
        "time_utc,lat,lon,name,imo,activity,hailed,of_interest,photo\n"
        f"{at['time_utc']},{at['lat_deg']},{at['lon_deg']},PAEK MA,9066978,transfer,yes,yes,a.jpg\n"
        f"{at['time_utc']},{at['lat_deg'] - 0.5},{at['lon_deg']},,,drifting,no,yes,b.jpg\n"
    )
    return LogOptions(docket=docket, sortie=sortie, contacts=seen, track=track)


@pytest.fixture(scope="module")
def season(tmp_path_factory):
    """A docket, planned, logged, debriefed, and planned again."""
    from .conftest import case, cases, event, events

    folder = tmp_path_factory.mktemp("docket")
    leads = [event(lat=30.5 + i / 10, lon=125 - i / 10, hours_ago=20 + 40 * i) for i in range(6)]
    leads += [event("gap", 31.5, 124.2, 12, is_open=True), event("loitering", 32.4, 124.0, 60)]
    events(*leads).write_parquet(folder / "events.parquet")
    cases(case()).write_parquet(folder / "cases.parquet")
    first = plan(options(folder))
    logged = log_sortie(fly(folder))
    learnt = debrief(DebriefOptions(docket=folder))
    second = plan(options(folder, start_utc=NOW + timedelta(hours=14)))
    return folder, first, logged, learnt, second


def test_plan_writes_everything_and_marks_it_simulated(season):
    folder, first, *_ = season
    desk = folder / "patrol"
    for name in (
        "legs.csv",
        "legs.geojson",
        "legs.gpx",
        "legs.kml",
        "legs-20240420.csv",
        f"{FIRST}.fpl",
        "briefing-20240420.html",
        "briefing-20240420.pdf",
        "plan.json",
        "sorties.parquet",
    ):
        assert (desk / name).stat().st_size > 200, name
    assert (desk / "briefing-20240420.pdf").read_bytes().startswith(b"%PDF")
    page = (desk / "briefing-20240420.html").read_text()
    assert "SIMULATED: no ship or event here is real" in page
    assert "SIMULATED: PAEK MA" in page and "IMO 9066978" in page
    assert "2375 para 11 (paragraph to be confirmed)" in page
    assert "planned with the camera&#x27;s sweep width at night, 12.0 nm" in page  # the second's
    by_day = (desk / "plans" / first["plan_id"] / "briefing-20240420.html").read_text()
    assert re.search(r"rises 19 Apr 2[01]:\d\dZ, sets 20 Apr 10:\d\dZ<", by_day)
    assert first["is_simulated"] and first["assumptions"]
    sortie = first["days"][0]["sorties"][0]
    assert sortie["ladder_pos"] < sortie["pos"] <= first["days"][0]["bound"]


SPLIT = json.dumps(
    {
        "type": "MultiPolygon",
        "coordinates": [
            [[[125, 29], [126, 29], [126, 31], [125, 31], [125, 29]]],
            [[[126, 29], [127, 29], [127, 31], [126, 31], [126, 29]]],
        ],
    }
)


def test_a_keepout_of_two_parts_is_drawn_and_briefed(docket, tmp_path):
    """The form that RFC 7946 asks for at 180 deg once stopped the plan half written."""
    path = tmp_path / "closed.geojson"
    path.write_text(SPLIT)
    result = plan(options(docket, keepouts=path, territorial=()))
    assert result["keepouts"] == ["area 1"]
    assert not (
        pl.read_csv(docket / "patrol" / "legs.csv")["lon_deg"].is_between(125, 127)
        & pl.read_csv(docket / "patrol" / "legs.csv")["lat_deg"].is_between(29, 31)
    ).any()


def files_in(folder):
    """Return every file below a folder with its content."""
    return {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_plan_that_fails_while_it_is_written_leaves_nothing(docket, monkeypatch):
    """Legs without the briefing that warns of their keep-outs must not lie about."""
    before = files_in(docket)

    def broken(_page):
        raise OutputError("briefing.pdf: no")

    monkeypatch.setattr(pdf, "to_pdf", broken)
    with pytest.raises(OutputError):
        plan(options(docket))
    assert files_in(docket) == before


@pytest.mark.parametrize("blocked", ["plan.json.part", "plan.json"])
def test_a_plan_that_cannot_be_written_leaves_the_old_one(docket, blocked):
    """A folder in the way of one output stops all of them, before or among the renames."""
    (docket / "patrol").mkdir()
    (docket / "patrol" / "legs.csv").write_text("older")
    (docket / "patrol" / blocked).mkdir()
    before = files_in(docket)
    with pytest.raises(OutputError, match=r"plan\.json: cannot be written"):
        plan(options(docket))
    assert files_in(docket) == before


def test_a_what_if_leaves_the_docket_as_it_was_and_can_be_flown(docket, tmp_path):
    first = plan(options(docket))
    before = files_in(docket)
    what_if = plan(options(docket, out=tmp_path / "whatif", usable_h=6.0))
    assert files_in(docket) == before
    assert (first["is_what_if"], what_if["is_what_if"]) == (False, True)
    row = pl.read_parquet(tmp_path / "whatif" / "sorties.parquet").to_dicts()[0]
    given = fly(docket)
    legs = json.loads(row["legs"])
    given.track.write_text(
        "time_utc,lat,lon\n"
        + "".join(f"{p['time_utc']},{p['lat_deg']},{p['lon_deg']}\n" for p in legs)
    )
    given.contacts.write_text("time_utc,lat,lon\n")
    log_sortie(replace(given, plan=str(tmp_path / "whatif")))
    debrief(DebriefOptions(docket=docket))
    flown = pl.read_parquet(docket / "patrol" / "sorties.parquet").filter(
        pl.col("state") == "flown"
    )
    assert flown["plan_id"].to_list() == ["what-if-20240420"]
    assert flown["pos_planned"][0] == row["pos_planned"]


def test_a_later_plan_stands_beside_the_earlier_and_a_log_names_its_own(docket):
    first = plan(options(docket))
    older = files_in(docket / "patrol" / "plans")
    second = plan(options(docket, usable_h=6.0))
    assert [first["plan_id"], second["plan_id"]] == ["0001-20240420", "0002-20240420"]
    assert second["replaces"] == [first["plan_id"]]
    kept = files_in(docket / "patrol" / "plans")
    assert all(kept[path] == content for path, content in older.items())
    rows = pl.read_parquet(docket / "patrol" / "sorties.parquet")
    assert rows.select("plan_id", "sortie_id").rows() == [
        (first["plan_id"], FIRST), (second["plan_id"], FIRST),
    ]  # fmt: skip
    assert f"plan {second['plan_id']}" in (docket / "patrol" / "briefing-20240420.html").read_text()
    given = fly(docket)
    assert log_sortie(given)["plan_id"] == second["plan_id"]
    assert log_sortie(replace(given, plan=first["plan_id"]))["plan_id"] == first["plan_id"]
    assert (docket / "patrol" / f"earlier-contacts-{FIRST}-1.parquet").is_file()
    debrief(DebriefOptions(docket=docket))
    flown = pl.read_parquet(docket / "patrol" / "sorties.parquet").filter(
        pl.col("state") == "flown"
    )
    assert flown["plan_id"].to_list() == [first["plan_id"]]
    with pytest.raises(UsageError) as error:
        log_sortie(replace(given, plan="0009-20240420"))
    assert str(error.value) == (
        "plan '0009-20240420' is not known; plans of this docket: 0001-20240420, 0002-20240420"
    )


def test_a_doubtful_contact_makes_no_lead_before_it_is_accepted(docket):
    plan(options(docket))
    given = fly(docket)
    far = given.contacts.read_text().splitlines()[:2]
    cells = far[1].split(",")
    cells[1] = str(float(cells[1]) - 3.0)
    given.contacts.write_text("\n".join([far[0], ",".join(cells)]) + "\n")
    held = log_sortie(given)["held"]
    assert [h["contact_id"] for h in held] == [f"{FIRST}#2"]
    assert "nm from the aircraft at that time" in held[0]["doubt"]
    debrief(DebriefOptions(docket=docket))
    memory = json.loads((docket / "patrol" / "memory.json").read_text())
    assert memory["flights"][0]["found"] == []
    assert log_sortie(replace(given, accept=(f"{FIRST}#2",)))["held"] == []
    debrief(DebriefOptions(docket=docket))
    memory = json.loads((docket / "patrol" / "memory.json").read_text())
    assert len(memory["flights"][0]["found"]) == 1


def test_log_matches_and_hashes(season):
    _, _, logged, *_ = season
    assert logged["matched"] == {"identity": 1, "ais": 0, "sighting": 0, "case": 0, "unknown": 1}
    assert logged["photos_missing"] == ["b.jpg"]
    folder = season[0]
    kept = pl.read_parquet(folder / "patrol" / f"contacts-{FIRST}.parquet")
    assert kept["photo_sha256"][0] == hashlib.sha256(b"picture").hexdigest()


def test_debrief_reaches_what_was_planned_when_flown_as_planned(season):
    folder, first, _, learnt, _ = season
    row = (
        pl.read_parquet(folder / "patrol" / "sorties.parquet")
        .filter(pl.col("state") == "flown")
        .to_dicts()[0]
    )
    assert row["pos_flown"] == pytest.approx(first["days"][0]["pos"], rel=0.12)
    assert row["flight_h"] == pytest.approx(first["days"][0]["sorties"][0]["flight_h"], abs=0.01)
    assert (row["contacts"], row["hailed"], row["transfers"], row["of_interest"]) == (2, 1, 1, 2)
    assert learnt["tally"][-1]["missions"] == 1
    assert learnt["precision"] == {}  # the transfer that the case names had ended 17 h before


def test_the_debrief_changes_the_next_plan(season):
    """The same docket, the same hours: with and without what the flight taught."""
    folder, _, _, learnt, second = season
    assert second["flights_remembered"] == 1
    assert learnt["weights"] != learnt["weights_first"]
    kept = (folder / "patrol" / "memory.json").read_text()
    (folder / "patrol" / "memory.json").unlink()
    naive = plan(options(folder, start_utc=NOW + timedelta(hours=14)))
    (folder / "patrol" / "memory.json").write_text(kept)
    assert naive["flights_remembered"] == 0
    assert naive["days"][0]["sorties"][0]["pos"] != second["days"][0]["sorties"][0]["pos"]


def test_a_mixture_prints_its_price(docket):
    one = plan(options(docket, secret_seed=3, usable_h=5.0))
    assert "Price: POS" in one["days"][0]["notes"][0]


def run(*args):
    return CliRunner().invoke(app, [str(a) for a in args])


def test_every_verb_helps_with_an_example():
    for verb in ("plan", "log", "debrief"):
        result = run(verb, "--help")
        assert result.exit_code == 0
        assert f"Example: seawarden patrol {verb}" in " ".join(result.output.split())


def test_json_is_json(season):
    result = run("debrief", season[0], "--json")
    assert json.loads(result.output)["tally"][-1]["aircraft"] == "all"


@pytest.mark.parametrize(
    ("args", "code", "line"),
    [
        (
            ["--aircraft", "P-8A@RODX"],
            2,
            "airfield 'RODX' is not known; did you mean RODN? (add your own with --airfields FILE)",
        ),
        (
            ["--aircraft", "B-52@RODN"],
            2,
            "aircraft 'B-52': expected one of P-8A, P-3K2, MQ-9B, DASH-8, SHIP-HELICOPTER",
        ),
        (["--aircraft", "P-8A"], 2, "aircraft 'P-8A': expected TYPE@ICAO, e.g. P-8A@RODN"),
        (
            ["--aircraft", "SHIP-HELICOPTER@RJSM", "--area", "121,27,129,34"],
            2,
            "SHIP-HELICOPTER from 40.70,141.37: the transit to the search area and back takes "
            "longer than the 2.1 h that the flight has",
        ),
        (["--area", "112,35,114,36"], 2, "area 112,35,114,36: lies on land, expected some water"),
        (["--area", "here"], 2, "--area 'here': expected west,south,east,north in degrees"),
        (
            ["--territorial", "XX"],
            2,
            "State 'XX': no port of the World Port Index under that code, "
            "expected ISO 3166 alpha-2, e.g. KP",
        ),
        (["--sea", "stormy"], 2, "sea state 'stormy': expected one of calm, moderate, rough"),
        (["--days", "0"], 2, "--days 0 --every 1: expected at least 1 each"),
        (
            ["--detection", "perfect"],
            2,
            "detection function 'perfect': expected one of random, parallel",
        ),
    ],
)
def test_wrong_usage_of_plan_is_one_line(docket, args, code, line):
    result = run("plan", docket, "--start", "2024-04-20T00:00Z", "--cell", "20", *args)
    assert isinstance(result.exception, SeawardenError)
    assert (str(result.exception), result.exception.exit_code) == (line, code)


def test_a_folder_that_is_no_docket_is_one_line(tmp_path):
    with pytest.raises(InputError) as error:
        plan(PlanOptions(docket=tmp_path))
    assert str(error.value) == (
        f"{tmp_path}: holds no events.parquet, expected a docket that `seawarden watch` wrote"
    )


def test_a_contact_in_next_year_is_one_line(season):
    folder = season[0]
    given = fly(folder)
    given.contacts.write_text(given.contacts.read_text().replace("2024-", "2025-"))
    with pytest.raises(
        InputError,
        match=r"seen.csv, line 2, time_utc: 2025-04-20 \d\d:\d\d UTC is not within the flight "
        r"\(2024-04-20 00:00 to 2024-04-20 \d\d:\d\d UTC\)$",
    ):
        log_sortie(given)


def test_what_was_not_planned_cannot_be_logged_nor_debriefed(season):
    folder = season[0]
    with pytest.raises(UsageError) as error:
        debrief(DebriefOptions(docket=folder, sorties=("X",)))
    assert str(error.value).startswith(f"sortie 'X' was not planned; planned: {FIRST}")


def test_debrief_before_any_log_is_one_line(docket):
    with pytest.raises(UsageError) as error:
        debrief(DebriefOptions(docket=docket))
    assert str(error.value) == f"{docket}: no sortie was logged; `seawarden patrol log` comes first"
