"""Contacts that cannot be right as written: held until somebody confirms them.

A contact is laid beside the aircraft's position at that very time, interpolated between the track
points on either side: what was read off a ship (name, IMO number, flag, activity) was read within
`read_nm`, and what was seen at all within `horizon_nm`. Where it is further off, the same contact
is tried at whole hours earlier and later: a crew that typed local time is found so. A wrong check
digit of an IMO number is a slip of the pen or a ship that lies; either wants a second look.

Blind spot: a contact typed wrongly by less than the distance that the aircraft could see.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import polars as pl

from ...errors import UsageError
from ...geo.sphere import distance_m
from ...ids.imo import check_digit_ok
from ...units import M_PER_NM
from .match_contacts import position_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """How far an aircraft sees, and how far a track may be carried on."""

    read_nm: float = 40.0
    """nm; own choice: thrice the half sweep width of the catalogue's best camera (12 nm)."""
    horizon_nm: float = 250.0
    """nm; radar horizon from 40,000 ft: 1.23 x sqrt(height in ft) (4/3 Earth)."""
    hole_min: float = 30.0
    """min; further from any track point the aircraft's position is not known; own choice: it
    flies 130 to 220 nm in that time."""
    largest_shift_h: int = 14
    """h; the largest offset of any zone from UTC."""


def with_doubts(
    contacts: pl.DataFrame,
    track: pl.DataFrame,
    accepted: Iterable[str] = (),
    params: Params = Params(),
) -> pl.DataFrame:
    """Return CREW_CONTACTS with `aircraft_nm`, `doubt` and `is_accepted`.

    `track`: `time_utc, lat_deg, lon_deg`; `accepted`: ids of contacts that somebody has confirmed.
    Raises UsageError for an id that no contact has.
    """
    confirmed = set(accepted)
    unknown = confirmed - set(contacts["contact_id"])
    if unknown:
        known = ", ".join(contacts["contact_id"]) or "none"
        raise UsageError(f"--accept '{min(unknown)}': no such contact; contacts: {known}")
    distances, doubts = [], []
    for row in contacts.iter_rows(named=True):
        distance = _from_aircraft_nm(row, row["time_utc"], track, params)
        distances.append(distance)
        doubts.append(_doubt(row, distance, track, params))
    frame = contacts.with_columns(
        aircraft_nm=pl.Series(distances, dtype=pl.Float64),
        doubt=pl.Series(doubts, dtype=pl.String),
    )
    return frame.with_columns(
        is_accepted=pl.col("doubt").is_null() | pl.col("contact_id").is_in(sorted(confirmed))
    )


def _doubt(
    row: dict[str, Any], distance_nm: float | None, track: pl.DataFrame, params: Params
) -> str | None:
    was_read = any(row[c] is not None for c in ("name", "imo", "flag", "activity"))
    most_nm = params.read_nm if was_read else params.horizon_nm
    what = "its name or doings are" if was_read else "a ship is"
    found = []
    if distance_nm is None:
        found.append(f"the track has no point within {params.hole_min:.0f} min of it")
    elif distance_nm > most_nm:
        found.append(
            f"{distance_nm:.0f} nm from the aircraft at that time, and {what} seen within "
            f"{most_nm:.0f} nm{_other_hour(row, track, most_nm, params)}"
        )
    if row["imo"] is not None and not check_digit_ok(row["imo"]):
        found.append(f"IMO number {row['imo']} has a wrong check digit")
    return "; ".join(found) or None


def _from_aircraft_nm(
    row: dict[str, Any], time: datetime, track: pl.DataFrame, params: Params
) -> float | None:
    """Return how far a contact lay from the aircraft at a time; None where the track has a hole."""
    off = (track["time_utc"] - time).abs().min()
    if not isinstance(off, timedelta) or off > timedelta(minutes=params.hole_min):
        return None
    lat, lon = position_at(track, time)
    return float(distance_m(lat, lon, row["lat_deg"], row["lon_deg"])) / M_PER_NM


def _other_hour(row: dict[str, Any], track: pl.DataFrame, most_nm: float, params: Params) -> str:
    best = (np.inf, 0)
    for hours in range(-params.largest_shift_h, params.largest_shift_h + 1):
        distance = _from_aircraft_nm(row, row["time_utc"] + timedelta(hours=hours), track, params)
        if hours and distance is not None:
            best = min(best, (distance, hours))
    if best[0] > most_nm:
        return ""
    when = "earlier" if best[1] < 0 else "later"
    return f"; {abs(best[1])} h {when} it lay {best[0]:.0f} nm from it: is the time local?"
