"""The page: whole in itself, harmless whatever a ship calls itself, useful when empty."""

import re
import xml.etree.ElementTree as ET

import polars as pl
import pytest

from seawarden.report.page.html import page

from ..conftest import Docket, make
from ..test_markup import read


def render(docket: Docket, **more: int) -> str:
    return page(**docket.given(), **more)


@pytest.fixture(scope="session")
def made(docket: Docket) -> str:
    return render(docket)


def test_the_page_needs_nothing_but_itself(made: str) -> None:
    seen = read(made)
    links = [v for k, v in seen.attributes if k in ("src", "href", "srcset", "data", "action")]
    assert links
    assert all(v and v.startswith("#") for v in links)
    assert "script" not in seen.tags
    assert any(v and v.startswith("default-src 'none'") for _, v in seen.attributes)


def test_links_on_the_page_lead_somewhere(made: str) -> None:
    seen = read(made)
    ids = [v for k, v in seen.attributes if k == "id"]
    assert len(ids) == len(set(ids))
    assert {v[1:] for k, v in seen.attributes if k == "href" and v} <= set(ids)


def test_elements_are_closed_in_the_order_they_were_opened(made: str) -> None:
    """A second reader of the markup: a stack."""
    stack = []
    for closing, name in re.findall(r"<(/?)([a-zA-Z0-9]+)(?:\s[^>]*)?>", made):
        if name in ("meta", "br"):
            continue
        if closing:
            assert stack.pop() == name
        else:
            stack.append(name)
    assert stack == []


def test_every_case_has_its_parts(made: str, docket: Docket) -> None:
    assert made.count("<article") == docket.cases.height == 3
    for heading in ("Measures which may be breached",
                    "Innocent explanations tested", "Who the ships say they are",
                    "What would change the finding", "SHA-256 of the file"):  # fmt: skip
        assert heading in made
    for row in docket.cases.to_dicts():
        assert row["title"] in made
        assert row["what_happened"].replace("'", "&#x27;") in made
    assert "paragraph to be confirmed" in made
    assert "ab" * 32 in made


def test_every_picture_is_small_whole_and_described(made: str) -> None:
    pictures = re.findall(r"<figure>(<svg.*?</svg>)<figcaption", made)
    assert len(pictures) == 3
    for text in pictures:
        assert len(text) < 120_000
        root = ET.fromstring(text)
        assert root.get("role") == "img"
        words = {e.get("id"): str(e.text) for e in root if e.get("id")}
        assert root.get("aria-labelledby", "").split() == list(words)
        assert all(len(word) > 40 for word in words.values())


def test_a_name_that_is_a_script_is_only_a_name(hostile: Docket) -> None:
    made = render(hostile)
    seen = read(made)
    assert not {"script", "iframe", "object"} & set(seen.tags)
    assert all(not (k.startswith("on")) for k, _ in seen.attributes)
    assert "src" not in {k for k, _ in seen.attributes}
    assert '<script>alert("x")' in seen.said  # it is shown, as text
    assert "\u202e" not in made


def test_counts_that_do_not_add_up_are_said_loudly(made: str) -> None:
    assert "NO: 6 of 7" in made
    assert "1,007" in made


def test_an_empty_docket_is_a_good_page_too(empty: Docket) -> None:
    made = render(empty)
    assert "0 cases" in made
    assert "No case." in made
    assert "Expected blind spots" in made
    assert "SIMULATED" not in made


def test_simulated_is_said_in_title_banner_headings_and_pictures() -> None:
    made = render(make(simulated=True))
    assert "<title>SIMULATED: Seawarden docket</title>" in made
    assert 'class="banner"' in made
    assert len(re.findall(r"<h3>\d+\. SIMULATED: ", made)) == 3


def test_pictures_stop_at_the_limit_and_the_page_says_so(docket: Docket) -> None:
    made = render(docket, max_pictures=1)
    assert made.count("<figure>") == 1
    assert "Pictures are drawn for the first 1 of 3 cases" in made


def test_the_same_docket_gives_the_same_bytes(docket: Docket, made: str) -> None:
    assert render(docket) == made


def test_how_long_a_step_took_is_not_on_the_page(docket: Docket, made: str) -> None:
    """A second State that runs the same input must get the same page."""
    slower = [{**step, "seconds": 99.0} for step in docket.run["steps"]]
    again = page(**{**docket.given(), "run": {**docket.run, "steps": slower}})
    assert again == page(**docket.given())


def test_a_docket_without_tracks_or_lines_still_shows_the_place(docket: Docket) -> None:
    bare = docket.events.with_columns(evidence=pl.lit(None, docket.events.schema["evidence"]))
    made = page(
        events=bare, matches=docket.matches, cases=docket.cases, tracks=docket.tracks.clear(),
        run={},
    )  # fmt: skip
    assert "No source lines came with these events." in made
    assert made.count("<figure>") == 3
