"""What a stranger sent, as text that can do nothing but be read.

A ship's name, a file's name or a line of a release may hold control letters (ESC, the one-byte
CSI 0x9B), marks that turn the reading direction, signs without any width or blanks that look like
nothing. A terminal, a browser or a reader would obey them. `visible` shows each as a sign:

    >>> visible("RED\\x1b[31m")
    'RED‹U+001B›[31m'
    >>> visible("SHIP\\u202e1")
    'SHIP‹U+202E›1'

Method: Python's own table (`str.isprintable`: categories Cc, Cf, Cs, Co, Cn, Zl, Zp and Zs without
the blank) finds the signs that act or do not show; added are the letters and marks that Unicode
calls printable but that no font draws (Hangul fillers, the Braille blank, the grapheme joiner,
variation selectors). Accents that stand in piles are cut after the fourth, for they would cover
the lines above. Blind spot: letters of two scripts that look alike are left as they are; `screen`
compares names, and an analyst sees the name as it was sent.
"""

import re
import unicodedata

_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | frozenset(
    map(chr, [*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])
)
"""Signs that Unicode calls printable and that show nothing."""

_MOST_ACCENTS = 4
"""More combining marks on one letter than any living script's spelling needs."""

_PLAIN = re.compile(r"[ -~\n\t]*")
_NO_BREAKS = str.maketrans("", "", "\n\t")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


def visible(raw: str, *, keep: str = "\n\t") -> str:
    """Return `raw` with every sign that acts or hides shown as a sign that can be seen.

    `keep` names the control letters that stay: line breaks and tabs, unless one line is wanted.
    """
    if keep == "\n\t" and (_PLAIN.fullmatch(raw) or _acts_nowhere(raw)):
        return raw
    out: list[str] = []
    accents = 0
    for sign in raw:
        accents = accents + 1 if unicodedata.combining(sign) else 0
        if sign in keep or (
            (sign.isprintable() and sign not in _BLANK) and accents <= _MOST_ACCENTS
        ):
            out.append(sign)
        else:
            out.append(_shown(sign))
    return "".join(out)


def _acts_nowhere(raw: str) -> bool:
    """Tell, without a loop in Python, a text that has nothing to be shown as a sign."""
    return (
        raw.translate(_NO_BREAKS).isprintable()
        and _BLANK.isdisjoint(raw)
        and not any(map(unicodedata.combining, raw))
    )


def one_line(raw: str) -> str:
    """Return `raw` visible and on one line: runs of blanks and line breaks become one blank."""
    return visible(" ".join(raw.split()), keep="")


def in_json(text: str) -> str:
    """Return JSON `text` with the signs that act escaped (`\\u202e`): the same JSON to a program.

    `json.dumps` escapes control letters below 0x20 and, with `ensure_ascii=False`, nothing else;
    outside its strings JSON is plain ASCII, so every other sign stands in a string.
    """
    return _NOT_ASCII.sub(lambda run: "".join(map(_escaped, run[0])), text).replace(
        "\x7f", "\\u007f"
    )


def _shown(sign: str) -> str:
    return f"‹U+{ord(sign):04X}›"


def _escaped(sign: str) -> str:
    if sign.isprintable() and sign not in _BLANK:
        return sign
    units = sign.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
