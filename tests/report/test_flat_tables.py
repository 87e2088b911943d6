"""Flat tables for spreadsheets, which must not run what a ship calls itself."""

import io

import polars as pl

from seawarden.report.flat_tables import cases_table, events_table, safe_text, to_csv

from .conftest import Docket, make


def test_a_row_an_event_without_nested_columns(docket: Docket) -> None:
    read = pl.read_csv(io.StringIO(to_csv(events_table(docket.events))))
    assert read.height == docket.events.height
    assert "feed.nmea:10-99" in read["evidence"].to_list()
    assert read["start_utc"].str.ends_with("Z").all()


def test_a_formula_is_kept_from_running() -> None:
    docket = make('=HYPERLINK("x")')
    evil = docket.events.with_columns(
        detail=pl.lit("@SUM(1)"), evidence=pl.lit(None, docket.events.schema["evidence"])
    )
    assert events_table(evil)["detail"].unique().to_list() == ["'@SUM(1)"]
    for column in cases_table(docket.cases).select(pl.col(pl.String)):
        assert not column.drop_nulls().str.contains(r"^[=+\-@]").any()


def test_empty_tables_keep_their_heads(empty: Docket) -> None:
    assert to_csv(events_table(empty.events)).startswith("event_id,version,kind")
    assert to_csv(cases_table(empty.cases)).startswith("case_id,version,rank")


def test_what_would_act_in_a_terminal_is_shown() -> None:
    frame = safe_text(pl.DataFrame({"name": ["\x1b[31mRED", "A\u202eB", None, "PLAIN"], "n": 1}))
    assert frame["name"].to_list() == ["‹U+001B›[31mRED", "A‹U+202E›B", None, "PLAIN"]
