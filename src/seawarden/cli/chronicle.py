"""`seawarden chronicle add|find|compare|timeline`: what was said, by whom, and on what it rests."""

from pathlib import Path
from typing import Annotated, Any

import typer

from ._output import progress, say

app = typer.Typer(
    no_args_is_help=True,
    help="Keep statements, occurrences and the links between them, each with its place.",
)

Folder = Annotated[Path, typer.Option("--chronicle", help="The chronicle's folder.")]
_PRINTED = 40
"""Statements on a terminal unless --limit says otherwise."""
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("add")
def add(
    inputs: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Markdown, text, HTML, PDF, RSS/Atom, JSON lines, Parquet; or folders."
        ),
    ] = None,
    out: Annotated[
        Path, typer.Option("--out", "--chronicle", help="The chronicle's folder, made if need be.")
    ] = Path("chronicle"),
    record: Annotated[
        list[Path] | None,
        typer.Option("--record", help="Table of launches, tests, deployments, transfers (CSV)."),
    ] = None,
    docket: Annotated[
        Path | None, typer.Option("--docket", help="Folder that 'watch' wrote: link its cases.")
    ] = None,
    sources_only: Annotated[
        bool, typer.Option("--sources-only", help="Keep and index, do not look for statements.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Read documents and records into the chronicle; run again to go on where it stopped.

    Example: seawarden chronicle add releases/ story.txt --record launches.csv --out chronicle
    """
    from .. import chronicle

    with progress("reading", quiet=as_json) as tell:
        result = chronicle.add(
            inputs, out=out, record=record, docket=docket, sources_only=sources_only, progress=tell
        )
    say(vars(result), as_json=as_json, text=_added(result, out))


def _added(result: Any, out: Path) -> str:
    status = ", ".join(f"{n} {s}" for s, n in sorted(result.by_status.items()))
    lines = [
        f"{out}: {result.files} files, {result.known} already there; {result.documents} documents"
        f"{' (' + status + ')' if status else ''}, {result.statements} statements",
        f"now {result.occurrences} occurrences, {result.derivations} derivations, "
        f"{result.checks} claims checked, {result.links} links to measures and cases",
    ]
    lines += [f"  {p['source']}: {p['reason']}" for p in result.problems[:20]]
    if len(result.problems) > 20:
        lines.append(f"  and {len(result.problems) - 20} more; they are kept with their reasons")
    return "\n".join(lines)


@app.command("find")
def find(
    words: Annotated[str, typer.Argument(help="Words that the statement holds, all of them.")] = "",
    chronicle: Folder = Path("chronicle"),
    speaker: Annotated[str, typer.Option("--speaker", help="Part of the speaker's name.")] = "",
    kind: Annotated[str, typer.Option("--kind", help="direct, mixed, indirect or own.")] = "",
    country: Annotated[str, typer.Option("--country", help="Country it names.")] = "",
    since: Annotated[str, typer.Option("--since", help="First day, YYYY-MM-DD.")] = "",
    until: Annotated[str, typer.Option("--until", help="Last day, YYYY-MM-DD.")] = "",
    count: Annotated[
        bool, typer.Option("--count", help="Counts per year, speaker and portfolio instead.")
    ] = False,
    limit: Annotated[
        int | None,
        typer.Option("--limit", help="Most statements. Default: 40 printed, all in JSON."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Find statements by words, speaker, country and time; or count them.

    Example: seawarden chronicle find "rules-based order" --speaker Peters --since 2018-01-01
    """
    from .. import chronicle as verbs
    from ..report.chronicle.terminal import counts_table, statements_list

    found = verbs.find(
        words, chronicle=chronicle, speaker=speaker, kind=kind, country=country, since=since,
        until=until, count=count, limit=limit if as_json else None,
    )  # fmt: skip
    if count:
        text = counts_table(found)
    else:
        text = statements_list(found.head(_PRINTED if limit is None else limit), found.height)
    say(found.to_dicts(), as_json=as_json, text=text)


@app.command("compare")
def compare(
    story: Annotated[str, typer.Argument(help="File, or id of a document (d-...).")],
    release: Annotated[
        str | None, typer.Argument(help="File or id; without it, the best source is looked for.")
    ] = None,
    chronicle: Folder = Path("chronicle"),
    html: Annotated[
        Path | None, typer.Option("--html", help="Write the side-by-side page.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Set a story beside its source: passages reused, quotes kept, cut or altered, what is added.

    Example: seawarden chronicle compare story.txt release.md --html beside.html
    """
    from .. import chronicle as verbs
    from ..report.chronicle import side_by_side, terminal

    pair = verbs.compare(story, release, chronicle=chronicle, html=html)
    data = side_by_side.data(pair)
    text = terminal.beside(pair)
    say(data, as_json=as_json, text=f"{text}\nwrote {html}" if html else text)


@app.command("timeline")
def timeline(
    chronicle: Folder = Path("chronicle"),
    since: Annotated[str, typer.Option("--since", help="First day, YYYY-MM-DD.")] = "",
    until: Annotated[str, typer.Option("--until", help="Last day, YYYY-MM-DD.")] = "",
    to: Annotated[
        str,
        typer.Option("--to", help="terminal, html, csv, json, ics, ftm, digest-md, digest-html."),
    ] = "terminal",
    out: Annotated[Path | None, typer.Option("--out", help="File to write.")] = None,
    week: Annotated[str, typer.Option("--week", help="A day of the digest's week.")] = "",
    as_json: Json = False,
) -> None:
    """Print or write what happened and what was said, in order of time; or a week's digest.

    Example: seawarden chronicle timeline --since 2024-05-01 --to html --out may.html

    A digest: seawarden chronicle timeline --week 2024-05-14 --to digest-html --out week.html
    """
    from .. import chronicle as verbs

    result = verbs.timeline(
        chronicle=chronicle, to="json" if as_json else to, since=since, until=until, out=out,
        week=week,
    )  # fmt: skip
    say(result.data, as_json=as_json, text=result.text)
