"""A case's picture: chart, close-up, separation and speed over time."""

from .case_picture import Picture, draw

__all__ = ["Picture", "draw"]
