"""What every detector is.

A detector is a module: a function from fact tables to events. It declares

    NAME      the kind of event it finds, one of `schema.kinds`
    READS     the tables it reads, in the order `detect` takes them; the first may be split
    NEEDS     how many hours before and after an event, and how many metres around it, it looks at:
              finite, so that a live feed or a cluster may cut the facts in time
    SPLIT_BY  the columns of the first table on which it may be split without changing a thing;
              none: it may not be split by rows, only cut in time
    Params    frozen thresholds with unit, default and source
    detect(*tables, params=Params(), places=Places(), context=Context())
              -> EVENTS with `EVENT_ROWS`; what was learnt comes in by `context`
              (`learning.context`), the learnt anchorages by `places`; it learns nothing itself

`tests/detect/test_contract.py` holds all of them to it: empty in, empty out; row order
irrelevant; splitting by columns changes nothing, nor does cutting in time at `NEEDS`, given the
same context (no detector may skip it); a missing column is named; input never changed; same input,
same bytes.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from ...schema import Table

ANYWHERE_M = 20_037_508.0
"""Half the equator: as far as two places on the globe can lie apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What a detector looks at around an event: two events so far apart do not know each other.

    An event is the same, to the last digit, whatever the facts of times further than `before_h`
    before its start or `after_h` after its end are.
    """

    before_h: float
    after_h: float
    metres: float


class Detector(Protocol):
    """The shape of a detector module."""

    @property
    def NAME(self) -> str:
        """The kind of event it finds."""

    @property
    def READS(self) -> tuple[Table, ...]:
        """The tables it reads, in the order `detect` takes them."""

    @property
    def NEEDS(self) -> Needs:
        """How far around an event it looks."""

    @property
    def SPLIT_BY(self) -> tuple[str, ...]:
        """The columns of the first table on which it may be split."""

    @property
    def Params(self) -> Any:
        """Its thresholds."""

    @property
    def detect(self) -> Any:
        """The function itself."""
