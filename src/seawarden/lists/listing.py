"""What every list reader gives: drafts of listings, and how drafts become LISTINGS.

What a cell holds is decided in `cells`, whose rules a reader takes from here.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from ..schema import LISTINGS, conform
from .cells import (
    COMPANY_NUMBER,
    any_day,
    bracketed,
    clean,
    day,
    distinct,
    first_day,
    flag_codes,
    flags_of,
    former_names_in,
    hull_numbers,
    names_dprk,
    number_in,
    numbered,
    radio_numbers,
    ship_names,
    ship_number,
    split,
)
from .source import ListFile

__all__ = [
    "Draft", "Reading", "any_day", "bracketed", "clean", "day", "distinct", "first_day",
    "flag_codes", "flags_of", "former_names_in", "hull_numbers", "named", "names_dprk", "number_in",
    "numbered", "radio_numbers", "ship_names", "ship_number", "split", "to_listings",
]  # fmt: skip


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
    owner_role: str | None = None  # one for all owners, or one each, set apart by semicolons
    programs: list[str] = field(default_factory=list)
    authority: str | None = None  # None: the one who publishes the list
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
    is_delta: bool = False  # changes of a list, not the list


def to_listings(
    reading: Reading,
    *,
    code: str,
    name: str,
    as_of: date | None,
    source: str,
    sha256: str,
    authority: str | None = None,
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
        row |= {"dataset": draft.dataset or reading.dataset or code}
        rows.append(row | {"authority": draft.authority or authority})
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


def named(
    file: ListFile, column: str, notes: list[str], read: Callable[[object], object] = clean
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line, row) where `read` finds a name in `column`; other rows are named in `notes`."""
    for line, row in file.records(notes):
        if read(row[column]):
            yield line, row
        else:
            notes.append(f"line {line}: no {column}; row left out")


def _row(draft: Draft, listing_id: str) -> dict[str, object]:
    if draft.kind in ("company", "person") and draft.imo_text is None and draft.reason:
        # The IMO number of a company is the company's: by it an owner can be found, no ship.
        draft.imo_text = "; ".join(distinct(COMPANY_NUMBER.findall(draft.reason))) or None
    if draft.kind == "ship":
        _take_apart(draft)
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
        "owner_role": draft.owner_role if draft.owner else None,
        "programs": distinct(draft.programs),
        "measures": distinct(draft.measures),
        "is_dprk": draft.is_dprk,
        "consequence": draft.consequence,
        "listed_on": draft.listed_on,
        "delisted_on": draft.delisted_on,
        "reason": draft.reason,
        "line": draft.line,
    }


def _take_apart(draft: Draft) -> None:
    """Put what a ship's name holds beside the name where it belongs."""
    draft.name, former, others = ship_names(draft.name)
    draft.former_names += former
    draft.other_names += others
    name, number = number_in(draft.name)
    if number is not None:
        draft.name = name or draft.name
        if draft.imo is None and draft.imo_text is None:
            draft.imo, draft.imo_text = ship_number(number)
