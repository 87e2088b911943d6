"""A story beside its release: the reused text marked in both, the changed words set off."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ...files import output_file
from ..markup import Child, Safe, table, tag
from .page import frame
from .terminal import changes
from .view import plain


def write(path: Path, pair: Any) -> None:
    """Write the side-by-side page. Raises OutputError when it cannot be written."""
    output_file.write(path, page(pair))


def page(pair: Any) -> str:
    """Return the page: what was reused, the fates of the quotations, both texts side by side."""
    result, story, source = pair.result, pair.story, pair.source
    verdict = "rests on" if result.rests_on else "shares little with"
    head = tag(
        "header",
        tag("h1", f"{_name(story)} beside {_name(source)}"),
        tag(
            "p",
            f"The story {verdict} the release: {result.share_reused:.0%} of its words are reused, "
            f"{result.share_used:.0%} of the release's words are used, in "
            f"{len(result.passages)} passages.",
            class_="lead",
        ),
        tag(
            "p",
            tag("mark", "marked"),
            " words stand in both; ",
            tag("del", "struck"),
            " words of the release were cut or changed; ",
            tag("ins", "set off"),
            " words are the story's own in an altered sentence.",
            class_="quiet",
        ),
    )
    columns = tag(
        "div",
        tag("section", tag("h2", "Story"), _dates(story), _text(story, result, of_story=True)),
        tag("section", tag("h2", "Release"), _dates(source), _text(source, result, of_story=False)),
        class_="beside",
    )
    main = tag("main", _quotes(pair), _sentences(pair), columns)
    return frame(f"{_name(story)} beside its release", [head, main])


def _name(row: dict[str, Any]) -> str:
    return plain(row["title"]) or str(row["source"]).rsplit("/", 1)[-1]


def _dates(row: dict[str, Any]) -> Safe:
    return tag(
        "p", f"{row['published_on'] or 'no date'}: {plain(row['date_note'])}", class_="quiet"
    )


def _quotes(pair: Any) -> list[Safe]:
    rows: list[list[Child]] = []
    for quote in pair.result.source_quotes:
        words = plain(pair.source["text"][quote.start : quote.end])
        edits = "; ".join(changes(quote.changes)) or (
            "word for word" if quote.fate == "kept" else ""
        )
        rows.append([quote.fate, quote.speaker or "not known", words, edits])
    out = [tag("h2", "Quotations of the release")]
    out.append(
        table(
            ["fate", "speaker", "words", "changes, word by word"],
            rows,
            caption=f"{len(rows)} quotations",
        )
        if rows
        else tag("p", "It quotes nobody.")
    )
    new = [q for q in pair.result.story_quotes if q.fate == "not in the source"]
    if new:
        items = [
            [q.speaker or "not known", plain(pair.story["text"][q.start : q.end])] for q in new
        ]
        out.append(table(["speaker", "words"], items, caption="Quotations only the story has"))
    return out


def _sentences(pair: Any) -> list[Safe]:
    rows: list[list[Child]] = []
    for fate in pair.result.story_sentences:
        if fate.fate in {"altered", "reworded"}:
            rows.append(
                [
                    plain(pair.source["text"][fate.other_start : fate.other_end]),
                    _edited(fate.changes),
                ]
            )
    added = [f for f in pair.result.story_sentences if f.fate == "added"]
    left = [f for f in pair.result.source_sentences if f.fate == "left out"]
    out = [tag("h2", "Sentences altered or reworded, added, left out")]
    if rows:
        out.append(table(["release", "story"], rows, caption=f"{len(rows)} altered or reworded"))
    for name, fates, row in (
        ("The story adds", added, pair.story),
        ("It leaves out", left, pair.source),
    ):
        items = [tag("li", plain(row["text"][f.start : f.end])) for f in fates]
        out.append(tag("h3", f"{name} {len(items)} sentence(s)"))
        out.append(tag("ul", items) if items else tag("p", "nothing"))
    return out


def _edited(steps: Sequence[Any]) -> list[Child]:
    out: list[Child] = []
    for step in steps:
        if step.kind in {"altered", "cut"}:
            out += [tag("del", plain(step.source)), " "]
        if step.kind in {"altered", "added"}:
            out += [tag("ins", plain(step.story)), " "]
        if step.kind == "same":
            out += [plain(step.story), " "]
    return out


def _text(row: dict[str, Any], result: Any, *, of_story: bool) -> list[Safe]:
    """Return a text in paragraphs, the passages that stand in both marked."""
    text, start = row["text"], row["body_start"] or 0
    spans = [
        (p.start, p.end) if of_story else (p.source_start, p.source_end) for p in result.passages
    ]
    spans.sort()
    out: list[Safe] = []
    at = start
    pieces: list[Child] = []
    for low, high in [*spans, (len(text), len(text))]:
        pieces = _flow(out, pieces, text[at:low], marked=False)
        pieces = _flow(out, pieces, text[low:high], marked=True)
        at = high
    if pieces:
        out.append(tag("p", pieces))
    return out


def _flow(out: list[Safe], pieces: list[Child], words: str, *, marked: bool) -> list[Child]:
    """Add words to the open paragraph; a line break ends it."""
    for k, line in enumerate(words.split("\n")):
        if k and pieces:
            out.append(tag("p", pieces))
            pieces = []
        clean = line.replace("\u00a0", " ")
        if clean.strip():
            pieces.append(tag("mark", clean) if marked else clean)
    return pieces


def data(pair: Any) -> dict[str, Any]:
    """Return the comparison as plain data."""
    result = pair.result

    def fate(f: Any, text: str) -> dict[str, Any]:
        return {
            "fate": f.fate,
            "start": f.start,
            "end": f.end,
            "other_start": f.other_start,
            "other_end": f.other_end,
            "speaker": f.speaker or None,
            "text": text[f.start : f.end],
            "changes": [{"kind": c.kind, "source": c.source, "story": c.story} for c in f.changes],
        }

    story, source = pair.story["text"], pair.source["text"]
    return {
        "story": {
            k: pair.story[k]
            for k in ("document_id", "source", "title", "published_on", "date_note")
        },
        "source": {
            k: pair.source[k]
            for k in ("document_id", "source", "title", "published_on", "date_note")
        },
        "rests_on": result.rests_on,
        "share_reused": result.share_reused,
        "share_used": result.share_used,
        "passages": [vars_of(p) for p in result.passages],
        "source_quotes": [fate(f, source) for f in result.source_quotes],
        "story_quotes": [fate(f, story) for f in result.story_quotes],
        "story_sentences": [fate(f, story) for f in result.story_sentences],
        "source_sentences": [fate(f, source) for f in result.source_sentences],
    }


def vars_of(passage: Any) -> dict[str, int]:
    """Return a passage's places as plain data."""
    return {k: getattr(passage, k) for k in ("start", "end", "source_start", "source_end", "words")}
