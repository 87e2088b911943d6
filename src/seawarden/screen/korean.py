"""One Korean name in many romanisations: fold them to one key.

The DPRK romanises by a variant of McCune-Reischauer, the South by the Revised Romanisation of
2000, and clerks by ear: RYE SONG GANG, YESONGGANG and YESEONGKANG are one name. The fold joins

- aspirated, plain and tense stops: p/b/ph, t/d/th, k/g/kh, ch/j/z, s/ss/sh;
- r and l; initial r, n and nothing before i and y (Ri, Yi, Lee, I; Rye, Ye); initial r and n
  (Rak, Nak); -ng + r as -ng + n (Chongrim, Chongnim);
- eo and o, eu, oo and u, ee, yi and i, ui and i after a consonant, ou and o;
- doubled letters.

It does not join o with u (SONG, SUNG) nor ae with e. A fold makes different Chinese or English
names equal too (TONG DA and DONG DA, MARINA and MALINA), so `is_korean` and `is_distinct` tell
whether both names can be Korean at all, and whether they can hardly be anything else.

Sources: McCune-Reischauer (1939); Revised Romanisation of Korean (Ministry of Culture, 2000);
the spellings that the UN, UK and OFAC lists give for one IMO number.
"""

import re
from functools import lru_cache

_ONSET = r"(?:CHH|CH|KH|TH|PH|SH|KK|GG|TT|DD|PP|BB|SS|JJ|[BDGHJKLMNPRSTZ])"
_NUCLEUS = (
    r"(?:YEO|YAE|WAE|WEO|EUI|YOO|AE|YA|EO|YE|YO|YU|YI|WOO|WA|WO|WE|WI|WU|OE|OO|EU|EE|UI|OU|"
    r"[AEIOU])"
)
_CODA = r"(?:NG|CK|[BDGKLMNPRST])"
# Within a word a syllable may start with its vowel only behind a consonant, so that the vowel
# chains of other tongues (HAI, XIAO) do not pass.
_WORD = re.compile(
    rf"{_ONSET}?{_NUCLEUS}{_CODA}?(?:{_ONSET}{_NUCLEUS}{_CODA}?|(?<=[BDGKLMNPRST]){_NUCLEUS}{_CODA}?)*"
)
_SYLLABLE = re.compile(rf"{_ONSET}?{_NUCLEUS}{_CODA}?")
_PINYIN = re.compile(
    r"(?:ZH|CH|SH|[BPMFDTNLGKHJQXRZCSYW])?(?:IANG|IONG|UANG|ANG|ENG|ING|ONG|IAN|IAO|UAN|UAI|"
    r"AI|AO|AN|EI|EN|ER|IA|IE|IN|IU|OU|UA|UE|UI|UN|UO|A|E|I|O|U)"
)
# Letter groups that hardly any other tongue's ship names hold.
_HALLMARK = re.compile(
    r"RY[EOU]|[BPMHKGJ]H?YO|NYON|[HGKP]YE|PAEK|BAEK|THAE|PHY|CHOL|HYO|GYONG|SEONG|[^L]EON|JEONG"
)

_STEPS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"CHH", "CH"), (r"CK", "K"), (r"([PTKS])H", r"\1"), (r"CH|Z", "J"),
        (r"EUI", "UI"), (r"EO", "O"), (r"EU", "U"), (r"WOO|WU", "U"),
        (r"OO", "U"), (r"OU", "O"), (r"EE|YI", "I"), (r"(?<=[B-DF-HJ-NP-TV-Z])UI", "I"),
        (r"L", "R"), (r"RY", "Y"), (r"NGR", "NGN"), (r"NGNY", "NGY"),
        (r"^[RN](?=[IY])", ""), (r"^R", "N"),
        (r"B", "P"), (r"D", "T"), (r"G", "K"), (r"([A-Z])\1", r"\1"),
    )
)  # fmt: skip


@lru_cache(maxsize=131_072)
def fold(letters: str) -> str:
    """Return the key that every romanisation of one Korean name shares.

    `letters` are upper case without blanks. Folding a key gives the key.
    """
    while True:
        folded = letters
        for pattern, to in _STEPS:
            folded = pattern.sub(to, folded)
        if folded == letters:
            return folded
        letters = folded


@lru_cache(maxsize=131_072)
def is_korean(words: tuple[str, ...]) -> bool:
    """Return whether every word can be read as Korean syllables."""
    return bool(words) and all(_WORD.fullmatch(word) for word in words)


@lru_cache(maxsize=131_072)
def is_distinct(words: tuple[str, ...]) -> bool:
    """Return whether the name can hardly be anything but Korean.

    Either it holds a letter group that is Korean's own (RYE, MYO, PAEK), or it is written as
    two or more single syllables of which one is no Chinese syllable (NAM SAN).
    """
    if not is_korean(words):
        return False
    if _HALLMARK.search("".join(words)):
        return True
    single = len(words) >= 2 and all(_SYLLABLE.fullmatch(word) for word in words)
    return single and not all(_PINYIN.fullmatch(word) for word in words)
