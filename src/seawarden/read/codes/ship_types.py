"""Ship types: the ITU code behind the words that publishers print.

Source: ITU-R M.1371-5, table 53 (first digit: kind of ship; second digit: hazard category
X, Y, Z, OS as 1 to 4, 0 for all ships of the kind). Words are compared without case, blanks
and punctuation. Blind spot: a word for a family ("Cargo") gives the family's code (70);
"service" and "research" have no code and give 90, "other".
"""

import polars as pl

NAMES: dict[int, tuple[str, ...]] = {
    20: ("wig", "wing in ground", "wing in grnd"),
    30: ("fishing", "fishing vessel"),
    31: ("towing",),
    32: ("towing long wide", "towing length over 200", "towing lengthover200", "long tow"),
    33: ("dredging", "dredger", "dredging or underwater ops", "dredging underwater ops"),
    34: ("diving", "diving ops"),
    35: ("military", "military ops", "naval", "navy", "warship"),
    36: ("sailing", "sailing vessel"),
    37: ("pleasure", "pleasure craft", "yacht"),
    40: ("hsc", "high speed craft"),
    50: ("pilot", "pilot vessel"),
    51: ("sar", "search and rescue", "search and rescue vessel"),
    52: ("tug",),
    53: ("port tender",),
    54: ("anti pollution", "anti pollution equipment"),
    55: ("law enforcement", "law enforce"),
    56: ("spare 1", "local vessel", "spare"),
    57: ("spare 2",),
    58: ("medical", "medical transport"),
    59: ("not party to conflict", "non combat ship", "noncombatant ship", "special craft"),
    60: ("passenger", "passenger ship"),
    70: ("cargo", "cargo ship", "general cargo", "bulk carrier", "container ship"),
    80: ("tanker", "oil tanker", "chemical tanker"),
    90: ("other", "other type", "service", "research"),
}  # fmt: skip
"""ITU code -> the words for it."""

_HAZARDS = {"x": 1, "y": 2, "z": 3, "os": 4, "a": 1, "b": 2, "c": 3, "d": 4}
_HAS_HAZARD = (20, 40, 60, 70, 80, 90)


def _squeeze(phrase: str) -> str:
    return "".join(ch for ch in phrase.lower() if ch.isalnum())


_CODES = {_squeeze(phrase): code for code, phrases in NAMES.items() for phrase in phrases}


def code_of(phrase: str) -> int | None:
    """Return the ITU code of a word or phrase (`Cargo, Hazard A` too), or None."""
    squeezed = _squeeze(phrase)
    if squeezed in _CODES:
        return _CODES[squeezed]
    for mark in ("hazardouscategory", "hazardcategory", "hazard", "category"):
        kind, found, category = squeezed.partition(mark)
        base = _CODES.get(kind)
        if found and base in _HAS_HAZARD and category[:2].rstrip("0123456789") in _HAZARDS:
            return base + _HAZARDS[category[:2].rstrip("0123456789")]
    return None


def codes(column: pl.Series, cargo: pl.Series | None = None) -> pl.Series:
    """Return UInt8 codes (0 and unknown null) of a column of numbers, digits or words.

    `cargo`, where given, is the Danish `Cargo type` ("Category X"); it sets the second digit.
    """
    if column.dtype.is_numeric():
        number = column.cast(pl.Float64, strict=False)
    else:
        text = column.cast(pl.String)
        known = {t: _number(t) for t in text.unique().drop_nulls().to_list()}
        number = text.replace_strict(known, default=None, return_dtype=pl.Float64)
    code: pl.Expr = pl.when(pl.col("code").is_between(1, 99)).then(pl.col("code"))
    frame = pl.DataFrame({"code": number})
    if cargo is not None:
        words = {t: _category(t) for t in cargo.unique().drop_nulls().to_list()}
        digit = cargo.replace_strict(words, default=0, return_dtype=pl.Float64).fill_null(0)
        frame = frame.with_columns(digit.alias("digit"))
        can = pl.col("code").is_in([float(c) for c in _HAS_HAZARD])
        code = pl.when(can).then(code + pl.col("digit")).otherwise(code)
    return frame.select(code.cast(pl.UInt8, strict=False).alias(column.name)).to_series()


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        code = code_of(text)
        return None if code is None else float(code)


def _category(text: str) -> float:
    words = text.lower().replace("(", " ").split()
    if len(words) >= 2 and words[0] == "category":
        return float(_HAZARDS.get(words[1], 0))
    return 0.0
