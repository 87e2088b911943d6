"""The chronicle's figures: the index over a large corpus, recall under rewriting, tone counts.

    python benchmarks/chronicle.py index RELEASES.parquet [--queries 200]
    python benchmarks/chronicle.py sketch RELEASES.parquet
    python benchmarks/chronicle.py tone KCNA.parquet RELEASES_FOLDER [--write]
    python benchmarks/chronicle.py marked RELEASES_FOLDER
    python benchmarks/chronicle.py kcna KCNA.parquet [--every 5]

`index` builds the passage index over every release, prints build time, size and query time, and
the recall curve: releases drawn by a seed are rewritten by known shares, in two ways (whole
sentences replaced by sentences of other releases; runs of eight words replaced by words of other
releases) and put among others' sentences as a news story would; a query counts as right when the
source is first, when it is among the first eight, and when it leads after these are aligned
exactly; and the story is then said to rest on it.
"""

import argparse
import random
import re
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np
import polars as pl

from seawarden.chronicle import entry, tone
from seawarden.chronicle.documents import formats
from seawarden.chronicle.reuse import alignment, derivation, passage_index, passages

SEED = 20240514
SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)


def bench_index(path: Path, queries: int) -> None:
    """Build the index, time queries, print the recall curve."""
    frame = pl.read_parquet(path)
    texts = [t or "" for t in frame["body"].to_list()]
    start = time.perf_counter()
    segment = passage_index.build(texts)
    built = time.perf_counter() - start
    with tempfile.TemporaryDirectory() as folder:
        segment.save(Path(folder) / "s")
        size = sum(p.stat().st_size for p in (Path(folder) / "s").iterdir())
        start = time.perf_counter()
        segment = passage_index.Segment.load(Path(folder) / "s") or segment
        opened = time.perf_counter() - start
        print(f"documents {segment.n_documents:,}, passages {segment.owner.size:,}")
        print(f"build {built:.1f} s, size {size / 1e6:.1f} MB, open {opened * 1000:.1f} ms")
        dice = random.Random(SEED)
        long = [k for k, t in enumerate(texts) if 150 <= len(t.split()) <= 900]
        chosen = dice.sample(long, queries)
        curve(segment, texts, chosen, dice)


def curve(
    segment: passage_index.Segment, texts: list[str], chosen: list[int], dice: random.Random
) -> None:
    """Print recall for every share of rewriting, and the time a query takes."""
    times: list[float] = []
    aligned: list[float] = []
    print("rewritten  sentences: first  in 8  aligned  rests |  words: first  in 8  aligned  rests")
    for share in SHARES:
        cells = []
        for rewrite in (by_sentence, by_words):
            first = among = leads = rests = 0
            for k in chosen:
                story = rewrite(texts[k], share, texts, dice)
                begin = time.perf_counter()
                hits = passage_index.query(segment, story, limit=8)
                times.append(time.perf_counter() - begin)
                found = [h.document for h in hits]
                first += bool(found) and _same(texts, found[0], k)
                among += any(_same(texts, f, k) for f in found)
                begin = time.perf_counter()
                reused = [sum(p.words for p in alignment.passages(story, texts[f])) for f in found]
                aligned.append(time.perf_counter() - begin)
                best = max(range(len(found)), key=lambda i: reused[i], default=None)
                if best is not None and _same(texts, found[best], k):
                    leads += 1
                    rests += reused[best] >= derivation.RESTS_ON * len(story.split())
            n = len(chosen)
            shares = (first / n, among / n, leads / n, rests / n)
            cells.append("  ".join(f"{x:6.3f}" for x in shares))
        print(f"{share:9.0%}  {cells[0]} | {cells[1]}")
    q = np.percentile(times, [50, 95, 100]) * 1000
    a = np.percentile(aligned, [50, 95, 100]) * 1000
    print(
        f"query ms: median {q[0]:.1f}, 95 % {q[1]:.1f}, largest {q[2]:.1f} ({len(times)} queries)"
    )
    print(
        f"alignment of the candidates, ms: median {a[0]:.1f}, 95 % {a[1]:.1f}, largest {a[2]:.1f}"
    )


def _same(texts: list[str], found: int, wanted: int) -> bool:
    """Whether a release was found: itself, or one of the corpus's exact doubles of it."""
    return found == wanted or texts[found] == texts[wanted]


def by_sentence(text: str, share: float, texts: list[str], dice: random.Random) -> str:
    """Replace a share of a text's sentences by sentences of other releases."""
    cut = [s for s in re.split(r"(?<=[.!?])\s+", text) if s.strip()]
    swap = set(dice.sample(range(len(cut)), round(share * len(cut))))

    def stranger() -> str:
        return dice.choice(re.split(r"(?<=[.!?])\s+", dice.choice(texts)) or ["x"])

    return " ".join(stranger() if k in swap else s for k, s in enumerate(cut))


def by_words(text: str, share: float, texts: list[str], dice: random.Random) -> str:
    """Replace a share of a text's words, in runs of eight, by words of other releases."""
    words = text.split()
    other = dice.choice(texts).split() or ["x"]
    runs = [range(k, min(k + 8, len(words))) for k in range(0, len(words), 8)]
    for run in dice.sample(runs, round(share * len(runs))):
        for k in run:
            words[k] = dice.choice(other)
    return " ".join(words)


def bench_sketch(path: Path) -> None:
    """Time rensa against datasketch on the same passages."""
    import rensa
    from datasketch import MinHash

    texts = pl.read_parquet(path)["body"].head(2000).to_list()
    shingled = [passages.shingles(w) for t in texts for _, w in passages.cut(t or "")][:20_000]
    start = time.perf_counter()
    passage_index._bands(shingled)
    ours = time.perf_counter() - start
    tokens = [[str(int(x)) for x in s] for s in shingled]
    start = time.perf_counter()
    rensa.RMinHash.digests_from_token_sets(tokens, passage_index.BANDS * passage_index.ROWS, 42)
    by_token = time.perf_counter() - start
    coded = [[t.encode() for t in ts] for ts in tokens]
    start = time.perf_counter()
    MinHash.bulk(coded, num_perm=passage_index.BANDS * passage_index.ROWS)
    other = time.perf_counter() - start
    print(f"{len(shingled):,} passages, {passage_index.BANDS * passage_index.ROWS} values each")
    print(
        f"rensa, hashed triples {ours:.2f} s; rensa, strings {by_token:.2f} s; "
        f"datasketch bulk {other:.2f} s: {other / ours:.0f} times as long"
    )


def bench_tone(kcna: Path, folder: Path, *, write: bool) -> None:
    """Count every term of the scales in a million words of both corpora."""
    stories = (
        pl.read_parquet(kcna)
        .filter((pl.col("language") == "en") & pl.col("story").is_not_null())["story"]
        .to_list()
    )
    releases = [p.read_text(encoding="utf-8") for p in sorted(folder.glob("*.md"))]
    counts = []
    for name, texts in (("KCNA 2012", stories), ("NZ releases", releases)):
        found: Counter[tuple[str, str]] = Counter()
        words = 0
        for text in texts:
            words += tone.word_count(text)
            found.update((h.scale, h.term) for h in tone.hits(text))
        counts.append((found, words))
        totals = {
            s: 1000 * sum(v for (k, _), v in found.items() if k == s) / words for s in tone.SCALES
        }
        print(name, f"{words:,} words", {s: round(v, 2) for s, v in totals.items()})
    if write:
        rows = tone.lexicon()
        place = Path(tone.__file__).parent / "tone.csv"
        lines = ["scale,term,reason,kcna_2012_per_million,nz_releases_per_million"]
        for row in rows:
            key = (row["scale"], row["term"])
            shown = [str(round(1e6 * found[key] / words)) for found, words in counts]
            reason = f'"{row["reason"]}"' if "," in row["reason"] else row["reason"]
            lines.append(",".join([row["scale"], row["term"], reason, *shown]))
        place.write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"wrote {place.name}")


def bench_marked(folder: Path) -> None:
    """Print precision and recall on the hand-marked releases."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from tests.chronicle.test_marked import score

    for part in ("sample", "held out"):
        s = score(folder, part)
        print(
            f"{part}: {s.right} right, {len(s.extra)} extra, {len(s.missed)} missed; precision "
            f"{s.precision:.3f}, recall {s.recall:.3f}; speakers {s.speaker_precision:.3f}, "
            f"{s.speaker_recall:.3f}; kinds {s.kinds / s.right:.3f}"
        )


def bench_kcna(path: Path, every: int) -> None:
    """Print what becomes of the KCNA stories: read, set apart or not, statements, countries."""
    data = path.read_bytes()
    status: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    statements = speakers = countries = dated = 0
    start = time.perf_counter()
    for kind, item in formats.read(path.name, data):
        if item.item % every:
            continue
        made = entry.make(item, entry.Original(path.name, "0" * 64, len(data), kind))
        row = made.document
        status[f"{row['status']}, published as {item.language}"] += 1
        if row["status"] != "read":
            reasons[str(row["reason"])[:60]] += 1
            continue
        dated += row["published_on"] is not None
        statements += len(made.statements)
        speakers += sum(1 for s in made.statements if s["speaker"])
        countries += sum(1 for s in made.statements if s["countries"])
    print(dict(status), f"{time.perf_counter() - start:.0f} s")
    print(dict(reasons.most_common(8)))
    print(
        f"dated {dated}; statements {statements}, with a speaker {speakers}, "
        f"naming a country {countries}"
    )


def main() -> None:
    """Run one benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("what", choices=["index", "sketch", "tone", "marked", "kcna"])
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    if given.what == "index":
        bench_index(given.paths[0], given.queries)
    elif given.what == "sketch":
        bench_sketch(given.paths[0])
    elif given.what == "tone":
        bench_tone(given.paths[0], given.paths[1], write=given.write)
    elif given.what == "marked":
        bench_marked(given.paths[0])
    else:
        bench_kcna(given.paths[0], given.every)


if __name__ == "__main__":
    main()
