"""Language and soundness of a text: what can be read, and what is set apart.

Method: the share of each language's most frequent function words among the first 2,000 words
(a classic of language identification; the words are listed here), and scripts for the rest. A
text is broken when it is too short, when its characters come from a wrong decoding, or when too
few of its words are words.

Blind spot: two languages in one text (an English release with a Māori half) count as the larger.
"""

import re
import unicodedata

_FUNCTION_WORDS = {
    "en": "the of and to in is that for was with as by on are be it this from at have which an "
    "has will not said were their been",
    "es": "el la de que y en los del las por con para una su se al lo como más este fue dirigente "
    "es un",
    "fr": "le la les des et en du une que pour dans est au sur par qui avec plus son ne il aux",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch",
    "pt": "o de que e do da em um para com não uma os no se na por mais as dos como",
    "id": "yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya ke karena",
    "mi": "te ki he ka kua nga ngā ko me mo mō i hoki ana ai ra nei",
    "nl": "de van het een en in is dat op te voor met zijn niet aan er om ook",
    "it": "il di che la in un per una sono del con non le della si dei al gli",
}
_SETS = {code: frozenset(words.split()) for code, words in _FUNCTION_WORDS.items()}
_SCRIPTS = {
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "CJK": "zh",
    "CYRILLIC": "ru",
    "ARABIC": "ar",
    "THAI": "th",
    "HEBREW": "he",
    "GREEK": "el",
}
_WORD = re.compile(r"[^\W\d_]+")
_MOJIBAKE = re.compile(r"Ã[\x80-\xbf©¨¡³±]|â€[\x80-\xbf™œ“”˜]?|Â[\xa0-\xbf]|ï¿½|\ufffd")
MIN_WORDS = 8
"""Fewer words than this are no text to attribute statements in; own choice."""


def identify(text: str) -> str | None:
    """Return the ISO 639-1 code of the language, or None when nothing decides."""
    words = [w.lower() for w in _WORD.findall(text[:20_000])][:2000]
    script = _script(text[:4000])
    if script:
        return script
    if not words:
        return None
    share = {code: sum(w in known for w in words) / len(words) for code, known in _SETS.items()}
    best = max(share, key=lambda code: share[code])
    return best if share[best] >= 0.08 or (len(words) < 25 and share[best] > 0) else None


def _script(text: str) -> str | None:
    letters = [c for c in text if c.isalpha()]
    if not letters:
        return None
    count: dict[str, int] = {}
    for char in letters[:1500]:
        if ord(char) > 0x24F:
            name = unicodedata.name(char, "").split()[:1]
            code = _SCRIPTS.get(name[0] if name else "")
            if code:
                count[code] = count.get(code, 0) + 1
    if not count:
        return None
    best = max(count, key=lambda code: count[code])
    if best == "zh" and count.get("ja", 0) > 5:
        best = "ja"
    return best if count[best] > 0.3 * min(len(letters), 1500) else None


_WITHOUT_BLANKS = frozenset({"ja", "zh", "th"})
"""Languages that set no blanks between words: there a sentence counts as one word."""
MIN_LETTERS = 20
"""Fewer letters than this are no text in such a language; own choice."""


def broken(text: str, language: str | None = None) -> str | None:
    """Return why a text cannot be used as it stands, or None when it is sound."""
    if language in _WITHOUT_BLANKS:
        letters = sum(map(str.isalpha, text))
        few = f"{letters} letters, fewer than {MIN_LETTERS}: nothing to read"
        return few if letters < MIN_LETTERS else None
    words = _WORD.findall(text)
    if len(words) < MIN_WORDS:
        return f"{len(words)} word(s), fewer than {MIN_WORDS}: nothing to read"
    damage = sum(len(m.group()) for m in _MOJIBAKE.finditer(text))
    if damage > 0.01 * len(text):
        return f"{damage} of {len(text)} characters come from a wrong decoding"
    letters = sum(len(w) for w in words)
    if letters < 0.45 * len(re.sub(r"\s", "", text)):
        return "fewer than half of its characters are letters: a table or a broken text"
    sample = words[:3000]
    odd = sum(1 for w in sample if len(w) > 25)
    if odd > 0.05 * len(sample):
        return "words run together: the text has lost its blanks"
    return None
