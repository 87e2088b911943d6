"""Ships out of a table whose columns are told by the headings of the trade (`headings`).

What a table of a publisher adds (a programme, a measure, what being in it means) its own module
gives as a `Draft` to start from.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from .headings import recognise
from .listing import (
    Draft,
    any_day,
    clean,
    distinct,
    first_day,
    flags_of,
    former_names_in,
    hull_numbers,
    names_dprk,
    numbered,
    radio_numbers,
    ship_number,
    split,
)
from .source import ListFile

Given = dict[str, list[str]]


def rows(file: ListFile, notes: list[str]) -> Iterator[tuple[int, Given]]:
    """Yield (line, {field: cells}) of each row with a name or a number.

    Columns that are not used, and rows without a name or a number, are named in `notes`.
    """
    columns = recognise(file.header)
    unused = [h for i, h in enumerate(file.header) if i not in columns and h]
    if unused:
        notes.append(f"columns not used: {', '.join(unused)}")
    for line, cells in file.below_header(notes):
        given: Given = {}
        for i, field in columns.items():
            if i < len(cells) and (cell := clean(cells[i])):
                given.setdefault(field, []).append(cell)
        if "name" in given or "imo" in given:
            yield line, given
        else:
            notes.append(f"line {line}: neither name nor IMO number; row left out")


def drafts(
    file: ListFile, notes: list[str], start: Draft, id_of: Callable[[Given, int], str] | None = None
) -> list[Draft]:
    """Return a draft of each ship; what a row does not give is as in `start`."""
    return [
        replace(_draft(given, line, start), id=id_of(given, line) if id_of else f"line{line}")
        for line, given in rows(file, notes)
    ]


def by_number(given: Given, line: int) -> str:
    """Return an id that stays the same in the next version: the IMO number, else the name."""
    imo, printed = hull_numbers(_numbers(given))
    return f"imo{imo}" if imo else printed or given.get("name", [f"line{line}"])[0].lower()


def _numbers(given: Given) -> list[str]:
    cells = given.get("imo", ())
    return [part for cell in cells for part in _apart(cell)]


def _apart(cell: str) -> list[str]:
    """Return the numbers of a cell; '9,101,376' is one."""
    return [cell] if ship_number(cell)[0] else split(cell, ";|,/\n") or [cell]


def _draft(given: Given, line: int, start: Draft) -> Draft:
    imo, imo_text = hull_numbers(_numbers(given))
    names = [n for cell in given.get("name", ()) for n in numbered(cell)] or given.get("imo", [])
    flag, former_flags = flags_of(f for cell in given.get("flag", ()) for f in split(cell, ";|/"))
    programs = distinct([*start.programs, *given.get("programs", ())])
    return replace(
        start,
        line=line,
        name=names[0],
        other_names=[
            *names[1:], *(n for cell in given.get("other_names", ()) for n in split(cell, ";|/,"))
        ],
        former_names=[n for cell in given.get("former_names", ()) for n in former_names_in(cell)],
        imo=imo,
        imo_text=imo_text,
        mmsi=radio_numbers(m for cell in given.get("mmsi", ()) for m in split(cell, ";|,/ ")),
        call_sign=given.get("call_sign", [None])[0],
        flag=flag,
        former_flags=former_flags,
        ship_type=given.get("ship_type", [None])[0],
        owner="; ".join(given.get("owner", [])) or None,
        programs=programs,
        measures=distinct([*start.measures, *given.get("measures", ())]),
        is_dprk=start.is_dprk or names_dprk(programs),
        listed_on=first_day(any_day(t) for t in given.get("listed_on", ())) or start.listed_on,
        delisted_on=first_day(any_day(t) for t in given.get("delisted_on", ())),
        authority=given.get("authority", [start.authority])[0],
        reason="; ".join(given.get("reason", [])) or start.reason,
    )  # fmt: skip
