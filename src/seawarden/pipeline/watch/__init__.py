"""The watch, one step a file."""

from .given import Options
from .run import watch

__all__ = ["Options", "watch"]
