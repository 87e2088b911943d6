"""Proposals: occurrences that a text speaks of, each with its sentence.

Method: a sentence proposes an occurrence when it holds the words of a kind (`_KINDS`, each a pair
of patterns that must both stand in it) and a day: printed, relative, or, for "today's launch", the
document's own. Verbs of intent, negation and condition set the modality; only what is 'reported'
is joined to the record.

Blind spot: a kind that takes two sentences ("It fired six. They fell into the sea.").
"""

import hashlib
import re
from datetime import date, timedelta

from ..dating import dates_in_text, text_date
from ..paragraphs import paragraphs, sentences
from ..statements import names
from ..statements.words import verbs
from ..wordlist import wordlist

_FIRED = r"(?:launch(?:ed|es|ing)?|fir(?:ed|es|ing)|test-?fir\w+|tests?\b|testing|lift(?:ed)? off)"
_KINDS: tuple[tuple[str, str, str], ...] = (
    (
        "nuclear_test",
        r"\b(?:nuclear|atomic|hydrogen|thermonuclear)\b(?: \w+){0,2} (?:tests?|testing|"
        r"explosions?|detonations?|device)\b|"
        r"\btest(?:ed|ing)? (?:of )?(?:an? )?(?:nuclear|hydrogen)",
        "",
    ),
    (
        "artillery",
        r"\b(?:artillery|multiple[- ](?:rocket )?launch|rocket[- ]launch(?:er|ing)|"
        r"240\s?mm|600\s?mm|shell(?:ed|ing)|howitzer)\w*",
        r"\b(?:fir\w+|test\w*|shell\w+|drill\w*|attack\w*)\b",
    ),
    (
        "launch",
        r"\b(?:(?:ballistic|cruise|long-range|short-range|inter-?continental|[A-Z]\w+-\d+) )*"
        r"(?:missiles?|rockets?|ICBMs?|satellites?|Taepo-?dong\w*|Unha\S*|Hwasong\S*)\b",
        rf"\b{_FIRED}",
    ),
    (
        "deployment",
        r"\bP-[38]\w*\b|\bOrion\b|\bPoseidon\b|\bHMNZS \w+|\bmaritime patrol aircraft\b|"
        r"\bfrigate\b",
        r"\b(?:deploy\w*|patrol\w*|rotation\w*|surveillance|monitor\w+|station\w+)\b",
    ),
    (
        "arms_shipment",
        r"\b(?:arms|weapons?|munitions?|ammunition|artillery shells?|missiles?|"
        r"military(?:[- ]related)? (?:technolog\w+|equipment))\b",
        r"\b(?:transfer\w*|shipment\w*|shipped|suppl(?:y|ied|ies|ying)|export\w*|procure\w*|"
        r"provision|"
        r"delivered|smuggl\w+)\b",
    ),
    ("sts", r"\bship-to-ship\b|\bSTS transfers?\b", ""),
    (
        "designation",
        r"\b(?:designat\w+|sanction(?:ed|s on|ing)|blacklist\w*|listed)\b",
        r"\b(?:individuals?|entit(?:y|ies)|persons?|companies|vessels?|ships?|"
        r"tankers?|designations?)\b",
    ),
    (
        "resolution",
        r"\b(?:Security Council|UNSC|UN)\b.{0,60}\b[Rr]esolution\b|\b[Rr]esolution \d{3,4}\b",
        r"\b(?:adopt\w*|pass(?:ed|es|ing)|unanimous\w*|imposing|voted?|approv\w+|impos\w+)\b",
    ),
    (
        "talks",
        r"\b(?:[Ss]ix[- ][Pp]arty|[Ff]our[- ][Pp]arty|inter-Korean|nuclear|[Tt]hree-?way) "
        r"(?:talks?|negotiations?|summit|dialogue)\b|\bsummit\b.{0,60}\b(?:Kim|Korea)\w*",
        r"\b(?:talks?|summit|round|met|meet\w*|resum\w+|open\w*|held|conclud\w+|dialogue)\b",
    ),
)
_COMPILED = [(k, re.compile(a), re.compile(b) if b else None) for k, a, b in _KINDS]
_PLANNED = re.compile(
    r"\b(?:will|would|plan(?:s|ned|ning)?\b|intends?|intention|propos\w+|threat(?:en\w*)? to|"
    r"prepar\w+|about to|due to|is to|are to|to resume|hopes? to|announced plans|going to|set to|"
    r"possible|impending|upcoming|future)\b"
)
_DENIED = re.compile(
    r"\b(?:not|never|no|den(?:y|ied|ies)|without|cease|halt|refrain|stop|"
    r"moratorium|suspend\w*|abandon)\b"
)
_MIGHT = re.compile(r"\b(?:if|whether|could|may|might|should|were to|any further|further)\b")
_WATCHED = re.compile(
    r"\b(?:monitor|detect|deter|prevent|surveill|combat|counter|evasion)\w*", re.I
)
"""Words by which a text speaks of transfers in general: none is reported."""
_TREATY = re.compile(r"Test[- ]Ban|CTBT|\bTreaty\b|\banti-nuclear\b")
_NUMBER = re.compile(
    r"\b(?P<n>\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|a|an|another|several) "
    r"(?:further |more |[\w-]+ ){0,3}?(?:missiles?|rockets?|individuals?|entities|vessels?|ships?|"
    r"aircraft|deployments?|satellites?)\b",
    re.I,
)
_WORDS = {
    w: k for k, w in enumerate(wordlist("zero one two three four five six seven eight nine ten"))
}


def propose(document: dict[str, object]) -> list[dict[str, object]]:
    """Return the occurrences that a DOCUMENTS row speaks of, as OCCURRENCES rows."""
    text, start = str(document["text"]), int(str(document["body_start"] or 0))
    first, last = document["published_from"], document["published_to"]
    low = first if isinstance(first, date) else None
    high = last if isinstance(last, date) else low
    out: list[dict[str, object]] = []
    for paragraph in paragraphs(text, start):
        for sentence in sentences(paragraph):
            for kind in kinds(sentence.text):
                row = _row(document, kind, sentence.text, sentence.start, low, high)
                if row is not None:
                    out.append(row)
    return out


def kinds(sentence: str) -> list[str]:
    """Return the kinds of occurrence whose words stand in a sentence."""
    out = []
    for kind, what, done in _COMPILED:
        if what.search(sentence) and (done is None or done.search(sentence)):
            if kind == "launch" and (
                "nuclear_test" in out and not re.search(r"launch|fired", sentence)
            ):
                continue
            if kind == "launch" and "artillery" in out:
                continue
            if kind == "nuclear_test" and _TREATY.search(sentence):
                continue
            out.append(kind)
    return out


def modality(sentence: str, kind: str) -> str:
    """Return whether the sentence reports, plans, denies or supposes the occurrence."""
    match = next(m for k, m, _ in _COMPILED if k == kind).search(sentence)
    near = sentence[
        max(0, (match.start() if match else 0) - 90) : (match.end() if match else 0) + 60
    ]
    if _DENIED.search(near) and not re.search(r"\bcondemn|\bdenounc", near):
        return "denied"
    if _PLANNED.search(near):
        return "planned"
    if kind in {"sts", "arms_shipment"} and _WATCHED.search(sentence):
        return "hypothetical"
    return "hypothetical" if _MIGHT.search(near) else "reported"


def _row(
    document: dict[str, object],
    kind: str,
    sentence: str,
    at: int,
    low: date | None,
    high: date | None,
) -> dict[str, object] | None:
    found = [d for d in dates_in_text.find(sentence, low, high)]
    when = _nearest(found, sentence, kind)
    if when is None:
        return None
    if (when.last - when.first) > timedelta(800):
        return None
    number = _NUMBER.search(sentence)
    count = None
    if number and kind in {"launch", "designation", "sts"}:
        word = number["n"].lower()
        count = (
            int(word) if word.isdigit() else _WORDS.get(word, 1 if word in {"a", "an"} else None)
        )
    identity = f"{kind}|{document['document_id']}|{at}"
    return {
        "occurrence_id": f"o-{hashlib.sha256(identity.encode()).hexdigest()[:16]}",
        "kind": kind,
        "start_on": when.first,
        "end_on": when.last,
        "precision": when.precision,
        "time_text": f"{when.text} ({when.how})",
        "title": _short(sentence),
        "actor": _actor(sentence, kind, document),
        "count": count,
        "place": None,
        "lat_deg": None,
        "lon_deg": None,
        "status": "proposed",
        "modality": modality(sentence, kind),
        "detail": "{}",
        "disagreements": "[]",
        "sources": [
            {
                "source": document["source"],
                "sha256": document["sha256"],
                "line": None,
                "document_id": document["document_id"],
                "start": at,
                "end": at + len(sentence),
                "text": sentence,
            }
        ],
    }


def _short(sentence: str) -> str:
    text = " ".join(sentence.split())
    return text if len(text) <= 160 else text[:159].rsplit(" ", 1)[0] + " …"


def _nearest(
    found: list[text_date.TextDate], sentence: str, kind: str
) -> text_date.TextDate | None:
    """Return the date that stands nearest to the words of the kind; a day before a year.

    "Today" beside a verb of communication ("today welcomed") dates the welcome: it dates the
    occurrence only when the sentence has no other date and does not set it earlier ("after").
    """
    match = next(m for k, m, _ in _COMPILED if k == kind).search(sentence)
    at = match.start() if match else 0
    others = [d for d in found if not _dates_the_speech(d, sentence)]
    if not others and found:
        between = sentence[min(found[0].end, at) : max(found[0].start, at)]
        others = [] if _EARLIER.search(between) else found
    elif len(others) < len(found):
        return min(others, key=lambda d: abs(d.start - at))
    sharp = [d for d in others if d.precision in {"day", "range"}]
    sharp = sharp or [d for d in others if d.precision == "month"] or others
    return min(sharp, key=lambda d: abs(d.start - at), default=None)


_EARLIER = re.compile(r"\b(?:following|after|since|in response to|despite|from)\b")


def _dates_the_speech(found: text_date.TextDate, sentence: str) -> bool:
    if found.text.lower() != "today":
        return False
    around = sentence[max(0, found.start - 14) : found.end + 14]
    return any(verbs.lemma(m)[1] != "base" for m in verbs.pattern().finditer(around))


def _actor(sentence: str, kind: str, document: dict[str, object]) -> str | None:
    states = names.countries(sentence)
    if kind in {"arms_shipment", "sts"}:
        return "KP" if "KP" in states else None
    if kind in {"launch", "nuclear_test", "artillery"}:
        return "KP" if "KP" in states or not states else states[0]
    if kind == "deployment":
        return (
            "NZ"
            if "NZ" in states or re.search(r"HMNZS|NZDF|RNZAF", sentence)
            else (states[0] if states else None)
        )
    return None
