"""A case's picture: chart, close-up, separation and speed over time."""

from .case_picture import Draw, Picture, draw
from .series import Track, tracks_of

__all__ = ["Draw", "Picture", "Track", "draw", "tracks_of"]
