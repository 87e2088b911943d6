"""The timeline as one page that needs nothing else, for the screen and for paper.

Order: what is in it; claims that the record was asked about; tone; the days, each with its
occurrences, statements and cases, and the measures they touch; where it all comes from. No
script, no outside file, a policy that would block one; every text escaped (`markup`).
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from ...files.output_file import GENERATOR
from ..markup import Child, Safe, table, tag
from ..page.style import sheet
from .tone_chart import chart
from .view import Row, View, country, disagreements, plain, spread, sure, verdict

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_STYLE = """
.day{display:grid;grid-template-columns:8.5rem minmax(0,1fr);gap:.2rem 1rem;
 border-top:1px solid #c3ccd3;padding:.5rem 0}
.day>h3{font-size:1rem;margin:.1rem 0;white-space:nowrap}
.entry,.beside,li,td{overflow-wrap:break-word}
.entry{margin:0 0 .7rem;padding-left:.7rem;border-left:4px solid #c3ccd3}
.entry.occ{border-left-color:#7a4a00}
.entry.case{border-left-color:#8c1010}.entry.statement{border-left-color:#0a4f9e}
.entry p{margin:.1rem 0}
.kind{font-weight:700}
blockquote{margin:.15rem 0 .2rem;padding:0}
.chart{width:100%;height:auto;border:1px solid #c3ccd3;background:#fff}
mark{background:#ffe9c7;color:#1c2833;padding:0 .1em}
ins{background:#dff0df;color:#123d12;text-decoration:none}
del{background:#fbe0e0;color:#6b0d0d}
.beside{display:grid;grid-template-columns:1fr 1fr;gap:1.4rem}
.beside p{max-width:none}
@media print{.beside{gap:.8rem}.day{break-inside:avoid}}
@media (max-width:45rem){.beside,.day{grid-template-columns:1fr}}
"""
MAX_DAYS = 1500
"""Days shown; the page says so when there are more."""


def frame(title: str, body: Iterable[Child], *, simulated: bool = False) -> str:
    """Return a page around `body`: head, policy, style, banner when ships are simulated."""
    banner = "SIMULATED: cases on this page come from a simulation. No ship is accused."
    return "<!doctype html>\n" + tag(
        "html",
        tag(
            "head",
            tag("meta", charset="utf-8"),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
            tag("meta", name="generator", content=GENERATOR),
            tag("title", title),
            tag("style", sheet(), Safe(_STYLE)),
        ),
        tag("body", tag("p", banner, class_="banner", role="note") if simulated else None, body),
        lang="en",
    )


def page(view: View) -> str:
    """Return the timeline page. With nothing in it, it says so and where it looked."""
    head = tag(
        "header",
        tag("h1", "Chronicle"),
        tag(
            "p",
            f"{view.span()}: {view.occurrences.height} occurrences, "
            f"{view.statements.height} statements in {view.documents.height} documents, "
            f"{view.cases.height} cases of the docket.",
            class_="lead",
        ),
    )
    main = tag(
        "main",
        claims_section(view),
        tag("h2", "Tone"),
        tone_note(),
        chart(view, "threat"),
        chart(view, "demand"),
        tag("h2", "Days"),
        _days(view),
        documents_section(view),
    )
    return frame("Seawarden chronicle", [head, main, _footer()], simulated=view.is_simulated)


def tone_note() -> Safe:
    """Return the sentence that says what tone is here."""
    return tag(
        "p",
        "Words of two open lists (threat, demand; docs/chronicle.md) per 1,000 words spoken. "
        "They are counted whoever they are turned against: compare speakers and times, not single "
        "sentences.",
        class_="quiet",
    )


def claims_section(view: View) -> list[Safe]:
    """Return the claims that were set against the record, conflicts first."""
    order = {"conflicts": 0, "cannot be said": 1, "agrees": 2}
    rows = sorted(view.checks.to_dicts(), key=lambda r: (order[r["verdict"]], r["document_id"]))
    documents = view.by_document()
    if not rows:
        return [tag("h2", "Claims against the record"), tag("p", "No claim with dates or counts.")]
    cells: list[list[Child]] = []
    for row in rows:
        document = documents.get(row["document_id"], {})
        cells.append(
            [
                verdict(row),
                plain(row["claim"]),
                row["explanation"],
                _linked(document),
            ]
        )
    return [
        tag("h2", "Claims against the record"),
        table(
            ["verdict", "claim", "why", "where"],
            cells,
            caption="A record proves nothing by its silence: a conflict is a question.",
        ),
    ]


def _days(view: View) -> list[Safe]:
    documents, links = view.by_document(), view.links_of()
    entries: list[tuple[Any, int, Safe]] = []
    for row in view.occurrences.to_dicts():
        entries.append((row["start_on"], 0, _occurrence(row, links.get(row["occurrence_id"], []))))
    for row in view.cases.to_dicts() if view.cases.height else []:
        entries.append((row["start_utc"].date(), 1, _case(row)))
    for row in view.statements.to_dicts():
        document = documents.get(row["document_id"], {})
        entries.append(
            (row["said_on"], 2, _statement(row, document, links.get(row["statement_id"], [])))
        )
    if not entries:
        return [tag("p", "Nothing in these days.")]
    entries.sort(key=lambda e: (e[0] is None, str(e[0]), e[1]))
    out = []
    for number, (day, group) in enumerate(groupby(entries, key=lambda e: e[0])):
        if number >= MAX_DAYS:
            out.append(tag("p", f"More than {MAX_DAYS} days: cut here; use --since and --until."))
            break
        name = f"{day:%a} {day}" if day else "No date"
        out.append(tag("section", tag("h3", name), tag("div", [e[2] for e in group]), class_="day"))
    return out


def _occurrence(row: Row, links: Sequence[Row]) -> Safe:
    source = "record" if row["status"] == "record" else f"proposed by a text, {row['modality']}"
    count = f", {row['count']} in all" if row["count"] and row["count"] > 1 else ""
    actor = f"{country(row['actor'])}: " if row["actor"] else ""
    where = [
        f"{str(s['source']).rsplit('/', 1)[-1]}"
        + (f", line {s['line']}" if s["line"] else f", characters {s['start']} to {s['end']}")
        for s in (row["sources"] or [])[:4]
    ]
    more = len(row["sources"] or []) - len(where)
    return tag(
        "div",
        tag(
            "p",
            tag("span", row["kind"].replace("_", " "), class_="kind"),
            f" ({source}) ",
            actor,
            plain(row["title"])[:300],
            count,
        ),
        tag("p", f"{spread(row)}; printed as: {plain(row['time_text'])}", class_="quiet"),
        [tag("p", tag("mark", f"Sources disagree. {d}")) for d in disagreements(row)],
        measures(links),
        tag(
            "p",
            "Rests on: " + "; ".join(where) + (f" and {more} more" if more > 0 else ""),
            class_="quiet",
        ),
        class_="entry occ",
    )


def _case(row: Row) -> Safe:
    simulated = "SIMULATED: " if row.get("is_simulated") else ""
    return tag(
        "div",
        tag("p", tag("span", "case", class_="kind"), f" {simulated}{row['title']}"),
        tag("p", f"{row['grade']}, tier {row['tier']}; {row['case_id']}", class_="quiet"),
        class_="entry case",
    )


def _statement(row: Row, document: Row, links: Sequence[Row]) -> Safe:
    via = f" through {row['via']}" if row["via"] else ""
    names = ", ".join(country(c) for c in row["countries"] or [])
    tone = (
        f"threat {row['threat_per_1000']:.0f}, demand {row['demand_per_1000']:.0f} per 1,000 words"
    )
    return tag(
        "div",
        tag(
            "p",
            tag("span", row["speaker"] or "Speaker not known", class_="kind"),
            via,
            f" ({row['kind']}; {row['speaker_how']}{sure(row)})",
        ),
        tag("blockquote", plain(row["text"])),
        measures(links),
        tag(
            "p",
            f"{row['said_how']}; ",
            f"names {names}; " if names else "",
            f"{tone}; ",
            _linked(document),
            f", characters {row['start']} to {row['end']}",
            class_="quiet",
        ),
        class_="entry statement",
    )


def measures(links: Sequence[Row]) -> list[Safe]:
    """Return the measures and cases that something touches, each with why."""
    out = []
    for row in links:
        word = "Measure" if row["to_kind"] == "measure" else "Case"
        out.append(
            tag("p", f"{word}: {row['text']} ", tag("span", f"({row['why']})", class_="quiet"))
        )
    return out


def _linked(document: Row) -> Child:
    name = plain(document.get("title")) or str(document.get("source", "")).rsplit("/", 1)[-1]
    url = str(document.get("url") or "")
    if url.startswith(("https://", "http://")):
        return tag("a", name, href=url, rel="noreferrer")
    return name


def documents_section(view: View) -> list[Safe]:
    """Return where it all comes from: each document, its date and what speaks against it."""
    rows: list[list[Child]] = []
    for row in view.documents.to_dicts():
        note = row["reason"] or ""
        rows.append(
            [
                _linked(row),
                str(row["published_on"] or "none"),
                plain(row["date_note"]),
                row["status"] + (f": {plain(note)}" if note else ""),
                tag("span", row["sha256"][:16], class_="mono"),
            ]
        )
    return [
        tag("h2", "Documents"),
        table(
            ["document", "date", "on what the date rests", "read", "sha256"],
            rows,
            caption=f"{len(rows)} documents",
        ),
    ]


def _footer() -> Safe:
    return tag(
        "footer",
        tag(
            "p",
            "Made by Seawarden from public texts. Every statement carries its "
            "place in the text; every original is kept by its hash.",
        ),
    )
