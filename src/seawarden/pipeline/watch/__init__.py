"""The watch, one step a file."""

from .run import Options, watch

__all__ = ["Options", "watch"]
