"""The fields of a case file: what is derived from the enclosed rows, and what people entered.

Every derived field is made from what running the enclosed rows again gives (`rerun`), so who checks
the package makes the same fields anew and compares them one by one. What people entered (question,
lawful basis, answers of owners, the log of releases) cannot be derived and is said to be entered.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl

from ...case.kinds import record as kind_of_case
from ...case.oil_cap import ledger
from ...case.place import wheres
from ...case.wording import grade
from ...geo.sphere import distance_m
from ...lists.register import reader_law
from ...schema.kinds import kind_of
from ...schema.kinds.kind import Role
from ...schema.kinds.read import read_detail
from ...store.canonical import file_name
from ...store.digest import first_ids
from ...store.package.leaves import FIELD, Item
from ...units import AIS_UNITS_PER_DEG, M_PER_NM
from .enclosed import Enclosed
from .rerun import Again
from .review import Status
from .ship_fields import ship_fields

_TERRITORIAL_NM, _CONTIGUOUS_NM = 12.0, 24.0
"""United Nations Convention on the Law of the Sea, articles 3 and 33."""
PARTIES = ("owner", "manager", "insurer", "classification society", "flag State")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What people say of the file; each has words for where nobody said anything."""

    question: str = "Did the ships of this case take part in conduct that UN measures forbid?"
    lawful_basis: str = "not stated"
    status: Status = field(default_factory=Status)
    asked: Sequence[Mapping[str, Any]] = ()  # ship (IMO, MMSI, place), party, ..
    releases: Sequence[Mapping[str, Any]] = ()
    received: Sequence[Mapping[str, Any]] = ()  # partners' packages of the incident
    retention_days: int | None = None
    reader: Sequence[str] = ("NZ", "EU", "UK", "US")
    acts: Sequence[Mapping[str, Any]] = field(default_factory=tuple)


def entered_fields(held: Enclosed, entered: Entered, made_utc: datetime) -> dict[str, Any]:
    """Return the fields that people entered, by name."""
    out: dict[str, Any] = {
        "header.question": entered.question,
        "header.lawful_basis": entered.lawful_basis,
        "header.status": asdict(entered.status),
        "header.made": {"made_utc": _time(made_utc), "by": f"seawarden {held.run['version']}"},
        "release.log": list(entered.releases),
        "release.retention": _retention(entered.retention_days, made_utc),
    }
    for i, ship in enumerate(json.loads(held.row["ships"]), start=1):
        known = {str(ship.get("imo")), str(ship.get("mmsi")), str(i)}
        asked = {a["party"]: a for a in entered.asked if str(a.get("ship")) in known}
        out[f"ship.{i}.parties"] = [
            {"party": p, "name": None, "asked": "not asked", "answered": None,
             **{k: v for k, v in asked.get(p, {}).items() if k in ("name", "asked", "answered")}}
            for p in PARTIES
        ]  # fmt: skip
    return out


def derived_fields(held: Enclosed, again: Again, case: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that follow from the enclosed rows; `case` is the case that came out."""
    row, stored = case, held.row
    ships = json.loads(row["ships"])
    start, end = row["start_utc"], row["end_utc"]
    out: dict[str, Any] = {
        "header.case": {
            "case_id": stored["case_id"], "version": stored["version"],
            "version_reason": stored["version_reason"], "kind": row["kind"], "tier": row["tier"],
            "is_simulated": row["is_simulated"],
        },
        "summary.title": row["title"],
        "summary.what_happened": row["what_happened"],
        "summary.finding": {
            "grade": row["grade"], "confidence": row["confidence"],
            "words": grade.words(row["confidence"]),
        },
        "incident.time": {
            "start_utc": _time(start), "end_utc": _time(end), "observed_h": row["observed_h"],
            "inferred_h": row["inferred_h"],
        },
        "incident.place": _place(held, row),
        "change.what": row["what_would_change_it"],
        "methods.run": _methods(held, again),
    }  # fmt: skip
    for i, ship in enumerate(ships, start=1):
        out |= {f"ship.{i}.{k}": v for k, v in ship_fields(held, again, row, ship).items()}
    parts = (("for", row["evidence_for"]), ("against", row["evidence_against"]))
    for side, text in parts:
        for i, part in enumerate(json.loads(text), start=1):
            out[f"evidence.{side}.{i}"] = part
    for i, measure in enumerate(json.loads(row["measures"]), start=1):
        out[f"law.un.{i}"] = measure
    laws = reader_law.beside(json.loads(row["measures"]), start.date())
    for i, law in enumerate(laws, start=1):
        out[f"law.reader.{i}"] = law
    events = _events(held, again)
    out |= {f"timeline.{i}": e for i, e in enumerate(_timeline(events), start=1)}
    out |= {f"register.{i}": e for i, e in enumerate(_register(held, events), start=1)}
    for i, source in enumerate(held.run["lists"], start=1):
        out[f"lists.{i}"] = {k: source.get(k) for k in ("name", "as_of", "sha256", "listings")}
    out |= _sightings(held, row)
    out |= {f"oil.{i}": e for i, e in enumerate(_oil(row, out), start=1)}
    return out


def items_of(fields: Mapping[str, Any], marking: Mapping[str, Mapping[str, Any]]) -> list[Item]:
    """Return an item a field; `marking` is each field's."""
    return [Item(FIELD, name, value, marking[name]) for name, value in fields.items()]


def _time(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _place(held: Enclosed, row: Mapping[str, Any]) -> dict[str, Any]:
    (where,) = wheres([row["lat_deg"]], [row["lon_deg"]], 10_000.0)
    near = held.reports.filter(
        pl.col("mmsi").is_in([m for m in row["mmsis"] if m is not None])
        & pl.col("time_utc").is_between(row["start_utc"], row["end_utc"])
    )
    error_m = None
    if near.height:
        lat, lon = (near[c].to_numpy() / AIS_UNITS_PER_DEG for c in ("lat_aisu", "lon_aisu"))
        off = distance_m(lat, lon, np.full_like(lat, row["lat_deg"]), row["lon_deg"])
        error_m = round(float(np.quantile(off, 0.95)), 0)
    coast_nm = where.coast_m / M_PER_NM if np.isfinite(where.coast_m) else None
    return {
        "lat_deg": round(row["lat_deg"], 5), "lon_deg": round(row["lon_deg"], 5),
        "position": where.position(), "error_m": error_m,
        "error_means": "95 of 100 reports of the ships in that time lie within it",
        "place": where.phrase(), "coast_nm": None if coast_nm is None else round(coast_nm, 1),
        "zone": _zone(coast_nm),
    }  # fmt: skip


def _zone(coast_nm: float | None) -> str:
    """Say what the distance alone allows: baselines and boundaries are not in the data."""
    if coast_nm is None:
        return "not determined: no coast near"
    if coast_nm <= _TERRITORIAL_NM:
        return (
            "within 12 nm of a coast: territorial sea is possible (boundaries are not in the data)"
        )
    if coast_nm <= _CONTIGUOUS_NM:
        return (
            "12 to 24 nm off a coast: contiguous zone is possible (boundaries are not in the data)"
        )
    return (
        "more than 24 nm off any coast: exclusive economic zone or high seas "
        "(boundaries are not in the data)"
    )


def _methods(held: Enclosed, again: Again) -> dict[str, Any]:
    run = held.run
    return {
        "seawarden": run["version"], "parameters_sha256": run["parameters_sha256"],
        "context_sha256": again.context_sha256, "reports_enclosed": held.reports.height,
        "reach": held.reach,
        "reception": "re-derived" if held.reach == "all" else "taken as given",
        "incomplete": list(run.get("incomplete", ())),
    }  # fmt: skip


def _events(held: Enclosed, again: Again) -> pl.DataFrame:
    ids = first_ids(held.events)
    wanted = [ids.get(e, e) for e in held.row["event_ids"] or []]
    return again.events.filter(pl.col("event_id").is_in(wanted)).sort("start_utc", "event_id")


def _timeline(events: pl.DataFrame) -> list[dict[str, Any]]:
    out = []
    for e in events.iter_rows(named=True):
        kind, detail = kind_of(e["kind"]), read_detail(e["kind"], e["detail"], e["detail_version"])
        lasted_h = (e["end_utc"] - e["start_utc"]).total_seconds() / 3600
        out.append(
            {
                "start_utc": _time(e["start_utc"]), "end_utc": _time(e["end_utc"]),
                "kind": e["kind"], "mmsi": e["mmsi"], "other_mmsi": e["other_mmsi"],
                "lat_deg": round(e["lat_deg"], 5), "lon_deg": round(e["lon_deg"], 5),
                "confidence": e["confidence"], "what": kind.did(detail, lasted_h),
            }
        )  # fmt: skip
    return out


def _register(held: Enclosed, events: pl.DataFrame) -> list[dict[str, Any]]:
    """Return the source lines that each event rests on."""
    return [
        {"kind": e["kind"], "mmsi": line["mmsi"], "file": file_name(line["file"]),
         "sha256": line["sha256"], "first_line": line["first_line"], "last_line": line["last_line"]}
        for e in events.iter_rows(named=True)
        for line in e["evidence"] or []
    ]  # fmt: skip


def _oil(row: Mapping[str, Any], made: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what a tanker of the case can have delivered, under each laden scenario."""
    delivery = oil_delivery(row, made)
    if delivery is None:
        return []
    return [
        {"scenario": share, "tonnes": round(v.tonnes), "barrels": round(v.barrels),
         "low_barrels": round(v.low_barrels), "high_barrels": round(v.high_barrels),
         "source": v.basis}
        for share, v in delivery.by_scenario.items()
    ]  # fmt: skip


def oil_delivery(row: Mapping[str, Any], made: Mapping[str, Any]) -> ledger.Delivery | None:
    """Return the delivery of a meeting of tankers, by the ship whose draught is known best."""
    if kind_of_case(row["kind"]).role is not Role.MEETING:
        return None
    best = None
    for i, ship in enumerate(json.loads(row["ships"]), start=1):
        if ship.get("type") != "tanker":
            continue
        draught = made.get(f"ship.{i}.draught") or {}
        about = {"length_m": ship.get("length_m"), "beam_m": ship.get("beam_m"), **draught}
        found = ledger.found(
            str(row["case_id"]), row["start_utc"].date().isoformat(), row["grade"], about
        )
        if found is not None and (best is None or draught.get("change_m")):
            best = found
    return best


def _sightings(held: Enclosed, row: Mapping[str, Any]) -> dict[str, Any]:
    far = timedelta(hours=12)
    near = held.sightings.filter(
        pl.col("time_utc").is_between(row["start_utc"] - far, row["end_utc"] + far)
    )
    if near.height:
        lat, lon = near["lat_deg"].to_numpy(), near["lon_deg"].to_numpy()
        off = distance_m(lat, lon, np.full_like(lat, row["lat_deg"]), row["lon_deg"])
        near = near.filter(pl.Series(off <= 5 * M_PER_NM))
    names = ("sighting_id", "time_utc", "lat_deg", "lon_deg", "sensor", "length_m", "sigma_m",
             "name", "photo", "photo_sha256")  # fmt: skip
    return {
        f"sighting.{i}": {n: _time(s[n]) if isinstance(s[n], datetime) else s[n] for n in names}
        for i, s in enumerate(near.sort("time_utc").iter_rows(named=True), start=1)
    }


def _retention(days: int | None, made_utc: datetime) -> dict[str, Any]:
    if days is None:
        return {"days": None, "until": None, "words": "no period was set for what names a person"}
    until: date = (made_utc + timedelta(days=days)).date()
    words = "what names a person is erased after it; other items by the period of their marking"
    return {"days": days, "until": until.isoformat(), "words": words}
