"""The subject of a verb of communication: the noun phrase that can speak, before or after it.

Method: the words before the verb are read backwards over its auxiliaries, adverbs and times to
the end of the noun phrase; asides between commas are stepped over ("Peters, on Tuesday, said").
A modal or a negation makes it no statement.

Blind spot: a subject split by a long aside that itself holds a verb.
"""

import re

from . import names
from .words.speaker_words import BODIES, CARRIERS, OFFICES, TITLES

_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
TIME = (
    r"(?:today|yesterday|tonight|tomorrow|here|now|later|earlier|then|recently|afterwards|"
    r"(?:on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: (?:morning|afternoon|evening|night))?|"
    r"(?:this|last|yesterday|earlier this|later this) (?:morning|afternoon|evening|night|week|"
    r"month|year)|(?:on|in) (?:the )?[A-Z0-9][\w .]{0,18}|in (?:response|reply|turn|parliament)|"
    r"at (?:the|a) [\w ]{1,40}|in (?:a|an|the|his|her) [\w ]{1,40})"
)
LY = r"(?!(?:daily|weekly|monthly|family|ally|rally|reply|assembly|monopoly)\b)[a-z]+ly"
_ADVERB = rf"(?:also|again|further|therefore|once|more|just|even|both|all|{LY}|then|in turn|too)"
_BACK = re.compile(rf"(?:[,\s]+|^)(?:{TIME}|{_ADVERB})[,\s]*$")
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
        found = speakers_in(chunk)
        if found:
            return chunk.strip(" ,"), found, be
    return None


def _chunks(lead: str) -> list[str]:
    """Return what may be the subject: the whole clause, then what follows an opening phrase."""
    lead = re.split(r"(?:;|:|—| –|--)\s*", lead)[-1]
    lead = re.sub(r"^(?:But|And|Yet|So|Still|Then|Now),?\s+(?=[A-Za-z])", "", lead)
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


def speakers_in(chunk: str) -> tuple[names.Mention, ...]:  # noqa: PLR0911
    """Return the mentions in a clean subject, or nothing when it cannot speak."""
    text = _DATED.sub("", chunk.strip())
    aside = _ASIDE.match(text if text.endswith(",") else text + ",")
    if aside:
        inner = aside["aside"].strip()
        if inner in {"he", "she", "they", "it"}:
            return (names.parse(inner),)  # "Still, he"
        person = names.parse(inner)
        head = aside["head"]
        leads = names.parse(head)
        if leads.kind == "person" and " " in leads.name and not head.split()[0].endswith("ing"):
            text = head
        elif person.kind == "person" and len(inner.split()) <= 6:
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
        found = speakers_in(phrase)
        if found and (
            last[:1].isupper()
            or last in OFFICES | BODIES | CARRIERS
            or last in {"he", "she", "they", "it"}
        ):
            best = (phrase, found)
        if words[n - 1].endswith(".") and last.lower() not in TITLES and len(last) > 2:
            break
    if best is None:
        return None
    end = at + text[at:].find(best[0].split()[-1]) + len(best[0].split()[-1])
    return best[0], best[1], end
