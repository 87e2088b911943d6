"""Small worlds for the tests of cases and reports: every ship and event here is made up."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl

from seawarden import case
from seawarden.ids.hulls import hull_of
from seawarden.report import TRACKS
from seawarden.schema import CLAIMS, EVENTS, HULLS, LISTINGS, MATCHES
from seawarden.schema.kinds import kind_of

T0 = datetime(2024, 5, 3, 1, 0, tzinfo=UTC)
NOW = datetime(2024, 6, 1, tzinfo=UTC)
DPRK, PANAMA, TOGO, CHINA, NOBODY, BARGE = (
    445123000,
    351456000,
    671222000,
    412333000,
    150123456,
    412777000,
)
SEA = (32.4, 124.6)
LINES = [
    {"file": "feed.nmea", "sha256": "ab" * 32, "first_line": 10, "last_line": 99, "mmsi": DPRK}
]


def h(mmsi: int, ordinal: int = 0) -> int:
    return hull_of(mmsi, ordinal)


def hours(n: float) -> timedelta:
    return timedelta(hours=n)


def event(kind: str, a: int | None = DPRK, b: int | None = None, **given: Any) -> dict[str, Any]:
    """One event row; `a` and `b` are MMSIs, `start` and `end` hours after T0."""
    start, end = given.pop("start", 0.0), given.pop("end", 4.0)
    detail = given.pop("detail", {})
    at = given.pop("at", SEA)
    row = {
        "event_id": f"{kind}-{a or 0}-{b or 0}-{start:g}", "version": 1, "kind": kind, "mmsi": a,
        "other_mmsi": b, "hull": h(a) if a else None, "other_hull": h(b) if b else None,
        "start_utc": T0 + hours(start), "end_utc": T0 + hours(end), "is_open": False,
        "lat_deg": at[0], "lon_deg": at[1], "confidence": 0.9, "observed_h": end - start,
        "inferred_h": 0.0, "detail": json.dumps(detail),
        "detail_version": kind_of(kind).detail_version, "evidence": LINES,
    }  # fmt: skip
    return {**row, **given}


def sts(a: int = DPRK, b: int = PANAMA, **given: Any) -> dict[str, Any]:
    detail = {
        "median_gap_m": 22.0,
        "share_alongside": 0.9,
        "share_aligned": 0.9,
        "median_distance_m": 41.0,
    }
    return event("sts", a, b, **{"detail": detail, **given})


def events(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=EVENTS.schema)


_SHIPS: dict[int, tuple[str | None, int | None, int | None, int | None]] = {
    DPRK: ("CHON MYONG 9", 8712348, 80, 105),
    PANAMA: ("OCEAN GRACE", 9165308, 80, 178),
    TOGO: ("BLUE WAVE", 9074729, 70, 97),
    CHINA: ("HAI YANG 6", None, 70, 88),
    NOBODY: (None, None, None, None),
    BARGE: ("BUNKER 3", None, 80, 70),
}


def hulls(*mmsis: int, **change: Any) -> pl.DataFrame:
    rows = []
    for mmsi in mmsis or tuple(_SHIPS):
        name, imo, kind, length = _SHIPS.get(mmsi, ("SHIP", None, None, None))
        row = {
            "hull": h(mmsi), "mmsi": mmsi, "station": "ship", "ais_class": 1,
            "start_utc": T0 - hours(48), "end_utc": T0 + hours(48), "n_reports": 500,
            "start_lat_deg": SEA[0], "start_lon_deg": SEA[1], "end_lat_deg": SEA[0],
            "end_lon_deg": SEA[1], "track_nm": 100.0, "heard_h": 90.0, "imo": imo, "name": name,
            "call_sign": None, "ship_type": kind, "length_m": length, "first_row": 0,
            "last_row": 500,
        }  # fmt: skip
        rows.append({**row, **change.get(f"of_{mmsi}", {})})
    return pl.DataFrame(rows, schema=HULLS.schema)


def claim(mmsi: int, start: float, end: float, **given: Any) -> dict[str, Any]:
    name, imo, kind, length = _SHIPS[mmsi]
    row = {
        "hull": h(mmsi), "mmsi": mmsi, "start_utc": T0 + hours(start), "end_utc": T0 + hours(end),
        "n_statics": 7, "imo": imo, "name": name, "call_sign": None, "ship_type": kind,
        "bow_m": (length or 100) - 20, "stern_m": 20, "port_m": 8, "starboard_m": 8,
        "draught_m": 5.0, "destination": "FOR ORDERS", "file_id": 0, "first_line": 1,
        "last_line": 9,
    }  # fmt: skip
    return {**row, **given}


def claims(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=CLAIMS.schema)


def match(mmsi: int = DPRK, **given: Any) -> dict[str, Any]:
    name, imo, *_ = _SHIPS[mmsi]
    row = {
        "query_id": str(h(mmsi)), "hull": h(mmsi), "listing_id": "un1718:7", "list_code": "un1718",
        "list_name": "UN 1718 Committee, designated vessels", "as_of": date(2024, 1, 2),
        "source": "un1718.csv", "line": 8, "name": name, "imo": imo, "mmsi": mmsi, "flag": "KP",
        "listed_name": "CHON MYONG 9", "listed_imo": imo, "listed_on": date(2018, 3, 30),
        "is_dprk": True, "score": 0.97, "verdict": "match",
        "explanation": "the IMO number is the same", "parts": "[]",
    }  # fmt: skip
    return {**row, **given}


def matches(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=MATCHES.schema)


def build(
    found: pl.DataFrame,
    *,
    named: pl.DataFrame | None = None,
    said: pl.DataFrame | None = None,
    known: pl.DataFrame | None = None,
    listed: pl.DataFrame | None = None,
    params: case.Params | None = None,
    simulated: bool = False,
) -> pl.DataFrame:
    return case.build(
        found,
        MATCHES.empty() if named is None else named,
        hulls() if known is None else known,
        CLAIMS.empty() if said is None else said,
        LISTINGS.empty() if listed is None else listed,
        params=params or case.Params(),
        now_utc=NOW,
        is_simulated=simulated,
    )


def only(cases: pl.DataFrame) -> dict[str, Any]:
    """The one case of a frame, with its JSON opened."""
    assert cases.height == 1, cases["title"].to_list()
    row = cases.row(0, named=True)
    for name in ("ships", "measures", "evidence_for", "evidence_against"):
        row[name] = json.loads(row[name])
    return row


def approach(
    mmsi: int,
    bearing: float,
    at: tuple[float, float] = SEA,
    *,
    silent: tuple[float, float] = (0, 0),
) -> pl.DataFrame:
    """A track that comes in from 10 h before T0, drifts alongside for 4 h and leaves; `silent`
    is a span of hours after T0 without reports."""
    t = np.arange(-10.0, 14.0, 0.1)
    away = np.where(t < 0, -t, np.where(t > 4, t - 4, 0.0)) * 8.0  # nm at 8 kn
    east = away * np.sin(np.radians(bearing)) + 0.01 * np.sin(t)
    north = away * np.cos(np.radians(bearing)) + 0.02 * np.cos(t) + 0.15 * np.clip(t, 0, 4)
    lat = at[0] + north / 60
    lon = (at[1] + east / 60 / np.cos(np.radians(at[0])) + 180) % 360 - 180
    keep = ~((t > silent[0]) & (t < silent[1]))
    frame = pl.DataFrame({
        "hull": h(mmsi), "mmsi": mmsi, "time_utc": [T0 + hours(float(x)) for x in t],
        "lat_deg": lat, "lon_deg": lon, "sog_kn": np.where(away > 0, 8.0, 0.6),
        "heading_deg": np.full(t.size, bearing),
    }).filter(pl.Series(keep))  # fmt: skip
    return frame.cast(dict(TRACKS))
