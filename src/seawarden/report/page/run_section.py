"""What was read, found and could not be seen: the last part of the page.

Reads `run.json` as it is written by a run; whatever is missing there is left out here.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from ..case_record import Case
from ..markup import Safe, table, tag

BLIND_SPOTS = (
    "AIS is what a crew chose to send, through receivers that chose to listen: two ships that "
    "send nothing, where no radar or camera looked, are not on this page.",
    "Beyond an hour without a report a position is a region. Hours inferred are never counted as "
    "seen, and a meeting of which nothing was seen is called possible at most.",
    "AIS shows neither hoses nor cargo. That ships lay alongside does not prove that goods moved.",
    "MMSI, name, IMO number, draught and destination are typed in by the crew.",
    "Draught that stays the same proves nothing: many crews never change it.",
    "Coastlines are good to about 1 km, port positions to about 2 km; small landing places are "
    "not in the index.",
    "A ship on no list may still be controlled by a listed owner: ownership is not traced here.",
    "Silence of AIS alone breaches no paragraph of any resolution cited here.",
)

MAX_INPUTS = 500
"""Of more inputs those with rejects are shown, or the first; 66,000 would make 26 MB."""
MAX_NOTES = 50
"""So many notes are printed; `run.json` holds all."""


def run_section(
    run: Mapping[str, Any], events: pl.DataFrame, matches: pl.DataFrame, docket: Sequence[Case]
) -> list[Safe | None]:
    """Return the section; every number in it stands in `run.json` or in the tables given."""
    return [
        tag("h2", "The run", id="run"),
        _inputs(run),
        _found(events, docket),
        _lists(run),
        _screened(matches),
        _steps(run),
        _parameters(run),
        _notes(run),
        tag("h4", "Expected blind spots"),
        tag("ul", [tag("li", line) for line in (*BLIND_SPOTS, *_extra(run))]),
    ]


_COUNTS = ("lines", "reports", "statics", "other", "rejects")


def _inputs(run: Mapping[str, Any]) -> Safe | None:
    inputs = list(run.get("inputs") or ())
    if not inputs:
        return tag("p", "No input is recorded for this run.")
    bad = [x for x in inputs if x.get("error") or x.get("rejects")]
    shown = inputs if len(inputs) <= MAX_INPUTS else (bad or inputs)[:MAX_INPUTS]
    rows = [
        (
            tag("span", x.get("path"), class_="mono"), x.get("format"),
            *[_count(x.get(c)) for c in _COUNTS], _sum_text(x),
            tag("span", x.get("sha256"), class_="mono"),
        )
        for x in shown
    ]  # fmt: skip
    if len(shown) < len(inputs):
        rows.append((f"and {len(inputs) - len(shown):,} more, in run.json", *[""] * 8))
    total = {c: sum(int(x.get(c) or 0) for x in inputs) for c in _COUNTS}
    rows.append(("All", "", *[_count(total[c]) for c in _COUNTS], _sum_text(total), ""))
    head = ("File", "Format", "Lines", "Reports", "Statics", "Other", "Rejects", "Adds up",
            "SHA-256")  # fmt: skip
    return table(head, rows, caption="Inputs: lines = reports + statics + other + rejects")


def _sum_text(counts: Mapping[str, Any]) -> str:
    parts = sum(int(counts.get(c) or 0) for c in _COUNTS[1:])
    lines = int(counts.get("lines") or 0)
    return "yes" if parts == lines else f"NO: {parts:,} of {lines:,}"


def _count(value: Any) -> Safe:
    return tag("span", f"{value:,}" if isinstance(value, int) else "", class_="num")


def _found(events: pl.DataFrame, docket: Sequence[Case]) -> Safe:
    used = {i for c in docket for i in c["event_ids"] or []}
    newest = events.select("event_id", "kind", "confidence").unique("event_id", keep="last")
    counted = newest.with_columns(
        in_case=pl.col("event_id").is_in(sorted(used)), called=pl.col("confidence") >= 0.5
    )
    rows = [
        (kind, f"{n:,}", f"{called:,}", f"{inside:,}")
        for kind, n, called, inside in counted.group_by("kind")
        .agg(pl.len(), pl.col("called").sum(), pl.col("in_case").sum())
        .sort("kind")
        .iter_rows()
    ]
    if not rows:
        return tag("p", "The detectors found no event.")
    head = ("Kind of event", "Found", "Called (probability 0.5 or more)", "In a case")
    caption = "Events found; those in no case had nothing behind them and stay in events.parquet"
    return table(head, rows, caption=caption)


def _lists(run: Mapping[str, Any]) -> Safe | None:
    lists = list(run.get("lists") or ())
    if not lists:
        return tag("p", "No sanctions list is recorded for this run.")
    rows = [
        (
            x.get("name"), x.get("as_of") or "date not known", x.get("listings"),
            tag("span", x.get("path"), class_="mono"), tag("span", x.get("sha256"), class_="mono"),
        )
        for x in lists
    ]  # fmt: skip
    return table(("List", "As of", "Listings", "File", "SHA-256"), rows, caption="Lists")


def _screened(matches: pl.DataFrame) -> Safe | None:
    if not matches.height:
        return tag("p", "Screening found no listed ship among those heard.")
    rows = [(v, f"{n:,}") for v, n in matches["verdict"].value_counts().sort("verdict").iter_rows()]
    return table(("Verdict", "Pairs of ship and listing"), rows, caption="Screening")


def _steps(run: Mapping[str, Any]) -> Safe | None:
    """Return the steps without their times: the same input is to give the same page."""
    steps = list(run.get("steps") or ())
    if not steps:
        return None
    rows = [(x.get("name"), _count(x.get("rows_in")), _count(x.get("rows_out"))) for x in steps]
    return tag(
        "details",
        tag("summary", "Steps"),
        table(("Step", "Rows in", "Rows out"), rows, caption="Steps; run.json holds their times"),
    )


def _parameters(run: Mapping[str, Any]) -> Safe | None:
    digest = run.get("parameters_sha256") or run.get("parameters_hash")
    parts = [f"Seawarden {run['version']}"] if run.get("version") else []
    parts += [f"parameters hash {digest}"] if digest else []
    return tag("p", "; ".join(parts), class_="mono") if parts else None


def _notes(run: Mapping[str, Any]) -> Safe | None:
    notes = [str(x) for x in run.get("notes") or ()]
    if not notes:
        return None
    shown = [tag("li", line) for line in notes[:MAX_NOTES]]
    if len(notes) > MAX_NOTES:
        shown.append(tag("li", f"{len(notes) - MAX_NOTES} more in run.json"))
    return tag("div", tag("h4", "What the run noted"), tag("ul", shown))


def _extra(run: Mapping[str, Any]) -> list[str]:
    return [str(x) for x in run.get("blind_spots") or ()]
