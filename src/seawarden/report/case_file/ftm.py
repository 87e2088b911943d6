"""The case file as FollowTheMoney entities, one JSON object a line: ships, lists, events.

Written as plain JSON after the model's published names; the model itself checks it in the tests.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from .document import numbers

Fields = Mapping[str, Any]


def ftm(fields: Fields) -> str:
    """Return the entities; a field that is not there gives none."""
    return "".join(json.dumps(e, ensure_ascii=False, sort_keys=True) + "\n" for e in _all(fields))


def _all(fields: Fields) -> Iterator[dict[str, Any]]:
    ships = []
    for number in numbers(fields, "ship"):
        ship = fields.get(f"ship.{number}.identity")
        if ship is None:
            continue
        key = _id("ship", ship.get("imo"), ship.get("mmsi"), number)
        ships.append(key)
        yield _entity(
            key, "Vessel", name=ship.get("name_displayed") or ship.get("name_listed"),
            imoNumber=ship.get("imo"), mmsi=ship.get("mmsi"), callSign=ship.get("call_sign"),
            type=ship.get("type"),
        )  # fmt: skip
        for listed in fields.get(f"ship.{number}.listed") or ():
            yield _entity(
                _id("sanction", listed["listing_id"], number), "Sanction", entity=key,
                program=listed["list"], listingDate=listed.get("listed_on"),
                endDate=listed.get("delisted_on"), reason=listed.get("explanation"),
            )  # fmt: skip
    time = fields.get("incident.time") or {}
    if time or "summary.title" in fields:
        place = fields.get("incident.place") or {}
        yield _entity(
            _id("event", fields.get("summary.title"), time.get("start_utc")), "Event",
            name=fields.get("summary.title"), summary=fields.get("summary.what_happened"),
            startDate=time.get("start_utc"), endDate=time.get("end_utc"),
            location=place.get("place"), involved=ships,
        )  # fmt: skip


def _entity(key: str, schema: str, **values: Any) -> dict[str, Any]:
    held = {
        name: [str(v) for v in (value if isinstance(value, list) else [value])]
        for name, value in values.items() if value not in (None, "", [])
    }  # fmt: skip
    return {"id": key, "schema": schema, "properties": held}


def _id(*parts: Any) -> str:
    text = "\n".join(str(p) for p in parts)
    return "seawarden-" + hashlib.sha256(text.encode()).hexdigest()[:20]
