"""Claims: sentences with years, ordinals, counts or a cap, set against the occurrences.

Forms:
- years    "contributions in 2018, 2019 and 2021": each year named must hold an occurrence; years
           of the record between the first named and the document's date that the claim does
           not name are reported as left out.
- since    "since 2018": the record's first occurrence must lie in that year.
- ordinal  "our fifth deployment", "second contribution", "sixth nuclear test": so many must stand
           in the record up to the document's date (the one announced included).
- count    "seven deployments of P-3K2 Orion and P-8A", "six missiles" on a day.
- cap      "exceeded the cap": quantities of the record, or in the sentence, against `caps.csv`.

The verdict is 'agrees', 'conflicts' or 'cannot be said', and every point of the claim has one,
with the occurrences it rests on. A record proves nothing by its silence outside the years it
covers: then the verdict is 'cannot be said'.

Blind spot: the record holds what somebody compiled; a conflict is a question, not a finding.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from datetime import date

from ..paragraphs import Span, paragraphs, sentences
from ..statements import names
from . import caps, counts, wording, years
from .check import Check, Row, before, kind_name, sentence_of

YEARS = re.compile(r"\b(?:19|20)\d\d\b(?:(?:, | and |, and | or |–|-)(?:in )?(?:19|20)\d\d\b)+")


_SPAN = re.compile(
    r"\b(?:between|from) (?P<a>(?:19|20)\d\d) (?:and|to|until|through) (?P<b>(?:19|20)\d\d)\b"
)
_ONE_YEAR = re.compile(r"\b(?:in|during) (?:19|20)\d\d\b")
_SINCE = re.compile(r"\bsince (?:\w+ )?(?P<y>(?:19|20)\d\d)\b")


_ORDINAL = re.compile(
    rf"\b(?P<n>{'|'.join(counts.ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))\b"
    r"(?P<mid>(?: [\w-]+){0,4}?) "
    r"(?P<what>deployment|contribution|nuclear test|test|P-[38]\w*(?: \w+){0,2} deployment|time|"
    r"P-[38]\w*(?: Orion)?)\b",
    re.I,
)


_COUNT = re.compile(
    rf"(?<![\w-])(?P<n>{'|'.join(counts.COUNTS)}|\d{{1,3}}) "
    r"(?:previous |earlier |prior |past |such )?"
    r"(?P<what>(?:aircraft |maritime patrol |P-[38]\w* )?deployments?"
    r"(?! to (?!monitor|enforce|support|help|watch|detect))|nuclear tests?|"
    r"(?:ballistic |cruise |long-range |short-range )?missiles?)\b"
    r"(?P<of>[^.;]{0,60})",
    re.I,
)


_CAP = re.compile(
    r"\b(?:exceed\w*|breach\w*|above|over|beyond|more than|surpass\w*|within|below|under)\b"
    r"[^.;]{0,60}\b(?:cap|limit|quota|ceiling)s?\b|"
    r"\b(?:cap|limit)\b[^.;]{0,40}\b(?:exceed\w*|breach\w*)",
    re.I,
)


LEAD = 3
"""Paragraphs that say what a document is about; own choice: headline, lead and the next."""
_DEPLOYMENT = re.compile(r"\b(?:deployments?|contributions?)\b", re.I)
"""In a document about patrols against sanctions these need not be called so in each sentence."""
_ABOUT = (
    (
        "deployment",
        r"\bdeploy\w*[^.;]{0,160}(?:sanction|surveill|monitor|UNSC)|"
        r"(?:sanction|surveill|monitor|UNSC)[^.;]{0,160}\bdeploy\w*|"
        r"\bcontribut\w+[^.;]{0,60}(?:sanction|monitor|surveill|UNSC|UN )|"
        r"\bP-[38]\w*|\bOrion\b|\bPoseidon\b|"
        r"\b(?:monitor\w+|surveillance)\b[^.;]{0,40}\b(?:deploy|sanction)|"
        r"\b(?:enforce\w*|monitor\w*)\b[^.;]{0,40}\bsanctions\b",
    ),
    ("nuclear_test", r"\bnuclear (?:weapons? )?tests?\b"),
    ("oil_delivery", r"\b(?:oil|petroleum|fuel|barrels|crude)\b"),
    ("launch", r"\b(?:missile|rocket|launch)\w*\b"),
    ("sts", r"\bship-to-ship\b"),
)


def check(document: Row, occurrences: Sequence[Row]) -> list[Check]:
    """Return every claim of a document, set against OCCURRENCES rows."""
    until = document["published_to"] if isinstance(document["published_to"], date) else None
    record = [o for o in occurrences if o["status"] == "record"]
    out: list[Check] = []
    earlier = before_about = ""
    spans = paragraphs(str(document["text"]), int(str(document["body_start"] or 0)))
    head = " ".join([str(document.get("title") or ""), *(s.text for s in spans[:LEAD])])
    is_on_patrols = _about(head) == "deployment"
    for paragraph in spans:
        for sentence in sentences(paragraph):
            named = _about(sentence.text)
            if not named and is_on_patrols and _DEPLOYMENT.search(sentence.text):
                named = "deployment"
            about = named or (before_about if YEARS.search(sentence.text) else "")
            if about:
                out += _claims(sentence, about, record, until, document, earlier)
            earlier, before_about = sentence.text, named
    return out


def _about(text: str) -> str:
    return next((kind for kind, words in _ABOUT if re.search(words, text, re.I)), "")


def _claims(
    sentence: Span,
    about: str,
    record: Sequence[Row],
    until: date | None,
    document: Row,
    earlier: str,
) -> list[Check]:
    text = sentence.text
    if re.search(r"\b(?:since|until|to be|will)\b[^.]{0,20}\b20[3-9]\d", text):
        return []
    forms = _forms(text, about)
    at = min((m.start() for m in forms.values()), default=0)
    actor = _actor(about, text, at, earlier, document)
    of = [o for o in record if o["kind"] == about and _of_actor(o, actor) and before(o, until)]
    if forms and _is_of_another(about, actor, of):
        return [_not_in_record(sentence, form, about, actor or "") for form in list(forms)[:1]]
    out = _of_years(sentence, about, of, forms, until)
    if "ordinal" in forms:
        out.append(counts.ordinal(sentence, about, of, forms["ordinal"], until))
    if "count" in forms:
        out.append(counts.count(sentence, about, of, forms["count"], until, document))
    of_dprk = "KP" in names.countries(text) or re.search(r"\b(?:UN|Security Council|1718)\b", text)
    if _CAP.search(text) and of_dprk:
        out.append(caps.cap(sentence, record))
    return [made for made in out if made is not None]


def _forms(text: str, about: str) -> dict[str, re.Match[str]]:
    """Return which forms of claim a sentence has, with where each stands."""
    out: dict[str, re.Match[str]] = {}
    counted = about in {"deployment", "nuclear_test"}
    if counted and (match := _ORDINAL.search(text)):
        out["ordinal"] = match
    if match := _COUNT.search(text):
        out["count"] = match
    span = _SPAN.search(text) if wording.every_year(text) else None
    listed = span or YEARS.search(text)
    if listed and not span and re.search(r"\b(?:between|from)\s*$", text[: listed.start()]):
        listed = None
    one = _ONE_YEAR.search(text) if counted and listed is None else None
    if one and wording.negated(text, one.start()):
        listed = one
    if listed:
        out["years"] = listed
    is_counted = bool({"ordinal", "count"} & set(out))  # then "since" says from when
    if (match := _SINCE.search(text)) and (wording.every_year(text) or not is_counted):
        out["since"] = match
    return out


def _of_years(
    sentence: Span,
    about: str,
    of: Sequence[Row],
    forms: dict[str, re.Match[str]],
    until: date | None,
) -> list[Check | None]:
    text = sentence.text
    out: list[Check | None] = []
    if "years" in forms and not {"ordinal", "count"} & set(forms):
        match = forms["years"]
        no = wording.negated(text, match.start())
        if no:
            out.append(years.none_in(sentence, about, of, match.group()))
        else:
            found = (
                match.group() if not match.groupdict().get("a") else f"{match['a']}-{match['b']}"
            )
            out.append(years.years(sentence, about, of, found, until))
    elif "years" in forms:
        out.append(None)
    if "since" in forms:
        match = forms["since"]
        year = int(match["y"])
        if wording.every_year(text):
            out.append(years.every(sentence, about, of, year, until))
        elif wording.negated(text, match.start()):
            out.append(years.none_since(sentence, about, of, year, until))
        else:
            out.append(years.since(sentence, about, of, year, until))
    return out


def _actor(about: str, text: str, at: int, earlier: str, document: Row) -> str | None:
    """Return the State whose deeds the claim counts."""
    usual = {"deployment": "NZ", "launch": "KP", "nuclear_test": "KP"}.get(about)
    if usual is None:
        return None
    if usual == "KP":
        named = [c for c in names.countries(text) if c != "US"]
        if "KP" in named or not named:
            return "KP"
        found = wording.owner(text, at, earlier, "", "KP")
        return found if found in named else "KP"
    is_nz = str(document.get("publisher") or "").startswith("New Zealand")
    found = wording.owner(text, at, earlier, "NZ" if is_nz else "", "NZ")
    if found is None and re.search(r"\bour\b|P-[38]", text):
        return "NZ"
    return found


def _is_of_another(about: str, actor: str | None, of: Sequence[Row]) -> bool:
    """Whether a claim is of a State that the record holds nothing of."""
    usual = {"deployment": "NZ", "launch": "KP", "nuclear_test": "KP"}.get(about)
    return (
        usual is not None
        and actor is not None
        and actor != usual
        and not any(o["actor"] == actor for o in of)
    )


def _not_in_record(sentence: Span, form: str, about: str, actor: str) -> Check:
    from ...ids import flags

    who = flags.name(actor) or actor
    out = Check(sentence, form, about, "cannot be said", "")
    out.explanation = sentence_of(
        [f"the claim is about {who}, and the record holds no {kind_name(about)} of {who}"]
    )
    return out


def _of_actor(row: Row, actor: str | None) -> bool:
    return actor is None or row["actor"] in (None, actor)


def row(check_: Check, document: Row, statements: Sequence[Row]) -> Row:
    """Return the CHECKS row of one check; it is tied to the statement it stands in."""
    span = check_.sentence
    inside = [
        s for s in statements if int(str(s["start"])) < span.end and int(str(s["end"])) > span.start
    ]
    text = f"{document['document_id']}|{span.start}|{check_.form}|{check_.about}"
    return {
        "check_id": f"k-{hashlib.sha256(text.encode()).hexdigest()[:16]}",
        "document_id": document["document_id"],
        "statement_id": inside[0]["statement_id"] if inside else None,
        "start": span.start,
        "end": span.end,
        "form": check_.form,
        "about": check_.about,
        "claim": span.text,
        "verdict": check_.verdict,
        "explanation": check_.explanation,
        "points": json.dumps(check_.points, ensure_ascii=False),
        "left_out": check_.left_out,
        "occurrence_ids": list(dict.fromkeys(check_.rows)),
    }
