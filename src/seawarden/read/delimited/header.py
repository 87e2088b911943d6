"""Read the head of a delimited file: separator, header, and what its columns mean."""

import csv
import re
from functools import lru_cache

import polars as pl

from ...errors import FormatError
from ..published import settled
from ..table.choices import Choices
from ..table.column_names import count_known
from ..table.layout import Layout
from ..table.times import learn
from . import known_headers
from .dialect import Dialect, is_no_row

SEPARATORS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 500  # rows from which columns are recognised; own choice
_COMMENT_LINES = 50  # lines above the header; own choice
REQUIRED = frozenset(("mmsi", "time", "lat", "lon"))
_NUMBER = re.compile(r"^-?\d+(?:\.\d+)?$")
_MMSI = re.compile(r"^\d{9}$")


def understand(
    head: str, *, place: str, choices: Choices, is_complete: bool, encoding: str | None = None
) -> tuple[Layout, Dialect]:
    """Return the layout and dialect of a delimited file from its first text.

    Raises FormatError when there is no header that can be recognised, when only a header and no
    row follows, or when the rows are separated by another sign than the header.
    """
    known = known_headers.layout_of(head, choices, _SAMPLE_ROWS) if is_complete else None
    if known is not None:
        return known
    lines = head.split("\n")
    if not is_complete:
        lines = lines[:-1]  # the last line of a cut head is cut
    lines = [line.rstrip("\r") for line in lines]
    if not any(line.strip() for line in lines[choices.skip_rows :]):
        raise FormatError(_no_line(place, head, choices.skip_rows))
    first = _header_line(lines, choices)
    separator, fields = head_of(lines[first])
    has_header = not _is_data(fields)
    names = _unique(fields) if has_header else [f"column_{i + 1}" for i in range(len(fields))]
    n_above = first + 1 if has_header else first
    rows = [line for line in lines[n_above:] if not is_no_row(line)][:_SAMPLE_ROWS]
    parsed = [_split(row, separator) for row in rows]
    full_rows = [row for row in parsed if len(row) == len(names)]
    if not has_header and not choices.columns.keys() >= REQUIRED:
        raise FormatError(_no_header(place, first, lines[first], full_rows, choices))
    if rows and not full_rows and count_known(names) >= 2:
        raise FormatError(_other_separator(place, first, separator, names, rows[0], parsed[0]))
    sample = pl.DataFrame(
        {n: [_cell(row[i]) for row in full_rows] for i, n in enumerate(names)},
        schema={n: pl.String() for n in names},
    )
    layout = _layout(sample, place, choices, len(names) == 1)
    if not rows and is_complete:
        raise FormatError(f"{place}: line {first + 1} is a header and no row follows it")
    dialect = Dialect(
        separator=separator,
        names=tuple(names),
        header=lines[first].lstrip("\ufeff").encode() if has_header else b"",
        header_line=n_above,
        decimal_comma=separator != "," and _decimal_comma(sample, layout),
        has_blanks=_has_blanks(sample, layout),
        encoding=encoding,
    )
    known_headers.remember(lines[first], choices, layout, dialect)
    return layout, dialect


def _cell(text: str) -> str | None:
    return text if text and text != "\\N" else None


def split_head(head: str) -> Dialect:
    """Return the dialect of a delimited file whatever its columns mean."""
    lines = head.split("\n")
    first = _header_line(lines, Choices())
    separator, fields = head_of(lines[first].rstrip("\r"))
    return Dialect(
        separator=separator,
        names=tuple(_unique(fields)),
        header=lines[first].encode(),
        header_line=first + 1,
    )


def _layout(sample: pl.DataFrame, place: str, choices: Choices, is_one_column: bool) -> Layout:
    if is_one_column:
        raise FormatError(
            f"{place}: not a format that is known: the first line is "
            f"'{sample.columns[0][:60]}'; expected NMEA sentences, JSON, or a header with columns "
            f"for mmsi, time, lat and lon separated by comma, semicolon, tab or bar"
        )
    return settled(sample, place=place, choices=choices)


_COPY = re.compile(r"^COPY\s+\S+\s*\(([^)]*)\)\s+FROM\s+stdin", re.IGNORECASE)
"""How PostgreSQL's dump begins a table; its rows are separated by tabs."""


def head_of(line: str) -> tuple[str, list[str]]:
    """Return (separator of the rows, column names) that a line stands for as a header."""
    separator, names = _head_of(line) if len(line) <= _SHORT_LINE else _head_anew(line)
    return separator, list(names)


def _head_anew(line: str) -> tuple[str, tuple[str, ...]]:
    copy = _COPY.match(line)
    if copy is not None:
        return "\t", tuple(name.strip().strip('"') for name in copy[1].split(","))
    separator, names = _separator(line)
    return separator, tuple(names)


_SHORT_LINE = 4096  # characters of a header that is kept in mind; own choice
_head_of = lru_cache(maxsize=64)(_head_anew)
"""Thousands of small files have one header."""


def _separator(line: str) -> tuple[str, list[str]]:
    tries = [(sep, _split(line, sep)) for sep in SEPARATORS]
    return max(tries, key=lambda t: (count_known(t[1]), len(t[1])))


def _split(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return []


def _header_line(lines: list[str], choices: Choices) -> int:
    """Return which of the first lines is the header: titles, blanks and comments may stand above.

    It is the first that names three of the four things a report must have, or every column that
    the user chose; else the first that names two; else the first that is no comment.
    """
    start = choices.skip_rows
    first = next((i for i, line in enumerate(lines) if i >= start and line.strip()), start)
    among = range(first, min(first + _COMMENT_LINES, len(lines)))
    known: dict[int, int] = {}  # by line; most files need the first alone
    chosen = [c.split(":")[0] for c in choices.columns.values() if not c.isdecimal()]
    for i in among:
        known[i] = count_known(head_of(lines[i])[1])
        if known[i] >= 3 or (len(chosen) > 1 and all(c in lines[i] for c in chosen)):
            return i
    for i in among:
        if known[i] >= 2 or (lines[i].strip() and not lines[i].lstrip().startswith("#")):
            return i
    return first


def is_header(line: str) -> bool:
    """Tell whether a line in the middle of a file is the header of another table."""
    return count_known(head_of(line)[1]) >= 3


def _is_data(fields: list[str]) -> bool:
    """Tell a first line that is a row: a cell is an MMSI, and others are numbers too."""
    numbers = [f.strip() for f in fields if _NUMBER.match(f.strip())]
    return count_known(fields) == 0 and len(numbers) >= 3 and any(map(_MMSI.match, numbers))


def _no_line(place: str, head: str, skipped: int) -> str:
    if skipped:
        return f"{place}: no line is left after the {skipped} that --skip-rows leaves out"
    return (
        f"{place}: not a format that is known: the first line begins '{head.strip()[:40]}' and "
        f"does not end within {len(head):,} characters; expected NMEA sentences, JSON, or a "
        "header with columns for mmsi, time, lat and lon"
    )


def _no_header(place: str, first: int, line: str, rows: list[list[str]], choices: Choices) -> str:
    columns = list(zip(*rows, strict=True))
    guess: dict[str, int] = {}
    for i, cells in enumerate(columns, start=1):
        if "mmsi" not in guess and all(map(_MMSI.match, cells)):
            guess["mmsi"] = i
        elif "time" not in guess and learn(pl.Series(cells, dtype=pl.String)) is not None:
            guess["time"] = i
        elif all(_NUMBER.match(c) and "." in c for c in cells):
            guess.setdefault("lat" if "lat" not in guess else "lon", i)
    shown = ",".join(f"{m}={guess.get(m, 'NUMBER')}" for m in ("mmsi", "time", "lat", "lon"))
    missing = sorted(REQUIRED - choices.columns.keys())
    return (
        f"{place}: line {first + 1} is a row, and no header stands above it: '{line[:80]}'; say by "
        f"number which column is {', '.join(missing)}, perhaps --columns {shown} (latitude and "
        "longitude may stand the other way round)"
    )


def _unique(fields: list[str]) -> list[str]:
    """Name every column: blanks off, a second one of the same name numbered, none left empty."""
    names: list[str] = []
    taken: set[str] = set()
    last: dict[str, int] = {}
    for i, raw in enumerate(fields):
        base = raw.strip().lstrip("\ufeff") or f"column_{i + 1}"
        name, n = base, last.get(base, 1)
        while name in taken:
            n += 1
            name = f"{base}_{n}"
        last[base] = n
        taken.add(name)
        names.append(name)
    return names


def _other_separator(
    place: str, first: int, separator: str, names: list[str], row: str, fields: list[str]
) -> str:
    spelt = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
    counts = {sep: len(_split(row, sep)) for sep in SEPARATORS}
    guess = next((s for s, n in counts.items() if n == len(names)), None)
    hint = f"; the rows are separated by {spelt[guess]}" if guess else ""
    return (
        f"{place}: line {first + 2}: came {len(fields)} field(s), expected {len(names)} as in the "
        f"header, which is separated by {spelt[separator]}{hint}"
    )


def _has_blanks(sample: pl.DataFrame, layout: Layout) -> bool:
    cells = [sample[c].drop_nulls() for m, c in layout.columns.items() if layout.is_number(m)]
    return any(bool((c != c.str.strip_chars()).any()) for c in cells)


def _decimal_comma(sample: pl.DataFrame, layout: Layout) -> bool:
    if "lat" not in layout.columns:
        return False
    cells = sample[layout.columns["lat"]].drop_nulls()
    with_comma = int(cells.str.contains(r"^\s*-?\d+,\d+\s*$").sum())
    return with_comma * 2 > len(cells)
