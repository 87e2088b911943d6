"""The kinds of case: those of its leading event, and 'listed' for a listed ship with no event."""

from typing import Any

from ..schema.kinds import kind_of
from ..schema.kinds.detail import Detail
from ..schema.kinds.kind import Kind, Role
from ..schema.kinds.rival import Rival

LISTED: Kind[Detail] = Kind(
    name="listed",
    number=0,  # no event bears it
    detail=Detail,
    role=Role.LISTING,
    precedence=9,
    opens_alone=True,
    head="Listed ship heard",
    conduct="that this is the listed ship",
    gravity=0.8,
    rivals=(Rival.NAMESAKE,),
    did=lambda *_: "was heard",
)
"""A ship that screening matched and that did nothing else worth a case."""


def record(kind: str) -> Kind[Any]:
    """Return the record of a kind of case. Raises ValueError when the kind is not known."""
    return LISTED if kind == LISTED.name else kind_of(kind)
