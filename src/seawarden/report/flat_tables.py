"""Flat tables of events and cases for a spreadsheet: `events.csv`, `cases.csv`.

A ship may call itself `=HYPERLINK(...)`, which a spreadsheet would run: text that starts with a
sign of a formula is given a leading apostrophe (OWASP, CSV injection), also behind a semicolon or
a line break inside the text, where a spreadsheet of another locale would begin a new cell.
"""

import re

import polars as pl

from ..schema import CASES, EVENTS, conform
from ..visible import visible

_FORMULA = r"(^|[;\t\r\n][\s\"]*)([=+\-@＝＋－＠\t\r])"
"""A sign of a formula where a spreadsheet may begin a cell: at the start of the text, or behind a
sign that another locale's spreadsheet takes for the end of a cell or a row. Excel where the
decimal sign is a comma splits at semicolons and heeds no quotes in the middle of a line."""


def events_table(events: pl.DataFrame) -> pl.DataFrame:
    """Return EVENTS without nested columns; `evidence` becomes 'file:first-last' pieces.

    Raises SchemaError when the frame is not EVENTS.
    """
    row = pl.element()
    piece = pl.format(
        "{}:{}-{}", row.struct["file"], row.struct["first_line"], row.struct["last_line"]
    )
    purpose = pl.format(
        "{} {}", row.struct["kind"], row.struct["probability"].round(2).cast(pl.String)
    )
    frame = conform(events, EVENTS, where="report").with_columns(
        pl.col("evidence").list.eval(piece).list.join(" "),
        pl.col("purpose").list.eval(purpose).list.join("; "),
    )
    return safe_text(frame.sort(list(EVENTS.sort)))


def cases_table(cases: pl.DataFrame) -> pl.DataFrame:
    """Return CASES without nested columns; lists are joined by a blank.

    Raises SchemaError when the frame is not CASES.
    """
    frame = conform(cases, CASES, where="report").sort("rank")
    lists = [c.name for c in CASES.columns if isinstance(c.dtype, pl.List)]
    joined = [pl.col(c).list.eval(pl.element().cast(pl.String)).list.join(" ") for c in lists]
    return safe_text(frame.with_columns(joined))


def to_csv(frame: pl.DataFrame) -> str:
    """Return a flat table as CSV with ISO times in UTC."""
    return frame.write_csv(datetime_format="%Y-%m-%dT%H:%M:%SZ")


def set_off(cell: str) -> str:
    """Return a cell's text with an apostrophe before every sign that would begin a formula."""
    return re.sub(_FORMULA, r"\1'\2", cell)


def safe_text(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame in which no text is a formula to a spreadsheet, and none acts or hides."""
    for column in frame.select(pl.col(pl.String)):
        odd = {v: visible(v) for v in column.unique().to_list() if v and visible(v) != v}
        if odd:
            frame = frame.with_columns(pl.col(column.name).replace(odd))
    text = pl.col(pl.String)
    return frame.with_columns(text.str.replace_all(_FORMULA, "${1}'${2}").name.keep())
