"""Derivation: what a story took from a release, what it changed, added and left out.

Method: exact alignment (`align`) gives the passages reused. Every sentence of the story is then
'reused' (nine words in ten stand in the source in a row), 'reworded' (a source sentence is alike:
`ALIKE` or a reused run in it; 'altered' where both are quoted) or 'added'; every sentence of the
source 'used', 'reworded', 'altered' or 'left out'. Every quotation of the source is 'kept' (word
for word), 'cut' (a part, nothing changed), 'altered' (words in quotation marks changed, listed),
'reworded' (told without marks, in other words) or 'left out'.

Blind spot: a paraphrase that keeps no run of words looks added.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ..paragraphs import Span, paragraphs, sentences
from ..statements import quotation_marks
from . import alignment

ALIKE = 0.5
"""Likeness from which a sentence counts as an altered copy (0.30 is usual between strangers on
one matter, measured on pairs of releases of different months)."""
MIN_COVERED = 4
"""Words of a quotation that must stand in the other text for it not to be left out; own choice."""
RESTS_ON = 0.10
"""Share of a story's words, reused in runs, from which it counts as resting on a source;
own choice."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation with its place and speaker."""

    start: int
    end: int
    speaker: str


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one sentence or quotation of a text."""

    fate: str
    start: int
    end: int
    other_start: int | None
    other_end: int | None
    changes: tuple[alignment.Change, ...] = ()
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A story beside a source."""

    passages: tuple[alignment.Passage, ...]
    share_reused: float
    share_used: float
    story_sentences: tuple[Fate, ...]
    source_sentences: tuple[Fate, ...]
    source_quotes: tuple[Fate, ...]
    story_quotes: tuple[Fate, ...]

    def count(self, fate: str) -> int:
        """Return how many of the source's quotations met a fate."""
        return sum(1 for q in self.source_quotes if q.fate == fate)

    @property
    def rests_on(self) -> bool:
        """Whether the story rests on the source."""
        longest = max((p.words for p in self.passages), default=0)
        return self.share_reused >= RESTS_ON or longest >= 25


def compare(
    story: str,
    source: str,
    *,
    story_start: int = 0,
    source_start: int = 0,
    story_quotes: Sequence[Quote] = (),
    source_quotes: Sequence[Quote] = (),
) -> Comparison:
    """Return what `story` took from `source`."""
    found = alignment.passages(story, source, story_start=story_start, source_start=source_start)
    total_story = len(alignment.words(story, story_start)) or 1
    total_source = len(alignment.words(source, source_start)) or 1
    reused = sum(p.words for p in found)
    turned = [
        alignment.Passage(p.source_start, p.source_end, p.start, p.end, p.words) for p in found
    ]
    turned.sort(key=lambda p: p.start)
    of_story = _sentences(story, story_start, source, source_start, found, ("reused", "added"))
    of_source = _sentences(source, source_start, story, story_start, turned, ("used", "left out"))
    return Comparison(
        passages=tuple(found),
        share_reused=reused / total_story,
        share_used=reused / total_source,
        story_sentences=of_story,
        source_sentences=of_source,
        source_quotes=tuple(_quote(q, source, story, turned, of_source) for q in source_quotes),
        story_quotes=tuple(
            _quote(q, story, source, found, of_story, new="not in the source") for q in story_quotes
        ),
    )


def _sentences(
    text: str,
    start: int,
    other: str,
    other_start: int,
    found: Sequence[alignment.Passage],
    names: tuple[str, str],
) -> tuple[Fate, ...]:
    copied, none = names
    spans = [s for p in paragraphs(text, start) for s in sentences(p)]
    others = [s for p in paragraphs(other, other_start) for s in sentences(p)]
    out = []
    for span in spans:
        words = alignment.words(span.text)
        if not words:
            continue
        inside = [p for p in found if p.start < span.end and p.end > span.start]
        covered = sum(
            len(alignment.words(text, max(p.start, span.start), min(p.end, span.end)))
            for p in inside
        )
        if covered >= 0.9 * len(words) and len(inside) == 1:
            first = inside[0]
            out.append(Fate(copied, span.start, span.end, first.source_start, first.source_end))
            continue
        alike = _nearest(span.text, others, inside)
        if alike is None:
            out.append(Fate(none, span.start, span.end, None, None))
            continue
        steps = tuple(alignment.changes(alike.text, span.text))
        if copied == "used":
            steps = tuple(alignment.changes(span.text, alike.text))
        changed = any(c.kind != "same" for c in steps)
        in_marks = bool(quotation_marks.runs(span.text)) and bool(quotation_marks.runs(alike.text))
        fate = ("altered" if in_marks else "reworded") if changed else copied
        out.append(Fate(fate, span.start, span.end, alike.start, alike.end, steps))
    return tuple(out)


def _nearest(text: str, others: Sequence[Span], inside: Sequence[alignment.Passage]) -> Span | None:
    """Return the sentence of the other text that this one is an altered copy of, or None."""
    best, score = None, 0.0
    n = len(alignment.words(text))
    for other in others:
        shared = sum(
            p.words for p in inside if p.source_start < other.end and p.source_end > other.start
        )
        value = alignment.likeness(text, other.text)
        if shared >= max(alignment.MIN_RUN, 0.25 * n):
            value += 0.5 * shared / max(1, n)
        if value > score and value >= ALIKE:
            best, score = other, value
    return best


def _quote(
    quote: Quote,
    text: str,
    other: str,
    found: Sequence[alignment.Passage],
    fates: Sequence[Fate],
    new: str = "left out",
) -> Fate:
    """Return the fate of one quotation, from the passages and sentences it shares."""
    words = alignment.words(text, quote.start, quote.end)
    inside = [p for p in found if p.start < quote.end and p.end > quote.start]
    covered = sum(
        len(alignment.words(text, max(p.start, quote.start), min(p.end, quote.end))) for p in inside
    )
    if covered >= len(words) and inside:
        low, high = min(p.source_start for p in inside), max(p.source_end for p in inside)
        return Fate("kept", quote.start, quote.end, low, high, (), quote.speaker)
    parts = [f for f in fates if f.start < quote.end and f.end > quote.start]
    places = [
        (f.other_start, f.other_end)
        for f in parts
        if f.other_start is not None and f.other_end is not None
    ]
    if not places and inside:
        longest = max(inside, key=lambda p: p.words)
        places = [(longest.source_start, longest.source_end)]
    if not places or covered < MIN_COVERED:
        return Fate(new, quote.start, quote.end, None, None, (), quote.speaker)
    low, high = min(p[0] for p in places), max(p[1] for p in places)
    low, high, in_marks = _quoted(other, low, high, inside)
    mine, theirs = text[quote.start : quote.end], other[low:high]
    backwards = new != "left out"
    steps = _trim(alignment.changes(theirs, mine) if backwards else alignment.changes(mine, theirs))
    changed = [c for c in steps if c.kind in {"altered", "added"}]
    fate = ("altered" if in_marks else "reworded") if changed else "cut"
    return Fate(fate, quote.start, quote.end, low, high, tuple(steps), quote.speaker)


def _quoted(
    other: str, low: int, high: int, inside: Sequence[alignment.Passage]
) -> tuple[int, int, bool]:
    """Return the quoted runs of [low, high) that hold the passages, and whether there are any.

    Without any, all of it: the words are told there without quotation marks.
    """
    found = [
        (low + run.start, low + run.end)
        for run in quotation_marks.runs(other[low:high])
        if any(p.source_start < low + run.end and p.source_end > low + run.start for p in inside)
    ]
    return (found[0][0], found[-1][1], True) if found else (low, high, False)


def _trim(steps: Sequence[alignment.Change]) -> list[alignment.Change]:
    """Leave out what the other text says before and after the quotation ("Peters said")."""
    out = list(steps)
    while out and out[0].kind == "added":
        out = out[1:]
    while out and out[-1].kind == "added":
        out = out[:-1]
    return out
