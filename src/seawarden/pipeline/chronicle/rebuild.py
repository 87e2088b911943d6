"""What follows from all the documents: occurrences, derivations, settled dates, checks, links."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from ...chronicle import Chronicle
from ...chronicle.checks import claims
from ...chronicle.dating import publication_date
from ...chronicle.occurrences import join, propose, records
from ...errors import InputError
from ...files.atomic import write_text
from ...schema import CHECKS, DERIVATIONS, conform
from ...store import generations
from . import compare, law
from .dates import settle
from .side_by_side import Beside

Row = dict[str, Any]
Tell = Callable[[str, float], None]


def keep_record(chronicle: Chronicle, path: Path, data: bytes) -> None:
    """Keep a record table among the originals and note that it belongs to the chronicle."""
    digest = chronicle.keep(data, path.name)
    noted = _notes(chronicle)
    if digest not in {r["sha256"] for r in noted["records"]}:
        noted["records"].append({"source": str(path), "sha256": digest})
    _note(chronicle, noted)


def keep_docket(chronicle: Chronicle, docket: Path) -> None:
    """Note the docket (the folder that `watch` wrote) whose cases are linked.

    Raises InputError when there is no `cases.parquet` in it.
    """
    cases_file(docket)
    noted = _notes(chronicle)
    if str(docket) not in noted["dockets"]:
        noted["dockets"].append(str(docket))
    _note(chronicle, noted)


def cases_file(docket: Path) -> Path:
    """Return the cases of a docket's current generation.

    Raises InputError when there is no `cases.parquet` in it.
    """
    path = generations.current(docket) / "cases.parquet"
    if not path.is_file():
        raise InputError(
            f"{docket}: no cases.parquet in it; expected the folder that 'watch' wrote"
        )
    return path


def cases(chronicle: Chronicle) -> list[pl.DataFrame]:
    """Return CASES of each docket that is still there, each as its last finished run left them.

    Raises InputError for a table that is there and cannot be read.
    """
    out = []
    for docket in map(Path, _notes(chronicle)["dockets"]):
        try:
            path = cases_file(docket)
        except InputError:
            continue
        try:
            out.append(pl.read_parquet(path))
        except (OSError, pl.exceptions.PolarsError) as error:
            raise InputError(f"{path}: cannot be read: {str(error).splitlines()[0]}") from error
    return out


def _notes(chronicle: Chronicle) -> dict[str, Any]:
    place = chronicle.root / "records.json"
    empty: dict[str, Any] = {"records": [], "dockets": []}
    if not place.exists():
        return empty
    try:
        noted: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
        return empty | noted
    except ValueError as error:
        raise InputError(f"{place}: is no JSON: {error}") from error


def _note(chronicle: Chronicle, noted: dict[str, Any]) -> None:
    write_text(chronicle.root / "records.json", json.dumps(noted, indent=1))


def remake(chronicle: Chronicle, tell: Tell) -> None:
    """Re-make every table that follows from documents and records. Same input, same tables."""
    documents, statements = chronicle.documents(), chronicle.statements()
    tell("which story rests on what", 0.2)
    derived, pairs = _derivations(chronicle, documents, statements)
    changed_documents, changed_statements = settle(pairs)
    if changed_documents or changed_statements:
        chronicle.rewrite(
            _like(changed_documents, documents), _like(changed_statements, statements)
        )
        documents, statements = chronicle.documents(), chronicle.statements()
    chronicle.put("derivations", derived)
    tell("occurrences", 0.5)
    occurrences = _occurrences(chronicle, documents)
    chronicle.put("occurrences", occurrences)
    tell("claims against the record", 0.7)
    chronicle.put("checks", _checks(documents, statements, occurrences))
    tell("measures and cases", 0.9)
    chronicle.put("links", law.links(statements, occurrences, cases(chronicle)))


def _like(rows: Sequence[Row], frame: pl.DataFrame) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=frame.schema, orient="row")


def _read(documents: pl.DataFrame) -> list[Row]:
    """Return the documents whose text was read for statements."""
    wanted = (pl.col("status") == "read") & (pl.col("kind") != "source")
    return documents.filter(wanted).to_dicts()


def _occurrences(chronicle: Chronicle, documents: pl.DataFrame) -> pl.DataFrame:
    tables = [law.resolutions()]
    for record in _notes(chronicle)["records"]:
        data = chronicle.original(record["sha256"])
        tables.append(records.parse(data, record["source"]))
    record_rows = pl.concat(tables)
    proposals = [row for document in _read(documents) for row in propose.propose(document)]
    return join.join(record_rows, proposals)


def is_story(document: Row) -> bool:
    """Whether a document may rest on another: no government or state medium published it."""
    who = publication_date.publisher(document["url"])
    return who is None or who.kind == "other"


def _derivations(
    chronicle: Chronicle, documents: pl.DataFrame, statements: pl.DataFrame
) -> tuple[pl.DataFrame, list[Beside]]:
    """Set every story beside the sources it rests on; the index is made only if there is one."""
    stories = [d for d in _read(documents) if is_story(d) and d["words"] >= 30]
    if not stories:
        return DERIVATIONS.empty(), []
    ready = compare.segments(chronicle)
    rows, pairs = [], []
    for story in stories:
        for source in compare.sources(chronicle, story, documents, ready)[:3]:
            if is_story(source) and not _earlier(source, story):
                continue
            pair = compare.beside(story, _of(statements, story), source, _of(statements, source))
            if not pair.result.rests_on:
                continue
            rows.append(derivation(pair))
            pairs.append(pair)
    frame = pl.DataFrame(rows, schema=DERIVATIONS.schema, orient="row")
    return conform(frame, DERIVATIONS), pairs


def _of(statements: pl.DataFrame, document: Row) -> list[Row]:
    return statements.filter(pl.col("document_id") == document["document_id"]).to_dicts()


def _earlier(source: Row, story: Row) -> bool:
    a, b = source["published_from"], story["published_to"]
    return a is not None and b is not None and a < b


def derivation(pair: Beside) -> Row:
    """Return the DERIVATIONS row of a comparison."""
    result = pair.result
    return {
        "document_id": pair.story["document_id"],
        "source_id": pair.source["document_id"],
        "share_reused": round(result.share_reused, 4),
        "share_used": round(result.share_used, 4),
        "n_passages": len(result.passages),
        "quotes_kept": result.count("kept"),
        "quotes_cut": result.count("cut"),
        "quotes_altered": result.count("altered"),
        "quotes_reworded": result.count("reworded"),
        "quotes_left_out": result.count("left out"),
        "passages": json.dumps(
            [[p.start, p.end, p.source_start, p.source_end] for p in result.passages]
        ),
    }


def _checks(
    documents: pl.DataFrame, statements: pl.DataFrame, occurrences: pl.DataFrame
) -> pl.DataFrame:
    rows = occurrences.to_dicts()
    by_document = {
        str(key[0]): part.to_dicts()
        for key, part in statements.partition_by("document_id", as_dict=True).items()
    }
    out = []
    for document in _read(documents):
        spoken = by_document.get(document["document_id"], [])
        for found in claims.check(document, rows):
            out.append(claims.row(found, document, spoken))
    frame = pl.DataFrame(out, schema=CHECKS.schema, orient="row")
    return conform(frame, CHECKS).unique(CHECKS.key, keep="first", maintain_order=True)
