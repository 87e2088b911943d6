"""A crew's table as rows of text: CSV of any separator and encoding, or a spreadsheet.

The separator is the one of comma, semicolon and tab under which the heading row names a time, a
latitude and a longitude; lines above that row (a logger's own heading, a title) are passed over.
Text is UTF-8, UTF-16 where it says so itself, else Windows-1252. Headings are compared without
case, blanks, underscores and what stands in brackets; `HEADINGS` lists the spellings known.
"""

import csv
import io
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ...errors import FormatError
from ...lists.rows.spreadsheet import sheets

_LOOKED_AT = 40  # lines in which the heading row is looked for; loggers write up to ten above it
_BOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # zip (XLSX, ODS) and compound file (XLS)

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "time_utc": ("timeutc", "utc", "utctime", "datetimeutc", "dtgutc", "dtg", "timez", "zulu"),
    "time": (
        "time",
        "timestamp",
        "datetime",
        "localtime",
        "datetimelocal",
        "timelocal",
        "uhrzeit",
        "zeit",
    ),
    "position": ("position", "pos", "latlon", "latlong", "coordinates"),
    "date": ("date", "datum", "lcldate", "datelocal", "dateutc", "localdate"),
    "clock": ("lcltime",),
    "utc_offset": ("utcofst", "utcoffset"),
    "lat": ("lat", "latitude", "latdeg", "breite"),
    "lon": ("lon", "long", "lng", "longitude", "londeg", "laenge", "länge"),
    "name": ("name", "vessel", "vesselname", "ship", "shipname"),
    "imo": ("imo", "imonumber", "imono"),
    "mmsi": ("mmsi",),
    "flag": ("flag",),
    "length_m": ("lengthm", "length", "loa", "loam"),
    "activity": ("activity",),
    "hailed": ("hailed", "ishailed"),
    "of_interest": ("ofinterest", "voi", "isofinterest"),
    "photo": ("photo", "photograph", "picture"),
    "note": ("note", "notes", "remarks", "comment"),
    "search": ("search", "searching", "onsearch"),
}
"""Our column -> headings it goes by, squeezed as `_squeeze` does."""

_KNOWN = {heading: ours for ours, all_ in HEADINGS.items() for heading in all_}
_SPEAKS_OF_LENGTH_IN_M = re.compile(r"\((?!m\)|m\.\)|metres\)|meters\))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a crew's table: line (or row) and cells by our column names."""

    where: str
    headings: tuple[str, ...]  # as the file has them
    columns: frozenset[str]  # ours, of those that were recognised
    rows: tuple[tuple[int, Mapping[str, str]], ...]

    @property
    def unused(self) -> tuple[str, ...]:
        """Headings that mean nothing to us; a column not read is named to whoever reads the log."""
        return tuple(h for h in self.headings if h.strip() and our_name(h) is None)


def read_rows(content: bytes, where: str) -> Table:
    """Return the table that a file holds.

    Raises FormatError, one line, for a file that is no text and no spreadsheet, for one without a
    heading row that names latitude and longitude, and for a heading that stands twice.
    """
    if content.startswith(_BOOKS):
        return _of_book(content, where)
    text = as_text(content, where)
    try:
        heads = {separator: _split(text, separator) for separator in ",;\t"}
        best = max(heads, key=lambda separator: max(map(_score, heads[separator]), default=0))
        cells = list(csv.reader(io.StringIO(text, newline=None), delimiter=best))
    except csv.Error as error:
        raise FormatError(f"{where}: broken CSV: {error}") from error
    return _table(cells, heads[best], where)


def as_text(content: bytes, where: str) -> str:
    """Return a file's text. Raises FormatError for one with NUL bytes, which no text has."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content:
        raise FormatError(f"{where}: holds NUL bytes, expected text or a spreadsheet")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def our_name(heading: str) -> str | None:
    """Return our column for a heading, or None. A length in anything but metres is not ours."""
    ours = _KNOWN.get(_squeeze(heading))
    if ours == "length_m" and _SPEAKS_OF_LENGTH_IN_M.search(heading):
        return None
    return ours


def _squeeze(heading: str) -> str:
    bare = re.sub(r"\(.*?\)|\[.*?\]", "", heading)
    return re.sub(r"[\s_.\-/#]+", "", bare).lower()


def _split(text: str, separator: str) -> list[list[str]]:
    lines = text.splitlines()[:_LOOKED_AT]
    return [next(csv.reader([line], delimiter=separator), []) for line in lines]


def _score(cells: list[str]) -> int:
    """How many of our columns a row names; nothing for one without a position."""
    ours = {our_name(c) for c in cells} - {None}
    return len(ours) if {"lat", "lon"} <= ours or "position" in ours else 0


def _of_book(content: bytes, where: str) -> Table:
    with tempfile.NamedTemporaryFile(suffix=".book") as held:
        held.write(content)
        held.flush()
        try:
            book = sheets(Path(held.name))
        except FormatError as error:
            raise FormatError(str(error).replace(held.name, where)) from error
    for name, rows in book:
        cells = [list(row) for row in rows]
        if any(map(_score, cells[:_LOOKED_AT])):
            return _table(cells, cells[:_LOOKED_AT], f"{where}, sheet '{name}'")
    return _table([], [], where)


def _table(rows: list[list[str]], head: list[list[str]], where: str) -> Table:
    at = next((i for i, cells in enumerate(head) if _score(cells)), None)
    if at is None:
        first = next((",".join(c) for c in head if any(c)), "nothing")[:80]
        raise FormatError(
            f"{where}: no heading row with lat and lon, found '{first}', expected "
            "time_utc,lat,lon and the other columns of the briefing's form"
        )
    headings = [h.strip() for h in head[at]]
    names = [our_name(h) for h in headings]
    for name in {n for n in names if n is not None}:
        if names.count(name) > 1:
            same = " and ".join(h for h, n in zip(headings, names, strict=True) if n == name)
            raise FormatError(f"{where}: {same} both mean '{name}', expected one of them")
    out = tuple(_cells(rows, names, at))
    return Table(where, tuple(headings), frozenset(n for n in names if n), out)


def _cells(
    rows: list[list[str]], names: list[str | None], head: int
) -> Iterator[tuple[int, Mapping[str, str]]]:
    for number, cells in enumerate(rows, start=1):
        if number <= head + 1 or not any(c.strip() for c in cells):
            continue
        named = zip(names, cells, strict=False)
        row = {n: c.strip() for n, c in named if n is not None}
        yield number, _parted(row) if row.get("position") else row


_LONGEST_POSITION = 60  # characters; degrees, minutes and seconds of both axes take 30
_LETTERED = re.compile(r"(?P<lat>[NS]?[^NSEW]+[NS]?)[\s,;/]*(?P<lon>[EW][^NSEW]+|[^NSEW]+[EW])")
_BARE = re.compile(r"(?P<lat>[-+]?[\d.]+)(?:\s*[,;/]\s*|\s+)(?P<lon>[-+]?[\d.]+)")


def _parted(row: dict[str, str]) -> dict[str, str]:
    """Return a row with the halves of its position as latitude and longitude ("31 24.5N 124 55.0E",
    "N31 24.5 E124 55.0", "31.4, 124.9"); what is none becomes the latitude and is refused there."""
    text = row["position"].upper().strip()
    is_short = len(text) <= _LONGEST_POSITION
    halves = (_LETTERED.fullmatch(text) or _BARE.fullmatch(text)) if is_short else None
    lat, lon = (halves["lat"], halves["lon"]) if halves else (text, "")
    return {"lat": lat.strip(" ,;/"), "lon": lon.strip(" ,;/"), **row}
