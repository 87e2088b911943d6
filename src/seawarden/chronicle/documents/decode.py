"""Bytes to text: the encoding of a document, found and named, nothing lost.

Method: a byte order mark decides; then the declared charset (HTML, XML); then strict UTF-8; then
Windows-1252, which is what old web pages that claim nothing mostly are. Bytes that no guess
explains become U+FFFD and are counted, and the reader says so. Text that was decoded twice
("â€œ") is set right when that removes every trace of it.

Blind spot: other 8-bit encodings (Windows-1251, EUC-KR) are only read when declared.
"""

import codecs
import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was decoded with, and what went wrong."""

    text: str
    encoding: str
    note: str = ""


_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_\-]{3,20})", re.I)
_TWICE = re.compile(r"â€[\x9c\x9d\x98\x99\x93\x94œ™“”˜]|Ã[©¨¡³±¼¶¤]|Â\xa0|Ä\x81")


def decode(data: bytes) -> Decoded:
    """Return the text of a document's bytes; line ends become \\n, NUL bytes are dropped."""
    found = _decode(data)
    text = found.text.replace("\r\n", "\n").replace("\r", "\n")
    note = found.note
    if "\x00" in text:
        text = text.replace("\x00", " ")
        note = _join(note, "NUL bytes replaced by blanks")
    mended = _mend(text)
    if mended is not None:
        return Decoded(mended, found.encoding, _join(note, "had been decoded twice: set right"))
    return Decoded(text, found.encoding, note)


def _decode(data: bytes) -> Decoded:  # noqa: PLR0911
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _with(data, name)
    head = data[:4096]
    if head.count(b"\x00") > len(head) // 4:
        odd = head[1::2].count(b"\x00")
        name = "utf-16-le" if odd >= head[0::2].count(b"\x00") else "utf-16-be"
        return _with(data, name)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        first = error
    declared = _DECLARED.search(head)
    if declared:
        name = declared.group(1).decode("ascii").lower()
        try:
            if name not in {"utf-8", "utf8"}:
                return Decoded(data.decode(codecs.lookup(name).name), name)
        except (LookupError, UnicodeDecodeError):
            return _with(data, "cp1252", f"declared {name}, which it is not")
    kept = data.decode("utf-8", "ignore")
    bad = len(data) - len(kept.encode())
    if not kept.isascii() and bad <= max(3, len(data) // 2000):
        return _with(data, "utf-8", f"byte {first.start} is not UTF-8")
    return _with(data, "cp1252", f"not UTF-8 (byte {first.start})")


def _with(data: bytes, name: str, note: str = "") -> Decoded:
    text = data.decode(name, "replace")
    lost = text.count("\ufffd")
    if lost:
        note = _join(note, f"{lost} character(s) could not be decoded as {name}")
    return Decoded(text, name, note)


def _mend(text: str) -> str | None:
    """Return text that was decoded twice set right, or None when it was not."""
    before = len(_TWICE.findall(text))
    if before < 2:
        return None
    try:
        mended = text.encode("cp1252").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None
    return mended if not _TWICE.search(mended) else None


def _join(a: str, b: str) -> str:
    return f"{a}; {b}" if a and b else a or b
