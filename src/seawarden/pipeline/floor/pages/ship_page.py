"""What a ship's page shows: dated claims, one hull or several, listings, events, associates."""

import json
from datetime import date, datetime
from typing import Any

import polars as pl

from ....errors import UsageError
from ..desk import Desk

_CLAIM = (
    "hull", "start_utc", "end_utc", "n_statics", "imo", "name", "call_sign", "ship_type",
    "draught_m", "destination",
)  # fmt: skip


def ship_page(
    desk: Desk, mmsi: int, now_utc: datetime, as_of: date | None = None
) -> dict[str, Any]:
    """Return everything that the page of an MMSI shows. Raises UsageError when it is not there.

    `as_of` leaves out of `listed` what was listed later, or delisted by then; an entry without a
    date of listing stays, for nobody knows.
    """
    snapshot = desk.snapshot(now_utc)
    docket = snapshot.docket
    hulls = snapshot.ships.filter(pl.col("mmsi") == mmsi)
    if hulls.is_empty():
        raise UsageError(f"MMSI {mmsi}: no ship was heard under it")
    claims = docket.table("claims").filter(pl.col("mmsi") == mmsi)
    held = hulls["hull"].to_list()
    matches = docket.matches.filter(pl.col("hull").is_in(held) & (pl.col("verdict") != "no match"))
    events = [
        e for e in snapshot.events.values() if mmsi in (e["mmsi"], e["other_mmsi"])
    ]  # fmt: skip
    shown = [n for n in ("hull", "name", "imo", "call_sign", "flag", "ship_type", "length_m",
                         "beam_m", "start_utc", "end_utc", "n_reports", "track_nm")]  # fmt: skip
    names = dict(snapshot.ships.select("mmsi", "name").iter_rows())
    listed = matches.select(
        "hull",
        "listed_name",
        "list_name",
        "as_of",
        "listed_on",
        "delisted_on",
        "verdict",
        "score",
        "explanation",
        "consequence",
    )
    if as_of is not None:
        listed = listed.filter(
            (pl.col("listed_on").is_null() | (pl.col("listed_on") <= as_of))
            & (pl.col("delisted_on").is_null() | (pl.col("delisted_on") > as_of))
        )
    seen = docket.table("sightings").filter(pl.col("mmsi") == mmsi)
    return {
        "mmsi": mmsi,
        "hulls": hulls.select(shown).to_dicts(),
        "claims": claims.select(_CLAIM).sort("start_utc").to_dicts(),
        "listed": listed.to_dicts(),
        "events": [_event(e) for e in sorted(events, key=lambda e: e["start_utc"])],
        "associates": _associates(events, mmsi, names),
        "cases": [
            {"case_id": c.case_id, "title": c["title"], "grade": c["grade"], "rank": c["rank"]}
            for c in snapshot.cases if mmsi in (c["mmsis"] or ())
        ],
        "photographs": seen.drop_nulls("photo").select("time_utc", "photo", "photo_sha256",
                                                       "note").to_dicts(),
    }  # fmt: skip


def _event(event: Any) -> dict[str, Any]:
    names = ("event_id", "kind", "other_mmsi", "start_utc", "end_utc", "confidence")
    detail = json.loads(event["detail"] or "{}")
    return {**{n: event[n] for n in names}, "place": detail.get("port_name") or detail.get("place")}


def _associates(events: list[Any], mmsi: int, names: dict[int, str]) -> list[dict[str, Any]]:
    """Return who met her: how often, how surely at best, and when last."""
    met: dict[int, dict[str, Any]] = {}
    for e in events:
        if not e["other_mmsi"]:
            continue
        other = int(e["other_mmsi"] if e["mmsi"] == mmsi else e["mmsi"])
        row = met.setdefault(
            other, {"mmsi": other, "name": names.get(other), "events": 0, "kinds": [],
                    "confidence": 0.0, "last_utc": e["end_utc"]},
        )  # fmt: skip
        row["events"] += 1
        row["kinds"] = sorted({*row["kinds"], e["kind"]})
        row["confidence"] = max(row["confidence"], e["confidence"])
        row["last_utc"] = max(row["last_utc"], e["end_utc"])
    return sorted(met.values(), key=lambda r: (-r["confidence"], r["mmsi"]))
