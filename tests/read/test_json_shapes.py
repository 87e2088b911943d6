"""JSON and XML in the shapes that databases and interfaces give: every row of a document is read.

Two of these gave one row of hundreds, without a word: arrays one behind another, and XML whose
elements hold a ship and a position apart.
"""

import json
import math
from pathlib import Path
from typing import Any

import pytest

from seawarden.errors import FormatError

from .scene import FIXES, Fix, put, read, shown, truth

PART = FIXES[:120]
DUMP = json.dumps


def one(f: Fix, **other: Any) -> dict[str, Any]:
    return {"mmsi": f.mmsi, "timestamp": f"{f.when:%Y-%m-%dT%H:%M:%SZ}", "lat": f.lat, "lon": f.lon,
            "sog": f.sog, "cog": f.cog, "heading": f.heading} | other  # fmt: skip


ALL = [one(f) for f in PART]
NAMES, CELLS = [*ALL[0]], [[*o.values()] for o in ALL]
SHIPS = sorted({f.mmsi for f in PART})
BY_MMSI = {str(m): [{k: v for k, v in one(f).items() if k != "mmsi"} for f in PART if f.mmsi == m]
           for m in SHIPS}  # fmt: skip


def _line(m: int) -> dict[str, Any]:
    """Return a track as Global Fishing Watch gives it: a line, and lists of as many values."""
    own = [f for f in PART if f.mmsi == m]
    return {"type": "Feature",
            "geometry": {"type": "LineString", "coordinates": [[f.lon, f.lat] for f in own]},
            "properties": {"ssvid": str(m), "coordinateProperties": {
                "times": [f.epoch * 1000 for f in own], "speed": [f.sog for f in own],
                "course": [f.cog for f in own], "heading": [f.heading for f in own]}}}  # fmt: skip


def _lines(values: list[Any]) -> str:
    return "".join(DUMP(v) + "\n" for v in values)


DOCUMENTS = {
    "arrays one behind another": _lines([[o] for o in ALL]),
    "two arrays of ships in one": DUMP({"a": ALL[:60], "count": 7, "b": ALL[60:]}),
    "Esri": DUMP({"fields": [{"name": "mmsi", "type": "x"}], "features": [
        {"attributes": {k: v for k, v in o.items() if k not in ("lat", "lon")},
         "geometry": {"x": o["lon"], "y": o["lat"]}} for o in ALL]}),
    "CKAN": DUMP({"success": True, "result": {
        "fields": [{"id": n, "type": "text"} for n in NAMES], "records": ALL}}),
    "ClickHouse": DUMP({"meta": [{"name": n, "type": "x"} for n in NAMES], "data": CELLS}),
    "Socrata": DUMP({"meta": {"view": {"columns": [
        {"name": n.upper(), "fieldName": n} for n in NAMES]}}, "data": CELLS}),
    "header and rows": DUMP({"header": NAMES, "rows": CELLS}),
    "wrapped, by MMSI": DUMP({"status": "ok", "vessels": BY_MMSI}),
    "an object in a text": _lines([{"topic": "ais", "payload": DUMP(o)} for o in ALL]),
    "seconds and nanos": DUMP([one(f, timestamp={"seconds": f.epoch, "nanos": 0}) for f in PART]),
    "MongoDB's numbers": _lines([one(f, mmsi={"$numberInt": str(f.mmsi)}, timestamp={
        "$date": {"$numberLong": f"{f.epoch}000"}}) for f in PART]),
    "DynamoDB": _lines([{"Item": {k: {"N": str(v)} for k, v in o.items()} | {
        "timestamp": {"S": o["timestamp"]}}} for o in ALL]),
    "values with units": _lines([{k: {"value": v, "unit": u} for (k, v), u in zip(
        o.items(), ("", "", "degrees", "degrees", "knots", "degrees", "degrees"), strict=True)}
        for o in ALL]),
    "a pair in one value": DUMP([{k: v for k, v in o.items() if k not in ("lat", "lon")}
                                 | {"coordinates": [o["lon"], o["lat"]]} for o in ALL]),
    "Elasticsearch's point": DUMP([{k: v for k, v in o.items() if k not in ("lat", "lon")}
                                   | {"location": f"{o['lat']},{o['lon']}"} for o in ALL]),
    "Global Fishing Watch's tracks": DUMP({"type": "FeatureCollection",
                                           "features": [_line(m) for m in SHIPS]}),
    "XML with a ship and a position apart": "<r><items>" + "".join(
        f"<item><ship><mmsi>{f.mmsi}</mmsi></ship><at><time>{f.when:%Y-%m-%dT%H:%M:%SZ}</time>"
        f"<lat>{f.lat}</lat><lon>{f.lon}</lon><sog>{f.sog}</sog><cog>{f.cog}</cog>"
        f"<heading>{f.heading}</heading></at></item>" for f in PART) + "</items></r>",
    "XML in UTF-16": ('<?xml version="1.0" encoding="UTF-16"?><r>' + "".join(
        f'<v mmsi="{f.mmsi}" time="{f.when:%Y-%m-%dT%H:%M:%SZ}" lat="{f.lat}" lon="{f.lon}" '
        f'sog="{f.sog}" cog="{f.cog}" heading="{f.heading}"/>' for f in PART)
        + "</r>").encode("utf-16"),
}  # fmt: skip


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_row_of_a_document(tmp_path: Path, name: str) -> None:
    batches = read(put(tmp_path, DOCUMENTS[name], "a"))
    assert shown(batches) == truth(PART)
    assert sum(b.n_rejects for b in batches) == 0


def test_what_stands_behind_an_array_is_no_longer_left_out(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"behind the JSON array, after element 120.*'oops'"):
        read(put(tmp_path, DUMP(ALL) + " oops"))


def test_the_model_of_a_signal_k_server(tmp_path: Path) -> None:
    def ship(f: Fix) -> dict[str, Any]:
        when = f"{f.when:%Y-%m-%dT%H:%M:%S}.000Z"
        values = {"position": {"latitude": f.lat, "longitude": f.lon},
                  "speedOverGround": f.sog * 1852 / 3600, "headingTrue": math.radians(f.heading),
                  "courseOverGroundTrue": math.radians(f.cog)}  # fmt: skip
        return {
            "name": f.name,
            "navigation": {
                n: {"value": v, "timestamp": when, "$source": "ais"} for n, v in values.items()
            },
        }

    last = PART[-3:]
    model = {"version": "2.0.0", "self": "vessels.urn:mrn:signalk:uuid:x",
             "vessels": {f"urn:mrn:imo:mmsi:{f.mmsi}": ship(f) for f in last}}  # fmt: skip
    (batch,) = read(put(tmp_path, DUMP(model)))
    assert shown([batch]) == truth(last)
    assert set(batch.statics["name"]) == {f.name for f in last}


def test_digitraffic_writes_draughts_in_tenths_of_a_metre(tmp_path: Path) -> None:
    f = FIXES[0]
    ship = {"mmsi": f.mmsi, "timestamp": f.epoch * 1000, "name": f.name, "callSign": f.call_sign,
            "imo": f.imo, "shipType": f.ship_type, "draught": round(f.draught * 10), "posType": 1,
            "referencePointA": 100, "referencePointB": 80, "referencePointC": 10,
            "referencePointD": 22, "destination": "X", "eta": 1}  # fmt: skip
    (batch,) = read(put(tmp_path, DUMP([ship, ship | {"mmsi": FIXES[1].mmsi}])))
    assert batch.statics["draught_m"].to_list() == pytest.approx([f.draught] * 2)
