"""The pictures of docs/floor.md, taken from a served floor: `python -m tests.web.pictures URL OUT`.

Each is cut to 128 colours, so that it stays small.
"""

import io
import sys
from pathlib import Path

from PIL import Image

from .conftest import FLAGS

WIDE, NARROW = (1280, 800), (430, 860)
SHOTS = (
    ("queue", "/", "light", WIDE), ("queue-dark", "/", "dark", WIDE),
    ("queue-narrow", "/", "light", NARROW), ("case", "/case/{case}", "light", WIDE),
    ("case-dark-narrow", "/case/{case}", "dark", NARROW), ("map", "/map", "light", WIDE),
    ("map-dark", "/map", "dark", WIDE), ("handover", "/handover", "light", WIDE),
    ("screen", "/screen", "dark", WIDE), ("quality", "/quality", "light", WIDE),
    ("ship", "/ship/{mmsi}", "dark", WIDE), ("acts-narrow", "/acts", "light", NARROW),
)  # fmt: skip


def main(url: str, out: Path) -> None:
    """Take every picture of the floor at `url` into the folder `out`."""
    from playwright.sync_api import sync_playwright

    out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for name, path, scheme, (width, height) in SHOTS:
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=scheme
            )
            tab = context.new_page()
            tab.set_default_timeout(60_000)
            tab.goto(url)
            tab.wait_for_selector("h1")
            first = tab.request.get(f"{url}/api/queue").json()["rows"][0]
            tab.goto(url + path.format(case=first["case_id"], mmsi=first["mmsis"][0]))
            tab.wait_for_selector("h1")
            if path in ("/", "/map") or "case" in path:
                tab.wait_for_selector(".chart[data-state=drawn]")
            tab.wait_for_timeout(2_500)
            image = Image.open(io.BytesIO(tab.screenshot())).convert("RGB")
            image.quantize(128, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
                out / f"{name}.png", optimize=True
            )
            context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), Path(sys.argv[2]))
