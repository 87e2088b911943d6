"""The encoding of a list: UTF-8 or UTF-16, else the one whose script the bytes spell.

Bytes that are no UTF-8 are Windows-1252 in the West; Korean, Russian, Japanese and Chinese tables
come in codes of their own, and read as Windows-1252 their names are nonsense. Method: a code is
taken when the whole sample decodes, and nine in ten of its words that are not plain Latin are of
the script of that code and hold no Latin letter (MÜLLER read as Cyrillic would be MЬLLER). Blind
spot: a text with one or two such words; what was assumed is noted.
"""

import re

_SHARE = 0.9
_CODES = (
    ("euc_kr", "[가-힣]+", "cp949"),
    ("cp1251", "[А-ЯЁҐЄЇІ]*[а-яёґєїі]*", "cp1251"),
    ("cp932", "[ぁ-ヿ一-鿿々]+", "cp932"),
    ("gb18030", "[一-鿿]+", "gb18030"),
    ("cp949", "[가-힣]+", "cp949"),
)
"""What is tried, its words, and what is then read with. The narrow Korean code comes first: it
holds common syllables only, which Russian, Japanese and Chinese bytes seldom spell."""
_SAMPLE_BYTES = 1 << 20


def encoding_of(head: bytes, sample: bytes) -> tuple[str, str | None]:
    """Return (encoding, what must be noted of it); `sample` is the file, or its first megabyte."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16", None
    if b"\0" in head:
        return ("utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"), None
    if _decodes(sample, "utf-8"):
        return "utf-8-sig", None
    for tried, word, code in _CODES:
        if _decodes(sample, tried) and _spells(sample.decode(tried, errors="ignore"), word):
            return code, f"text read as {code}"
    return "cp1252", "text that is no UTF-8 read as cp1252"


def looks_like_text(head: bytes) -> bool:
    """Tell UTF-16 without its mark, where every other byte of Latin text is zero, from binary."""
    if b"\0" not in head or head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    zeros = (head[::2].count(0), head[1::2].count(0))
    return max(zeros) > 0.3 * len(head) / 2 and min(zeros) == 0


def _decodes(sample: bytes, encoding: str) -> bool:
    try:
        sample.decode(encoding)
    except UnicodeDecodeError as error:
        return len(sample) >= _SAMPLE_BYTES and error.start >= len(sample) - 4
    return True


def _spells(text: str, word: str) -> bool:
    if "А" in word:
        words = [w for w in re.findall(r"[^\W\d_]+", text) if not w.isascii()]
    else:
        # East Asian text is written on behind Latin letters (IMO番号); one such sign alone behind
        # a letter is an accented letter that took the next one with it (CAPITÁN), and is kept on.
        words = re.findall(r"[A-Za-z][^\W\d_A-Za-z](?![^\W\d_A-Za-z])|[^\W\d_A-Za-z]+", text)
    right = sum(bool(re.fullmatch(word, w)) for w in words)
    other = re.sub(r"[\w\s!-~«»№“”–—、。（）・]", "", text)  # signs that no table of ships holds
    return bool(words) and right >= _SHARE * len(words) and not other
