"""Screening: is this ship, or any ship in this file, listed or hiding that it is?

from seawarden.lists import read_folder
from seawarden.screen import match, one

listings, _ = read_folder("lists/")
asked = one("RYE SONG GANG 1", imo=7389704)     # or file("fleet.csv")
for note in asked.notes: print(note)
matches = match(asked.queries, listings)

`seawarden.screen(...)` is the verb: the same in one call, with reading the lists.
"""

from .params import Params
from .query import Asked, file, hulls, one, stale
from .ships import QUERY_SCHEMA
from .vessel_v1 import match, match_held

__all__ = [
    "QUERY_SCHEMA",
    "Asked",
    "Params",
    "file",
    "hulls",
    "match",
    "match_held",
    "one",
    "stale",
]
