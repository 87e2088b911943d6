"""The page's first load over a bad satellite link: at most 1 MB compressed, map included."""

import gzip
from pathlib import Path


def test_the_first_load_is_at_most_a_megabyte(page: Path) -> None:
    """Every file of the build but the fine coast, which is asked for on zooming in."""
    files = [f for f in page.rglob("*") if f.is_file() and "land-50m" not in f.name]
    names = {f.suffix for f in files}
    assert {".html", ".js", ".css", ".json"} <= names
    assert sum(len(gzip.compress(f.read_bytes(), 6)) for f in files) <= 1_000_000


def test_the_page_names_no_other_host(page: Path) -> None:
    html = (page / "index.html").read_text("utf-8")
    assert "http:" not in html
    assert "https:" not in html
