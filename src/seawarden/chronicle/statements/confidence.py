"""Confidence: how often a speaker found in this manner was the right one.

Method: every `speaker_how` belongs to a manner (named beside the quotation, a pronoun, the
paragraph before ...); `confidence.csv` holds how many speakers of each manner were right, of how
many, on news (the sample marked by hand, apart from the held-out part, and articles of PolNeAR's
training part with the corpus's own labels; docs/chronicle.md) and on hand-marked releases. The
confidence is (right + 1) / (total + 2); a speaker handed on from another statement has at most that
statement's. In a release, whose author the head names, what goes on unattributed is nearly always
the author's; in news it is not, so the two are apart.

Below `Params.min_confidence` the speaker is not given: "not known", with the guess in `how`.

Blind spot: a manner's figure is an average over publishers.
"""

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from .statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """When a speaker is given."""

    min_confidence: float = 0.6
    """Share, 0-1: below it the speaker is "not known". Own choice, measured in docs/chronicle.md:
    what lies below is wrong more often than not."""


LABELLED = 0.98
"""Confidence of the label that opens a turn of a transcript, which the text itself prints; own
choice of a figure that leaves room for a label misread."""
UNMEASURED = 0.7
"""Confidence of a manner that the marked texts do not hold; own choice."""
_MANNERS = (
    (r"same speech", "same speech"),
    (r"goes on from the paragraph before", "paragraph before"),
    (r"named in the paragraph after", "paragraph after"),
    (r"last speaker named|first speaker named after", "last speaker"),
    (r"text set out in full", "text set out in full"),
    (r"text set after a colon", "text after a colon"),
    (r"set after a colon", "after a colon"),
    (r"author in the document's head|parties in the title", "head"),
    (r"pronoun 'they'|pronoun 'it'", "pronoun of a body"),
    (r"pronoun .*, by the pronoun", "pronoun, second choice"),
    (r"pronoun", "pronoun"),
    (r"description", "description"),
    (r"held on", "table of offices"),
    (r"office, not named|spokesperson|office, named", "office without a name"),
    (r"^office", "office"),
    (r"the one named before", "body taken up"),
    (r"body, named|given in full|named in full before|a text, named|issuer", "body"),
    (r"State, named", "State"),
    (r"surname|named", "named"),
)


def manner(how: str, kind: str) -> str:
    """Return the manner of a `how`; reports (indirect, mixed) are counted apart from quotations."""
    bare = re.sub(r"'[^']*'", lambda m: m.group() if len(m.group()) < 8 else "", how)
    name = next((n for p, n in _MANNERS if re.search(p, bare)), "named")
    return name if kind == "direct" or name == "head" else f"{name}, reported"


@lru_cache(maxsize=1)
def table() -> dict[tuple[str, str], float]:
    """Return (part, manner) -> confidence; part is 'news' or 'release'."""
    text = resources.files(__package__).joinpath("confidence.csv").read_text(encoding="utf-8")
    return {
        (r["part"], r["manner"]): (int(r["right"]) + 1) / (int(r["total"]) + 2)
        for r in csv.DictReader(text.splitlines())
    }


def of(statement: Statement, *, is_release: bool) -> float:
    """Return the confidence of a statement's speaker, by the manner in which it was found."""
    if statement.how.startswith("label of the transcript"):
        return LABELLED
    name = manner(statement.how, statement.kind)
    part = "release" if is_release else "news"
    found = table()
    keys = [(part, name), (part, name.removesuffix(", reported"))]
    value = next((found[k] for k in keys if k in found), UNMEASURED)
    return round(min(value, statement.handed_on), 3)


def settle(statement: Statement, *, is_release: bool, params: Params = Params()) -> None:
    """Give a statement its confidence; below the least, its speaker is not known."""
    if not statement.speaker:
        statement.confidence = None
        return
    statement.confidence = of(statement, is_release=is_release)
    if statement.confidence >= params.min_confidence:
        return
    guess = f"{statement.speaker}, {statement.how}, {statement.confidence:.2f}"
    statement.how = f"not known (perhaps {guess})"
    statement.speaker = statement.role = statement.state = ""
    statement.confidence = None
