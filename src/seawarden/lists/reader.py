"""Read one sanctions list, its format recognised by its content, or a folder of lists.

The date of a list comes from its content where the content says it, else from the file name,
else it is null and the ListInfo says so. Two versions of one list are both kept: `versions`
picks by date.
"""

import csv
import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from ..errors import FormatError, InputError
from ..schema import LISTINGS
from .formats import ListFormat, formats
from .listing import Reading, to_listings
from .ofac import delta, sdn_csv, sdn_fixed
from .source import ListFile, date_in_name

_NO_LISTS = frozenset(
    (".md", ".rst", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".ico", ".sha256", ".sha512",
     ".md5", ".sig", ".asc", ".xsd", ".py", ".sh", ".bat", ".toml", ".yml", ".yaml", ".ini", ".url",
     ".lnk", ".log", ".tmp", ".part", ".lock")
)  # fmt: skip
"""Suffixes of files that are no list; what bears any other one is read, or named as unread."""
_NO_LIST_NAMES = re.compile(r"(?:readme|licen[cs]e|notice|copying|changelog)\b", re.I)
_UNREAD = {
    ".pdf": "a PDF", ".zip": "an archive", ".gz": "an archive", ".7z": "an archive",
    ".tar": "an archive", ".html": "a page", ".htm": "a page", ".docx": "a text document",
}  # fmt: skip
"""What lists are published in beside tables and XML, and cannot be read here."""


@dataclass(frozen=True, slots=True)
class ListInfo:
    """What one file gave: `as_of` is null when nothing dates the list; `notes` say what a
    reader must know (no date, rows left out, a file that is no list)."""

    path: str
    name: str
    as_of: date | None
    sha256: str
    listings: int
    notes: tuple[str, ...] = ()
    is_delta: bool = False
    problem: str | None = None
    """Why a file that looks like a list was not read: an answer without it is incomplete."""


def read_file(path: Path | str) -> tuple[pl.DataFrame, ListInfo]:
    """Return (LISTINGS, ListInfo) of one list, in the order of the file.

    Raises InputError when the file cannot be opened, FormatError when it is no list (with what
    is expected) or breaks its format (with line and column).
    """
    path = Path(path)
    file = ListFile.open(path)
    reader = next((f for f in formats() if f.sniff(file)), None)
    if reader is None:
        part = sdn_csv.companion(file) or sdn_fixed.companion(file)
        if part:
            raise FormatError(
                f"{path}: this is the {part.upper()} part of an OFAC list, expected the SDN file "
                "(it is joined when it lies beside it)"
            )
        raise FormatError(f"{path}: no sanctions list known by its content, expected {_expected()}")
    reading = _read(reader, file)
    as_of, notes = reading.as_of, [*file.notes, *reading.notes]
    if not reading.drafts and as_of is None:  # a shell; a list that dates itself may be empty
        raise FormatError(f"{path}: the list holds no entry, expected {reader.EXPECTED}")
    if not reading.drafts:
        notes.append("the list holds no entry")
    if as_of is None:
        as_of, note = date_in_name(path)
        notes.append(note or ("list date taken from the file name" if as_of else _NO_DATE))
    frame = to_listings(
        reading, code=reader.CODE, name=reader.NAME, as_of=as_of,
        source=str(path), sha256=file.sha256, authority=getattr(reader, "AUTHORITY", None),
    )  # fmt: skip
    info = ListInfo(
        str(path), reader.NAME, as_of, file.sha256, frame.height, tuple(notes),
        is_delta=reading.is_delta,
    )  # fmt: skip
    return frame, info


def _read(reader: ListFormat, file: ListFile) -> Reading:
    try:
        return reader.read(file)
    except (AttributeError, LookupError, TypeError, ValueError, RecursionError,
            csv.Error) as error:  # fmt: skip
        raise FormatError(
            f"{file.path}: breaks the format of {reader.NAME} ({type(error).__name__}: {error}), "
            f"expected {reader.EXPECTED}"
        ) from error


_NO_DATE = "neither the content nor the file name gives a list date"


def read_folder(path: Path | str) -> tuple[pl.DataFrame, list[ListInfo]]:
    """Return (LISTINGS, one ListInfo for each file) of every list in a folder and below it.

    Also takes one file. OFAC's ALT and ADD files are read with their SDN file and stand as
    notes. Files that are no list by their name (README.md, a picture) and hidden files are left
    out; the former are noted. Identical files are read once and noted. Every other file that
    cannot be read is named in its ListInfo's `problem`, and the rest is used. Raises InputError
    when the path does not exist, FormatError when the folder holds no list that can be read.
    """
    path = Path(path)
    if path.is_file():
        frame, info = read_file(path)
        return frame, [info]
    if not path.is_dir():
        raise InputError(f"{path}: no such folder, expected a folder of sanctions lists")
    files = sorted(p for p in path.rglob("*") if p.is_file() and not _hidden(p, path))
    frames: list[pl.DataFrame] = []
    infos: list[ListInfo] = []
    first: dict[str, str] = {}
    for item in files:
        try:
            info, read = _item(item, first)
        except InputError as error:
            info = ListInfo(str(item), "not read", None, "", 0, (), problem=str(error))
            read = None
        infos.append(info)
        if read is not None:
            frames.append(read)
    problems = [i.problem for i in infos if i.problem]
    if not frames and problems:
        raise FormatError(problems[0])
    if not frames:
        raise FormatError(f"{path}: the folder holds no sanctions list, expected {_expected()}")
    listings = delta.apply(pl.concat(frames))
    infos = [_with_base(info, listings) for info in infos]
    return listings.sort(LISTINGS.sort, nulls_last=False, maintain_order=True), infos


def _with_base(info: ListInfo, listings: pl.DataFrame) -> ListInfo:
    """Return `info`, with a problem where it is a delta and the list that it changes is missing."""
    base = (pl.col("list_code") == "ofac") & ~pl.col("dataset").str.starts_with(delta.PREFIX)
    if not info.is_delta or listings.filter(base).height:
        return info
    return replace(info, problem=f"{info.path}: a delta, without the OFAC list that it changes")


def _item(path: Path, first: dict[str, str]) -> tuple[ListInfo, pl.DataFrame | None]:
    suffix = path.suffix.lower()
    if suffix in _NO_LISTS:
        return _left_out(path, "", "left out: no list by its suffix"), None
    if _NO_LIST_NAMES.match(path.name):
        return _left_out(path, "", "left out: no list by its name"), None
    if suffix in _UNREAD:
        raise FormatError(
            f"{path}: {_UNREAD[suffix]}, which is not read; expected the list as CSV, XML, JSON, "
            "XLSX or ODS, unpacked"
        )
    file = ListFile.open(path)
    part = sdn_csv.companion(file) or sdn_fixed.companion(file)
    if part and not any(f.sniff(file) for f in formats()):
        owner = _sdn_of(path, part)
        note = f"read with {owner}" if owner else f"no SDN file beside this {part.upper()} file"
        return _left_out(path, file.sha256, note), None
    if file.sha256 in first:
        return _left_out(path, file.sha256, f"the same file as {first[file.sha256]}"), None
    first[file.sha256] = str(path)
    frame, info = read_file(path)
    return info, frame


def _sdn_of(path: Path, part: str) -> str | None:
    for other in sorted(path.parent.iterdir()):
        if sdn_csv.beside(other, part) == path:
            return other.name
    return None


def _left_out(path: Path, sha256: str, note: str) -> ListInfo:
    return ListInfo(str(path), "no list", None, sha256, 0, (note,))


def _hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(root).parts)


def _expected() -> str:
    return "one of: " + "; ".join(f.EXPECTED for f in formats())
