"""What a case's page shows: what was seen, what it may mean, for and against, the acts on it.

Method: nothing is weighed here; the case is taken apart as it stands. Contact and purpose come
from its leading event, apart from each other; what speaks for it and against it keeps its weights;
each event leads back to file and line.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from ....facts.claims import segments_of, with_hull
from ....report.case_record import Case
from ....store.review import UNREVIEWED, Review
from ....units import AIS_UNITS_PER_DEG
from ..acts import as_row
from ..desk import Desk, Snapshot
from ..dismissal import standing

MARGIN = timedelta(hours=6)
"""Shown before and after a case: the approach and the departure."""

MOST_POINTS = 3_000
"""Points of one ship that are sent for a replay; denser tracks are thinned evenly."""


def case_page(desk: Desk, case_id: str, now_utc: datetime) -> dict[str, Any]:
    """Return everything that the page of a case shows. Raises UsageError for an unknown id."""
    snapshot = desk.snapshot(now_utc)
    case = snapshot.case(case_id)
    review = desk.reviews().get(case_id, Review())
    where = standing(case, snapshot.evidence[case_id], review)
    events = [snapshot.events[e] for e in case["event_ids"] or () if e in snapshot.events]
    lead = events[0] if events else None
    row = {
        name: case[name]
        for name in (
            "case_id", "version", "version_reason", "rank", "tier", "kind", "grade", "title",
            "what_happened", "what_would_change_it", "start_utc", "end_utc", "lat_deg", "lon_deg",
            "confidence", "mmsis", "hulls", "observed_h", "inferred_h", "is_simulated",
        )
    }  # fmt: skip
    void = {a.number for a in review.acts} - {a.number for a in _standing(review)}
    return {
        **row,
        "review": review.label if review.is_reviewed else UNREVIEWED,
        "state": where.state,
        "new": list(where.new),
        "noted": where.noted,
        "assignee": review.assignee,
        "tags": sorted(review.tags),
        "ships": case.ships,
        "names": case.names,
        "measures": case.measures,
        "contact": lead["contact"] if lead else None,
        "purpose": lead["purpose"] if lead else None,
        "evidence_for": case.evidence_for,
        "evidence_against": [p for p in case.evidence_against if "result" not in p],
        "rivals": [p for p in case.evidence_against if "result" in p],
        "events": [_event(e) for e in events],
        "linked": list(case["linked_case_ids"] or ()),
        "listing_ids": list(case["listing_ids"] or ()),
        "acts": [as_row(a, is_undone=a.number in void) for a in reversed(review.acts)],
    }


def replay(desk: Desk, case_id: str, now_utc: datetime) -> dict[str, Any]:
    """Return each ship's reports around a case, her size, and the pair's separation.

    `tracks` holds columns, in time order: `t` (s since 1970 UTC), `lat`, `lon` (deg), `sog_kn`,
    `heading_deg`, `file`, `line`; `hull` the antenna offsets, m. `separation` is measured in the
    docket's CONTACTS: `t`, `distance_m`. `draught` are the claims: `t`, `draught_m`, by MMSI.
    """
    snapshot = desk.snapshot(now_utc)
    case = snapshot.case(case_id)
    low, high = case["start_utc"] - MARGIN, case["end_utc"] + MARGIN
    files = [str(i.get("path")) for i in snapshot.run.get("inputs") or ()]
    tracks = []
    reports = _reports(snapshot, case, low, high)
    for mmsi, name in zip(case["mmsis"] or (), case.names, strict=False):
        track = _of_her(reports.filter(pl.col("mmsi") == mmsi), case)
        tracks.append({"mmsi": mmsi, "name": name, "hull": _hull(snapshot, int(mmsi), case),
                       **_columns(track, files)})  # fmt: skip
    return {
        "start_utc": low,
        "end_utc": high,
        "case_start_utc": case["start_utc"],
        "case_end_utc": case["end_utc"],
        "tracks": tracks,
        "separation": _separation(snapshot, case),
        "draught": _draught(snapshot, case, low, high),
    }


def _standing(review: Review) -> list[Any]:
    from ....store.review import undone

    void = undone(review.acts)
    return [a for a in review.acts if a.number not in void]


def _event(event: Mapping[str, Any]) -> dict[str, Any]:
    names = (
        "event_id", "version", "kind", "mmsi", "other_mmsi", "start_utc", "end_utc", "lat_deg",
        "lon_deg", "confidence", "contact", "observed_h", "inferred_h", "evidence",
    )  # fmt: skip
    try:
        detail = json.loads(event["detail"] or "{}")
    except ValueError:
        detail = {}
    return {**{n: event[n] for n in names}, "detail": detail}


def _hull(snapshot: Snapshot, mmsi: int, case: Case) -> dict[str, Any] | None:
    held = snapshot.ships.filter(
        (pl.col("mmsi") == mmsi) & pl.col("hull").is_in(list(case["hulls"] or ()))
    )
    if held.is_empty():
        return None
    return held.select("bow_m", "stern_m", "port_m", "starboard_m").row(0, named=True)


def _reports(snapshot: Snapshot, case: Case, low: datetime, high: datetime) -> pl.DataFrame:
    """Return the reports of a case's ships with their hulls: one look into the archive for all."""
    mmsis = [int(m) for m in case["mmsis"] or ()]
    span = " AND ".join(
        f"time_utc {sign} TIMESTAMPTZ '{at.isoformat()}'"
        for sign, at in ((">=", low), ("<=", high))
    )
    rows = snapshot.docket.sql(
        "SELECT time_utc, mmsi, lat_aisu, lon_aisu, sog_kn, heading_deg, file_id, line "
        f"FROM reports WHERE mmsi IN ({', '.join(map(str, mmsis)) or '-1'}) AND {span} "
        "ORDER BY time_utc, mmsi, lat_aisu, lon_aisu, file_id, line"
    ).cast({"time_utc": pl.Datetime("ms", "UTC")})
    hulls, jumps = (
        snapshot.docket.table(t).filter(pl.col("mmsi").is_in(mmsis)) for t in ("hulls", "jumps")
    )
    degrees = [
        (pl.col(f"{axis}_aisu") / AIS_UNITS_PER_DEG).alias(f"{axis}_deg") for axis in ("lat", "lon")
    ]
    return with_hull(rows, segments_of(hulls, jumps)).with_columns(degrees)


def _of_her(track: pl.DataFrame, case: Case) -> pl.DataFrame:
    """Return the reports of the case's hull where ships share the MMSI."""
    hers = track.filter(pl.col("hull").is_in(list(case["hulls"] or ())))
    return track if hers.is_empty() else hers


def _columns(track: pl.DataFrame, files: list[str]) -> dict[str, list[Any]]:
    step = max(1, -(-track.height // MOST_POINTS))
    thin = track.gather_every(step)
    at = thin["file_id"].to_list()
    return {
        "t": _seconds(thin["time_utc"]),
        "lat": thin["lat_deg"].round(6).to_list(),
        "lon": thin["lon_deg"].round(6).to_list(),
        "sog_kn": thin["sog_kn"].cast(pl.Float64).round(1).to_list(),
        "heading_deg": thin["heading_deg"].to_list(),
        "file": [files[i] if i is not None and i < len(files) else None for i in at],
        "line": thin["line"].to_list(),
    }


def _seconds(times: pl.Series) -> list[int]:
    return times.dt.epoch("s").to_list()


def _separation(snapshot: Snapshot, case: Case) -> dict[str, list[Any]]:
    hulls = sorted(int(h) for h in case["hulls"] or () if h is not None)[:2]
    if len(hulls) < 2:
        return {"t": [], "distance_m": []}
    found = snapshot.docket.sql(
        f"SELECT time_utc, distance_m FROM contacts WHERE hull = {hulls[0]} "
        f"AND other_hull = {hulls[1]} ORDER BY time_utc"
    )
    if found.is_empty():
        return {"t": [], "distance_m": []}
    far = found["distance_m"].cast(pl.Float64).round(1).to_list()
    return {"t": _seconds(found["time_utc"]), "distance_m": far}


def _draught(snapshot: Snapshot, case: Case, low: datetime, high: datetime) -> dict[str, Any]:
    mmsis = [int(m) for m in case["mmsis"] or ()]
    claims = snapshot.docket.table("claims").filter(
        pl.col("mmsi").is_in(mmsis)
        & pl.col("draught_m").is_not_null()
        & (pl.col("end_utc") >= low - MARGIN)
        & (pl.col("start_utc") <= high + MARGIN)
    )
    out: dict[str, Any] = {}
    for mmsi in mmsis:
        of_ship = claims.filter(pl.col("mmsi") == mmsi).sort("start_utc")
        out[str(mmsi)] = {
            "t": _seconds(of_ship["start_utc"]),
            "draught_m": of_ship["draught_m"].cast(pl.Float64).round(1).to_list(),
        }
    return out
