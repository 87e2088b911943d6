"""Formats: which reader a file gets, chosen by its name and its first bytes; files and folders.

`.md .markdown .txt .text .html .htm .pdf .xml .rss .atom .jsonl .ndjson .json .parquet`; a file
without a known ending is recognised by its bytes. Unknown bytes are an unreadable document, kept
with the reason.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from ...errors import InputError
from . import feeds, html, markdown, pdf, rows
from .item import Item, Limits, Reader

_BY_ENDING = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "plain",
    ".text": "plain",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".xml": "feed",
    ".rss": "feed",
    ".atom": "feed",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".parquet": "parquet",
}
_READERS: dict[str, Callable[[bytes, Limits], Reader]] = {
    "markdown": markdown.read,
    "plain": markdown.read,
    "html": html.read,
    "pdf": pdf.read,
    "feed": feeds.read,
    "jsonl": rows.read_jsonl,
    "parquet": rows.read_parquet,
}


def sniff(name: str, data: bytes) -> str:  # noqa: PLR0911
    """Return the format of a file, or 'unknown'; plain bytes go before the name."""
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    low = head[:512].lower()
    if head.startswith(b"%PDF"):
        return "pdf"
    if data.startswith(b"PAR1"):
        return "parquet"
    if low.startswith((b"<!doctype html", b"<html")):
        return "html"
    if low.startswith(b"<?xml") or low.startswith((b"<rss", b"<feed", b"<rdf")):
        return "html" if b"<html" in low else "feed"
    if head.startswith((b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"PK\x03\x04", b"\x1f\x8b", b"MZ")):
        return "unknown"
    ending = Path(name).suffix.lower()
    if ending in _BY_ENDING:
        return _BY_ENDING[ending]
    if head.startswith(b"---\n") or head.startswith(b"---\r\n"):
        return "markdown"
    if head.startswith(b"{"):
        return "jsonl"
    return (
        "unknown"
        if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff"))
        else "plain"
    )


def read(name: str, data: bytes, limits: Limits = Limits()) -> Iterator[tuple[str, Item]]:
    """Yield (format, item) for every document in a file's bytes; never raises for bad content."""
    kind = sniff(name, data)
    if not data:
        yield kind, Item(reason="the file is empty")
        return
    reader = _READERS.get(kind)
    if reader is None:
        yield (
            kind,
            Item(
                reason=f"format not known: {data[:4]!r} is neither text, HTML, PDF, a feed, "
                "JSON lines nor Parquet"
            ),
        )
        return
    seen = False
    try:
        for item in reader(data, limits):
            seen = True
            yield kind, item
    except Exception as error:  # parsers of others raise anything; the document is kept with why
        yield kind, Item(item=10**6, reason=f"{kind}: {type(error).__name__}: {str(error)[:120]}")
        seen = True
    if not seen:
        yield kind, Item(reason=f"{kind} without a document in it")


def files(inputs: list[Path]) -> list[Path]:
    """Return the files that inputs name: files as they are, folders with all they hold, sorted.

    Raises InputError naming the first input that does not exist.
    """
    out: list[Path] = []
    for path in inputs:
        if path.is_dir():
            out += sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
        elif path.exists():
            out.append(path)
        else:
            raise InputError(f"{path}: no such file or folder")
    return list(dict.fromkeys(out))
