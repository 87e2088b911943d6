"""Timeline: occurrences, statements and cases in one order of time, handed to a writer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from ...chronicle import Chronicle
from ...errors import UsageError
from ...files import output_file
from ...report.chronicle import digest, ftm, ical, page, tables, terminal
from ...report.chronicle.view import View
from .rebuild import cases

Row = dict[str, Any]
WRITERS: dict[str, Callable[[View], str]] = {
    "terminal": terminal.timeline,
    "html": page.page,
    "csv": tables.csv_text,
    "json": tables.json_text,
    "ics": ical.calendar,
    "ftm": ftm.lines,
    "digest-md": digest.markdown,
    "digest-html": digest.html,
}
"""Every form a timeline can take."""


@dataclass(frozen=True)
class Result:
    """What is said: text for people, data for machines."""

    text: str
    data: Any


def view(root: Path, since: date | None = None, until: date | None = None) -> View:
    """Return the chronicle's tables, cut to the days [since, until]; undated rows are kept.

    Documents are those of the statements kept; links and checks those of what is kept.
    """
    chronicle = Chronicle(root)
    documents = chronicle.documents().drop("text")
    statements = _within(chronicle.statements(), "said_on", "said_on", since, until)
    occurrences = _within(chronicle.table("occurrences"), "start_on", "end_on", since, until)
    dated = _within(documents, "published_from", "published_to", since, until)
    wanted = pl.concat([statements["document_id"], dated["document_id"]]).unique()
    kept = documents.filter(pl.col("document_id").is_in(wanted.implode()))
    ids = pl.concat([statements["statement_id"], occurrences["occurrence_id"]])
    links = chronicle.table("links").filter(pl.col("from_id").is_in(ids.implode()))
    checks = chronicle.table("checks").filter(pl.col("document_id").is_in(wanted.implode()))
    derivations = chronicle.table("derivations").filter(
        pl.col("document_id").is_in(wanted.implode())
    )
    held = cases(chronicle)
    docket = pl.concat(held, how="diagonal_relaxed") if held else pl.DataFrame()
    if docket.height:
        days = docket.with_columns(
            pl.col("start_utc").dt.date().alias("_from"), pl.col("end_utc").dt.date().alias("_to")
        )
        docket = _within(days, "_from", "_to", since, until).drop("_from", "_to")
    return View(since, until, kept, statements, occurrences, derivations, checks, links, docket)


def _within(
    frame: pl.DataFrame, first: str, last: str, since: date | None, until: date | None
) -> pl.DataFrame:
    if since is not None:
        frame = frame.filter((pl.coalesce(last, first) >= since) | pl.col(first).is_null())
    if until is not None:
        frame = frame.filter((pl.col(first) <= until) | pl.col(first).is_null())
    return frame


def timeline(
    root: Path,
    *,
    to: str = "terminal",
    since: str = "",
    until: str = "",
    out: Path | None = None,
    week: str = "",
) -> Result:
    """Return, and with `out` write, the timeline in the form `to`.

    Raises UsageError for a form or date that is none; OutputError when `out` cannot be written.
    """
    if to not in WRITERS:
        raise UsageError(f"--to '{to}': expected one of {', '.join(WRITERS)}")
    low, high = _day("--since", since), _day("--until", until)
    if low and high and low > high:
        raise UsageError(f"--since {low} lies after --until {high}")
    if week or to.startswith("digest"):
        day = _day("--week", week)
        if day is None:
            raise UsageError("a digest needs --week with a day of the week, e.g. --week 2024-05-14")
        low = day - timedelta(day.weekday())
        high = low + timedelta(6)
        to = to if to.startswith("digest") or to == "json" else "digest-md"
    shown = view(root, low, high)
    text = WRITERS[to](shown)
    if out is not None:
        output_file.write(out, text)
        count = f"{shown.statements.height} statements, {shown.occurrences.height} occurrences"
        return Result(
            f"wrote {out}: {count}",
            {
                "wrote": str(out),
                "statements": shown.statements.height,
                "occurrences": shown.occurrences.height,
            },
        )
    return Result(text, tables.data(shown) if to == "json" else {"text": text})


def _day(option: str, text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option} '{text}' is no date, expected YYYY-MM-DD") from None
