"""Attribution: which words in a narrator's clause say who spoke, and with which verb.

Method: the clause is read around each verb of communication. The subject is the noun phrase that
ends where the verb (with its auxiliaries, adverbs and times) begins; asides between commas are
stepped over ("Peters, on Tuesday, said"). A passive, a modal or a relative clause is no
attribution. Beside a quotation the verb may also come first ("says Mr Peters").

Blind spot: a subject split by a long aside that itself holds a verb.
"""

import re
from dataclasses import dataclass

from . import names, verbs


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who (as written), with which verb, and where the verb stands in the clause."""

    subject: str
    verb: str
    at: int
    how: str
    mentions: tuple[names.Mention, ...]


_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_TIME = (
    r"(?:today|yesterday|tonight|tomorrow|here|now|later|earlier|then|recently|afterwards|"
    r"(?:on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: (?:morning|afternoon|evening|night))?|"
    r"(?:this|last|yesterday|earlier this|later this) (?:morning|afternoon|evening|night|week|"
    r"month|year)|(?:on|in) (?:the )?[A-Z0-9][\w .]{0,18}|in (?:response|reply|turn|parliament)|"
    r"at (?:the|a) [\w ]{1,40}|in (?:a|an|the|his|her) [\w ]{1,40})"
)
_ADVERB = r"(?:also|again|further|therefore|once|more|just|even|both|all|[a-z]+ly|then|in turn|too)"
_BACK = re.compile(rf"(?:[,\s]+|^)(?:{_TIME}|{_ADVERB})[,\s]*$")
_AUX = re.compile(r"(?:^|\s)((?:has|have|had|is|are|was|were|been|be|being|did|does|do)(?: not)?)$")
_MODAL = re.compile(
    r"(?:^|\s)(?:will|would|may|might|could|should|shall|can|cannot|must|to|not|never|"
    r"is to|was to|n[’']t)$"
)
_DIRTY = re.compile(
    r"\b(?:that|which|who|whom|whose|because|whether|if|is|are|was|were|has|have|had|will|would|"
    r"could|should|may|might|must|can|be|been|there|where|held|met|took|gave|made|came|went|left|"
    r"sent|led|won|saw|got|told|says?|said|did|does)\b|"
    r"\b(?!armed|united|appointed|elected|so-called|named|unnamed|retired|designated|affiliated|"
    r"based|red|aged|related|unidentified|combined|advanced|allied|concerned|respected)[a-z]{2,}ed\b"
)
_INTRO = re.compile(
    r"(?:Speaking|As|While|Whilst|In|At|On|After|Before|During|Following|Meanwhile|However|Earlier|"
    r"Last|Today|Yesterday|Under|With|For|Since|When|Although|Though|Despite|Later|Noting|But|And|"
    r"Recogni[sz]ing|Recalling|Responding|Asked|Commenting|Addressing|Announcing|Describing|Also|"
    r"Welcoming|Opening|Launching|Accompanied|Citing|Quoting|Referring|From|By|Over|This|Upon|"
    r"Nevertheless|Nonetheless|Moreover|Furthermore|Finally|Instead|Then|Shortly|Ahead|Given|"
    r"Once|Until|Like|Along|Alongside|Having|Being|Stressing|Saying|Calling|Touching)(?![\w-])"
)
_RELATIVE = re.compile(r",\s+(?:who|which|whose|where)\b[^,]{3,140},$")
_ASIDE = re.compile(r"^(?P<head>[^,]{2,90}?),(?P<aside>[^,]{2,160}(?:,[^,]{2,60})?),\s*$")


_DATED = re.compile(
    rf"^(?:(?:On|In|By|Since) (?:\d{{1,2}} )?(?:{_MONTH})(?: \d{{1,2}})?(?:,? \d{{4}})?|In \d{{4}}|"
    r"(?:Earlier|Later) (?:today|this \w+)|(?:Last|This) (?:week|month|year|night|morning)|Today|"
    r"Yesterday),?\s+"
)


def subject_before(text: str, verb_at: int) -> tuple[str, tuple[names.Mention, ...], bool] | None:
    """Return (subject as written, whom it names, whether a form of "be" stands before the verb).

    None when what stands before the verb cannot speak, or a modal makes it a plan.
    """
    lead, be = text[:verb_at].rstrip(), False
    relative = _RELATIVE.search(lead)
    if relative:
        lead = lead[: relative.start()]
    while True:
        cut = _BACK.search(lead)
        aux = _AUX.search(lead)
        if _MODAL.search(lead):
            return None
        if aux:
            be = be or aux.group(1).split()[0] in {"is", "are", "was", "were", "been", "be"}
            if "not" in aux.group(1).split():
                return None
            lead = lead[: aux.start()].rstrip()
        elif cut and cut.start() > 0:
            lead = lead[: cut.start()].rstrip()
        else:
            break
    for chunk in _chunks(lead):
        found = _speakers(chunk)
        if found:
            return chunk.strip(" ,"), found, be
    return None


def _chunks(lead: str) -> list[str]:
    """Return what may be the subject: the whole clause, then what follows an opening phrase."""
    lead = re.split(r"(?:;|:|—| – )\s*", lead)[-1]
    out = [lead]
    commas = [m.end() for m in re.finditer(r",\s+", lead)]
    for at in commas:
        head = lead[:at]
        rest = lead[at:]
        if _INTRO.match(lead) or re.match(r"(?:and|but|while|though) ", rest):
            out.append(re.sub(r"^(?:and|but|while|though) ", "", rest))
        elif re.search(r"\w+(?:ing|ed)\b", head) and rest[:1].isupper():
            out.append(rest)
    return out


def _speakers(chunk: str) -> tuple[names.Mention, ...]:
    """Return the mentions in a clean subject, or nothing when it cannot speak."""
    text = _DATED.sub("", chunk.strip())
    aside = _ASIDE.match(text if text.endswith(",") else text + ",")
    if aside:
        inner = aside["aside"].strip()
        person = names.parse(inner)
        head = aside["head"]
        if person.kind == "person" and len(inner.split()) <= 6:
            text = f"{head} {inner}"
        elif _DIRTY.search(inner) and not re.match(r"(?:who|which|whose|where|whom)\b", inner):
            return ()
        else:
            text = head
    text = text.strip(" ,")
    if not text or len(text.split()) > 24 or _DIRTY.search(text):
        return ()
    if re.search(r"\b(?:of|by|with|for|to|from|in|on|at|and|the|a|an|but|or|as)$", text):
        return ()
    parts = _joined(text)
    found = tuple(names.parse(part) for part in parts)
    if not found or any(m.kind == "none" for m in found):
        return ()
    if _INTRO.match(text) or re.match(r"(?:by|with|from|to|for|of|in|at|on|as)\s", text):
        return ()
    return found


def _joined(text: str) -> list[str]:
    """Part "A and B" into two speakers when both sides can speak."""
    for match in re.finditer(r"\s+and\s+(?=[A-Z]|the |other |h(?:er|is) |their )", text):
        left, right = text[: match.start()], text[match.end() :]
        a, b = names.parse(left), names.parse(right)
        if a.kind == "person" and b.kind in {"person", "office"}:
            return [*_joined(left), right]
        if a.kind == "state" and b.kind == "state":
            return [left, right]
    return [text]


def subject_after(text: str, at: int) -> tuple[str, tuple[names.Mention, ...], int] | None:
    """Return (subject, mentions, end) of the noun phrase that starts at `at` ("says Mr Peters")."""
    match = re.match(
        r"[\s]*((?:(?:the|a|an|The)\s+)?(?:[^\W\d_][\w’'.\-]*[,]?\s*){1,14})", text[at:]
    )
    if not match:
        return None
    words = match.group(1).split()
    best: tuple[str, tuple[names.Mention, ...]] | None = None
    for n in range(1, len(words) + 1):
        phrase = " ".join(words[:n]).strip(" ,.")
        last = words[n - 1].strip(" ,.")
        if n > 1 and last.lower() in {
            "today",
            "yesterday",
            "after",
            "before",
            "during",
            "at",
            "in",
            "on",
            "who",
            "told",
            "when",
            "as",
        }:
            break
        found = _speakers(phrase)
        if found and (
            last[:1].isupper()
            or last in names.OFFICES | names.BODIES | names.CARRIERS
            or last in {"he", "she", "they", "it"}
        ):
            best = (phrase, found)
        if words[n - 1].endswith(".") and last.lower() not in names.TITLES and len(last) > 2:
            break
    if best is None:
        return None
    end = at + text[at:].find(best[0].split()[-1]) + len(best[0].split()[-1])
    return best[0], best[1], end


def beside_quote(text: str, side: str) -> Attribution | None:
    """Return who speaks a quotation, from the narrator's words after or before it.

    `text` is the clause that touches the quotation; `side` is 'after' or 'before'.
    """
    for match in verbs.pattern().finditer(text):
        name, form = verbs.lemma(match)
        if form == "base" and name not in {"say"}:
            continue
        lead = text[: match.start()].strip(" ,.;:—–-\u00a0")
        if side == "after" and not lead and name in verbs.say():
            after = subject_after(text, match.end())
            if after:
                return Attribution(after[0], name, match.start(), "named after the verb", after[1])
            continue
        if form == "ing" and lead:
            continue
        before = subject_before(text.lstrip(" ,.;—–-"), _shift(text, match.start()))
        if before and not (before[2] and form in {"past"}):
            return Attribution(before[0], name, match.start(), "named before the verb", before[1])
    if side == "before":
        told = re.search(r"[Aa]ccording to ([^,:]{3,80})[,:]?\s*$", text.strip())
        if told and (found := _speakers(told.group(1))):
            return Attribution(told.group(1), "according to", told.start(), "according to", found)
    return None


def _shift(text: str, at: int) -> int:
    return at - (len(text) - len(text.lstrip(" ,.;—–-")))


def in_sentence(text: str) -> Attribution | None:
    """Return who is reported to have said something in a narrator's sentence.

    Quoted runs in `text` are to be blanked out before. Looks for a trailing attribution
    ("..., Mr Goff said today"), then for the subject and main verb.
    """
    return _trailing(text) or _according(text) or _leading(text)


_REST = re.compile(
    rf"\s*(?:{_TIME}|,?\s*(?:a|one|two|three|\d+|hours|days|weeks) ?"
    r"(?:hours?|days?|weeks?|months?)? "
    r"(?:after|before|later|earlier)\b.{0,120}|"
    r"(?:after|before|during|following|from|when|while|as|to|at|in|on|through|ahead)"
    r"\b[^,]{0,120})?(?:,? (?:after|before|during|following|when|where|at|in)\b.{0,120})?"
    r"[.!”\"’\s*]*$"
)


def _trailing(text: str) -> Attribution | None:
    for match in verbs.pattern().finditer(text):
        name, form = verbs.lemma(match)
        if name not in verbs.say() or form in {"base", "ing"}:
            continue
        head = text[: match.start()]
        comma = max(head.rfind(", "), head.rfind(",\u00a0"), head.rfind("” "), head.rfind("\x00 "))
        if comma < 12:
            continue
        inverted = not head[comma + 1 :].strip(" \x00")
        if inverted:
            after = subject_after(text, match.end())
            if after and _REST.match(_tight(" " + text[after[2] :].lstrip(" ,"))):
                return Attribution(after[0], name, match.start(), "named after the verb", after[1])
            continue
        if not _REST.match(_tight(text[match.end() :])):
            continue
        for at in _commas_back(head):
            before = subject_before(head[at:] + "said", len(head) - at)
            if before and not before[2]:
                return Attribution(before[0], name, match.start(), "trailing", before[1])
    return None


def _tight(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _commas_back(head: str) -> list[int]:
    """Return where the last clauses begin, nearest first (a role may hold a comma)."""
    return [m.end() for m in re.finditer(r",\s+", head)][-3:][::-1]


def _according(text: str) -> Attribution | None:
    match = re.search(
        r"\b[Aa]ccording to ((?:the |an? )?(?:[^,.;]|\.(?=\w|\s[a-z])|(?<=U\.S)\.){3,90})", text
    )
    if not match:
        return None
    words = match.group(1).split()
    for n in range(len(words), 0, -1):
        found = _speakers(" ".join(words[:n]))
        if found and all(m.kind != "pronoun" for m in found):
            subject = " ".join(words[:n])
            return Attribution(subject, "according to", match.start(), "according to", found)
    return None


def _leading(text: str) -> Attribution | None:
    for match in verbs.pattern().finditer(text):
        name, form = verbs.lemma(match)
        if not verbs.reports_alone(name, form):
            continue
        before = subject_before(text, match.start())
        if before is None:
            continue
        subject, mentions, be = before
        if be != (form == "ing"):
            continue  # a passive, or a participle without its verb
        if form == "ing" and name in verbs.say():
            continue  # "was commenting on": an act without its words
        if (form == "base") != _plural(subject, mentions) and form in {"base", "third"}:
            continue  # verb and subject disagree: the word is a noun here
        if name == "state" and form == "third" and mentions[0].kind in {"state", "none"}:
            continue
        if name in verbs.NEEDS_THAT and not re.match(r"\s*(?:that\b|:)", text[match.end() :]):
            continue
        rest = text[match.end() :]
        if not rest.strip(" .,;:") and ":" not in rest:
            continue
        return Attribution(subject, name, match.start(), "subject of the verb", mentions)
    return None


def _plural(subject: str, mentions: tuple[names.Mention, ...]) -> bool:
    words = subject.lower().split()
    if len(mentions) == 1 and mentions[0].kind in {"person", "state"}:
        return False
    return len(mentions) > 1 or words[-1] == "they" or (words[-1].endswith("s") and len(words) > 1)
