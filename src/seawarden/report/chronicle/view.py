"""What a page of the chronicle shows: the tables cut to a span of days, and small look-ups."""

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from ...ids import flags

Row = dict[str, Any]


@dataclass(frozen=True)
class View:
    """The chronicle's tables for [since, until]; `cases` is empty when no docket is linked."""

    since: date | None
    until: date | None
    documents: pl.DataFrame
    statements: pl.DataFrame
    occurrences: pl.DataFrame
    derivations: pl.DataFrame
    checks: pl.DataFrame
    links: pl.DataFrame
    cases: pl.DataFrame

    def span(self) -> str:
        """Return the days shown, in words."""
        if self.since and self.until:
            return f"{self.since} to {self.until}"
        if self.since:
            return f"from {self.since}"
        return f"until {self.until}" if self.until else "all days"

    def by_document(self) -> dict[str, Row]:
        """Return the documents by id."""
        return {r["document_id"]: r for r in self.documents.to_dicts()}

    def links_of(self) -> dict[str, list[Row]]:
        """Return the links by what they come from."""
        out: dict[str, list[Row]] = {}
        for row in self.links.to_dicts():
            out.setdefault(row["from_id"], []).append(row)
        return out

    @property
    def is_simulated(self) -> bool:
        """Whether a case shown comes from simulated input."""
        return bool(self.cases.height and self.cases["is_simulated"].any())


@dataclass(frozen=True)
class Line:
    """One line of a timeline."""

    on: date | None
    to: date | None
    kind: str
    what: str
    who: str
    note: str
    where: str
    identity: str


def lines(view: View) -> list[Line]:
    """Return occurrences, statements and cases in order of time, undated ones last."""
    documents = view.by_document()
    spoken = view.statements.sort("document_id", "start").to_dicts()
    out = [_occurrence(r) for r in view.occurrences.sort("occurrence_id").to_dicts()]
    out += [_case(r) for r in view.cases.sort("case_id").to_dicts()] if view.cases.height else []
    out += [_statement(r, documents.get(r["document_id"], {})) for r in spoken]
    return sorted(out, key=lambda x: x.on or date.max)  # of one day in the order above


def country(code: str | None) -> str:
    """Return a country's name, or the code as it stands."""
    return (flags.name(code) or code or "") if code else ""


def sure(row: Row) -> str:
    """Return ", confidence 0.97" for a speaker, '' where none is given."""
    value = row.get("confidence")
    return f", confidence {value:.2f}" if value is not None else ""


def speaker_words(row: Row) -> str:
    """Return the speaker, or that it is not known, with the guess where there is one."""
    how = str(row.get("speaker_how") or "")
    guess = how.removeprefix("not known") if how.startswith("not known (") else ""
    return str(row["speaker"] or f"speaker not known{guess}")


def verdict(row: Row) -> str:
    """Return a check's verdict with the years that the claim leaves out."""
    left = ", ".join(str(y) for y in row["left_out"] or [])
    return str(row["verdict"]) + (f", leaves out {left}" if left else "")


def day_words(row: Row, document: Row) -> str:
    """Return the day of a statement, or the days it can have been, or that there is none."""
    first, last = document.get("published_from"), document.get("published_to")
    if row["said_on"] is None:
        return "no date"
    if first and last and first != last and str(row["said_how"]).startswith("date of the document"):
        return f"{first} to {last}"
    return str(row["said_on"])


def once(rows: list[Row]) -> list[Row]:
    """Return statements with each quotation once: what another shown one holds is left out.

    Compared are the words of quotations of one speaker, without marks and case; the longest
    stays, of equal ones the first.
    """
    words = [_words(r["text"]) for r in rows]
    gone: set[int] = set()
    for k, row in enumerate(rows):
        for i, other in enumerate(rows):
            if i == k or i in gone or row["kind"] != "direct" or other["kind"] != "direct":
                continue
            same = row["speaker"] == other["speaker"] and f" {words[k]} " in f" {words[i]} "
            if same and (len(words[i]) > len(words[k]) or i < k):
                gone.add(k)
                break
    return [r for k, r in enumerate(rows) if k not in gone]


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def plain(text: str | None) -> str:
    """Return text on one line, with ordinary blanks."""
    return " ".join((text or "").replace("\u00a0", " ").replace("**", "").split())


def source_of(row: Row, document: Row) -> str:
    """Return where a statement stands: title or file, and characters."""
    name = document.get("title") or str(document.get("source", "")).rsplit("/", 1)[-1]
    return f"{plain(name)}, characters {row['start']} to {row['end']}"


def spread(row: Row) -> str:
    """Return an occurrence's days: one day, or the days it can have been."""
    first, last = row["start_on"], row["end_on"]
    if first is None:
        return "date not known"
    return str(first) if last in (None, first) else f"{first} to {last}"


def disagreements(row: Row) -> list[str]:
    """Return what the sources of an occurrence do not agree on, in words."""
    out = []
    for entry in json.loads(row["disagreements"] or "[]"):
        values = ", ".join(f"{v['value']} ({v['source']})" for v in entry["values"])
        out.append(f"{entry['field']}: {values}")
    return out


def _statement(row: Row, document: Row) -> Line:
    who = speaker_words(row)
    if row["via"]:
        who += f" (through {row['via']})"
    return Line(
        row["said_on"],
        row["said_on"],
        f"{row['kind']} statement",
        plain(row["text"]),
        who,
        row["said_how"] or "",
        source_of(row, document),
        row["statement_id"],
    )


def _occurrence(row: Row) -> Line:
    status = "record" if row["status"] == "record" else f"text, {row['modality']}"
    note = "; ".join(
        [
            f"from the {status}" if status == "record" else f"proposed by a {status}",
            *disagreements(row),
        ]
    )
    sources = row["sources"] or []
    first = sources[0] if sources else {}
    where = str(first.get("source") or "").rsplit("/", 1)[-1]
    if first.get("line"):
        where += f", line {first['line']}"
    if len(sources) > 1:
        where += f" and {len(sources) - 1} more"
    return Line(
        row["start_on"],
        row["end_on"],
        row["kind"].replace("_", " "),
        plain(row["title"]),
        country(row["actor"]),
        note,
        where,
        row["occurrence_id"],
    )


def _case(row: Row) -> Line:
    simulated = "SIMULATED " if row.get("is_simulated") else ""
    return Line(
        row["start_utc"].date(),
        row["end_utc"].date(),
        "case",
        simulated + row["title"],
        "",
        f"{row['grade']}, tier {row['tier']}",
        row["case_id"],
        row["case_id"],
    )
