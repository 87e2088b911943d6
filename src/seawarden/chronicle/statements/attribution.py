"""Attribution: which words in a narrator's clause say who spoke, and with which verb.

Method: the clause is read around each verb of communication, and `subject` finds who speaks. A
passive or a participle without its verb is no attribution. Beside a quotation the verb may also
come first ("says Mr Peters").
"""

import re
from dataclasses import dataclass

from . import names, speaker_phrase
from .subject import TIME, speakers_in, subject_after, subject_before
from .words import verbs


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who (as written), with which verb, and where the verb stands in the clause."""

    subject: str
    verb: str
    at: int
    how: str
    mentions: tuple[names.Mention, ...]


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
            after = speaker_phrase.after_verb(text[match.end() :])
            if after:
                return Attribution(after[0], name, match.start(), "named after the verb", after[1])
            continue
        if form != "ing" or not lead:
            before = subject_before(text.lstrip(" ,.;—–-"), _shift(text, match.start()))
            if before and not (before[2] and form in {"past"}):
                return Attribution(
                    before[0], name, match.start(), "named before the verb", before[1]
                )
        if lead and _is_modal(lead):
            continue
        freely = speaker_phrase.before_verb(text[: match.start()], participle=form == "ing")
        if freely:
            return Attribution(freely[0], name, match.start(), "read freely", freely[1])
    if side == "before":
        source = re.search(r"[Aa]ccording to ([^,:]{3,80})[,:]?\s*$", text.strip())
        if source and (found := speakers_in(source.group(1))):
            return Attribution(
                source.group(1), "according to", source.start(), "according to", found
            )
        named = speaker_phrase.before_colon(text) if text.rstrip().endswith(":") else None
        if named:
            return Attribution(named[0], ":", len(text) - 1, "named before a colon", named[1])
    return _unlisted(text) if side == "after" else None


_ANY_VERB = re.compile(r"^\W*(?P<who>[^,.;:]{2,60}?)\s(?P<verb>[a-z]{2,}(?:ed|es|s|ew|old))\b")


def _unlisted(text: str) -> Attribution | None:
    """Return who stands before a verb that no list holds, right behind a quotation."""
    match = _ANY_VERB.match(text)
    if match is None:
        return None
    found = speaker_phrase.before_verb(match["who"])
    if found is None or found[1][0].kind not in {"person", "pronoun"}:
        return None
    verb = match["verb"]
    return Attribution(found[0], verb, match.start("verb"), "a verb that no list holds", found[1])


def _is_modal(lead: str) -> bool:
    return re.search(r"(?:will|would|may|might|should|must|not|never|n[’']t)$", lead) is not None


def _shift(text: str, at: int) -> int:
    return at - (len(text) - len(text.lstrip(" ,.;—–-")))


def in_sentence(text: str) -> Attribution | None:
    """Return who is reported to have said something in a narrator's sentence.

    Quoted runs in `text` are to be blanked out before. Looks for a trailing attribution
    ("..., Mr Goff said today"), then for the subject and main verb.
    """
    return _trailing(text) or _according(text) or _leading(text)


_REST = re.compile(
    rf"\s*(?:{TIME}|,?\s*(?:a|one|two|three|\d+|hours|days|weeks) ?"
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
        r"\b[Aa]ccording to ((?:the |an? )?(?:[^,.;]|\.(?=\w|\s[a-z])|(?<=U\.S)\.|(?<=\b[A-Z])\.|"
        r"(?<=Sen|Rep|Gov|Gen)\.){3,90})",
        text,
    )
    if not match:
        return None
    words = match.group(1).split()
    for n in range(len(words), 0, -1):
        found = speakers_in(" ".join(words[:n]))
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
        if before is None or re.search(r"n[’']t\s+$", text[: match.start()]):
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
