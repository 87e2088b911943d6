"""Entry: from one item to its rows of DOCUMENTS and STATEMENTS.

Method: language and soundness first (what is not read is set apart with its reason), then the
publication date, then speech, then tone, countries and the day each statement was made. A
document read without statements says why.
"""

import hashlib
import json
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from . import other_languages, tone
from .dating import dates_in_text, publication_date, text_date
from .documents import language, page_date
from .documents.item import Item, date_in_name
from .statements import issued_statements, names, speech, transcripts
from .statements.speakers import clean
from .statements.statement import Statement

READS = ("en",)
"""Languages in which statements are looked for; others are set apart, not misread."""


@dataclass(frozen=True, slots=True)
class Original:
    """The file an item came from."""

    source: str
    sha256: str
    size: int
    format: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One document's row and its statements' rows, as plain dicts of the schema's columns."""

    document: dict[str, object]
    statements: list[dict[str, object]]


def make(item: Item, original: Original) -> Entry:
    """Return the rows of one item. Pure: same item, same rows."""
    identity = hashlib.sha256(f"{original.sha256}:{item.item}".encode()).hexdigest()[:16]
    body = item.text[item.body_start :]
    found = language.identify(body) or item.language
    if not item.date:
        item = replace(item, date=page_date.printed(body))
    row = _head(item, original, f"d-{identity}")
    row["words"] = tone.word_count(body)
    if item.reason:
        return Entry(row | {"status": "unreadable", "reason": item.reason}, [])
    row["language"] = found
    why = language.broken(body, found)
    if why is None and item.language and found != item.language and item.language not in READS:
        found = item.language
    if why is None and found in other_languages.READ:
        return _quotations(row, item, str(found))
    if why is None and found not in READS:
        named = found or "not known"
        why = f"language {named}: statements are looked for in {', '.join(READS)} only"
    if why is not None:
        return Entry(row | {"status": "set apart", "reason": why}, [])
    return _read(row, item, body)


def _head(item: Item, original: Original, identity: str) -> dict[str, object]:
    who = publication_date.publisher(item.url)
    from pathlib import Path

    in_name = date_in_name(Path(original.source)) if item.item == 1 else None
    from_name, _, _ = publication_date.parse_given(in_name)
    dated = publication_date.resolve(
        item.date,
        item.url,
        item.title,
        item.text[item.body_start : item.body_start + 8000],
        from_name=from_name,
    )
    return {
        "document_id": identity,
        "source": original.source,
        "item": item.item,
        "sha256": original.sha256,
        "bytes": original.size,
        "format": original.format,
        "encoding": item.encoding or None,
        "status": "read",
        "reason": item.note or None,
        "kind": None,
        "language": item.language,
        "title": item.title or None,
        "url": item.url or None,
        "publisher": item.publisher or (who.name if who else None),
        "zone": dated.zone,
        "date_given": dated.given,
        "published_on": dated.on,
        "published_from": dated.first,
        "published_to": dated.last,
        "date_note": dated.note,
        "authors": list(item.authors),
        "portfolios": list(item.portfolios),
        "text": item.text,
        "body_start": item.body_start,
        "words": 0,
        "threat_per_1000": None,
        "demand_per_1000": None,
    }


def _read(row: dict[str, object], item: Item, body: str) -> Entry:
    who = publication_date.publisher(item.url)
    state = who.state or None if who else None
    # the author of a news page is its reporter, not who is quoted; of a release its minister
    is_byline = who.kind == "other" if who else row["format"] in {"html", "feed"}
    authors = () if is_byline and not item.portfolios else item.authors
    if not any(names.parse(clean(a)).kind == "person" for a in authors):
        named = issued_statements.author_in_title(item.title) or transcripts.speaker_in_head(body)
        authors = (named,) if named else authors  # "Statement by ...", "Speaker: ..."
    found = speech.read(
        item.text,
        item.body_start,
        authors=authors,
        is_release=bool(authors) or (who is not None and who.kind != "other"),
        roles=item.portfolios,
        publisher_state=state,
        on=_best(row),
    )
    kind = issued_statements.kind_of(item.title, item.text, item.body_start, found, authors)
    row["kind"] = kind
    if kind != "reports":
        found = issued_statements.statements(
            kind, item.title, item.text, item.body_start, authors, state
        )
    counted = tone.hits(body)
    words = tone.word_count(body)
    for scale in tone.SCALES:
        count = sum(1 for h in counted if h.scale == scale)
        row[f"{scale}_per_1000"] = tone.per_1000(count, words)
    statements = [_statement(row, statement, item.text) for statement in found]
    if not statements:
        why = _why_none(item, body)
        row["reason"] = f"{row['reason']}; {why}" if row["reason"] else why
    return Entry(row, statements)


def _quotations(row: dict[str, object], item: Item, found: str) -> Entry:
    """Return the rows of a document in a language of which only quotations are read."""
    quoted = other_languages.quotations(item.text, item.body_start, found)
    if not quoted:
        why = f"language {found}: only quotations beside a verb of speech are read, and none is"
        return Entry(row | {"status": "set apart", "reason": why}, [])
    why = f"language {found}: quotations only, their speakers are guesses"
    row["kind"] = "reports"
    row["reason"] = f"{row['reason']}; {why}" if row["reason"] else why
    return Entry(row, [_statement(row, one, item.text) for one in quoted])


def _why_none(item: Item, body: str) -> str:
    """Say why a document that was read holds no statement."""
    has_marks = re.search(r"[“”\"]", body) is not None
    if not has_marks and not item.authors:
        return "no statement: nobody is quoted or reported, and no author is named"
    if has_marks:
        return "no statement: what stands in quotation marks are names or titles, nobody is quoted"
    return "no statement: no quotation marks, and no sentence reports what somebody said"


def _statement(row: dict[str, object], statement: Statement, text: str) -> dict[str, object]:
    passage = text[statement.start : statement.end]
    words = tone.word_count(passage)
    counted = tone.hits(passage)
    on, how = when(row, statement, text)
    out: dict[str, object] = {
        "statement_id": f"s-{str(row['document_id'])[2:]}-{statement.start}",
        "document_id": row["document_id"],
        "start": statement.start,
        "end": statement.end,
        "kind": statement.kind,
        "text": passage,
        "speaker": statement.speaker or None,
        "speaker_as_written": statement.written or None,
        "speaker_how": statement.how or "not known",
        "role": statement.role or None,
        "party": _party(row, statement),
        "via": statement.via or None,
        "confidence": _confidence(statement),
        "verb": statement.verb or None,
        "said_on": on,
        "said_how": how,
        "countries": names.countries(passage),
        "words": words,
    }
    for scale in tone.SCALES:
        mine = [h for h in counted if h.scale == scale]
        places = [[h.text, statement.start + h.start, statement.start + h.end] for h in mine]
        out[scale] = json.dumps(places, ensure_ascii=False)
        out[f"{scale}_per_1000"] = tone.per_1000(len(mine), words)
    return out


ISSUED_CONFIDENCE = 0.98
"""Of the author or parties of a text that is itself the statement: 5 of 5 marked ones; own choice
of a figure that leaves room for a wrong head."""


def _confidence(statement: Statement) -> float | None:
    if not statement.speaker:
        return None
    return ISSUED_CONFIDENCE if statement.kind == "own" else statement.confidence


def _party(row: dict[str, object], statement: Statement) -> str | None:
    """Return the State spoken for: the speaker's own, or that of the state medium that speaks."""
    if statement.state:
        return statement.state
    who = publication_date.publisher(str(row["url"] or ""))
    if who is None or who.kind != "state media":
        return None
    is_person = any(m.kind == "person" for m in statement.mentions)
    return (
        None if is_person or (statement.speaker and not statement.mentions) else who.state or None
    )


_SAID_TIME = re.compile(
    rf"\b(?:today|yesterday|tonight|last night|this (?:morning|afternoon|evening)|"
    rf"(?:on |last )?{text_date.WEEKDAY_WORD})\b",
    re.I,
)


def when(row: dict[str, object], statement: Statement, text: str) -> tuple[date | None, str]:
    """Return (day, on what it rests): a time in the narrator's words, else the document's date."""
    first, last = row["published_from"], row["published_to"]
    clause = attribution_words(statement, text)
    if not isinstance(first, date) or not isinstance(last, date):
        match = _SAID_TIME.search(clause)
        if match:
            return None, f"'{match.group()}', but the document has no date to count from"
        return None, "the document has no date"
    match = _SAID_TIME.search(clause)
    if match:
        for found in dates_in_text.find(clause, first, last):
            if found.start <= match.start() < found.end and last - first <= timedelta(3):
                if found.first == found.last:
                    return found.first, found.how
                return _best(row), f"{found.how}: {found.first} or {found.last}"
    note = "date of the document"
    if first != last:
        note += f" ({first} or {last} where it was published)"
    return _best(row), note


def _best(row: dict[str, object]) -> date | None:
    best = row["published_on"]
    return best if isinstance(best, date) else None


def attribution_words(statement: Statement, text: str) -> str:
    """Return the narrator's words that belong to a statement: the sentence, or what touches it."""
    if statement.kind in {"indirect", "mixed"}:
        return text[statement.start : min(statement.end, statement.start + 240)]
    if statement.kind == "own" or not statement.verb:
        return ""
    after = re.match(r"[^\n“\"]{0,140}", text[statement.end :])
    before = re.search(r"[^\n”\"]{0,140}\Z", text[: statement.start])
    tail = re.split(r"(?<=[.!?])\s", after.group() if after else "")[0]
    lead = re.split(r"(?<=[.!?])\s", before.group() if before else "")[-1]
    return f"{lead} {tail}"


def source_only(item: Item, original: Original) -> Entry:
    """Return the row of a document that is kept as a source: no statements are looked for."""
    identity = hashlib.sha256(f"{original.sha256}:{item.item}".encode()).hexdigest()[:16]
    row = _head(item, original, f"d-{identity}")
    row["words"] = tone.word_count(item.text[item.body_start :])
    if item.reason:
        return Entry(row | {"status": "unreadable", "reason": item.reason}, [])
    return Entry(
        row | {"kind": "source", "reason": "kept as a source: no statements looked for"}, []
    )
