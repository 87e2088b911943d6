"""An officer's watch, from opening to handover, in a real browser."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

import seawarden as sw

from .conftest import Serve


def dismiss_first(tab: Any) -> str:
    tab.wait_for_selector("tbody tr:focus")
    case_id = re.search(r"case=([^&]+)", tab.url)
    assert case_id
    tab.keyboard.press("i")
    expect(tab.get_by_text("insufficient: 1 case")).to_be_visible()
    return case_id[1]


def test_from_opening_to_handover(
    page: Path, serve: Serve, small_docket: Path, tab: Any, tmp_path: Path
) -> None:
    floor = serve(small_docket / "docket")
    tab.goto(floor.url)
    tab.wait_for_selector("tbody tr:focus")
    rows = tab.locator("tbody tr")
    n = rows.count()

    # Filter: the address holds the view.
    tab.select_option("select[name=kind]", "sts")
    expect(tab).to_have_url(re.compile("kind=sts"))
    tab.goto(tab.url)
    assert tab.locator("select[name=kind]").input_value() == "sts"
    tab.get_by_role("button", name="Clear").click()
    expect(rows).to_have_count(n)

    # Claim, by key.
    rows.first.focus()
    tab.keyboard.press("c")
    expect(tab.get_by_text("assigned: 1 case")).to_be_visible()

    # Replay, scrubbed by keyboard: the positions move.
    tab.keyboard.press("Enter")
    slider = tab.get_by_label("Time of the replay")
    slider.wait_for()
    before = slider.get_attribute("aria-valuetext")
    slider.focus()
    for _ in range(30):
        tab.keyboard.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") != before
    tab.locator("h1").click()
    with tab.expect_download() as got:
        tab.get_by_text("Export page").click()
    assert "UNREVIEWED" in Path(got.value.path()).read_text("utf-8")
    tab.keyboard.press("Escape")

    # Dismiss; the dismissal holds on a run over the same data into the same docket.
    case_id = dismiss_first(tab)
    expect(rows).to_have_count(n - 1)
    sw.watch(small_docket / "ais", out=floor.folder)
    tab.reload()
    expect(rows).to_have_count(n - 1)
    assert floor.door.desk.snapshot(floor.door.now()).generation >= 2

    # It falls on new evidence, and says which: a crew saw a ship lie there.
    held = floor.door.desk.snapshot(floor.door.now()).case(case_id)
    middle = held["start_utc"] + (held["end_utc"] - held["start_utc"]) / 2
    seen = tmp_path / "seen.csv"
    seen.write_text(
        "time_utc,lat_deg,lon_deg,length_m,sensor\n"
        f"{middle:%Y-%m-%dT%H:%M:%SZ},{held['lat_deg']},{held['lon_deg']},90,aircraft\n"
    )
    sw.watch(small_docket / "ais", out=floor.folder, sightings=seen)
    tab.reload()
    expect(rows).to_have_count(n)
    expect(tab.get_by_text("new sighting: aircraft").first).to_be_visible()

    # Screen.
    tab.keyboard.press("Alt+4")
    tab.get_by_label("Name", exact=True).fill("RYE SONG GANG 1")
    tab.get_by_label("IMO number").fill("7389704")
    tab.get_by_role("button", name="Screen", exact=True).click()
    expect(tab.get_by_text("same IMO number 7389704").first).to_be_visible()

    # Draw an area by keyboard, ask who passed, keep it.
    tab.keyboard.press("Alt+2")
    tab.get_by_role("button", name="Area", exact=True).click()
    lat, lon = held["lat_deg"], held["lon_deg"]
    for corner in ((lat - 1, lon - 1), (lat - 1, lon + 1), (lat + 1, lon + 1), (lat + 1, lon - 1)):
        box = tab.get_by_label("Corner (or click the map)")
        box.fill(f"{corner[0]:.4f} {corner[1]:.4f}")
        box.press("Enter")
    tab.get_by_role("button", name="Who passed through?").click()
    expect(tab.get_by_text(re.compile(r"[1-9]\d* ship\(s\) between"))).to_be_visible()
    tab.get_by_label("Name", exact=True).fill("Bank")
    tab.get_by_role("button", name="Keep the area").click()
    expect(tab.get_by_text("Bank")).to_be_visible()

    # Type a sighting: the ships that can have been there, ranked.
    tab.get_by_label("Time (UTC)").fill(f"{middle:%Y-%m-%dT%H:%MZ}")
    tab.get_by_label("Latitude, deg").fill(f"{lat:.4f}")
    tab.get_by_label("Longitude, deg").fill(f"{lon:.4f}")
    tab.get_by_role("button", name="Who can it have been?").click()
    expect(tab.get_by_text("no ship on AIS")).to_be_visible()

    # Hand over.
    tab.keyboard.press("Alt+3")
    tab.get_by_label("To", exact=True).fill("Rita")
    tab.get_by_role("button", name="Hand over").click()
    expect(tab.get_by_text("Handed over by")).to_be_visible()
    words = [e.act.act for e in floor.door.desk.acts()]
    assert {"assigned", "opened", "insufficient", "area drawn", "handed over"} <= set(words)


SCREENS = ("", "map", "handover", "screen", "quality", "patrol", "acts", "case", "ship")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_screen_has_a_serious_finding_of_axe(
    page: Path, serve: Serve, small_docket: Path, tab: Any, theme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    floor = serve(small_docket / "docket")
    case = floor.door.desk.snapshot(floor.door.now()).cases[0]
    tab.emulate_media(color_scheme=theme)
    found = {}
    for screen in SCREENS:
        path = {"case": f"case/{case.case_id}", "ship": f"ship/{case['mmsis'][0]}"}.get(
            screen, screen
        )
        tab.goto(f"{floor.url}/{path}")
        tab.wait_for_selector("h1")
        tab.wait_for_timeout(700)
        serious = [
            {"id": v["id"], "nodes": [n["html"][:150] for n in v["nodes"]][:3]}
            for v in Axe().run(tab).response["violations"]
            if v["impact"] in ("serious", "critical")
        ]
        if serious:
            found[screen] = serious
    assert found == {}, json.dumps(found, indent=1)
