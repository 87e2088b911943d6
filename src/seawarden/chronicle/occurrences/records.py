"""Records: occurrences read from tables that somebody else compiled.

Recognised by their columns, not their names: launches (`missile, facility, outcome`), nuclear
tests (`magnitude`), patrol deployments (`asset, base, announced`), transfers (`vessel_a`, `event`),
Security Council resolutions and designations as this module's own form (`kind, date, title, ...`).
Every row is kept: a row whose date cannot be read becomes an occurrence without a date.

Dates may be `2018-09`, `2019-10-mid`, `2024-05-early`, `2024-09?`, `2017-10/2017-11`; the days they
can mean are kept, with the precision.
"""

import calendar
import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import polars as pl

from ...errors import FormatError
from ...files.csv_rows import csv_rows
from ...files.streams import read_once
from ...schema import OCCURRENCE_KINDS, OCCURRENCES, conform
from ..documents.decode import decode
from ..statements.names import state_of

Row = dict[str, object]


def read(path: Path) -> pl.DataFrame:
    """Return OCCURRENCES from a record table (CSV), read from its file; see `parse`."""
    return parse(read_once(path), str(path))


def parse(data: bytes, path: str) -> pl.DataFrame:
    """Return OCCURRENCES from a record table's bytes.

    Raises FormatError naming the columns it has when they are those of no known record, and the
    line of a kind that is not known.
    """
    digest = hashlib.sha256(data).hexdigest()
    names, lines = csv_rows(decode(data).text, path)
    columns = set(names)
    maker = next((m for need, m in _MAKERS if need <= columns), None)
    if maker is None:
        raise FormatError(
            f"{path}: columns {', '.join(sorted(columns)) or 'none'}: no record of launches "
            "(date, missile), tests (date, magnitude), deployments (asset, start), transfers "
            "(event, vessel_a) or occurrences (kind, date, title)"
        )
    rows = []
    for line, raw in lines:
        row = {k: v.strip() for k, v in raw.items() if k}
        try:
            made = maker(row)
        except FormatError as error:
            raise FormatError(f"{path}: line {line}: {error}") from error
        rows.append(_finish(made, row, path, digest, line))
    frame = pl.DataFrame(rows, schema=OCCURRENCES.schema, orient="row")
    return conform(frame, OCCURRENCES, where=path)


def days(text: str) -> tuple[date | None, date | None, str]:  # noqa: PLR0911
    """Return (first day, last day, precision) of a record's date."""
    text = text.strip().rstrip("?")
    if "/" in text:
        parts = [days(p) for p in text.split("/", 1)]
        if parts[0][0] and parts[1][1]:
            return parts[0][0], parts[1][1], "range"
    match = re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}|early|mid|late))?", text)
    if not match:
        return None, None, "unknown"
    year, month, part = int(match[1]), match[2], match[3]
    try:
        if not month:
            return date(year, 1, 1), date(year, 12, 31), "year"
        length = calendar.monthrange(year, int(month))[1]
        if part is None:
            return date(year, int(month), 1), date(year, int(month), length), "month"
        if part.isdigit():
            day = date(year, int(month), int(part))
            return day, day, "day"
        low, high = {"early": (1, 10), "mid": (11, 20), "late": (21, length)}[part]
        return date(year, int(month), low), date(year, int(month), high), "range"
    except (ValueError, calendar.IllegalMonthError):
        return None, None, "unknown"


def _launch(row: Mapping[str, str]) -> Row:
    first, last, precision = days(row["date"])
    missile = row["missile"] or "missile"
    return {
        "kind": "launch",
        "start_on": first,
        "end_on": last,
        "precision": precision,
        "count": 1,
        "time_text": " ".join(p for p in (row["date"], row.get("time", "")) if p != "unknown"),
        "title": f"Launch of {missile} from {row.get('facility') or 'a place not known'}"
        f" ({row.get('outcome') or 'outcome not known'})",
        "actor": "KP",
        "place": row.get("facility") or None,
    }


def _test(row: Mapping[str, str]) -> Row:
    first, last, precision = days(row["date"])
    return {
        "kind": "nuclear_test",
        "start_on": first,
        "end_on": last,
        "precision": precision,
        "time_text": f"{row['date']} {row.get('utc_time', '')}".strip(),
        "count": 1,
        "title": f"Nuclear test {row.get('n', '')}: magnitude {row.get('magnitude') or '?'}, "
        f"estimated {row.get('yield_kt_estimate') or '?'} kt",
        "actor": "KP",
        "place": "Punggye-ri",
        "lat_deg": _float(row.get("lat")),
        "lon_deg": _float(row.get("lon")),
    }


def _deployment(row: Mapping[str, str]) -> Row:
    first, _, precision = days(row["start"])
    _, last, _ = days(row.get("end", "") or row["start"])
    if first and last and first != last:
        precision = "range"
    return {
        "kind": "deployment",
        "start_on": first,
        "end_on": last or first,
        "precision": precision,
        "time_text": f"{row['start']} to {row.get('end') or '?'}, announced {row['announced']}",
        "title": f"{row['asset']} at {row.get('base') or 'a base not named'}",
        "count": 1,
        "actor": row.get("actor") or "NZ",
        "place": row.get("base") or None,
    }


def _transfer(row: Mapping[str, str]) -> Row:
    first, last, precision = days(row["date"])
    ships = " and ".join(v for v in (row.get("vessel_a"), row.get("vessel_b")) if v)
    event = row.get("event") or "sts_transfer"
    kind = "sts" if "sts" in event else "arms_shipment" if "arms" in event else "sts"
    return {
        "kind": kind,
        "start_on": first,
        "end_on": last,
        "precision": precision,
        "actor": "KP",
        "time_text": row["date"],
        "title": f"{event.replace('_', ' ')}: {ships or 'ship not named'}",
        "place": row.get("place") or None,
        "lat_deg": _float(row.get("lat_approx")),
        "lon_deg": _float(row.get("lon_approx")),
    }


def _plain(row: Mapping[str, str]) -> Row:
    first, _, precision = days(row["date"])
    _, last, _ = days(row.get("end") or row["date"])
    kind = row["kind"].strip().lower().replace(" ", "_").replace("-", "_")
    if kind not in OCCURRENCE_KINDS:
        raise FormatError(f"kind '{row['kind']}': expected one of {', '.join(OCCURRENCE_KINDS)}")
    count = re.sub(r"[^\d]", "", row.get("count") or "")
    return {
        "kind": kind,
        "start_on": first,
        "end_on": last,
        "precision": precision,
        "time_text": row["date"],
        "title": row["title"],
        "place": row.get("place") or None,
        "actor": state_of(row.get("actor", "")) or row.get("actor") or None,
        "count": int(count) if count else None,
        "lat_deg": _float(row.get("lat")),
        "lon_deg": _float(row.get("lon")),
    }


_MAKERS = (
    ({"date", "missile", "facility"}, _launch),
    ({"date", "magnitude"}, _test),
    ({"announced", "start", "asset"}, _deployment),
    ({"date", "event", "vessel_a"}, _transfer),
    ({"kind", "date", "title"}, _plain),
)


def _finish(made: Row, row: Mapping[str, str], path: str, digest: str, line: int) -> Row:
    text = ", ".join(f"{k} {v}" for k, v in row.items() if v and k != "description")[:400]
    identity = hashlib.sha256(f"{made['kind']}|{digest}|{line}".encode()).hexdigest()[:16]
    return {
        "occurrence_id": f"o-{identity}",
        "status": "record",
        "modality": "reported",
        "detail": json.dumps(row, ensure_ascii=False),
        "disagreements": "[]",
        "sources": [
            {
                "source": path,
                "sha256": digest,
                "line": line,
                "document_id": None,
                "start": None,
                "end": None,
                "text": text,
            }
        ],
        "count": None,
        "place": None,
        "lat_deg": None,
        "lon_deg": None,
        **made,
    }


def _float(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None
