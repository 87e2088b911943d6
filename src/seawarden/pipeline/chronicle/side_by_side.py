"""Beside: a story and a source, with what each says and what the one took from the other."""

from dataclasses import dataclass
from typing import Any

from ...chronicle.reuse import derivation

Row = dict[str, Any]


@dataclass(frozen=True)
class Beside:
    """A story, a source, and what the one took from the other."""

    story: Row
    source: Row
    story_statements: list[Row]
    source_statements: list[Row]
    result: derivation.Comparison
