"""Law and cases: which measure a statement or occurrence touches, and which case of the docket.

Method: an occurrence's kind is a topic of the register of measures (`lists.cite`), read as of its
day; a statement has the topics of its words, and the resolutions it names itself. Paragraphs whose
number was not seen are printed with "paragraph to be confirmed". A case is linked when it is
of the same ship (name or IMO number in the text), or of the same kind, near and in one week.

Blind spot: that a text speaks of ship-to-ship transfers does not make it about one.
"""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import polars as pl

from ...chronicle.statements import names
from ...geo.sphere import distance_m
from ...lists.register.measures import Measure, cite, measures, topics
from ...schema import LINKS, OCCURRENCES, conform
from ...schema.kinds import transfers
from ...units import M_PER_NM

Row = dict[str, Any]
_TOPIC = {
    "launch": "launch",
    "nuclear_test": "nuclear_test",
    "sts": "sts",
    "arms_shipment": "arms",
    "oil_delivery": "oil",
    "designation": "designated",
}
_WORDS = (
    ("sts", r"\bship-to-ship\b|\bSTS transfers?\b"),
    (
        "launch",
        r"\bballistic missiles?\b|\bmissile (?:launch|test)|\brocket launch|\bsatellite launch",
    ),
    ("nuclear_test", r"\bnuclear (?:weapons? )?test"),
    (
        "arms",
        r"\b(?:arms|weapons|munitions|military[- ]related technolog\w+|military technolog\w+)\b"
        r"[^.;]{0,80}\b(?:transfer|suppl|export|procure|provision|ship)\w*|\bsuppl\w+[^.;]{0,40}"
        r"\b(?:arms|weapons|munitions|military[- ]related technolog\w+)",
    ),
    (
        "oil",
        r"\b(?:refined petroleum|oil|fuel)\b[^.;]{0,80}\b(?:cap|transfer|deliver|import|smuggl)\w*",
    ),
    ("coal", r"\bcoal\b"),
)
_RESOLUTION = re.compile(
    r"\b(?:resolutions?|UNSCRs?)\s+(?P<n>(?:1695|1718|1874|2087|2094|2270|2321|2356|2371|2375|2397|"
    r"2407|2464|2515|2569|2627|2680)(?:(?:, | and |, and )\d{4})*)",
    re.I,
)
NEAR_NM = 100.0
"""Distance within which a case and an occurrence are of one place; own choice."""
NEWEST = 2
"""Measures shown for a topic: the newest in force on the day, certain ones first."""


def links(
    statements: pl.DataFrame, occurrences: pl.DataFrame, cases: Sequence[pl.DataFrame]
) -> pl.DataFrame:
    """Return LINKS from statements and occurrences to measures and cases."""
    docket = [case for frame in cases for case in frame.to_dicts()]
    rows: list[Row] = []
    for statement in statements.select("statement_id", "text", "said_on").iter_rows(named=True):
        rows += _statement(statement)
        rows += _named(statement["statement_id"], "statement", statement["text"], docket)
    for row in occurrences.to_dicts():
        rows += _occurrence(row)
        text = " ".join([row["title"], *[s["text"] or "" for s in row["sources"] or []]])
        rows += _named(row["occurrence_id"], "occurrence", text, docket)
        rows += _same_week(row, docket)
    frame = pl.DataFrame(rows, schema=LINKS.schema, orient="row")
    return conform(frame, LINKS).unique(LINKS.key, keep="first", maintain_order=True)


def resolutions() -> pl.DataFrame:
    """Return the Council's resolutions on the DPRK as OCCURRENCES, from the register of measures.

    A resolution's day is the one the register gives for its measures (New York).
    """
    rows = []
    for number, day in measures().select("resolution", "since").unique().sort("since").iter_rows():
        source = {
            "source": "register of measures",
            "sha256": "",
            "line": None,
            "document_id": None,
            "start": None,
            "end": None,
            "text": f"resolution {number} of {day}",
        }
        rows.append(
            {
                "occurrence_id": f"o-resolution-{number}",
                "kind": "resolution",
                "start_on": day,
                "end_on": day,
                "precision": "day",
                "time_text": str(day),
                "count": None,
                "title": f"UN Security Council adopts resolution {number}",
                "actor": None,
                "place": "New York",
                "lat_deg": None,
                "lon_deg": None,
                "status": "record",
                "modality": "reported",
                "detail": "{}",
                "disagreements": "[]",
                "sources": [source],
            }
        )
    return conform(pl.DataFrame(rows, schema=OCCURRENCES.schema, orient="row"), OCCURRENCES)


def _measure(kind: str, identity: str, measure: Measure, why: str) -> Row:
    return {
        "from_kind": kind,
        "from_id": identity,
        "to_kind": "measure",
        "to_id": f"{measure.resolution} para {measure.paragraph}",
        "why": why,
        "certainty": measure.certainty,
        "text": str(measure),
    }


def _on_topic(topic: str, on: date | None) -> list[Measure]:
    if topic not in topics():
        return []
    found = cite(topic, on=on)
    return sorted(found, key=lambda m: m.certainty != "V")[:NEWEST]


def _statement(statement: Row) -> Iterator[Row]:
    text, on = statement["text"], statement["said_on"]
    if "KP" not in names.countries(text) and not re.search(r"\bUN(?:SC)?\b|Security Council", text):
        return
    for topic, words in _WORDS:
        match = re.search(words, text, re.I)
        if match:
            why = f'the words "{" ".join(match.group().split())[:60]}"'
            for measure in _on_topic(topic, on):
                yield _measure("statement", statement["statement_id"], measure, why)
    yield from _by_number("statement", statement["statement_id"], text)


def _by_number(kind: str, identity: str, text: str) -> Iterator[Row]:
    """Link the resolutions that a text names, with the paragraph if it names one."""
    known = measures()
    for match in _RESOLUTION.finditer(text):
        for number in re.findall(r"\d{4}", match["n"]):
            rows = known.filter(pl.col("resolution") == int(number))
            after = re.match(r",? (?:operative )?para(?:graph)?\.? (\d{1,2})", text[match.end() :])
            if after and rows.height:
                rows = rows.filter(pl.col("paragraph").str.contains(rf"^{after.group(1)}\b"))
            year = f" ({rows['since'][0].year})" if rows.height else ""
            para = f", paragraph {after.group(1)}" if after else ""
            seen = rows["certainty"][0] if after and rows.height else None
            doubt = " (paragraph to be confirmed)" if after and seen != "V" else ""
            yield {
                "from_kind": kind,
                "from_id": identity,
                "to_kind": "measure",
                "to_id": f"{number}{' para ' + after.group(1) if after else ''}",
                "why": f'named in the text: "{match.group()[:60]}"',
                "certainty": seen,
                "text": f"UNSC resolution {number}{year}{para}{doubt}",
            }


def _occurrence(row: Row) -> Iterator[Row]:
    topic = _TOPIC.get(row["kind"])
    actor = row["actor"]
    if topic and (actor == "KP" or row["kind"] == "sts"):
        for measure in _on_topic(topic, row["start_on"]):
            why = f"a {row['kind'].replace('_', ' ')} of {row['start_on'] or 'a day not known'}"
            yield _measure("occurrence", row["occurrence_id"], measure, why)
    if row["kind"] == "resolution":
        yield from _by_number("occurrence", row["occurrence_id"], row["title"])


def _ships(case: Row) -> list[Row]:
    try:
        found = json.loads(case["ships"])
    except (ValueError, TypeError):
        return []
    return [s for s in found if isinstance(s, dict)] if isinstance(found, list) else []


def _named(identity: str, kind: str, text: str, docket: Sequence[Row]) -> Iterator[Row]:
    """Link a case whose ship the text names, by IMO number or by a name of two words or a digit."""
    for case in docket:
        for ship in _ships(case):
            imo, name = ship.get("imo"), str(ship.get("name") or "").strip()
            why = ""
            if imo and re.search(rf"(?<!\d){imo}(?!\d)", text):
                why = f"same ship: IMO {imo}"
            elif (
                len(name) > 6
                and re.search(r"\s|\d", name)
                and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.I)
            ):
                why = f"same name: {name} (a name is no identity)"
            if why:
                yield _case(kind, identity, case, why)
                break


def _case(kind: str, identity: str, case: Row, why: str) -> Row:
    simulated = "SIMULATED " if case.get("is_simulated") else ""
    return {
        "from_kind": kind,
        "from_id": identity,
        "to_kind": "case",
        "to_id": case["case_id"],
        "why": why,
        "certainty": None,
        "text": f"{simulated}{case['title']}",
    }


def _same_week(row: Row, docket: Sequence[Row]) -> Iterator[Row]:
    """Link cases of one week that are near, or both of a ship-to-ship transfer."""
    start, end = row["start_on"], row["end_on"] or row["start_on"]
    if start is None or (end - start).days > 40:
        return
    for case in docket:
        low, high = case["start_utc"].date(), case["end_utc"].date()
        if low > end + timedelta(7) or high < start - timedelta(7):
            continue
        if row["lat_deg"] is not None and row["lon_deg"] is not None:
            metres = distance_m(row["lat_deg"], row["lon_deg"], case["lat_deg"], case["lon_deg"])
            far = float(metres) / M_PER_NM
            if far <= NEAR_NM:
                yield _case(
                    "occurrence", row["occurrence_id"], case, f"same week, {far:.0f} nm apart"
                )
                continue
        if row["kind"] == "sts" and case["kind"] in transfers():
            yield _case("occurrence", row["occurrence_id"], case, "same week, both a transfer")
        elif row["kind"] == "deployment" and low <= end and high >= start:
            yield _case("occurrence", row["occurrence_id"], case, "while the patrol was deployed")
