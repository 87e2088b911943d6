"""Anyone with a radio can send a ship's name: no output runs one, each shows it."""

import csv
import html
import io
import json
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

import seawarden as sw
from seawarden.geo.chart import label
from seawarden.visible import visible

from .conftest import Run
from .nasty_outputs import faults_of

NASTY = (
    "$$",
    "$x^{2}$ \\frac",
    "\\$\\$",
    "_HIDDEN",
    "[red]MU[/red]",
    ":ship: {0} %s",
    "\x1b[31mRED\x9b2J",
    "\x1b]0;OWNED\x07",
    "A\u202eOVERT\u200bB",
    "=HYPERLINK(A1)",
    "K;=1+1|2",
    "<script>alert(1)</script>",
    "#import x; *b*",
    "../../etc/passwd",
)
"""matplotlib's maths, the legend's hiding mark, rich's markup and emoji, ESC, CSI, OSC, bidi and
invisible marks, formulas of spreadsheets, HTML, Typst, paths."""


def scene() -> str:
    """Return a pair of SIMULATED tankers alongside for 6 h per nasty name, far from each other."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["mmsi", "time", "lat", "lon", "sog", "cog", "heading", "name", "shiptype",
                   "length", "width"])  # fmt: skip
    start = datetime(2026, 3, 1, 2, tzinfo=UTC)
    for minute in range(0, 360, 5):
        at = (start + timedelta(minutes=minute)).strftime("%Y-%m-%dT%H:%M:%SZ")
        for i, name in enumerate(NASTY):
            lat, lon = 28.5 + 0.4 * i, 124.6 + minute * 1e-4
            for mmsi, off, called in ((445_000_101 + i, 0.0, name), (412_000_101 + i, 2.8e-4, "B")):
                rows.writerow([mmsi, at, f"{lat + off:.6f}", f"{lon:.6f}", 0.4, 90, 45, called,
                               80, 110, 17])  # fmt: skip
    return out.getvalue()


@pytest.fixture(scope="module")
def docket(tmp_path_factory: pytest.TempPathFactory, seawarden: Run) -> Path:
    folder = tmp_path_factory.mktemp("nasty")
    (folder / "a.csv").write_text(scene(), encoding="utf-8")
    done = seawarden("watch", folder / "a.csv", "--out", folder / "docket")
    assert done.returncode == 0, done.stderr
    (folder / "terminal.txt").write_text(done.stdout + done.stderr, encoding="utf-8")
    return folder / "docket"


def test_every_name_stands_literally_on_the_page(docket: Path) -> None:
    page = (docket / "report.html").read_text("utf-8")
    shown = html.unescape(page)
    missing = [name for name in NASTY if visible(name) not in shown]
    assert not missing
    assert "<script" not in page
    assert "Content-Security-Policy" in page
    assert page.count("<figure><svg ") >= len(NASTY)  # every case has its picture


def test_a_case_file_shows_names_as_they_are(docket: Path, tmp_path: Path) -> None:
    """The lines as they were sent stand in one file alone, for its hash."""
    sw.case.export("1", docket, out=tmp_path / "package")
    files = [p for p in (tmp_path / "package").rglob("*") if p.is_file()]
    as_sent = {p for p in files if p.parent.name == "source-lines"}
    assert as_sent
    assert [f for p in files for f in faults_of(p) if p not in as_sent] == []


def test_every_file_has_a_name_on_windows_and_macos(docket: Path) -> None:
    reserved = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))}
    for folder in (docket, *(p for p in docket.rglob("*") if p.is_dir())):
        names = [p.name for p in folder.iterdir()]
        assert len({n.casefold() for n in names}) == len(names)
        for name in names:
            assert not set(name) & set('<>:"/\\|?*')
            assert name == name.rstrip(". ")
            assert name.isascii() and name.split(".")[0].casefold() not in reserved


def test_nothing_acts_on_the_terminal(docket: Path, seawarden: Run) -> None:
    text = (docket.parent / "terminal.txt").read_text("utf-8")
    as_json = seawarden("watch", docket.parent / "a.csv", "--out", docket, "--json").stdout
    assert visible(text) == text
    assert visible(as_json) == as_json
    assert json.loads(as_json)["complete"] is True
    shown = " ".join(text.split())
    assert "$$" in shown
    assert "[red]MU[/red]" in shown


def test_no_file_of_the_docket_holds_what_acts(docket: Path) -> None:
    files = [p for p in docket.rglob("*") if p.is_file()]
    assert [fault for path in files for fault in faults_of(path)] == []


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_no_spreadsheet_finds_a_formula(docket: Path, separator: str) -> None:
    """As Excel splits: at commas with quotes heeded, or where the decimal sign is a comma."""
    for file in ("cases.csv", "events.csv"):
        with (docket / file).open(encoding="utf-8", newline="") as text:
            cells = [c for row in csv.reader(text, delimiter=separator) for c in row]
        for cell in cells:
            start = cell.strip().strip('"').strip()[:1]
            is_number = cell.replace(".", "").replace("-", "").replace("e", "").isdigit()
            assert start not in set("=+-@\t\r＝＋－＠") or is_number, cell


def test_names_stay_names_in_the_files(docket: Path) -> None:
    names = set()
    for feature in json.loads((docket / "events.geojson").read_text("utf-8"))["features"]:
        names.add(json.dumps(feature, ensure_ascii=False))
    everything = "\n".join(names)
    assert all(json.dumps(visible(n), ensure_ascii=False)[1:-1] in everything for n in NASTY)
    kml = "".join(ET.parse(docket / "events.kml").getroot().itertext())
    assert all(visible(n).replace("<", "‹").replace(">", "›") in kml for n in NASTY)
    assert {p.name for p in docket.iterdir() if "passwd" in p.name} == set()


@pytest.mark.parametrize("name", NASTY)
def test_a_label_is_drawn_sign_for_sign(name: str) -> None:
    """matplotlib without its maths is the oracle: the same pixels."""
    drawn = []
    for text, parse_math in ((label(name), True), (visible(name, keep=""), False)):
        figure = Figure(figsize=(4, 0.5))
        canvas = FigureCanvasAgg(figure)
        figure.text(0.02, 0.5, text.removeprefix(" "), parse_math=parse_math)
        canvas.draw()
        drawn.append(bytes(canvas.buffer_rgba()))
    assert drawn[0] == drawn[1]
