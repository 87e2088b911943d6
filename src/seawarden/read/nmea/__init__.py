"""NMEA 0183 sentences (AIVDM, tag blocks, $PGHP), decoded in columns."""

from .dates import notes_of, order_of_dates
from .reader import NoTimeError, looks_like, read

__all__ = ["NoTimeError", "looks_like", "notes_of", "order_of_dates", "read"]
