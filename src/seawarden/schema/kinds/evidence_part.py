"""The parts of evidence: what a detector weighed, by the name that stands in `detail.parts`.

One list for detectors, which write them, and cases, which must not weigh the same thing twice. A
name that is not here can be neither written nor asked for.
"""

from enum import StrEnum


class EvidencePart(StrEnum):
    """What was looked at; the value is `what` in `detail.parts` and in a case's evidence."""

    PRIOR = "prior"
    ALONGSIDE = "alongside"
    DURATION = "duration"
    SEEN = "seen"
    HEADING = "heading"
    MOTION = "motion"
    UNDER_WAY = "under way"
    BETWEEN = "between"
    PURPOSE = "other purposes"
    BESIDE = "beside"
    NEIGHBOURS = "neighbours"
    PLACE = "place"
    CROWD = "crowd"
    MOORED = "moored"
    TRADE = "trade"
    DRAUGHT = "draught"
    CARGO_MOVED = "cargo moved"
    TWO_HULLS = "two hulls"
    IDENTITY = "identity"
    SIGHTINGS = "sightings"
    SILENT_SHIP = "silent ship"
    VISIBLE_PARTNER = "visible partner"
    PASSAGE = "passage"
    KIND = "kind"
    DELIBERATE = "deliberate"
    FILLS = "fills"
    RIVALS = "rivals"
    TOWARD = "toward"
    RECEPTION = "reception"
    LENGTH = "length"
    OPEN = "open"
    JUMP = "jump"
    TOGETHER = "fell silent together"
    SHIPS = "ships"
    RECEIVERS = "receivers"
    ONE_TRANSMITTER = "one transmitter"
    RETURN = "return"
    RECEIVER = "receiver"
    PATTERN = "pattern"
    CIRCLE = "circle"
    INLAND = "inland"
