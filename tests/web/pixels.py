"""What a map really shows: headless WebGL can be blank and every element still be there."""

import io
import time
from typing import Any

from PIL import Image

LAND, SEA = (207, 200, 184), (219, 231, 240)
TRACKS = (95, 135, 172)

Colour = tuple[int, int, int]


def near(colours: dict[Colour, int], wanted: Colour, by: int) -> int:
    """Return how many pixels lie within `by` of a colour, in each of its parts."""
    return sum(
        n
        for c, n in colours.items()
        if all(abs(a - b) <= by for a, b in zip(c, wanted, strict=True))
    )


def drawn(tab: Any, *wanted: tuple[str, list[Colour], int, int]) -> None:
    """Wait until the map shows what is wanted: what it is, its colours, how near, least pixels."""
    tab.wait_for_selector(".chart[data-state=drawn]")
    until = time.monotonic() + 120
    while True:
        image = Image.open(io.BytesIO(tab.locator(".chart").first.screenshot())).convert("RGB")
        colours = {c: n for n, c in image.getcolors(1_000_000)}
        found = {what: sum(near(colours, c, by) for c in cs) for what, cs, by, _ in wanted}
        missing = {
            w: f"{found[w]} of {least} pixels" for w, _, _, least in wanted if found[w] < least
        }
        if not missing:
            return
        assert time.monotonic() < until, missing
        tab.wait_for_timeout(100)
