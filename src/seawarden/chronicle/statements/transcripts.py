"""Transcripts: texts of turns, each opened by its speaker and a colon ("MR MILLER: Thank you.").

Method: a paragraph opens a turn when it begins with a label of capitals, or a name or "Q", before a
colon; a text is a transcript when three paragraphs and a third of all do, and labels in small
letters count only where one of them comes again. Each paragraph is the word of the last label; "Q",
"REPORTER 2" and "UNIDENTIFIED SPEAKER" are nobody named. "SPEAKER: Ann Lee" in a text's head names
who speaks in all of it.

Blind spot: a list of headings in capitals with colons.
"""

import re
from collections import Counter

from ..paragraphs import Span
from ..wordlist import wordlist
from . import names
from .speakers import Speakers
from .statement import Statement

_LABEL = re.compile(
    r"[\"“]?(?:\*\*)?(?P<who>(?:[A-Z][A-Z.’'-]*)(?: [A-Z(][A-Z.’'()-]*| \d{1,2}){0,6}|"
    r"(?:Mr|Mrs|Ms|Dr|Hon|Rt Hon|Sir|Dame|Minister|Secretary|President|Prime Minister)\.?"
    r"(?: [A-Z][\w’'-]+){1,4}|"
    r"(?P<plain>[A-Z][\w’'-]+(?: [A-Z]\.| [A-Z][\w’'-]+){1,3}|[A-Z][a-z]+ \d{1,2}))"
    r"(?: \([^)]{1,40}\))?(?:\*\*)?:(?:\*\*)?\s+(?=\S)"
)
MIN_TURNS = 3
"""Labels that make a transcript; own choice."""
MIN_SHARE = 1 / 3
"""Share of paragraphs with a label; own choice."""
_NOBODY = re.compile(
    r"(?:(?:unidentified|unknown|male|female|audience) )?(?:q|question|questioner|reporter|"
    r"journalist|interviewer|speaker|voice|member|participant|media)(?: member)?(?: \d{1,2})?",
    re.I,
)
"""Labels of somebody whom the transcript does not name."""
_HEADS = frozenset(
    wordlist(
        "note notes date subject from to cc contact media re time venue place location event topic "
        "title source embargo participants speakers present"
    )
)
_ASIDE = re.compile(r"\W{0,3}\([^()]{1,80}\)\W{0,3}")
"""A line that only tells what is heard: "(Laughter.)"."""
_HEAD_LINES = 12
"""Lines of a text in which its speaker can be named; own choice: letterheads have up to ten."""
_HEAD_SPEAKER = re.compile(
    r"(?im)^\W{0,3}(?:speaker|delivered by|remarks by|speech by|author)(?:\*\*)?:[* \t]*"
    r"(?P<who>[^\n.:?!]{3,80})\s*$"
)


def speaker_in_head(text: str) -> str:
    """Return the person whom a line "Speaker: Ann Lee" at the head of a text names, or ''."""
    lines = text.lstrip().split("\n")[:_HEAD_LINES]
    match = _HEAD_SPEAKER.search("\n".join(lines))
    mention = names.parse(match["who"].split(",")[0]) if match else None
    return mention.name if mention is not None and mention.kind == "person" else ""


def read(spans: list[Span], known: Speakers) -> list[Statement]:
    """Return one statement for each paragraph of a transcript; nothing when the text is none."""
    found = [(k, s, _label(s)) for k, s in enumerate(spans)]
    labels = Counter(m["who"].split()[-1].lower() for _, _, m in found if m)
    if not any(labels[m["who"].split()[-1].lower()] > 1 for _, _, m in found if m and m["plain"]):
        found = [(k, s, None if m and m["plain"] else m) for k, s, m in found]
    turns = sum(m is not None for _, _, m in found)
    if turns < MIN_TURNS or turns < MIN_SHARE * len(spans):
        return []
    out: list[Statement] = []
    label, speaker, role = "", "", ""
    for k, span, match in found:
        start = span.start
        if match:
            label, start = match["who"], span.start + match.end()
            speaker, role = _speaker(label, known)
        if not label or start >= span.end or _ASIDE.fullmatch(span.text):
            continue
        how = "label of the transcript" if speaker else "not known (a question, nobody named)"
        statement = Statement(start, span.end, "direct", speaker, label, how, role, paragraph=k)
        out.append(statement)
    return out


def _label(span: Span) -> re.Match[str] | None:
    """Return the label that opens a paragraph; a line of the text's head is none."""
    match = _LABEL.match(span.text)
    if match is None or match["who"].lower() in _HEADS:
        return None
    if match["who"].lower() == "speaker" and _HEAD_SPEAKER.match(span.text.split("\n")[0]):
        return None
    plain = match["plain"] and not _NOBODY.fullmatch(match["who"])
    return None if plain and names.parse(match["who"]).kind != "person" else match


def _speaker(label: str, known: Speakers) -> tuple[str, str]:
    """Return (speaker, role) of a label, by the people that the text names in full."""
    if _NOBODY.fullmatch(label):
        return "", ""
    text = " ".join(w if w in {"UN", "US", "EU"} else w.title() for w in label.split())
    mention = names.parse(text if not label.istitle() else label)
    if mention.kind == "person":
        person = known.find(mention.name) or known.add(mention.name, mention.role)
        return person.name, mention.role
    return text, ""
