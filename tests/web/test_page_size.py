"""The page's first load over a bad satellite link: 1 MB compressed with the map, and usable."""

import gzip
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import expect

from .conftest import Floor
from .pixels import LAND, SEA, drawn
from .slow_link import slow_link

MOST_BYTES = 1_000_000


def test_the_first_load_is_at_most_a_megabyte(page: Path) -> None:
    """Every file of the build but the fine coast, which is asked for on zooming in."""
    files = [f for f in page.rglob("*") if f.is_file() and "land-50m" not in f.name]
    names = {f.suffix for f in files}
    assert {".html", ".js", ".css", ".json"} <= names
    assert sum(len(gzip.compress(f.read_bytes(), 6)) for f in files) <= MOST_BYTES


def test_the_page_names_no_other_host(page: Path) -> None:
    html = (page / "index.html").read_text("utf-8")
    assert "http:" not in html
    assert "https:" not in html


def test_the_floor_is_usable_with_300_ms_of_delay_and_5_percent_of_loss(
    page: Path, floor: Floor, tab: Any
) -> None:
    port = urlsplit(floor.url).port
    assert port
    with slow_link(port, delay_s=0.3, loss=0.05, seed=7) as link:
        tab.goto(f"http://127.0.0.1:{link.port}/")
        tab.wait_for_selector("tbody tr:focus")
        tab.keyboard.press("c")
        expect(tab.get_by_text("assigned: 1 case")).to_be_visible()
        drawn(tab, ("land", [LAND], 6, 2_000), ("sea", [SEA], 6, 2_000))
        assert link.lost > 0, "the link lost nothing"
        assert 100_000 < link.down_bytes <= MOST_BYTES
        tab.goto("about:blank")
