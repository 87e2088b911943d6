"""The encoding of a text: UTF-8 or UTF-16 as it says itself, else one that makes headings known.

Bytes that are no UTF-8 are Windows-1252 in Europe; in East Asia and in Cyrillic countries they
are something else, and read as Windows-1252 the headings are nonsense. Method: where the headings
are not recognised in Windows-1252, the first encoding is taken in which three of the four columns
that a report needs are. Blind spot: names in such an encoding under English headings; the note
says what was assumed, and `--encoding` overrules it.
"""

from .delimited.header import is_header
from .input.lines import decoded_head
from .table.choices import Choices

_TRIED = ("cp949", "gb18030", "shift_jis", "big5", "cp1251")
_LINES = 50  # looked at for a header


def head_as_text(head: bytes, choices: Choices) -> tuple[str, str | None, tuple[str, ...]]:
    """Return (text, encoding or None for UTF-8 and Windows-1252, notes)."""
    if choices.encoding is not None and not choices.encoding.lower().startswith(
        ("utf-16", "utf-32")
    ):
        return decoded_head(head, choices.encoding), choices.encoding, ()
    text = decoded_head(head)
    if _is_utf8(head):  # UTF-16 and UTF-32 have been turned into it, see `input.recoded`
        return text, None, ()
    if not _has_header(text):
        for encoding in _TRIED:
            other = decoded_head(head, encoding)
            if _has_header(other):
                return other, encoding, (f"text read as {encoding}; --encoding says otherwise",)
    return text, None, ("text that is no UTF-8 read as cp1252; --encoding says otherwise",)


def _is_utf8(head: bytes) -> bool:
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(head) - 4  # the head may end inside a character
    return True


def _has_header(text: str) -> bool:
    return any(is_header(line) for line in text.split("\n")[:_LINES])
