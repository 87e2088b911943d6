"""The measures which may be breached, each with its condition, certainty and date.

Every measure comes from the register (`lists.measures`), which holds those in force on the day
of the event: what was adopted later cannot have been breached, and is not cited. A paragraph
whose number was not seen (certainty M) is printed with "paragraph to be confirmed"; one that
nobody has seen (U) is never cited. AIS silence breaches no paragraph, nor does a meeting of two
ships that nothing ties to the DPRK. Each rule below names its condition: AIS shows ships, not
cargo, so what depends on the cargo says "if". What was ordered of a designated ship is cited by
the paragraphs that its listing names: a port ban is no asset freeze, and a ship that only a
State or the EU listed is under no paragraph of the Council for that.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from ...lists.register.measures import cite as register
from ...schema.kinds.kind import Role
from ..draft import Draft
from ..sides import dprk_port_call
from ..sides.side import UN_CODES, Ship

NONE_INDICATED = "no measure is indicated by what was seen"

_TANKER, _CARGO, _FISHING = range(80, 90), range(70, 80), 30

# (topic of the register, resolution, paragraph, condition)
_Rule = tuple[str, int, str, str]
_STS: _Rule = ("sts", 2375, "11", "if goods moved to or from the DPRK-flagged ship")
_STS_UNKNOWN: _Rule = (
    "sts",
    2375,
    "11",
    "if the unidentified ship is DPRK-flagged and goods moved",
)
_OIL: _Rule = ("refined_oil", 2397, "5", "if refined oil went to the DPRK outside the reported cap")
_OIL_2017: _Rule = ("refined_oil", 2375, "14", "if refined oil went to the DPRK above the cap")
_COAL: _Rule = ("coal", 2371, "8", "if the cargo was coal, iron or ore from the DPRK")
_SEAFOOD: _Rule = ("seafood", 2371, "9", "if the cargo was seafood from the DPRK")
_DESIGNATED = "if the ship is the designated one"
_FREEZE: _Rule = ("asset_freeze", 2270, "12", _DESIGNATED)
_FREEZE_2321: _Rule = ("asset_freeze", 2321, "12(d)", _DESIGNATED)
_DEFLAG: _Rule = ("deflag", 2321, "12(a)", _DESIGNATED)
_PORT: _Rule = ("port_call", 2371, "6", "if the ship is the designated one and entered a port")
_GENERAL: _Rule = ("designated", 2321, "12", _DESIGNATED)
"""For a ship that the UN lists without saying what was ordered."""
_ORDERED: tuple[_Rule, ...] = (_FREEZE, _FREEZE_2321, _DEFLAG, _PORT, _GENERAL)
"""What the Committee can order of a designated vessel, by the paragraph that a list names."""
_PARAGRAPH = re.compile(
    r"\b(1718|2270|2321|2371|2375)\b(?:\W*20\d\d\b)?\W*(?:op|paras?|paragraphs?)?\W*"
    r"(\d{1,2})(?:\W{0,2}([a-d])\b)?",
    re.IGNORECASE,
)
"""A paragraph as lists print it: 'resolution 2321 para 12(a)', '2371 (2017) OP 6'."""
_SEIZE: _Rule = ("seize", 2397, "9", "if it calls at a port, which may then have to act")
_FLAG: _Rule = ("false_flag", 2397, "12", "if the ship hides her true flag for a banned act")


def measures(draft: Draft, sides: Sequence[Ship], day: date) -> list[dict[str, Any]]:
    """Return CASES.measures, the most telling first; empty when nothing is indicated.

    `day` is the day of the event; a listing counts only if it was in force on it.
    """
    out: list[dict[str, Any]] = []
    for topic, resolution, paragraph, basis in _rules(draft, sides, day):
        for found in register(topic, on=day):
            if (found.resolution, found.paragraph) != (resolution, paragraph):
                continue
            entry = {
                "resolution": found.resolution,
                "paragraph": found.paragraph,
                "certainty": found.certainty,
                "text": found.forbids,
                "citation": found.reference,
                "basis": basis,
                "adopted": found.since.isoformat(),
                "source": found.source,
            }
            if entry["citation"] not in [e["citation"] for e in out]:
                out.append(entry)
    return out


def _rules(draft: Draft, sides: Sequence[Ship], day: date) -> Iterator[_Rule]:
    named = any(x.is_dprk for s in sides for x in s.listed_on_day(day))
    role = draft.about.role
    if role is Role.MEETING:
        yield from _meeting(sides, named)
    elif role is Role.PORT_CALL:
        yield from _port(draft, sides)
    elif role is Role.DECEPTION and (named or any(s.is_dprk for s in sides)):
        yield _FLAG
    ordered = _ordered(sides, day)
    yield from (r for r in _ORDERED if r[1:3] in ordered and (r != _PORT or _may_call(draft)))
    if named:
        yield _SEIZE


def _ordered(sides: Sequence[Ship], day: date) -> set[tuple[int, str]]:
    """Return (resolution, paragraph) of what was ordered of the ships that match a listing.

    The lists that name one hull are read together: one gives the match, another the paragraph.
    """
    out: set[tuple[int, str]] = set()
    for side in sides:
        hulls = {x.imo for x in side.listed_on_day(day) if x.is_dprk and x.imo}
        for listed in side.listed:
            if listed.is_dprk and listed.imo in hulls and listed.holds_on(day):
                out |= paragraphs(listed.measures)
        if hulls and not out and any(x.list_code in UN_CODES for x in side.listed_on_day(day)):
            out.add(_GENERAL[1:3])
    return out


def paragraphs(measures: Iterable[str]) -> set[tuple[int, str]]:
    """Return (resolution, paragraph) of the texts of a listing's measures."""
    return {
        (int(resolution), f"{number}({letter.lower()})" if letter else number)
        for text in measures
        for resolution, number, letter in _PARAGRAPH.findall(text.replace("_", " "))
    }


def _may_call(draft: Draft) -> bool:
    """Return whether a port ban bears on the case: it forbids entry to port and nothing at sea."""
    return draft.about.role in (Role.PORT_CALL, Role.LISTING)


def _meeting(sides: Sequence[Ship], named: bool) -> Iterator[_Rule]:
    has_dprk_side = any(s.is_dprk for s in sides)
    unknown = any(s.is_unidentified for s in sides)
    if not (has_dprk_side or unknown or named):
        return
    if has_dprk_side:
        yield _STS
    elif unknown:
        yield _STS_UNKNOWN
    yield from _cargo(s.ship_type for s in sides)


def _cargo(types: Iterable[int | None]) -> Iterator[_Rule]:
    known = [t for t in types if t is not None]
    if any(t in _TANKER for t in known):
        yield _OIL
        yield _OIL_2017
    if any(t in _CARGO for t in known):
        yield _COAL
    if any(t == _FISHING for t in known):
        yield _SEAFOOD


def _port(draft: Draft, sides: Sequence[Ship]) -> Iterator[_Rule]:
    if any(dprk_port_call.called(f) for f in draft.events) and not all(s.is_dprk for s in sides):
        yield from _cargo(s.ship_type for s in sides)
