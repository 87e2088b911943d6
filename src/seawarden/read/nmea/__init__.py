"""NMEA 0183 sentences (AIVDM, tag blocks, $PGHP), decoded in columns."""

from .reader import NoTimeError, looks_like, notes_of, read

__all__ = ["NoTimeError", "looks_like", "notes_of", "read"]
