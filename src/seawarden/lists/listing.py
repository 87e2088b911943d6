"""What every list reader gives: drafts of listings, and how drafts become LISTINGS.

A reader never decides what a number *is*: `ship_number` does, so that no reader can put a
number with a bad check digit into `imo`, and no company number becomes a ship.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import polars as pl

from ..ids import flags, imo
from ..schema import LISTINGS, conform
from .source import ListFile

_NOTHING = {"", "-0-", "na", "n/a", "none", "nan", "null", "unknown", "none identified", "-"}


@dataclass(slots=True, kw_only=True)
class Draft:
    """One entry as a reader found it; field for field a row of LISTINGS without its source."""

    id: str
    kind: str
    name: str
    line: int
    other_names: list[str] = field(default_factory=list)
    former_names: list[str] = field(default_factory=list)
    imo: int | None = None
    imo_text: str | None = None
    mmsi: list[int] = field(default_factory=list)
    call_sign: str | None = None
    flag: str | None = None
    former_flags: list[str] = field(default_factory=list)
    ship_type: str | None = None
    owner: str | None = None
    programs: list[str] = field(default_factory=list)
    measures: list[str] = field(default_factory=list)
    is_dprk: bool = False
    listed_on: date | None = None
    delisted_on: date | None = None
    reason: str | None = None
    dataset: str | None = None  # where one file holds entries of several
    consequence: str = "designated"  # or 'detained', 'mentioned', 'house list', 'none'


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader got out of one file; `as_of` is None when the content does not say it.

    `dataset` names what a newer file replaces: a publisher's list, or one of its regimes or parts
    where these are published apart. None: the list's code.
    """

    drafts: Sequence[Draft]
    as_of: date | None = None
    notes: tuple[str, ...] = ()
    dataset: str | None = None


def to_listings(
    reading: Reading, *, code: str, name: str, as_of: date | None, source: str, sha256: str
) -> pl.DataFrame:
    """Return LISTINGS, in the order of the file.

    `listing_id` is the list's code and the publisher's id; where a file uses an id twice, the
    later ones get '~2', '~3', so that no entry hides another.
    """
    seen: dict[str, int] = {}
    rows: list[dict[str, object]] = []
    for draft in reading.drafts:
        key = f"{code}:{draft.id}"
        seen[key] = seen.get(key, 0) + 1
        row = _row(draft, key if seen[key] == 1 else f"{key}~{seen[key]}")
        rows.append({**row, "dataset": draft.dataset or reading.dataset or code})
    if not rows:
        return LISTINGS.empty()
    types = {n: t for n, t in LISTINGS.schema.items() if n in rows[0]}
    frame = pl.DataFrame(rows, schema=types).with_columns(
        pl.lit(code).alias("list_code"),
        pl.lit(name).alias("list_name"),
        pl.lit(as_of, dtype=pl.Date).alias("as_of"),
        pl.lit(source).alias("source"),
        pl.lit(sha256).alias("sha256"),
    )
    return conform(frame, LISTINGS, where=source)


def ship_number(text: object) -> tuple[int | None, str | None]:
    """Return (imo, imo_text): the number if its check digit agrees, else the text as printed."""
    printed = clean(text)
    if printed is None:
        return None, None
    number = imo.parse(printed)
    if number is not None and imo.check_digit_ok(number):
        return number, None
    return None, printed


def clean(text: object) -> str | None:
    """Return `text` with single blanks, or None for the words by which lists print nothing."""
    if text is None:
        return None
    plain = " ".join(str(text).split())
    return None if plain.lower() in _NOTHING else plain


def named(
    file: ListFile, column: str, notes: list[str], read: Callable[[object], object] = clean
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line, row) where `read` finds a name in `column`; other rows are named in `notes`."""
    for line, row in file.records(notes):
        if read(row[column]):
            yield line, row
        else:
            notes.append(f"line {line}: no {column}; row left out")


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


_PLACEHOLDER = re.compile(
    r"^(?:IMO\s*(?:number|no\.?)?\s*)?\d{7}\s*[(\[]?\s*[\"“'](.+?)[\"”']\s*[)\]]?$", re.I
)
_FORMERLY = re.compile(
    r"\s*[(\[]\s*(?:ex\b[- .:]*|f\.?k\.?a\.?\s+|formerly:?\s+(?:known as\s+)?)([^)\]]+)[)\]]", re.I
)


def ship_names(printed: str) -> tuple[str, list[str]]:
    """Return a ship's name and her former names as a list prints them in one cell.

    'IMO 9102746 ("GREY HERON")' is a number in the place of a name, the name behind it in quotes;
    'GREY HERON (ex BLUE HERON)' has a former one.
    """
    placeholder = _PLACEHOLDER.match(printed)
    name = placeholder[1] if placeholder else printed
    parts = [n for found in _FORMERLY.findall(name) for n in split(found, ",;/")]
    former = [re.sub(r"^ex[-. :]+", "", n, flags=re.I) for n in parts]
    return clean(_FORMERLY.sub("", name)) or printed, former


def _row(draft: Draft, listing_id: str) -> dict[str, object]:
    if draft.kind == "ship":
        draft.name, former = ship_names(draft.name)
        draft.former_names += former
    names = {draft.name}
    others = [n for n in distinct(draft.other_names) if n not in names]
    names.update(others)
    return {
        "listing_id": listing_id,
        "kind": draft.kind,
        "name": draft.name,
        "other_names": others,
        "former_names": [n for n in distinct(draft.former_names) if n not in names],
        "imo": draft.imo,
        "imo_text": draft.imo_text,
        "mmsi": draft.mmsi,
        "call_sign": draft.call_sign,
        "flag": draft.flag,
        "former_flags": [f for f in distinct(draft.former_flags) if f != draft.flag],
        "ship_type": draft.ship_type,
        "owner": draft.owner,
        "programs": distinct(draft.programs),
        "measures": distinct(draft.measures),
        "is_dprk": draft.is_dprk,
        "consequence": draft.consequence,
        "listed_on": draft.listed_on,
        "delisted_on": draft.delisted_on,
        "reason": draft.reason,
        "line": draft.line,
    }
