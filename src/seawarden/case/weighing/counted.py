"""What a detector's probability holds already, so that no case weighs it a second time.

Each thing that a case may add, and each rival, is held against the parts that detectors write for
the same evidence. Both sides are members of one enum, so that a name which no detector writes
cannot stand here.
"""

from enum import StrEnum

from ...schema.kinds.evidence_part import EvidencePart as P
from ...schema.kinds.rival import Rival
from ..finding import Finding


class Added(StrEnum):
    """Evidence that a case adds to a meeting from other tables and other events."""

    DRAUGHT = "draught change"
    SIGHTING = "unmatched sighting"
    SILENCE = "silence around it"


_HELD: dict[Added | Rival, tuple[P, ...]] = {
    Added.DRAUGHT: (P.DRAUGHT,),
    Added.SIGHTING: (P.SIGHTINGS,),
    # The silences are what a transfer in the dark is made of.
    Added.SILENCE: (P.DELIBERATE, P.SILENT_SHIP),
    Rival.BERTH: (P.PLACE,),
    Rival.ANCHORAGE: (P.PLACE,),
    Rival.BUNKERING: (P.TRADE, P.KIND),
    Rival.FISHING: (P.TRADE, P.KIND),
    Rival.PILOT_OR_TUG: (P.TRADE, P.KIND),
    Rival.TOWING: (P.MOTION,),
    # Whether a silence is deliberate is weighed against the reception expected.
    Rival.RECEPTION: (P.SEEN, P.RECEPTION, P.DELIBERATE),
    Rival.POSITION_OR_CLONE: (P.IDENTITY, P.JUMP, P.ONE_TRANSMITTER),
    Rival.ONE_HULL: (P.TWO_HULLS,),
    # Two ships adrift by themselves are what "alongside" is held against.
    Rival.WEATHER: (P.ALONGSIDE,),
}


def is_counted(lead: Finding | None, what: Added | Rival) -> bool:
    """Return whether the detector's probability holds this already, by the parts it shows."""
    held = _HELD.get(what, ())
    return lead is not None and any(part.what in held for part in lead.parts)
