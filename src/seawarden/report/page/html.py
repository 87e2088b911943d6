"""`report.html`: one file that needs nothing else, for the screen and for paper.

Order: what to look at first (the ranked table), then one section a case, then the run: inputs
with counts that add up, lists with their dates, what the tools cannot see. No script, no outside
file, a Content-Security-Policy that would block one; every text escaped (`markup`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from ..case_record import Case, cases_of
from ..markup import Safe, table, tag
from ..picture import Draw, Picture, draw, tracks_of
from .case_section import article
from .run_section import run_section
from .style import sheet

MAX_PICTURES = 30
"""So many cases get a picture: a docket is read from the top."""

MAX_ARTICLES = 200
"""So many cases get a section; all stand in the table and in `cases.parquet`."""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page(
    *,
    events: pl.DataFrame,
    matches: pl.DataFrame,
    cases: pl.DataFrame,
    tracks: pl.DataFrame,
    run: Mapping[str, Any],
    max_pictures: int = MAX_PICTURES,
    drawn: Draw = draw,
) -> str:
    """Return the page, its pictures made by `drawn`.

    With no case it says so, and what was read and looked for.
    """
    docket = cases_of(cases)
    simulated = bool(run.get("is_simulated")) or any(c["is_simulated"] for c in docket)
    by_id = {row["event_id"]: row for row in events.iter_rows(named=True)}
    by_hull = tracks_of(tracks)
    pictures = {
        c.case_id: drawn(c.row, c.names, by_hull, key=f"picture-{c.anchor}")
        for c in docket[:max_pictures]
    }
    body = [
        _banner(simulated),
        tag("a", "Skip to the cases", href="#cases", class_="skip"),
        tag("header", _heading(docket, events)),
        tag(
            "main",
            tag("h2", "What to look at first", id="docket"),
            _docket(docket),
            _cases(docket, by_id, pictures, max_pictures),
            run_section(run, events, matches, docket),
        ),
        tag("footer", _footer(run)),
    ]
    return "<!doctype html>\n" + tag(
        "html",
        tag(
            "head",
            tag("meta", charset="utf-8"),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
            tag("meta", name="seawarden-generation", content=str(run["generation"]))
            if run.get("generation") is not None
            else None,
            tag("title", ("SIMULATED: " if simulated else "") + "Seawarden docket"),
            tag("style", sheet()),
        ),
        tag("body", body),
        lang="en",
    )


def _banner(simulated: bool) -> Safe | None:
    words = "SIMULATED: every ship on this page was made up by a simulation. No ship is accused."
    return tag("p", words, class_="banner", role="note") if simulated else None


def _heading(docket: Sequence[Case], events: pl.DataFrame) -> list[Safe]:
    n = [sum(1 for c in docket if c["tier"] == tier) for tier in (1, 2, 3)]
    period = "no events"
    if events.height:
        first, last = min(events["start_utc"]), max(events["end_utc"])
        period = f"events from {first:%Y-%m-%d %H:%M} to {last:%Y-%m-%d %H:%M} UTC"
    return [
        tag("h1", "Seawarden docket"),
        tag(
            "p",
            tag("strong", f"{len(docket)} case{'' if len(docket) == 1 else 's'}"),
            f": {n[0]} in tier 1, {n[1]} in tier 2, {n[2]} in tier 3; {period}.",
            class_="lead",
        ),
        tag(
            "p",
            "Tier 1: a side is DPRK-flagged, on a sanctions list that day, or unidentified. "
            "A probability is that of the conduct named, given the evidence on this page; AIS "
            "shows neither hoses nor cargo, and every identity on it is typed in by a crew. "
            "A case is a reason to look, not a finding of guilt.",
            class_="quiet",
        ),
    ]


def _docket(docket: Sequence[Case]) -> Safe:
    if not docket:
        return tag(
            "p",
            "No case. Nothing that was read came to a meeting, silence, false position or listed "
            "ship with enough behind it to open one. What was read, what was found and what "
            "cannot be seen stands below.",
            class_="lead",
        )
    rows = [
        (
            str(c["rank"]),
            tag("span", f"Tier {c['tier']}", class_=f"tier t{c['tier']}"),
            [
                tag("a", c["title"], href=f"#{c.anchor}"),
                tag("br"),
                tag("span", c.measure, class_="quiet"),
            ],
            c["grade"],
            tag("span", f"{c['confidence']:.2f}", class_="num"),
            tag("span", f"{c['start_utc']:%Y-%m-%d %H:%M}", class_="num"),
            tag("span", c.hours, class_="num"),
        )
        for c in docket
    ]  # fmt: skip
    head = ("Rank", "Tier", "Case, and the measure it may breach", "Wording", "Probability",
            "Start (UTC)", "Seen + inferred")  # fmt: skip
    return table(head, rows, caption="Cases, the first to look at on top", class_="docket")


def _cases(
    docket: Sequence[Case],
    events: Mapping[str, Mapping[str, Any]],
    pictures: Mapping[str, Picture],
    limit: int,
) -> list[Safe]:
    out = [tag("h2", "Cases", id="cases")]
    if len(docket) > limit:
        out.append(
            tag("p", f"Pictures are drawn for the first {limit} of {len(docket)} cases; "
                     f"tracks of all are in events.geojson and events.kml.", class_="quiet")
        )  # fmt: skip
    out += [article(c, events, pictures.get(c.case_id), docket) for c in docket[:MAX_ARTICLES]]
    if len(docket) > MAX_ARTICLES:
        more = len(docket) - MAX_ARTICLES
        out.append(tag("p", f"{more} more cases stand in the table above and in cases.parquet."))
    return out


def _footer(run: Mapping[str, Any]) -> list[Safe]:
    return [
        tag("p", f"Seawarden {run.get('version', '')}. Coastlines: GSHHG (LGPL), about 1 km. "
                 "Ports: World Port Index, NGA. Probability words: US ICD 203."),
    ]  # fmt: skip
