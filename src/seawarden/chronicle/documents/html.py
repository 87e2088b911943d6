"""HTML pages: the article without its frame, by trafilatura, with what the page says of itself.

Method: `trafilatura.bare_extraction` (favouring recall) gives text, title, date, author and
address. Where it finds no article (very short pages), the text of the body without scripts and
styles is taken, and the note says so. Offsets count in the extracted text, which the chronicle
keeps beside the original.
"""

import re

from . import page_date
from .decode import decode
from .item import Item, Limits, Reader, strings

_SCRIPT = re.compile(r"<(script|style|noscript|template)\b.*?(?:</\1\s*>|$)", re.S | re.I)


def read(data: bytes, limits: Limits) -> Reader:
    """Yield the one article of an HTML page."""
    decoded = decode(data)
    page, note = decoded.text, decoded.note
    if len(page) > limits.max_chars:
        note = "; ".join(
            n for n in (note, f"{len(page)} characters, read to {limits.max_chars}") if n
        )
        page = page[: limits.max_chars]
    found = _extract(page)
    text = str(found.get("text") or "").strip()
    if len(text) < 40:
        plain = _plain(page)
        if len(plain) > len(text):
            text, note = plain, "; ".join(n for n in (note, "no article found: whole page") if n)
    yield Item(
        text=text,
        title=str(found.get("title") or _title(page)),
        url=str(found.get("url") or ""),
        date=page_date.of_html(page) or page_date.printed(text) or found.get("date"),
        authors=strings(found.get("author")),
        encoding=decoded.encoding,
        publisher=str(found.get("sitename") or ""),
        note=note,
        language=str(found["language"])[:2] if found.get("language") else None,
        reason="" if text else "the page holds no text",
    )


def _extract(page: str) -> dict[str, object]:
    import trafilatura

    try:
        found = trafilatura.bare_extraction(
            page, favor_recall=True, include_comments=False, with_metadata=True
        )
    except Exception:  # any parser error: the plain text below still stands
        return {}
    if found is None:
        return {}
    return dict(found if isinstance(found, dict) else found.as_dict())


def _plain(page: str) -> str:
    import html

    text = re.sub(
        r"<(?:br|/p|/div|/h\d|/li|/tr)\b[^<>]*>", "\n", _SCRIPT.sub(" ", page), flags=re.I
    )
    text = html.unescape(re.sub(r"<[^<>]*>", " ", text))
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return "\n\n".join(line for line in lines if line)


def _title(page: str) -> str:
    import html

    match = re.search(r"<title[^<>]*>([^<]*)</title", page[:200_000], re.S | re.I)
    return html.unescape(" ".join(match.group(1).split())) if match else ""
