"""The pictures of docs/floor.md: `python -m tests.web.pictures URL OUT [URL-WITH-USERS]`.

One picture a screen, of a floor that is served at URL: wide and narrow, each in light and dark,
side by side at three fifths of their size, cut to 128 colours so that it stays small.
"""

import io
import sys
from pathlib import Path
from typing import Any

from PIL import Image

from .conftest import FLAGS

SIZES = {"wide": (1280, 800), "narrow": (400, 800)}
SHARE = 0.6
SCREENS = {
    "queue": "/", "case": "/case/{case}", "map": "/map?layers=events,gaps,reach,ports",
    "handover": "/handover", "screen": "/screen", "quality": "/quality", "patrol": "/patrol",
    "chronicle": "/chronicle", "acts": "/acts", "ship": "/ship/{mmsi}",
}  # fmt: skip


def main(url: str, out: Path, with_users: str = "") -> None:
    """Take every picture of the floor at `url` into the folder `out`."""
    from playwright.sync_api import sync_playwright

    out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        tab = browser.new_page()
        tab.set_default_timeout(120_000)
        tab.goto(url)
        tab.wait_for_selector("tbody tr:focus")
        first = tab.request.get(f"{url}/api/queue").json()["rows"][0]
        for name, path in SCREENS.items():
            to = path.format(case=first["case_id"], mmsi=first["mmsis"][0])
            tab.evaluate(f"history.pushState(null, '', '{to}')")
            tab.evaluate("dispatchEvent(new PopStateEvent('popstate'))")
            tab.wait_for_selector("h1")
            save(shots(tab), out / f"{name}.png")
        if with_users:
            tab.goto(with_users)
            tab.wait_for_selector("text=Sign in to the watch floor")
            save(shots(tab), out / "sign-in.png")
        browser.close()


def shots(tab: Any) -> list[Image.Image]:
    """Return the screen as it stands in each theme and size."""
    found = []
    for width, height in SIZES.values():
        tab.set_viewport_size({"width": width, "height": height})
        for theme in ("light", "dark"):
            if tab.evaluate("document.documentElement.dataset.theme") != theme:
                tab.get_by_role("button", name=theme.title(), exact=True).click()
            if tab.locator(".chart").count():
                tab.wait_for_selector(".chart[data-state=drawn]")
            tab.wait_for_timeout(1_500)  # what is drawn last has no mark of its own
            found.append(Image.open(io.BytesIO(tab.screenshot())).convert("RGB"))
    return found


def save(images: list[Image.Image], path: Path) -> None:
    """Write images side by side."""
    small = [i.resize((int(i.width * SHARE), int(i.height * SHARE))) for i in images]
    sheet = Image.new("RGB", (sum(i.width + 8 for i in small) - 8, small[0].height), "#888888")
    at = 0
    for image in small:
        sheet.paste(image, (at, 0))
        at += image.width + 8
    few = sheet.quantize(128, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), Path(sys.argv[2]), *sys.argv[3:4])
