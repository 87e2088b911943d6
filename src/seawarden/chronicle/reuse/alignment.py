"""Alignment: the passages two texts share, word for word, and where they stand in each.

Method: greedy string tiling [wise1993]: of all common runs of words the longest is taken first,
then the longest among what is left, down to `MIN_RUN` words; runs are found from seeds of
`SEED_WORDS` words and grown both ways. Marks, case, hyphens and apostrophes do not count. No run
covers a word twice, in either text. Passages that changed a few words are then read word by word
with rapidfuzz's edit operations.
"""

import heapq
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from .passages import WORD, normal

MIN_RUN = 5
"""Words in a row that count as reused. Shorter runs ("the United Nations Security Council" has
five) are common to texts on one matter; see docs/chronicle.md for the measured background."""
SEED_WORDS = 4
MAX_PLACES = 60
"""A seed that stands more often in the source starts no run: tables repeat themselves.
Both are own choices, for speed."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word as compared, with its place in the text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of words that stands in both texts, as characters of each."""

    start: int
    end: int
    source_start: int
    source_end: int
    words: int


@dataclass(frozen=True, slots=True)
class Change:
    """One edit on the way from the source's words to the story's."""

    kind: str  # 'same', 'cut', 'added' or 'altered'
    source: str
    story: str


def words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """Return the words of a passage of `text`, with their places."""
    stop = len(text) if end is None else end
    return [Word(normal(m.group()), m.start(), m.end()) for m in WORD.finditer(text, start, stop)]


def passages(
    story: str, source: str, *, story_start: int = 0, source_start: int = 0, min_run: int = MIN_RUN
) -> list[Passage]:
    """Return the passages of `story` that stand in `source`, in order of the story."""
    a, b = words(story, story_start), words(source, source_start)
    tiles = _tiles([w.text for w in a], [w.text for w in b], min_run)
    out = [
        Passage(a[i].start, a[i + n - 1].end, b[j].start, b[j + n - 1].end, n) for i, j, n in tiles
    ]
    return sorted(out, key=lambda p: p.start)


def _tiles(a: Sequence[str], b: Sequence[str], min_run: int) -> list[tuple[int, int, int]]:
    """Return disjoint common runs (place in a, place in b, length), longest first."""
    seeds: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for j in range(len(b) - SEED_WORDS + 1):
        seeds[tuple(b[j : j + SEED_WORDS])].append(j)
    runs: list[tuple[int, int, int]] = []
    for i in range(len(a) - SEED_WORDS + 1):
        places = seeds.get(tuple(a[i : i + SEED_WORDS]), [])
        if len(places) > MAX_PLACES:
            continue  # a refrain or a table: its runs are found from rarer seeds
        for j in places:
            if i and j and a[i - 1] == b[j - 1]:
                continue  # inside a run that begins earlier
            n = SEED_WORDS
            while i + n < len(a) and j + n < len(b) and a[i + n] == b[j + n]:
                n += 1
            if n >= min_run:
                runs.append((i, j, n))
    taken_a, taken_b = bytearray(len(a)), bytearray(len(b))
    out: list[tuple[int, int, int]] = []
    heap = [(-n, i, j) for i, j, n in runs]
    heapq.heapify(heap)
    while heap:
        length, i, j = heapq.heappop(heap)
        free = _free(taken_a, taken_b, i, j, -length)
        if free == (i, j, -length):
            taken_a[i : i - length] = b"\x01" * -length
            taken_b[j : j - length] = b"\x01" * -length
            out.append(free)
        elif free is not None and free[2] >= min_run:
            heapq.heappush(heap, (-free[2], free[0], free[1]))
    return out


def _free(
    taken_a: bytearray, taken_b: bytearray, i: int, j: int, n: int
) -> tuple[int, int, int] | None:
    """Return the longest part of a run that neither text has used up, or None."""
    best, at = 0, 0
    run = 0
    for k in range(n):
        run = 0 if taken_a[i + k] or taken_b[j + k] else run + 1
        if run > best:
            best, at = run, k - run + 1
    return (i + at, j + at, best) if best else None


def changes(source: str, story: str) -> list[Change]:
    """Return the edits, word by word, that lead from a source passage to a story's passage."""
    from rapidfuzz.distance import Levenshtein

    a, b = words(source), words(story)
    out: list[Change] = []
    for step in Levenshtein.opcodes([w.text for w in a], [w.text for w in b]):
        kind = {"equal": "same", "delete": "cut", "insert": "added", "replace": "altered"}[step.tag]
        left = (
            source[a[step.src_start].start : a[step.src_end - 1].end]
            if step.src_end > step.src_start
            else ""
        )
        right = (
            story[b[step.dest_start].start : b[step.dest_end - 1].end]
            if step.dest_end > step.dest_start
            else ""
        )
        out.append(Change(kind, left, right))
    return out


def likeness(a: str, b: str) -> float:
    """Return how alike two passages are, 0 to 1: twice the words in common, in order, over all."""
    from rapidfuzz.distance import Indel

    return float(
        Indel.normalized_similarity([w.text for w in words(a)], [w.text for w in words(b)])
    )
