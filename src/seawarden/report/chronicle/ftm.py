"""The chronicle as FollowTheMoney entities, one JSON line each, without the library.

Documents are `Article`, occurrences `Event`, speakers `Person`, `PublicBody` or `LegalEntity`,
statements `Note` on their speaker with the article as `proof`; a derivation is an `UnknownLink`
between two articles' publishers only in words, so it stands in the article's `notes`. Checked
against the library's model in the tests.
"""

import hashlib
import json
from typing import Any

from ...visible import in_json
from .view import Row, View, plain, spread

_LANGUAGES = {
    "en": "eng",
    "es": "spa",
    "fr": "fra",
    "de": "deu",
    "ko": "kor",
    "ja": "jpn",
    "zh": "zho",
    "ru": "rus",
    "mi": "mri",
}
_BODIES = (
    "Ministry",
    "Department",
    "Government",
    "Council",
    "Agency",
    "Nations",
    "Command",
    "Committee",
    "Commission",
    "ministry",
    "agencies",
    "Parliament",
)


def lines(view: View) -> str:
    """Return one entity a line; ids are stable for the same documents and occurrences."""
    out: list[dict[str, Any]] = []
    derived: dict[str, list[str]] = {}
    for row in view.derivations.to_dicts():
        derived.setdefault(row["document_id"], []).append(
            f"rests on {row['source_id']}: {row['share_reused']:.0%} of its words reused"
        )
    for row in view.documents.to_dicts():
        out.append(_article(row, derived.get(row["document_id"], [])))
    kept = {e["id"] for e in out}
    speakers: dict[str, dict[str, Any]] = {}
    for row in view.statements.to_dicts():
        who = _speaker(row, speakers)
        out.append(_note(row, who, kept))
    out += speakers.values()
    out += [_event(row, kept) for row in view.occurrences.to_dicts()]
    return "".join(in_json(json.dumps(e, ensure_ascii=False, sort_keys=True)) + "\n" for e in out)


def _entity(identity: str, schema: str, **properties: object) -> dict[str, Any]:
    given: dict[str, list[str]] = {}
    for name, value in properties.items():
        values = value if isinstance(value, list) else [value]
        kept = [plain(str(v)) for v in values if v not in (None, "", [])]
        if kept:
            given[name] = kept
    return {"id": identity, "schema": schema, "properties": given}


def _article(row: Row, notes: list[str]) -> dict[str, Any]:
    name = row["title"] or str(row["source"]).rsplit("/", 1)[-1]
    url = row["url"] if str(row["url"] or "").startswith(("http://", "https://")) else None
    return _entity(
        row["document_id"],
        "Article",
        title=name,
        sourceUrl=url,
        publisher=row["publisher"],
        publishedAt=row["published_on"],
        author=row["authors"],
        notes=notes,
        language=_LANGUAGES.get(row["language"] or ""),
        description=f"sha256 {row['sha256']}, item {row['item']}; {row['date_note'] or ''}",
    )


def _speaker(row: Row, speakers: dict[str, dict[str, Any]]) -> str | None:
    name = row["speaker"]
    if not name or "; " in name:
        return None
    identity = "p-" + hashlib.sha256(name.encode()).hexdigest()[:16]
    if identity not in speakers:
        country = (row["party"] or "").lower() or None
        if any(word in name for word in _BODIES) or (country and " " not in name):
            schema = "PublicBody"
        elif row["role"] and len(name.split()) >= 2:
            schema = "Person"
        else:
            schema = "LegalEntity"
        more = {"position": row["role"]} if schema == "Person" else {}
        speakers[identity] = _entity(identity, schema, name=name, country=country, **more)
    return identity


def _note(row: Row, who: str | None, kept: set[str]) -> dict[str, Any]:
    day = f" on {row['said_on']}" if row["said_on"] else ""
    countries = [c.lower() for c in row["countries"] or []]
    return _entity(
        row["statement_id"],
        "Note",
        name=f"{row['speaker'] or 'not known'}, {row['kind']}{day}",
        description=row["text"],
        entity=who,
        detectedCountry=countries,
        proof=row["document_id"] if row["document_id"] in kept else None,
        summary=f"characters {row['start']} to {row['end']}; {row['said_how'] or ''}",
    )


def _event(row: Row, kept: set[str]) -> dict[str, Any]:
    proof = [s["document_id"] for s in row["sources"] or [] if s["document_id"] in kept]
    return _entity(
        row["occurrence_id"],
        "Event",
        name=row["title"],
        startDate=row["start_on"],
        endDate=row["end_on"],
        country=(row["actor"] or "").lower() or None,
        location=row["place"],
        proof=list(dict.fromkeys(proof)),
        keywords=row["kind"],
        summary=f"{row['status']}, {row['modality']}; {spread(row)}; {row['time_text'] or ''}",
    )
