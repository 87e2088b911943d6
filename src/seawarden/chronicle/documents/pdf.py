"""PDF text, by pypdf, one page after the other.

A file that breaks off is read as far as it goes; a page that cannot be read is named in the note.
Lines are joined to paragraphs (a PDF breaks them to a width); a word broken by a hyphen at the
end of a line stays broken, because nothing says whether the hyphen is its own.

Blind spot: scanned pages hold no text; they are said to need optical recognition.
"""

import io
import logging

from . import page_date
from .item import Item, Limits, Reader, strings


def read(data: bytes, limits: Limits) -> Reader:
    """Yield the one text of a PDF."""
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            yield Item(reason="the PDF is encrypted")
            return
        total = len(reader.pages)
    except Exception as error:  # pypdf raises its own and many of Python's
        yield Item(reason=f"the PDF cannot be read: {_first(error)}")
        return
    pages, broken, size = [], [], 0
    for number in range(min(total, limits.max_pages)):
        try:
            page = reader.pages[number].extract_text() or ""
        except Exception as error:
            broken.append(f"page {number + 1}: {_first(error)}")
            continue
        pages.append(page)
        size += len(page)
        if size > limits.max_chars:
            broken.append(f"read to page {number + 1} of {total}")
            break
    text = "\n\n".join(p.strip() for p in pages).strip()
    head = _head(reader)
    reason = "" if text else "no text on its pages (scanned? needs optical character recognition)"
    if broken and not text:
        reason = "; ".join(broken[:3])
    printed = page_date.printed(text)
    notes = broken[:5]
    if printed and head.get("date"):
        notes = [*notes, f"printed date {printed} used; the file was made {head['date']}"]
    elif head.get("date"):
        notes = [*notes, "no date printed at its head: the day the file was made is used"]
    yield Item(
        text=text,
        title=head.get("title", ""),
        date=printed or head.get("date"),
        note="; ".join(notes),
        authors=strings(head.get("author")),
        encoding="pdf",
        reason=reason,
    )


def _head(reader: object) -> dict[str, str]:
    out: dict[str, str] = {}
    try:
        meta = reader.metadata  # type: ignore[attr-defined]
        if meta:
            out["title"], out["author"] = str(meta.title or ""), str(meta.author or "")
            made = meta.creation_date
            if made is not None:
                out["date"] = made.isoformat()
    except Exception:  # a damaged head takes nothing from the text
        return out
    return out


def _first(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:120]
