"""A case's picture: chart, close-up, separation and speed over time."""

from .case_picture import Picture, draw
from .series import tracks_of

__all__ = ["Picture", "draw", "tracks_of"]
