"""The date that a page prints or states of itself, with its time zone, before libraries cut it.

Method, for HTML: `article:published_time` and its relatives, JSON-LD `datePublished`, `<time
datetime>`, in this order; the string is kept whole, so that a UTC stamp keeps its zone. For a text
without a stated date (PDF): a full date (day, month, year) printed in its first lines.

Blind spot: a page that states a wrong zone; a `<time>` of something else that stands first.
"""

import html
import re
import unicodedata

_META = re.compile(r"<meta\b[^>]{0,600}>", re.I)
_KEYS = (
    "article:published_time",
    "og:published_time",
    "published_time",
    "datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "parsely-pub-date",
    "sailthru.date",
    "publish-date",
    "pubdate",
    "date",
)
_ATTRIBUTE = re.compile(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_JSON_LD = re.compile(r"\"datePublished\"\s*:\s*\"([^\"]{6,40})\"", re.I)
_TIME = re.compile(r"<time\b[^>]{0,300}?\bdatetime\s*=\s*[\"']([^\"']{6,40})[\"']", re.I)
HEAD_CHARS = 300_000
"""Characters of a page in which its date is looked for; own choice."""
FIRST_LINES = 12
"""Lines of a text that can print its date; own choice: letterheads have up to ten."""


def of_html(page: str) -> str | None:
    """Return the date a page states of itself, as it stands there, or None."""
    head = page[:HEAD_CHARS]
    stated: dict[str, str] = {}
    for tag in _META.findall(head):
        found = {k.lower(): html.unescape(a or b) for k, a, b in _ATTRIBUTE.findall(tag)}
        key = (found.get("property") or found.get("name") or found.get("itemprop") or "").lower()
        if key in _KEYS and re.search(r"\d", found.get("content", "")):
            stated.setdefault(key, found["content"].strip())
    for key in _KEYS:
        if key in stated:
            return stated[key]
    match = _JSON_LD.search(head) or _TIME.search(head)
    return match.group(1).strip() if match else None


_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)"
_M = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.?"
)
_M_OTHER = (
    r"(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|"
    r"Januar|Jänner|Februar|März|April|Juni|Juli|August|Oktober|Dezember)"
)
_FULL = re.compile(
    rf"\b\d{{1,2}}(?:er|\.)?\s+{_M_OTHER}\s+(?:19|20)\d\d\b|"
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_M},?\s+(?:19|20)\d\d\b|"
    rf"\b{_M}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:Juche\s+\d{{2,3}}\s+\()?(?:19|20)\d\d\b\)?|"
    r"\b(?:19|20)\d\d-[01]\d-[0-3]\d\b|"
    r"\b(?:19|20)\d\d[年년./]\s?[01]?\d[月월./]\s?[0-3]?\d[日일]?|"
    r"(?:令和|平成)(?:元|\d{1,2})年\s?\d{1,2}月\s?\d{1,2}日|"
    r"주체\s?\d{2,3}\s?\((?:19|20)\d\d\)년\s?\d{1,2}월\s?\d{1,2}일|"
    r"(?<![\d/.])[0-3]?\d[/.][0-3]?\d[/.](?:19|20)\d\d\b",
    re.I,
)


def printed(text: str) -> str | None:
    """Return the full date that stands alone, or after a label, in a text's first lines, or None.

    A date in the middle of a sentence, or of what the text is about ("the launch of 3 May 2024"),
    is no date of the document.
    """
    head = unicodedata.normalize("NFKC", text[:4000])  # 2024 is also written in wide figures
    lines = [line.strip() for line in head.split("\n") if line.strip()][:FIRST_LINES]
    for line in lines:
        match = _FULL.search(line)
        about = match and _ABOUT.search(line[: match.start()])
        if match and not about and len(line) - len(match.group()) <= _REST:
            return match.group()
        if match and re.match(r"[A-Z][\w .’'-]{1,30},\s", line) and match.start() <= _DATELINE:
            return match.group()
    return None


_ABOUT = re.compile(
    r"(?<!published )(?<!posted )(?<!issued )(?<!released )(?<!delivered )"
    r"\b(?:of|on|in|since|after|before|from|to|until|by|between|and|the)\s+"
    rf"(?:{_WEEKDAY}day,?\s+)?$",
    re.I,
)
"""What leads to a date of something else."""
_REST = 60
"""Characters beside a date in a line that is still its own line ("Embargoed until 6 pm, ...")."""
_DATELINE = 40
"""Characters before a date in a dateline ("SEOUL, South Korea, May 13, 2024")."""
