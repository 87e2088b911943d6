"""Layouts of tables that are published: one publisher a file, each named once in `LAYOUTS`.

A layout is a module with `layout_of(names)`. To add one, write the module and name it here.
"""

from collections.abc import Sequence
from typing import Protocol

import polars as pl

from .. import plugins
from ..table.choices import Choices
from ..table.layout import Layout
from ..table.proof import proved
from ..table.recognise_columns import recognise
from . import (
    danish,
    digitraffic,
    exactearth,
    korean,
    kystverket,
    marinecadastre,
    marinetraffic,
    no_reports,
)


class PublishedLayout(Protocol):
    """What a module in this folder offers."""

    def layout_of(self, names: Sequence[str]) -> Layout | None:
        """Return the layout if `names` is the publisher's header, else None."""


LAYOUTS: list[PublishedLayout] = [
    danish, marinecadastre, exactearth, kystverket, marinetraffic, korean, digitraffic,
]  # fmt: skip
"""Every published layout; the first that knows a header reads the file, those of other packages
(`read.plugins`) last."""


def settled(
    sample: pl.DataFrame, *, place: str, choices: Choices, format: str | None = None,
    kind: str = "columns",
) -> Layout:  # fmt: skip
    """Return the layout of a table from its names and first rows, its meaning proved.

    A published header whose times are written otherwise is read as a table like any other.
    `format` overrules the layout's name. Raises FormatError and UsageError as `recognise` and
    `proved` do, and FormatError for a table of something else than reports.
    """
    layout = None if choices.columns else _published(sample)
    if layout is None:
        if not choices.columns:
            no_reports.refuse(sample.columns, place)
        layout = recognise(
            sample, place=place, choices=choices, format=format or "table", kind=kind
        )
    layout = proved(layout, sample, choices, place)
    return layout if format is None else layout.named(format)


def is_published(names: Sequence[str]) -> bool:
    """Tell whether a publisher's header has these names, however its times are written."""
    return any(one.layout_of(names) is not None for one in (*LAYOUTS, *plugins.layouts()))


def _published(sample: pl.DataFrame) -> Layout | None:
    for published in (*LAYOUTS, *plugins.layouts()):
        layout: Layout | None = published.layout_of(sample.columns)
        if layout is not None and _clock_fits(sample, layout):
            return layout
    return None


def _clock_fits(sample: pl.DataFrame, layout: Layout) -> bool:
    cells = sample[layout.columns["time"]].drop_nulls()
    return not len(cells) or layout.clock.read(cells).count() * 2 > len(cells)
