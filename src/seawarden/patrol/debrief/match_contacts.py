"""Match a crew's contacts to what was known: identities, AIS, sightings, cases.

In this order, the first that fits: `identity` (the IMO number or MMSI the crew read is that of a
ship in a case), `ais` (an AIS position within `max_nm` of the contact at its time, the nearest;
positions are interpolated between reports at most `max_gap_min` apart), `sighting` (a sighting
within `max_nm` and `max_gap_min`), `case` (an open case or event within `case_nm` and
`case_days`), else `unknown`: seen by the crew, known to nobody. An identity that AIS contradicts
is a finding in itself, so the AIS match is looked up for those contacts too and kept in
`matched_mmsi`.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import polars as pl

from ...geo.sphere import distance_m
from ...schema import CREW_CONTACTS, conform
from ...units import M_PER_NM
from .area_searched import closest_nm


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """Own choices: a camera's position is good to about a mile at 10 nm."""

    max_nm: float = 2.0
    max_gap_min: float = 30.0
    case_nm: float = 15.0
    case_days: float = 3.0


def match(
    contacts: pl.DataFrame,
    track: pl.DataFrame,
    positions: pl.DataFrame,
    sightings: pl.DataFrame,
    cases: pl.DataFrame,
    params: Params = Params(),
) -> pl.DataFrame:
    """Return CREW_CONTACTS with `match`, `matched_mmsi`, `matched_id`, `match_m`, `offset_nm`.

    `track`: `lat_deg, lon_deg`; `positions`: `mmsi, time_utc, lat_deg, lon_deg`, any order;
    `sightings`: SIGHTINGS; `cases`: CASES.
    """
    known = _identities(cases)
    if track.height > 1 and contacts.height:
        offset, _ = closest_nm(
            track["lat_deg"], track["lon_deg"], contacts["lat_deg"], contacts["lon_deg"]
        )
    else:
        offset = np.full(contacts.height, np.nan)
    rows = []
    for i, contact in enumerate(contacts.iter_rows(named=True)):
        row = dict(contact)
        ais = _nearest_ship(row, positions, params)
        case = known.get(("imo", row["imo"])) or known.get(("mmsi", row["mmsi"]))
        row["offset_nm"] = float(offset[i]) if np.isfinite(offset[i]) else None
        row["matched_mmsi"], row["match_m"] = ais if ais else (None, None)
        if case:
            row["match"], row["matched_id"] = "identity", case
        elif ais:
            row["match"] = "ais"
        else:
            row.update(_place(row, sightings, cases, params))
        rows.append(row)
    frame = pl.DataFrame(rows, schema=CREW_CONTACTS.schema) if rows else CREW_CONTACTS.empty()
    return conform(frame, CREW_CONTACTS)


def _identities(cases: pl.DataFrame) -> dict[tuple[str, int], str]:
    """Return (kind of number, number) -> the first case in rank that names it."""
    out: dict[tuple[str, int], str] = {}
    for case_id, ships, mmsis in cases.sort("rank").select("case_id", "ships", "mmsis").iter_rows():
        for mmsi in mmsis or []:
            out.setdefault(("mmsi", int(mmsi)), case_id)
        for ship in json.loads(ships or "[]"):
            for key in ("imo", "mmsi"):
                if ship.get(key):
                    out.setdefault((key, int(ship[key])), case_id)
    return out


def _nearest_ship(
    row: dict[str, Any], positions: pl.DataFrame, params: Params
) -> tuple[int, float] | None:
    """Return (mmsi, distance in m) of the ship nearest to a contact at its time."""
    gap = timedelta(minutes=params.max_gap_min)
    near = positions.filter(
        pl.col("time_utc").is_between(row["time_utc"] - gap, row["time_utc"] + gap)
        & ((pl.col("lat_deg") - row["lat_deg"]).abs() < 0.3)
    )
    best: tuple[int, float] | None = None
    for (mmsi,), ship in near.sort("time_utc").group_by("mmsi", maintain_order=True):
        lat, lon = position_at(ship, row["time_utc"])
        d = float(distance_m(lat, lon, row["lat_deg"], row["lon_deg"]))
        if d <= params.max_nm * M_PER_NM and (best is None or d < best[1]):
            best = (int(str(mmsi)), d)
    return best


def position_at(track: pl.DataFrame, time: datetime) -> tuple[float, float]:
    """Return where a ship or an aircraft was at a time: interpolated, or its nearest report."""
    t = track["time_utc"].dt.epoch("ms").to_numpy().astype(np.float64)
    at = time.timestamp() * 1000.0
    lon = np.degrees(np.unwrap(np.radians(track["lon_deg"].to_numpy())))
    return float(np.interp(at, t, track["lat_deg"].to_numpy())), float(np.interp(at, t, lon))


def _place(
    row: dict[str, Any], sightings: pl.DataFrame, cases: pl.DataFrame, params: Params
) -> dict[str, Any]:
    """Return the match to a sighting or a case near the contact, or 'unknown'."""
    gap = timedelta(minutes=params.max_gap_min)
    days = timedelta(days=params.case_days)
    for kind, frame, reach, id_ in (
        (
            "sighting",
            sightings.filter((pl.col("time_utc") - row["time_utc"]).abs() <= gap),
            params.max_nm,
            "sighting_id",
        ),
        (
            "case",
            cases.filter(
                (pl.col("start_utc") <= row["time_utc"])
                & (pl.col("end_utc") + days >= row["time_utc"])
            ),
            params.case_nm,
            "case_id",
        ),
    ):
        if not frame.height:
            continue
        d = distance_m(
            row["lat_deg"], row["lon_deg"], frame["lat_deg"].to_numpy(), frame["lon_deg"].to_numpy()
        )
        at = int(np.argmin(d))
        if d[at] <= reach * M_PER_NM:
            return {"match": kind, "matched_id": frame[id_][at], "match_m": float(d[at])}
    return {"match": "unknown", "matched_id": None, "match_m": None}
