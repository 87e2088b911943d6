"""What a crew is handed: page, paper, charts, files for other programs."""

from .content import ACTIVITIES, make_briefing, to_html
from .ships import Ship, ship_of, ships_frame

__all__ = ["ACTIVITIES", "Ship", "make_briefing", "ship_of", "ships_frame", "to_html"]
