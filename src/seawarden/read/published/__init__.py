"""Layouts of tables that are published: one publisher a file, each named once in `LAYOUTS`.

A layout is a module with `layout_of(names)`. To add one, write the module and name it here.
"""

from collections.abc import Sequence
from typing import Protocol

from ..table.layout import Layout
from . import danish, exactearth, korean, kystverket, marinecadastre, marinetraffic


class PublishedLayout(Protocol):
    """What a module in this folder offers."""

    def layout_of(self, names: Sequence[str]) -> Layout | None:
        """Return the layout if `names` is the publisher's header, else None."""


LAYOUTS: list[PublishedLayout] = [
    danish, marinecadastre, exactearth, kystverket, marinetraffic, korean,
]  # fmt: skip
"""Every published layout; the first that knows a header reads the file."""
