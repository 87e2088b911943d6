"""Delimited text: a fast reader of plain lines and a careful one for the rest."""

from .dialect import Dialect, table
from .reader import read

__all__ = ["Dialect", "read", "table"]
