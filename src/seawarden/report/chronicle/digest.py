"""A week's digest that a desk could send: occurrences, statements, patrols, new cases."""

import re

import polars as pl

from ...visible import visible
from ..markup import Safe, tag
from .page import claims_section, frame, measures
from .view import (
    Row,
    View,
    country,
    day_words,
    disagreements,
    once,
    plain,
    source_of,
    speaker_words,
    spread,
    sure,
    verdict,
)

_MAX_DAYS = 10
"""Occurrences that a text dates less sharply are left to the timeline."""
_TOP = 40
"""Statements in a digest: those with the strongest tone first; the rest are counted."""


def markdown(view: View) -> str:
    """Return the digest in Markdown; every text from outside is escaped."""
    out = [f"# Week of {view.since} to {view.until}", "", _counts(view), ""]
    if view.is_simulated:
        out += [
            "**SIMULATED: cases in this digest come from a simulation. No ship is accused.**",
            "",
        ]
    documents, links = view.by_document(), view.links_of()
    out += ["## Occurrences", ""]
    for row in _happened(view):
        out.append(
            f"- {spread(row)}: **{row['kind'].replace('_', ' ')}**, {_escape(_who(row))}"
            f"{_escape(plain(row['title'])[:220])}"
        )
        out += [f"  - sources disagree: {_escape(d)}" for d in disagreements(row)]
        out += [f"  - {_escape(x['text'])}" for x in links.get(row["occurrence_id"], [])]
    out += [*_none(_happened(view)), "", "## Patrols", ""]
    out += [f"- {spread(r)}: {_escape(plain(r['title'])[:200])}" for r in _patrols(view)]
    out += [*_none(_patrols(view)), "", "## Statements", ""]
    shown = _statements(view)
    for row in shown:
        quoted = _escape(plain(row["text"])[:400])
        days = day_words(row, documents.get(row["document_id"], {}))
        out.append(
            f"- {days}, **{_escape(speaker_words(row))}** ({row['kind']}{sure(row)}): {quoted}  "
        )
        out.append(f"  _{_escape(source_of(row, documents.get(row['document_id'], {})))}_")
    out += _none(shown) + _rest(view, shown) + ["", "## Claims against the record", ""]
    checks = view.checks.to_dicts()
    out += [
        f"- **{verdict(c)}**: {_escape(plain(c['claim'])[:240])} ({_escape(c['explanation'])})"
        for c in checks
    ]
    out += [*_none(checks), "", "## New cases", ""]
    cases = view.cases.to_dicts() if view.cases.height else []
    out += [
        f"- {'SIMULATED: ' if c.get('is_simulated') else ''}{_escape(c['title'])} "
        f"({_escape(c['grade'])}, tier {c['tier']}, {c['case_id']})"
        for c in cases
    ]
    return visible("\n".join([*out, *_none(cases)])) + "\n"


def html(view: View) -> str:
    """Return the digest as one page that needs nothing else."""
    documents, links = view.by_document(), view.links_of()
    shown = _statements(view)
    cases = view.cases.to_dicts() if view.cases.height else []
    happened = [
        tag(
            "li",
            f"{spread(r)}: ",
            tag("strong", r["kind"].replace("_", " ")),
            f", {_who(r)}",
            plain(r["title"])[:220],
            [tag("p", tag("mark", f"Sources disagree. {d}")) for d in disagreements(r)],
            measures(links.get(r["occurrence_id"], [])),
        )
        for r in _happened(view)
    ]
    quoted = [
        tag(
            "li",
            f"{day_words(r, documents.get(r['document_id'], {}))}, ",
            tag("strong", speaker_words(r)),
            f" ({r['kind']}{sure(r)}): {plain(r['text'])[:400]} ",
            tag("span", source_of(r, documents.get(r["document_id"], {})), class_="quiet"),
        )
        for r in shown
    ]
    main = tag(
        "main",
        tag("h2", "Occurrences"),
        _items(happened),
        tag("h2", "Patrols"),
        _items([tag("li", f"{spread(r)}: {plain(r['title'])[:200]}") for r in _patrols(view)]),
        tag("h2", "Statements"),
        _items(quoted),
        [tag("p", line) for line in _rest(view, shown)],
        claims_section(view),
        tag("h2", "New cases"),
        _items(
            [
                tag(
                    "li",
                    f"{'SIMULATED: ' if c.get('is_simulated') else ''}{c['title']} "
                    f"({c['grade']}, tier {c['tier']})",
                )
                for c in cases
            ]
        ),
    )
    head = tag(
        "header",
        tag("h1", f"Week of {view.since} to {view.until}"),
        tag("p", _counts(view), class_="lead"),
    )
    return frame("Seawarden weekly digest", [head, main], simulated=view.is_simulated)


def _items(items: list[Safe]) -> Safe:
    return tag("ul", items) if items else tag("p", "None.")


def _counts(view: View) -> str:
    """Return what the week holds, every occurrence counted as all other outputs count it."""
    patrols = len(_patrols(view))
    wide = view.occurrences.height - len(_happened(view)) - patrols
    among = [f"{patrols} of them a patrol"] if patrols else []
    among += [f"{wide} dated only to a longer time and not listed here"] if wide else []
    note = f" ({', '.join(among)})" if among else ""
    return (
        f"{view.occurrences.height} occurrences{note}, "
        f"{view.statements.height} statements in {view.documents.height} documents, "
        f"{view.cases.height} cases."
    )


def _happened(view: View) -> list[Row]:
    return _sharp(view).filter(pl.col("kind") != "deployment").to_dicts()


def _patrols(view: View) -> list[Row]:
    return _sharp(view).filter(pl.col("kind") == "deployment").to_dicts()


def _sharp(view: View) -> pl.DataFrame:
    """Return what can be dated to this week: not what a text puts only in a month or a year."""
    width = (pl.col("end_on") - pl.col("start_on")).dt.total_days()
    return view.occurrences.filter((pl.col("status") == "record") | (width <= _MAX_DAYS))


def _statements(view: View) -> list[Row]:
    tone = pl.col("threat_per_1000") + pl.col("demand_per_1000")
    ordered = view.statements.sort("said_on", "document_id", "start", nulls_last=True)
    kept = pl.DataFrame(once(ordered.to_dicts()), schema=ordered.schema)
    strongest = kept.sort(tone, "statement_id", descending=[True, False]).head(_TOP)
    return strongest.sort("said_on", "document_id", "start", nulls_last=True).to_dicts()


def _rest(view: View, shown: list[Row]) -> list[str]:
    left = view.statements.height - len(shown)
    return (
        [f"{left} more statements are in the chronicle, or the same words again."]
        if left > 0
        else []
    )


def _who(row: Row) -> str:
    return f"{country(row['actor'])}: " if row["actor"] else ""


def _none(rows: list[Row]) -> list[str]:
    return [] if rows else ["None."]


def _escape(text: str) -> str:
    """Escape what Markdown or HTML would read as markup."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_{}\[\]()#+!|~])", r"\\\1", text)
