"""An officer's first minute: open the floor, see the map drawn, decide a case by keyboard."""

import io
import json
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import expect

from seawarden.store.decisions import Decisions
from seawarden.web.guard import POLICY

from .conftest import Serve


def drawn(tab: Any, selector: str = ".chart") -> dict[tuple[int, int, int], int]:
    """Return how many pixels of each colour the map shows, once it says that it is drawn."""
    tab.wait_for_selector(f"{selector}[data-state=drawn]")
    tab.wait_for_timeout(600)
    image = Image.open(io.BytesIO(tab.locator(selector).first.screenshot())).convert("RGB")
    return {c: n for n, c in image.getcolors(1_000_000)}


def near(colours: dict[tuple[int, int, int], int], wanted: tuple[int, int, int], by: int) -> int:
    return sum(
        n
        for c, n in colours.items()
        if all(abs(a - b) <= by for a, b in zip(c, wanted, strict=True))
    )


def test_the_floor_opens_draws_and_decides_by_keyboard(
    page: Path, serve: Serve, small_docket: Path, tab: Any
) -> None:
    floor = serve(small_docket / "docket")
    answer = tab.goto(floor.url)
    assert answer.headers["content-security-policy"] == POLICY
    assert "unsafe" not in POLICY
    assert "blob:" not in POLICY.split("worker-src")[1].split(";")[0]
    rows = tab.locator("tbody tr")
    tab.wait_for_selector("tbody tr:focus")
    n = rows.count()
    ranks = [int(t) for t in tab.locator("tbody td:nth-child(2)").all_inner_texts()]
    assert n == len(ranks) > 1
    assert ranks == sorted(ranks)

    colours = drawn(tab)
    assert near(colours, (207, 200, 184), 6) > 2_000, "land"
    assert near(colours, (219, 231, 240), 6) > 2_000, "sea"
    assert near(colours, (95, 135, 172), 60) > 150, "tracks"

    tab.keyboard.press("w")  # the first decision: one key after opening
    expect(tab.get_by_text("watch further: 1 case")).to_be_visible()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("x")
    tab.wait_for_selector("dialog[open] #ask-text")
    tab.keyboard.type("bunkering")
    tab.keyboard.press("Enter")
    expect(rows).to_have_count(n - 1)

    acts = Decisions(floor.folder / "decisions.sqlite")
    assert acts.verify() == 2
    first, second = acts.read()
    assert (first.act.act, second.act.act) == ("watch further", "explained")
    kept = json.loads(second.act.detail)
    assert kept["by"] == "bunkering"
    assert kept["evidence"]["grade"]
    assert len(second.act.evidence_key) == 64

    tab.keyboard.press("ArrowUp")
    tab.keyboard.press("Enter")  # opens the case, and says so
    tab.wait_for_selector("text=What it may mean")
    tab.wait_for_selector("text=Innocent explanations tested")
    tab.wait_for_selector(".chart[data-state=drawn]")
    colours = drawn(tab)
    assert near(colours, (213, 94, 0), 40) + near(colours, (0, 114, 178), 40) > 100, "her track"
