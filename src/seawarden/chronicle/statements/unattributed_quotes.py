"""Chains: a quotation without an attribution takes its speaker from its neighbours.

Method: first from the same speech (a paragraph that opened a quotation and did not close it); then
from the paragraph before, then the one after; then the last speaker named; then the document's
author. Each says so in `how`.
"""

from .statement import Reading, Said


def hand_on(reading: Reading) -> None:
    """Give every direct statement without an attribution its speaker."""
    direct = [s for s in reading.out if s.kind == "direct"]
    by_chain: dict[int, list[Said]] = {}
    for said in direct:
        by_chain.setdefault(said.chain, []).append(said)
    for said in direct:
        if said.speaker or said.chain < 0:
            continue
        mates = [m for m in by_chain[said.chain] if m.written and m.speaker]
        if mates:
            later = [m for m in mates if m.start > said.start]
            _copy(said, later[0] if later else mates[-1], "same speech")
    ordered = sorted(reading.out, key=lambda s: s.start)
    for i, said in enumerate(ordered):
        if said.kind != "direct" or said.speaker:
            continue
        earlier = (s for s in reversed(ordered[:i]) if s.speaker and _is_person(reading, s))
        before = next(earlier, None)
        following = (s for s in ordered[i + 1 :] if s.speaker and s.kind == "direct")
        after = next(following, None)
        if before is not None and said.paragraph - before.paragraph <= 1:
            _copy(said, before, "goes on from the paragraph before")
        elif after is not None and after.paragraph - said.paragraph <= 1:
            _copy(said, after, "named in the paragraph after")
        elif before is not None:
            _copy(said, before, "last speaker named")
        elif after is not None:
            _copy(said, after, "first speaker named after")
        elif any(p.from_head for p in reading.known.people):
            author = next(p for p in reading.known.people if p.from_head)
            said.speaker, said.role, said.state = author.name, author.role, author.state or ""
            said.how = "author in the document's head"
        else:
            said.how = "not known"


def _is_person(reading: Reading, said: Said) -> bool:
    names_known = {p.name for p in reading.known.people}
    return said.kind == "direct" or said.speaker.split("; ")[0] in names_known


def _copy(said: Said, of: Said, how: str) -> None:
    said.speaker, said.role, said.state, said.via = of.speaker, of.role, of.state, of.via
    said.how = how
