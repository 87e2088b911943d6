"""The chronicle's verbs: add, find, compare, timeline; here the parts are joined.

`add` reads files into the chronicle's folder and then re-makes what follows from all of them:
occurrences (records joined with what texts propose), derivations (which story rests on which
release), the dates that a derivation settles, checks of claims, links to measures and cases.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from ...chronicle import Chronicle, entry
from ...chronicle.documents import formats
from ...chronicle.documents.item import Limits
from ...chronicle.folder import NAMES, is_chronicle
from ...chronicle.occurrences import records
from ...errors import InputError, UsageError
from ...files.output_folder import claim
from ...files.streams import read_once
from . import compare as chronicle_derive
from . import rebuild

Tell = Callable[[str, float], None]
Row = dict[str, Any]
BATCH_DOCUMENTS = 2000
"""Documents in one batch: what an interruption can cost."""


@dataclass
class Added:
    """What one `add` did."""

    files: int = 0
    known: int = 0
    documents: int = 0
    statements: int = 0
    by_status: dict[str, int] = field(default_factory=dict)
    problems: list[dict[str, str]] = field(default_factory=list)
    occurrences: int = 0
    derivations: int = 0
    checks: int = 0
    links: int = 0


def add(
    inputs: Sequence[Path],
    out: Path,
    *,
    now_utc: datetime,
    record: Sequence[Path] = (),
    docket: Path | None = None,
    sources_only: bool = False,
    limits: Limits = Limits(),
    tell: Tell = lambda _what, _share: None,
) -> Added:
    """Read files, folders and records into the chronicle at `out`; make it if need be.

    With `sources_only` the documents are kept and indexed (so that `compare` finds them), but no
    statements are looked for: for large corpora.

    Raises InputError for an input that does not exist, FormatError for a record that is none.
    """
    if not inputs and not record and docket is None:
        raise UsageError("chronicle add: nothing to add; name a file or folder, or --record FILE")
    paths = formats.files(list(inputs))
    for path in record:
        if not path.exists() or path.is_dir():
            raise InputError(f"{path}: no such file")
    parsed = [(path, read_once(path)) for path in record]
    for path, data in parsed:
        records.parse(data, str(path))  # a record that is none stops before anything is written
    if docket is not None:
        rebuild.cases_file(docket)  # so does a docket that is none
    claim(
        out, "chronicle", names=NAMES, inputs=[*inputs, *record, *([docket] if docket else [])],
        was_made_by=is_chronicle,
    )  # fmt: skip
    chronicle = Chronicle(out, create=True)
    with chronicle.lock():
        result = _read_all(chronicle, paths, now_utc, sources_only, limits, tell)
        for path, data in parsed:
            rebuild.keep_record(chronicle, path, data)
        if docket is not None:
            rebuild.keep_docket(chronicle, docket)
        rebuild.remake(chronicle, tell)
        if sources_only:
            tell("index of passages", 0.95)
            chronicle_derive.segments(chronicle)
        for name in ("occurrences", "derivations", "checks", "links"):
            setattr(result, name, chronicle.table(name).height)
    return result


def _read_all(
    chronicle: Chronicle,
    paths: Sequence[Path],
    now_utc: datetime,
    sources_only: bool,
    limits: Limits,
    tell: Tell,
) -> Added:
    result = Added()
    known = chronicle.known()
    if not sources_only:
        known -= chronicle.kept_as_sources()  # now they are to be read
    documents: list[Row] = []
    statements: list[Row] = []
    hashes: list[str] = []
    for number, path in enumerate(paths):
        tell(f"reading {path.name[:24]}", number / max(1, len(paths)))
        try:
            data = read_once(path)
        except InputError as error:
            why = str(error).removeprefix(f"{path}: ")
            result.problems.append({"source": str(path), "reason": why})
            continue
        result.files += 1
        digest = chronicle.keep(data, path.name)
        if digest in known or digest in hashes:
            result.known += 1
            continue
        for made in _entries(path, data, digest, sources_only, limits):
            documents.append(made.document)
            statements.extend(made.statements)
            _count(result, made)
        hashes.append(digest)
        if len(documents) >= BATCH_DOCUMENTS:
            chronicle.write(documents, statements, hashes, now_utc)
            documents, statements, hashes = [], [], []
    if hashes:
        chronicle.write(documents, statements, hashes, now_utc)
    return result


def _entries(
    path: Path, data: bytes, digest: str, sources_only: bool, limits: Limits
) -> Iterator[entry.Entry]:
    for kind, item in formats.read(path.name, data, limits):
        original = entry.Original(str(path), digest, len(data), kind)
        yield entry.source_only(item, original) if sources_only else entry.make(item, original)


def _count(result: Added, made: entry.Entry) -> None:
    row = made.document
    status = str(row["status"])
    result.documents += 1
    result.statements += len(made.statements)
    result.by_status[status] = result.by_status.get(status, 0) + 1
    if status == "unreadable":
        place = f"{row['source']}, item {row['item']}" if row["item"] != 1 else str(row["source"])
        result.problems.append({"source": place, "reason": str(row["reason"])})


def find(
    root: Path,
    words: str = "",
    *,
    speaker: str = "",
    kind: str = "",
    country: str = "",
    since: str = "",
    until: str = "",
    party: str = "",
) -> pl.DataFrame:
    """Return the statements that hold all of `words` and fit every filter, oldest first.

    Columns of STATEMENTS, with the document's title, url and source. Raises InputError when there
    is no chronicle at `root`, UsageError for a date that is none.
    """
    chronicle = Chronicle(root)
    head = chronicle.documents().select(
        "document_id",
        "title",
        "url",
        "source",
        "item",
        "publisher",
        "published_on",
        pl.col("portfolios"),
    )
    frame = chronicle.statements().join(head, on="document_id", how="left")
    for word in words.split():
        frame = frame.filter(
            pl.col("text").str.to_lowercase().str.contains(word.lower(), literal=True)
        )
    for column, value in (("speaker", speaker), ("kind", kind), ("party", party)):
        if value:
            low = pl.col(column).fill_null("").str.to_lowercase()
            frame = frame.filter(low.str.contains(value.lower(), literal=True))
    if country:
        frame = frame.filter(pl.col("countries").list.contains(_code(country)))
    for text, keep in ((since, ">="), (until, "<=")):
        if text:
            day = _day(text)
            test = pl.col("said_on") >= day if keep == ">=" else pl.col("said_on") <= day
            frame = frame.filter(test | pl.col("said_on").is_null())  # undated: listed, last
    return frame.sort("said_on", "document_id", "start", nulls_last=True)


def _code(country: str) -> str:
    from ...ids import flags

    code = flags.alpha2(country)
    if code is None:
        raise UsageError(f"--country '{country}': no country of that name or code")
    return code


def _day(text: str) -> pl.Expr:
    from datetime import date

    try:
        return pl.lit(date.fromisoformat(text))
    except ValueError:
        raise UsageError(f"'{text}' is no date, expected YYYY-MM-DD") from None


def counts(root: Path, words: str = "", **filters: str) -> pl.DataFrame:
    """Return how many of the statements that `find` finds there are per year, speaker, portfolio.

    Columns year, speaker, portfolio, documents, direct, mixed, indirect, own, threat_per_1000,
    demand_per_1000. A document with several portfolios counts under each.
    """
    frame = find(root, words, **filters).with_columns(
        pl.col("published_on").dt.year().alias("year"), pl.col("portfolios").alias("portfolio")
    )
    none = pl.lit([None], dtype=pl.List(pl.String))  # exploding an empty list drops its row
    listed = pl.when(pl.col("portfolio").list.len() > 0).then(pl.col("portfolio")).otherwise(none)
    frame = frame.with_columns(listed.alias("portfolio")).explode("portfolio")
    kinds = [(pl.col("kind") == k).sum().alias(k) for k in ("direct", "mixed", "indirect", "own")]
    tone = [
        (
            1000.0
            * (pl.col(f"{s}_per_1000") * pl.col("words") / 1000.0).sum()
            / pl.col("words").sum()
        )
        .round(2)
        .alias(f"{s}_per_1000")
        for s in ("threat", "demand")
    ]
    grouped = frame.group_by("year", "speaker", "portfolio").agg(
        pl.col("document_id").n_unique().alias("documents"), *kinds, *tone
    )
    return grouped.sort("year", "speaker", "portfolio", nulls_last=True)


compare = chronicle_derive.compare
