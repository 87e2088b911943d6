"""Navigational status: the ITU code behind the words that publishers print.

Source: ITU-R M.1371-5, table 47. Words are compared without case, blanks and punctuation, so
`Under way using engine`, `UnderWayUsingEngine` and `under_way_using_engine` are one. Code 15
("undefined") is null, as every sentinel is. Blind spot: a phrase that is not in the table is
null, not a guess.
"""

import polars as pl

NAMES: dict[int, tuple[str, ...]] = {
    0: ("under way using engine", "underway using engine", "under way", "underway"),
    1: ("at anchor", "anchored"),
    2: ("not under command",),
    3: (
        "restricted manoeuverability", "restricted maneuverability", "restricted manoeuvrability",
        "restricted maneuvrability", "restricted manoeuvre", "restricted in ability to manoeuvre",
    ),
    4: ("constrained by her draught", "constrained by draught", "constrained by her draft"),
    5: ("moored",),
    6: ("aground",),
    7: ("engaged in fishing", "fishing"),
    8: ("under way sailing", "underway sailing", "sailing"),
    9: (
        "reserved for future amendment hsc", "reserved future amendment hsc",
        "reserved for future amendment of navigational status for ships carrying dg hs or mp or "
        "imo hazard or pollutant category c high speed craft hsc",
        "reserved for future amendment of navigational status for hsc",
    ),
    10: (
        "reserved for future amendment wig", "reserved future amendment wig",
        "reserved for future amendment of navigational status for ships carrying dg hs or mp or "
        "imo hazard or pollutant category a wing in ground wig",
        "reserved for future amendment of navigational status for wig",
    ),
    11: ("power driven vessel towing astern",),
    12: (
        "power driven vessel pushing ahead",
        "power driven vessel pushing ahead or towing alongside",
    ),
    13: ("reserved for future use", "reserved future use"),
    14: ("ais sart active", "ais sart", "ais sart is active"),
}  # fmt: skip
"""ITU code -> the phrases for it; the first is ITU's."""


def _squeeze(phrase: str) -> str:
    return "".join(ch for ch in phrase.lower() if ch.isalnum())


_CODES = {_squeeze(phrase): code for code, phrases in NAMES.items() for phrase in phrases}


def code_of(phrase: str) -> int | None:
    """Return the ITU code 0 to 14 of a phrase, or None."""
    return _CODES.get(_squeeze(phrase))


def codes(column: pl.Series) -> pl.Series:
    """Return UInt8 codes (15 and unknown null) of a column of numbers, digits or phrases."""
    if column.dtype.is_numeric():
        number = column.cast(pl.Float64, strict=False)
    else:
        text = column.cast(pl.String)
        distinct = text.unique().drop_nulls().to_list()
        known = {t: _number(t) for t in distinct}
        number = text.replace_strict(known, default=None, return_dtype=pl.Float64)
    frame = pl.DataFrame({"code": number})
    inside = pl.col("code").is_between(0, 14)
    return frame.select(
        pl.when(inside).then(pl.col("code")).cast(pl.UInt8, strict=False).alias(column.name)
    ).to_series()


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        code = code_of(text)
        return None if code is None else float(code)
