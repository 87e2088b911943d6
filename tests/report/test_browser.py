"""The page in a real browser: it renders, runs nothing, and prints. Skips without Chromium."""

import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from seawarden.report.page.html import page

from .conftest import Docket

CHROMIUM = next(
    (p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None
)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


def browse(tmp_path: Path, *flags: str) -> str:
    assert CHROMIUM is not None
    done = subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
         "--no-first-run", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--disable-dev-shm-usage", f"--user-data-dir={tmp_path / 'profile'}",
         *flags, (tmp_path / "report.html").as_uri()],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-500:]
    return done.stdout


def test_what_the_browser_builds_holds_no_foreign_element(hostile: Docket, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text(page(**hostile.given()), encoding="utf-8")
    dom = browse(tmp_path, "--dump-dom")
    assert "<script" not in dom
    assert "onerror=" not in dom.replace("onerror=alert(1)&gt;", "")
    assert dom.count("<article") == 3


def test_the_page_is_painted_and_prints(docket: Docket, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text(page(**docket.given()), encoding="utf-8")
    shot, paper = tmp_path / "shot.png", tmp_path / "paper.pdf"
    browse(tmp_path, "--hide-scrollbars", "--window-size=900,1400", f"--screenshot={shot}")
    colours = Image.open(shot).convert("RGB").getcolors(1_000_000)
    assert colours is not None
    assert len(colours) > 50  # more than a blank page
    browse(tmp_path, f"--print-to-pdf={paper}", "--no-pdf-header-footer")
    raw = paper.read_bytes()
    assert raw.startswith(b"%PDF-")
    pages = raw.count(b"/Type /Page\n") + raw.count(b"/Type/Page\n") + raw.count(b"/Type /Page ")
    assert pages >= 4  # the table, and each case on its own sheet
