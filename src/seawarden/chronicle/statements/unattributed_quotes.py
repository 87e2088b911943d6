"""Chains: a quotation without an attribution takes its speaker from its neighbours.

Method: first from the same speech (a paragraph that opened a quotation and did not close it); then
from the paragraph before, then the one after; then the last speaker named; then the document's
author. Each says so in `how`.
"""

from . import confidence
from .statement import Reading, Statement


def hand_on(reading: Reading, *, is_release: bool) -> None:
    """Give every direct statement without an attribution its speaker."""
    direct = [s for s in reading.out if s.kind == "direct"]
    by_chain: dict[int, list[Statement]] = {}
    for statement in direct:
        by_chain.setdefault(statement.chain, []).append(statement)
    for statement in direct:
        if statement.speaker or statement.chain < 0:
            continue
        mates = [m for m in by_chain[statement.chain] if m.written and m.speaker]
        if mates:
            later = [m for m in mates if m.start > statement.start]
            _copy(statement, later[0] if later else mates[-1], "same speech", is_release)
    ordered = sorted(reading.out, key=lambda s: s.start)
    for i, statement in enumerate(ordered):
        if statement.kind != "direct" or statement.speaker:
            continue
        earlier = (s for s in reversed(ordered[:i]) if s.speaker and _is_person(reading, s))
        before = next(earlier, None)
        following = (s for s in ordered[i + 1 :] if s.speaker and s.kind == "direct")
        after = next(following, None)
        if before is not None and statement.paragraph - before.paragraph <= 1:
            _copy(statement, before, "goes on from the paragraph before", is_release)
        elif after is not None and after.paragraph - statement.paragraph <= 1:
            _copy(statement, after, "named in the paragraph after", is_release)
        elif before is not None:
            _copy(statement, before, "last speaker named", is_release)
        elif after is not None:
            _copy(statement, after, "first speaker named after", is_release)
        elif any(p.from_head for p in reading.known.people):
            author = next(p for p in reading.known.people if p.from_head)
            statement.speaker, statement.role, statement.state = (
                author.name,
                author.role,
                author.state or "",
            )
            statement.how = "author in the document's head"
        else:
            statement.how = "not known"


def _is_person(reading: Reading, statement: Statement) -> bool:
    names_known = {p.name for p in reading.known.people}
    return statement.kind == "direct" or statement.speaker.split("; ")[0] in names_known


def _copy(statement: Statement, of: Statement, how: str, is_release: bool) -> None:
    statement.speaker, statement.role, statement.state, statement.via = (
        of.speaker,
        of.role,
        of.state,
        of.via,
    )
    statement.handed_on = min(of.handed_on, confidence.of(of, is_release=is_release))
    statement.how = how
