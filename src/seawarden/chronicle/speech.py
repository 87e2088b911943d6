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
from dataclasses import dataclass, field

from . import attribution, marks, names
from .paragraphs import Span, paragraphs, sentences
from .speakers import Speakers, clean


@dataclass
class Said:
    """One statement: its place in the text, its kind, and whose it is."""

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
    mentions: tuple[names.Mention, ...] = field(default=(), repr=False)


@dataclass
class _Reading:
    """What is known while a document is read."""

    text: str
    known: Speakers
    out: list[Said] = field(default_factory=list)
    chain: int = 0
    is_open: bool = False  # the last paragraph opened a quotation and did not close it
    block: Said | None = None  # text set after a colon, without marks


def read(text: str, start: int = 0, *, authors: Sequence[str] = (), roles: Sequence[str] = (),
         publisher_state: str | None = None) -> list[Said]:  # fmt: skip
    """Return the statements of `text[start:]`, in order of place.

    `authors` are the names in the document's head, `roles` what they are there.
    """
    known = Speakers(publisher_state)
    for k, name in enumerate(authors):
        role = " ".join(roles) if len(authors) == 1 else (roles[k] if k < len(roles) else "")
        known.add(clean(name), f"Minister {role}".strip(), from_head=True, state=publisher_state)
    spans = paragraphs(text, start)
    known.common = _common(text[start:])
    reading = _read(text, spans, known)
    again = Speakers(publisher_state, known.people, common=known.common)  # names given in full only later
    for person in again.people:
        person.at = -1
    reading = _read(text, spans, again)
    _hand_on(reading)
    return sorted(reading.out, key=lambda s: (s.start, s.end))


def _read(text: str, spans: list[Span], known: Speakers) -> _Reading:
    reading = _Reading(text, known)
    for k, paragraph in enumerate(spans):
        following = spans[k + 1].text if k + 1 < len(spans) else ""
        _paragraph(reading, k, paragraph, following)
    return reading


def _paragraph(reading: _Reading, k: int, paragraph: Span, following: str) -> None:
    text = paragraph.text
    if re.match(r"(?:#{1,6} |\|)", text):
        return
    found = marks.runs(text)
    if not found and reading.is_open and _goes_on(text, following):
        found = [marks.Run(0, len(text), False, True)]
    if reading.block is not None and not found and not attribution.in_sentence(text):
        _add_block(reading, k, paragraph)
        return
    speech = [r for r in found if _is_speech(text, r, found)]
    masked, consumed = _mask(text, found, speech)
    for run in speech:
        said = Said(paragraph.start + run.start, paragraph.start + run.end, "direct", paragraph=k)
        said.chain = _chain(reading, said, run, text)
        where, who = consumed.get(run, ("", None))
        if who is not None:
            _attribute(reading, said, who, paragraph.start + run.start)
            said.how += f", {where}" if where else ""
            reading.block = None
        reading.out.append(said)
        reading.is_open = not run.is_closed
    if not speech:
        reading.is_open = False
    for sentence in sentences(Span(0, len(masked), masked)):
        if "\x01" not in sentence.text:
            _narrated(reading, k, paragraph, sentence, bool(found))


_MID = re.compile(r"(?<=[a-z,] )[A-Z][\w’'-]+")
_FIRST = re.compile(r"(?:^|[.!?]\s+|\n\s*)([A-Z][a-z]+)(?=\s)")


def _common(text: str) -> frozenset[str]:
    """Return words that are capitalised only because they begin a sentence."""
    return frozenset(_FIRST.findall(text)) - frozenset(_MID.findall(text))


def _goes_on(text: str, following: str) -> bool:
    """Whether an unmarked paragraph inside an open quotation is still the speaker's."""
    first = re.search(r"\b(?:I|we|We|our|Our|my|My|I’m|I'm|we’re)\b", text) is not None
    opens = following.lstrip()[:1] in "“\"‘"
    return first and opens and attribution.in_sentence(text) is None and "http" not in text


def _is_speech(text: str, run: marks.Run, found: list[marks.Run]) -> bool:
    """Whether a run is somebody's speech, not a fragment in the narrator's sentence or a name."""
    inner = run.inner(text)
    words = inner.split()
    if not words:
        return False
    before = text[: run.start].rstrip(" \t*_\u00a0")
    after = text[run.end :].lstrip(" \t*_\u00a0")
    touches = _side(text, run, found)
    if not run.is_closed:
        return len(words) > 2 and (not before or before[-1] in ".:,!?”\"")
    if not before:
        if not after or after in ".,":
            return len(words) >= 3
        return touches is not None or (inner[-1:] in ".!?," and len(words) >= 3)
    if run.lost_opening:
        return touches is not None
    ends = text[run.end - 2 : run.end - 1] in ".!?,…" or after[:1] in ",."
    if before[-1] in ".!?”\"’:" and inner[:1].isupper():
        return (ends and len(words) >= 3) or touches is not None
    if before[-1] == "," or (touches is not None and touches[0] == "after"):
        return touches is not None and (inner[:1].isupper() or len(words) >= 4)
    speaks = touches is not None and touches[0] == "before"
    return speaks and inner[:1].isupper() and len(words) >= 4 and ends


def _side(
    text: str, run: marks.Run, found: list[marks.Run]
) -> tuple[str, attribution.Attribution] | None:
    """Return the attribution that touches a run and on which side it stands."""
    nxt = min((r.start for r in found if r.start >= run.end), default=len(text))
    tail = text[run.end : nxt]
    last = text[run.end - 2 : run.end - 1] if run.is_closed else ""
    first = re.match(r"[^.!?:;]*(?:\b(?:Mr|Mrs|Ms|Dr|Hon|Rt|St|Gen|Lt|[A-Z])\.[^.!?:;]*)*", tail)
    clause = first.group() if first else ""
    if clause.strip(" ,—–-*") and len(clause.split()) <= 40:
        rest = clause.lstrip(" ")
        bare = last not in ".!?" or _is_bare(clause)
        if (rest[:1] in ",—–" or rest[:1].islower() or rest[:1].isupper()) and bare:
            who = attribution.beside_quote(clause, "after")
            if who:
                return "after", who
    prev = max((r.end for r in found if r.end <= run.start), default=0)
    lead = text[prev : run.start]
    lead = re.split(r"(?<=[.!?])\s+(?=[A-Z])", lead)[-1]
    if lead.strip(" ,:—–-*"):
        colon = lead.rstrip(" *_\u00a0").endswith((":", ","))
        who = attribution.beside_quote(lead.strip(), "before")
        if who and (colon or len(lead[who.at :].split()) <= 14):
            return "before", who
    return None


def _is_bare(clause: str) -> bool:
    """Whether a clause after a full stop is only an attribution ("Ms Collins said")."""
    who = attribution.beside_quote(clause, "after")
    if who is None or len(clause.split()) > 14:
        return False
    if clause.strip().lower().startswith(who.verb[:3]):
        return True
    rest = clause.strip()[who.at :].split(maxsplit=1)
    return len(rest) < 2 or re.fullmatch(r"(?:today|yesterday|later|this|last|on|in).*", rest[1]) is not None  # fmt: skip  # noqa: E501


def _mask(
    text: str, found: list[marks.Run], speech: list[marks.Run]
) -> tuple[str, dict[marks.Run, tuple[str, attribution.Attribution | None]]]:
    """Blank out quoted runs, and the attributions that belong to them, keeping every place.

    Speech becomes \\x01, fragments \\x00; a fragment keeps its marks' places.
    """
    chars = list(_LINK.sub(lambda m: "]" + " " * (len(m.group()) - 1), text))
    consumed: dict[marks.Run, tuple[str, attribution.Attribution | None]] = {}
    for run in found:
        sign = "\x01" if run in speech else "\x00"
        for i in range(run.start, run.end):
            chars[i] = sign
        if run not in speech:
            continue
        touched = _side(text, run, found)
        if touched is None:
            consumed[run] = ("", None)
            if run.end < len(text) and text[run.end - 2 : run.end - 1] in ".!?":
                chars[run.end - 1] = "."
        else:
            consumed[run] = (f"{touched[0]} the quotation", touched[1])
    return "".join(chars), consumed


def _chain(reading: _Reading, said: Said, run: marks.Run, text: str) -> int:
    """Return the chain a run belongs to: the same speech goes on over paragraphs."""
    previous = reading.out[-1] if reading.out else None
    goes_on = (
        previous is not None
        and previous.kind == "direct"
        and (reading.is_open or previous.paragraph == said.paragraph)
        and said.paragraph - previous.paragraph <= 1
    )
    if not goes_on:
        reading.chain += 1
    return reading.chain


def _attribute(reading: _Reading, said: Said, who: attribution.Attribution, at: int) -> None:
    known = reading.known
    resolved = [known.resolve(m, at, who.subject) for m in who.mentions]
    speakers = [r[0] for r in resolved if r[0]]
    said.speaker = "; ".join(dict.fromkeys(speakers))
    said.written, said.verb = who.subject, who.verb
    said.how = resolved[0][1] if resolved else who.how
    said.role = next((r[2] for r in resolved if r[2]), "")
    said.state = next((r[3] for r in resolved if r[3]), "")
    said.mentions = who.mentions
    kind = who.mentions[0].kind if who.mentions else ""
    if said.speaker:
        known.last = said.speaker
        if kind in {"person", "office"}:
            person = known.find(speakers[0])
            known.focus = person or known.focus
        if kind in {"state", "body"}:
            known.focus_thing, known.thing_state = speakers[0], said.state
            if kind == "body":
                known.spoke = said.speaker
                if said.speaker not in known.bodies:
                    known.bodies.append(said.speaker)


_LINK = re.compile(r"\]\((?:https?:|/|mailto:)[^)\s]*\)")
_ISSUED = re.compile(
    r"(?:a|the|its|in a|an?) (?:statement|letter|message|commentary|press release|article)"
    r"[^.,;]{0,40}?\b(?:released|issued|made public|published|carried|given|made) by "
    r"(?:the )?(?P<who>[^,.;]{3,80}?)(?: (?:to|through|via) (?:the )?(?P<via>[^,.;]{3,80}))?(?=[,.;]|$)"
)


def _narrated(
    reading: _Reading, k: int, paragraph: Span, sentence: Span, has_marks: bool
) -> None:
    """Take a narrator's sentence: a statement, if it reports one; and who is in focus after it."""
    text = sentence.text
    original = reading.text[
        paragraph.start + sentence.start : paragraph.start + sentence.end
    ]
    at = paragraph.start + sentence.start
    who = attribution.in_sentence(text)
    if who is not None and len(text.split()) >= 4:
        quoted = "\x00" in text and _quotes_words(original)
        kind = "mixed" if quoted else "indirect"
        said = Said(at, at + len(original), kind, paragraph=k)
        said.order = 1
        _attribute(reading, said, who, at)
        if not said.speaker:
            _note(reading.known, original)
            return
        _issuer(reading, said, original)
        reading.out.append(said)
        reading.is_open = False
        if re.search(r":\s*$", text):
            reading.block = said
        else:
            reading.block = None
    elif re.search(r"\b(?:the following|as follows)\b.{0,120}:?\s*$", text) and text.endswith(":"):
        reading.block = _block_head(reading, original, at)
    _note(reading.known, original)
    _focus(reading.known, text, at)


def _quotes_words(sentence: str) -> bool:
    """Whether a fragment in marks is somebody's words, not a title, a name or one capital word."""
    for run in marks.runs(sentence):
        words = run.inner(sentence).split()
        lower = sum(1 for w in words if w[:1].islower())
        if words and (words[0][:1].islower() or (len(words) >= 4 and lower * 2 >= len(words))):
            return True
    return False


def _issuer(reading: _Reading, said: Said, sentence: str) -> None:
    """Take the issuer and the carrier of a statement when the sentence names them."""
    match = _ISSUED.search(sentence)
    if not match:
        return
    issuer = names.parse(match["who"])
    if issuer.kind not in {"none", "pronoun"}:
        name, how, role, state = reading.known.resolve(issuer, said.start, match["who"])
        said.how = f"issuer named in the sentence ({said.written} as written)"
        said.speaker, said.role, said.state = name, role, state or said.state
        reading.known.carrier = reading.known.last = name
        if issuer.kind == "body" and name not in reading.known.bodies:
            reading.known.bodies.append(name)
    if match["via"]:
        said.via = match["via"].strip()
        if said.via not in reading.known.bodies:
            reading.known.bodies.append(said.via)


def _block_head(reading: _Reading, sentence: str, at: int) -> Said | None:
    subject = attribution.subject_before(sentence, _first_verb(sentence))
    if subject is None:
        return None
    head = Said(at, at, "direct")
    who = attribution.Attribution(subject[0], "state", 0, "before the colon", subject[1])
    _attribute(reading, head, who, at)
    return head


def _first_verb(sentence: str) -> int:
    match = re.search(r"\b(?:gave|give[sn]?|made|makes|issued|released|sent|answered)\b", sentence)
    return match.start() if match else 0


def _add_block(reading: _Reading, k: int, paragraph: Span) -> None:
    head = reading.block
    if head is None or not re.search(r"\w{3}", paragraph.text):
        return
    reading.out.append(
        Said(paragraph.start, paragraph.end, "direct", head.speaker, head.written,
             "text set after a colon", head.role, head.state, head.via, head.verb, paragraph=k)
    )  # fmt: skip


_NAMED = re.compile(
    r"(?P<before>^|[\w’']+\s+|[,;(]\s*)(?P<phrase>(?:[A-Z][\w’'.\-]*|of|and|for|the|leader|"
    r"spokesperson|spokesman|minister|president|secretary|ambassador)(?:,?\s+(?:[A-Z][\w’'.\-]*|of|"
    r"and|for|the|leader|spokesperson|spokesman|minister|president|secretary|ambassador)){0,14})"
)
_NOT_SUBJECT = frozenset("with to by of from for at in on between including counterpart than".split())


def _note(known: Speakers, sentence: str) -> None:
    """Note the bodies and the people with offices that a sentence names."""
    for match in re.finditer(
        r"\b(?:the )?((?:[A-Z][\w’'-]+ )*(?:Ministry|Department|Agency|Council|Command|Committee)"
        r"(?: of (?:[A-Z][\w’'-]+(?: and [A-Z][\w’'-]+)?(?: [A-Z][\w’'-]+)*))?)(?: \([A-Z]+\))?",
        sentence,
    ):
        body = match.group(1).strip()
        if " " in body and body not in known.bodies:
            known.bodies.append(body)


def _focus(known: Speakers, sentence: str, at: int) -> None:
    """Move the focus to the first person who is a subject in the sentence."""
    moved = False
    for match in _NAMED.finditer(sentence):
        phrase = re.sub(r"^(?:the|of|and|for)\s+|\s+(?:of|and|for|the)$", "", match["phrase"])
        parts = re.split(r",?\s+and\s+(?=[A-Z])", phrase)
        mention = names.parse(phrase)
        if mention.kind != "person":
            mention = names.parse(parts[-1]) if len(parts) > 1 else mention
        if match.start("phrase") == 0 and mention.kind in {"state", "body"}:
            state = names.flags.name(mention.state) if mention.kind == "state" else None
            known.focus_thing = state or mention.name
            known.thing_state = mention.state
        if mention.kind != "person":
            continue
        single = " " not in mention.name
        person = known.find(mention.name)
        if single and person is None:
            continue
        if not single and not mention.role and person is None:
            continue  # a capitalised run without an office may be a place
        person = known.add(mention.name, mention.role, at=at, state=mention.state)
        if not moved and match["before"].strip().lower() not in _NOT_SUBJECT:
            known.focus = person
            moved = True


def _hand_on(reading: _Reading) -> None:
    """Give every direct statement without an attribution its speaker."""
    direct = [s for s in reading.out if s.kind == "direct"]
    by_chain: dict[int, list[Said]] = {}
    for said in direct:
        by_chain.setdefault(said.chain, []).append(said)
    for said in direct:
        if said.speaker or said.chain < 0:
            continue
        mates = [m for m in by_chain[said.chain] if m.written and m.speaker]
        if mates:
            after = [m for m in mates if m.start > said.start]
            _copy(said, after[0] if after else mates[-1], "same speech")
    ordered = sorted(reading.out, key=lambda s: s.start)
    for i, said in enumerate(ordered):
        if said.kind != "direct" or said.speaker:
            continue
        before = next((s for s in reversed(ordered[:i]) if s.speaker and _is_person(reading, s)), None)
        after = next((s for s in ordered[i + 1 :] if s.speaker and s.kind == "direct"), None)
        if before is not None and said.paragraph - before.paragraph <= 1:
            _copy(said, before, "goes on from the paragraph before")
        elif after is not None and after.paragraph - said.paragraph <= 1:
            _copy(said, after, "named in the paragraph after")
        elif before is not None:
            _copy(said, before, "last speaker named")
        elif after is not None:
            _copy(said, after, "first speaker named after")
        elif any(p.from_head for p in reading.known.people):
            author = next(p for p in reading.known.people if p.from_head)
            said.speaker, said.role, said.state = author.name, author.role, author.state or ""
            said.how = "author in the document's head"
        else:
            said.how = "not known"


def _is_person(reading: _Reading, said: Said) -> bool:
    names_known = {p.name for p in reading.known.people}
    return said.kind == "direct" or said.speaker.split("; ")[0] in names_known


def _copy(said: Said, of: Said, how: str) -> None:
    said.speaker, said.role, said.state, said.via = of.speaker, of.role, of.state, of.via
    said.how = how
