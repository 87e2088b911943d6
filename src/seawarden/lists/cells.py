"""What a cell of a list holds: a hull's number, names, flags, days; one rule for all lists.

A reader never decides what a number *is*: `ship_number` does, so that no reader can put a number
with a bad check digit into `imo`, and no company number becomes a ship.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime

from ..ids import flags, imo
from ..units import year_of_era

_NOTHING = {"", "-0-", "na", "n/a", "none", "nan", "null", "unknown", "none identified", "-"}


def ship_number(text: object) -> tuple[int | None, str | None]:
    """Return (imo, imo_text): the number if its check digit agrees, else the text as printed."""
    printed = clean(text)
    if printed is None:
        return None, None
    for written in (printed, plain_number(printed)):
        number = imo.parse(written)
        if number is not None and imo.check_digit_ok(number):
            return number, None
    return None, printed


def plain_number(text: str) -> str:
    """Return the seven digits of a number in any dress: '910-1376', '9 101 376', '9.101376E+06'."""
    if re.fullmatch(r"\d\.\d+E\+?0?6", text, re.I):
        return str(round(float(text)))
    digits = re.sub(r"\D", "", re.sub(r"(?<=\d{4})[.,]0+$", "", text))
    digits = digits[1:] if len(digits) == 8 and digits[0] == "0" else digits
    return digits if len(digits) == 7 and not re.search(r"[A-HJ-LNP-Z]", text, re.I) else text


def clean(text: object) -> str | None:
    """Return `text` with single blanks, or None for the words by which lists print nothing."""
    if text is None:
        return None
    plain = " ".join(str(text).split())
    return None if plain.lower() in _NOTHING else plain


def split(text: object, separators: str = ";|") -> list[str]:
    """Return the parts of a cell that holds several values, without empty ones and repeats."""
    parts = re.split(f"[{re.escape(separators)}]", str(text)) if text is not None else []
    return distinct(clean(part) for part in parts)


def distinct(values: Iterable[str | None]) -> list[str]:
    """Return `values` without None and repeats, in their order."""
    return list(dict.fromkeys(v for v in values if v))


def numbered(text: object) -> list[str]:
    """Return the values of a cell that counts them: '1: A 2: B' and '(1) A (2) B' give A, B."""
    plain = clean(text)
    if plain is None:
        return []
    parts = re.split(r"(?:^|\s)(?:\d{1,2}:\s+|\(\d{1,2}\)\s*)", plain)
    return distinct(clean(part.strip(" ;,")) for part in parts)


def radio_numbers(texts: Iterable[str]) -> list[int]:
    """Return the nine-digit MMSI among `texts`; anything else is no MMSI."""
    found = (re.fullmatch(r"(\d{9})(?:\.0)?", text.strip()) for text in texts)
    return list(dict.fromkeys(int(match[1]) for match in found if match))


def flag_codes(texts: Iterable[str]) -> list[str]:
    """Return the alpha-2 codes of the countries among `texts`; unknown ones are left out."""
    return distinct(flags.alpha2(text) for text in texts)


def bracketed(name: str) -> tuple[str, list[str]]:
    """Return a name and the other names in its brackets: 'A (B) (aka C)' gives 'A', [B, C]."""
    inside = re.findall(r"\(([^()]*)\)", name)
    outside = clean(re.sub(r"\([^()]*\)", " ", name))
    others = [re.sub(r"^(?:a\.?k\.?a\.?|f\.?k\.?a\.?)\s+", "", i, flags=re.I) for i in inside]
    if outside is None:
        return name, []
    return outside, distinct(clean(o) for o in others)


def day(text: object, *formats: str) -> date | None:
    """Return the date printed as `text` in the first of `formats` that fits, or None."""
    plain = clean(text)
    if plain is None:
        return None
    for form in formats:
        try:
            return datetime.strptime(plain, form).date()
        except ValueError:
            continue
    return None


_DAYS = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%d-%b-%Y", "%d-%b-%y", "%d %b %Y", "%d %B %Y",
    "%b %d, %Y", "%B %d, %Y", "%d. %B %Y", "%d.%m.%Y", "%d.%m.%y",
)  # fmt: skip
_DAY_FIRST = ("%d/%m/%Y", "%d-%m-%Y", "%d/%m/%y")
_MONTH_FIRST = ("%m/%d/%Y", "%m-%d-%Y", "%m/%d/%y")


def any_day(text: object, *, month_first: bool = False) -> date | None:
    """Return the date printed as `text` in any of the forms that lists print, or None.

    ISO (with or without a time), 03-Oct-17, 3 October 2017, 3.10.2017, 2017年10月3日,
    平成29年10月3日, 2017. 10. 3.; with slashes the day comes first, unless `month_first` (US and
    Australian files).
    """
    plain = clean(text)
    if plain is None:
        return None
    if found := re.match(r"(令和|平成|昭和)\s*(\d{1,2}|元)\s*年(.*)$", plain):
        plain = f"{year_of_era(found[1], found[2])}年{found[3]}"
    if found := re.match(r"(\d{4})\s*[年년.]\s*(\d{1,2})\s*[月월.]\s*(\d{1,2})\s*[日일.]?$", plain):
        plain = "-".join(found.groups())
    plain = re.sub(r"[T ]\d{1,2}:\d{2}.*$", "", plain).rstrip(".")
    plain = re.sub(r"(?<=[A-Za-z])\.", "", plain).replace("Sept ", "Sep ")
    return day(plain, *_DAYS, *(_MONTH_FIRST if month_first else _DAY_FIRST))


def first_day(days: Iterable[date | None]) -> date | None:
    """Return the earliest of `days`, None where there is none."""
    return min((d for d in days if d), default=None)


def hull_numbers(texts: Iterable[object]) -> tuple[int | None, str | None]:
    """Return (imo, imo_text) of a ship for which a list prints several numbers.

    The first valid one is the hull's; the others stand in `imo_text`, which screening compares too.
    """
    pairs = [ship_number(text) for text in texts]
    valid = list(dict.fromkeys(number for number, _ in pairs if number))
    printed = [text for _, text in pairs if text] + [str(number) for number in valid[1:]]
    return (valid[0] if valid else None), "; ".join(distinct(printed)) or None


def flags_of(
    current: Iterable[str | None], former: Iterable[str | None] = ()
) -> tuple[str | None, list[str]]:
    """Return (flag, former flags): of several current ones the first is hers, the rest former."""
    now = flag_codes(t for t in current if t)
    return (now[0] if now else None), distinct([*now[1:], *flag_codes(t for t in former if t)])


_DPRK = re.compile(
    r"(?<![A-Za-z])(?:(?:UN)?(?:DPRK|PRK)\d?|DPR|SC1718)(?![A-Za-z])|\b1718\b|un_1718|"
    r"Democratic People|North Korea|북한|조선민주주의|北朝鮮"
)


def names_dprk(texts: Iterable[str | None]) -> bool:
    """Tell whether a programme, regime or dataset among `texts` is one about the DPRK."""
    return any(_DPRK.search(text) for text in texts if text)


_NUMBER_IN = re.compile(
    r"[\s(\[,;/-]*\bI\.?M\.?O(?:\b|(?=\d))\.?(?:\s*(?:number|no\.?|nr\.?|n°))?[\s:#.-]*"
    r"(\d{7})(?!\d)[\s)\]]*",
    re.I,
)


def number_in(name: str) -> tuple[str, str | None]:
    """Return (name, IMO number) where a number is printed as the name or behind it.

    '9101376', 'IMO 9101376', 'SABLE TERN (IMO 9101376)', 'SABLE TERN 9101376'. Without the word IMO
    seven digits are a number only if their check digit agrees: a ship may be called by a number.
    """
    plain = name.strip()
    if re.fullmatch(r"[\d ,.]+", plain) and (number := ship_number(plain)[0]):
        return "", str(number)
    found = _NUMBER_IN.search(plain)
    if found is None:
        found = re.search(r"[\s(\[,;/-]*(?<!\w)(\d{7})(?!\w)[\s)\],;/-]*", plain)
        if found is None or not imo.check_digit_ok(int(found[1])):
            return plain, None
    rest = f"{plain[: found.start()]} {plain[found.end() :]}".strip()
    return ("" if _NO_NAME.fullmatch(rest) else rest), found[1]


_NO_NAME = re.compile(r"(?:[\W_]|LR|IHS|IMO|LLOYD'?S|NO|NR|NUMBER)*", re.IGNORECASE)
"""What may stand beside a number and is no name: 'LR 9101376', '#9101376'."""


_QUOTED = r"[(\[]?\s*[\"“”„«'‘](.+?)[\"“”»'’]\s*[)\]]?$"
_PLACEHOLDER = re.compile(
    r"^(?:(?:IMO\s*(?:number|no\.?)?\s*:?\s*)?\d{7}|un(?:known|named)(?:\s+(?:vessel|ship))?|"
    r"(?:no|name)\s+(?:name|unknown)|(?:vessel|ship)\s+(?:name\s+)?unknown|tbc|n/?a)\s*" + _QUOTED,
    re.I,
)  # fmt: skip
_WORD_FORMERLY = r"(?:ex\b[-. :]*|f\.?k\.?a\.?\s+|formerly:?\s+(?:known as\s+)?|previously:?\s+)"
_FORMERLY = re.compile(rf"\s*[(\[]\s*{_WORD_FORMERLY}([^)\]]+)[)\]]", re.I)
_FORMERLY_BARE = re.compile(r"(?<=\S)[\s,;/-]+(?:ex[-. ]+|f\.?k\.?a\.?\s+|formerly\s+)(?=\S)", re.I)
_FORMERLY_FIRST = re.compile(r"^\s*(?:ex[-. ]+|f\.?k\.?a\.?\s+|formerly\s+)(?=\S)", re.I)
_ALSO = re.compile(r"\s*[(\[]\s*a\.?k\.?a\.?\s+([^)\]]+)[)\]]", re.I)


def former_names_in(text: str) -> list[str]:
    """Return the names in a cell of former names, split at ';', '|', '/', ',' and 'ex'."""
    parts = re.split(r"[;|/,\n]|\b(?:ex|f\.?k\.?a\.?|formerly)\b[-. :]*", text, flags=re.I)
    return distinct(clean(p.strip(" .-")) for p in parts)


def ship_names(printed: str) -> tuple[str, list[str], list[str]]:
    """Return a ship's name, her former and her other names as a list prints them in one cell.

    'IMO 9102746 ("GREY HERON")' is a number in the place of a name, the name behind it in quotes;
    'GREY HERON (ex BLUE HERON)' and 'GREY HERON ex BLUE HERON' have a former one.
    """
    placeholder = _PLACEHOLDER.match(printed)
    name = placeholder[1] if placeholder else printed
    name = _FORMERLY_FIRST.sub("", name)
    former = [n for found in _FORMERLY.findall(name) for n in former_names_in(found)]
    others = [n for found in _ALSO.findall(name) for n in split(found, ",;/")]
    name = _ALSO.sub("", _FORMERLY.sub("", name))
    bare = _FORMERLY_BARE.split(name)
    former += [n for part in bare[1:] for n in former_names_in(part)]
    return clean(bare[0]) or printed, former, others


COMPANY_NUMBER = re.compile(
    r"\bIMO\b(?:\s+(?:company|owner))?(?:\s*(?:number|no\.?))?\s*[:#.]?\s*(\d{7})\b", re.I
)
"""An IMO number in the text of a company's entry."""
