"""Paragraphs and sentences, with their places in the text.

Method: blank lines part paragraphs. A single line break parts them too when the text has no blank
lines (a story saved one paragraph a line), or when the next line opens a quotation, a turn, a list
item or a heading; otherwise it is a soft wrap. Sentences end at . ! ? … (with closing marks) before
a blank and a capital, a digit or a mark; titles, initials and abbreviations do not end one.

Blind spot: a sentence that ends in an abbreviation ("... in the U.S. Mr Goff ...") is cut only
when a title follows.
"""

import re
from dataclasses import dataclass

from .wordlist import wordlist


@dataclass(frozen=True, slots=True)
class Span:
    """A passage: characters [start, end) of the document's text."""

    start: int
    end: int
    text: str


_OPENERS = "“‘\"'«„‚`"
_BLANK = re.compile(r"\n[ \t\u00a0\r]*(?:\n[ \t\u00a0\r]*)+")
_ITEM = re.compile(r"\s*(?:[-*•–]\s|\d{1,3}\\?[.)]\s|#{1,6}\s|\*\*|[“\"«„])")
_TURN = re.compile(
    r"(?:[A-Z][A-Z.’'-]+(?: [A-Z(][A-Z.’'()-]*| \d{1,2}){0,6}|Q|"
    r"[A-Z][\w’'-]+\.?(?: [A-Z][\w.’'-]*| \d{1,2}){1,4})(?: \([^)\n]{1,40}\))?:\s"
)
"""A line that opens a turn of a transcript ("MS LEE: ...")."""
_ENDS = re.compile(r"[.!?:;…][\"”’'»)\]]*\s*$")

_ABBREVIATIONS = frozenset(
    wordlist(
        "mr mrs ms messrs dr prof rev hon rt st sir gen lt col maj sgt capt cdr adm brig gov "
        "sen rep pres amb jr sr no nos vs etc eg ie cf al fig vol op para art inc ltd co corp "
        "dept univ approx jan feb mar apr jun jul aug sep sept oct nov dec mt ft u.s u.n u.k "
        "d.p.r.k r.o.k e.g i.e a.m p.m c.c"
    )
)
_NEVER_LAST = frozenset(
    wordlist("mr mrs ms messrs dr prof rev hon rt gen lt col maj capt mt e.g i.e")
)
_STOP = re.compile(r"[.!?…]+[\"”’'»)\]*_]*(?=\s|$)|(?<=[a-z]\.)(?=[“‘])")


def paragraphs(text: str, start: int = 0) -> list[Span]:
    """Return the paragraphs of `text[start:]`, blanks trimmed; offsets count from 0."""
    blocks: list[tuple[int, int]] = []
    at = start
    for match in _BLANK.finditer(text, start):
        blocks.append((at, match.start()))
        at = match.end()
    blocks.append((at, len(text)))
    one_a_line = len([b for b in blocks if text[b[0] : b[1]].strip()]) <= 1
    out: list[Span] = []
    for begin, end in blocks:
        for a, b in _lines(text, begin, end, one_a_line):
            out.extend(_trimmed(text, a, b))
    return out


def sentences(paragraph: Span) -> list[Span]:
    """Return the sentences of a paragraph, blanks trimmed; offsets count in the whole text."""
    text = paragraph.text
    out: list[Span] = []
    at = 0
    for match in _STOP.finditer(text):
        if _is_end(text, match.start(), match.end()):
            out.extend(_trimmed(text, at, match.end(), paragraph.start))
            at = match.end()
    out.extend(_trimmed(text, at, len(text), paragraph.start))
    return out


def is_headline(text: str) -> bool:
    """Whether a line is set as a headline: no full stop, nearly every longer word capitalised."""
    longer = re.findall(r"(?<![\w’'-])[^\W\d_][\w’'-]{3,}", text)
    capital = sum(word[0].isupper() for word in longer)
    return len(longer) >= 4 and text[-1:] not in '.!?”"' and capital >= 0.8 * len(longer)


def _lines(text: str, begin: int, end: int, one_a_line: bool) -> list[tuple[int, int]]:
    """Cut a block at those line breaks that part paragraphs."""
    breaks = [i for i in range(begin, end) if text[i] == "\n"]
    if not breaks:
        return [(begin, end)]
    wrapped = not one_a_line or _is_wrapped(text[begin:end])
    out, at = [], begin
    for i in breaks:
        before, after = text[at:i], text[i + 1 : end]
        if after[:1].islower() and not _ENDS.search(before):
            continue  # a line broken within a sentence, or within a quotation
        opens = _ITEM.match(after) is not None and (
            _ENDS.search(before) is not None or after.lstrip()[:1] not in _OPENERS
        )
        opens |= _TURN.match(after) is not None and _ENDS.search(before) is not None
        heading = len(before.strip()) <= 60 and before.endswith("  ") and after[:1].isupper()
        if opens or not wrapped or (heading and not before.rstrip().endswith(("of", "and", "the"))):
            out.append((at, i))
            at = i + 1
    out.append((at, end))
    return out


def _is_wrapped(block: str) -> bool:
    """Whether lines were broken to a fixed width: most lines end in mid-sentence."""
    lines = [line for line in block.split("\n") if line.strip()]
    if len(lines) < 3:
        return False
    ended = sum(1 for line in lines if _ENDS.search(line))
    return ended < 0.4 * len(lines) and max(len(line) for line in lines) <= 120


def _is_end(text: str, stop: int, end: int) -> bool:  # noqa: PLR0911
    after = text[end : end + 60].lstrip()
    if not after:
        return True
    if text[stop] != "." or end - stop > 1:
        first = after[0]
        # `"...?" he asked` and `"...!" said` go on
        return not first.islower()
    if after[0].islower() or after[0] in ",;:)":
        return False
    word = re.search(r"([\w.’'&]*)$", text[max(0, stop - 40) : stop])
    last = word.group(1).lower() if word else ""
    if last in _NEVER_LAST or (len(last) == 1 and last.isalpha() and last != "i"):
        return False
    if last in _ABBREVIATIONS or re.fullmatch(r"(?:[a-z]\.)+[a-z]", last):
        return re.match(r"(?:Mr|Mrs|Ms|Dr|The|He|She|It|They|This|In|On)\b", after) is not None
    if last.isdigit() and after[0].isdigit():
        return False
    is_number = re.fullmatch(r"\\?\d{1,3}\\?", last or "x") is not None
    return not (is_number and stop <= 4)  # the number of a numbered paragraph


def _trimmed(text: str, begin: int, end: int, base: int = 0) -> list[Span]:
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    return [Span(base + begin, base + end, text[begin:end])] if end > begin else []
