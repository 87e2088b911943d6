"""What a case file says of one ship: identity, lists, AIS around the incident, draught, ports."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl

from ...ids import flags
from ...ids.imo import check_digit_ok
from ...schema.kinds.port_visit import PortVisitDetail
from ...schema.kinds.read import read_detail
from .enclosed import Enclosed
from .rerun import Again

BEFORE_AFTER = timedelta(hours=24)
_PORTS = timedelta(days=30)
_DRAUGHT_BEFORE, _DRAUGHT_AFTER = timedelta(hours=6), timedelta(hours=48)
"""As a transfer's draught changes are looked for (docs/events.md)."""


def ship_fields(
    held: Enclosed, again: Again, row: Mapping[str, Any], ship: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the fields of a ship of the case, by their short names."""
    start, end, hull = row["start_utc"], row["end_utc"], ship.get("hull")
    out = {
        "identity": _identity(ship),
        "claims": ship.get("claims", []),
        "listed": [
            {**entry, "in_force_at_incident": entry.get("in_force"), **_bitemporal(entry, start)}
            for entry in ship.get("listed", [])
        ],
    }
    if hull is None:
        return {**out, "ais": {"words": "she sent nothing that was heard"}}
    return {
        **out,
        "ais": _ais(held, again, hull, ship.get("mmsi"), start, end),
        "draught": draught_of(ship, start, end),
        "ports": _ports(again, hull, start, end),
    }


def _bitemporal(entry: Mapping[str, Any], start: datetime) -> dict[str, Any]:
    """Say what held on the day, and what was known on it: the list's own date tells them apart.

    `lead_days` is how long the incident lay before the designation.
    """
    day = start.date().isoformat()
    since, edition = entry.get("listed_on"), entry.get("as_of")
    lead = None
    if since is not None and since > day:
        lead = (date.fromisoformat(since) - start.date()).days
    return {"edition_was_out": None if edition is None else edition <= day, "lead_days": lead}


def _identity(ship: Mapping[str, Any]) -> dict[str, Any]:
    imo, flag, mmsi = ship.get("imo"), ship.get("flag"), ship.get("mmsi")
    listed = [x for x in ship.get("listed", []) if x.get("verdict") == "match"]
    return {
        "name_displayed": ship.get("name"),
        "name_listed": listed[0]["name"] if listed else None,
        "imo": imo,
        "imo_check": None
        if imo is None
        else "valid"
        if check_digit_ok(imo)
        else "check digit fails",
        "imo_listed": listed[0]["imo"] if listed else None,
        "mmsi": mmsi,
        "call_sign": ship.get("call_sign"),
        "flag_claimed": None if flag is None else flags.name(flag),
        "flag_means": "the country that the first digits of the MMSI stand for",
        "flag_registered": "not known: no register of ships was asked",
        "type": ship.get("type"),
        "length_m": ship.get("length_m"),
        "beam_m": ship.get("beam_m"),
        "doubts": list(ship.get("doubts", [])),
    }


def _ais(
    held: Enclosed, again: Again, hull: int, mmsi: int | None, start: datetime, end: datetime
) -> dict[str, Any]:
    hers = held.reports.filter(pl.col("mmsi") == mmsi)
    spans = {
        "before": (start - BEFORE_AFTER, start), "during": (start, end),
        "after": (end, end + BEFORE_AFTER),
    }  # fmt: skip
    out: dict[str, Any] = {
        name: {
            "hours": round((until - since).total_seconds() / 3600, 2),
            "reports": hers.filter(pl.col("time_utc").is_between(since, until)).height,
        }
        for name, (since, until) in spans.items()
    }
    silences = again.tables["SILENCES"].filter(
        (pl.col("hull") == hull)
        & (pl.col("start_utc") <= end + BEFORE_AFTER)
        & (pl.col("end_utc") >= start - BEFORE_AFTER)
    )
    out["silences"] = [
        {"start_utc": _time(s["start_utc"]), "end_utc": _time(s["end_utc"]),
         "duration_h": round(s["duration_h"], 2), "is_open": s["is_open"]}
        for s in silences.sort("start_utc").iter_rows(named=True)
    ]  # fmt: skip
    near = held.coverage if held.reach != "all" else again.tables["COVERAGE"]
    heard = near.filter(pl.col("hour_utc").is_between(start.replace(minute=0, second=0), end))
    out["reception"] = {
        "reports_heard_in_those_hours": int(heard["n_reports"].sum()),
        "means": "position reports of all ships in the data, in the hours of the incident",
    }
    return out


def draught_of(ship: Mapping[str, Any], start: datetime, end: datetime) -> dict[str, Any]:
    """Return the draughts that a ship entered before and after, and the change, m."""
    low, high = _time(start - _DRAUGHT_BEFORE), _time(end + _DRAUGHT_AFTER)
    claims = [c for c in ship.get("claims", []) if c.get("draught_m")]
    before = [c for c in claims if c["from_utc"] <= _time(start)]
    after = [c for c in claims if low <= c["from_utc"] <= high and c["from_utc"] > _time(start)]
    first = before[-1]["draught_m"] if before else None
    last = after[-1]["draught_m"] if after else None
    change = None if first is None or last is None else round(last - first, 2)
    return {
        "before_m": first, "after_m": last, "change_m": change,
        "words": "entered by the crew; no entry proves nothing",
    }  # fmt: skip


def _ports(again: Again, hull: int, start: datetime, end: datetime) -> list[dict[str, Any]]:
    visits = again.events.filter(
        (pl.col("kind") == "port_visit")
        & (pl.col("hull") == hull)
        & (pl.col("start_utc") <= end + _PORTS)
        & (pl.col("end_utc") >= start - _PORTS)
    ).sort("start_utc")
    out = []
    for v in visits.iter_rows(named=True):
        detail = read_detail(v["kind"], v["detail"], v["detail_version"])
        assert isinstance(detail, PortVisitDetail)
        when = "before" if v["end_utc"] <= start else "after" if v["start_utc"] >= end else "during"
        out.append(
            {"when": when, "start_utc": _time(v["start_utc"]), "end_utc": _time(v["end_utc"]),
             "port": detail.port_name or "an anchorage", "country": detail.port_country,
             "is_dprk_port": detail.is_dprk_port, "confidence": v["confidence"]}
        )  # fmt: skip
    return out


def _time(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
