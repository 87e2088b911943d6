"""From a span in memory layout to the fact tables of the dictionary, one file a table."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import polars as pl

from ..hulls import hull_ids
from ..params import Params
from ..span import Span
from .contacts import contacts
from .coverage import coverage
from .hulls import hulls
from .jumps import jumps
from .silences import silences
from .stays import stays
from .trails import trails


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The fact tables of a span; see the data dictionary."""

    hulls: pl.DataFrame
    stays: pl.DataFrame
    trails: pl.DataFrame
    silences: pl.DataFrame
    jumps: pl.DataFrame
    coverage: pl.DataFrame
    contacts: pl.DataFrame

    @classmethod
    def of(cls, named: Mapping[str, pl.DataFrame]) -> "Facts":
        """Return the facts among tables by their names in the dictionary."""
        return cls(**{f.name: named[f.name.upper()] for f in fields(cls)})

    def by_name(self) -> dict[str, pl.DataFrame]:
        """Return the tables by their names in the dictionary."""
        return {f.name.upper(): getattr(self, f.name) for f in fields(self)}


def tables(span: Span, params: Params = Params()) -> Facts:
    """Return the fact tables of `span`, sorted as the dictionary says."""
    hull = hull_ids(span, params)
    return Facts(
        hulls=hulls(span, hull),
        stays=stays(span, hull, params),
        trails=trails(span, hull),
        silences=silences(span, hull, params),
        jumps=jumps(span, hull, params),
        coverage=coverage(span),
        contacts=contacts(span, hull, params),
    )


__all__ = ["Facts", "tables"]
