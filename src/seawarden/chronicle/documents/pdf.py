"""PDF text, by pypdf, one page after the other.

A file that breaks off is read as far as it goes; a page that cannot be read is named in the note.
Lines are joined to paragraphs (a PDF breaks them to a width); a word broken by a hyphen at the
end of a line stays broken, because nothing says whether the hyphen is its own.

A PDF may be small and unpack to anything: streams that swell, forms that draw forms, thousands of
pages that share one long stream. pypdf bounds what one page may unpack and draw (`_BOUNDS`), and
`_MOST_S` of processor time end the reading of a document, with a note of the page.

Blind spot: scanned pages hold no text; they are said to need optical recognition.
"""

import io
import logging
import time
from typing import Any

from . import page_date
from .item import Item, Limits, Reader, strings

_BOUNDS: dict[str, Any] = {
    "zlib_maximum_output_length": 20_000_000,
    "lzw_maximum_output_length": 20_000_000,
    "run_length_maximum_output_length": 20_000_000,
    "array_based_stream_maximum_output_length": 20_000_000,
    "stream_decoding_work_maximum_length": 60_000_000,
    "stream_parsing_work_maximum_count": 500_000,
    "xform_maximum_invocations_per_extraction": 500,
    "page_tree_maximum_entries": 20_000,
    "page_tree_maximum_page_entries": 200_000,
}
"""What one stream or page may unpack to and draw, below pypdf's defaults; own choice."""

_MOST_S = 20.0
"""Processor seconds for the pages of one document; own choice."""


def read(data: bytes, limits: Limits) -> Reader:
    """Yield the one text of a PDF."""
    import pypdf

    with pypdf.apply_configuration(**_BOUNDS):
        item = _item(data, limits)
    yield item


def _item(data: bytes, limits: Limits) -> Item:
    import pypdf

    start = time.thread_time()
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return Item(reason="the PDF is encrypted")
        total = len(reader.pages)
    except Exception as error:  # pypdf raises its own and many of Python's
        return Item(reason=f"the PDF cannot be read: {_first(error)}")
    pages, broken, size = [], [], 0
    for number in range(min(total, limits.max_pages)):
        if time.thread_time() - start > _MOST_S:
            broken.append(f"read to page {number} of {total}, the rest takes too long")
            break
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
    return Item(
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
