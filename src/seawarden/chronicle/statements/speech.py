"""Speech: which passages of a text are somebody's words, and whose.

Method, in the order of reading: quotation marks are paired a paragraph at a time (`marks`); a run
of whole sentences, or one with an attribution at its side, is direct speech; a fragment inside a
narrator's sentence that reports speech makes that sentence mixed; a narrator's sentence with a
verb of communication is indirect. A paragraph that opens a quotation and does not close it hands
its speaker on to the next; a closed one without an attribution takes the speaker of its
neighbours (before, then after), then the person in focus, then the document's author. Text set
after "the following statement:" is direct without marks.

Blind spots: irony in marks inside a report is taken as quoted; free indirect speech is not seen.
"""

import re
from collections.abc import Sequence
from datetime import date

from ..paragraphs import Span, is_headline, paragraphs, sentences
from . import attribution, confidence, people, quotation_marks, transcripts
from .narration import add_block, attribute, focus, narrated
from .speakers import Speakers, clean
from .statement import Reading, Statement
from .unattributed_quotes import hand_on
from .words import verbs

_DASHED = re.compile(r" [-–—] ([^-–—]{3,120}) [-–—] ")
"""An aside between dashes reads like one between commas; the places stay."""
MAX_CLAUSE = 60
"""Words behind a quotation among which its speaker is looked for; own choice."""
MAX_FREE = 6
"""Words between a verb read freely and a fragment that it can still lead to; own choice."""
_LINK = re.compile(r"\]\((?:https?:|/|mailto:)[^)\s]*\)")


def read(
    text: str,
    start: int = 0,
    *,
    authors: Sequence[str] = (),
    roles: Sequence[str] = (),
    publisher_state: str | None = None,
    on: date | None = None,
    is_release: bool | None = None,
) -> list[Statement]:
    """Return the statements of `text[start:]`, in order of place.

    `authors` are the names in the document's head, `roles` what they are there; `on` is the
    document's day, on which the table of offices is asked; `is_release` says that the text is its
    author's or publisher's release, not news (by default: an author or a State stands behind it).
    """
    known = Speakers(publisher_state, on)
    for k, name in enumerate(authors):
        role = " ".join(roles) if len(authors) == 1 else (roles[k] if k < len(roles) else "")
        known.add(clean(name), f"Minister {role}".strip(), from_head=True, state=publisher_state)
    for name, _ in people.named(text[start:]):
        known.add(name, at=-1)
    spans = paragraphs(text, start)
    turns = transcripts.read(spans, known)
    if turns:
        for statement in turns:
            confidence.settle(statement, is_release=True)
        return turns
    known.common, known.acronyms = people.common(text[start:]), people.acronyms(text[start:])
    reading = _read(text, spans, known)
    again = Speakers(publisher_state, on, known.people)  # names given in full only later
    again.common, again.acronyms = known.common, known.acronyms
    for person in again.people:
        person.at = -1
    reading = _read(text, spans, again)
    if is_release is None:
        is_release = bool(authors or publisher_state)
    hand_on(reading, is_release=is_release)
    for statement in reading.out:
        confidence.settle(statement, is_release=is_release)
    return sorted(reading.out, key=lambda s: (s.start, s.end))


def _read(text: str, spans: list[Span], known: Speakers) -> Reading:
    reading = Reading(text, known)
    for k, paragraph in enumerate(spans):
        following = spans[k + 1].text if k + 1 < len(spans) else ""
        _paragraph(reading, k, paragraph, following)
    return reading


def _paragraph(reading: Reading, k: int, paragraph: Span, following: str) -> None:
    text = paragraph.text
    if re.match(r"(?:#{1,6} |\|)", text) or (k == 0 and is_headline(text)):
        return
    found = quotation_marks.runs(text)
    if not found and reading.is_open and _goes_on(text, following):
        found = [quotation_marks.Run(0, len(text), False, True)]
    if reading.block is not None and not found and not attribution.in_sentence(text):
        add_block(reading, k, paragraph)
        return
    around = _around(text, found)
    speech = [r for r in found if _is_speech(text, r, around)]
    masked, consumed = _mask(text, around, set(speech))
    if not speech:
        reading.is_open = False
    waiting = list(speech)
    for sentence in sentences(Span(0, len(masked), masked)):
        while waiting and waiting[0].start < sentence.end:
            run = waiting.pop(0)
            lead = masked[sentence.start : run.start]
            if _is_by_pronoun(consumed.get(run)) and "\x01" not in lead:
                focus(reading.known, lead, paragraph.start + sentence.start)
            _quoted(reading, k, paragraph, run, consumed.get(run, ("", None)))
        if "\x01" not in sentence.text:
            narrated(reading, k, paragraph, sentence, bool(found))
        elif all(
            consumed[r][1] is None for r in speech if sentence.start <= r.start < sentence.end
        ):
            focus(known=reading.known, sentence=sentence.text, at=paragraph.start + sentence.start)
    for run in waiting:
        _quoted(reading, k, paragraph, run, consumed.get(run, ("", None)))


def _is_by_pronoun(touched: tuple[str, attribution.Attribution | None] | None) -> bool:
    """Whether "he said" behind a quotation can mean who stands before it ("Lee hit back: ...")."""
    who = touched[1] if touched is not None else None
    return who is not None and bool(who.mentions) and who.mentions[0].kind == "pronoun"


def _quoted(
    reading: Reading,
    k: int,
    paragraph: Span,
    run: quotation_marks.Run,
    touched: tuple[str, attribution.Attribution | None],
) -> None:
    """Take a quoted run as a statement of whoever the words beside it name."""
    statement = Statement(
        paragraph.start + run.start, paragraph.start + run.end, "direct", paragraph=k
    )
    statement.chain = _chain(reading, statement)
    where, who = touched
    if who is not None:
        attribute(reading, statement, who, paragraph.start + run.start)
        statement.how += f", {where}" if where else ""
        reading.block = None
    elif reading.block is not None and reading.block.speaker and run.start == 0:
        head = reading.block
        statement.speaker, statement.written, statement.role = head.speaker, "", head.role
        statement.state, statement.via = head.state, head.via
        statement.verb, statement.how = head.verb, "set after a colon"
    reading.out.append(statement)
    reading.is_open = not run.is_closed


def _goes_on(text: str, following: str) -> bool:
    """Whether an unmarked paragraph inside an open quotation is still the speaker's."""
    first = re.search(r"\b(?:I|we|We|our|Our|my|My|I’m|I'm|we’re)\b", text) is not None
    opens = following.lstrip()[:1] in '“"‘'
    return first and opens and attribution.in_sentence(text) is None and "http" not in text


Around = dict[quotation_marks.Run, tuple[int, int]]
"""For each run of a paragraph, where the run before it ends and the next one starts."""


def _around(text: str, found: list[quotation_marks.Run]) -> Around:
    ends = [0, *(r.end for r in found)]
    starts = [*(r.start for r in found[1:]), len(text)]
    return {run: (ends[k], starts[k]) for k, run in enumerate(found)}


def _is_speech(text: str, run: quotation_marks.Run, around: Around) -> bool:  # noqa: PLR0911
    """Whether a run is somebody's speech, not a fragment in the narrator's sentence or a name."""
    inner = run.inner(text)
    words = inner.split()
    if not words:
        return False
    before = text[: run.start].rstrip(" \t*_\u00a0")
    after = text[run.end :].lstrip(" \t*_\u00a0")
    touches = _side(text, run, around)
    if not run.is_closed:
        return len(words) > 2 and (not before or before[-1] in '.:,!?”"')
    if not before:
        if not after or after in ".,":
            ends = inner[-1:] in ".!?,…" or after in ".,"
            return touches is not None or (len(words) >= 3 and ends) or len(words) >= 8
        return touches is not None or (inner[-1:] in ".!?," and len(words) >= 3)
    if run.lost_opening:
        return touches is not None
    ends = text[run.end - 2 : run.end - 1] in ".!?,…" or after[:1] in ",."
    if before[-1] in '.!?”"’:' and inner[:1].isupper():
        return (ends and len(words) >= 3) or touches is not None
    if before[-1] == "," or (touches is not None and touches[0] == "after"):
        return touches is not None and (inner[:1].isupper() or len(words) >= 4)
    speaks = touches is not None and touches[0] == "before"
    return speaks and inner[:1].isupper() and len(words) >= 4 and ends


def _side(
    text: str, run: quotation_marks.Run, around: Around
) -> tuple[str, attribution.Attribution] | None:
    """Return the attribution that touches a run and on which side it stands."""
    prev, nxt = around[run]
    before = _before(text, run, prev)
    mid_sentence = run.inner(text)[:1].islower() and before is not None
    if mid_sentence and before is not None and before.how != "read freely":
        return "before", before  # a fragment of the sentence that leads to it
    tail = text[run.end : nxt]
    last = text[run.end - 2 : run.end - 1] if run.is_closed else ""
    clause = _first_clause(tail)
    if clause.strip(" ,—–-*") and len(clause.split()) <= MAX_CLAUSE:
        rest = clause.lstrip()
        bare = last != "." or _is_bare(clause)
        if (rest[:1] in ",—–" or rest[:1].islower() or rest[:1].isupper()) and bare:
            who = attribution.beside_quote(clause, "after")
            if who:
                return "after", who
    return ("before", before) if before is not None else None


def _before(text: str, run: quotation_marks.Run, prev: int) -> attribution.Attribution | None:
    """Return the attribution that leads to a quotation."""
    found = sentences(Span(0, run.start - prev, text[prev : run.start]))
    lead = text[prev + found[-1].start : run.start] if found else ""
    if not lead.strip(" ,:—–-*"):
        return None
    colon = lead.rstrip(" *_\u00a0").endswith((":", ","))
    who = attribution.beside_quote(lead.strip(), "before")
    near = MAX_FREE if who and who.how == "read freely" else 14
    return who if who and (colon or len(lead[who.at :].split()) <= near) else None


def _first_clause(tail: str) -> str:
    """Return what stands behind a quotation up to the end of its sentence."""
    found = sentences(Span(0, len(tail), tail[:600]))
    end = found[0].end if found else len(tail)
    cut = re.search(r"[;:]", tail[:end])
    return tail[: cut.start() if cut else end].rstrip(".!?")


def _is_bare(clause: str) -> bool:
    """Whether a clause after a full stop is only an attribution ("Ms Collins said")."""
    who = attribution.beside_quote(clause, "after")
    if who is None or len(clause.split()) > 14:
        return False
    if verbs.pattern().match(clause.strip(" ,—–-\u00a0")):
        return True
    rest = clause.strip()[who.at :].split(maxsplit=1)
    return (
        len(rest) < 2
        or re.fullmatch(r"(?:today|yesterday|later|this|last|on|in).*", rest[1]) is not None
    )


def _mask(
    text: str, around: Around, speech: set[quotation_marks.Run]
) -> tuple[str, dict[quotation_marks.Run, tuple[str, attribution.Attribution | None]]]:
    """Blank out quoted runs, and the attributions that belong to them, keeping every place.

    Speech becomes \\x01, fragments \\x00; a fragment keeps its marks' places.
    """
    plain = _LINK.sub(lambda m: "]" + " " * (len(m.group()) - 1), text)
    chars = list(_DASHED.sub(r",  \1,  ", plain))
    consumed: dict[quotation_marks.Run, tuple[str, attribution.Attribution | None]] = {}
    for run in around:
        sign = "\x01" if run in speech else "\x00"
        for i in range(run.start, run.end):
            chars[i] = sign
        if run not in speech:
            continue
        touched = _side(text, run, around)
        if touched is None:
            consumed[run] = ("", None)
            if run.end < len(text) and text[run.end - 2 : run.end - 1] in ".!?":
                chars[run.end - 1] = "."
        else:
            consumed[run] = (f"{touched[0]} the quotation", touched[1])
    return "".join(chars), consumed


def _chain(reading: Reading, statement: Statement) -> int:
    """Return the chain a run belongs to: the same speech goes on over paragraphs."""
    previous = next((s for s in reversed(reading.out) if s.kind == "direct"), None)
    goes_on = (
        previous is not None
        and (reading.is_open or previous.paragraph == statement.paragraph)
        and statement.paragraph - previous.paragraph <= 1
    )
    if not goes_on:
        reading.chain += 1
    return reading.chain
