"""The chronicle as lines on a terminal. Control signs in a text never reach it."""

import shutil
import textwrap
from typing import TYPE_CHECKING, Any

import polars as pl

from ...visible import one_line, visible
from .view import View, lines, plain, sure, verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_LINES = 400
"""Lines of a timeline on a terminal; `--to html` shows all."""


def timeline(view: View) -> str:
    """Return the timeline, one entry a line, as wide as the terminal."""
    width = max(60, shutil.get_terminal_size((110, 40)).columns)
    shown = lines(view)
    out = [
        f"chronicle, {view.span()}: {view.occurrences.height} occurrences, "
        f"{view.statements.height} statements, {view.cases.height} cases"
    ]
    for x in shown[:MAX_LINES]:
        who = f"{x.who}: " if x.who else ""
        out.append(_cut(f"{x.on or '----------'}  {x.kind:<18} {who}{x.what}", width))
    if len(shown) > MAX_LINES:
        out.append(f"and {len(shown) - MAX_LINES} more: --since, --until, or --to html --out FILE")
    for check in view.checks.to_dicts():
        out.append(_cut(f"claim {verdict(check)}: {plain(check['claim'])}", width))
        out += textwrap.wrap(
            visible(check["explanation"]), width, initial_indent="    ", subsequent_indent="    "
        )
    return "\n".join(out)


def statements_list(frame: pl.DataFrame, total: int) -> str:
    """Return statements as short paragraphs: who, when, where, and the words."""
    out = [f"{total} statement(s)" + (f", {frame.height} shown" if frame.height < total else "")]
    for row in frame.to_dicts():
        via = f" through {row['via']}" if row["via"] else ""
        head = (
            f"{row['said_on'] or 'no date'}  {row['speaker'] or 'speaker not known'}{via} "
            f"({row['kind']}, {row['speaker_how']}{sure(row)})"
        )
        name = row["title"] or str(row["source"]).rsplit("/", 1)[-1]
        place = f"{plain(name)} [{row['document_id']}, {row['start']}-{row['end']}]"
        out += ["", visible(head), *_wrap(plain(row["text"])), f"    {visible(place)}"]
    return "\n".join(out)


def counts_table(frame: pl.DataFrame) -> str:
    """Return the counts per year, speaker and portfolio as a table."""
    head = list(frame.columns)
    rows = [["" if v is None else visible(str(v)) for v in row] for row in frame.iter_rows()]
    return _table(head, rows)


def _table(head: "Sequence[str]", rows: "Sequence[Sequence[str]]") -> str:
    widths = [
        min(34, max(len(h), *(len(r[k]) for r in rows), 1) if rows else len(h))
        for k, h in enumerate(head)
    ]
    out = ["  ".join(h.ljust(w) for h, w in zip(head, widths, strict=True))]
    out += ["  ".join(_cut(c, w).ljust(w) for c, w in zip(r, widths, strict=True)) for r in rows]
    return "\n".join(line.rstrip() for line in out)


def beside(pair: Any) -> str:
    """Return a comparison in words: shares, quotations with their fates, changes, additions."""
    result = pair.result
    story, source = pair.story, pair.source
    relation = "rests on" if result.rests_on else "shares little with"
    out = [
        f"{_name(story)} {relation} {_name(source)}",
        f"  {result.share_reused:.0%} of the story's words are reused, {result.share_used:.0%} of "
        f"the release's are used, in {len(result.passages)} passages",
        f"  quotations of the release: {result.count('kept')} kept, {result.count('cut')} cut, "
        f"{result.count('altered')} altered, {result.count('reworded')} reworded, "
        f"{result.count('left out')} left out",
    ]
    for quote in result.source_quotes:
        words = plain(source["text"][quote.start : quote.end])
        out.append(f"  {quote.fate:<9} {quote.speaker}: {_cut(words, 90)}")
        out += [f"            {c}" for c in changes(quote.changes)]
    out.append("  sentences altered or reworded:")
    for fate in result.story_sentences:
        if fate.fate in {"altered", "reworded"}:
            out.append(f"    {_cut(plain(story['text'][fate.start : fate.end]), 96)}")
            out += [f"            {c}" for c in changes(fate.changes)]
    added = [f for f in result.story_sentences if f.fate == "added"]
    out.append(f"  the story adds {len(added)} sentence(s):")
    out += [f"    {_cut(plain(story['text'][f.start : f.end]), 96)}" for f in added]
    left = [f for f in result.source_sentences if f.fate == "left out"]
    out.append(f"  it leaves out {len(left)} sentence(s):")
    out += [f"    {_cut(plain(source['text'][f.start : f.end]), 96)}" for f in left]
    for row in (story, source):
        out.append(f"  date of {_name(row)}: {row['published_on'] or 'none'} ({row['date_note']})")
    return visible("\n".join(out))


def changes(steps: Any) -> list[str]:
    """Return edits in words: 'proudly stands' -> 'stood by'; cut '...'; added '...'."""
    out = []
    for step in steps:
        if step.kind == "altered":
            out.append(f"'{plain(step.source)}' -> '{plain(step.story)}'")
        elif step.kind == "cut":
            out.append(f"cut '{plain(step.source)}'")
        elif step.kind == "added":
            out.append(f"added '{plain(step.story)}'")
    return out


def _name(row: dict[str, Any]) -> str:
    return f'"{plain(row["title"])}"' if row["title"] else str(row["source"]).rsplit("/", 1)[-1]


def _cut(text: str, width: int) -> str:
    text = one_line(text)
    return text if len(text) <= width else text[: max(1, width - 1)] + "…"


def _wrap(text: str) -> list[str]:
    return textwrap.wrap(visible(text), 100, initial_indent="    ", subsequent_indent="    ")
