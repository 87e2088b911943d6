"""Cases: what an analyst opens, made of events, screening matches and identities.

fuse      events of one pair and time become one case; which events become a case at all
ship      one side: what it says of itself, what list names it, what is in doubt
ships     every side, from HULLS, CLAIMS and MATCHES
dprk      what ties an event to a DPRK port
scene     all that a case is weighed on
rivals    the innocent explanations, each tested and printed
weigh     evidence for and against, as documented log-odds
grade     the wording: seen alongside, probable, possible, cannot be excluded
told      what an event of one ship says, in words
cite      the measures which may be breached, with certainty and date
explain   what happened and how sure, in two sentences
rank      what to look at first
version   late data supersedes a case and says why
event_version  the same for the events that cases are made of
build     all of it, from tables to CASES

    from seawarden import case
    cases = case.build(events, matches, hulls, claims, listings,
                       params=case.Params(), now_utc=now, is_simulated=False)
"""

from .build import build
from .params import Params
from .versions.case_version import supersede
from .versions.event_version import CONTEXT, Cause, Superseded, supersede_events

__all__ = ["CONTEXT", "Cause", "Params", "Superseded", "build", "supersede", "supersede_events"]
