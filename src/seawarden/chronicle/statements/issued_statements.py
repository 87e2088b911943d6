"""Issued statements: texts that are themselves the statement of those they name.

Method: a joint statement, communiqué or press release is recognised by its title or by how many of
its sentences begin with the parties ("Both sides", "The two leaders", "The Prime Ministers"); a
speech by its first person outside quotation marks, with hardly any attributed quotation. Their
paragraphs are statements of kind 'own', of the parties or of the author in the head.

Blind spot: an opinion piece without an author in its head has no speaker.
"""

import re
from collections.abc import Sequence

from ...ids import flags
from ..paragraphs import paragraphs, sentences
from . import names, quotation_marks
from .speakers import clean
from .statement import Statement

_JOINT_TITLE = re.compile(
    r"\bjoint (?:press )?(?:statement|release|communiqu[eé]|declaration|press release)\b|"
    r"\b(?:communiqu[eé])\b",
    re.I,
)
_BY = re.compile(
    r"^(?:[A-Z][\w’' -]{2,30}: )?"
    r"(?:(?:Press|Media|Official|Opening|Closing|Written|National) )?"
    r"(?:Statement|Remarks|Address|Speech|Message|Intervention) "
    r"(?:made |delivered )?(?:by|of|from) "
    r"(?:the )?(?P<who>[^,:;]{3,120}?)"
    r"(?:,|:| (?:on|at|to|regarding|about|in|after|following|before|concerning)\b|$)"
)
_PARTIES = re.compile(
    r"^\W*(?:\d+\\?\.?\s*)?(?:Both (?:sides|countries|governments|leaders|ministers|Ministers)|"
    r"(?:The )?(?:two|two Prime) (?:sides|leaders|countries|Ministers|ministers|governments)|"
    r"(?:The )?(?:Prime Ministers|Ministers|Leaders|leaders|Presidents|Foreign Ministers)|They)\b"
)
_FIRST_PERSON = re.compile(r"\b(?:I|we|We|my|My|our|Our|us|me|I’m|I’ve|I'm|I've|we’ve|we've)\b")
MIN_FIRST_PERSON_PER_1000 = 12.0
"""First-person words per 1,000 outside marks that make a speech (measured on 177 releases)."""
MAX_DIRECT = 2
"""A speech quotes others a little; a release quotes its author in most paragraphs. Own choice."""
MIN_JOINT_SHARE = 0.35
"""Share of sentences that begin with the parties, without a title that says so; own choice."""


def author_in_title(title: str) -> str:
    """Return who speaks by a title such as "Statement by Minister Ann Lee on ...", or ''."""
    match = _BY.match(" ".join(title.split()))
    if match is None:
        return ""
    mention = names.parse(match["who"])
    if mention.kind == "person":
        return mention.name
    return match["who"] if mention.kind in {"office", "body", "state"} else ""


def kind_of(
    title: str, text: str, start: int, found: Sequence[Statement], authors: Sequence[str] = ()
) -> str:
    """Return 'joint', 'speech' or 'reports' for a document whose statements were read."""
    spans = paragraphs(text, start)
    direct = [s for s in found if s.kind == "direct" and s.end - s.start > 60]
    bare = " ".join(_unquoted(p.text) for p in spans)
    words = len(bare.split())
    if words < 60:
        return "reports"
    heads = [s for p in spans for s in sentences(p)]
    share = sum(1 for s in heads if _PARTIES.match(s.text)) / max(1, len(heads))
    if len(direct) <= MAX_DIRECT:
        titled = _JOINT_TITLE.search(title) is not None and (authors or share >= 0.15)
        if titled or (authors and share >= MIN_JOINT_SHARE and len(heads) >= 5):
            return "joint"
        first = 1000.0 * len(_FIRST_PERSON.findall(bare)) / words
        issued = author_in_title(title) != "" and not direct
        if (first >= MIN_FIRST_PERSON_PER_1000 or issued) and authors:
            return "speech"
    return "reports"


def statements(
    kind: str, title: str, text: str, start: int, authors: Sequence[str], state: str | None
) -> list[Statement]:
    """Return one statement a paragraph for a document that is its own statement."""
    speaker, how = parties(title, text[start : start + 1500], authors), "parties in the title"
    if kind == "speech" or not speaker:
        speaker = "; ".join(clean(a) for a in authors)
        how = "author in the document's head" if speaker else "not known"
    codes = names.countries(speaker) if kind == "joint" else []
    out = []
    for k, span in enumerate(paragraphs(text, start)):
        if len(re.findall(r"[^\W\d_]{2,}", span.text)) < 3 or re.match(r"#{1,6} ", span.text):
            continue
        statement = Statement(span.start, span.end, "own", speaker, "", how, paragraph=k)
        statement.state = (codes[0] if codes else state or "") if kind == "joint" else state or ""
        out.append(statement)
    return out


def parties(title: str, head: str, authors: Sequence[str]) -> str:
    """Return who makes a joint statement: the people, else the States, that the title names."""
    people: list[str] = []
    for match in re.finditer(
        r"(?:Rt Hon|Hon\.?|Prime Ministers?|President|Minister|and|,)\s+(?:Rt\.? )?(?:Hon\.? )?"
        r"((?:[A-Z][\w’'.-]+ ){1,2}[A-Z][\w’'-]+)",
        title,
    ):
        mention = names.parse(match.group(1))
        words = mention.name.split()
        if mention.kind == "person" and len(words) >= 2 and not names.countries(mention.name):
            people.append(mention.name)
    if len(people) >= 2:
        return "; ".join(dict.fromkeys(people))
    found: dict[str, str] = {}
    title = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", title)  # "NewZealand"
    for match in _STATE_RUN.finditer(title):
        for code, name in _states(match.group()):
            found.setdefault(code, name)
    if len(found) < 2:
        for match in _STATE_RUN.finditer(head):
            for code, name in _states(match.group()):
                if len(found) < 2:
                    found.setdefault(code, name)
    if len(found) >= 2:
        return "; ".join(found.values())
    return "; ".join(clean(a) for a in authors)


_STATE_RUN = re.compile(r"[A-Z][\w’'.]*(?:(?: of the| of| and|)[ –—/-]+[A-Z][\w’'.]*)*")


def _states(run: str) -> list[tuple[str, str]]:
    """Return (code, words) for the States in a run of capitalised words."""
    words = re.split(r"[ –—/-]+", run)
    out, k = [], 0
    while k < len(words):
        for n in range(min(6, len(words) - k), 0, -1):
            text = " ".join(words[k : k + n])
            bare = re.sub(r"^[Tt]he\s+|[’']s?$", "", text)
            code = flags.alpha2(bare) if len(bare) > 3 else None
            if code:
                name = re.sub(r"[’']s?$", "", text)
                out.append((code, name.title() if name.isupper() and len(name) > 5 else name))
                k += n
                break
        else:
            k += 1
    return out


def _unquoted(text: str) -> str:
    """Return a paragraph without what stands in quotation marks."""
    chars = list(text)
    for run in quotation_marks.runs(text):
        chars[run.start : run.end] = " " * (run.end - run.start)
    return "".join(chars)
