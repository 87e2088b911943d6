"""The chronicle's pages: self-contained, escaped, and valid in every form."""

import csv
import io
import json
import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from seawarden.pipeline import chronicle as verbs
from seawarden.pipeline.chronicle.timeline import WRITERS, timeline, view
from seawarden.report.chronicle import ical, side_by_side

NOW = datetime(2024, 5, 20, tzinfo=UTC)
EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A chronicle whose headline, url, speaker and words attack the page."""
    folder = tmp_path_factory.mktemp("evil")
    (folder / "a.md").write_text(
        f'---\ntitle: "{EVIL}"\ndate: 2024-05-13\nurl: javascript:alert(3)\n'
        f"ministers:\n  - Ann Lee\n---\n\n“We demand an end to {EVIL} at once, \u202e=1+1,” "
        "Foreign "
        f"Minister Ann Lee said today of the DPRK’s ballistic missile.\n\n"
        "North Korea fired two ballistic missiles yesterday.\n",
        encoding="utf-8",
    )
    (folder / "r.csv").write_text(
        f"kind,date,title,actor\nlaunch,2024-05-12,\"=cmd|' /C calc'!A0 {EVIL}\",KP\n"
    )
    root = folder / "c"
    verbs.add([folder / "a.md"], root, now_utc=NOW, record=[folder / "r.csv"])
    return root


class _Tags(HTMLParser):
    """Collects tags and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.mark.parametrize("form", ["html", "digest-html"])
def test_a_script_in_a_headline_does_not_run(attacked: Path, form: str) -> None:
    page = WRITERS[form](view(attacked, date(2024, 5, 6), date(2024, 5, 19)))
    parser = _Tags()
    parser.feed(page)
    names = [t for t, _ in parser.tags]
    assert "script" not in names
    assert "img" not in names
    for tag, attributes in parser.tags:
        assert not any(a.startswith("on") for a in attributes), tag
        assert not str(attributes.get("href", "")).startswith("javascript")
        assert "src" not in attributes
    assert "&lt;script&gt;" in page, "the text itself is not lost"
    assert "\u202e" not in page, "nor can it turn the reading direction"
    policy = next(a for t, a in parser.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in str(policy["content"])


def test_the_side_by_side_page_is_escaped_and_marks_what_stands_in_both(tmp_path: Path) -> None:
    words = "the ship will sail in May with a crew of ninety sailors"
    (tmp_path / "s.txt").write_text(f"{EVIL} Lee said {words} and more besides that day.")
    (tmp_path / "r.txt").write_text(f"It was said that {words} at the very least, {EVIL}.")
    pair = verbs.compare(None, str(tmp_path / "s.txt"), str(tmp_path / "r.txt"))
    page = side_by_side.page(pair)
    assert "<script" not in page
    assert len(re.findall(rf"<mark>{words}</mark>", page)) == 2
    assert json.dumps(side_by_side.data(pair), default=str)


def test_a_spreadsheet_runs_no_cell(attacked: Path) -> None:
    rows = list(csv.reader(io.StringIO(timeline(attacked, to="csv").text)))
    assert rows[0] == ["from", "to", "kind", "who", "what", "note", "where", "id"]
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_the_calendar_keeps_the_rules_of_its_format(attacked: Path) -> None:
    text = ical.calendar(view(attacked))
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    unfolded = text.replace("\r\n ", "")
    assert unfolded.count("BEGIN:VEVENT") == unfolded.count("END:VEVENT")
    uids = re.findall(r"UID:(.*?)\r\n", unfolded)
    assert len(uids) == len(set(uids))
    assert all("\n" not in line for line in unfolded.split("\r\n"))
    assert re.search(r"DTSTART;VALUE=DATE:20240512\r\nDTEND;VALUE=DATE:20240513", unfolded)


def test_entities_are_valid_against_the_model(attacked: Path) -> None:
    """Against followthemoney itself: every schema, property and value, and every reference."""
    model = pytest.importorskip("followthemoney").model
    entities = [json.loads(x) for x in timeline(attacked, to="ftm").text.splitlines()]
    ids = {e["id"] for e in entities}
    assert {"Article", "Note", "Event", "Person"} <= {e["schema"] for e in entities}
    for entity in entities:
        proxy = model.get_proxy(entity)
        proxy.schema.validate(entity)
        for name, values in entity["properties"].items():
            prop = proxy.schema.get(name)
            assert prop is not None, f"{entity['schema']}.{name}"
            assert len(proxy.get(name)) >= 1, f"{name}: {values} was refused"
            if prop.type.name == "entity":
                assert set(values) <= ids


def test_the_digest_in_markdown_holds_no_markup_of_others(attacked: Path) -> None:
    text = timeline(attacked, to="digest-md", week="2024-05-14").text
    assert text.startswith("# Week of 2024-05-13 to 2024-05-19")
    assert "<script" not in text
    assert "## Patrols" in text
    assert "## New cases" in text


def test_json_holds_every_table(attacked: Path) -> None:
    data = json.loads(timeline(attacked, to="json").text)
    assert {"documents", "statements", "occurrences", "derivations", "checks", "links"} <= set(data)


@pytest.mark.parametrize("form", sorted(WRITERS))
def test_an_empty_week_is_said_in_every_form(attacked: Path, form: str) -> None:
    text = WRITERS[form](view(attacked, date(1950, 1, 2), date(1950, 1, 8)))
    assert isinstance(text, str)
    if form.endswith("html"):
        assert "None." in text or "Nothing in these days." in text


def test_the_same_chronicle_gives_the_same_bytes(attacked: Path) -> None:
    for form, write in WRITERS.items():
        assert write(view(attacked)) == write(view(attacked)), form


def test_every_form_counts_the_same_occurrences(tmp_path: Path) -> None:
    """A patrol, or what a text dates only to a month, was missing from the digests' count."""
    (tmp_path / "r.csv").write_text("kind,date,title\nlaunch,2024-05-15,A\nlaunch,2024-05-17,B\n")
    (tmp_path / "d.csv").write_text(
        "n,announced,start,end,asset,base\n1,2024-04-10,2024-04-mid,2024-05-19,P-8A,Kadena\n"
    )
    (tmp_path / "a.md").write_text(
        "---\ndate: 2024-05-14\n---\nNorth Korea fired a ballistic missile in May 2024.\n"
    )
    records = [tmp_path / "r.csv", tmp_path / "d.csv"]
    verbs.add([tmp_path / "a.md"], tmp_path / "c", now_utc=NOW, record=records)
    whole = view(tmp_path / "c", date(2024, 5, 13), date(2024, 5, 19))
    expected = f"{whole.occurrences.height} occurrences"
    assert whole.occurrences.height == 4
    for form in ("terminal", "html", "digest-md", "digest-html"):
        assert expected in WRITERS[form](whole), form
    digest = WRITERS["digest-md"](whole)
    assert "(1 of them a patrol, 1 dated only to a longer time and not listed here)" in digest


def test_a_days_statements_stand_in_the_order_of_their_text(tmp_path: Path) -> None:
    turns = "".join(f"MS LEE: Answer {k} to the question.\n\n" for k in range(12))
    (tmp_path / "t.md").write_text(f"---\ndate: 2024-05-14\n---\n{turns}")
    verbs.add([tmp_path / "t.md"], tmp_path / "c", now_utc=NOW)
    shown = timeline(tmp_path / "c").text
    assert re.findall(r"Answer (\d+)", shown) == [str(k) for k in range(12)]
