"""Cases: what an analyst opens, made of events, screening matches and identities.

finding   one event, its `detail` read as the record of its kind
fuse      events of one pair and time become one case; which events become a case at all
kinds     the kinds of case: those of events, and 'listed'
sides     each ship: what it says of itself, what list names it, what is in doubt; DPRK ports
scene     all that a case is weighed on
weighing  evidence for and against, as documented log-odds; the innocent explanations
wording   the grade, the sentences, the measures which may be breached
rank      what to look at first
versions  later data or a later Seawarden supersedes events and cases, and says why
build     everything in order, from tables to CASES

    from seawarden.case import Params, build
    cases = build(events, matches, hulls, claims, listings,
                       params=Params(), now_utc=now, is_simulated=False)
"""

from .build import build
from .params import Params
from .versions.case_version import supersede
from .versions.corrected import corrected, is_outdated
from .versions.event_version import CONTEXT, Cause, Superseded, supersede_events

__all__ = [
    "CONTEXT", "Cause", "Params", "Superseded", "build", "corrected", "is_outdated", "supersede",
    "supersede_events",
]  # fmt: skip
