"""The passage index: which documents share passages with a text, found without reading them all.

Method: every passage (`passages`) gets a MinHash sketch [broder1997] by rensa's R-MinHash;
`BANDS` bands of `ROWS` values each are hashed to 32 bits and sorted (locality-sensitive hashing
[leskovec2020, ch. 3]); a query looks each band up by binary search. Bands two rows wide find a
passage of which half the triples survive with probability 0.97, a third with 0.76; one band alone
may be chance, but chance spreads over documents and a source gathers it. A document's
score is the sum over the query's passages of the estimated likeness of its best passage, each
weighed down by how many documents share that passage, so that boilerplate does not lead.
`compare` then aligns the best few exactly.

An index is a folder of segments (one for each batch of the chronicle): plain NumPy files, opened
by memory map. Blind spot: a text that reuses only names and single phrases is not found.

Measured (benchmarks/chronicle.py sketch): rensa makes the sketches ten times as fast as datasketch.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from . import passages

BANDS, ROWS, SEED = 12, 2, 20240513
"""Sketch of 24 values in 12 bands of 2; the seed is part of the format."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One document that shares passages with the query."""

    document: int
    score: float
    passages: int


@dataclass(frozen=True)
class Segment:
    """Sorted band hashes of a batch of documents."""

    keys: NDArray[np.uint32]  # (BANDS, passages), each row sorted
    order: NDArray[np.uint32]  # (BANDS, passages): passage of each key
    owner: NDArray[np.uint32]  # document of each passage, ascending
    n_documents: int

    def save(self, folder: Path) -> None:
        """Write the segment; its last file makes it complete."""
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / "keys.npy", self.keys)
        np.save(folder / "order.npy", self.order)
        np.save(folder / "owner.npy", self.owner)
        (folder / "count").write_text(str(self.n_documents))

    @staticmethod
    def load(folder: Path) -> "Segment | None":
        """Open a segment by memory map; None when it is not complete."""
        try:
            count = int((folder / "count").read_text())
            parts = [
                np.load(folder / f"{n}.npy", mmap_mode="r") for n in ("keys", "order", "owner")
            ]
        except (OSError, ValueError):
            return None
        return Segment(parts[0], parts[1], parts[2], count)


def build(texts: Iterable[str]) -> Segment:
    """Return the segment of a sequence of texts; a document is its place in the sequence."""
    owners: list[int] = []
    sketches: list[NDArray[np.uint32]] = []
    waiting: list[NDArray[np.uint64]] = []
    count = 0
    for count, text in enumerate(texts, 1):
        for _, words in passages.cut(text):
            waiting.append(passages.shingles(words))
            owners.append(count - 1)
        if len(waiting) >= 100_000:
            sketches.append(_bands(waiting))
            waiting = []
    if waiting or not sketches:
        sketches.append(_bands(waiting))
    bands = np.concatenate(sketches, axis=1)
    order = np.argsort(bands, axis=1, kind="stable").astype(np.uint32)
    keys = np.take_along_axis(bands, order.astype(np.int64), axis=1)
    return Segment(keys, order, np.asarray(owners, dtype=np.uint32), count)


def _bands(shingled: Sequence[NDArray[np.uint64]]) -> NDArray[np.uint32]:
    """Return the band hashes (BANDS, passages) of passages given by their shingle hashes."""
    if not shingled:
        return np.empty((BANDS, 0), dtype=np.uint32)
    import rensa  # type: ignore[import-untyped,unused-ignore]

    flat = np.concatenate(shingled)
    offsets = np.zeros(len(shingled) + 1, dtype=np.uint64)
    np.cumsum([len(s) for s in shingled], out=offsets[1:])
    matrix = rensa.RMinHash.digest_matrix_from_flat_token_hashes(flat, offsets, BANDS * ROWS, SEED)
    rows = np.asarray(matrix.to_rows(), dtype=np.uint64).reshape(-1, BANDS, ROWS)
    mixed = rows[:, :, 0] * np.uint64(0x9E3779B97F4A7C15) ^ rows[:, :, 1]
    mixed *= np.uint64(0xC2B2AE3D27D4EB4F)
    return np.ascontiguousarray((mixed >> np.uint64(32)).astype(np.uint32).T)


def query(segment: Segment, text: str, *, limit: int = 20) -> list[Hit]:
    """Return the documents that share most with `text`, best first."""
    cut = [words for _, words in passages.cut(text)]
    if not cut or not segment.owner.size:
        return []
    bands = _bands([passages.shingles(words) for words in cut])
    scores = np.zeros(segment.n_documents)
    counts = np.zeros(segment.n_documents, dtype=np.int64)
    for column in range(bands.shape[1]):
        found, likeness = _candidates(segment, bands[:, column])
        if not found.size:
            continue
        strong = likeness > 0.5
        shared = max(1, int(strong.sum()))
        weight = np.log1p(segment.n_documents / shared) / np.log1p(segment.n_documents)
        scores[found] += likeness * weight
        counts[found[strong]] += 1
    best = np.argsort(-scores, kind="stable")[:limit]
    return [Hit(int(k), float(scores[k]), int(counts[k])) for k in best if scores[k] > 0]


def _candidates(
    segment: Segment, bands: NDArray[np.uint32]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return (documents, estimated likeness of their best passage) for one passage."""
    runs = []
    for band in range(BANDS):
        keys = segment.keys[band]
        low = int(np.searchsorted(keys, bands[band], "left"))
        high = int(np.searchsorted(keys, bands[band], "right"))
        if high > low:
            runs.append(np.asarray(segment.order[band, low:high]))
    if not runs:
        return np.empty(0, dtype=np.int64), np.empty(0)
    passage, times = np.unique(np.concatenate(runs), return_counts=True)
    likeness = (times / BANDS) ** (1.0 / ROWS)
    owner = segment.owner[passage].astype(np.int64)
    documents = np.unique(owner)
    best = np.zeros(documents.size)
    np.maximum.at(best, np.searchsorted(documents, owner), likeness)
    return documents, best
