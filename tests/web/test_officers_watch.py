"""An officer's watch, from opening to handover, in a real browser and by keyboard."""

import json
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

import seawarden as sw
from seawarden.store.decisions import Decisions
from seawarden.web.guard import POLICY

from .conftest import Floor, Serve
from .pixels import LAND, SEA, TRACKS, drawn


def test_from_opening_to_handover(
    page: Path, serve: Serve, small_docket: Path, tab: Any, tmp_path: Path
) -> None:
    floor = serve(small_docket / "docket")
    answer = tab.goto(floor.url)
    assert answer.headers["content-security-policy"] == POLICY
    assert "unsafe" not in POLICY
    assert "blob:" not in POLICY.split("worker-src")[1].split(";")[0]
    dismissed = decides_in_the_first_minute(tab, floor)
    looks_at_a_case(tab, floor)
    case = sees_a_dismissal_hold_and_fall(tab, floor, dismissed, small_docket / "ais", tmp_path)
    screens(tab)
    asks_the_map(tab, case)
    hands_over(tab, floor)


def decides_in_the_first_minute(tab: Any, floor: Floor) -> str:
    """The first decision takes one key, its undo another; a dismissal keeps its evidence."""
    rows = tab.locator("tbody tr")
    tab.wait_for_selector("tbody tr:focus")
    n = rows.count()
    ranks = [int(t) for t in tab.locator("tbody td:nth-child(2)").all_inner_texts()]
    assert n == len(ranks) > 1
    assert ranks == sorted(ranks)
    drawn(tab, ("land", [LAND], 6, 2_000), ("sea", [SEA], 6, 2_000), ("tracks", [TRACKS], 60, 150))

    tab.keyboard.press("w")
    expect(tab.get_by_text("watch further: 1 case")).to_be_visible()
    tab.keyboard.press("u")
    expect(tab.get_by_text("Undone.")).to_be_visible()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("x")
    tab.wait_for_selector("dialog[open] #ask-text")
    tab.keyboard.type("bunkering")
    tab.keyboard.press("Enter")
    expect(rows).to_have_count(n - 1)

    acts = Decisions(floor.folder / "decisions.sqlite")
    assert acts.verify() == 3
    entries = acts.read()
    assert [e.act.act for e in entries] == ["watch further", "undone", "explained"]
    kept = json.loads(entries[2].act.detail)
    assert kept["by"] == "bunkering"
    assert kept["evidence"]["grade"]
    assert len(entries[2].act.evidence_key) == 64
    return entries[2].act.case_id


def looks_at_a_case(tab: Any, floor: Floor) -> None:
    """Claim, open, replay, export: UNREVIEWED, for the act on it was undone."""
    tab.keyboard.press("ArrowUp")
    tab.keyboard.press("c")
    expect(tab.get_by_text("assigned: 1 case")).to_be_visible()
    tab.keyboard.press("Enter")
    tab.wait_for_selector("text=What it may mean")
    tab.wait_for_selector("text=Innocent explanations tested")
    drawn(tab, ("her track", [(213, 94, 0), (0, 114, 178)], 40, 100))
    slider = tab.get_by_label("Time of the replay")
    before = slider.get_attribute("aria-valuetext")
    slider.focus()
    tab.keyboard.press("ArrowRight")
    expect(slider).not_to_have_attribute("aria-valuetext", before)
    with tab.expect_download() as got:
        tab.get_by_text("Export page").click()
    assert "UNREVIEWED" in Path(got.value.path()).read_text("utf-8")
    tab.locator("h1").click()
    tab.keyboard.press("Escape")


def sees_a_dismissal_hold_and_fall(
    tab: Any, floor: Floor, case_id: str, ais: Path, tmp_path: Path
) -> dict[str, Any]:
    """It holds on a run over the same data; it falls on a sighting, and says so."""
    rows = tab.locator("tbody tr")
    tab.wait_for_selector("tbody tr:focus")
    n = rows.count()
    tab.select_option("select[name=kind]", "sts")
    expect(tab).to_have_url(re.compile("kind=sts"))
    sw.watch(ais, out=floor.folder)
    tab.reload()
    tab.wait_for_selector("tbody tr:focus")
    assert tab.locator("select[name=kind]").input_value() == "sts", "the address holds the view"
    assert "listed" not in "".join(rows.all_inner_texts()).lower()
    tab.get_by_role("button", name="Clear").click()
    expect(rows).to_have_count(n)
    assert floor.door.desk.snapshot(floor.door.now()).generation >= 2

    case = floor.door.desk.snapshot(floor.door.now()).case(case_id)
    middle = case["start_utc"] + (case["end_utc"] - case["start_utc"]) / 2
    seen = tmp_path / "seen.csv"
    seen.write_text(
        "time_utc,lat_deg,lon_deg,length_m,sensor\n"
        f"{middle:%Y-%m-%dT%H:%M:%SZ},{case['lat_deg']},{case['lon_deg']},90,aircraft\n"
    )
    merges_the_first_two(tab)
    sw.watch(ais, out=floor.folder, sightings=seen)
    snapshot = floor.door.desk.snapshot(floor.door.now())
    linked = {c.case_id: c["linked_case_ids"] for c in snapshot.cases}
    (merged,) = (e for e in floor.door.desk.acts() if e.act.act == "merged")
    one, other = json.loads(merged.act.detail)["cases"]
    assert other in linked[one] and one in linked[other], "the run reads what people merged"
    tab.select_option("select[name=state]", "returned")
    expect(tab.get_by_text("new sighting: aircraft").first).to_be_visible()
    expect(rows).to_have_count(1)
    rows.first.focus()
    tab.keyboard.press("Enter")
    expect(tab.get_by_text(re.compile(r"Versions side by side \([1-9] kept\)"))).to_be_visible()
    tab.locator("h1").click()
    tab.keyboard.press("Escape")
    tab.wait_for_selector("tbody tr:focus")
    tab.get_by_role("button", name="Clear").click()
    expect(rows).to_have_count(n)
    return {"lat_deg": case["lat_deg"], "lon_deg": case["lon_deg"], "middle": middle}


def merges_the_first_two(tab: Any) -> None:
    tab.locator("tbody tr").first.focus()
    for key in ("Space", "ArrowDown", "Space", "m"):
        tab.keyboard.press(key)
    expect(tab.get_by_text("with 1 merged")).to_be_visible()


def screens(tab: Any) -> None:
    tab.keyboard.press("Alt+4")
    tab.get_by_label("Name", exact=True).fill("RYE SONG GANG 1")
    tab.get_by_label("IMO number").fill("7389704")
    tab.get_by_role("button", name="Screen", exact=True).click()
    expect(tab.get_by_text("same IMO number 7389704").first).to_be_visible()


def asks_the_map(tab: Any, case: dict[str, Any]) -> None:
    """Draw an area by keyboard, ask who passed, keep it; type a sighting in."""
    tab.keyboard.press("Alt+2")
    tab.get_by_role("button", name="Area", exact=True).click()
    lat, lon = case["lat_deg"], case["lon_deg"]
    for corner in ((lat - 1, lon - 1), (lat - 1, lon + 1), (lat + 1, lon + 1), (lat + 1, lon - 1)):
        box = tab.get_by_label("Corner (or click the map)")
        box.fill(f"{corner[0]:.4f} {corner[1]:.4f}")
        box.press("Enter")
    tab.get_by_role("button", name="Who passed through?").click()
    expect(tab.get_by_text(re.compile(r"[1-9]\d* ship\(s\) between"))).to_be_visible()
    tab.get_by_label("Name", exact=True).fill("Bank")
    tab.get_by_role("button", name="Keep the area").click()
    expect(tab.get_by_text("Bank")).to_be_visible()

    tab.get_by_label("Time (UTC)").fill(f"{case['middle']:%Y-%m-%dT%H:%MZ}")
    tab.get_by_label("Latitude, deg").fill(f"{lat:.4f}")
    tab.get_by_label("Longitude, deg").fill(f"{lon:.4f}")
    tab.get_by_role("button", name="Who can it have been?").click()
    expect(tab.get_by_text("no ship on AIS")).to_be_visible()


def hands_over(tab: Any, floor: Floor) -> None:
    tab.keyboard.press("Alt+3")
    tab.get_by_label("To", exact=True).fill("Rita")
    tab.get_by_role("button", name="Hand over").click()
    expect(tab.get_by_text("Handed over by")).to_be_visible()
    words = [e.act.act for e in floor.door.desk.acts()]
    assert {"assigned", "opened", "explained", "area drawn", "handed over"} <= set(words)
