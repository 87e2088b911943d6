"""Dates that a derivation settles: a story without a date, a release that prints UTC dates.

Method: a story that rests on a release was written no earlier than the release and, where it has
no date of its own, is taken to be of the days after it. When the story gives the release's own
words a weekday ("Peters, on Tuesday, said"), the one day of the release's possible days that is a
Tuesday is the day it was published; from that day the story's other weekdays are counted back.

Blind spot: a story that comes back to a release weeks later and gives it no weekday.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from ...chronicle import entry
from ...chronicle.dating import text_date
from ...chronicle.statements.statement import Statement
from .side_by_side import Beside

Row = dict[str, Any]
AFTER = timedelta(days=2)
"""Days after a release in which a story without a date is taken to have appeared."""


def settle(pairs: Sequence[Beside]) -> tuple[list[Row], list[Row]]:
    """Return the DOCUMENTS and STATEMENTS rows whose dates a derivation settles."""
    new_documents: dict[str, Row] = {}
    new_statements: dict[str, Row] = {}
    for pair in sorted(pairs, key=lambda p: -p.result.share_reused):
        story, source = pair.story, pair.source
        if story["document_id"] in new_documents or source["published_from"] is None:
            continue
        found = shared_weekday(pair)
        if found is not None:
            day, words = found
            if source["published_from"] != source["published_to"]:
                source = _source_on(source, story, day, words)
                new_documents[source["document_id"]] = source
                _redated(source, pair.source_statements, new_statements)
        if story["published_on"] is None:
            story = _story_on(story, source, found)
            new_documents[story["document_id"]] = story
            _redated(story, pair.story_statements, new_statements)
    return list(new_documents.values()), list(new_statements.values())


def shared_weekday(pair: Beside) -> tuple[date, str] | None:
    """Return (day, words): the day of the release that the story's weekday for it names."""
    low, high = pair.source["published_from"], pair.source["published_to"]
    speakers = {s["speaker"] for s in pair.source_statements if s["speaker"]}
    for statement in pair.story_statements:
        if statement["speaker"] not in speakers:
            continue
        words = entry.attribution_words(_statement_of(statement), pair.story["text"])
        match = re.search(rf"\b(?:on |last )?({text_date.WEEKDAY_WORD})\b", words)
        if not match:
            continue
        want = text_date.WEEKDAYS[match.group(1).lower()]
        days = [low + timedelta(k) for k in range((high - low).days + 1)]
        hits = [d for d in days if d.weekday() == want]
        if len(hits) == 1:
            return hits[0], f"{statement['speaker_as_written']}, {match.group()}"
    return None


def _statement_of(row: Row) -> Statement:
    return Statement(
        row["start"], row["end"], row["kind"], row["speaker"] or "", verb=row["verb"] or ""
    )


def _source_on(source: Row, story: Row, day: date, words: str) -> Row:
    gap = day - source["published_from"]
    side = (
        f"the printed date {source['date_given']} is the UTC date, a day before the local one"
        if gap
        else f"the printed date {source['date_given']} is also the local one"
    )
    note = (
        f"published {day:%A} {day} at {source['zone']}: "
        f"the story {_name(story)} gives its words to "
        f'"{words}", and of the days {source["published_from"]} and {source["published_to"]} that '
        f"its printed date allows only {day} is a {day:%A}; {side}"
    )
    return source | {
        "published_on": day,
        "published_from": day,
        "published_to": day,
        "date_note": note,
    }


def _story_on(story: Row, source: Row, found: tuple[date, str] | None) -> Row:
    low, high = source["published_from"], source["published_to"]
    note = f"no date of its own; it rests on {_name(source)} ({source['date_given']})"
    if found is not None:
        low = high = found[0]
        note += (
            f', which it dates by "{found[1]}": weekdays are counted from {found[0]:%A} {found[0]}'
        )
        return story | {
            "published_on": low,
            "published_from": low,
            "published_to": low,
            "date_note": note,
            "zone": source["zone"],
        }
    note += f": taken to have appeared between {low} and {high + AFTER}"
    return story | {
        "published_on": low,
        "published_from": low,
        "published_to": high + AFTER,
        "date_note": note,
        "zone": source["zone"],
    }


def _redated(document: Row, statements: Sequence[Row], out: dict[str, Row]) -> None:
    """Count the days of a document's statements again from its settled date."""
    for statement in statements:
        on, how = entry.when(document, _statement_of(statement), document["text"])
        out[statement["statement_id"]] = statement | {"said_on": on, "said_how": how}


def _name(document: Row) -> str:
    title = document["title"]
    return f'"{title}"' if title else str(document["source"]).rsplit("/", 1)[-1]
