"""How far two names are the same name: letters, romanisation, scripts, cuts, slips, numerals."""

from functools import lru_cache

from rapidfuzz.distance import OSA

from . import korean, scripts
from .names import Name
from .params import Params
from .short_slips import is_slip

ONE_LETTER = "one letter apart in a short name"
CUT_LETTERS = 12
"""Letters that a name cut by AIS must still have to be compared by its beginning."""


@lru_cache(maxsize=131_072)
def likeness(a: Name, b: Name, context: bool, params: Params) -> tuple[float, str]:
    """Return (value, in words) for two names; symmetric.

    1 the same name; 0.95 one Korean name in two romanisations; less for names alike; 0 other
    names; -1 the same name with another numeral.
    """
    if not a.letters or not b.letters:
        return (1.0, "same name") if a.numbers and a.numbers == b.numbers else (0.0, "no name")
    value, how = _letters(a, b, context, params)
    if value <= 0 or a.numbers == b.numbers:
        return value, how
    if a.numbers and b.numbers:
        numerals = sorted((_spaced(a.numbers), _spaced(b.numbers)))
        if value < params.doubtful_romanisation_value:
            return 0.0, "another name"
        return -1.0, f"the numeral tells the ships apart ({numerals[0]}, {numerals[1]})"
    return value * params.numeral_missing, f"{how}, but for the numeral that one side lacks"


def _letters(a: Name, b: Name, context: bool, params: Params) -> tuple[float, str]:
    if a.letters == b.letters:
        return 1.0, "same name" if a.words == b.words else "same name, spaced otherwise"
    korean_both = korean.is_korean(a.words) and korean.is_korean(b.words)
    key_a, key_b = korean.fold(a.letters), korean.fold(b.letters)
    if (
        korean_both
        and key_a == key_b
        and (len(a.words) > 1 or len(b.words) > 1 or _is_distinct_korean(a, b))
    ):
        if context or _is_distinct_korean(a, b):
            return params.romanisation_value, "one Korean name in two romanisations"
        return params.doubtful_romanisation_value, "the same if both names are Korean"
    written = _in_a_script(a, b, params)
    if written is None and (_goes_on(a, b) or _goes_on(b, a)):
        written = params.cut_value, "the same as far as AIS can hold the name"
    if written is not None:
        return written
    alike = OSA.normalized_similarity(a.letters, b.letters, score_cutoff=params.alike_cutoff)
    if korean_both and context:
        folded = OSA.normalized_similarity(key_a, key_b, score_cutoff=params.alike_cutoff)
        alike = max(alike, folded - 0.02)  # a fold takes differences away: a little less sure
    if alike < params.alike_cutoff:
        return (params.slip_value, ONE_LETTER) if is_slip(a, b) else (0.0, "another name")
    value = max(0.0, 1.0 - params.alike_slope * (1.0 - alike))
    return value, f"names alike ({alike:.2f})"


def _is_distinct_korean(a: Name, b: Name) -> bool:
    return korean.is_distinct(a.words) or korean.is_distinct(b.words)


def _in_a_script(a: Name, b: Name, params: Params) -> tuple[float, str] | None:
    """Return (value, in words) where one name is written in Cyrillic or Arabic and both agree."""
    values = {
        "cyrillic": params.romanisation_value, "arabic": params.doubtful_romanisation_value
    }  # fmt: skip
    for script, value in values.items():
        if script in (scripts.script_of(a.text), scripts.script_of(b.text)):
            key = scripts.fold(a.letters, script)
            if key and key == scripts.fold(b.letters, script):
                return value, f"the same name written in {script.capitalize()} letters"
    return None


def _goes_on(cut: Name, whole: Name) -> bool:
    """Whether `cut` is `whole` as an AIS message cuts it."""
    return (
        cut.is_cut
        and len(cut.letters) >= CUT_LETTERS
        and len(whole.letters) > len(cut.letters)
        and whole.letters.startswith(cut.letters)
    )


def _spaced(numbers: tuple[int, ...]) -> str:
    return " ".join(map(str, numbers))
