"""Files that a crew brings home, however the program that made them writes: contacts and tracks."""

from .contacts import read_contacts
from .track import read_track

__all__ = ["read_contacts", "read_track"]
