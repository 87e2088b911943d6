"""A crew's contacts: the rows of the form that the briefing prints, as the crew filled it in."""

from collections.abc import Mapping
from datetime import datetime

import polars as pl

from ...errors import FormatError
from ...schema import CREW_CONTACTS, conform
from ..briefing import ACTIVITIES
from . import values
from .moments import moments
from .rows import read_rows

ALSO = {
    "sts": "transfer",
    "ship-to-ship": "transfer",
    "rafted": "alongside",
    "at anchor": "anchored",
    "adrift": "drifting",
    "under way": "underway",
    "making way": "underway",
}
"""What crews write for an activity of the form -> the form's word."""


def read_contacts(
    content: bytes,
    where: str,
    sortie_id: str,
    takeoff: datetime,
    landing: datetime,
    zone: str | None = None,
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Return CREW_CONTACTS, matched to nothing yet, in the order of the file, and unused headings.

    `content`: CSV with comma, semicolon or tab, in any usual encoding, or a spreadsheet. Its
    columns are those of `briefing.FORM`; a time, `lat` and `lon` are required. `zone`: of times
    that carry none (`moments`).

    A row that cannot be right stops the reading with one line that says where and why: a log is
    short, and a contact in the wrong place misleads every later plan. Raises FormatError for a
    missing column, a time that cannot be read or lies outside the flight by more than an hour, a
    position off the Earth, an unknown activity, an IMO number or MMSI that is no number.
    """
    table = read_rows(content, where)
    at = moments(table, zone, takeoff, landing)
    rows = [
        _contact(row, f"{table.where}, line {line}", sortie_id, time, line)
        for (line, row), time in zip(table.rows, at, strict=True)
    ]
    frame = pl.DataFrame(
        rows, schema_overrides=dict(CREW_CONTACTS.schema), infer_schema_length=None
    )
    known = conform(frame if rows else CREW_CONTACTS.empty(), CREW_CONTACTS, where=where)
    return known, table.unused


def _contact(
    row: Mapping[str, str], place: str, sortie_id: str, time: datetime, line: int
) -> dict[str, object]:
    activity = row.get("activity", "").lower() or None
    activity = ALSO.get(activity or "", activity)
    if activity and activity not in ACTIVITIES:
        raise FormatError(
            f"{place}, activity: '{activity}', expected one of {', '.join(ACTIVITIES)}"
        )
    return {
        "contact_id": f"{sortie_id}#{line}",
        "sortie_id": sortie_id,
        "time_utc": time,
        "lat_deg": values.degrees(row.get("lat", ""), 90.0, f"{place}, lat"),
        "lon_deg": values.degrees(row.get("lon", ""), 180.0, f"{place}, lon"),
        "name": row.get("name") or None,
        "imo": values.digits(row.get("imo", ""), 7, f"{place}, imo"),
        "mmsi": values.digits(row.get("mmsi", ""), 9, f"{place}, mmsi"),
        "flag": row.get("flag", "").upper() or None,
        "length_m": values.number(row.get("length_m", ""), f"{place}, length_m"),
        "activity": activity,
        "is_hailed": values.yes_or_no(row.get("hailed", ""), f"{place}, hailed"),
        "is_of_interest": values.yes_or_no(row.get("of_interest", ""), f"{place}, of_interest"),
        "photo": row.get("photo") or None,
        "photo_sha256": None,
        "note": row.get("note") or None,
        "match": "unknown",
        "line": line,
    }
