"""Narration: what a narrator's sentence reports, whom it puts in focus, whom it names.

Method: a sentence with a verb of communication (`attribution`) is an indirect statement, mixed when
it quotes a fragment. A statement's issuer and carrier are taken from the sentence ("a statement
released by the DPRK foreign ministry to KCNA"); text set after a colon is direct without marks. The
person in focus, for pronouns, is the first named subject.
"""

import re

from ...ids import flags
from ..paragraphs import Span
from ..wordlist import wordlist
from . import attribution, coreference, names, quotation_marks
from .speakers import Person, Speakers
from .statement import Reading, Statement
from .subject import subject_before
from .words.given_names import GIVEN

MAX_SENTENCE = 4000
"""Longer "sentences" are tables or texts without stops: nobody is looked for in them.
Own choice, in characters."""
MAX_INTRODUCTION = 5
"""Words from the verb to the colon ("said on Saturday:") of a sentence that only introduces what
follows; after a longer one unmarked text is the narrator's. Own choice."""
_FOLLOWING = "text set out in full"
"""How the speaker of what stands behind "gave the following answer:" is known."""
_ISSUED = re.compile(
    r"(?:a|the|its|in a|an?) (?:statement|letter|message|commentary|press release|article)"
    r"[^.,;]{0,40}?\b(?:released|issued|made public|published|carried|given|made) by "
    r"(?:the )?(?P<who>[^,.;]{3,80}?)"
    r"(?: (?:to|through|via) (?:the )?(?P<via>[^,.;]{3,80}))?(?=[,.;]|$)"
)


def narrated(reading: Reading, k: int, paragraph: Span, sentence: Span, has_marks: bool) -> None:
    """Take a narrator's sentence: a statement, if it reports one; and who is in focus after it."""
    text = sentence.text
    original = reading.text[paragraph.start + sentence.start : paragraph.start + sentence.end]
    at = paragraph.start + sentence.start
    if len(text) > MAX_SENTENCE:
        return
    spoke: Person | None = None
    who = attribution.in_sentence(text)
    if who is not None and re.search(r"\w\s*:\s*$", text) and _is_bare_head(text, who):
        reading.block = Statement(at, at, "direct")
        reading.is_block_bare = True
        attribute(reading, reading.block, who, at)
    elif who is not None and len(text.split()) >= 4:
        quoted = "\x00" in text and _quotes_words(original)
        kind = "mixed" if quoted else "indirect"
        statement = Statement(at, at + len(original), kind, paragraph=k)
        statement.order = 1
        attribute(reading, statement, who, at)
        if not statement.speaker:
            _note(reading.known, original)
            return
        if who.mentions[0].kind in {"person", "office", "pronoun"}:
            spoke = reading.known.find(statement.speaker)
        _issuer(reading, statement, original)
        reading.out.append(statement)
        reading.is_open = False
        if re.search(r":\s*$", text):
            reading.block = statement
            reading.is_block_bare = len(text[who.at :].split()) <= MAX_INTRODUCTION
        else:
            reading.block = None
    elif re.search(r"\b(?:the following|as follows)\b.{0,600}:?\s*$", text) and text.endswith(":"):
        reading.block = _block_head(reading, original, at)
        reading.is_block_bare = True
    _note(reading.known, original)
    focus(reading.known, text, at, spoke)


def _is_bare_head(text: str, who: attribution.Attribution) -> bool:
    """Whether a sentence only introduces what follows ("Ri Su Jong, a student, said:")."""
    return re.fullmatch(r"\w+\s*:\s*", text[who.at :]) is not None


def _quotes_words(sentence: str) -> bool:
    """Whether a fragment in marks is somebody's words, not a title, a name or one capital word."""
    for run in quotation_marks.runs(sentence):
        words = run.inner(sentence).split()
        lower = sum(1 for w in words if w[:1].islower())
        if words and (words[0][:1].islower() or (len(words) >= 4 and lower * 2 >= len(words))):
            return True
    return False


def _issuer(reading: Reading, statement: Statement, sentence: str) -> None:
    """Take the issuer and the carrier of a statement when the sentence names them."""
    match = _ISSUED.search(sentence)
    if not match:
        return
    issuer = names.parse(match["who"])
    if re.search(r"\b(?:carried|published|made public) by\b", match.group()):
        statement.via = match["who"].strip()  # an agency hands on what another says
        return
    if issuer.kind not in {"none", "pronoun"}:
        name, _, role, state = reading.known.resolve(issuer, statement.start, match["who"])
        statement.how = f"issuer named in the sentence ({statement.written} as written)"
        statement.speaker, statement.role, statement.state = name, role, state or statement.state
        reading.known.carrier = reading.known.last = name
        if issuer.kind == "body":
            reading.known.note_body(name)
    if match["via"]:
        statement.via = match["via"].strip()
        reading.known.note_body(statement.via)


def _block_head(reading: Reading, sentence: str, at: int) -> Statement | None:
    subject = subject_before(sentence, _first_verb(sentence))
    if subject is None:
        return None
    head = Statement(at, at, "direct")
    who = attribution.Attribution(subject[0], "state", 0, "before the colon", subject[1])
    attribute(reading, head, who, at)
    head.how = _FOLLOWING
    return head


def _first_verb(sentence: str) -> int:
    match = re.search(r"\b(?:gave|give[sn]?|made|makes|issued|released|sent|answered)\b", sentence)
    return match.start() if match else 0


def add_block(reading: Reading, k: int, paragraph: Span) -> None:
    head = reading.block
    if head is None or not reading.is_block_bare or not re.search(r"\w{3}", paragraph.text):
        return
    reading.out.append(
        Statement(
            paragraph.start,
            paragraph.end,
            "direct",
            head.speaker,
            head.written,
            _FOLLOWING if head.how == _FOLLOWING else "text set after a colon",
            head.role,
            head.state,
            head.via,
            head.verb,
            paragraph=k,
        )
    )


_NAMED = re.compile(
    r"(?P<before>^|[\w’']+\s+|[,;(]\s*)(?P<phrase>(?:[A-Z][\w’'.\-]*|of|and|for|the|leader|"
    r"spokesperson|spokesman|minister|president|secretary|ambassador)(?:,?\s+(?:[A-Z][\w’'.\-]*|of|"
    r"and|for|the|leader|spokesperson|spokesman|minister|president|secretary|ambassador)){0,14})"
)


_ATTRIBUTE = re.compile(
    r"(?:[’']s?)?\s(?:backers|supporters?|campaign|aides?|rall(?:y|ies)|voters|administration|"
    r"team|officials?|all(?:y|ies)|loyalists?|fans|critics|family|hotel|tower|emails?|adviser|"
    r"advisers|spokes\w+|government|cabinet|regime|era|presidency|win|victory|speech|policy|"
    r"policies|email|book|ad|ads|bid|camp|delegates)\b|[’']s?\s"
)
_NOT_SUBJECT = frozenset(
    wordlist("with to by of from for at in on between including counterpart than")
)


_MEDIA = re.compile(
    r"\b((?:[A-Z][\w’'-]+ ){1,3}(?:News Agency|Post|Times|Herald|Tribune|Journal|News|Sinmun|"
    r"Daily|Guardian|Broadcasting Corporation))\b(?! Agency)"
)


def _note(known: Speakers, sentence: str) -> None:
    """Note the bodies and the people with offices that a sentence names."""
    for match in re.finditer(
        r"\b(?:the )?((?:[A-Z][\w’'-]+ )*(?:Ministry|Department|Agency|Council|Command|Committee)"
        r"(?: of (?:[A-Z][\w’'-]+(?: and [A-Z][\w’'-]+)?(?: [A-Z][\w’'-]+)*))?)(?: \([A-Z]+\))?",
        sentence,
    ):
        body = match.group(1).strip()
        if " " in body:
            known.note_body(body)
    for match in _MEDIA.finditer(sentence):
        known.note_body(match.group(1))


def focus(known: Speakers, sentence: str, at: int, spoke: Person | None = None) -> None:
    """Move the focus to who spoke in the sentence, else to the first person who is its subject.

    Without a subject it moves to the first person named at all ("They looked to Kukura").
    """
    moved = spoke is not None
    oblique: Person | None = None
    named: list[Person] = []
    for match in _NAMED.finditer(sentence):
        phrase = re.sub(r"^(?:the|of|and|for)\s+|\s+(?:of|and|for|the)$", "", match["phrase"])
        parts = re.split(r",?\s+and\s+(?=[A-Z])", phrase)
        mention = names.parse(phrase)
        if mention.kind != "person":
            mention = names.parse(parts[-1]) if len(parts) > 1 else mention
        if match.start("phrase") == 0 and mention.kind in {"state", "body"}:
            state = flags.name(mention.state) if mention.kind == "state" else None
            known.focus_thing = state or mention.name
            known.thing_state = mention.state
        if mention.kind != "person":
            continue
        single = " " not in mention.name
        person = known.find(mention.name)
        given = mention.name.lower() in GIVEN and mention.name not in known.common
        given &= match.start("phrase") == 0  # "Melanie thought ..."
        if single and person is None and not (coreference.by_title(match.group()) or given):
            continue
        if not single and not mention.role and person is None:
            continue  # a capitalised run without an office may be a place
        person = known.add(mention.name, mention.role, at=at, state=mention.state)
        named.append(person)
        person.pronoun = coreference.by_title(match.group()) or person.pronoun
        if moved or _ATTRIBUTE.match(sentence, match.end("phrase")):
            continue  # "Trump backers" are not Trump
        if match["before"].strip().lower() in _NOT_SUBJECT:
            oblique = oblique or person
            continue
        known.focus_on(person)
        moved = True
    if len({id(p) for p in named}) == 1 and not named[0].pronoun:
        named[0].pronoun = _taken_up(sentence)
    if spoke is not None:
        known.focus_on(spoke)
    elif not moved and oblique is not None:
        known.focus_on(oblique)


def _taken_up(sentence: str) -> str:
    """Return the pronoun that a sentence about one person takes him up with, or ''."""
    found = {"he" if w in {"he", "his", "himself"} else "she" for w in _PRONOUN.findall(sentence)}
    return found.pop() if len(found) == 1 else ""


_PRONOUN = re.compile(r"\b(he|his|himself|she|her|herself)\b")


def attribute(
    reading: Reading, statement: Statement, who: attribution.Attribution, at: int
) -> None:
    known = reading.known
    resolved = [known.resolve(m, at, who.subject) for m in who.mentions]
    speakers = [r[0] for r in resolved if r[0]]
    statement.speaker = "; ".join(dict.fromkeys(speakers))
    statement.written, statement.verb = who.subject, who.verb
    statement.how = resolved[0][1] if resolved else who.how
    statement.role = next((r[2] for r in resolved if r[2]), "")
    statement.state = next((r[3] for r in resolved if r[3]), "")
    statement.mentions = who.mentions
    kind = who.mentions[0].kind if who.mentions else ""
    if statement.speaker:
        known.last = statement.speaker
        if kind in {"person", "office"}:
            person = known.find(speakers[0])
            known.focus_on(person)
        if kind in {"state", "body"}:
            known.focus_thing, known.thing_state = speakers[0], statement.state
            if kind == "body":
                known.spoke = statement.speaker
                known.note_body(statement.speaker)
