"""Compare: a story beside its source, from files or from the chronicle; finding the source."""

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import polars as pl

from ...chronicle import Chronicle, entry
from ...chronicle.documents import formats
from ...chronicle.reuse import alignment, derivation, passage_index
from ...errors import InputError
from ...files.streams import read_once
from .dates import settle
from .side_by_side import Beside

Row = dict[str, Any]
CANDIDATES = 8
"""Documents that the index proposes and that are then aligned exactly; own choice."""


def compare(root: Path | None, story: str, release: str | None = None) -> Beside:
    """Return a story beside a release; without one, beside the best source in the chronicle.

    `story` and `release` are files or ids of documents ("d-..."). Raises InputError when one is
    neither, cannot be read, or when no source is found.
    """
    chronicle = Chronicle(root) if root is not None and (root / "journal.jsonl").exists() else None
    one, spoken = _load(chronicle, story)
    if release is not None:
        two, other = _load(chronicle, release)
        return _settled(beside(one, spoken, two, other))
    if chronicle is None:
        raise InputError(f"{root}: no chronicle to look for the source in; name the release too")
    found = sources(chronicle, one, chronicle.scan())
    if not found:
        raise InputError(f"{story}: no document of the chronicle shares a passage with it")
    best = found[0]
    statements = chronicle.statements().filter(pl.col("document_id") == best["document_id"])
    return _settled(beside(one, spoken, best, statements.to_dicts()))


def _settled(pair: Beside) -> Beside:
    """Return the pair with the dates that setting them beside each other settles."""
    if not pair.result.rests_on:
        return pair
    documents, statements = settle([pair])
    by_id = {d["document_id"]: d for d in documents}
    settled = {s["statement_id"]: s for s in statements}
    return Beside(
        by_id.get(pair.story["document_id"], pair.story),
        by_id.get(pair.source["document_id"], pair.source),
        [settled.get(s["statement_id"], s) for s in pair.story_statements],
        [settled.get(s["statement_id"], s) for s in pair.source_statements],
        pair.result,
    )


def beside(
    story: Row, story_statements: Sequence[Row], source: Row, source_statements: Sequence[Row]
) -> Beside:
    """Return the comparison of two DOCUMENTS rows with their STATEMENTS rows."""
    result = derivation.compare(
        story["text"],
        source["text"],
        story_start=story["body_start"] or 0,
        source_start=source["body_start"] or 0,
        story_quotes=_quotes(story_statements),
        source_quotes=_quotes(source_statements),
    )
    return Beside(story, source, list(story_statements), list(source_statements), result)


def _quotes(statements: Sequence[Row]) -> list[derivation.Quote]:
    return [
        derivation.Quote(s["start"], s["end"], s["speaker"] or "")
        for s in statements
        if s["kind"] == "direct"
    ]


def _load(chronicle: Chronicle | None, name: str) -> tuple[Row, list[Row]]:
    if name.startswith("d-") and chronicle is not None:
        row = chronicle.scan().filter(pl.col("document_id") == name).collect()
        if row.is_empty():
            raise InputError(f"{name}: no such document in {chronicle.root}")
        found = chronicle.statements().filter(pl.col("document_id") == name)
        return row.to_dicts()[0], found.to_dicts()
    path = Path(name)
    if not path.exists() or path.is_dir():
        raise InputError(f"{name}: no such file or document")
    data = read_once(path)
    digest = hashlib.sha256(data).hexdigest()
    for kind, item in formats.read(path.name, data):
        made = entry.make(item, entry.Original(str(path), digest, len(data), kind))
        if made.document["status"] == "unreadable":
            raise InputError(f"{name}: {made.document['reason']}")
        return made.document, made.statements
    raise InputError(f"{name}: holds no document")


def segments(chronicle: Chronicle) -> list[tuple[passage_index.Segment, list[str]]]:
    """Return the index segments with the ids of their documents, made where they are missing."""
    out = []
    for batch in chronicle.batches():
        number = int(str(batch["batch"]))
        part = chronicle.root / "parts" / f"{number:06d}" / "documents.parquet"
        place = chronicle.root / "index" / f"{number:06d}"
        ids = pl.read_parquet(part, columns=["document_id"])["document_id"].to_list()
        ready = passage_index.Segment.load(place)
        if ready is None or not _made_of(place, ids):
            frame = pl.read_parquet(part, columns=["text", "body_start"])
            texts = (t[b or 0 :] for t, b in frame.iter_rows())
            ready = passage_index.build(texts)
            with suppress(OSError):  # a folder that can only be read: made anew each time
                ready.save(place)
                (place / "documents.json").write_text(json.dumps(ids))
        out.append((ready, ids))
    return out


def _made_of(place: Path, ids: Sequence[str]) -> bool:
    """Whether a segment was made of these documents, in this order."""
    try:
        found: list[str] = json.loads((place / "documents.json").read_text())
    except (OSError, ValueError):
        return False
    return found == list(ids)


def sources(
    chronicle: Chronicle,
    story: Row,
    documents: pl.DataFrame | pl.LazyFrame,
    ready: list[tuple[passage_index.Segment, list[str]]] | None = None,
) -> list[Row]:
    """Return the documents that a story rests on, most reused first, by exact alignment."""
    text = story["text"][story["body_start"] or 0 :]
    hits: list[tuple[float, str]] = []
    for segment, ids in ready if ready is not None else segments(chronicle):
        hits += [
            (h.score, ids[h.document]) for h in passage_index.query(segment, text, limit=CANDIDATES)
        ]
    hits = [h for h in sorted(hits, reverse=True) if h[1] != story["document_id"]][:CANDIDATES]
    wanted = pl.col("document_id").is_in([h[1] for h in hits])
    rows = documents.lazy().filter(wanted).collect().unique("document_id", keep="last")
    scored = []
    for row in rows.to_dicts():
        if row["sha256"] == story["sha256"] and row["item"] == story["item"]:
            continue
        found = alignment.passages(
            story["text"],
            row["text"],
            story_start=story["body_start"] or 0,
            source_start=row["body_start"] or 0,
        )
        words = sum(p.words for p in found)
        if words >= derivation.RESTS_ON * max(1, story["words"]) or any(
            p.words >= 25 for p in found
        ):
            scored.append((words, row["document_id"], row))
    return [row for _, _, row in sorted(scored, key=lambda s: (-s[0], s[1]))]
