"""Delimited text: a fast reader of plain lines and a careful one for the rest."""

from .reader import Dialect, read, table

__all__ = ["Dialect", "read", "table"]
