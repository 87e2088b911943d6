"""Ship names: what is name, what is number, what is decoration.

'M/V JANG JA SAN CHONG NYON HO No. 2' has the letters JANGJASANCHONGNYON and the number 2.
Numbers are told apart from the letters because they tell sister ships apart; prefixes (M/V,
MT) and the Korean '-ho' (ship) do not.

Names in other scripts are romanised by letter (anyascii): Hangul as the South does since 2000,
Cyrillic and Chinese by common tables. Blind spots: Arabic is written without its vowels, so that
its romanisation is only a skeleton; Chinese characters read as Korean give the Chinese reading.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from anyascii import anyascii

_PREFIXES = frozenset(
    ("MV", "MT", "MS", "SS", "MTS", "MTV", "FV", "SV", "RV", "TM", "FPV", "FSO", "FPSO", "LPGC",
     "LNGC")
)  # fmt: skip
_SPLIT_PREFIXES = (("M", "V"), ("M", "T"), ("M", "S"), ("S", "S"), ("F", "V"),
                   ("R", "V"), ("T", "K"), ("LPG", "C"), ("LNG", "C"))  # fmt: skip
_YOUTH_SHIP = ("CHONGNYONHO", "CHEONGNYEONHO", "CHONGNYENHO", "CHEONGNYONHO")
_NUMBER_WORDS = {"NO", "NR", "NUM", "NUMBER"}
_ROMAN = {
    "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10,
    "XI": 11, "XII": 12, "XIII": 13, "XIV": 14, "XV": 15, "XVI": 16, "XVII": 17, "XVIII": 18,
    "XIX": 19, "XX": 20,
}  # fmt: skip
_SPELT = _ROMAN | {
    "ONE": 1, "TWO": 2, "THREE": 3, "FOUR": 4, "FIVE": 5, "SIX": 6, "SEVEN": 7, "EIGHT": 8,
    "NINE": 9, "TEN": 10, "ELEVEN": 11, "TWELVE": 12,
}  # fmt: skip
"""Numerals at the end of a name: roman ones, and the words that a clerk writes for them."""
AIS_NAME_LETTERS = 20
"""An AIS static message holds names of up to 20 characters [ITU-R M.1371]; the rest is cut."""


@dataclass(frozen=True, slots=True)
class Name:
    """One name, taken apart: `letters` are the words joined, `numbers` in their order."""

    text: str
    words: tuple[str, ...]
    numbers: tuple[int, ...]
    letters: str

    @property
    def is_generic(self) -> bool:
        """Whether the name is made of nothing but words that very many ships bear."""
        return bool(self.words) and all(word in generic_words() for word in self.words)

    @property
    def is_cut(self) -> bool:
        """Whether the text is as long as an AIS message can hold, so that it may go on."""
        return len(self.text.strip()) == AIS_NAME_LETTERS


@lru_cache(maxsize=1)
def generic_words() -> frozenset[str]:
    """Return the words that very many ships bear (`generic_words.txt`)."""
    text = resources.files(__package__).joinpath("generic_words.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))


@lru_cache(maxsize=131_072)
def parse(text: str) -> Name:
    """Return the parts of a ship's name as printed or sent."""
    plain = _latin(text).upper()
    hyphen_ho = bool(re.search(r"-\s*HO\b", plain))
    plain = re.sub(r"[\s_]+", " ", plain.replace("'", "").replace("@", " "))
    tokens = re.findall(r"[A-Z]+|\d+", plain)
    tokens = _without_prefix(tokens)
    words, numbers = _words_and_numbers(tokens)
    words = _without_ho(words, hyphen_ho)
    return Name(text, tuple(words), tuple(numbers), "".join(words))


def _latin(text: str) -> str:
    """Return text in plain Latin letters: 무봉 is MuBong, АНГАРА is ANGARA, Ø is O, ß is ss.

    Letters with accents are taken apart first, so that Ö is O as ships' registers print it.
    """
    if text.isascii():
        return text
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return anyascii(unicodedata.normalize("NFC", bare))


def _without_prefix(tokens: list[str]) -> list[str]:
    if len(tokens) > 2 and tuple(tokens[:2]) in _SPLIT_PREFIXES:
        return tokens[2:]
    if len(tokens) > 1 and tokens[0] in _PREFIXES:
        return tokens[1:]
    return tokens


def _words_and_numbers(tokens: list[str]) -> tuple[list[str], list[int]]:
    words: list[str] = []
    numbers: list[int] = []
    last = len(tokens) - 1
    for i, token in enumerate(tokens):
        if token.isdigit():
            numbers.append(int(token[:9]))
        elif token in _NUMBER_WORDS and i < last and tokens[i + 1].isdigit() and words:
            continue
        elif token in _SPELT and i == last and sum(map(len, words)) >= 3 and not numbers:
            numbers.append(_SPELT[token])
        else:
            words.append(token)
    return words, numbers


def _without_ho(words: list[str], hyphened: bool) -> list[str]:
    """Drop the Korean word for ship at the end, unless little else would be left.

    Written together it is dropped only behind chongnyon (youth), where it is common: other
    tongues' words end in -nho.
    """
    if words and words[-1].endswith(_YOUTH_SHIP):
        return [*words[:-1], words[-1][:-2]]
    if len(words) < 2 or words[-1] != "HO":
        return words
    rest = words[:-1]
    return rest if hyphened or len(rest) >= 2 or len(rest[0]) >= 5 else words
