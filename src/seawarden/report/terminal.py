"""The ranked docket on a terminal: a table that holds at 80 columns, and lines per case.

Text is never read as rich markup: a ship called `[red]` is printed as it is.
"""

from collections.abc import Sequence
from typing import Any

import polars as pl
from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..visible import one_line, visible
from .case_record import Case, cases_of

_TIER = {1: "bold red", 2: "yellow", 3: ""}
MAX_ROWS = 20
"""So many cases are printed; the page holds the rest."""


def docket(cases: pl.DataFrame, *, max_rows: int = MAX_ROWS) -> RenderableType:
    """Return the ranked docket: rank, tier, wording, probability, start, case."""
    ranked = cases_of(cases)
    if not ranked:
        return Text("No case: nothing found has enough behind it to open one.")
    parts: list[RenderableType] = []
    if any(c["is_simulated"] for c in ranked):
        parts.append(Text("SIMULATED: every ship below was made up.", style="bold reverse"))
    parts.append(_table(ranked[:max_rows]))
    if len(ranked) > max_rows:
        parts.append(Text(f"{len(ranked) - max_rows} more cases stand in report.html."))
    return Group(*parts)


def detail(cases: pl.DataFrame, *, max_rows: int = 5) -> RenderableType:
    """Return the sentences and measures of the first cases."""
    return Group(*(_lines(c) for c in cases_of(cases)[:max_rows]))


def show(cases: pl.DataFrame, console: Console | None = None, *, max_rows: int = MAX_ROWS) -> None:
    """Print the docket and the sentences of the first cases."""
    out = console or Console()
    out.print(docket(cases, max_rows=max_rows))
    out.print(detail(cases))


def _table(ranked: Sequence[Case]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), expand=False)
    table.add_column("#", justify="right", no_wrap=True)
    table.add_column("Tier", justify="right", no_wrap=True)
    table.add_column("Prob", justify="right", no_wrap=True)
    table.add_column("Start UTC", no_wrap=True)
    table.add_column("Case", ratio=1, overflow="fold")
    for case in ranked:
        style = _TIER.get(case["tier"], "")
        words = Text(one_line(case["title"]), style=style)
        words.append(f"\n{visible(case.measure)}", style="dim")
        table.add_row(
            str(case["rank"]),
            Text(str(case["tier"]), style=style),
            f"{case['confidence']:.2f}",
            f"{case['start_utc']:%m-%d %H:%M}",
            words,
        )
    return table


def _lines(case: Case) -> RenderableType:
    head = Text(f"{case['rank']}. {one_line(case['title'])}", style="bold")
    what_happened = Text(visible(case["what_happened"]))
    change = Text(visible(case["what_would_change_it"]), style="dim")
    return Group(head, Padding(Group(what_happened, change), (0, 0, 1, 3)))


def of_cluster(about: dict[str, Any], n_reports: int) -> str:
    """Return in one line what reached the driver."""
    return (
        f"Engine {about['engine']}: {about['tasks']:,} tasks; {about['rows_to_driver']:,} rows "
        f"came back to the driver, {about['events_to_driver']:,} events among what they held, and "
        f"{about['facts_to_docket']:,} rows of facts for the docket; of {n_reports:,} reports "
        f"{about['reports_to_driver']:,}."
    )
