"""The acts on a docket as a package carries them: a chain of commitments, this case's acts open.

Every act is there as number, commitment and the hash before it, so that none can be taken out,
added or put elsewhere; of another case's act nothing can be read from that, for its commitment is
salted. The signed statement names the head and the count, so that none can be cut off the end.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ...errors import FormatError
from ..decisions import FIRST, Entry, commitment_of, link_hash


@dataclass(frozen=True, slots=True)
class Link:
    """An act of the chain; `act` and `salt` where it is open."""

    number: int
    commitment: str
    prev_hash: str
    act: dict[str, Any] | None = None
    salt: str | None = None

    @property
    def hash(self) -> str:
        """What the next one's `prev_hash` must be."""
        return link_hash(self.number, self.commitment, self.prev_hash)


def links_of(entries: Sequence[Entry], case_id: str | None) -> list[Link]:
    """Return the chain; acts on `case_id` are open, on no other, and on none for None."""
    return [
        Link(
            e.number, e.commitment, e.prev_hash, *((e.content, e.salt) if is_open else (None, None))
        )
        for e in entries
        for is_open in [case_id is not None and e.act.case_id == case_id]
    ]


def closed(links: Sequence[Link]) -> list[Link]:
    """Return the same chain with no act open."""
    return [Link(x.number, x.commitment, x.prev_hash) for x in links]


def to_text(links: Sequence[Link]) -> str:
    """Return `chain.json`."""
    rows = []
    for link in links:
        row: dict[str, Any] = {
            "number": link.number, "commitment": link.commitment, "prev_hash": link.prev_hash,
        }  # fmt: skip
        if link.act is not None:
            row |= {"act": link.act, "salt": link.salt}
        rows.append(row)
    return json.dumps(rows, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def from_text(text: str, place: str) -> list[Link]:
    """Return the chain of `chain.json`. Raises FormatError for another thing."""
    try:
        return [
            Link(int(r["number"]), str(r["commitment"]), str(r["prev_hash"]), r.get("act"),
                 r.get("salt"))
            for r in json.loads(text)
        ]  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FormatError(f"{place}: no chain of acts: {error}") from error


def faults(links: Sequence[Link], count: int, head: str) -> list[tuple[str, int]]:
    """Return what does not hold, as (kind, act): 'act', 'order' or 'cut'."""
    out, prev = [], FIRST
    for i, link in enumerate(links, start=1):
        if link.number != i or link.prev_hash != prev:
            out.append(("order", i))
            break
        if link.act is not None and commitment_of(link.act, str(link.salt)) != link.commitment:
            out.append(("act", i))
        prev = link.hash
    if len(links) < count:
        out.append(("cut", count - len(links)))
    elif not out and (len(links) > count or prev != head):
        out.append(("order", len(links)))
    return out
