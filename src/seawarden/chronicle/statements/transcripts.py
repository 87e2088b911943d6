"""Transcripts: texts of turns, each opened by its speaker and a colon ("MR MILLER: Thank you.").

Method: a paragraph opens a turn when it begins with a label of capitals, or a name or "Q", before a
colon; a text is a transcript when three paragraphs and a third of all do. Each paragraph is the
word of the last label; "Q" and "QUESTION" are questions of nobody named.

Blind spot: a list of headings in capitals with colons.
"""

import re

from ..paragraphs import Span
from . import names
from .speakers import Speakers
from .statement import Statement

_LABEL = re.compile(
    r"(?:\*\*)?(?P<who>(?:[A-Z][A-Z.’'-]*)(?: [A-Z(][A-Z.’'()-]*){0,6}|"
    r"(?:Mr|Mrs|Ms|Dr|Hon|Rt Hon|Sir|Dame|Minister|Secretary|President|Prime Minister)\.?"
    r"(?: [A-Z][\w’'-]+){1,4})(?: \([^)]{1,40}\))?(?:\*\*)?:(?:\*\*)?\s+(?=\S)"
)
MIN_TURNS = 3
"""Labels that make a transcript; own choice."""
MIN_SHARE = 1 / 3
"""Share of paragraphs with a label; own choice."""
_NOBODY = frozenset({"Q", "QUESTION", "REPORTER", "JOURNALIST"})
_HEADS = frozenset(
    {"NOTE", "NOTES", "DATE", "SUBJECT", "FROM", "TO", "CC", "CONTACT", "MEDIA", "RE"}
)


def read(spans: list[Span], known: Speakers) -> list[Statement]:
    """Return one statement for each paragraph of a transcript; nothing when the text is none."""
    found = [(k, s, _LABEL.match(s.text)) for k, s in enumerate(spans)]
    turns = [m for _, _, m in found if m and m["who"] not in _HEADS]
    if len(turns) < MIN_TURNS or len(turns) < MIN_SHARE * len(spans):
        return []
    out: list[Statement] = []
    label, speaker, role = "", "", ""
    for k, span, match in found:
        start = span.start
        if match and match["who"] not in _HEADS:
            label, start = match["who"], span.start + match.end()
            speaker, role = _speaker(label, known)
        if not label or start >= span.end:
            continue
        how = "label of the transcript" if speaker else "not known (a question, nobody named)"
        statement = Statement(start, span.end, "direct", speaker, label, how, role, paragraph=k)
        out.append(statement)
    return out


def _speaker(label: str, known: Speakers) -> tuple[str, str]:
    """Return (speaker, role) of a label, by the people that the text names in full."""
    if label in _NOBODY:
        return "", ""
    text = " ".join(w if w in {"UN", "US", "EU"} else w.title() for w in label.split())
    mention = names.parse(text if not label.istitle() else label)
    if mention.kind == "person":
        person = known.find(mention.name)
        return (person.name if person else mention.name), mention.role
    return text, ""
