"""How fast 100,000 ships are screened against every list, against `logic-v2` on the same pairs.

    python benchmarks/screening.py [--ships N] [--lists FOLDER] [--sample PAIRS] [--seed N]

The ships are invented: names of Korean syllables, of words that ships bear, and one in a
hundred a listed ship's own name, IMO number or MMSI. `vessel-v1` screens them all in one call.
`logic-v2` (extra `ftm`) scores a sample of the same pairs, entities built beforehand, and is
extrapolated to all of them: every ship with every listed ship. Prints seconds, pairs and the
ratio; the aim is at most 1/100.
"""

import argparse
import random
import time
from pathlib import Path

import polars as pl

from seawarden import lists
from seawarden.screen import Params, block, logic_v2, match
from seawarden.screen import ships as sides

SYLLABLES = "RYE SONG GANG MYONG RYU NAM SAN CHON MA SAM JONG PAEK HUNG TONG UN KUM JI YU".split()  # noqa: SIM905
WORDS = "OCEAN STAR PACIFIC TRADER GLORY HONG DA XIN HAI FENG NORDIC MAERSK STENA BALTIC".split()  # noqa: SIM905


def ships(number: int, listings: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Return queries of `number` invented ships, one in a hundred like a listed one."""
    dice = random.Random(seed)
    letters = "ABCDEFGHIKLMNOPRSTUVY"
    listed = listings.filter(kind="ship").select("name", "imo", "mmsi").rows()
    rows = []
    for i in range(number):
        kind = dice.random()
        if kind < 0.1:
            name = " ".join(dice.choices(SYLLABLES, k=dice.randint(2, 3)))
        elif kind < 0.4:
            name = " ".join(dice.sample(WORDS, 2))
        else:
            size = dice.randint(4, 8)
            name = " ".join("".join(dice.choices(letters, k=size)) for _ in range(2))
        if dice.random() < 0.4:
            name += f" {dice.randint(1, 30)}"
        imo, mmsi = _imo(dice), dice.randint(201_000_000, 775_999_999)
        if dice.random() < 0.01:
            name, imo, radio = dice.choice(listed)
            mmsi = radio[0] if radio else mmsi
        rows.append((str(i), name, imo if dice.random() < 0.7 else None, mmsi))
    columns = {"query_id": pl.String, "name": pl.String, "imo": pl.UInt32, "mmsi": pl.UInt32}
    return pl.DataFrame(rows, schema=columns, orient="row")


def _imo(dice: random.Random) -> int:
    body = dice.randint(700_000, 999_999)
    check = sum(int(d) * w for d, w in zip(str(body), range(7, 1, -1), strict=True)) % 10
    return body * 10 + check


def logic_v2_s_a_pair(queries: pl.DataFrame, targets: pl.DataFrame, sample: int) -> float:
    """Return the mean time of logic-v2 for one pair; entities are built beforehand."""
    dice = random.Random(1)
    few = queries.sample(min(500, queries.height), seed=1)
    asked = [logic_v2.query_entity(row) for row in few.iter_rows(named=True)]
    few = targets.sample(min(500, targets.height), seed=1)
    listed = [logic_v2.listing_entity(row) for row in few.iter_rows(named=True)]
    pairs = [(dice.choice(asked), dice.choice(listed)) for _ in range(sample)]
    logic_v2.compare(*pairs[0])  # its tables load on first use
    start = time.perf_counter()
    for query, candidate in pairs:
        logic_v2.compare(query, candidate)
    return (time.perf_counter() - start) / sample


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ships", type=int, default=100_000)
    parser.add_argument("--lists", type=Path, default=None, help="default: the register")
    parser.add_argument("--sample", type=int, default=4_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    listings = lists.read_folder(options.lists)[0] if options.lists else lists.register()
    queries = ships(options.ships, listings, options.seed)
    targets = lists.holding(listings).filter(kind="ship")

    start = time.perf_counter()
    matches = match(queries, listings)
    ours_s = time.perf_counter() - start
    pairs = queries.height * targets.height
    blocked = block.ship_pairs(
        sides.queries_of(sides.conform_queries(queries)), sides.targets_of(targets), Params()
    )
    left = sum(map(len, blocked))
    counts = ", ".join(f"{v} {n:,}" for v, n in sorted(matches["verdict"].value_counts().rows()))
    print(f"ships {queries.height:,}, listed ships {targets.height:,}, pairs {pairs:,}")
    print(f"vessel-v1: {ours_s:.1f} s in one call; {left:,} pairs left by blocking; {counts}")
    each_s = logic_v2_s_a_pair(queries, targets, options.sample)
    print(f"logic-v2: {each_s * 1e6:.1f} us a pair (sample of {options.sample:,})")
    for what, number in (("all pairs", pairs), ("the pairs left by blocking", left)):
        theirs_s = each_s * number
        print(f"  {what}: {theirs_s:,.1f} s, vessel-v1 takes 1/{theirs_s / ours_s:,.1f} of it")
    print("aim: at most 1/100 over all pairs")


if __name__ == "__main__":
    main()
