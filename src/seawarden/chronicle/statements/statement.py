"""Statement: one statement, and what is known while a document is read."""

from dataclasses import dataclass, field

from . import names
from .speakers import Speakers


@dataclass
class Statement:
    """One statement: its place in the text, its kind, and its speaker."""

    start: int
    end: int
    kind: str
    speaker: str = ""
    written: str = ""
    how: str = ""
    role: str = ""
    state: str = ""
    via: str = ""
    verb: str = ""
    chain: int = -1  # runs that hand on their speaker
    paragraph: int = -1
    order: int = 0
    confidence: float | None = None  # that the speaker is the right one; None where not known
    handed_on: float = 1.0  # of the statement that the speaker was taken from
    mentions: tuple[names.Mention, ...] = field(default=(), repr=False)


@dataclass
class Reading:
    """What is known while a document is read."""

    text: str
    known: Speakers
    out: list[Statement] = field(default_factory=list)
    chain: int = 0
    is_open: bool = False  # the last paragraph opened a quotation and did not close it
    block: Statement | None = None  # who introduced what follows, with a colon
    is_block_bare: bool = False  # the sentence with the colon does nothing else
