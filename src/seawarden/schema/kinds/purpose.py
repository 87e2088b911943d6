"""What two ships may have lain together for: the hypotheses, by the name that EVENTS prints."""

from enum import StrEnum


class Purpose(StrEnum):
    """One explanation of a contact. Each event that weighs them names all; they add up to 1."""

    TRANSFER = "cargo transfer"
    BUNKERING = "bunkering or stores"
    BOAT = "crew or pilot boat"
    TOW = "tug, tow or barge"
    RAFT = "raft"
    NEIGHBOURS = "neighbours at anchor"
    ONE_HULL = "one hull with two transponders"
    FISHING = "fishing"
    NONE = "none of these"


NOT_SEPARATED = "cannot be told from AIS"
"""What a purpose reads where neither type, draught, place nor sighting separates the hypotheses."""
