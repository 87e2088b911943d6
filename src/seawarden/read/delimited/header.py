"""Read the head of a delimited file: separator, header, and what its columns mean."""

import csv
from collections.abc import Mapping

import polars as pl

from ...errors import FormatError
from ..published import LAYOUTS
from ..table.layout import Layout
from ..table.recognise_columns import count_known, recognise
from .dialect import Dialect

SEPARATORS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 500  # rows from which columns are recognised; own choice
_COMMENT_LINES = 50  # lines above the header; own choice


def understand(
    head: str, *, place: str, chosen: Mapping[str, str], is_complete: bool
) -> tuple[Layout, Dialect]:
    """Return the layout and dialect of a delimited file from its first text.

    Raises FormatError when there is no header that can be recognised, when only a header and no
    row follows, or when the rows are separated by another sign than the header.
    """
    lines = head.split("\n")
    if not is_complete:
        lines = lines[:-1]  # the last line of a cut head is cut
    lines = [line.rstrip("\r") for line in lines]
    first = _header_line(lines)
    separator, fields = _separator(lines[first])
    names = _unique(fields)
    rows = [line for line in lines[first + 1 :] if line.strip()][:_SAMPLE_ROWS]
    parsed = [_split(row, separator) for row in rows]
    full_rows = [row for row in parsed if len(row) == len(names)]
    if rows and not full_rows and count_known(names) >= 2:
        raise FormatError(_other_separator(place, first, separator, names, rows[0], parsed[0]))
    sample = pl.DataFrame(
        {n: [row[i] or None for row in full_rows] for i, n in enumerate(names)},
        schema={n: pl.String() for n in names},
    )
    layout = _layout(sample, place, chosen, len(names) == 1)
    if not rows and is_complete:
        raise FormatError(f"{place}: line {first + 1} is a header and no row follows it")
    header = lines[first].lstrip("\ufeff").encode()
    comma = separator != "," and _decimal_comma(sample, layout)
    dialect = Dialect(
        separator=separator,
        names=tuple(names),
        header=header,
        header_line=first + 1,
        decimal_comma=comma,
        has_blanks=_has_blanks(sample, layout),
    )
    return layout, dialect


def split_head(head: str) -> Dialect:
    """Return the dialect of a delimited file whatever its columns mean."""
    lines = head.split("\n")
    first = _header_line(lines)
    separator, fields = _separator(lines[first].rstrip("\r"))
    return Dialect(
        separator=separator,
        names=tuple(_unique(fields)),
        header=lines[first].encode(),
        header_line=first + 1,
    )


def _layout(
    sample: pl.DataFrame, place: str, chosen: Mapping[str, str], is_one_column: bool
) -> Layout:
    if not chosen:
        for published in LAYOUTS:
            layout = published.layout_of(sample.columns)
            if layout is not None and _clock_fits(sample, layout):
                return layout
    if is_one_column:
        raise FormatError(
            f"{place}: not a format that is known: the first line is "
            f"'{sample.columns[0][:60]}'; expected NMEA sentences, JSON, or a header with columns "
            f"for mmsi, time, lat and lon separated by comma, semicolon, tab or bar"
        )
    return recognise(sample, place=place, chosen=chosen)


def _clock_fits(sample: pl.DataFrame, layout: Layout) -> bool:
    """A published header with times in another layout is read as a table like any other."""
    cells = sample[layout.columns["time"]].drop_nulls()
    return not len(cells) or layout.clock.read(cells).count() * 2 > len(cells)


def _separator(line: str) -> tuple[str, list[str]]:
    tries = [(sep, _split(line, sep)) for sep in SEPARATORS]
    return max(tries, key=lambda t: (count_known(t[1]), len(t[1])))


def _split(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return []


def _header_line(lines: list[str]) -> int:
    """Return which of the first lines is the header: blanks and comments may stand above it."""
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    for i, line in enumerate(lines[first : first + _COMMENT_LINES], start=first):
        if count_known(_separator(line)[1]) >= 2:
            return i
        if line.strip() and not line.lstrip().startswith("#"):
            return i
    return first


def _unique(fields: list[str]) -> list[str]:
    """Name every column: blanks off, a second one of the same name numbered, none left empty."""
    names: list[str] = []
    for i, raw in enumerate(fields):
        base = raw.strip().lstrip("\ufeff") or f"column_{i + 1}"
        name, n = base, 1
        while name in names:
            n += 1
            name = f"{base}_{n}"
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
    cells = sample[layout.columns["lat"]].drop_nulls()
    with_comma = int(cells.str.contains(r"^\s*-?\d+,\d+\s*$").sum())
    return with_comma * 2 > len(cells)
