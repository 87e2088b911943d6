"""The chronicle's verbs, one step a file."""

from .verbs import add, compare, counts, find

__all__ = ["add", "compare", "counts", "find"]
