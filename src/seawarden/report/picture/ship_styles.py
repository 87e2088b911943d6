"""How ships are told from each other, also on grey paper: a colour and a shape of mark each."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Style:
    """One ship's colour and mark."""

    colour: str
    mark: str


STYLES = (
    Style("#0a4f9e", "circle"),
    Style("#b03a00", "square"),
    Style("#4a7d00", "triangle"),
    Style("#7b2d8e", "diamond"),
)
"""For the first four ships of a case; a picture shows no more."""
