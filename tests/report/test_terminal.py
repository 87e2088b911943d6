"""The docket on a terminal of 80 columns."""

import io

import pytest
from rich.console import Console

from seawarden.report.terminal import show

from .conftest import Docket, make


def shown(docket: Docket, width: int = 80, rows: int = 20) -> str:
    out = io.StringIO()
    show(docket.cases, Console(file=out, width=width, color_system=None), max_rows=rows)
    return out.getvalue()


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal_and_nothing_is_cut(docket: Docket, width: int) -> None:
    text = shown(docket, width)
    assert all(len(line) <= width for line in text.splitlines())
    whole = " ".join(text.split())
    assert "…" not in text
    for row in docket.cases.to_dicts():
        assert " ".join(row["what_happened"].split()) in whole


def test_a_name_in_brackets_is_no_markup() -> None:
    assert "[red]BOLD[/red]" in " ".join(shown(make("[red]BOLD[/red]")).split())


def test_no_control_sign_reaches_the_terminal() -> None:
    """An escape sequence in a name could rewrite the screen."""
    assert "\x1b" not in shown(make("A\x1b[2JB"))


def test_more_cases_than_fit_are_counted(docket: Docket) -> None:
    assert "2 more cases stand in report.html" in shown(docket, rows=1)


def test_an_empty_docket_says_so(empty: Docket) -> None:
    assert shown(empty).startswith("No case")


def test_simulated_is_said_first() -> None:
    assert shown(make(simulated=True)).startswith("SIMULATED")
