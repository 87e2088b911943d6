"""Small feeds for the tests of `live`: a simulated sea as lines, and the facts of a folder."""

import random
from itertools import pairwise
from pathlib import Path

import polars as pl

from seawarden.live.inbox import Arrival
from seawarden.live.params import Params
from seawarden.live.session import Session
from seawarden.live.spans import Whole
from seawarden.pipeline.watch.facts import CHOSEN, facts_of
from seawarden.store.archive import Archive

TABLES = ("hulls", "stays", "trails", "silences", "jumps", "coverage", "contacts")


def lines_of(folder: Path) -> list[bytes]:
    """Return the lines of the simulated sea in `folder`."""
    (source,) = folder.glob("SIMULATED_*.nmea")
    return source.read_bytes().splitlines(keepends=True)


def arrival(source: str, lines: list[bytes], received_ms: int = 1_800_000_000_000) -> Arrival:
    """Return lines as they come from a source."""
    return Arrival(source, b"".join(lines), received_ms, 0, None)


def late(lines: list[bytes], seed: int, most: int) -> list[bytes]:
    """Return the lines, each up to about `most` places late; messages of several stay together."""
    rng = random.Random(seed)
    groups: list[list[bytes]] = []
    for line in lines:
        if b"\\g:2-" in line:
            groups[-1].append(line)
        else:
            groups.append([line])
    keyed = sorted(range(len(groups)), key=lambda i: i + rng.random() * rng.random() * most)
    return [line for i in keyed for line in groups[i]]


def pieces(lines: list[bytes], seed: int, n: int) -> list[list[bytes]]:
    """Cut lines into about `n` pieces anywhere."""
    rng = random.Random(seed)
    cuts = sorted({0, len(lines), *(rng.randrange(len(lines)) for _ in range(n))})
    return [lines[a:b] for a, b in pairwise(cuts)]


def whole_of(session: Session) -> Whole:
    """Return the facts of everything that a session took in."""
    session.flush()
    nodes = [*session.spans.nodes]
    if (last := session.spans.peek()) is not None:
        nodes.append(last)
    whole = Whole.of(nodes)
    assert whole is not None
    return whole


def live_facts(session: Session) -> dict[str, pl.DataFrame]:
    """Return the fact tables of a feed by name, in archive places."""
    from seawarden.facts.tables import tables

    whole = whole_of(session)
    made = tables(whole.span)
    return whole.places({n.upper(): getattr(made, n) for n in TABLES})


def batch_facts(archive: Archive) -> dict[str, pl.DataFrame]:
    """Return the fact tables of one pass over the archive by name."""
    facts = facts_of(archive, shared=CHOSEN.to_frame()).facts
    return {n.upper(): getattr(facts, n) for n in TABLES}


def fed(out: Path, parts: list[list[bytes]], params: Params = Params(), *, flush_every: int = 3,
        ) -> Session:  # fmt: skip
    """Return a session that took the pieces one after the other."""
    session = Session(out, params)
    for i, part in enumerate(parts):
        session.receive([arrival("a", part)])
        session.spans.settle()
        if i % flush_every == flush_every - 1:
            session.flush()
    return session
