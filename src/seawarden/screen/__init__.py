"""Screening: is this ship, or any ship in this file, listed or hiding that it is?

from seawarden import lists, screen

listings, _ = lists.read_folder("lists/")
asked = screen.one("RYE SONG GANG 1", imo=7389704)     # or screen.file("fleet.csv")
for note in asked.notes: print(note)
matches = screen.match(asked.queries, listings)
"""

from .params import Params
from .query import Asked, file, hulls, one, stale
from .ships import QUERY_SCHEMA
from .vessel_v1 import match

__all__ = ["QUERY_SCHEMA", "Asked", "Params", "file", "hulls", "match", "one", "stale"]
