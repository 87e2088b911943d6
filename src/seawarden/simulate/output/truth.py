"""What truly happened: events, tracks and what the radar scenes really show.

`truth.parquet` has the columns of EVENTS (so that it can be laid beside what was found), then
`behaviour` and `is_breach`. `kind` is null where nothing that has a kind took place: most hard
cases. `is_breach` is True for conduct that a measure forbids and for deceit in its service
(deliberate silence, false position, false identity); drifting and calling at a port are not.
"""

import json
from datetime import datetime
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl

from ...ids.simulated_mark import MARK
from ...schema import EVENTS, TIME
from ..movement.motion import Berth
from ..ship import Ship
from ..ships.designated import SHIPS
from ..waters.harbours import HARBOURS
from ..world import Truth, World

_LISTED = {s.imo: s for s in SHIPS}
_PORTS = {h.code: h for h in HARBOURS}

SCHEMA = pl.Schema([*EVENTS.schema.items(), ("behaviour", pl.String), ("is_breach", pl.Boolean)])
"""Columns of `truth.parquet`."""


def port_visits(world: World) -> list[Truth]:
    """Return a row for every stay at a berth of every ship, scripted or not.

    A designated ship in a port outside the DPRK is a breach (the port ban); a foreign ship in a
    DPRK port is named so, without being one.
    """
    rows = []
    for ship in world.ships:
        for piece in ship.pieces:
            if not isinstance(piece, Berth):
                continue
            span = max(0.0, piece.start_s), min(world.until_s, piece.end_s)
            if span[1] - span[0] < 3600.0:
                continue
            port = _PORTS[piece.harbour]
            listed = ship.first.imo in _LISTED
            name = "port_visit"
            if listed and port.flag != "KP":
                name = "designated_port_visit"
            elif port.flag == "KP" and ship.hull.flag != "KP":
                name = "dprk_port_visit"
            rows.append(Truth(
                "port_visit", name, name == "designated_port_visit", ship, None, *span,
                (piece.lat, piece.lon), {"harbour": port.code, "harbour_name": port.name},
            ))  # fmt: skip
    return rows


def events(world: World, start_utc: datetime) -> pl.DataFrame:
    """Return truth.parquet's table, sorted by start, behaviour and id."""
    count: dict[str, int] = {}
    rows = []
    for truth in [*world.truths, *port_visits(world)]:
        number = count[truth.behaviour] = count.get(truth.behaviour, 0) + 1
        rows.append(_row(truth, f"truth-{truth.behaviour}-{number:05d}", world.until_s))
    frame = pl.DataFrame(rows, schema=_RAW, orient="row")
    start = pl.lit(start_utc).cast(TIME)
    return frame.with_columns(
        (start + pl.duration(milliseconds=pl.col(name))).cast(TIME).alias(name)
        for name in ("start_utc", "end_utc")
    ).with_columns(
        pl.lit(None, dtype=EVENTS.schema[name]).alias(name) for name in _NOT_OF_TRUTH
    ).select(
        list(SCHEMA)
    ).cast(SCHEMA).sort("start_utc", "behaviour", "event_id")  # fmt: skip


_NOT_OF_TRUTH = ("contact", "purpose", "detail_version", "evidence")
"""Columns of what a detector wrote and rests on; null in truth, whose `detail` is its own."""

_RAW = {
    name: pl.Int64 if name in ("start_utc", "end_utc") else dtype
    for name, dtype in SCHEMA.items()
    if name not in _NOT_OF_TRUTH
}


def _row(truth: Truth, event_id: str, until_s: float) -> tuple[Any, ...]:
    ships = [s for s in (truth.ship, truth.other) if s]
    hours = (truth.end_s - truth.start_s) / 3600.0
    dark = _dark_h(ships, truth.start_s, truth.end_s)
    detail = {
        "source": MARK, **truth.detail,
        "ships": [_card(s) for s in ships],
    }  # fmt: skip
    return (
        event_id, 1, truth.kind,
        truth.ship.mmsi_at(truth.start_s) if truth.ship else None,
        truth.other.mmsi_at(truth.start_s) if truth.other else None,
        None, None, round(truth.start_s * 1000), round(truth.end_s * 1000),
        truth.end_s >= until_s, truth.place[0], (truth.place[1] + 180.0) % 360.0 - 180.0, 1.0,
        round(hours - dark, 3), round(dark, 3), json.dumps(detail), truth.behaviour,
        truth.is_breach,
    )  # fmt: skip


def _dark_h(ships: list[Ship], start_s: float, end_s: float) -> float:
    """Return the hours for which at least one of the ships is switched off."""
    edges = sorted({start_s, end_s, *(
        min(max(edge, start_s), end_s) for s in ships for span in s.silences for edge in span
    )})  # fmt: skip
    total = 0.0
    for a, b in pairwise(edges):
        middle = (a + b) / 2
        if any(lo <= middle <= hi for s in ships for lo, hi in s.silences):
            total += b - a
    return total / 3600.0


def _card(ship: Ship) -> dict[str, Any]:
    card: dict[str, Any] = {
        "ship": ship.no, "mmsi": ship.mmsi, "imo": ship.first.imo or None,
        "name": ship.first.name, "flag": ship.hull.flag, "kind": ship.hull.kind,
        "length_m": ship.hull.length_m,
    }  # fmt: skip
    listed = _LISTED.get(ship.first.imo)
    if listed:
        card["designated_on"] = listed.listed_on
    return card


TRACK_COLUMNS = (
    "ship", "time_utc", "lat_deg", "lon_deg", "sog_kn", "heading_deg", "mmsi", "imo", "name",
    "flag", "kind", "bow_m", "stern_m", "port_m", "starboard_m", "is_dark",
)  # fmt: skip
"""Columns of `tracks_truth.parquet`: true antenna position every five minutes, and who it is."""


def tracks(ships: list[Ship], samples: list[tuple[np.ndarray, ...]],
           start_utc: datetime) -> pl.DataFrame:  # fmt: skip
    """Return tracks_truth.parquet's table, sorted by ship and time."""
    who = pl.DataFrame({
        "ship": pl.Series([s.no for s in ships], dtype=pl.Int32),
        "mmsi": pl.Series([s.mmsi for s in ships], dtype=pl.UInt32),
        "imo": pl.Series([s.first.imo or None for s in ships], dtype=pl.UInt32),
        "name": [s.first.name for s in ships],
        "flag": [s.hull.flag for s in ships],
        "kind": [s.hull.kind for s in ships],
        **{side: pl.Series([getattr(s.hull, side) for s in ships], dtype=pl.UInt16)
           for side in ("bow_m", "stern_m", "port_m", "starboard_m")},
    })  # fmt: skip
    t, lat, lon, sog, heading, dark = (
        np.concatenate([part[i] for part in samples]) for i in range(6)
    )
    number = np.repeat([s.no for s in ships], [part[0].size for part in samples])
    when = np.datetime64(start_utc.replace(tzinfo=None), "ms") + (t * 1000).astype(
        "timedelta64[ms]"
    )
    frame = pl.DataFrame({
        "ship": pl.Series(number, dtype=pl.Int32), "time_utc": when, "lat_deg": lat,
        "lon_deg": lon, "sog_kn": sog.astype(np.float32), "heading_deg": heading.astype(np.float32),
        "is_dark": dark,
    })  # fmt: skip
    return (
        frame.with_columns(pl.col("time_utc").dt.replace_time_zone("UTC"))
        .join(who, on="ship", how="left", maintain_order="left")
        .select(TRACK_COLUMNS)
    )
