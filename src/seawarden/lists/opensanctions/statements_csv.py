"""OpenSanctions' `statements.csv`: one row for each value of each entity.

Columns canonical_id, schema, prop, value, dataset, first_seen, last_seen, among others
(opensanctions.org/docs/bulk/statements). Method: the rows of one canonical id are put together as
the entity that they were taken from, and read as FollowTheMoney. Blind spot: all entities are held
in memory at once.
"""

from typing import Any

from ..listing import Reading, clean
from ..source import ListFile
from . import ftm_json

CODE, NAME = ftm_json.CODE, "OpenSanctions statements"
EXPECTED = "OpenSanctions statements (CSV with canonical_id, schema, prop, value, dataset)"
_NEEDED = {"canonical_id", "schema", "prop", "value", "dataset"}


def sniff(file: ListFile) -> bool:
    return set(file.header) >= _NEEDED


def read(file: ListFile) -> Reading:
    """Return the listings of the entities; `as_of` is the newest day on which one was seen."""
    notes: list[str] = []
    lines: dict[str, int] = {}
    entities: dict[str, dict[str, Any]] = {}
    for line, row in file.records(notes):
        key = clean(row["canonical_id"]) or f"line{line}"
        lines.setdefault(key, line)
        entity = entities.setdefault(key, {"id": key, "properties": {}, "datasets": {}})
        entity["datasets"][row["dataset"]] = None
        if row["schema"] in ftm_json.KINDS or "schema" not in entity:
            entity["schema"] = row["schema"]
        entity["last_seen"] = max(entity.get("last_seen", ""), row.get("last_seen", ""))
        if row["prop"] != "id":
            entity["properties"].setdefault(row["prop"], []).append(row["value"])
    reading = ftm_json.of_entities(((lines[k], e) for k, e in entities.items()), file)
    return Reading(reading.drafts, reading.as_of, (*notes, *reading.notes), dataset=reading.dataset)
