"""Names in other scripts: what is compared beside the romanisation by letter (`names`).

- Cyrillic: registers romanise YURIY, YURII and YURY, SHCHETININA and SCHETININA. Both sides are
  folded (y, i, j; kh, h; shch, sch; ts, c; ks, x; ye, e; doubled letters; soft and hard signs),
  where one of them is written in Cyrillic.
- Arabic: written without short vowels, so consonants are compared, three at least.

Sources: GOST 7.79, BGN/PCGN and IMO practice in the spellings that lists give for one IMO number.
"""

import re
from functools import lru_cache

_CYRILLIC = re.compile("[\u0400-\u04ff]")
_ARABIC = re.compile("[\u0600-\u06ff]")
_STEPS = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"SHCH", "SCH"), (r"KH", "H"), (r"TCH", "CH"), (r"TZ|TS", "C"), (r"X", "KS"),
        (r"W", "V"), (r"J|Y", "I"), (r"IE|IO", "E"), (r"CK|C(?!H)", "K"), (r"PH", "F"),
        (r"([A-Z])\1+", r"\1"),
    )
)  # fmt: skip
_LEAST_CONSONANTS = 3


def script_of(text: str) -> str | None:
    """Return 'cyrillic' or 'arabic' for a name in that script, else None."""
    if text.isascii():
        return None
    return "cyrillic" if _CYRILLIC.search(text) else "arabic" if _ARABIC.search(text) else None


@lru_cache(maxsize=131_072)
def fold(letters: str, script: str) -> str:
    """Return the key that every romanisation of a name in `script` shares; empty for too little.

    Folding a key gives the key.
    """
    if script == "arabic":
        bare = re.sub(r"(.)\1+", r"\1", re.sub("[AEIOUWY]", "", letters))
        return bare if len(bare) >= _LEAST_CONSONANTS else ""
    while True:
        folded = letters
        for pattern, to in _STEPS:
            folded = pattern.sub(to, folded)
        if folded == letters:
            return folded
        letters = folded
