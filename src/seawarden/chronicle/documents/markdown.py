"""Markdown and plain text: a front matter (`title, date, url, ministers, portfolios`), a body.

Offsets count in the decoded file itself, front matter included, so that anybody can check them
against the original. Plain text without a front matter has no title; its first line is taken when
it is short, ends without a stop and a blank line follows.
"""

import re

from .decode import decode
from .item import Item, Limits, Reader, strings

MAX_HEAD_CHARS = 65_536
"""A longer front matter is none; own choice, a hundred times the longest seen in releases."""

_FENCE = re.compile(r"---[ \t]*\n(.*?)\n---[ \t]*(?:\n|$)", re.S)


def read(data: bytes, limits: Limits) -> Reader:
    """Yield the one text of a Markdown or plain file."""
    decoded = decode(data)
    text, note = decoded.text, decoded.note
    if len(text) > limits.max_chars:
        note = _cut(note, len(text), limits)
        text = text[: limits.max_chars]
    refused = _refused(text)
    if refused:
        yield Item(reason=refused)
        return
    head, body_start, problem = _front_matter(text)
    note = "; ".join(n for n in (note, problem) if n)
    title = str(head.get("title") or "") or _first_line(text, body_start)
    yield Item(
        text=text,
        body_start=body_start,
        title=title,
        url=str(_first_of(head, _URLS) or ""),
        date=_first_of(head, _DATES),
        encoding=decoded.encoding,
        note=note,
        authors=strings(_first_of(head, _AUTHORS)),
        portfolios=strings(head.get("portfolios") or head.get("tags")),
        publisher=str(head.get("publisher") or ""),
        language=str(head["language"]) if head.get("language") else None,
    )


def _refused(text: str) -> str:
    """Return why a front matter is not even parsed; empty where nothing speaks against it.

    A YAML alias repeats what an anchor named: nine of nine make a head of 363 bytes fill the
    memory. No writer of a front matter needs one, and the events of YAML show them in one pass.
    """
    match = _FENCE.match(text.lstrip("\ufeff"))
    if not match:
        return ""
    if len(match[1]) > MAX_HEAD_CHARS:
        return f"front matter of {len(match[1])} characters: refused, at most {MAX_HEAD_CHARS}"
    import yaml

    try:
        for event in yaml.parse(match[1], Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                return f"front matter refused: it holds the YAML alias *{event.anchor[:40]}"
    except (yaml.YAMLError, RecursionError, ValueError):
        return ""  # no YAML: read line by line, which repeats nothing
    return ""


_URLS = ("url", "source_url", "link", "canonical_url", "permalink")
_DATES = ("date", "published_time", "published", "published_at", "publish_date", "date_published")
_AUTHORS = ("ministers", "authors", "author", "speaker", "speakers", "byline")


def _first_of(head: dict[str, object], keys: tuple[str, ...]) -> object:
    """Return the first value that a head gives under one of a field's usual names."""
    return next((head[k] for k in keys if head.get(k) not in (None, "", [])), None)


def _cut(note: str, length: int, limits: Limits) -> str:
    cut = f"{length} characters, read to {limits.max_chars}; the original is kept whole"
    return f"{note}; {cut}" if note else cut


def _front_matter(text: str) -> tuple[dict[str, object], int, str]:
    """Return (head, where the body starts, what was wrong with the head)."""
    match = _FENCE.match(text.lstrip("\ufeff"))
    if not match:
        return {}, 0, ""
    start = match.end() + (len(text) - len(text.lstrip("\ufeff")))
    import frontmatter

    try:
        head, _ = frontmatter.parse(match.group(0))
        return dict(head), start, ""
    except Exception as error:  # yaml's tree of errors, and values it cannot construct
        return _plain_head(match.group(1)), start, f"front matter: {_first(error)}"


def _plain_head(text: str) -> dict[str, object]:
    """Read `key: value` lines from a head that is no valid YAML (year 0, a stray colon)."""
    head: dict[str, object] = {}
    key = ""
    for line in text.split("\n"):
        entry = re.match(r"([A-Za-z_]+):\s*(.*)$", line)
        if entry:
            key = entry[1].lower()
            value = entry[2].strip().strip("\"'")
            head[key] = value or []
        elif re.match(r"\s+-\s", line) and isinstance(head.get(key), list):
            head[key] = [*strings(head[key]), line.strip()[2:].strip().strip("\"'")]
    return head


def _first_line(text: str, start: int) -> str:
    match = re.match(r"\s*(?:#\s+)?([^\n]{3,140})\n\s*\n", text[start:])
    line = match.group(1).strip() if match else ""
    return line if line and line[-1] not in '.!?,;:”"' else ""


def _first(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:120]
