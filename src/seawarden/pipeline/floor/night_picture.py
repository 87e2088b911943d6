"""The night picture: a crew's sighting typed in, and who passed through an area drawn by hand.

Method of a sighting: the reports around its time are fetched as for any file of sightings, and
`detect.sighting` ranks the ships that can have been there by place, length and heading; "no ship
on AIS" is one of the answers. With each candidate goes the water in which she lay with 50 and
90 %. Method of an area: every report in it, in its time, by ship; `still` asks only for ships that
lay there (`still_kn`, `least_still_h`).

Blind spot: the regions are circles, and know of no land.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl

from ...detect.sighting.match import Params as MatchParams
from ...detect.sighting.match import match_sightings
from ...errors import UsageError
from ...geo.areas import area_of
from ...schema import HULLS, JUMPS, SIGHTINGS, conform
from ...store.archive import Archive
from ...store.layout import manifest_of
from ...store.review import Word, detail_of
from ...units import AIS_UNITS_PER_DEG
from ..watch.sightings import fixes_of
from .desk import Desk

CANDIDATES = 10
"""Ships named for a sighting."""

_RADII = ((0.5, 1.1774), (0.9, 2.1460))
"""Share of a round Gaussian and the radius that holds it, in sigmas: sqrt(-2 ln(1 - share))."""

STILL_KN, LEAST_STILL_H = 1.0, 1.0
"""A ship 'lay' in an area: at most this fast for at least so long; own choice, as STAYS."""

MOST_REPORTS = 2_000_000
"""Reports in one area that are looked at; a larger area is asked for by a shorter time."""


def sighting(desk: Desk, given: dict[str, Any], now_utc: datetime) -> dict[str, Any]:
    """Return who can have been where a crew saw a ship, likeliest first.

    `given`: `time_utc`, `lat_deg`, `lon_deg`, and, where known, `length_m`, `heading_deg`,
    `sigma_m`, `note`. Raises UsageError for what cannot be.
    """
    seen = _seen(given)
    snapshot = desk.snapshot(now_utc)
    docket = snapshot.docket
    held = Archive(desk.path, manifest_of(desk.path / "docket.duckdb"))
    hulls, jumps = docket.table("hulls"), docket.table("jumps")
    fixes = fixes_of(held, seen, conform(hulls, HULLS), conform(jumps, JUMPS))
    found = match_sightings(seen, fixes, hulls, MatchParams(candidates_kept=CANDIDATES))
    names = {h["hull"]: h for h in snapshot.ships.to_dicts()}
    rows = [_candidate(pair, names) for pair in found.pairs.sort("p", descending=True).to_dicts()]
    nobody = max(0.0, 1.0 - sum(r["probability"] for r in rows))
    return {
        "seen": {n: seen[n][0] for n in ("sighting_id", "time_utc", "lat_deg", "lon_deg",
                                         "length_m", "heading_deg")},
        "candidates": rows,
        "nobody_on_ais": nobody,
    }  # fmt: skip


def checked_sighting(detail: dict[str, Any]) -> dict[str, Any]:
    """Return the detail of an act that keeps a crew's sighting. Raises UsageError."""
    row = _seen(detail).row(0, named=True)
    kept = ("sighting_id", "lat_deg", "lon_deg", "length_m", "heading_deg", "sigma_m", "note")
    return {"time_utc": row["time_utc"].isoformat(), **{n: row[n] for n in kept}}


def _seen(given: dict[str, Any]) -> pl.DataFrame:
    numbers = {
        name: _number(given, name, *limits)
        for name, limits in (
            ("lat_deg", (-90, 90)), ("lon_deg", (-180, 180)), ("length_m", (1, 500)),
            ("heading_deg", (0, 360)), ("sigma_m", (1, 50_000)),
        )
    }  # fmt: skip
    if numbers["lat_deg"] is None or numbers["lon_deg"] is None:
        raise UsageError("sighting: expected lat_deg and lon_deg")
    try:
        time = datetime.fromisoformat(str(given.get("time_utc")))
    except ValueError as error:
        raise UsageError(
            f"sighting at '{given.get('time_utc')}': expected a time, as 2026-03-02T06:00Z"
        ) from error
    time = time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    row = {
        **numbers,
        "sighting_id": f"typed-{time:%Y%m%dT%H%M%S}",
        "time_utc": time,
        "sensor": "crew",
        "note": str(given.get("note") or "")[:1000] or None,
        "file_id": 0,
        "line": 1,
    }
    return conform(pl.DataFrame([row], infer_schema_length=None), SIGHTINGS)


def _number(given: dict[str, Any], name: str, low: float, high: float) -> float | None:
    value = given.get(name)
    if value is None or value == "":
        return None
    try:
        number = float(value)
    except (TypeError, ValueError) as error:
        raise UsageError(f"{name} '{value}': expected a number") from error
    if not low <= number <= high:
        raise UsageError(f"{name} {number:g}: expected {low:g} to {high:g}")
    return number


def _candidate(pair: dict[str, Any], names: dict[int, dict[str, Any]]) -> dict[str, Any]:
    ship = names.get(pair["hull"], {})
    sigma = float(pair["sigma_m"])
    return {
        "mmsi": pair["mmsi"],
        "name": ship.get("name"),
        "flag": ship.get("flag"),
        "length_m": ship.get("length_m"),
        "probability": float(pair["p"]),
        "distance_m": float(pair["distance_m"]),
        "away_h": float(pair["away_h"]),
        "regions": [{"share": share, "radius_m": sigma * r} for share, r in _RADII],
        "fits": {k: pair[f"fits_{k}"] for k in ("place", "length", "heading")},
    }


def checked_area(detail: dict[str, Any]) -> dict[str, Any]:
    """Return the detail of an act that draws an area. Raises UsageError, FormatError."""
    name = str(detail.get("name") or "").strip()[:60]
    if not name:
        raise UsageError("area: expected a name")
    area_of(detail.get("polygon"), f"area '{name}'")
    return {"name": name, "polygon": detail["polygon"]}


def areas(desk: Desk) -> list[dict[str, Any]]:
    """Return the areas of interest that stand: `number`, `name`, `polygon`, `actor`."""
    return [
        {"number": a.number, "actor": a.act.actor, **detail_of(a)} for a in desk.standing(Word.AREA)
    ]


def passed(
    desk: Desk, polygon: dict[str, Any], first: datetime, last: datetime, now_utc: datetime, *,
    still: bool = False,
) -> list[dict[str, Any]]:  # fmt: skip
    """Return each ship heard in a polygon between two times: first, last, reports, least speed.

    Raises UsageError for a time that ends before it begins or holds too much, FormatError for what
    is no polygon.
    """
    if last <= first or last - first > timedelta(days=366):
        raise UsageError(f"area from {first} to {last}: expected an end after its beginning")
    area = area_of(polygon, "area")
    corners = [c for ring in _rings(polygon) for c in ring]
    lons, lats = [float(c[0]) for c in corners], [float(c[1]) for c in corners]
    whole = max(lons) - min(lons) > 180
    sides = [-180.0, 180.0] if whole else [min(lons), max(lons)]
    west, east = (round(x * AIS_UNITS_PER_DEG) for x in sides)
    south, north = (round(x * AIS_UNITS_PER_DEG) for x in (min(lats), max(lats)))
    low, high = (f"TIMESTAMPTZ '{t.astimezone(UTC).isoformat()}'" for t in (first, last))
    snapshot = desk.snapshot(now_utc)
    found = snapshot.docket.sql(
        "SELECT mmsi, time_utc, lat_aisu, lon_aisu, sog_kn FROM reports WHERE time_utc BETWEEN "
        f"{low} AND {high} AND lat_aisu BETWEEN {south} AND {north} AND lon_aisu BETWEEN {west} "
        f"AND {east} LIMIT {MOST_REPORTS + 1}"
    )
    if found.height > MOST_REPORTS:
        raise UsageError(f"area: more than {MOST_REPORTS:,} reports; ask for a shorter time")
    if found.is_empty():
        return []
    inside = area.contains(
        found["lat_aisu"].to_numpy() / AIS_UNITS_PER_DEG,
        found["lon_aisu"].to_numpy() / AIS_UNITS_PER_DEG,
    )
    found = found.filter(pl.Series(inside))
    if still:
        found = found.filter(pl.col("sog_kn") <= STILL_KN)
    spans = found.group_by("mmsi").agg(
        first_utc=pl.col("time_utc").min(), last_utc=pl.col("time_utc").max(), reports=pl.len(),
        least_kn=pl.col("sog_kn").min(),
    )  # fmt: skip
    if still:
        long = pl.col("last_utc") - pl.col("first_utc") >= timedelta(hours=LEAST_STILL_H)
        spans = spans.filter(long)
    named = snapshot.ships.unique("mmsi", keep="first").select("mmsi", "name", "flag", "length_m")
    joined = spans.with_columns(pl.col("mmsi").cast(pl.UInt32)).join(named, on="mmsi", how="left")
    return joined.sort("first_utc", "mmsi").to_dicts()


def _rings(polygon: dict[str, Any]) -> list[Any]:
    held = polygon["coordinates"]
    return held if polygon["type"] == "Polygon" else [ring for part in held for ring in part]
