"""`chronicle add`, `find`, `compare`, `timeline`: who said what, and on what it rests."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from .. import chronicle as steps
from ..chronicle.side_by_side import Beside
from ..chronicle.timeline import Result
from ..chronicle.timeline import timeline as run_timeline
from ..chronicle.verbs import Added
from . import arguments
from .arguments import Pathlike

FOLDER = Path("chronicle")
"""Where the chronicle lies unless another folder is named."""


def add(
    inputs: Pathlike | Iterable[Pathlike] | None = None,
    *,
    out: Pathlike = FOLDER,
    record: Pathlike | Iterable[Pathlike] | None = None,
    docket: Pathlike | None = None,
    sources_only: bool = False,
    progress: arguments.Progress | None = None,
) -> Added:
    """Read documents and records into the chronicle; run again to go on where it stopped.

    inputs        Markdown, text, HTML, PDF, RSS/Atom, JSON lines, Parquet; or folders of them
    out           the chronicle's folder, made if need be
    record        tables (CSV) of launches, tests, deployments, transfers
    docket        folder that `watch` wrote: link its cases
    sources_only  keep and index the documents, do not look for statements
    progress      called with what is being done and the share done, 0 to 1

    Returns counts of what was read, and `problems`: each file that could not be, and why. Raises
    UsageError for nothing to add, InputError for an input that is not there, FormatError for a
    record that is none.

        added = sw.chronicle.add("releases/", record="launches.csv", out="chronicle")
        print(added.statements, added.problems)
    """
    return steps.add(
        arguments.paths(inputs),
        Path(out),
        now_utc=datetime.now(UTC),
        record=arguments.paths(record),
        docket=arguments.path(docket),
        sources_only=sources_only,
        tell=progress or arguments.quiet,
    )


def find(
    words: str = "",
    *,
    chronicle: Pathlike = FOLDER,
    speaker: str = "",
    kind: str = "",
    country: str = "",
    since: str | date = "",
    until: str | date = "",
    count: bool = False,
    limit: int | None = None,
) -> pl.DataFrame:
    """Find statements by words, speaker, country and time, oldest first; or count them.

    words         words that the statement holds, all of them, in any order
    chronicle     the chronicle's folder
    speaker       part of the speaker's name
    kind          'direct', 'mixed', 'indirect' or 'own'
    country       country it names, by name or ISO code
    since, until  first and last day; statements without a date are kept, last
    count         return counts per year, speaker and portfolio instead, of those found
    limit         most statements returned; without it all

    Returns STATEMENTS (docs/data-dictionary.md) with the title, URL and date of the document of
    each. Raises InputError when there is no chronicle, UsageError for a day or country that is
    none.

        found = sw.chronicle.find("rules-based order", speaker="Peters", since="2018-01-01")
        print(found.select("said_on", "speaker", "text"))
    """
    filters = {
        "speaker": speaker,
        "kind": kind,
        "country": country,
        "since": _iso("--since", since),
        "until": _iso("--until", until),
    }
    if count:
        return steps.counts(Path(chronicle), words, **filters)
    found = steps.find(Path(chronicle), words, **filters)
    return found if limit is None else found.head(limit)


def compare(
    story: Pathlike,
    release: Pathlike | None = None,
    *,
    chronicle: Pathlike = FOLDER,
    html: Pathlike | None = None,
) -> Beside:
    """Set a story beside its source: passages reused, quotes kept, cut or altered, what is added.

    story      file, or id of a document in the chronicle (d-...)
    release    file or id; without it, the best source in the chronicle is looked for
    chronicle  the chronicle's folder
    html       write the side-by-side page there

    Returns both documents, their statements, and `result`: the shares reused and used, every
    passage and quotation. Raises InputError when one is neither file nor document, cannot be
    read, or no source is found; OutputError when the page cannot be written.

        beside = sw.chronicle.compare("story.txt", "release.md", html="beside.html")
        print(beside.result.share_reused, beside.result.rests_on)
    """
    from ...report.chronicle import side_by_side

    pair = steps.compare(Path(chronicle), str(story), None if release is None else str(release))
    if html is not None:
        side_by_side.write(Path(html), pair)
    return pair


def timeline(
    *,
    chronicle: Pathlike = FOLDER,
    since: str | date = "",
    until: str | date = "",
    to: str = "terminal",
    out: Pathlike | None = None,
    week: str | date = "",
) -> Result:
    """Return or write what happened and what was said, in order of time; or a week's digest.

    chronicle     the chronicle's folder
    since, until  first and last day
    to            'terminal', 'html', 'csv', 'json', 'ics', 'ftm', 'digest-md' or 'digest-html'
    out           file to write
    week          a day of the digest's week

    Returns `text` in that form and `data` for machines. Raises UsageError for a form or day that
    is none, InputError when there is no chronicle, OutputError when `out` cannot be written.

        sw.chronicle.timeline(since="2024-05-01", to="html", out="may.html")
    """
    return run_timeline(
        Path(chronicle),
        to=to,
        since=_iso("--since", since),
        until=_iso("--until", until),
        out=arguments.path(out),
        week=_iso("--week", week),
    )


def _iso(option: str, given: str | date) -> str:
    day = arguments.day(option, given)
    return "" if day is None else day.isoformat()
