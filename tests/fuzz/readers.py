"""Every reader of a stranger's file but those of AIS: a sample, and what must hold of the reading.

A reader is a function of a path. It raises the package's own errors and no other; what it returns
was counted where the reader counts. AIS readers: `tests/read/test_damaged_files.py`, by the same
faults.
"""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import polars as pl

from seawarden.chronicle import entry
from seawarden.chronicle.documents import formats
from seawarden.chronicle.occurrences import records
from seawarden.lists import ledger
from seawarden.lists import reader as lists
from seawarden.lists.particulars import read_particulars
from seawarden.lists.source import ListFile
from seawarden.patrol.crew_files.contacts import read_contacts
from seawarden.patrol.crew_files.track import read_track
from seawarden.read import sightings
from seawarden.read.input.find import sources
from seawarden.screen import file as read_asked

from ..lists import samples, test_published_formats

UP, DOWN = datetime(2026, 3, 3, tzinfo=UTC), datetime(2026, 3, 3, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Reader:
    """A kind of file: its name, its samples, and the reading of one."""

    name: str
    suffix: str
    samples: tuple[bytes, ...]
    read: Callable[[Path], None]


_A_ROW_EACH = ("un1718", "ofac", "us_csl", "opensanctions", "house")
_AN_ELEMENT_EACH = {"ofac": "sdnEntry", "ca": "record", "ch": "target"}


def _list(path: Path) -> None:
    """Entries in = ships + companies + persons + others + rows left out and named."""
    frame, info = lists.read_file(path)
    assert frame.height == info.listings
    (account,) = ledger(frame, [info])
    parts = account.ships + account.companies + account.persons + account.others
    assert account.entries == parts
    counted = _entries(path, set(frame["list_code"]))
    if counted is not None:
        assert counted == account.entries + account.left_out, (counted, account, info.notes)


def _entries(path: Path, codes: set[str]) -> int | None:
    """Count the entries of a list by another road than its reader, where one row is one entry."""
    data, code = path.read_bytes(), next(iter(codes), "")
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        tag = _AN_ELEMENT_EACH.get(code)
        found = ElementTree.fromstring(data).iter() if tag else ()
        return sum(e.tag.rsplit("}", 1)[-1] == tag for e in found) if tag else None
    if code not in _A_ROW_EACH or path.suffix != ".csv":
        return None
    file = ListFile.open(path)
    text = data.decode(file.encoding, "replace").lstrip("\ufeff")
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=file.delimiter)
            if any(cell.strip("\x1a \ufeff") for cell in row)]  # fmt: skip
    return len(rows) - (0 if code == "ofac" else file.above + 1)


def _asked(path: Path) -> None:
    found = read_asked(path)
    assert found.queries["query_id"].n_unique() == found.queries.height


def _particulars(path: Path) -> None:
    read_particulars(path)


def _sightings(path: Path) -> None:
    (source,) = sources([path])
    found = sightings.read(source)
    assert found.lines == found.n_sightings + found.n_other + found.n_rejects
    assert found.sightings.height == found.n_sightings
    assert found.rejects.height == found.n_rejects


def _contacts(path: Path) -> None:
    read_contacts(path.read_bytes(), str(path), "20260303-1-P-8A", UP, DOWN)


def _track(path: Path) -> None:
    read_track(path.read_bytes(), str(path), UP, DOWN)


def _records(path: Path) -> None:
    records.parse(path.read_bytes(), str(path))


def _documents(path: Path) -> None:
    for kind, item in formats.read(path.name, path.read_bytes()):
        made = entry.make(item, entry.Original(str(path), "0" * 64, 1, kind))
        assert made.document["status"]
        assert not (made.document["status"] == "unreadable" and made.statements)


def _workbook() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in test_published_formats.AUSTRALIA:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def _parquet() -> bytes:
    out = io.BytesIO()
    pl.DataFrame({"text": ["We condemn it, Ann Lee said."] * 3, "title": ["a", "b", "c"]}
                 ).write_parquet(out)  # fmt: skip
    return out.getvalue()


SEEN = "time_utc,lat,lon,name,imo,activity,hailed,of_interest,photo\n" + "".join(
    f"2026-03-03T0{i}:30:00Z,31 24.{i}N,124.5,SHIP {i},9074729,drifting,no,yes,\n"
    for i in range(1, 9)
)
FLOWN = "time_utc,lat,lon,search\n" + "".join(
    f"2026-03-03T0{i}:30:00Z,3{i % 3}.5,12{i % 4}.5,yes\n" for i in range(1, 9)
)
GPX = (
    '<?xml version="1.0"?><gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>'
    + "".join(
        f'<trkpt lat="3{i % 3}.5" lon="124.5"><time>2026-03-03T0{i}:30:00Z</time></trkpt>'
        for i in range(1, 9)
    )
    + "</trkseg></trk></gpx>"
)
SAW = "time,lat,lon,length_m,matched\n" + "".join(
    f"2026-03-03T0{i}:30:00Z,34.{i},124.5,{100 + i},no\n" for i in range(1, 9)
)
SAW_JSON = json.dumps(
    {"type": "FeatureCollection", "features": [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [124.5, 34.0 + i]},
         "properties": {"time": f"2026-03-03T0{i}:30:00Z", "length_m": 90 + i}}
        for i in range(1, 9)]}
)  # fmt: skip
ASKED = "name,imo,mmsi,call sign,flag,owner\n" + "".join(
    f'"SHIP {i}",9074729,44512300{i},HMA{i},KP,"OWNER {i}; OTHER"\n' for i in range(8)
)
OWNERS = "IMO,Ship name,Registered owner,Manager,Share\n" + "".join(
    f'9074729,SHIP {i},"Alpha Ltd (60 %, since 01/02/2024)",Beta Co,60 %\n' for i in range(8)
)
HAPPENED = "date,kind,title,source\n" + "".join(
    f"2024-05-0{i},launch,A launch of {i} missiles,KCNA\n" for i in range(1, 9)
)
SAID = (
    "“We condemn the launch of this missile,” Foreign Minister Ann Lee said on 3 May 2024. "
    "New Zealand calls on them to stop, she said.\n\nThe launch was on Tuesday.\n"
)
PAGE = (
    "<!doctype html><html><head><title>A release</title><meta name='date' content='2024-05-03'>"
    f"</head><body><article><h1>A release</h1><p>{SAID}</p><p>{SAID}</p></article></body></html>"
)
FRONT = f"---\ntitle: A release\ndate: 2024-05-03\nministers: [Ann Lee, Bo Kim]\n---\n\n{SAID * 2}"
RSS = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>'
    + "".join(
        f"<item><title>Release {i}</title><link>https://example.org/{i}</link>"
        f"<pubDate>Fri, 03 May 2024 0{i}:00:00 GMT</pubDate><description>"
        f"{SAID}</description></item>"
        for i in range(5)
    )
    + "</channel></rss>"
)
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>'
    + "".join(
        f"<entry><title>Release {i}</title><updated>2024-05-03T0{i}:00:00Z</updated>"
        f"<content type='html'>&lt;p&gt;{SAID}&lt;/p&gt;</content></entry>"
        for i in range(5)
    )
    + "</feed>"
)
ROWS = "".join(
    json.dumps({"title": f"R {i}", "text": SAID, "date": "2024-05-03"}) + "\n" for i in range(5)
)


def _bytes(*texts: str) -> tuple[bytes, ...]:
    return tuple(text.encode() for text in texts)


def readers() -> list[Reader]:
    """Return every reader, with samples of all that it takes."""
    from .pdf import release

    more = test_published_formats
    return [
        Reader("lists, tables", ".csv", _bytes(
            samples.UN1718, samples.OFAC_SDN, samples.MARITIME, samples.UK_LIST,
            samples.EU_FSF_CSV, samples.SIMPLE, more.CSL,
        ), _list),
        Reader("lists, XML", ".xml", _bytes(
            samples.OFAC_XML, samples.EU_XML, more.UK, more.SECO, more.SEMA,
        ), _list),
        Reader("lists, JSON", ".json", _bytes(samples.FTM), _list),
        Reader("lists, workbooks", ".xlsx", (_workbook(),), _list),
        Reader("ships to screen", ".csv", _bytes(ASKED), _asked),
        Reader("owners", ".csv", _bytes(OWNERS), _particulars),
        Reader("sightings", ".csv", _bytes(SAW, SAW_JSON), _sightings),
        Reader("contacts", ".csv", _bytes(SEEN), _contacts),
        Reader("tracks", ".csv", _bytes(FLOWN, GPX), _track),
        Reader("records", ".csv", _bytes(HAPPENED), _records),
        Reader("feeds", ".xml", _bytes(RSS, ATOM), _documents),
        Reader("documents, text", ".md", _bytes(FRONT, SAID), _documents),
        Reader("documents, pages", ".html", _bytes(PAGE), _documents),
        Reader("documents, rows", ".jsonl", (*_bytes(ROWS), _parquet()), _documents),
        Reader("documents, PDF", ".pdf", (release(),), _documents),
    ]  # fmt: skip
