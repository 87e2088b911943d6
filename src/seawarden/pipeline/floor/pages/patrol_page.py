"""The patrol page: the plans beside the docket, their legs with times, and what crews saw.

Method: SORTIES holds each planned flight with its waypoints; `contacts-*.parquet` what was logged.
What an officer types in goes through `patrol log` like a crew's form: the same checks, the same
matching to AIS, sightings and cases, and an earlier log of the sortie is kept.
"""

import csv
import io
import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from ....errors import UsageError
from ....patrol.briefing import ACTIVITIES
from ....schema import CREW_CONTACTS, SORTIES, conform
from ....store.layout import PATROL
from ...front import patrol as verbs
from ..desk import Desk

FORM = (
    "time_utc", "lat", "lon", "name", "imo", "mmsi", "flag", "length_m", "activity", "hailed",
    "of_interest", "note",
)  # fmt: skip
"""What can be typed of a contact: the briefing's form without photographs."""

_TRACKS = (".gpx", ".kml", ".csv", ".tsv", ".txt", ".xlsx", ".ods")
_MOST = 500
"""Contacts of one log."""


def patrol_page(desk: Desk) -> dict[str, Any]:
    """Return the planned sorties, newest plan first, the plan on the map, and logged contacts."""
    folder = desk.path / PATROL
    sorties = _sorties(folder)
    planned = sorties.filter(pl.col("state") == "planned")
    newest = planned["plan_id"].max() if planned.height else None
    drawn = planned.filter(pl.col("plan_id").eq_missing(pl.lit(newest)))
    shown = [c for c in SORTIES.names if c not in ("legs", "is_simulated")]
    logged = [
        conform(pl.read_parquet(path), CREW_CONTACTS)
        for path in sorted(folder.glob("contacts-*.parquet"))
        if not path.is_symlink()
    ]
    contacts = pl.concat(logged).sort("time_utc").to_dicts() if logged else []
    ordered = sorties.sort("plan_id", "takeoff_utc", descending=[True, False], nulls_last=True)
    return {
        "newest": newest,
        "sorties": ordered.select(shown).to_dicts(),
        "legs": [
            {"sortie_id": row["sortie_id"], "points": _points(row)} for row in drawn.to_dicts()
        ],
        "contacts": contacts,
        "form": list(FORM),
        "activities": list(ACTIVITIES),
    }


def log_contacts(
    desk: Desk, *, sortie: str, plan: str, contacts: Sequence[Mapping[str, str]], track_name: str,
    track: bytes,
) -> dict[str, Any]:  # fmt: skip
    """Log what a crew saw and flew, as `patrol log` does; return what was matched.

    Raises UsageError for what cannot be, FormatError for a row or a track that cannot be read.
    """
    suffix = Path(track_name).suffix.lower()
    if suffix not in _TRACKS:
        raise UsageError(f"track of kind '{suffix[:20]}': expected one of {', '.join(_TRACKS)}")
    if len(contacts) > _MOST:
        raise UsageError(f"{len(contacts)} contacts: at most {_MOST} in one log")
    text = io.StringIO()
    rows = csv.DictWriter(text, FORM, extrasaction="ignore", lineterminator="\n")
    rows.writeheader()
    rows.writerows(contacts)
    with tempfile.TemporaryDirectory() as folder:
        # The name that was sent is not used: it may hold a path.
        seen, flown = Path(folder) / "contacts.csv", Path(folder) / f"track{suffix}"
        seen.write_text(text.getvalue(), encoding="utf-8")
        flown.write_bytes(track)
        return verbs.log(
            desk.path, sortie=sortie, contacts=seen, track=flown, plan=plan or None, time_zone="UTC"
        )


def _sorties(folder: Path) -> pl.DataFrame:
    path = folder / "sorties.parquet"
    if path.is_symlink() or not path.is_file():
        return SORTIES.empty()
    return conform(pl.read_parquet(path), SORTIES)


def _points(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    try:
        held = json.loads(row["legs"] or "[]")
    except ValueError:
        return []
    return [p for p in held if isinstance(p, dict) and {"lat_deg", "lon_deg"} <= p.keys()]
