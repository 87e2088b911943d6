"""Every screen, reached by keyboard, in light and dark, on a docket whose every name is a script.

None has a serious finding of axe-core, and no script of a name, note, tag or area runs.
"""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

import seawarden as sw

from .conftest import PASSWORD, Floor, Serve

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.fixture
def hostile(serve: Serve, copied: Callable[[Path], Path], small_docket: Path) -> Floor:
    folder = copied(small_docket / "docket")
    (file,) = folder.glob("generations/*/docket.duckdb")
    named = json.dumps([{"mmsi": 1, "name": SCRIPT, "flag_name": SCRIPT, "doubts": [SCRIPT]}])
    with duckdb.connect(str(file)) as held:
        held.execute(
            "UPDATE cases SET title = ?, what_happened = ?, ships = ?", [SCRIPT, SCRIPT, named]
        )
        held.execute("UPDATE hulls SET name = ?", [SCRIPT])
        held.execute("UPDATE claims SET name = ?, destination = ?", [SCRIPT, SCRIPT])
    text = folder.parent / "said.md"
    text.write_text(
        "---\ntitle: Patrol seen off\ndate: 2026-03-02\nauthor: Ministry\n---\n\n"
        "The ministry said on 2 March 2026 that a patrol had seen two tankers side by side.\n"
    )
    sw.chronicle.add(text, out=folder.parent / "chronicle")
    return serve(folder, folder=folder, chronicle=str(folder.parent / "chronicle"))


def serious(tab: Any, axe: Axe) -> list[dict[str, Any]]:
    expect(tab.locator("main")).not_to_contain_text("Loading.")
    return [
        {"id": v["id"], "nodes": [n["html"][:150] for n in v["nodes"]][:3]}
        for v in axe.run(tab).response["violations"]
        if v["impact"] in ("serious", "critical")
    ]


def test_no_screen_runs_a_name_or_has_a_serious_finding_of_axe(
    page: Path, hostile: Floor, tab: Any
) -> None:
    case = hostile.door.desk.snapshot(hostile.door.now()).cases[0]
    ring = [[120, 30], [121, 30], [121, 31], [120, 30]]
    area = {"name": SCRIPT, "polygon": {"type": "Polygon", "coordinates": [ring]}}
    with closing(hostile.client()) as client:
        for act, cases, detail in (
            ("noted", [case.case_id], {"text": SCRIPT}),
            ("tagged", [case.case_id], {"tag": SCRIPT}),
            (
                "area drawn",
                [],
                area,
            ),
        ):
            sent = client.post("/api/acts", json={"act": act, "cases": cases, "detail": detail})
            assert sent.status_code == 200, sent.text
        exported = client.get(f"/api/cases/{case.case_id}/export.html").text
    assert SCRIPT not in exported

    ran: list[str] = []
    tab.on("dialog", lambda d: (ran.append(d.message), d.dismiss()))
    tab.goto(hostile.url)
    tab.wait_for_selector("tbody tr:focus")
    axe, found = Axe(), {}

    def look(screen: str) -> None:
        for theme in ("light", "dark"):
            if tab.evaluate("document.documentElement.dataset.theme") != theme:
                tab.get_by_role("button", name=theme.title(), exact=True).click()
            found[f"{screen}, {theme}"] = serious(tab, axe)
        assert tab.locator("main img").count() == 0, screen

    assert SCRIPT in tab.locator("tbody tr").first.inner_text()
    look("queue")
    for key, heading in enumerate(
        ("Map", "Watch handover", "Screen a ship", "Quality", "Patrol", "Chronicle", "Acts"), 2
    ):
        tab.keyboard.press(f"Alt+{key}")
        tab.wait_for_selector(f"h1:has-text('{heading}')")
        look(heading)
        if heading == "Chronicle":
            said = tab.locator("h3:has-text('2026-03-02') + dl")
            expect(said).to_contain_text("two tankers side by side")
            expect(said).not_to_contain_text(str(hostile.folder.parent))
    tab.keyboard.press("Alt+1")
    tab.wait_for_selector("tbody tr:focus")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("text=Innocent explanations tested")
    assert SCRIPT in tab.locator("h1").inner_text()
    look("case")
    tab.evaluate(f"history.pushState(null, '', '/ship/{case['mmsis'][0]}')")
    tab.evaluate("dispatchEvent(new PopStateEvent('popstate'))")
    tab.wait_for_selector("text=What she said of herself")
    assert SCRIPT in tab.locator("h1").inner_text()
    look("ship")
    assert {k: v for k, v in found.items() if v} == {}, json.dumps(found, indent=1)
    assert ran == []


def test_signing_in_takes_the_keyboard_alone_and_has_no_serious_finding(
    page: Path, with_users: Floor, tab: Any
) -> None:
    tab.goto(with_users.url)
    tab.wait_for_selector("text=Sign in to the watch floor")
    axe = Axe()
    for theme in ("Dark", "Light"):
        assert serious(tab, axe) == [], theme
        button = tab.get_by_role("button", name=theme, exact=True)
        if button.count():
            button.click()
    tab.keyboard.press("Tab")  # from the button of the theme to the name
    for typed, key in (("vera", "Tab"), (PASSWORD, "Enter")):
        tab.keyboard.type(typed)
        tab.keyboard.press(key)
    tab.wait_for_selector("tbody tr:focus")
    tab.keyboard.press("w")
    expect(tab.get_by_text("it takes the role analyst")).to_be_visible()
