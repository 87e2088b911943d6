"""The innocent explanations, by the name under which a case prints them."""

from enum import StrEnum


class Rival(StrEnum):
    """What else can explain an event; `case.weighing.innocent_explanations` tests each."""

    BERTH = "berth"
    ANCHORAGE = "anchorage"
    BUNKERING = "bunkering"
    PILOT_OR_TUG = "pilot or tug"
    FISHING = "fishing"
    TOWING = "towing or convoy"
    RECEPTION = "poor reception"
    WEATHER = "weather drifting"
    POSITION_OR_CLONE = "position error or clone"
    ONE_HULL = "one hull with two transponders"
    SMALL_CRAFT = "small craft or gear"
    NAMESAKE = "another ship of that name"
    ENTRY_ERROR = "entry error"
    INTERFERENCE = "interference"


OF_A_MEETING = (
    Rival.BERTH, Rival.ANCHORAGE, Rival.BUNKERING, Rival.PILOT_OR_TUG, Rival.FISHING,
    Rival.TOWING, Rival.RECEPTION, Rival.WEATHER, Rival.POSITION_OR_CLONE, Rival.ONE_HULL,
    Rival.SMALL_CRAFT,
)  # fmt: skip
"""What else can explain that two ships lay together."""
