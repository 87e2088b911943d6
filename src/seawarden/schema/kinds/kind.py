"""What a kind of event is: everything that the docket says or decides by the kind alone."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, NamedTuple, TypeVar

from .detail import Detail
from .evidence_part import EvidencePart
from .rival import Rival

D = TypeVar("D", bound=Detail)


class Role(Enum):
    """What an event is to a case: its subject, or what happened around a meeting."""

    MEETING = "two ships met"
    SILENCE = "a ship did not send"
    PORT_CALL = "a ship lay in a port"
    DECEPTION = "a ship sent what is not true"
    SIGHTING = "a sensor or crew saw a ship"
    IDLING = "a ship drifted or waited"
    LISTING = "a listed ship was heard; of a case, never of an event"
    OTHER = "none of these: a subject of a case, no evidence for another"


class Pointer(NamedTuple):
    """Where something that an event says can be looked up: printed in a case, not weighed."""

    what: str
    value: str
    words: str


def _no_variant(_: Any) -> str | None:
    return None


def _no_pointers(_: Any) -> tuple[Pointer, ...]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Generic[D]):
    """One kind of event: its record of `detail`, its role in a case, and its words.

    `number` goes into event ids: never change or reuse one. `detail_version` goes up by one
    whenever a field or part of `detail` changes its meaning; a docket with older events is then
    weighed anew. `detail`, `did`, `variant` and `pointers` know the same record.
    """

    name: str
    number: int
    detail: type[D]
    detail_version: int = 1
    parts: tuple[EvidencePart, ...] = ()  # those that its detector writes
    role: Role
    precedence: int  # of several kinds in one case the lowest leads, all else equal
    rests_on_absence: bool = False  # that no AIS was heard: an unread input could explain it
    opens_alone: bool  # a sure one opens a case with nothing else behind it
    head: str  # begins a title: 'Silence'
    conduct: str  # what has the probability: 'deliberate silence'
    gravity: float  # 0-1, how grave the conduct would be; our own judgement
    rivals: tuple[Rival, ...]
    transfer_share: float = 0.0  # of its events, those in which cargo passed; our judgement
    did: Callable[[D, float], str]  # what the ship did, after its name, from detail and hours
    raised_by: str = "a sighting or a second receiver that agrees"
    variant: Callable[[D], str | None] = _no_variant  # follows `head` in a title
    pointers: Callable[[D], tuple[Pointer, ...]] = _no_pointers

    @property
    def is_transfer(self) -> bool:
        """Whether most of its events are transfers: what is counted and cited as one."""
        return self.transfer_share > 0.5
