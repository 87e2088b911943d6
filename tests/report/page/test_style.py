"""The sheet holds its own promise of contrast."""

import re

import pytest

from seawarden.report.page.style import COLOURS, PAIRS, sheet


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.1."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(("ink", "paper"), PAIRS)
def test_every_text_can_be_read_on_its_background(ink: str, paper: str) -> None:
    a, b = sorted((luminance(COLOURS[ink]), luminance(COLOURS[paper])), reverse=True)
    assert (a + 0.05) / (b + 0.05) >= 4.5


def test_nothing_is_loaded_from_elsewhere_and_every_colour_is_filled_in() -> None:
    assert not re.search(r"url\(|@import|https?:", sheet())
    assert not re.search(r"\{(?:" + "|".join(COLOURS) + r")\}", sheet())
    assert "@media print" in sheet()
