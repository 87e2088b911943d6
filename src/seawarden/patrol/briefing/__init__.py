"""What a crew is handed: page, paper, charts, files for other programs."""

from .content import ACTIVITIES, Ship, make_briefing, ship_of, ships_frame, to_html

__all__ = ["ACTIVITIES", "Ship", "make_briefing", "ship_of", "ships_frame", "to_html"]
