"""What no output may hold, whoever sent the text that stands in it."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path

from seawarden.visible import visible

ACTS = {"script", "iframe", "object", "embed", "form", "input", "base", "link", "video", "audio"}
FORMULA = set("=+-@\t\r＝＋－＠")


class _Page(HTMLParser):
    """Collects what a page would do, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.text: list[str] = []
        self.has_policy = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in ACTS:
            self.faults.append(f"<{tag}>")
        for name, value in given.items():
            if name.startswith("on") or "javascript:" in value.lower().replace("\t", ""):
                self.faults.append(f"{tag} {name}={value!r}")
            if name == "src" and not value.startswith("data:image/"):
                self.faults.append(f"{tag} loads {value!r}")
        if given.get("http-equiv") == "Content-Security-Policy":
            self.has_policy = given["content"].startswith("default-src 'none'")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def page_faults(text: str) -> list[str]:
    """Return what a page would load or run, and whether it lacks a policy."""
    page = _Page()
    page.feed(text)
    shown = "".join(page.text)
    faults = page.faults + ([] if page.has_policy else ["no content security policy"])
    return faults + ([] if visible(shown) == shown else ["signs that act or hide"])


def page_text(text: str) -> str:
    """Return the text that a page shows, runs of blanks as one."""
    page = _Page()
    page.feed(text)
    return " ".join("".join(page.text).split())


def table_faults(text: str) -> list[str]:
    """Return the cells that a spreadsheet would run, whichever separator it takes."""
    faults = []
    for separator in ",;\t":
        for row in csv.reader(io.StringIO(text), delimiter=separator):
            for cell in row:
                bare = cell.strip().strip('"').strip()
                is_number = bare.replace(".", "").replace("-", "").replace("e", "").isdigit()
                if bare[:1] in FORMULA and bare[:1] and not is_number and bare != "-":
                    faults.append(f"a formula: {cell!r}")
    return faults


def faults_of(path: Path) -> list[str]:
    """Return what is wrong with a file, by its kind; a file in no kind of text has none."""
    kind = path.suffix.lower()
    if kind not in {".html", ".csv", ".json", ".geojson", ".jsonl", ".kml", ".gpx", ".fpl", ".md",
                    ".ics", ".txt", ".ftm"}:  # fmt: skip
        return []
    text = path.read_text("utf-8")
    faults = []
    if kind == ".html":
        faults = page_faults(text)
    elif kind == ".csv":
        faults = table_faults(text)
    elif kind in {".json", ".geojson"} and not path.name.endswith(".ftm.json"):  # a line an entity
        json.loads(text)
    elif kind == ".jsonl":
        [json.loads(line) for line in text.splitlines() if line]
    elif kind in {".kml", ".gpx", ".fpl"}:
        text = "".join(ET.fromstring(text).itertext())  # raises where it is broken
    bare = text.replace("\r", "") if kind in {".ics", ".csv"} else text
    if visible(bare) != bare:
        faults.append("signs that act or hide")
    return [f"{path.name}: {fault}" for fault in faults]
